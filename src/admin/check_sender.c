/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * sportello check: the two other programs, and the mail server, which only
 * sportello-send speaks to: it is asked.
 */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <limits.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <unistd.h>

#include "admin/check.h"
#include "base/file.h"
#include "text/conf.h"

extern char **environ;

enum { SAID_BYTES = 4096, NOT_STARTED = 127 };

/* Where the other programs are: beside this one, as they were built, or installed. */
static void find_program(const char *name, struct sp_buf *path)
{
	char self[PATH_MAX];
	ssize_t length = readlink("/proc/self/exe", self, sizeof self - 1);
	const char *folder = SP_PROGRAM_FOLDER;
	struct sp_buf beside = SP_BUF_INIT;

	self[length > 0 ? length : 0] = '\0';
	sp_buf_printf(&beside, "%s/%s", dirname(self), name);
	if (access(beside.ptr, X_OK) == 0)
		folder = self; /* dirname(3) has cut it there */
	sp_buf_printf(path, "%s/%s", folder, name);
	sp_buf_release(&beside);
}

/* Run it; what it says goes to `said`.  Its exit status, NOT_STARTED when there is none. */
static int run_program(char **argv, struct sp_buf *said)
{
	posix_spawn_file_actions_t actions;
	int ends[2], status = 0, error;
	struct sp_err ignored = { 0 };
	bool cut;
	pid_t pid;

	if (pipe2(ends, O_CLOEXEC) != 0)
		return NOT_STARTED;
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
	posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
	posix_spawn_file_actions_adddup2(&actions, ends[1], STDERR_FILENO);
	error = posix_spawn(&pid, argv[0], &actions, NULL, argv, environ);
	posix_spawn_file_actions_destroy(&actions);
	close(ends[1]);
	if (error)
		sp_buf_printf(said, "%s: %s", argv[0], strerror(error));
	else if (sp_read_all(ends[0], argv[0], SAID_BYTES, said, &cut, &ignored) != SP_OK)
		sp_buf_add_text(said, ignored.text);
	close(ends[0]);
	while (!error && waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	return error || !WIFEXITED(status) ? NOT_STARTED : WEXITSTATUS(status);
}

/* The first line, without the name of who says it. */
static struct sp_str first_line(const struct sp_buf *said, const char *name)
{
	struct sp_str rest = sp_buf_str(said), line = SP_STR("");

	sp_str_next_line(&rest, &line);
	line = sp_str_trim_end(line);
	if (sp_str_starts(line, sp_str(name)) && line.len > strlen(name) + 2)
		line = sp_str_from(line, strlen(name) + 2);
	return line;
}

void sp_check_probe(struct sp_checking *c)
{
	static const char name[] = "sportello-send";
	const struct sp_send_conf *send = &c->admin->conf->send;
	struct sp_buf path = SP_BUF_INIT, said = SP_BUF_INIT;
	struct sp_str line;
	int status;

	if (!sp_check_desk_made(c->admin))
		return;
	find_program(name, &path);
	status = run_program((char *[]){ path.ptr, (char[]){ "-c" },
		(char *)(uintptr_t)c->admin->conf_path, (char[]){ "--probe" }, NULL }, &said);
	line = first_line(&said, name);
	if (status == EX_OK && send->method == SP_SEND_SMTP)
		sp_check_say(c, SP_CHECK_OK, "%s, port %d, answers us", send->host, send->port);
	else if (status == EX_OK)
		sp_check_say(c, SP_CHECK_OK, "%s is there", send->command[0]);
	else if (status == EX_TEMPFAIL)
		sp_check_say(c, SP_CHECK_WARNING, "%s, port %d: %.*s; mail waits until it answers",
			send->host, send->port, SP_FMT(line));
	else if (status == NOT_STARTED)
		sp_check_say(c, SP_CHECK_ERROR, "%s does not start, so no mail leaves: %.*s",
			path.ptr, SP_FMT(line));
	else
		sp_check_say(c, SP_CHECK_ERROR, "no mail leaves: %.*s", SP_FMT(line));
	sp_buf_release(&path);
	sp_buf_release(&said);
}

/* It is not started for this: every start of it is a line in the log. */
static void check_program(struct sp_checking *c, const char *name)
{
	struct sp_buf path = SP_BUF_INIT;

	find_program(name, &path);
	if (access(path.ptr, X_OK) == 0)
		sp_check_say(c, SP_CHECK_OK, "%s is there", path.ptr);
	else
		sp_check_say(c, SP_CHECK_ERROR, "%s: cannot be run, so no mail comes in: %s", path.ptr,
			strerror(errno));
	sp_buf_release(&path);
}

void sp_check_programs(struct sp_checking *c)
{
	if (!sp_check_desk_made(c->admin))
		return;
	check_program(c, "sportello-deliver");
	check_program(c, "sportello-store");
}
