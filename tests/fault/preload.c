/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * For tests, by LD_PRELOAD: what the C library does for the programs, watched
 * or made to fail.
 *
 *     SP_SYSLOG=FILE     what goes to syslog(3) is appended there, a line each
 *     SP_NO_MEMORY=N     the Nth allocation fails, once;  "N+": and all after it.
 *                        Counted from the beginning of main()'s process on; a
 *                        forked child counts on by itself.
 *     SP_COUNTED=FILE    how many allocations there were, when the program ends
 *     SP_CHILD_SLEEPS=1  a forked child does nothing, for ever
 */
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* --- memory ----------------------------------------------------------------------- */

extern void *__libc_malloc(size_t bytes);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *old, size_t bytes);

static unsigned long counted, fails_at;
static bool fails_on;
static const char *counted_file;
static pid_t counted_by;

__attribute__((constructor)) static void begin(void)
{
	const char *text = getenv("SP_NO_MEMORY");
	char *end;

	counted_file = getenv("SP_COUNTED");
	counted_by = getpid();
	if (!text)
		return;
	fails_at = strtoul(text, &end, 10);
	fails_on = *end == '+';
}

/* Not after _exit(2), which a delivery does only when it fails. */
__attribute__((destructor)) static void end(void)
{
	FILE *file = counted_file && counted_by == getpid() ? fopen(counted_file, "w") : NULL;

	if (!file)
		return;
	fprintf(file, "%lu\n", counted);
	fclose(file);
}

static bool fails(void)
{
	unsigned long number = __atomic_add_fetch(&counted, 1, __ATOMIC_RELAXED);

	if (!fails_at || (fails_on ? number < fails_at : number != fails_at))
		return false;
	errno = ENOMEM;
	return true;
}

void *malloc(size_t bytes)
{
	return fails() ? NULL : __libc_malloc(bytes);
}

void *calloc(size_t count, size_t size)
{
	return fails() ? NULL : __libc_calloc(count, size);
}

void *realloc(void *old, size_t bytes)
{
	return fails() ? NULL : __libc_realloc(old, bytes);
}

/* --- processes ------------------------------------------------------------------------ */

extern pid_t __libc_fork(void);

pid_t fork(void)
{
	pid_t pid = __libc_fork();

	while (pid == 0 && getenv("SP_CHILD_SLEEPS"))
		pause();
	return pid;
}

/* --- the log ------------------------------------------------------------------------ */

static void append(const char *format, va_list args)
{
	const char *path = getenv("SP_SYSLOG");
	char line[2048];
	int fd, length;

	if (!path)
		return;
	length = vsnprintf(line, sizeof line - 1, format, args);
	if (length < 0)
		return;
	if ((size_t)length > sizeof line - 2)
		length = sizeof line - 2;
	line[length++] = '\n';
	fd = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0666);
	if (fd >= 0 && write(fd, line, (size_t)length) != length)
		abort();
	if (fd >= 0)
		close(fd);
}

void syslog(int priority, const char *format, ...)
{
	va_list args;

	(void)priority;
	va_start(args, format);
	append(format, args);
	va_end(args);
}

void __syslog_chk(int priority, int flag, const char *format, ...)
{
	va_list args;

	(void)priority;
	(void)flag;
	va_start(args, format);
	append(format, args);
	va_end(args);
}
