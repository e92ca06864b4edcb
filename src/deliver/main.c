/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * sportello-deliver: takes one message from the mail server.
 *
 * Exits 0 (it is ours now, durably) or 75 (keep it and try again), and nothing
 * else: Postfix bounces to the customer on almost any other code.  It writes
 * nothing to standard output or standard error unless a person watches: what
 * stands there ends up in bounces.
 */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/wake.h"
#include "deliver/ending.h"
#include "deliver/hand_over.h"
#include "deliver/log_delivery.h"
#include "deliver/resident.h"
#include "desk/receive.h"
#include "mail/sandbox.h"

enum {
	WATCHDOG_SECONDS = 120, /* well below Postfix's time limit of 300 */
	WAIT_MS = 30 * 1000,  /* for the database, from the start of the process */
	PARSE_MS = 10 * 1000, /* for the child that parses */
	READY_BYTES = 1280 * 1024, /* what a usual delivery takes; its child half of it */
};

struct command_line {
	const char *conf_path;
	struct sp_envelope envelope;
};

static pid_t first_parent;

static bool parent_is_there(const void *ignored)
{
	(void)ignored;
	return getppid() == first_parent;
}

static void keep_it(void)
{
	_exit(SP_EXIT_KEEP);
}

static void on_watchdog(int number)
{
	(void)number;
	_exit(SP_EXIT_KEEP);
}

/* The one who gave us the message: its end is ours, and the storer sees it. */
static void on_parent(int number)
{
	(void)number;
	if (!parent_is_there(NULL))
		_exit(SP_EXIT_KEEP);
}

static void watch_parent(void)
{
	struct sigaction action = { .sa_handler = on_parent };

	sigaction(SIGUSR1, &action, NULL);
	(void)prctl(PR_SET_PDEATHSIG, SIGUSR1, 0, 0, 0);
}

/* Whatever hangs, the answer is 75 before the mail server loses patience. */
static void start_watchdog(void)
{
	struct sigaction action = { .sa_handler = on_watchdog };
	struct sigevent event = { .sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGUSR2 };
	struct itimerspec once = { .it_value = { .tv_sec = WATCHDOG_SECONDS } };
	timer_t timer;

	sigaction(SIGUSR2, &action, NULL);
	signal(SIGPIPE, SIG_IGN);
	signal(SIGXFSZ, SIG_IGN); /* Postfix's local(8) limits files: an error, no death after COMMIT */
	if (timer_create(CLOCK_MONOTONIC, &event, &timer) != 0 ||
		timer_settime(timer, 0, &once, NULL) != 0)
		keep_it();
}

/* Descriptors 0 to 2 are there, and nothing is printed unless to a person. */
static void quiet_output(void)
{
	int null;

	do {
		null = open("/dev/null", O_RDWR);
		if (null < 0)
			keep_it();
	} while (null <= STDERR_FILENO);
	dup2(null, STDOUT_FILENO);
	if (!isatty(STDERR_FILENO))
		dup2(null, STDERR_FILENO);
	close(null);
}

static int complain(const struct sp_err *err, const struct sp_envelope *envelope)
{
	struct sp_log_line line;

	sp_log_begin(&line, "deferred");
	sp_log_text(&line, "queue_id", envelope->mail_queue_id);
	sp_log_text(&line, "because", sp_str(err->text));
	sp_log_end(&line, SP_LOG_ERROR);
	return SP_EXIT_KEEP;
}

static bool read_command_line(int argc, char **argv, struct command_line *line)
{
	struct sp_str *recipients;
	const char *conf = getenv("SPORTELLO_CONF");
	int option;

	line->conf_path = conf && *conf ? conf : SP_CONF_FILE;
	opterr = 0;
	while ((option = getopt(argc, argv, "c:f:a:d:q:")) != -1) {
		switch (option) {
		case 'c':
			line->conf_path = optarg;
			break;
		case 'f':
			line->envelope.sender = sp_str(optarg);
			break;
		case 'a':
			line->envelope.extension = sp_str(optarg);
			break;
		case 'd':
			line->envelope.original_recipient = sp_str(optarg);
			break;
		case 'q':
			line->envelope.mail_queue_id = sp_str(optarg);
			break;
		default:
			return false;
		}
	}
	line->envelope.recipient_count = (size_t)(argc - optind);
	recipients = sp_alloc(line->envelope.recipient_count, sizeof *recipients);
	for (int i = optind; i < argc; i++)
		recipients[i - optind] = sp_str(argv[i]);
	line->envelope.recipients = recipients;
	return true;
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

/* The resident storer does it where there is one; not before a person, who is to see
 * what came of it. */
static bool handed_over(const struct sp_desk *desk, const struct command_line *line,
	struct sp_str raw, bool cut, int64_t started_ms)
{
	const struct sp_handing handing = {
		.conf_path = line->conf_path, .state_folder = desk->conf->state_folder,
		.envelope = &line->envelope, .raw = raw, .started_ms = started_ms,
	};

	if (cut || isatty(STDERR_FILENO))
		return false;
	watch_parent();
	return parent_is_there(NULL) && sp_hand_over(&handing);
}

static enum sp_status deliver(struct sp_desk *desk, const struct command_line *line,
	int64_t started_ms, struct sp_err *err)
{
	struct sp_buf raw = SP_BUF_INIT;
	bool cut = false;
	enum sp_status status = sp_read_all(STDIN_FILENO, "standard input", SP_MAX_MESSAGE, &raw,
		&cut, err);

	if (status == SP_OK && !handed_over(desk, line, sp_buf_str(&raw), cut, started_ms))
		status = deliver_alone(desk, &line->envelope, sp_buf_str(&raw), cut, started_ms, err);
	sp_buf_release(&raw);
	return status;
}

/* `sportello-deliver --resident [-c FILE]`, and only as its first word: nothing that a
 * mail server fills in stands there. */
static bool is_resident(int *argc, char ***argv)
{
	if (*argc < 2 || strcmp((*argv)[1], "--resident") != 0)
		return false;
	(*argv)[1] = (*argv)[0];
	--*argc;
	++*argv;
	return true;
}

static int stay(const struct command_line *line)
{
	struct sp_err err = { 0 };

	signal(SIGPIPE, SIG_IGN);
	return sp_resident_run(line->conf_path, &err) == SP_OK ? 0 : complain(&err, &line->envelope);
}

int main(int argc, char **argv)
{
	int64_t started_ms = sp_clock_monotonic_ms();
	struct command_line line = { 0 };
	struct sp_err err = { 0 };
	struct sp_desk desk;
	enum sp_status status;
	bool resident = is_resident(&argc, &argv);
	int code;

	first_parent = getppid();
	sp_ending_begin();
	umask(077);
	sp_on_out_of_memory(keep_it);
	quiet_output();
	sp_log_open("sportello-deliver", isatty(STDERR_FILENO));
	if (!resident)
		start_watchdog();
	sp_db_set_up_brief();
	if (!read_command_line(argc, argv, &line)) {
		sp_fail(&err, SP_CONFIG, "usage: sportello-deliver [-c FILE] [-f SENDER] "
			"[-a EXTENSION] [-d ORIGINAL] [-q QUEUE-ID] [--] [RECIPIENT...]");
		sp_ending_exit(complain(&err, &line.envelope));
	}
	if (resident)
		sp_ending_exit(stay(&line));
	status = sp_desk_begin(line.conf_path, &desk, &err);
	if (status == SP_OK)
		status = deliver(&desk, &line, started_ms, &err);
	sp_desk_close(&desk);
	code = status == SP_OK ? 0 : complain(&err, &line.envelope);
	free(line.envelope.recipients);
	sp_ending_exit(code);
}
