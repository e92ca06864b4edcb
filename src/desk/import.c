/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "desk/import.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/mem.h"
#include "desk/importing.h"
#include "desk/job.h"
#include "mail/sandbox.h"
#include "store/tickets.h"

enum {
	PARSE_MS = 10 * 1000,
	BATCH = 32,                      /* messages in one transaction */
	BATCH_BYTES = 8 * 1024 * 1024,   /* and bytes: deliveries wait for it */
	DRY_BYTES = 1024 * 1024 * 1024,  /* of messages in memory at once */
};

/* One run. */
struct running {
	const struct sp_desk *desk;
	struct sp_mailboxes *boxes;
	struct sp_importing *importing;
	int64_t now;
	struct sp_import_mail *mails; /* of the batch */
	size_t count, room, bytes;
	size_t taken; /* items read so far */
};

static void step(const struct running *run, const char *phase, size_t done)
{
	if (run->importing->step)
		run->importing->step(run->importing->context, phase, (int64_t)done,
			(int64_t)run->boxes->count);
}

/* --- one message, read ----------------------------------------------------------------------- */

static void release(struct sp_import_mail *mail)
{
	sp_buf_release(&mail->raw);
	sp_arena_release(&mail->arena);
}

/* Read and parsed; message NULL: it is not there any more. */
static enum sp_status take(const struct running *run, const struct sp_mailbox_item *item,
	struct sp_import_mail *mail, struct sp_err *err)
{
	struct sp_err gone = { 0 };
	const char *why = NULL;
	enum sp_status status;

	*mail = (struct sp_import_mail){ .item = item, .arena = SP_ARENA_INIT, .raw = SP_BUF_INIT };
	status = sp_mailbox_read(item, &mail->raw, &gone);
	if (status != SP_OK)
		return status == SP_PERM ? SP_OK : sp_fail(err, status, "%s", gone.text);
	mail->content = sp_message_identity(sp_buf_str(&mail->raw));
	mail->message = sp_message_parse_contained(&mail->arena, sp_buf_str(&mail->raw),
		run->desk->filters, sp_clock_monotonic_ms() + PARSE_MS, &why);
	return mail->message ? SP_OK : sp_fail(err, SP_TEMP, "%s: %s", item->label, why);
}

/* --- when it was -------------------------------------------------------------------------------- */

/* What says that it was before there was mail of this kind, or is to come, lies. */
static bool is_possible(int64_t at, int64_t now)
{
	static const int64_t first = 631152000; /* 1990 */

	return at >= first && at <= now;
}

static int64_t date_of(const struct sp_import_mail *mail, int64_t now)
{
	const struct sp_message *message = mail->message;

	if (message && message->has_received && is_possible(message->received, now))
		return message->received;
	if (message && message->has_date && is_possible(message->date, now))
		return message->date;
	return is_possible(mail->item->file_at, now) ? mail->item->file_at : now;
}

static enum sp_status read_dates(struct running *run, struct sp_err *err)
{
	enum sp_status status = SP_OK;

	for (size_t i = 0; status == SP_OK && i < run->boxes->count; i++) {
		struct sp_import_mail mail;

		status = take(run, &run->boxes->items[i], &mail, err);
		run->boxes->items[i].at = date_of(&mail, run->now);
		release(&mail);
		step(run, "reading", i + 1);
	}
	sp_mailboxes_sort(run->boxes);
	return status;
}

/* --- a batch ---------------------------------------------------------------------------------------- */

static bool is_full(const struct running *run)
{
	return !run->importing->dry && (run->count == BATCH || run->bytes >= BATCH_BYTES);
}

static void unread(struct running *run, const struct sp_mailbox_item *item)
{
	run->importing->counts[SP_RESULT_UNREAD]++;
	if (run->importing->said)
		run->importing->said(run->importing->context, item, SP_RESULT_UNREAD, SP_NONE,
			"it is not there any more");
}

static enum sp_status read_batch(struct running *run, struct sp_err *err)
{
	enum sp_status status = SP_OK;

	while (status == SP_OK && run->taken < run->boxes->count && !is_full(run)) {
		const struct sp_mailbox_item *item = &run->boxes->items[run->taken++];
		struct sp_import_mail *mail;

		if (run->count == run->room) {
			run->room = 2 * run->room + BATCH;
			run->mails = sp_realloc(run->mails, run->room, sizeof *run->mails);
		}
		mail = &run->mails[run->count];
		status = take(run, item, mail, err);
		if (status == SP_OK && mail->message) {
			run->count++;
			/* What a dry run keeps in memory are not the bytes. */
			if (run->importing->dry)
				sp_buf_release(&mail->raw);
			run->bytes += run->importing->dry ? mail->arena.total : mail->raw.len;
		} else {
			release(mail);
			if (status == SP_OK)
				unread(run, item);
		}
		if (run->importing->dry && run->bytes > DRY_BYTES)
			status = sp_fail(err, SP_PERM, "too much for one dry run: give fewer mailboxes");
		step(run, run->importing->dry ? "parsing" : "importing", run->taken);
	}
	return status;
}

/* That so many were taken over: the journal's only word of the present. */
static enum sp_status note(const struct running *run, struct sp_db *db, int64_t stored,
	struct sp_err *err)
{
	char number[24];
	struct sp_event event = { .at = run->now, .actor = SP_BY_ADMINISTRATOR,
		.what = SP_STR("imported"), .reason = SP_STR("messages of a mailbox") };

	if (!stored)
		return SP_OK;
	snprintf(number, sizeof number, "%lld", (long long)stored);
	event.now_is = sp_str(number);
	return sp_event_add(db, &event, err);
}

static enum sp_status write_batch(struct running *run, struct sp_err *err)
{
	const struct sp_conf *conf = run->desk->conf;
	struct sp_importing *importing = run->importing;
	int64_t before = importing->counts[SP_RESULT_OPENED] + importing->counts[SP_RESULT_JOINED];
	struct sp_db *db = NULL;
	enum sp_status status = sp_db_open(conf->database, conf->lock,
		sp_clock_monotonic_ms() + SP_JOB_WAIT_MS, &db, err);

	if (status == SP_OK)
		status = sp_db_begin(db, err);
	for (size_t i = 0; status == SP_OK && i < run->count; i++) {
		status = sp_import_one(run->desk, db, importing, &run->mails[i], err);
		if (importing->dry)
			step(run, "importing", i + 1);
	}
	if (status == SP_OK)
		status = note(run, db, importing->counts[SP_RESULT_OPENED] +
			importing->counts[SP_RESULT_JOINED] - before, err);
	if (status == SP_OK && !importing->dry)
		status = sp_db_commit(db, err);
	sp_db_close(db);
	return status;
}

static void release_batch(struct running *run)
{
	for (size_t i = 0; i < run->count; i++)
		release(&run->mails[i]);
	run->count = run->bytes = 0;
}

enum sp_status sp_import(const struct sp_desk *desk, struct sp_mailboxes *boxes, int64_t now,
	struct sp_importing *importing, struct sp_err *err)
{
	struct running run = { .desk = desk, .boxes = boxes, .importing = importing, .now = now };
	enum sp_status status = read_dates(&run, err);

	while (status == SP_OK && run.taken < boxes->count) {
		status = read_batch(&run, err);
		if (status == SP_OK && run.count)
			status = write_batch(&run, err);
		release_batch(&run);
	}
	free(run.mails);
	return status;
}
