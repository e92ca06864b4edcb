/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * sportello-deliver: takes one message from the mail server.
 *
 * Exits 0 (it is ours now, durably) or 75 (keep it and try again), and nothing
 * else: Postfix bounces to the customer on almost any other code.  It writes
 * nothing to standard output or standard error unless a person watches: what
 * stands there ends up in bounces.
 *
 * It starts once a message, so it is small, needs no shared library and reads no
 * file: it hands the message over to the resident storer.  Where there is none, or
 * whatever is wrong with it, sportello-store (store_main.c) does the work.
 */
#include "config.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "core/message.h"
#include "deliver/alone.h"
#include "deliver/command_line.h"
#include "deliver/ending.h"
#include "deliver/hand_over.h"
#include "deliver/handed.h"
#include "deliver/sealed.h"

static pid_t first_parent;

static bool parent_is_there(void)
{
	return getppid() == first_parent;
}

/* The one who gave us the message: its end is ours, and who stores it sees ours. */
static void on_parent(int number)
{
	(void)number;
	if (!parent_is_there())
		_exit(SP_EXIT_KEEP);
}

static void watch_parent(void)
{
	struct sigaction action = { .sa_handler = on_parent };

	sigaction(SIGUSR1, &action, NULL);
	(void)prctl(PR_SET_PDEATHSIG, SIGUSR1, 0, 0, 0);
}

/* Not before a person, who is to see what came of it; nor where something is to be
 * loaded into the process, which this one is not made for. */
static bool may_hand_over(void)
{
	return !getenv("LD_PRELOAD") && !isatty(STDERR_FILENO);
}

/* *stored_r: nothing is left to do.  *message_r: it was read, from there on. */
static enum sp_status hand_over(const struct sp_command_line *line, int64_t started_ms,
	bool *stored_r, int *message_r, struct sp_err *err)
{
	struct sp_handing handing = {
		.conf_path = line->conf_path, .envelope = &line->envelope, .started_ms = started_ms,
	};
	/* One more than is read of a message: then it is known to be cut. */
	enum sp_status status = sp_sealed_take(STDIN_FILENO, SP_MAX_MESSAGE + 1, message_r,
		&handing.size, err);

	handing.message = *message_r;
	if (status == SP_OK && handing.message >= 0 && parent_is_there())
		*stored_r = sp_hand_over(&handing);
	return status;
}

static int deliver(int argc, char **argv, int64_t started_ms)
{
	struct sp_command_line line = { 0 };
	struct sp_err err = { 0 };
	enum sp_status status = SP_OK;
	bool stored = false, said = false;
	int message = -1;

	if (may_hand_over() && sp_command_line_read(argc, argv, &line))
		status = hand_over(&line, started_ms, &stored, &message, &err);
	if (status == SP_OK && !stored)
		status = sp_alone_store(argv, message, started_ms, &said, &err);
	if (status != SP_OK && !said)
		sp_ending_deferred(&err, line.envelope.mail_queue_id);
	sp_command_line_release(&line);
	return status == SP_OK ? 0 : SP_EXIT_KEEP;
}

/* Its own words stand first: nothing that a mail server fills in stands there. */
static int become_resident(char **argv)
{
	struct sp_err err = { 0 };

	sp_alone_become(argv);
	sp_fail(&err, SP_TEMP, "sportello-store cannot be run");
	return sp_ending_deferred(&err, SP_NONE);
}

int main(int argc, char **argv)
{
	int64_t started_ms = sp_clock_monotonic_ms();

	first_parent = getppid();
	sp_ending_begin();
	sp_ending_quietly();
	sp_log_open(SP_DELIVER_PROGRAM, isatty(STDERR_FILENO));
	if (argc > 1 && strcmp(argv[1], "--resident") == 0)
		sp_ending_exit(become_resident(argv));
	sp_ending_watch(started_ms);
	watch_parent();
	sp_ending_exit(deliver(argc, argv, started_ms));
}
