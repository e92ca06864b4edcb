/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * mail/sandbox.h and mail/record.h: a child that crashes, sleeps, lies or does
 * what it may not costs one message its structure (FAULTS A, D 59); a record is
 * believed only when it is whole and good.
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "mail/record.h"
#include "mail/sandbox.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static const char mail[] =
	"Received: from a by b; Mon, 05 Jan 2026 10:00:01 +0100\n"
	"Authentication-Results: mx.example.it; dkim=pass header.d=example.it\n"
	"From: =?utf-8?Q?Mario_Rossi=C3=A8?= <mario@example.it>\n"
	"To: a@example.com, b@example.com\nCc: c@example.com\n"
	"Subject: Prova\tdi =?gb2312?B?xOO6ww==?=\n"
	"Message-ID: <1@example.it>\nIn-Reply-To: <0@example.com>\n"
	"References: <x@example.com> <0@example.com>\nDate: Mon, 05 Jan 2026 10:00:00 +0100\n"
	"Content-Type: multipart/mixed; boundary=x\n\n"
	"--x\nContent-Type: text/plain; charset=utf-8\n\nciao\n\nriga\n"
	"--x\nContent-Type: application/pdf; name=\"a.pdf\"\nContent-Transfer-Encoding: base64\n\n"
	"aGVsbG8=\n--x--\n";

static const struct sp_str whole_mail = { mail, sizeof(mail) - 1 };

static struct sp_message *contained(struct sp_arena *arena, struct sp_str raw, int64_t ms,
	const char **why_r)
{
	return sp_message_parse_contained(arena, raw, NULL, sp_clock_monotonic_ms() + ms, why_r);
}

/* The same as parsed here: their records are equal. */
static void test_same_as_in_process(void **state)
{
	struct sp_arena arena = SP_ARENA_INIT;
	struct sp_buf here = SP_BUF_INIT, there = SP_BUF_INIT;
	const char *why;
	struct sp_message *message = contained(&arena, whole_mail, 60000, &why);

	(void)state;
	assert_null(why);
	sp_record_write(&there, message);
	sp_record_write(&here, sp_message_parse(&arena, whole_mail, NULL));
	assert_int_equal(here.len, there.len);
	assert_memory_equal(here.ptr, there.ptr, here.len);
	assert_int_equal(message->to.count, 2);
	assert_true(sp_str_eq(message->subject, SP_STR("Prova di 你好")));
	assert_int_equal(message->attachment_count, 1);
	assert_true(sp_str_eq(message->attachments[0].name, SP_STR("a.pdf")));
	assert_int_equal(message->attachments[0].size, 5);
	assert_int_equal(message->date_offset, 3600);
	assert_int_equal(message->authentication.count, 1);
	sp_buf_release(&here);
	sp_buf_release(&there);
	sp_arena_release(&arena);
}

static void do_crash(void)
{
	raise(SIGSEGV);
}

static void do_abort(void)
{
	abort();
}

static void do_sleep(void)
{
	for (;;)
		;
}

static void do_exit(void)
{
	_exit(0);
}

static void do_fail(void)
{
	_exit(9);
}

static void do_lie(void)
{
	static const char nonsense[] = "1MPS\0\0\0\0 and some more, as long as it likes";

	(void)!write(3, nonsense, sizeof(nonsense));
	_exit(0);
}

static void do_talk(void)
{
	static char much[65536];

	for (;;)
		if (write(3, much, sizeof(much)) < 0)
			_exit(0);
}

static void do_say_half(void)
{
	struct sp_arena arena = SP_ARENA_INIT;
	struct sp_buf record = SP_BUF_INIT;

	sp_record_write(&record, sp_message_parse(&arena, whole_mail, NULL));
	(void)!write(3, record.ptr, record.len / 2);
	_exit(0);
}

static void do_socket(void)
{
	if (socket(AF_INET, SOCK_STREAM, 0) >= 0)
		_exit(0);
}

static void do_exec(void)
{
	execl("/bin/true", "true", (char *)NULL);
}

static void do_fork(void)
{
	if (fork() >= 0)
		_exit(0);
}

static void do_kill_parent(void)
{
	kill(getppid(), SIGKILL);
}

/* What fails quietly: then the message is parsed as if it had not been tried. */
static void do_open(void)
{
	if (open("/etc/passwd", O_RDONLY) >= 0)
		_exit(9);
}

static void do_run_memory(void)
{
	if (mmap(NULL, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) != MAP_FAILED)
		_exit(9);
}

static void do_print(void)
{
	printf("not seen\n");
	fflush(stdout);
}

static const struct {
	void (*hook)(void);
	bool parsed;   /* it is a message all the same */
	bool limits;   /* only where the limits and the filter are built in */
	int64_t ms;
} misdeeds[] = {
	{ do_crash, false, false, 60000 },
	{ do_abort, false, false, 60000 },
	{ do_sleep, false, false, 50 },
	{ do_exit, false, false, 60000 },
	{ do_fail, false, false, 60000 },
	{ do_lie, false, false, 60000 },
	{ do_talk, false, false, 60000 },
	{ do_say_half, false, false, 60000 },
	{ do_socket, false, true, 60000 },
	{ do_exec, false, true, 60000 },
	{ do_fork, false, true, 60000 },
	{ do_kill_parent, false, true, 60000 },
	{ do_open, true, true, 60000 },
	{ do_run_memory, true, true, 60000 },
	{ do_print, true, true, 60000 },
};

static void test_misdeeds(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(misdeeds); i++) {
		struct sp_arena arena = SP_ARENA_INIT;
		const char *why;
		struct sp_message *message;

#ifdef SP_SANITIZERS
		if (misdeeds[i].limits)
			continue;
#endif
		sp_sandbox_test_hook = misdeeds[i].hook;
		message = contained(&arena, whole_mail, misdeeds[i].ms, &why);
		sp_sandbox_test_hook = NULL;
		if ((why == NULL) != misdeeds[i].parsed)
			fail_msg("misdeed %zu: %s", i, why ? why : "parsed");
		assert_int_equal(message->class == SP_UNPARSED, !misdeeds[i].parsed);
		assert_int_equal(message->size, sizeof(mail) - 1);
		if (!misdeeds[i].parsed) {
			assert_true(message->class_reason.len > 0);
			assert_int_equal(message->from.count, 0);
		}
		sp_arena_release(&arena);
	}
}

/* Nothing of the parent's files is open in the child. */
static int marker = -1;

static void do_look(void)
{
	char byte;

	if (read(marker, &byte, 1) >= 0)
		_exit(9);
}

static void test_descriptors(void **state)
{
	struct sp_arena arena = SP_ARENA_INIT;
	const char *why;
	int pipe_ends[2];

	(void)state;
	assert_int_equal(pipe(pipe_ends), 0);
	marker = fcntl(pipe_ends[0], F_DUPFD, 100);
	assert_true(marker >= 100);
	assert_int_equal(write(pipe_ends[1], "x", 1), 1);
	sp_sandbox_test_hook = do_look;
	contained(&arena, whole_mail, 60000, &why);
	sp_sandbox_test_hook = NULL;
	assert_null(why);
	close(marker);
	close(pipe_ends[0]);
	close(pipe_ends[1]);
	sp_arena_release(&arena);
}

/* A parent that ignores its children, as some mail servers leave it to theirs. */
static void test_children_ignored(void **state)
{
	struct sp_arena arena = SP_ARENA_INIT;
	void (*before)(int) = signal(SIGCHLD, SIG_IGN);
	const char *why;
	struct sp_message *message = contained(&arena, whole_mail, 60000, &why);

	(void)state;
	assert_null(why);
	assert_int_equal(message->attachment_count, 1);
	sp_sandbox_test_hook = do_say_half;
	message = contained(&arena, whole_mail, 60000, &why);
	sp_sandbox_test_hook = NULL;
	assert_int_equal(message->class, SP_UNPARSED);
	signal(SIGCHLD, before);
	sp_arena_release(&arena);
}

static void test_empty(void **state)
{
	struct sp_arena arena = SP_ARENA_INIT;
	const char *why;
	struct sp_message *message = contained(&arena, SP_STR(""), 60000, &why);

	(void)state;
	assert_null(why);
	assert_int_equal(message->class, SP_PERSON);
	assert_int_equal(message->text.len, 0);
	assert_null(message->subject.ptr);
	sp_arena_release(&arena);
}

/* Cut anywhere or with any byte changed, a record is refused or makes a message
 * within its limits; what is behind the end is refused. */
static void test_records(void **state)
{
	struct sp_arena arena = SP_ARENA_INIT;
	struct sp_buf record = SP_BUF_INIT;
	const char *why;

	(void)state;
	sp_record_write(&record, sp_message_parse(&arena, whole_mail, NULL));
	assert_non_null(sp_record_read(&arena, sp_buf_str(&record), sizeof(mail) - 1, &why));
	assert_null(why);
	assert_null(sp_record_read(&arena, sp_buf_str(&record), sizeof(mail), &why));
	for (size_t i = 0; i < record.len; i++) {
		struct sp_message *message;

		assert_null(sp_record_read(&arena, sp_str_n(record.ptr, i), sizeof(mail) - 1, &why));
		assert_non_null(why);
		for (unsigned bit = 0; bit < 8; bit++) {
			record.ptr[i] ^= (char)(1 << bit);
			message = sp_record_read(&arena, sp_buf_str(&record), sizeof(mail) - 1, &why);
			record.ptr[i] ^= (char)(1 << bit);
			if (!message)
				continue;
			assert_true(message->to.count <= SP_MAX_ADDRESSES);
			assert_true(message->class < SP_CLASSES);
			assert_true(message->text.len <= record.len);
			assert_true(message->attachments[0].body_at + message->attachments[0].body_len <=
				sizeof(mail) - 1);
		}
	}
	sp_buf_add_char(&record, 'x');
	assert_null(sp_record_read(&arena, sp_buf_str(&record), sizeof(mail) - 1, &why));
	sp_buf_release(&record);
	sp_arena_release(&arena);
}

/* A line with controls is mended by the writer and refused by the reader. */
static void test_record_lines(void **state)
{
	struct sp_arena arena = SP_ARENA_INIT;
	struct sp_message message = { .subject = SP_STR("a\nBcc: x\tz\xFF"), .class_reason = SP_STR("r") };
	struct sp_buf record = SP_BUF_INIT;
	struct sp_message *read_back;
	const char *why;
	char *at;

	(void)state;
	sp_record_write(&record, &message);
	read_back = sp_record_read(&arena, sp_buf_str(&record), 0, &why);
	assert_non_null(read_back);
	assert_true(sp_str_eq(read_back->subject, SP_STR("a Bcc: x z\uFFFD")));
	at = memmem(record.ptr, record.len, "Bcc", 3);
	assert_non_null(at);
	at[-1] = '\n';
	assert_null(sp_record_read(&arena, sp_buf_str(&record), 0, &why));
	at[-1] = '\xFF';
	assert_null(sp_record_read(&arena, sp_buf_str(&record), 0, &why));
	sp_buf_release(&record);
	sp_arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_same_as_in_process),
		cmocka_unit_test(test_misdeeds),
		cmocka_unit_test(test_descriptors),
		cmocka_unit_test(test_children_ignored),
		cmocka_unit_test(test_empty),
		cmocka_unit_test(test_records),
		cmocka_unit_test(test_record_lines),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
