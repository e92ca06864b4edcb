/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Others' messages, in which somebody is forgotten, each in a contained child.
 */
#include "base/clock.h"
#include "desk/erasing.h"
#include "mail/sandbox.h"
#include "store/messages.h"
#include "store/outbox.h"

/* Attachments are indexed by where they are in the message. */
static enum sp_status index_again(struct sp_erasing_run *run, int64_t id, struct sp_str bytes,
	struct sp_err *err)
{
	struct sp_arena arena = SP_ARENA_INIT;
	const char *why = NULL;
	struct sp_message *message = sp_message_parse_contained(&arena, bytes,
		run->how->desk->filters, sp_clock_monotonic_ms() + SP_FORGET_MS, &why);
	enum sp_status status = message ? sp_message_reindex(run->db, id, message, err) :
					  sp_fail(err, SP_TEMP, "%s", why);

	sp_arena_release(&arena);
	return status;
}

/* One that cannot be read may have him anywhere: it goes. */
static enum sp_status forget(struct sp_erasing_run *run, bool outbox, int64_t id,
	const struct sp_forgetting *what, struct sp_str raw, struct sp_err *err)
{
	struct sp_buf out = SP_BUF_INIT;
	const char *why = NULL;
	bool changed = false;
	enum sp_status status = SP_OK;

	if (!sp_forget_contained(what, raw, sp_clock_monotonic_ms() + SP_FORGET_MS, &out, &changed,
		    &why)) {
		if (sp_contained_is_temporary(why))
			status = sp_fail(err, SP_TEMP, "%s", why);
		sp_buf_cut(&out, 0);
		changed = true;
		run->report->unread++;
	}
	if (status == SP_OK && changed) {
		run->report->others++;
		status = sp_erase_set_bytes(run->db, outbox, id, sp_buf_str(&out), err);
	}
	if (status == SP_OK && changed && !outbox)
		status = index_again(run, id, sp_buf_str(&out), err);
	sp_buf_release(&out);
	return status;
}

static enum sp_status read_bytes(struct sp_erasing_run *run, bool outbox, int64_t id,
	struct sp_buf *raw, struct sp_err *err)
{
	struct sp_arena arena = SP_ARENA_INIT;
	struct sp_outbox mail = { 0 };
	bool found = false;
	enum sp_status status;

	if (!outbox)
		return sp_message_raw(run->db, id, raw, &found, err);
	status = sp_outbox_by_id(run->db, &arena, id, &mail, &found, err);
	if (status == SP_OK && found)
		sp_buf_add_str(raw, mail.bytes);
	sp_arena_release(&arena);
	return status;
}

static enum sp_status forget_all(struct sp_erasing_run *run, bool outbox, struct sp_err *err)
{
	const struct sp_desk *desk = run->how->desk;
	enum sp_status status = SP_OK;
	int64_t id = 0;

	while (status == SP_OK) {
		struct sp_forgetting what = { .mentions = &run->mentions, .filters = desk->filters };
		struct sp_buf raw = SP_BUF_INIT;

		status = sp_erase_next_bytes(run->db, &run->erasure, outbox, id, &id, &what.quotes,
			&what.subject, err);
		if (status == SP_OK && id == 0)
			break;
		if (status == SP_OK)
			status = read_bytes(run, outbox, id, &raw, err);
		if (status == SP_OK)
			status = forget(run, outbox, id, &what, sp_buf_str(&raw), err);
		sp_buf_release(&raw);
		if (run->how->step)
			run->how->step(run->how->context, id, 0);
	}
	return status;
}

/* What was said is stored without quotes, but for those that it answers. */
static enum sp_status forget_said(struct sp_erasing_run *run, struct sp_err *err)
{
	struct sp_forgetting what = { .mentions = &run->mentions,
		.filters = run->how->desk->filters, .quotes = true };
	enum sp_status status = SP_OK;
	int64_t after = 0;
	size_t count = 1;

	while (status == SP_OK && count) {
		struct sp_arena arena = SP_ARENA_INIT;
		struct sp_said *said = NULL;

		status = sp_erase_next_said(run->db, &arena, &run->erasure, after, &said, &count, err);
		for (size_t i = 0; status == SP_OK && i < count; i++) {
			struct sp_buf out = SP_BUF_INIT;

			after = said[i].id;
			if (sp_forget_in_text(&what, said[i].text, &out))
				status = sp_erase_set_said(run->db, said[i].id,
					sp_str_trim_end(sp_buf_str(&out)), err);
			sp_buf_release(&out);
		}
		sp_arena_release(&arena);
	}
	return status;
}

enum sp_status sp_erase_bytes(struct sp_erasing_run *run, struct sp_err *err)
{
	enum sp_status status = forget_said(run, err);

	if (status == SP_OK)
		status = forget_all(run, false, err);
	return status == SP_OK ? forget_all(run, true, err) : status;
}
