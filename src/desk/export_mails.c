/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * sent/ and their list in data.json: what the desk wrote to him, byte for byte as
 * long as it is kept (retention, sent).
 *
 * It is the desk's own text: others are blotted out of it, names, addresses and what
 * they said, and what is quoted where somebody else wrote too.  Of a ticket that is
 * another's, and of lists, which show the whole firm's tickets, there is the line alone.
 */
#include "base/clock.h"
#include "desk/exporting.h"
#include "mail/forget.h"
#include "mail/sandbox.h"

enum { LOOK_MS = 60 * 1000 }; /* through one mail */

/* Where the mail of that number is, below the folder. */
static const char *name_of(struct sp_arena *arena, int64_t id)
{
	return sp_arena_printf(arena, "sent/%06lld.eml", (long long)id);
}

static bool is_given(const struct sp_exported_mail *mail)
{
	struct sp_str name = mail->mail.template_name;

	if (mail->mail.ticket_id)
		return mail->his && !sp_str_eq(name, SP_STR("list"));
	return !sp_str_eq(name, SP_STR("list")) && !sp_str_eq(name, SP_STR("status"));
}

/* *changed_r: others were blotted out. */
static enum sp_status blot(struct sp_export_run *run, const struct sp_exported_mail *mail,
	struct sp_str raw, struct sp_buf *out, bool *changed_r, struct sp_err *err)
{
	struct sp_forgetting what = { .mentions = &run->others,
		.filters = run->how->desk->filters, .quotes = mail->others };
	const char *why = NULL;

	if (!sp_forget_contained(&what, raw, sp_clock_monotonic_ms() + LOOK_MS, out, changed_r, &why))
		return sp_fail(err, SP_TEMP, "mail %lld of the outbox cannot be looked through: %s",
			(long long)mail->mail.id, why);
	if (!*changed_r)
		sp_buf_add_str(out, raw);
	return SP_OK;
}

static enum sp_status put_bytes(struct sp_export_run *run, const struct sp_exported_mail *mail,
	struct sp_json *object, struct sp_err *err)
{
	const char *name = name_of(run->arena, mail->mail.id);
	struct sp_arena arena = SP_ARENA_INIT;
	struct sp_buf out = SP_BUF_INIT;
	struct sp_outbox whole = { 0 };
	bool found = false, changed = false;
	enum sp_status status = sp_outbox_by_id(run->how->db, &arena, mail->mail.id, &whole, &found,
		err);

	found = found && whole.bytes.len;
	if (status == SP_OK && found)
		status = blot(run, mail, whole.bytes, &out, &changed, err);
	if (status == SP_OK && found)
		status = sp_export_put(run, name, sp_buf_str(&out), err);
	sp_json_set_text(object, "file", found ? sp_str(name) : SP_NONE);
	sp_json_set_bool(object, "others_left_out", changed);
	sp_buf_release(&out);
	sp_arena_release(&arena);
	return status;
}

static enum sp_status put_mail(struct sp_export_list *list, const struct sp_exported_mail *mail,
	struct sp_err *err)
{
	const struct sp_outbox *row = &mail->mail;
	struct sp_export_run *run = list->run;
	struct sp_json *object = sp_json_object();
	enum sp_status status = SP_OK;

	run->report->mails++;
	sp_export_set_instant(object, "written", row->created_at);
	sp_export_set_word(object, "state", sp_outbox_state_name(row->state));
	sp_export_set_instant(object, "done", row->done_at);
	sp_json_set_text(object, "to", row->recipient);
	sp_json_set_text(object, "mail", row->template_name);
	sp_export_set_own(run, object, "subject", row->subject);
	sp_json_set_text(object, "ticket", row->ticket);
	sp_json_set_number(object, "size", row->size);
	sp_json_set_number(object, "attempts", row->attempts);
	sp_export_set_own(run, object, "mail_server_said", row->reply);
	sp_export_set_instant(object, "came_back", row->bounced_at);
	sp_export_set_own(run, object, "because", row->bounce);
	if (is_given(mail)) {
		status = put_bytes(run, mail, object, err);
	} else {
		run->report->others++;
		sp_json_set_text(object, "file", SP_NONE);
	}
	if (status == SP_OK)
		return sp_export_item(list, object, err);
	sp_json_free(object);
	return status;
}

enum sp_status sp_export_put_mails(struct sp_export_list *list, struct sp_err *err)
{
	struct sp_export_run *run = list->run;
	struct sp_exported_mail *mails = NULL;
	size_t count = 0;
	enum sp_status status = sp_export_mails(run->how->db, run->arena, run->person->id, &mails,
		&count, err);

	if (status == SP_OK)
		status = sp_export_begin(list, "mails_to_you", err);
	for (size_t i = 0; status == SP_OK && i < count; i++)
		status = put_mail(list, &mails[i], err);
	return status == SP_OK ? sp_export_text(list, "\n]", err) : status;
}
