/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * send/: what a dialog came to, when to try again, how many at once, who lives.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <cmocka.h>

#include <sysexits.h>
#include <unistd.h>

#include "send/slot.h"
#include "send/talk.h"
#include "send/verdict.h"
#include "send/windows.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static void replies_are_judged(void **state)
{
	static const struct {
		enum sp_phase phase;
		int code;
		enum sp_verdict verdict;
	} cases[] = {
		{ SP_PHASE_GREETING, 0, SP_VERDICT_UNREACHED }, /* connection refused */
		{ SP_PHASE_GREETING, 220, SP_VERDICT_UNREACHED },
		{ SP_PHASE_GREETING, 421, SP_VERDICT_UNREACHED },
		{ SP_PHASE_GREETING, 535, SP_VERDICT_UNREACHED }, /* login: no mail's fault */
		{ SP_PHASE_GREETING, 554, SP_VERDICT_UNREACHED },
		{ SP_PHASE_ENVELOPE, 0, SP_VERDICT_LATER }, /* dropped at MAIL, RCPT or DATA */
		{ SP_PHASE_ENVELOPE, 250, SP_VERDICT_LATER },
		{ SP_PHASE_ENVELOPE, 421, SP_VERDICT_LATER },
		{ SP_PHASE_ENVELOPE, 450, SP_VERDICT_LATER },
		{ SP_PHASE_ENVELOPE, 550, SP_VERDICT_REFUSED },
		{ SP_PHASE_ENVELOPE, 530, SP_VERDICT_UNREACHED },
		{ SP_PHASE_BODY, 0, SP_VERDICT_UNKNOWN },
		{ SP_PHASE_BODY, 250, SP_VERDICT_SENT },
		{ SP_PHASE_BODY, 252, SP_VERDICT_SENT },
		{ SP_PHASE_BODY, 354, SP_VERDICT_UNKNOWN },
		{ SP_PHASE_BODY, 421, SP_VERDICT_LATER },
		{ SP_PHASE_BODY, 452, SP_VERDICT_LATER },
		{ SP_PHASE_BODY, 554, SP_VERDICT_REFUSED },
		{ SP_PHASE_BODY, 999, SP_VERDICT_UNKNOWN },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		if (sp_verdict_smtp(cases[i].phase, cases[i].code) != cases[i].verdict)
			fail_msg("phase %d, reply %d", cases[i].phase, cases[i].code);
}

static void exits_are_judged(void **state)
{
	static const struct {
		int status; /* as of wait(2): the exit code in the second byte */
		enum sp_verdict verdict;
	} cases[] = {
		{ 0, SP_VERDICT_SENT },
		{ EX_TEMPFAIL << 8, SP_VERDICT_LATER },
		{ EX_UNAVAILABLE << 8, SP_VERDICT_LATER },
		{ EX_NOHOST << 8, SP_VERDICT_LATER },
		{ EX_SOFTWARE << 8, SP_VERDICT_LATER },
		{ 1 << 8, SP_VERDICT_LATER },
		{ EX_NOUSER << 8, SP_VERDICT_REFUSED },
		{ EX_DATAERR << 8, SP_VERDICT_REFUSED },
		{ EX_USAGE << 8, SP_VERDICT_UNREACHED },
		{ EX_NOPERM << 8, SP_VERDICT_UNREACHED },
		{ EX_CONFIG << 8, SP_VERDICT_UNREACHED },
		{ 127 << 8, SP_VERDICT_UNREACHED },
		{ 9, SP_VERDICT_UNKNOWN }, /* SIGKILL */
		{ 11 | 0x80, SP_VERDICT_UNKNOWN },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		if (sp_verdict_command(cases[i].status) != cases[i].verdict)
			fail_msg("wait status %#x", cases[i].status);
}

static void tries_become_rarer(void **state)
{
	static const int minutes[] = { 1, 5, 15, 30, 60, 120, 240, 240, 240 };

	(void)state;
	assert_int_equal(sp_backoff(0), 60);
	for (size_t i = 0; i < COUNT(minutes); i++)
		assert_int_equal(sp_backoff((int64_t)i + 1), 60 * minutes[i]);
	assert_int_equal(sp_backoff(INT64_MAX), 240 * 60);
}

static void five_days_are_enough(void **state)
{
	enum { HOUR = 3600, DAY = 24 * HOUR };
	int64_t now = 0, attempts = 1;

	(void)state;
	assert_false(sp_give_up(0, 5 * DAY, 30, 120));
	assert_true(sp_give_up(0, 5 * DAY + 1, 30, 120));
	assert_false(sp_give_up(0, 9 * DAY, 1, 120)); /* the machine was off */
	while (!sp_give_up(0, now + sp_backoff(attempts), attempts, 120))
		now += sp_backoff(attempts++);
	assert_in_range(now, 5 * DAY - 4 * HOUR, 5 * DAY);
	assert_in_range(attempts, 30, 40);
}

/* "> " is what we send, the rest what the server says. */
static void follow(struct sp_talk *talk, const char *dialog)
{
	struct sp_str rest = sp_str(dialog), line;

	sp_talk_begin(talk);
	while (sp_str_next_line(&rest, &line)) {
		if (sp_str_starts(line, SP_STR("> ")))
			sp_talk_sent(talk, sp_str_from(line, 2));
		else
			sp_talk_got(talk, line);
	}
}

#define OPENING "220 mx ESMTP\n> EHLO a\n250-mx\n250 SIZE 100\n"
#define ENVELOPE "> MAIL FROM:<>\n250 ok\n> RCPT TO:<a@b>\n250 ok\n> DATA\n"

static void dialogs_are_followed(void **state)
{
	static const struct {
		const char *dialog;
		enum sp_phase phase;
		int code;
		const char *reply;
	} cases[] = {
		{ "", SP_PHASE_GREETING, 0, "" },
		{ "554 go away\n", SP_PHASE_GREETING, 554, "554 go away" },
		{ OPENING, SP_PHASE_GREETING, 250, "250-mx SIZE 100" },
		{ OPENING "> AUTH PLAIN c2VjcmV0\n535 5.7.8 no\n", SP_PHASE_GREETING, 535, "535 5.7.8 no" },
		{ OPENING "> MAIL FROM:<>\n", SP_PHASE_ENVELOPE, 0, "" },
		{ OPENING "> MAIL FROM:<>\n250 ok\n> RCPT TO:<a@b>\n", SP_PHASE_ENVELOPE, 0, "" },
		{ OPENING "> MAIL FROM:<>\n250 ok\n> RCPT TO:<a@b>\n550-5.1.1 no\n550 such user\n",
			SP_PHASE_ENVELOPE, 550, "550-5.1.1 no such user" },
		{ OPENING ENVELOPE, SP_PHASE_ENVELOPE, 0, "" },
		{ OPENING ENVELOPE "354 go\n", SP_PHASE_BODY, 0, "" },
		{ OPENING ENVELOPE "354 go\n250 2.0.0 queued\n", SP_PHASE_BODY, 250, "250 2.0.0 queued" },
		{ OPENING ENVELOPE "354 go\n554-no\n554 thanks\n", SP_PHASE_BODY, 554, "554-no thanks" },
		{ OPENING ENVELOPE "354 go\n554-no\n", SP_PHASE_BODY, 0, "554-no" },
		{ OPENING ENVELOPE "451 later\n", SP_PHASE_ENVELOPE, 451, "451 later" },
		{ ENVELOPE "550 no\n> QUIT\n221 bye\n", SP_PHASE_ENVELOPE, 550, "550 no" },
		/* A 354 to anything but DATA opens nothing. */
		{ OPENING "> MAIL FROM:<>\n354 what\n", SP_PHASE_ENVELOPE, 354, "354 what" },
		{ ENVELOPE "354\n250\n", SP_PHASE_BODY, 250, "250" },
		{ ENVELOPE "354 go\nnonsense\n250 \x1b[31mred\n", SP_PHASE_BODY, 250, "250 ?[31mred" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct sp_talk talk;

		follow(&talk, cases[i].dialog);
		if (talk.phase != cases[i].phase || talk.code != cases[i].code)
			fail_msg("case %zu: phase %d, code %d", i, talk.phase, talk.code);
		assert_string_equal(talk.reply, cases[i].reply);
	}
}

static void a_long_reply_is_cut(void **state)
{
	struct sp_talk talk;
	char line[600];

	(void)state;
	memset(line, 'x', sizeof line);
	memcpy(line, "550-", 4);
	sp_talk_begin(&talk);
	for (int i = 0; i < 3; i++)
		sp_talk_got(&talk, sp_str_n(line, sizeof line));
	assert_int_equal(strlen(talk.reply), SP_REPLY_BYTES);
}

static void a_domain_that_fails_waits(void **state)
{
	struct sp_windows windows = { NULL, 0, 0 };
	struct sp_str slow = SP_STR("Slow.example"), good = SP_STR("good.example");

	(void)state;
	assert_true(sp_windows_open(&windows, slow));
	sp_windows_begin(&windows, slow);
	assert_false(sp_windows_open(&windows, SP_STR("slow.EXAMPLE")));
	assert_true(sp_windows_open(&windows, good));
	for (int i = 0; i < 3; i++) {
		assert_false(sp_windows_resting(&windows, slow, 1000));
		sp_windows_end(&windows, slow, SP_WINDOW_NARROW, 1000);
		assert_true(sp_windows_open(&windows, slow));
		sp_windows_begin(&windows, slow);
	}
	assert_true(sp_windows_resting(&windows, slow, 1059));
	assert_false(sp_windows_resting(&windows, slow, 1060));
	assert_false(sp_windows_resting(&windows, good, 1000));
	sp_windows_end(&windows, slow, SP_WINDOW_WIDER, 1000);
	assert_false(sp_windows_resting(&windows, slow, 1000));
	sp_windows_begin(&windows, slow);
	assert_true(sp_windows_open(&windows, slow)); /* two at once, after a success */
	sp_windows_begin(&windows, slow);
	assert_false(sp_windows_open(&windows, slow));
	sp_windows_release(&windows);
}

/* Thousands of domains pass; those with something under way are not forgotten. */
static void domains_are_forgotten(void **state)
{
	struct sp_windows windows = { NULL, 0, 0 };

	(void)state;
	sp_windows_begin(&windows, SP_STR("busy.example"));
	for (int i = 0; i < 5000; i++) {
		char domain[32];

		snprintf(domain, sizeof domain, "d%d.example", i);
		sp_windows_begin(&windows, sp_str(domain));
		sp_windows_end(&windows, sp_str(domain), SP_WINDOW_WIDER, 0);
	}
	assert_true(windows.count <= 1024);
	assert_false(sp_windows_open(&windows, SP_STR("busy.example")));
	sp_windows_end(&windows, SP_STR("busy.example"), SP_WINDOW_SAME, 0);
	sp_windows_release(&windows);
}

static void slots_show_who_lives(void **state)
{
	char folder[] = "/tmp/sportello-slot.XXXXXX", file[64], prefix[SP_SLOT_PREFIX + 1];
	struct sp_slot slots[SP_SLOTS], one;
	struct sp_err err = { .status = SP_OK };

	(void)state;
	assert_non_null(mkdtemp(folder));
	snprintf(file, sizeof file, "%s/sportello.senders", folder);
	for (int i = 0; i < SP_SLOTS; i++) {
		assert_int_equal(sp_slot_take(folder, &slots[i], &err), SP_OK);
		assert_int_equal(slots[i].number, i);
	}
	assert_int_equal(sp_slot_take(folder, &one, &err), SP_TEMP);
	assert_false(sp_slot_hold(&slots[0], 0));
	assert_false(sp_slot_hold(&slots[0], 7));
	sp_slot_release(&slots[7]); /* as the kernel does when it dies */
	assert_true(sp_slot_hold(&slots[0], 7));
	assert_int_equal(sp_slot_take(folder, &one, &err), SP_TEMP);
	sp_slot_let_go(&slots[0], 7);
	assert_int_equal(sp_slot_take(folder, &slots[7], &err), SP_OK);
	assert_int_equal(slots[7].number, 7);
	sp_slot_prefix(63, prefix);
	assert_string_equal(prefix, "s63-");
	for (int i = 0; i < SP_SLOTS; i++)
		sp_slot_release(&slots[i]);
	unlink(file);
	rmdir(folder);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(replies_are_judged),
		cmocka_unit_test(exits_are_judged),
		cmocka_unit_test(tries_become_rarer),
		cmocka_unit_test(five_days_are_enough),
		cmocka_unit_test(dialogs_are_followed),
		cmocka_unit_test(a_long_reply_is_cut),
		cmocka_unit_test(a_domain_that_fails_waits),
		cmocka_unit_test(domains_are_forgotten),
		cmocka_unit_test(slots_show_who_lives),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
