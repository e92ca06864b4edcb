/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A mail server bounces to the customer on almost any exit status, and not
 * every delivery agent takes death by a signal for a temporary failure.  The
 * handlers call only what may be called in one (signal-safety(7)).
 */
#include "config.h"

#include "deliver/ending.h"

#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"

enum {
	STACK_BYTES = 64 * 1024,
	WATCHDOG_SECONDS = 120, /* well below Postfix's time limit of 300 */
};

static bool ended;

/* exit(3) by somebody else: libconfig's scanner, out of memory, says 2. */
static void at_exit(void)
{
	if (!ended)
		_exit(SP_EXIT_KEEP);
}

#ifndef SP_SANITIZERS

/* To syslog(3)'s socket, without it: <19> is facility mail, priority err. */
static void say_crashed(void)
{
	static const char line[] = "<19>sportello-deliver: deferred because=\"the program crashed; "
				   "please report it\"";
	struct sockaddr_un log = { .sun_family = AF_UNIX, .sun_path = "/dev/log" };
	int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

	if (fd < 0)
		return;
	(void)sendto(fd, line, sizeof(line) - 1, MSG_NOSIGNAL, (struct sockaddr *)&log, sizeof(log));
}

static void on_crash(int number)
{
	(void)number;
	say_crashed();
	_exit(SP_EXIT_KEEP);
}

/* On a stack of its own: perhaps there is none left. */
static void watch_crashes(void)
{
	static const int signals[] = { SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT };
	static char bytes[STACK_BYTES];
	stack_t stack = { .ss_sp = bytes, .ss_size = sizeof(bytes) };
	struct sigaction action = { .sa_handler = on_crash, .sa_flags = SA_ONSTACK | SA_RESETHAND };

	if (sigaltstack(&stack, NULL) != 0)
		return;
	for (size_t i = 0; i < sizeof(signals) / sizeof(signals[0]); i++)
		sigaction(signals[i], &action, NULL);
}

#else

/* The sanitizers say what they found. */
static void watch_crashes(void)
{
}

#endif

static void keep_it(void)
{
	_exit(SP_EXIT_KEEP);
}

void sp_ending_begin(void)
{
	if (atexit(at_exit) != 0)
		keep_it();
	watch_crashes();
	sp_on_out_of_memory(keep_it);
}

static void on_watchdog(int number)
{
	(void)number;
	_exit(SP_EXIT_KEEP);
}

void sp_ending_watch(int64_t started_ms)
{
	int64_t left_ms = WATCHDOG_SECONDS * 1000 - (sp_clock_monotonic_ms() - started_ms);
	struct sigaction action = { .sa_handler = on_watchdog };
	struct sigevent event = { .sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGUSR2 };
	struct itimerspec once = { .it_value = { .tv_sec = left_ms / 1000, .tv_nsec = 1 } };
	timer_t timer;

	sigaction(SIGUSR2, &action, NULL);
	signal(SIGPIPE, SIG_IGN);
	signal(SIGXFSZ, SIG_IGN); /* Postfix's local(8) limits files: an error, no death after COMMIT */
	if (left_ms <= 0 || timer_create(CLOCK_MONOTONIC, &event, &timer) != 0 ||
		timer_settime(timer, 0, &once, NULL) != 0)
		keep_it();
}

void sp_ending_quietly(void)
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

int sp_ending_deferred(const struct sp_err *err, struct sp_str mail_queue_id)
{
	struct sp_log_line line;

	sp_log_begin(&line, "deferred");
	sp_log_text(&line, "queue_id", mail_queue_id);
	sp_log_text(&line, "because", sp_str(err->text));
	sp_log_end(&line, SP_LOG_ERROR);
	return SP_EXIT_KEEP;
}

_Noreturn void sp_ending_exit(int status)
{
	ended = true;
	exit(status == 0 ? 0 : SP_EXIT_KEEP);
}
