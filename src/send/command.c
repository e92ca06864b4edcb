/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A lane that runs a sendmail command: COMMAND... -f SENDER -- RECIPIENT, the
 * mail on its standard input, no shell.  The mail and what the command says
 * are in memory files, so that neither side ever waits for the other's pipe.
 */
#include "send/transport.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/mem.h"

extern char **environ;

struct sp_lane {
	const struct sp_route *route;
	pthread_mutex_t lock; /* of `child` */
	pid_t child;          /* 0: none */
};

/* What the two ends of one run are. */
struct run {
	int mail;   /* memory file: the child's standard input */
	int words;  /* memory file: what it prints */
	pid_t child;
	int status; /* as of wait(2) */
};

/* --- the mail --------------------------------------------------------------- */

/* A sendmail command takes lines as the system has them, with LF. */
static enum sp_status write_mail(int fd, struct sp_str bytes, struct sp_err *err)
{
	struct sp_buf text = SP_BUF_INIT;
	enum sp_status status;

	sp_buf_reserve(&text, bytes.len);
	while (bytes.len) {
		size_t end = sp_str_find(bytes, SP_STR("\r\n"));

		sp_buf_add_str(&text, sp_str_sub(bytes, 0, end));
		if (end < bytes.len)
			sp_buf_add_char(&text, '\n');
		bytes = sp_str_from(bytes, end + 2);
	}
	status = sp_write_all(fd, "the mail", sp_buf_str(&text), err);
	sp_buf_release(&text);
	if (status == SP_OK && lseek(fd, 0, SEEK_SET) < 0)
		return sp_fail(err, SP_TEMP, "the mail: %s", strerror(errno));
	return status;
}

static enum sp_status open_ends(struct run *run, struct sp_str bytes, struct sp_err *err)
{
	run->mail = memfd_create("mail", MFD_CLOEXEC);
	run->words = memfd_create("words", MFD_CLOEXEC);
	if (run->mail < 0 || run->words < 0)
		return sp_fail(err, SP_TEMP, "no memory for the mail: %s", strerror(errno));
	return write_mail(run->mail, bytes, err);
}

static void close_ends(struct run *run)
{
	if (run->mail >= 0)
		close(run->mail);
	if (run->words >= 0)
		close(run->words);
}

/* --- the child -------------------------------------------------------------- */

/* The command's words, then ours; to be freed. */
static char **make_argv(const char *const *command, const struct sp_outbox *mail)
{
	size_t count = 0;
	const char **argv;

	while (command[count])
		count++;
	argv = sp_alloc(count + 5, sizeof *argv);
	memcpy(argv, command, count * sizeof *argv);
	argv[count] = "-f";
	argv[count + 1] = mail->sender.len ? mail->sender.ptr : "<>";
	argv[count + 2] = "--";
	argv[count + 3] = mail->recipient.ptr;
	return (char **)(uintptr_t)argv; /* posix_spawn's type; it changes nothing */
}

/* Our own signals (blocked, ignored) are not the child's. */
static void set_signals(posix_spawnattr_t *attributes)
{
	sigset_t none, all;

	sigemptyset(&none);
	sigfillset(&all);
	posix_spawnattr_setsigmask(attributes, &none);
	posix_spawnattr_setsigdefault(attributes, &all);
	posix_spawnattr_setflags(attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
}

static enum sp_status spawn(struct sp_lane *lane, struct run *run, const struct sp_outbox *mail,
	struct sp_err *err)
{
	char **argv = make_argv(lane->route->conf->command, mail);
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attributes;
	int error;

	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_adddup2(&actions, run->mail, STDIN_FILENO);
	posix_spawn_file_actions_adddup2(&actions, run->words, STDOUT_FILENO);
	posix_spawn_file_actions_adddup2(&actions, run->words, STDERR_FILENO);
	posix_spawnattr_init(&attributes);
	set_signals(&attributes);
	pthread_mutex_lock(&lane->lock);
	error = posix_spawn(&run->child, argv[0], &actions, &attributes, argv, environ);
	if (error == 0)
		lane->child = run->child;
	pthread_mutex_unlock(&lane->lock);
	posix_spawnattr_destroy(&attributes);
	posix_spawn_file_actions_destroy(&actions);
	if (error)
		sp_fail(err, SP_CONFIG, "%s: cannot run it: %s", argv[0], strerror(error));
	free(argv);
	return error ? SP_CONFIG : SP_OK;
}

static void kill_child(struct sp_lane *lane)
{
	pthread_mutex_lock(&lane->lock);
	if (lane->child)
		kill(lane->child, SIGKILL);
	pthread_mutex_unlock(&lane->lock);
}

/* Wait for the end of the child, at most as long as a try may take. */
static void wait_for(struct sp_lane *lane, struct run *run, int64_t seconds)
{
	int pidfd = (int)syscall(SYS_pidfd_open, run->child, 0);
	struct pollfd end = { .fd = pidfd, .events = POLLIN };
	int64_t deadline = sp_clock_monotonic_ms() + seconds * 1000;
	int got = 0;

	while (pidfd >= 0 && got <= 0) {
		int64_t left = deadline - sp_clock_monotonic_ms();

		got = poll(&end, 1, left > 0 ? (int)(left < 60000 ? left : 60000) : 0);
		if (got == 0 && left <= 0) {
			kill_child(lane);
			break;
		}
	}
	if (pidfd >= 0)
		close(pidfd);
	/* Not before the child is forgotten may its number be used again. */
	waitid(P_PID, (id_t)run->child, &(siginfo_t){ 0 }, WEXITED | WNOWAIT);
	pthread_mutex_lock(&lane->lock);
	while (waitpid(run->child, &run->status, 0) < 0 && errno == EINTR)
		;
	lane->child = 0;
	pthread_mutex_unlock(&lane->lock);
}

/* --- a try ------------------------------------------------------------------ */

/* The first line that the command printed, else how it ended. */
static void say_outcome(struct run *run, struct sp_try *try_r)
{
	char words[SP_REPLY_BYTES + 1] = "", *end;
	ssize_t got = pread(run->words, words, SP_REPLY_BYTES, 0);

	words[got > 0 ? got : 0] = '\0';
	end = strchr(words, '\n');
	if (end)
		*end = '\0';
	if (!words[0] && WIFEXITED(run->status))
		snprintf(words, sizeof words, "exit status %d", WEXITSTATUS(run->status));
	else if (!words[0])
		snprintf(words, sizeof words, "ended by signal %d", WTERMSIG(run->status));
	sp_try_say(try_r, words);
}

static void command_send(struct sp_lane *lane, const struct sp_outbox *mail, struct sp_gate *gate,
	struct sp_try *try_r)
{
	struct run run = { .mail = -1, .words = -1 };
	struct sp_err err = { 0 };

	*try_r = (struct sp_try){ .verdict = SP_VERDICT_UNTRIED };
	if (!sp_gate_pass(gate))
		return;
	try_r->verdict = SP_VERDICT_UNREACHED;
	if (open_ends(&run, mail->bytes, &err) != SP_OK || spawn(lane, &run, mail, &err) != SP_OK) {
		sp_try_say(try_r, err.text);
	} else {
		wait_for(lane, &run, sp_route_longest(lane->route->conf, (int64_t)mail->bytes.len));
		try_r->verdict = sp_verdict_command(run.status);
		try_r->code = WIFEXITED(run.status) ? WEXITSTATUS(run.status) : 0;
		say_outcome(&run, try_r);
	}
	close_ends(&run);
}

static void command_probe(struct sp_lane *lane, struct sp_try *try_r)
{
	const char *command = lane->route->conf->command[0];
	bool runs = access(command, X_OK) == 0;
	struct sp_err err = { 0 };

	*try_r = (struct sp_try){ .verdict = runs ? SP_VERDICT_SENT : SP_VERDICT_REFUSED };
	if (runs)
		return;
	sp_fail(&err, SP_CONFIG, "%s: cannot be run: %s", command, strerror(errno));
	sp_try_say(try_r, err.text);
}

static struct sp_lane *command_create(const struct sp_route *route)
{
	struct sp_lane *lane = sp_alloc(1, sizeof *lane);

	lane->route = route;
	pthread_mutex_init(&lane->lock, NULL);
	return lane;
}

static void command_rest(struct sp_lane *lane)
{
	(void)lane; /* nothing is open between two mails */
}

static void command_free(struct sp_lane *lane)
{
	pthread_mutex_destroy(&lane->lock);
	free(lane);
}

const struct sp_transport sp_transport_command = {
	.create = command_create,
	.send = command_send,
	.probe = command_probe,
	.rest = command_rest,
	.interrupt = kill_child,
	.free = command_free,
};
