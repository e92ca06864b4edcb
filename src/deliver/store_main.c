/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * sportello-store: stores messages, the one of a delivery that nobody else has stored,
 * or as the resident storer all that are handed over.
 *
 * Not run by a mail server but by sportello-deliver (main.c), whose rules are its own:
 * it exits 0 or 75, and writes nothing to standard output or standard error unless a
 * person watches.
 */
#include "config.h"

#include <signal.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/wake.h"
#include "deliver/alone.h"
#include "deliver/command_line.h"
#include "deliver/ending.h"
#include "deliver/handed.h"
#include "deliver/log_delivery.h"
#include "deliver/resident.h"
#include "deliver/sealed.h"
#include "desk/receive.h"
#include "mail/sandbox.h"

enum {
	WAIT_MS = 30 * 1000,  /* for the database, from the start of the delivery */
	PARSE_MS = 10 * 1000, /* for the child that parses */
	READY_BYTES = 1280 * 1024, /* what a usual delivery takes; its child half of it */
	LONGEST_MS = 3600 * 1000,
};

static pid_t first_parent;

static bool parent_is_there(const void *ignored)
{
	(void)ignored;
	return getppid() == first_parent;
}

/* --- the parser -------------------------------------------------------------------- */

/* In the child: the rules are read there, while the words are read here. */
static bool bring_filters(const void *context, const struct sp_filters **filters_r)
{
	const struct sp_conf *conf = context;
	struct sp_filters *filters = NULL;
	struct sp_err ignored = { 0 }; /* the parent finds the same, and says it */
	bool had;

	sp_memory_ready(READY_BYTES / 2);
	had = sp_filters_load_shipped(conf->filters_folder, &filters, &ignored) == SP_OK;
	*filters_r = filters;
	return had;
}

/* Why there is no message: when the rules are wrong, which one. */
static enum sp_status no_message(const struct sp_conf *conf, const char *why, struct sp_err *err)
{
	struct sp_filters *filters = NULL;
	enum sp_status status = sp_filters_load_shipped(conf->filters_folder, &filters, err);

	sp_filters_free(filters);
	return status == SP_OK ? sp_fail(err, SP_TEMP, "%s", why) : status;
}

static bool parsed(const void *context, int wait_ms)
{
	return sp_contained_ready(context, wait_ms);
}

/* The message as the child understood it, and meanwhile the rest of the desk. */
static enum sp_status parse(struct sp_desk *desk, struct sp_arena *arena,
	struct sp_delivery *delivery, struct sp_parsing *parsing, struct sp_err *err)
{
	const char *why = NULL;
	enum sp_status status;

	sp_message_parse_begin(parsing, delivery->raw, bring_filters, desk->conf,
		sp_clock_monotonic_ms() + PARSE_MS);
	sp_memory_ready(READY_BYTES);
	status = sp_desk_complete(desk, err);
	if (status == SP_OK)
		sp_receive_early(desk, delivery, parsed, &parsing->child);
	delivery->message = sp_message_parse_end(parsing, arena, &why);
	if (status == SP_OK && !delivery->message)
		return no_message(desk->conf, why, err);
	return status;
}

/* All of it in this process and its child. */
static enum sp_status deliver_alone(struct sp_desk *desk, const struct sp_envelope *envelope,
	struct sp_str raw, bool cut, int64_t started_ms, struct sp_err *err)
{
	struct sp_arena arena = SP_ARENA_INIT;
	struct sp_received received = { 0 };
	struct sp_delivery delivery = {
		.raw = raw,
		.envelope = envelope,
		.deadline_ms = started_ms + WAIT_MS,
		.still_wanted = parent_is_there,
	};
	struct sp_parsing parsing = { .child.pid = -1 };
	enum sp_status status = parse(desk, &arena, &delivery, &parsing, err);

	if (status == SP_OK) {
		delivery.message->cut = delivery.message->cut || cut;
		status = sp_receive(desk, &arena, &delivery, &received, err);
	}
	if (status == SP_OK) {
		sp_wake_sender(desk->conf->state_folder);
		sp_log_delivery(&delivery, &received, started_ms);
	}
	sp_db_close(delivery.db);
	sp_contained_reap(&parsing.child);
	sp_arena_release(&arena);
	return status;
}

/* A delivery's memory file, or what anybody else gives. */
static enum sp_status read_message(struct sp_buf *copy, struct sp_str *raw_r, bool *cut_r,
	struct sp_err *err)
{
	enum sp_status status = SP_OK;

	*cut_r = false;
	if (sp_sealed_see(STDIN_FILENO, SP_MAX_MESSAGE + 1, raw_r)) {
		*cut_r = raw_r->len > SP_MAX_MESSAGE;
	} else {
		status = sp_read_all(STDIN_FILENO, "standard input", SP_MAX_MESSAGE, copy, cut_r, err);
		*raw_r = sp_buf_str(copy);
	}
	return status;
}

static enum sp_status deliver(struct sp_desk *desk, const struct sp_envelope *envelope,
	int64_t started_ms, struct sp_err *err)
{
	struct sp_buf copy = SP_BUF_INIT;
	struct sp_str raw;
	bool cut;
	enum sp_status status = read_message(&copy, &raw, &cut, err);

	if (status == SP_OK)
		status = deliver_alone(desk, envelope, sp_str_sub(raw, 0, SP_MAX_MESSAGE), cut,
			started_ms, err);
	if (raw.ptr != copy.ptr)
		sp_sealed_release(&raw);
	sp_buf_release(&copy);
	return status;
}

/* When the delivery began, of which we are a part. */
static int64_t read_start(int *argc, char ***argv)
{
	int64_t now_ms = sp_clock_monotonic_ms();
	unsigned long long since_ms;

	if (!sp_command_line_first(argc, argv, SP_STORE_SINCE) || *argc < 2)
		return now_ms;
	if (!sp_str_number(sp_str((*argv)[1]), LONGEST_MS, &since_ms))
		since_ms = 0;
	sp_command_line_first(argc, argv, (*argv)[1]);
	return now_ms - (int64_t)since_ms;
}

static int stay(const struct sp_command_line *line)
{
	struct sp_err err = { 0 };

	signal(SIGPIPE, SIG_IGN);
	if (sp_resident_run(line->conf_path, &err) == SP_OK)
		return 0;
	return sp_ending_deferred(&err, line->envelope.mail_queue_id);
}

static int store(const struct sp_command_line *line, int64_t started_ms)
{
	struct sp_err err = { 0 };
	struct sp_desk desk;
	enum sp_status status = sp_desk_begin(line->conf_path, &desk, &err);

	if (status == SP_OK)
		status = deliver(&desk, &line->envelope, started_ms, &err);
	sp_desk_close(&desk);
	return status == SP_OK ? 0 : sp_ending_deferred(&err, line->envelope.mail_queue_id);
}

int main(int argc, char **argv)
{
	bool resident = sp_command_line_first(&argc, &argv, "--resident");
	int64_t started_ms = read_start(&argc, &argv);
	struct sp_command_line line;
	struct sp_err err = { 0 };
	int code;

	first_parent = getppid();
	sp_ending_begin();
	umask(077);
	sp_ending_quietly();
	sp_log_open(SP_DELIVER_PROGRAM, isatty(STDERR_FILENO));
	if (!resident)
		sp_ending_watch(started_ms);
	sp_db_set_up_brief();
	if (sp_command_line_read(argc, argv, &line)) {
		code = resident ? stay(&line) : store(&line, started_ms);
	} else {
		sp_fail(&err, SP_CONFIG, "usage: sportello-deliver [-c FILE] [-f SENDER] "
			"[-a EXTENSION] [-d ORIGINAL] [-q QUEUE-ID] [--] [RECIPIENT...]");
		code = sp_ending_deferred(&err, line.envelope.mail_queue_id);
	}
	sp_command_line_release(&line);
	sp_ending_exit(code);
}
