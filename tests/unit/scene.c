/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>

#include "unit/scene.h"

struct sp_words *words;


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
	s->queues[i].policies.escalation = "";
	s->queues[i].policies.on_call_minutes = 30;
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
		.automatic_hourly_desk = 500, .flood_hourly = 30, .message_size_limit = 25 * 1024 * 1024, .dpo = "", .administrator = "", .digest = true };
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
struct scene *scene(void)
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
		&s->queues[0], SP_NONE };
	return s;
}

/* The message refers to the ticket and comes from `sender`. */
struct scene *answer(struct sp_person *(*sender)(struct scene *))
{
	struct scene *s = scene();

	s->facts.sender = sender(s);
	s->from.address = s->facts.sender->address;
	s->message.subject = SP_STR("Re: [HT00001] Stampante ferma");
	s->facts.candidates = &s->candidate;
	s->facts.candidate_count = 1;
	return s;
}

struct sp_person *mario(struct scene *s)
{
	return &s->mario;
}

struct sp_person *giulia(struct scene *s)
{
	return &s->giulia;
}

struct sp_person *anna(struct scene *s)
{
	return &s->people[0];
}

void proven(struct scene *s)
{
	s->facts.token.verdict = SP_TOKEN_GOOD;
	s->facts.token.purpose = SP_TOKEN_STAFF;
	s->facts.token.person_id = s->facts.sender->id;
	s->facts.token.ticket_id = s->candidate.ticket.id;
}

void decide(struct scene *s)
{
	s->plan = sp_decide(&s->arena, &s->c);
}

const struct sp_decision *find(const struct scene *s, enum sp_decision_kind kind)
{
	for (size_t i = 0; i < s->plan->count; i++)
		if (s->plan->items[i].kind == kind)
			return &s->plan->items[i];
	return NULL;
}

/* The first of that kind, which must be there. */
const struct sp_decision *the(const struct scene *s, enum sp_decision_kind kind)
{
	const struct sp_decision *found = find(s, kind);

	assert_non_null(found);
	if (!found)
		abort();
	return found;
}

/* How many mails of that template go to `address` (NULL: to anybody). */
int mails(const struct scene *s, const char *template_name, const char *address)
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

int all_mails(const struct scene *s)
{
	int count = 0;

	for (size_t i = 0; i < s->plan->count; i++)
		count += s->plan->items[i].kind == SP_DO_MAIL;
	return count;
}

void end(struct scene *s)
{
	sp_arena_release(&s->arena);
	free(s);
}

int load_words(void **state)
{
	struct sp_err err = { 0 };

	(void)state;
	setenv("SPORTELLO_DATA", getenv("SP_SOURCE") ? getenv("SP_SOURCE") : ".", 1);
	if (sp_words_load(NULL, &words, &err) == SP_OK)
		return 0;
	print_error("%s\n", err.text);
	return -1;
}

int free_words(void **state)
{
	(void)state;
	sp_words_free(words);
	return 0;
}
