/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The decision about what is too large, too much, or twice the same.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>

#include "base/buf.h"
#include "core/similar.h"
#include "unit/scene.h"

#define PRINTER                                                                                    \
	"Buongiorno, da stamattina la stampante del primo piano non stampa: la spia rossa "        \
	"lampeggia e sul display si legge errore 50. L'abbiamo spenta e riaccesa due volte."

/* --- the measure ------------------------------------------------------------------ */

static const struct {
	const char *a, *b;
	unsigned least, most;
} pairs[] = {
	{ PRINTER, PRINTER, 100, 100 },
	{ PRINTER, "BUONGIORNO  da stamattina la stampante del primo piano, non stampa! La spia rossa\n"
		   "lampeggia e sul display si legge errore 50; l'abbiamo spenta e riaccesa due volte",
		100, 100 },
	{ PRINTER, PRINTER " Quando potete venire?", SP_SIMILAR_NEAR, 99 },
	{ PRINTER,
		"Buongiorno, da stamattina la stampante del secondo piano non stampa: la spia rossa "
		"lampeggia e sul display si legge errore 50. L'abbiamo spenta e riaccesa due volte.",
		SP_SIMILAR_NEAR, 99 },
	{ PRINTER, "Buongiorno, la stampante non prende la carta dal cassetto due. Grazie, Mario",
		0, 30 },
	{ PRINTER, "Il sito non si apre e la posta non arriva da ieri sera, potete guardare?", 0, 10 },
	{ "a b c", "c b a", 0, 0 },
	{ "a a a a a a", "a a", 100, 100 },
	{ "aiuto", "Aiuto!", 100, 100 },
	{ "", "", 0, 0 },
	{ "", "aiuto", 0, 0 },
	{ "...", "!!!", 0, 0 },
};

static void test_measure(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
		unsigned there = sp_similar(sp_str(pairs[i].a), sp_str(pairs[i].b));
		unsigned back = sp_similar(sp_str(pairs[i].b), sp_str(pairs[i].a));

		assert_int_equal(there, back);
		if (there < pairs[i].least || there > pairs[i].most)
			fail_msg("pair %zu: %u", i, there);
	}
}

/* Past the limit nothing is looked at, and nothing is overrun. */
static void test_measure_is_bounded(void **state)
{
	struct sp_buf a = SP_BUF_INIT, b = SP_BUF_INIT;

	(void)state;
	for (int i = 0; i < 100000; i++) {
		sp_buf_printf(&a, "a%d ", i);
		sp_buf_printf(&b, "b%d ", i);
	}
	assert_int_equal(sp_similar(sp_buf_str(&a), sp_buf_str(&a)), 100);
	assert_int_equal(sp_similar(sp_buf_str(&a), sp_buf_str(&b)), 0);
	assert_int_equal(sp_similar_words(sp_buf_str(&a)), SP_SIMILAR_WORDS);
	sp_buf_release(&a);
	sp_buf_release(&b);
}

/* --- the same again --------------------------------------------------------------- */

static struct sp_recent_ticket recent;

/* Mario writes anew; HT00001 was opened a moment ago with `text`. */
static struct scene *again(const char *text)
{
	struct scene *s = scene();

	recent = (struct sp_recent_ticket){ .id = 100, .code = SP_STR("HT00001"),
		.state = SP_NEW, .subject = SP_STR("Stampante ferma"), .text = sp_str(text),
		.queue = SP_STR("assistenza") };
	s->facts.sender = &s->mario;
	s->facts.recent = &recent;
	s->facts.recent_count = 1;
	s->message.text = s->message.reply = SP_STR(PRINTER);
	return s;
}

static void test_duplicate_joins(void **state)
{
	struct scene *s = again(PRINTER);

	(void)state;
	s->message.subject = SP_STR("Ancora io");
	decide(s);
	assert_string_equal(s->plan->summary, "joined");
	assert_null(find(s, SP_DO_OPEN));
	assert_int_equal(the(s, SP_DO_ENTRY)->ticket_id, 100);
	assert_int_equal(mails(s, "joined", "mario@rossi.example.it"), 1);
	assert_int_equal(mails(s, "confirmation", NULL), 0);
	assert_int_equal(mails(s, "notification", NULL), 2);
	assert_string_equal(the(s, SP_DO_MAIL)->mail.once, "joined HT00001");
	end(s);
}

/* What is for the desk only stays so, and is not lost. */
static void test_note_of_a_duplicate(void **state)
{
	struct scene *s = again(PRINTER);
	size_t notes = 0;

	(void)state;
	s->message.text = s->message.reply = SP_STR(PRINTER "\n\nNota: pago solo a lavoro finito");
	decide(s);
	assert_string_equal(s->plan->summary, "joined");
	for (size_t i = 0; i < s->plan->count; i++)
		if (s->plan->items[i].kind == SP_DO_ENTRY &&
			s->plan->items[i].entry.kind == SP_ENTRY_NOTE) {
			assert_int_equal(s->plan->items[i].ticket_id, 100);
			assert_true(sp_str_eq(s->plan->items[i].entry.text,
				SP_STR("pago solo a lavoro finito")));
			notes++;
		}
	assert_int_equal(notes, 1);
	end(s);
}

static void test_duplicate_reopens(void **state)
{
	struct scene *s = again(PRINTER);

	(void)state;
	recent.state = SP_DONE;
	decide(s);
	assert_int_equal(the(s, SP_DO_MOVE)->move.to, SP_IN_PROGRESS);
	recent.state = SP_ARCHIVED;
	decide(s);
	assert_string_equal(s->plan->summary, "opened");
	assert_string_equal(the(s, SP_DO_LINK)->link.kind, "duplicate");
	end(s);
}

static void test_no_duplicate(void **state)
{
	struct scene *s = again("Buongiorno, il sito non si apre.");

	(void)state;
	/* The same subject alone is for the staff to see. */
	decide(s);
	assert_string_equal(s->plan->summary, "opened");
	assert_string_equal(the(s, SP_DO_LINK)->link.kind, "same_subject");
	assert_int_equal(mails(s, "confirmation", NULL), 1);
	/* Neither: nothing to see. */
	s->message.subject = SP_STR("Altro");
	decide(s);
	assert_null(find(s, SP_DO_LINK));
	/* Few words say little; with the subject they do. */
	s->message.text = s->message.reply = recent.text = SP_STR("Non funziona.");
	decide(s);
	assert_string_equal(s->plan->summary, "opened");
	s->message.subject = SP_STR("R: stampante ferma");
	decide(s);
	assert_string_equal(s->plan->summary, "joined");
	/* It became urgent: that must not be lost. */
	s->message.subject = SP_STR("URGENTE");
	s->message.text = s->message.reply = recent.text = SP_STR(PRINTER);
	decide(s);
	assert_int_equal(the(s, SP_DO_OPEN)->open.priority, 3);
	assert_string_equal(the(s, SP_DO_LINK)->link.kind, "duplicate");
	end(s);
}

/* --- too much ---------------------------------------------------------------------- */

static void test_flood(void **state)
{
	struct scene *s = scene();

	(void)state;
	s->facts.sender = &s->mario;
	s->facts.messages_from_sender_hour = 29;
	decide(s);
	assert_string_equal(s->plan->summary, "opened");
	s->facts.messages_from_sender_hour = 30;
	decide(s);
	assert_string_equal(s->plan->summary, "flood");
	assert_non_null(find(s, SP_DO_OPEN));
	assert_string_equal(the(s, SP_DO_FLAG)->flag.name, "flood");
	assert_string_equal(the(s, SP_DO_ALARM)->alarm.kind, "flood");
	assert_int_equal(all_mails(s), 0);
	s->facts.flood_ticket_id = 77;
	decide(s);
	assert_null(find(s, SP_DO_OPEN));
	assert_null(find(s, SP_DO_ALARM));
	assert_int_equal(the(s, SP_DO_ENTRY)->ticket_id, 77);
	assert_int_equal(all_mails(s), 0);
	end(s);
}

static void test_staff_are_no_flood(void **state)
{
	struct scene *s = answer(anna);

	(void)state;
	proven(s);
	s->facts.messages_from_sender_hour = 1000;
	decide(s);
	assert_string_equal(s->plan->summary, "replied");
	assert_int_equal(mails(s, "staff_reply", "mario@rossi.example.it"), 1);
	end(s);
}

/* --- too large --------------------------------------------------------------------- */

static void test_too_large(void **state)
{
	struct scene *s = answer(mario);

	(void)state;
	s->message.size = s->conf.message_size_limit;
	decide(s);
	assert_int_equal(mails(s, "too_large", NULL), 0);
	s->message.size++;
	decide(s);
	assert_int_equal(mails(s, "too_large", "mario@rossi.example.it"), 1);
	/* Limited like every answer. */
	s->facts.automatic_to_sender_hour = 20;
	decide(s);
	assert_int_equal(mails(s, "too_large", NULL), 0);
	assert_string_equal(the(s, SP_DO_ALARM)->alarm.kind, "answer-held-back");
	/* What was beyond 50 MB was not read: it is too large under every limit. */
	s->conf.message_size_limit = s->message.size = SP_MAX_MESSAGE;
	assert_false(sp_decide_too_large(&s->conf, &s->message));
	s->message.cut = true;
	assert_true(sp_decide_too_large(&s->conf, &s->message));
	end(s);
}

/* The confirmation of a new ticket says it itself: one mail, not two. */
static void test_too_large_and_new(void **state)
{
	struct scene *s = scene();

	(void)state;
	s->message.size = s->conf.message_size_limit + 1;
	decide(s);
	assert_int_equal(mails(s, "confirmation", NULL), 1);
	assert_int_equal(mails(s, "too_large", NULL), 0);
	end(s);
}

/* FAULTS.md C 41: whose numbers are another help desk's is answered once an hour. */
static void test_another_desk(void **state)
{
	static const struct {
		const char *subject;
		bool foreign;
	} subjects[] = {
		{ "[OT00012] Fattura", true }, { "Re: [Ticket#2026112310] Fattura", true },
		{ "[#12345] Fattura", true }, { "[HT00191] Fattura", false },
		{ "[IN00002] Fattura", false }, { "Fattura [novembre]", false },
		{ "Fattura #12345", false }, { "[#1] Fattura", false }, { "[", false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof subjects / sizeof *subjects; i++) {
		struct scene *s = scene();

		s->facts.sender = &s->mario;
		s->message.subject = sp_str(subjects[i].subject);
		decide(s);
		assert_int_equal(mails(s, "confirmation", NULL), 1);
		s->facts.automatic_to_sender_hour = 1;
		decide(s);
		if (mails(s, "confirmation", NULL) != !subjects[i].foreign)
			fail_msg("%s", subjects[i].subject);
		end(s);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_measure),
		cmocka_unit_test(test_measure_is_bounded),
		cmocka_unit_test(test_duplicate_joins),
		cmocka_unit_test(test_note_of_a_duplicate),
		cmocka_unit_test(test_duplicate_reopens),
		cmocka_unit_test(test_no_duplicate),
		cmocka_unit_test(test_flood),
		cmocka_unit_test(test_staff_are_no_flood),
		cmocka_unit_test(test_too_large),
		cmocka_unit_test(test_another_desk),
		cmocka_unit_test(test_too_large_and_new),
	};

	return cmocka_run_group_tests(tests, load_words, free_words);
}
