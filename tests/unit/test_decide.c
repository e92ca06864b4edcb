/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The decision: a message and facts in, a plan out.  No database, no clock.
 *
 * A scene is the desk with two queues, staff Anna and Luca, the customers
 * Mario (requester of HT00001) and Giulia, and one ticket; a test changes what
 * it is about and asks what the plan holds.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>

#include "core/decide.h"
#include "core/subject.h"
#include "core/token.h"
#include "text/calendar.h"

static struct sp_words *words;

struct scene {
	struct sp_arena arena;
	struct sp_conf conf;
	struct sp_queue_conf queues[2];
	struct sp_calendar calendar;
	struct sp_address from;
	struct sp_message message;
	struct sp_envelope envelope;
	struct sp_person mario, giulia, people[2];
	struct sp_str queue_names[2];
	struct sp_candidate candidate;
	struct sp_facts facts;
	struct sp_case c;
	struct sp_plan *plan;
};

static const char *const none[] = { NULL };
static const char *const assistenza[] = { "assistenza@desk.example.it", NULL };
static const char *const info[] = { "info@desk.example.it", NULL };

static struct sp_person person(int64_t id, enum sp_role role, const char *name, const char *address)
{
	return (struct sp_person){ .id = id, .role = role, .state = SP_PERSON_ACTIVE,
		.name = sp_str(name), .address = sp_str(address), .language = SP_STR("it") };
}

static void set_queue(struct scene *s, int i, const char *name, const char *prefix,
	const char *const *addresses)
{
	s->queues[i] = (struct sp_queue_conf){ .name = name, .title = name, .prefix = prefix,
		.addresses = addresses, .categories = none };
	s->queues[i].policies.calendar = &s->calendar;
	s->queues[i].policies.language = "it";
	s->queue_names[i] = sp_str(name);
}

static void set_desk(struct scene *s)
{
	sp_calendar_init(&s->calendar, "ufficio");
	assert_int_equal(sp_calendar_add_hours(&s->calendar, SP_STR("mon-fri 09:00-18:00"), NULL),
		SP_OK);
	set_queue(s, 0, "assistenza", "HT", assistenza);
	set_queue(s, 1, "info", "IN", info);
	s->conf = (struct sp_conf){ .queues = s->queues, .queue_count = 2, .form_senders = none,
		.authserv_id = "mx", .proof = SP_PROOF_EITHER, .automatic_hourly_known = 20,
		.automatic_hourly_unknown = 1, .automatic_daily_unknown = 5,
		.automatic_hourly_desk = 500, .flood_hourly = 30 };
}

static void set_people(struct scene *s)
{
	s->mario = person(11, SP_CUSTOMER, "Mario Rossi", "mario@rossi.example.it");
	s->giulia = person(12, SP_CUSTOMER, "Giulia", "giulia@example.com");
	s->people[0] = person(1, SP_STAFF, "Anna Verdi", "anna@desk.example.it");
	s->people[1] = person(2, SP_STAFF, "Luca Neri", "luca@desk.example.it");
	s->people[0].queues = s->queue_names;
	s->people[0].queue_count = 2;
	s->people[1].queues = s->queue_names;
	s->people[1].queue_count = 1;
	s->facts.staff = s->people;
	s->facts.staff_count = 2;
}

/* A first message of somebody unknown; nothing refers to the ticket yet. */
static struct scene *scene(void)
{
	struct scene *s = calloc(1, sizeof *s);

	set_desk(s);
	set_people(s);
	s->from = (struct sp_address){ SP_STR("Mario Rossi"), SP_STR("mario@rossi.example.it") };
	s->message.from.items = &s->from;
	s->message.from.count = 1;
	s->message.subject = SP_STR("Stampante ferma");
	s->message.text = s->message.reply = SP_STR("La stampante non parte.");
	s->message.message_id = SP_STR("<1@rossi.example.it>");
	s->message.class_reason = SP_STR("nothing says otherwise");
	s->envelope.sender = SP_STR("mario@rossi.example.it");
	s->facts.now = s->facts.received = 1795424400; /* Monday 2026-11-23, 10:00 in Rome */
	s->candidate.ticket = (struct sp_ticket){ .id = 100, .code = SP_STR("HT00001"),
		.queue = SP_STR("assistenza"), .state = SP_NEW, .subject = SP_STR("Stampante ferma"),
		.language = SP_STR("it"), .requester_id = 11 };
	s->candidate.requester = &s->mario;
	s->candidate.match = SP_BY_SUBJECT;
	s->c = (struct sp_case){ &s->conf, words, &s->message, &s->envelope, &s->facts,
		&s->queues[0] };
	return s;
}

/* The message refers to the ticket and comes from `sender`. */
static struct scene *answer(struct sp_person *(*sender)(struct scene *))
{
	struct scene *s = scene();

	s->facts.sender = sender(s);
	s->from.address = s->facts.sender->address;
	s->message.subject = SP_STR("Re: [HT00001] Stampante ferma");
	s->facts.candidates = &s->candidate;
	s->facts.candidate_count = 1;
	return s;
}

static struct sp_person *mario(struct scene *s)
{
	return &s->mario;
}

static struct sp_person *giulia(struct scene *s)
{
	return &s->giulia;
}

static struct sp_person *anna(struct scene *s)
{
	return &s->people[0];
}

static void proven(struct scene *s)
{
	s->facts.token.verdict = SP_TOKEN_GOOD;
	s->facts.token.purpose = SP_TOKEN_STAFF;
	s->facts.token.person_id = s->facts.sender->id;
	s->facts.token.ticket_id = s->candidate.ticket.id;
}

static void decide(struct scene *s)
{
	s->plan = sp_decide(&s->arena, &s->c);
}

static const struct sp_decision *find(const struct scene *s, enum sp_decision_kind kind)
{
	for (size_t i = 0; i < s->plan->count; i++)
		if (s->plan->items[i].kind == kind)
			return &s->plan->items[i];
	return NULL;
}

/* The first of that kind, which must be there. */
static const struct sp_decision *the(const struct scene *s, enum sp_decision_kind kind)
	__attribute__((returns_nonnull));
static const struct sp_decision *the(const struct scene *s, enum sp_decision_kind kind)
{
	const struct sp_decision *found = find(s, kind);

	assert_non_null(found);
	if (!found)
		abort();
	return found;
}

/* How many mails of that template go to `address` (NULL: to anybody). */
static int mails(const struct scene *s, const char *template_name, const char *address)
{
	int count = 0;

	for (size_t i = 0; i < s->plan->count; i++) {
		const struct sp_decision *d = &s->plan->items[i];

		if (d->kind == SP_DO_MAIL && strcmp(d->mail.kind->name, template_name) == 0 &&
			(!address || sp_str_eq(d->mail.recipient, sp_str(address))))
			count++;
	}
	return count;
}

static int all_mails(const struct scene *s)
{
	int count = 0;

	for (size_t i = 0; i < s->plan->count; i++)
		count += s->plan->items[i].kind == SP_DO_MAIL;
	return count;
}

static void end(struct scene *s)
{
	sp_arena_release(&s->arena);
	free(s);
}

static void test_first_message(void **state)
{
	struct scene *s = scene();

	(void)state;
	decide(s);
	assert_int_equal(s->plan->items[0].kind, SP_DO_STORE);
	assert_non_null(find(s, SP_DO_PERSON));
	assert_string_equal(the(s, SP_DO_OPEN)->open.queue->name, "assistenza");
	assert_int_equal(the(s, SP_DO_OPEN)->open.priority, 0);
	assert_int_equal(mails(s, "confirmation", "mario@rossi.example.it"), 1);
	assert_int_equal(mails(s, "notification", NULL), 2);
	assert_int_equal(all_mails(s), 3);
	/* Nothing vouches for him: his words are not repeated. */
	for (size_t i = 0; i < s->plan->count; i++)
		if (s->plan->items[i].kind == SP_DO_MAIL)
			assert_false(s->plan->items[i].mail.vouched);
	end(s);
}

static void test_seen_before_changes_nothing(void **state)
{
	struct scene *s = scene();

	(void)state;
	s->facts.seen_before = true;
	decide(s);
	assert_int_equal(s->plan->count, 1);
	assert_int_equal(s->plan->items[0].kind, SP_DO_NOTHING);
	end(s);
}

static void test_urgent(void **state)
{
	static const struct {
		const char *subject;
		int priority;
	} cases[] = {
		{ "URGENTE: server fermo", 3 },
		{ "urgente server fermo", 3 },
		{ "server fermo (Urgente!)", 3 },
		{ "URGENT: server down", 3 },
		{ "non urgente: una domanda", 0 },
		{ "Non \xc3\xa8 urgente", 0 },
		{ "non e' urgente", 0 },
		{ "urgentemente", 0 },
		{ "Re: URGENTE: server fermo", 0 },
		{ "non urgente... anzi URGENTE", 3 },
		{ "una domanda", 0 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct scene *s = scene();

		s->message.subject = sp_str(cases[i].subject);
		decide(s);
		if (the(s, SP_DO_OPEN)->open.priority != cases[i].priority)
			fail_msg("%s", cases[i].subject);
		end(s);
	}
}

static void test_wish_is_kept_beside(void **state)
{
	struct scene *s = scene();

	(void)state;
	s->queues[0].policies.customer_priority = SP_WISH_NONE;
	s->message.subject = SP_STR("URGENTE");
	decide(s);
	assert_int_equal(the(s, SP_DO_OPEN)->open.priority, 0);
	assert_int_equal(the(s, SP_DO_OPEN)->open.wish, 3);
	end(s);
}

static void test_first_lines(void **state)
{
	struct scene *s = scene();
	const struct sp_decision *open;

	(void)state;
	s->message.reply = s->message.text =
		SP_STR("Coda: info\nLuogo: via Roma 1\nPriorit\xc3\xa0: **\n\nNon va il wifi.\n"
		       "Nota: il codice del cancello \xc3\xa8 1234\ne basta");
	decide(s);
	open = the(s, SP_DO_OPEN);
	assert_string_equal(open->open.queue->name, "info");
	assert_true(sp_str_eq(open->open.place, SP_STR("via Roma 1")));
	assert_int_equal(open->open.priority, 2);
	assert_true(sp_str_eq(the(s, SP_DO_ENTRY)->entry.text, SP_STR("Non va il wifi.")));
	for (size_t i = 0; i < s->plan->count; i++)
		if (s->plan->items[i].kind == SP_DO_ENTRY &&
			s->plan->items[i].entry.kind == SP_ENTRY_NOTE)
			assert_true(sp_str_has(s->plan->items[i].entry.text, SP_STR("1234")));
	end(s);
}

static void test_answer_of_the_requester(void **state)
{
	struct scene *s = answer(mario);

	(void)state;
	decide(s);
	assert_string_equal(s->plan->summary, "answered");
	assert_null(find(s, SP_DO_OPEN));
	assert_null(find(s, SP_DO_MOVE));
	assert_int_equal(the(s, SP_DO_ENTRY)->ticket_id, 100);
	assert_int_equal(mails(s, "notification", NULL), 2);
	assert_int_equal(all_mails(s), 2);
	end(s);
}

static void test_stranger_gets_a_ticket_of_his_own(void **state)
{
	struct scene *s = answer(giulia);

	(void)state;
	decide(s);
	assert_non_null(find(s, SP_DO_OPEN));
	assert_string_equal(the(s, SP_DO_LINK)->link.kind, "claimed");
	assert_int_equal(the(s, SP_DO_ENTRY)->ticket_id, SP_THE_NEW_TICKET);
	assert_int_equal(mails(s, "confirmation", "giulia@example.com"), 1);
	assert_int_equal(mails(s, "confirmation", "mario@rossi.example.it"), 0);
	end(s);
}

static void test_colleague_passes_the_gate(void **state)
{
	struct scene *s = answer(giulia);

	(void)state;
	s->giulia.organisation_id = s->candidate.ticket.organisation_id = 3;
	decide(s);
	assert_string_equal(s->plan->summary, "answered");
	end(s);
}

static void test_answer_to_each_state(void **state)
{
	static const struct {
		enum sp_state from;
		int to; /* -1: stays */
	} cases[] = {
		{ SP_NEW, -1 }, { SP_SUSPENDED, -1 }, { SP_DISPUTED, -1 },
		{ SP_WAITING_CUSTOMER, SP_IN_PROGRESS }, { SP_CHANGES_REQUESTED, SP_IN_PROGRESS },
		{ SP_DONE, SP_IN_PROGRESS }, { SP_CANCELLED, SP_IN_PROGRESS },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct scene *s = answer(mario);
		const struct sp_decision *move;

		s->candidate.ticket.state = cases[i].from;
		decide(s);
		move = find(s, SP_DO_MOVE);
		assert_int_equal(move ? (int)move->move.to : -1, cases[i].to);
		assert_int_equal(mails(s, "reopened", "mario@rossi.example.it"),
			cases[i].from == SP_DONE || cases[i].from == SP_CANCELLED);
		end(s);
	}
}

static void test_thanks_reopen_nothing(void **state)
{
	static const char *const thanks[] = { "grazie", "Ok, grazie mille!", "Grazie\n", "thank you" };

	(void)state;
	for (size_t i = 0; i < sizeof thanks / sizeof *thanks; i++) {
		struct scene *s = answer(mario);

		s->candidate.ticket.state = SP_DONE;
		s->message.reply = s->message.text = sp_str(thanks[i]);
		decide(s);
		if (find(s, SP_DO_MOVE))
			fail_msg("%s", thanks[i]);
		assert_non_null(find(s, SP_DO_ENTRY));
		end(s);
	}
	struct scene *s = answer(mario);

	s->candidate.ticket.state = SP_DONE;
	s->message.reply = s->message.text = SP_STR("Grazie ma non funziona ancora");
	decide(s);
	assert_non_null(find(s, SP_DO_MOVE));
	end(s);
}

static void test_archived_opens_a_new_one(void **state)
{
	struct scene *s = answer(mario);

	(void)state;
	s->candidate.ticket.state = SP_ARCHIVED;
	decide(s);
	assert_non_null(find(s, SP_DO_OPEN));
	assert_string_equal(the(s, SP_DO_LINK)->link.kind, "follows");
	end(s);
}

static void test_forward_to_others_is_no_answer(void **state)
{
	struct sp_address others[] = { { SP_NONE, SP_STR("tipografia@example.org") },
		{ SP_NONE, SP_STR("assistenza@desk.example.it") } };
	struct scene *s = answer(mario);

	(void)state;
	s->message.subject = SP_STR("I: [HT00001] Stampante ferma");
	s->message.to.items = others;
	s->message.to.count = 2;
	decide(s);
	assert_non_null(find(s, SP_DO_OPEN));
	assert_null(find(s, SP_DO_LINK));
	end(s);
}

static void test_staff_answer(void **state)
{
	struct scene *s = answer(anna);

	(void)state;
	proven(s);
	decide(s);
	assert_string_equal(s->plan->summary, "replied");
	assert_int_equal(the(s, SP_DO_ENTRY)->entry.kind, SP_ENTRY_STAFF);
	assert_int_equal(mails(s, "staff_reply", "mario@rossi.example.it"), 1);
	assert_int_equal(mails(s, "notification", "luca@desk.example.it"), 1);
	assert_int_equal(mails(s, "notification", "anna@desk.example.it"), 0);
	assert_int_equal(the(s, SP_DO_MOVE)->move.to, SP_IN_PROGRESS);
	end(s);
}

static void test_staff_answer_not_sent_twice(void **state)
{
	struct sp_address to[] = { { SP_NONE, SP_STR("Mario@Rossi.example.it") } };
	struct scene *s = answer(anna);

	(void)state;
	proven(s);
	s->message.cc.items = to;
	s->message.cc.count = 1;
	decide(s);
	assert_int_equal(mails(s, "staff_reply", NULL), 0);
	assert_int_equal(the(s, SP_DO_ENTRY)->entry.kind, SP_ENTRY_STAFF);
	end(s);
}

static void test_reply_closes(void **state)
{
	struct scene *s = answer(anna);

	(void)state;
	proven(s);
	s->queues[0].policies.reply_closes = true;
	decide(s);
	assert_int_equal(the(s, SP_DO_MOVE)->move.to, SP_DONE);
	assert_int_equal(the(s, SP_DO_MOVE)->move.outcome, SP_RESOLVED);
	end(s);
}

/* FAULTS.md 26 and 27: whatever it refers to. */
static void test_staff_without_proof(void **state)
{
	struct scene *s = answer(anna);

	(void)state;
	decide(s);
	assert_int_equal(mails(s, "unproven", "anna@desk.example.it"), 1);
	assert_int_equal(mails(s, "staff_reply", NULL), 0);
	assert_int_equal(mails(s, "confirmation", NULL), 0);
	assert_null(find(s, SP_DO_MOVE));
	assert_int_equal(the(s, SP_DO_ENTRY)->entry.kind, SP_ENTRY_UNPROVEN);
	assert_int_equal(the(s, SP_DO_ENTRY)->ticket_id, SP_THE_NEW_TICKET);
	assert_int_equal(s->plan->actor, SP_BY_CUSTOMER);
	assert_int_equal(s->plan->actor_id, 0);
	end(s);
}

static void test_machines_open_and_answer_nothing(void **state)
{
	static const enum sp_class classes[] = { SP_AUTOMATIC, SP_BOUNCE, SP_RECEIPT, SP_LIST, SP_SPAM,
		SP_PEC_RECEIPT };

	(void)state;
	for (size_t i = 0; i < sizeof classes / sizeof *classes; i++) {
		struct scene *s = scene();

		s->message.class = classes[i];
		s->message.subject = SP_STR("URGENTE");
		decide(s);
		assert_int_equal(s->plan->count, 1);
		assert_int_equal(s->plan->items[0].kind, SP_DO_STORE);
		end(s);
		s = answer(mario);
		s->candidate.ticket.state = SP_DONE;
		s->message.class = classes[i];
		decide(s);
		assert_null(find(s, SP_DO_MOVE));
		assert_null(find(s, SP_DO_OPEN));
		assert_int_equal(mails(s, "notification", NULL), classes[i] == SP_AUTOMATIC ? 2 : 0);
		assert_int_equal(all_mails(s), mails(s, "notification", NULL));
		end(s);
	}
}

static void test_our_own_mail_is_a_loop(void **state)
{
	struct scene *s = answer(mario);

	(void)state;
	s->facts.from_ourselves = true;
	decide(s);
	assert_int_equal(s->plan->count, 1);
	assert_string_equal(s->plan->summary, "loop");
	end(s);
}

static void test_bounce(void **state)
{
	struct sp_bounce bounce = { SP_STR("mario@rossi.example.it"), SP_STR("failed"),
		SP_STR("5.1.1"), SP_STR("unknown user") };
	struct sp_sent_mail sent = { .outbox_id = 7, .ticket_id = 100, .person_id = 11 };
	struct scene *s = scene();

	(void)state;
	s->candidate.ticket.state = SP_DONE;
	s->message.class = SP_BOUNCE;
	s->message.bounces = &bounce;
	s->message.bounce_count = 1;
	s->facts.bounced = &sent;
	s->facts.bounced_ticket = &s->candidate.ticket;
	decide(s);
	assert_int_equal(the(s, SP_DO_BOUNCED)->bounced.outbox_id, 7);
	assert_int_equal(the(s, SP_DO_ENTRY)->entry.kind, SP_ENTRY_BOUNCE);
	assert_null(find(s, SP_DO_MOVE));
	assert_int_equal(mails(s, "notification", NULL), 2);
	/* Of a mail to the staff: nobody is told, or it would never end. */
	sent.person_id = 1;
	decide(s);
	assert_int_equal(all_mails(s), 0);
	end(s);
}

static void test_answers_are_limited(void **state)
{
	struct scene *s = scene();

	(void)state;
	s->facts.automatic_to_sender_hour = 1;
	decide(s);
	assert_non_null(find(s, SP_DO_OPEN));
	assert_int_equal(mails(s, "confirmation", NULL), 0);
	assert_string_equal(the(s, SP_DO_ALARM)->alarm.kind, "answer-held-back");
	assert_int_equal(mails(s, "notification", NULL), 2);
	end(s);
}

static void test_nobody_writes(void **state)
{
	struct scene *s = scene();

	(void)state;
	s->message.from.count = 0;
	decide(s);
	assert_non_null(find(s, SP_DO_OPEN));
	assert_int_equal(the(s, SP_DO_OPEN)->person_id, 0);
	assert_int_equal(mails(s, "confirmation", NULL), 0);
	assert_int_equal(mails(s, "notification", NULL), 2);
	end(s);
}

static void test_supplier_speaks_to_the_staff(void **state)
{
	struct sp_participant part = { .person_id = 12, .part = SP_PART_SUPPLIER };
	struct scene *s = answer(giulia);

	(void)state;
	s->giulia.role = SP_SUPPLIER;
	s->candidate.participants = &part;
	s->candidate.participant_count = 1;
	decide(s);
	assert_int_equal(the(s, SP_DO_ENTRY)->entry.kind, SP_ENTRY_SUPPLIER);
	assert_int_equal(all_mails(s), mails(s, "notification", NULL));
	assert_null(find(s, SP_DO_MOVE));
	end(s);
}

static void test_assigned_ticket_is_the_assignees(void **state)
{
	struct scene *s = answer(mario);

	(void)state;
	s->candidate.ticket.assignee_id = 2;
	decide(s);
	assert_int_equal(mails(s, "notification", "luca@desk.example.it"), 1);
	assert_int_equal(mails(s, "notification", NULL), 1);
	end(s);
}

static void test_subject_numbers(void **state)
{
	static const struct {
		const char *subject;
		const char *codes;
	} cases[] = {
		{ "Re: [HT00191] Stampante", "HT191 " },
		{ "R: RE: I: [ht191] x", "HT191 " },
		{ "HT00191 e HT00190", "HT191 HT190 " },
		{ "XHT00191x", "" },
		{ "HT00191a", "" },
		{ "[HT0]", "" },
		{ "ISO9001 e [HT00003]", "ISO9001 HT3 " },
		{ "ABCDEFGHI1", "" },
		{ "H\xc3\xa0T00191", "" },
		{ "A1 A2 A3 A4 A5 A6", "A1 A2 A3 A4 A5 " },
	};
	struct sp_arena arena = SP_ARENA_INIT;

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct sp_code codes[SP_MAX_CODES];
		size_t count = sp_subject_codes(&arena, sp_str(cases[i].subject), codes);
		struct sp_buf out = SP_BUF_INIT;

		for (size_t k = 0; k < count; k++)
			sp_buf_printf(&out, "%.*s%lld ", SP_FMT(codes[k].prefix),
				(long long)codes[k].number);
		assert_string_equal(out.ptr, cases[i].codes);
		sp_buf_release(&out);
	}
	sp_arena_release(&arena);
}

static void test_subject_topic(void **state)
{
	static const struct {
		const char *subject, *topic;
		bool reply, forward;
	} cases[] = {
		{ "Re: R: RE: [HT00191] Stampante", "Stampante", true, false },
		{ "I: Fwd: Stampante", "Stampante", false, true },
		{ "Re[2]: AW: RIF: Stampante", "Stampante", true, false },
		{ "Stampante [HT00191] ferma", "Stampante ferma", false, false },
		{ "[urgente] Stampante", "[urgente] Stampante", false, false },
		{ "Ricorda: la stampante", "Ricorda: la stampante", false, false },
		{ "Re:", "", true, false },
		{ "", "", false, false },
	};
	struct sp_arena arena = SP_ARENA_INIT;

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct sp_subject parsed = sp_subject_parse(&arena, words, sp_str(cases[i].subject));

		assert_int_equal(parsed.reply, cases[i].reply);
		assert_int_equal(parsed.forward, cases[i].forward);
		if (!sp_str_eq(parsed.topic, sp_str(cases[i].topic)))
			fail_msg("%s -> %.*s", cases[i].subject, SP_FMT(parsed.topic));
	}
	sp_arena_release(&arena);
}

static int load_words(void **state)
{
	struct sp_err err = { 0 };

	(void)state;
	setenv("SPORTELLO_DATA", getenv("SP_SOURCE") ? getenv("SP_SOURCE") : ".", 1);
	if (sp_words_load(NULL, &words, &err) == SP_OK)
		return 0;
	print_error("%s\n", err.text);
	return -1;
}

static int free_words(void **state)
{
	(void)state;
	sp_words_free(words);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_first_message),
		cmocka_unit_test(test_seen_before_changes_nothing),
		cmocka_unit_test(test_urgent),
		cmocka_unit_test(test_wish_is_kept_beside),
		cmocka_unit_test(test_first_lines),
		cmocka_unit_test(test_answer_of_the_requester),
		cmocka_unit_test(test_stranger_gets_a_ticket_of_his_own),
		cmocka_unit_test(test_colleague_passes_the_gate),
		cmocka_unit_test(test_answer_to_each_state),
		cmocka_unit_test(test_thanks_reopen_nothing),
		cmocka_unit_test(test_archived_opens_a_new_one),
		cmocka_unit_test(test_forward_to_others_is_no_answer),
		cmocka_unit_test(test_staff_answer),
		cmocka_unit_test(test_staff_answer_not_sent_twice),
		cmocka_unit_test(test_reply_closes),
		cmocka_unit_test(test_staff_without_proof),
		cmocka_unit_test(test_machines_open_and_answer_nothing),
		cmocka_unit_test(test_our_own_mail_is_a_loop),
		cmocka_unit_test(test_bounce),
		cmocka_unit_test(test_answers_are_limited),
		cmocka_unit_test(test_nobody_writes),
		cmocka_unit_test(test_supplier_speaks_to_the_staff),
		cmocka_unit_test(test_assigned_ticket_is_the_assignees),
		cmocka_unit_test(test_subject_numbers),
		cmocka_unit_test(test_subject_topic),
	};

	return cmocka_run_group_tests(tests, load_words, free_words);
}
