/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The lists of a mail: files, what is missing, what was said before.
 */
#include "desk/making.h"

#include "base/utf8.h"
#include "base/wrap.h"
#include "core/intake.h"
#include "desk/files.h"
#include "store/messages.h"

enum { HISTORY_ENTRIES = 8, HISTORY_BYTES = 600 };

static struct sp_str size_text(struct sp_making *m, int64_t bytes)
{
	if (bytes < 1000)
		return sp_str(sp_arena_printf(m->a->arena, "%lld byte", (long long)bytes));
	if (bytes < 1000000)
		return sp_str(sp_arena_printf(m->a->arena, "%lld KB", (long long)(bytes / 1000)));
	return sp_str(sp_arena_printf(m->a->arena, "%lld MB", (long long)(bytes / 1000000)));
}

static void set_attachments(struct sp_making *m)
{
	struct sp_data *list = sp_data_set_list(m->a->arena, m->data, "attachments");

	for (size_t i = 0; i < m->a->file_count; i++) {
		const struct sp_file *file = &m->a->files[i];
		struct sp_data *one = sp_data_add(m->a->arena, list);

		sp_data_set_text(m->a->arena, one, "file",
			file->attachment->name.ptr ? file->attachment->name : file->attachment->type);
		sp_data_set_text(m->a->arena, one, "size", size_text(m, file->attachment->size));
		sp_data_set_bool(m->a->arena, one, "enclosed", file->enclosed);
	}
}

/* The size that was too large. */
static void set_limit(struct sp_making *m)
{
	int64_t kilobytes = m->a->desk->conf->message_size_limit / 1024;
	bool over = sp_decide_too_large(m->a->desk->conf, m->a->c->message);
	bool round = kilobytes % 1024 == 0;

	sp_making_text(m, "limit", over ? sp_str(sp_arena_printf(m->a->arena, "%lld %s",
		(long long)(round ? kilobytes / 1024 : kilobytes), round ? "MB" : "KB")) : SP_STR(""));
}

/* "Categoria (tecnica, amministrativa)": those there are. */
static struct sp_str category_field(struct sp_making *m, const struct sp_queue_conf *queue)
{
	struct sp_buf out = SP_BUF_INIT;

	sp_buf_add_str(&out, sp_making_word(m, "field", "category"));
	for (size_t i = 0; queue && queue->categories && queue->categories[i]; i++)
		sp_buf_printf(&out, "%s%s", i ? ", " : " (", queue->categories[i]);
	if (queue && queue->categories && queue->categories[0])
		sp_buf_add_char(&out, ')');
	return sp_making_keep(m, &out);
}

/* What the queue requires and the request lacks. */
static void set_missing(struct sp_making *m, const struct sp_queue_conf *queue)
{
	static const struct {
		unsigned bit;
		const char *group, *key;
	} fields[] = {
		{ SP_MISSING_CATEGORY, "field", "category" },
		{ SP_MISSING_PLACE, "field", "place" },
		{ SP_MISSING_ATTACHMENT, "request", "attachment" },
	};
	struct sp_data *list = sp_data_set_list(m->a->arena, m->data, "missing");

	for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
		if (m->decision->mail.missing & fields[i].bit)
			sp_data_set_text(m->a->arena, sp_data_add(m->a->arena, list), "field",
				fields[i].bit == SP_MISSING_CATEGORY ? category_field(m, queue) :
				sp_making_word(m, fields[i].group, fields[i].key));
}

/* What was said there belongs to two entries: its files stand with what people
 * wrote, not with the note. */
static bool is_beside(const struct sp_entry *entry, const struct sp_entry *all, size_t count)
{
	bool beside = false;

	for (size_t i = 0; i < count && entry->kind == SP_ENTRY_NOTE; i++)
		beside = beside || (all[i].id != entry->id && all[i].message_id == entry->message_id);
	return beside;
}

/* What hung on it; the staff have it in the mail that brought it. */
static enum sp_status add_files(struct sp_making *m, struct sp_data *one, int64_t message_id)
{
	struct sp_data *list = sp_data_set_list(m->a->arena, one, "files");
	struct sp_attachment *files = NULL;
	enum sp_status status = SP_OK;
	size_t count = 0;

	if (message_id)
		status = sp_message_attachments(m->a->db, m->a->arena, message_id, &files, &count,
			m->err);
	for (size_t i = 0; i < count; i++) {
		struct sp_data *file;

		if (files[i].inline_image)
			continue;
		file = sp_data_add(m->a->arena, list);
		sp_data_set_text(m->a->arena, file, "file",
			files[i].name.ptr ? files[i].name : files[i].type);
		sp_data_set_text(m->a->arena, file, "size", size_text(m, files[i].size));
	}
	return status;
}

static struct sp_data *add_history(struct sp_making *m, struct sp_data *list,
	const struct sp_entry *entry)
{
	struct sp_data *one = sp_data_add(m->a->arena, list);
	struct sp_str text = sp_utf8_cut(entry->text, HISTORY_BYTES);
	struct sp_buf out = SP_BUF_INIT;

	sp_wrap(&out, sp_str_trim(text), SP_MAIL_COLUMNS);
	if (text.len < entry->text.len)
		sp_buf_add_text(&out, " [...]");
	sp_data_set_text(m->a->arena, one, "kind",
		sp_making_word(m, "entry", sp_entry_kind_name(entry->kind)));
	sp_data_set_text(m->a->arena, one, "who", entry->author);
	sp_data_set_text(m->a->arena, one, "when", sp_making_date_time(m, entry->at));
	sp_data_set_text(m->a->arena, one, "said", sp_making_keep(m, &out));
	return one;
}

/* Said before the message at hand, and not what the mail is about. */
static bool is_earlier(const struct sp_making *m, const struct sp_entry *entry)
{
	int64_t origin_id = m->decision->mail.origin_id;

	if (origin_id && entry->message_id == origin_id)
		return false;
	return m->a->message_id ? entry->message_id != m->a->message_id :
				  entry->at < m->a->c->facts->now;
}

/* What was said before this message, the newest first; for the staff only:
 * a customer has it in his mail client. */
static enum sp_status set_history(struct sp_making *m, int64_t ticket_id)
{
	struct sp_data *list = sp_data_set_list(m->a->arena, m->data, "history");
	struct sp_entry *entries = NULL;
	enum sp_status status = SP_OK;
	size_t count = 0;

	if (ticket_id && m->staff)
		status = sp_entries(m->a->db, m->a->arena, ticket_id, HISTORY_ENTRIES, &entries,
			&count, m->err);
	for (size_t i = count; i > 0 && status == SP_OK; i--) {
		const struct sp_entry *entry = &entries[i - 1];

		if (is_earlier(m, entry))
			status = add_files(m, add_history(m, list, entry),
				is_beside(entry, entries, count) ? 0 : entry->message_id);
	}
	return status;
}

/* What the customer asked for, to pass it on. */
static enum sp_status set_description(struct sp_making *m, int64_t ticket_id)
{
	bool supplier = m->decision->mail.kind->audience == SP_TO_SUPPLIER;
	struct sp_str text = SP_NONE;
	enum sp_status status = SP_OK;

	if (ticket_id && supplier && !m->decision->mail.again)
		status = sp_description(m->a->db, m->a->arena, ticket_id, &text, m->err);
	sp_making_text(m, "description", sp_making_wrapped(m, text.ptr ? text : SP_STR("")));
	return status;
}

static enum sp_status set_links(struct sp_making *m, int64_t ticket_id)
{
	struct sp_data *list = sp_data_set_list(m->a->arena, m->data, "links");
	struct sp_link *links = NULL;
	enum sp_status status = SP_OK;
	size_t count = 0;

	if (ticket_id && m->staff)
		status = sp_links(m->a->db, m->a->arena, ticket_id, &links, &count, m->err);
	for (size_t i = 0; i < count; i++) {
		struct sp_data *one = sp_data_add(m->a->arena, list);

		sp_data_set_text(m->a->arena, one, "number", links[i].code);
		sp_data_set_text(m->a->arena, one, "why",
			sp_making_word(m, "link", sp_arena_text(m->a->arena, links[i].kind)));
	}
	return status;
}

void sp_making_lists(struct sp_making *m, const struct sp_queue_conf *queue)
{
	set_attachments(m);
	set_limit(m);
	set_missing(m, queue);
}

enum sp_status sp_making_history(struct sp_making *m, int64_t ticket_id)
{
	enum sp_status status = set_history(m, ticket_id);

	if (status == SP_OK)
		status = set_links(m, ticket_id);
	return status == SP_OK ? set_description(m, ticket_id) : status;
}
