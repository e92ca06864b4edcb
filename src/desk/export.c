/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "desk/export.h"

#include <stdio.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/show.h"
#include "base/wrap.h"
#include "desk/exporting.h"
#include "store/tickets.h"

enum { SUBJECT_COLUMNS = 42, COLUMNS = 72 };

/* A language is one of ours, or the desk's. */
static const char *language_of(const struct sp_desk *desk, const struct sp_person *person)
{
	const char *const *all = sp_words_languages(desk->words);

	for (; *all; all++)
		if (sp_str_eq(person->language, sp_str(*all)))
			return *all;
	return desk->conf->policies.language;
}

static const char *word(const struct sp_export_run *run, const char *key)
{
	return sp_word(run->how->desk->words, run->language,
		sp_arena_printf(run->arena, "export.%s", key));
}

/* --- what is there, for people ------------------------------------------------------------ */

static void add_paragraph(struct sp_export_run *run, const char *key, struct sp_buf *out)
{
	sp_wrap(out, sp_str(word(run, key)), COLUMNS);
	sp_buf_add_text(out, "\n\n");
}

static void add_count(struct sp_export_run *run, const char *key, int64_t count,
	struct sp_buf *out)
{
	if (count)
		sp_buf_printf(out, "  %s: %lld\n", word(run, key), (long long)count);
}

static enum sp_status add_tickets(struct sp_export_run *run, struct sp_buf *out,
	struct sp_err *err)
{
	struct sp_ticket_filter filter = { .requester_id = run->person->id };
	const struct sp_words *words = run->how->desk->words;
	struct sp_ticket *tickets = NULL;
	size_t count = 0;
	enum sp_status status = sp_ticket_list(run->how->db, run->arena, &filter, &tickets, &count,
		err);

	for (size_t i = 0; status == SP_OK && i < count; i++) {
		struct sp_civil day = sp_civil_of(tickets[i].opened_at);
		struct sp_buf subject = SP_BUF_INIT;

		if (!sp_mentions_erase(&run->others, tickets[i].subject, &subject)) {
			sp_buf_cut(&subject, 0);
			sp_buf_add_str(&subject, tickets[i].subject);
		}
		sp_buf_printf(out, "  %.*s  %04d-%02d-%02d  ", SP_FMT(tickets[i].code), day.year,
			day.month, day.day);
		sp_show_column(out, sp_buf_str(&subject), SUBJECT_COLUMNS);
		sp_buf_printf(out, "  %s\n", sp_word(words, run->language, sp_arena_printf(run->arena,
			"status.%s", sp_state_name(tickets[i].state))));
		sp_buf_release(&subject);
	}
	return status;
}

static enum sp_status put_overview(struct sp_export_run *run, struct sp_err *err)
{
	const struct sp_export_report *report = run->report;
	struct sp_buf out = SP_BUF_INIT;
	enum sp_status status;

	sp_buf_printf(&out, "%s\n%s\n\n", word(run, "title"), run->how->desk->conf->desk_name);
	sp_buf_printf(&out, "%.*s <%.*s>\n", SP_FMT(run->person->name), SP_FMT(run->person->address));
	sp_words_date(run->how->desk->words, run->language, run->how->now, 0, &out);
	sp_buf_add_text(&out, "\n\n");
	add_paragraph(run, "intro", &out);
	sp_buf_printf(&out, "  data.json      %s\n  messages/      %s\n  attachments/   %s\n"
		"  sent/          %s\n  manifest.json  %s\n\n", word(run, "data"), word(run, "messages"),
		word(run, "attachments"), word(run, "sent"), word(run, "manifest"));
	add_count(run, "tickets", report->tickets, &out);
	add_count(run, "mails_from", report->messages, &out);
	add_count(run, "files", report->attachments, &out);
	add_count(run, "mails_to", report->mails, &out);
	add_count(run, "missing", report->missing, &out);
	sp_buf_add_char(&out, '\n');
	status = add_tickets(run, &out, err);
	sp_buf_add_char(&out, '\n');
	add_paragraph(run, "others", &out);
	if (status == SP_OK)
		status = sp_export_put(run, word(run, "file"), sp_buf_str(&out), err);
	sp_buf_release(&out);
	return status;
}

/* --- the list of files ------------------------------------------------------------------------ */

static struct sp_json *file_json(const struct sp_exported_file *file)
{
	struct sp_json *object = sp_json_object();
	struct sp_buf digest = SP_BUF_INIT;

	sp_hex_add(&digest, file->sha256.bytes, sizeof file->sha256.bytes);
	sp_json_set_text(object, "file", sp_str(file->name));
	sp_json_set_number(object, "size", file->size);
	sp_json_set_text(object, "sha256", sp_buf_str(&digest));
	sp_buf_release(&digest);
	return object;
}

enum sp_status sp_export_finish(struct sp_export_run *run, struct sp_err *err)
{
	struct sp_json *object = sp_json_object(), *files = sp_json_array();
	struct sp_buf text = SP_BUF_INIT;
	enum sp_status status = SP_OK;

	for (size_t i = 0; i < run->file_count; i++)
		sp_json_push(files, file_json(&run->files[i]));
	sp_json_set_number(object, "version", SP_EXPORT_VERSION);
	sp_export_set_instant(object, "made", run->how->now);
	sp_json_set(object, "files", files);
	sp_json_print(&text, object, true);
	sp_buf_add_char(&text, '\n');
	if (!run->how->dry)
		status = sp_export_put(run, "manifest.json", sp_buf_str(&text), err);
	sp_json_free(object);
	sp_buf_release(&text);
	if (status == SP_OK)
		sp_export_close_folder(run);
	else
		sp_export_abandon(run);
	return status;
}

/* --- all of it ---------------------------------------------------------------------------------- */

enum sp_status sp_export_person(const struct sp_exporting *how, const struct sp_person *person,
	struct sp_arena *arena, struct sp_export_run **run_r, struct sp_export_report *report_r,
	struct sp_err *err)
{
	struct sp_export_run *run = sp_arena_new(arena, struct sp_export_run);
	enum sp_status status;

	*report_r = (struct sp_export_report){ 0 };
	*run = (struct sp_export_run){ .how = how, .person = person, .arena = arena,
		.report = report_r, .language = language_of(how->desk, person),
		.others = { .arena = arena }, .folder_fd = -1, .mbox = SP_BUF_INIT };
	*run_r = NULL;
	status = sp_export_others(how->db, person->id, &run->others, err);
	if (status == SP_OK)
		status = sp_export_open_folder(run, err);
	if (status == SP_OK)
		status = sp_export_data(run, err);
	if (status == SP_OK)
		status = put_overview(run, err);
	if (status == SP_OK)
		*run_r = run;
	else
		sp_export_abandon(run);
	return status;
}
