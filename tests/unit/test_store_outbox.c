/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * store/: mail to be sent: once, leased fairly, marked, taken over.
 */
#include "store_fixture.h"

static int64_t queue_mail(struct fixture *f, const char *recipient, bool automatic, const char *once)
{
	static int serial;
	char header_id[32];
	struct sp_outbox mail = { .template_name = SP_STR("confirmation"), .language = SP_STR("it"),
		.once = once, .automatic = automatic, .sender = SP_STR("aiuto@desk.example"),
		.recipient = sp_str(recipient), .subject = SP_STR("Ricevuto"),
		.bytes = SP_STR("From: x\r\n\r\nok\r\n") };
	int64_t id;
	bool added;

	snprintf(header_id, sizeof(header_id), "<%d@desk>", ++serial);
	mail.header_id = sp_str(header_id);
	assert_ok(sp_outbox_add(f->db, &mail, NOW, &id, &added, &f->err), &f->err);
	return added ? id : 0;
}

static struct sp_outbox mail_of(struct fixture *f, int64_t id)
{
	struct sp_outbox mail;
	bool found;

	assert_ok(sp_outbox_by_id(f->db, &f->arena, id, &mail, &found, &f->err), &f->err);
	assert_true(found);
	return mail;
}

static size_t lease(struct fixture *f, const char *who, int64_t now, size_t limit, size_t per_domain,
	struct sp_outbox **mails_r)
{
	size_t count;

	assert_ok(sp_outbox_lease(f->db, &f->arena, who, now, now + 300, limit, per_domain, mails_r,
		&count, &f->err), &f->err);
	return count;
}

static bool mark(struct fixture *f, const char *who, struct sp_outbox_result result)
{
	bool ours;

	assert_ok(sp_outbox_mark(f->db, who, &result, NOW + 10, &ours, &f->err), &f->err);
	return ours;
}

static void test_mail_comes_back(void **state)
{
	struct fixture *f = *state;
	int64_t person = add_customer(f, "mario@example.it", "Mario"), id;
	struct sp_ticket ticket = open_ticket(f, person, "software", 0);
	struct sp_outbox mail = { .header_id = SP_STR("<a@desk>"), .template_name = SP_STR("closed"),
		.language = SP_STR("en"), .ticket_id = ticket.id, .person_id = person,
		.once = "closed HT00001", .automatic = true, .recipient = SP_STR("mario@example.it"),
		.subject = SP_STR("S"), .bytes = SP_STR("x\r\n"), .next_at = NOW + 60 };
	struct sp_sent_mail *sent;
	bool added;

	assert_ok(sp_outbox_add(f->db, &mail, NOW, &id, &added, &f->err), &f->err);
	assert_true(added);
	mail = mail_of(f, id);
	assert_int_equal(mail.id, id);
	assert_str(mail.header_id, "<a@desk>");
	assert_str(mail.template_name, "closed");
	assert_str(mail.language, "en");
	assert_int_equal(mail.ticket_id, ticket.id);
	assert_str(mail.ticket, "HT00001");
	assert_int_equal(mail.person_id, person);
	assert_int_equal(mail.cause_id, 0);
	assert_string_equal(mail.once, "closed HT00001");
	assert_true(mail.automatic);
	assert_str(mail.sender, "");
	assert_str(mail.recipient, "mario@example.it");
	assert_str(mail.subject, "S");
	assert_str(mail.bytes, "x\r\n");
	assert_int_equal(mail.size, 3);
	assert_int_equal(mail.state, SP_OUTBOX_DUE);
	assert_int_equal(mail.created_at, NOW);
	assert_int_equal(mail.next_at, NOW + 60);
	assert_int_equal(mail.done_at, 0);
	assert_ok(sp_outbox_by_header_id(f->db, &f->arena, SP_STR("<a@desk>"), &sent, &f->err), &f->err);
	assert_int_equal(sent->outbox_id, id);
	assert_int_equal(sent->ticket_id, ticket.id);
	assert_int_equal(sent->person_id, person);
	assert_str(sent->recipient, "mario@example.it");
	assert_str(sent->template_name, "closed");
	assert_ok(sp_outbox_by_header_id(f->db, &f->arena, SP_STR("<b@desk>"), &sent, &f->err), &f->err);
	assert_null(sent);
	assert_ok(sp_outbox_bounced(f->db, id, SP_STR("550 no\r\nsuch user"), NOW + 9, &f->err), &f->err);
	mail = mail_of(f, id);
	assert_str(mail.bounce, "550 no  such user");
	assert_int_equal(mail.bounced_at, NOW + 9);
}

static void test_once(void **state)
{
	struct fixture *f = *state;

	assert_int_not_equal(queue_mail(f, "a@x.example", true, "warned-75 HT00001"), 0);
	assert_int_equal(queue_mail(f, "a@x.example", true, "warned-75 HT00001"), 0);
	assert_int_not_equal(queue_mail(f, "a@x.example", true, "warned-75 HT00002"), 0);
	assert_int_not_equal(queue_mail(f, "a@x.example", true, NULL), 0);
	assert_int_not_equal(queue_mail(f, "a@x.example", true, NULL), 0);
}

static void test_lease_is_fair(void **state)
{
	struct fixture *f = *state;
	struct sp_outbox *mails;
	int64_t announced[8], person;

	for (int i = 0; i < 8; i++)
		announced[i] = queue_mail(f, "many@big.example", true, NULL);
	queue_mail(f, "one@small.example", true, NULL);
	person = queue_mail(f, "two@big.example", false, NULL);
	assert_int_equal(lease(f, "mine", NOW - 1, 10, 2, &mails), 0);
	assert_int_equal(lease(f, "mine", NOW, 3, 2, &mails), 3);
	assert_int_equal(mails[0].id, announced[0]);
	assert_str(mails[1].recipient, "one@small.example");
	assert_int_equal(mails[2].id, person);
	assert_null(mails[2].bytes.ptr);
	assert_int_equal(mails[2].state, SP_OUTBOX_SENDING);
	/* Nobody else gets them while they are held. */
	assert_int_equal(lease(f, "other", NOW, 100, 100, &mails), 7);
	assert_int_equal(lease(f, "third", NOW, 100, 100, &mails), 0);
}

static void test_take_over(void **state)
{
	struct fixture *f = *state;
	int64_t id = queue_mail(f, "a@x.example", true, NULL), next;
	struct sp_outbox *mails;

	assert_int_equal(lease(f, "dead", NOW, 10, 10, &mails), 1);
	assert_false(mails[0].unknown);
	assert_ok(sp_outbox_next(f->db, &next, &f->err), &f->err);
	assert_int_equal(next, NOW + 300);
	assert_int_equal(lease(f, "alive", NOW + 299, 10, 10, &mails), 0);
	assert_int_equal(lease(f, "alive", NOW + 300, 10, 10, &mails), 1);
	assert_true(mails[0].unknown);
	assert_false(mark(f, "dead", (struct sp_outbox_result){ .id = id, .state = SP_OUTBOX_SENT }));
	assert_true(mark(f, "alive", (struct sp_outbox_result){ .id = id, .state = SP_OUTBOX_SENT }));
	assert_int_equal(mail_of(f, id).state, SP_OUTBOX_SENT);
}

/* Leases that begin with another letter, or whose sender lives, stay. */
static void test_the_dead_hold_nothing(void **state)
{
	struct fixture *f = *state;
	int64_t dead = queue_mail(f, "a@x.example", true, NULL);
	int64_t alive = queue_mail(f, "b@y.example", true, NULL);
	struct sp_outbox *mails;

	assert_int_equal(lease(f, "s07-abc", NOW, 1, 1, &mails), 1);
	assert_int_equal(lease(f, "s08-abc", NOW, 1, 1, &mails), 1);
	assert_ok(sp_outbox_take_over(f->db, "s06-", NOW + 1, &f->err), &f->err);
	assert_int_equal(mail_of(f, dead).state, SP_OUTBOX_SENDING);
	assert_ok(sp_outbox_take_over(f->db, "s07-", NOW + 1, &f->err), &f->err);
	assert_int_equal(mail_of(f, dead).state, SP_OUTBOX_DUE);
	assert_int_equal(mail_of(f, dead).next_at, NOW + 1);
	assert_true(mail_of(f, dead).unknown);
	assert_int_equal(mail_of(f, alive).state, SP_OUTBOX_SENDING);
	assert_false(mark(f, "s07-abc", (struct sp_outbox_result){ .id = dead, .state = SP_OUTBOX_SENT }));
	assert_true(mark(f, "s08-abc", (struct sp_outbox_result){ .id = alive, .state = SP_OUTBOX_SENT }));
}

static void test_marks(void **state)
{
	struct fixture *f = *state;
	int64_t ids[3], next;
	struct sp_outbox *mails, mail;
	char long_reply[700];

	for (int i = 0; i < 3; i++)
		ids[i] = queue_mail(f, "a@x.example", true, NULL);
	memset(long_reply, 'r', sizeof(long_reply));
	assert_int_equal(lease(f, "mine", NOW, 10, 10, &mails), 3);
	assert_true(mark(f, "mine", (struct sp_outbox_result){ .id = ids[0], .state = SP_OUTBOX_SENT,
		.reply = SP_STR("250 2.0.0 Ok\r\n") }));
	assert_true(mark(f, "mine", (struct sp_outbox_result){ .id = ids[1], .state = SP_OUTBOX_FAILED,
		.reply = sp_str_n(long_reply, sizeof(long_reply)) }));
	assert_true(mark(f, "mine", (struct sp_outbox_result){ .id = ids[2], .state = SP_OUTBOX_DUE,
		.next_at = NOW + 77, .unknown = true, .free = true }));
	mail = mail_of(f, ids[0]);
	assert_int_equal(mail.state, SP_OUTBOX_SENT);
	assert_int_equal(mail.done_at, NOW + 10);
	assert_int_equal(mail.attempts, 1);
	assert_str(mail.reply, "250 2.0.0 Ok");
	mail = mail_of(f, ids[1]);
	assert_int_equal(mail.state, SP_OUTBOX_FAILED);
	assert_int_equal(mail.reply.len, 500);
	mail = mail_of(f, ids[2]);
	assert_int_equal(mail.state, SP_OUTBOX_DUE);
	assert_int_equal(mail.attempts, 0);
	assert_int_equal(mail.next_at, NOW + 77);
	assert_int_equal(mail.done_at, 0);
	assert_true(mail.unknown);
	assert_ok(sp_outbox_next(f->db, &next, &f->err), &f->err);
	assert_int_equal(next, NOW + 77);
	assert_false(mark(f, "mine", (struct sp_outbox_result){ .id = ids[0], .state = SP_OUTBOX_DUE }));
}

static void test_administrator(void **state)
{
	struct fixture *f = *state;
	int64_t sent = queue_mail(f, "a@x.example", true, NULL);
	int64_t sending = queue_mail(f, "a@y.example", true, NULL), due, next;
	struct sp_outbox_filter filter;
	struct sp_outbox_counts counts;
	struct sp_outbox *mails;
	size_t count;

	lease(f, "mine", NOW, 10, 10, &mails);
	mark(f, "mine", (struct sp_outbox_result){ .id = sent, .state = SP_OUTBOX_SENT });
	due = queue_mail(f, "a@x.example", true, NULL);
	assert_int_equal(sp_outbox_retry(f->db, sent, NOW, NULL), SP_PERM);
	assert_int_equal(sp_outbox_drop(f->db, sent, NOW, NULL), SP_PERM);
	assert_int_equal(sp_outbox_retry(f->db, sending, NOW, NULL), SP_PERM);
	assert_int_equal(sp_outbox_drop(f->db, sending, NOW, NULL), SP_PERM);
	assert_int_equal(sp_outbox_drop(f->db, 4711, NOW, NULL), SP_PERM);
	assert_ok(sp_outbox_drop(f->db, due, NOW + 1, &f->err), &f->err);
	assert_int_equal(mail_of(f, due).state, SP_OUTBOX_DROPPED);
	filter = (struct sp_outbox_filter){ .by_state = true, .state = SP_OUTBOX_DROPPED };
	assert_ok(sp_outbox_list(f->db, &f->arena, &filter, &mails, &count, &f->err), &f->err);
	assert_int_equal(count, 1);
	assert_int_equal(mails[0].id, due);
	assert_null(mails[0].bytes.ptr);
	filter = (struct sp_outbox_filter){ 0 };
	assert_ok(sp_outbox_list(f->db, &f->arena, &filter, &mails, &count, &f->err), &f->err);
	assert_int_equal(count, 3);
	filter.limit = 2;
	assert_ok(sp_outbox_list(f->db, &f->arena, &filter, &mails, &count, &f->err), &f->err);
	assert_int_equal(count, 2);
	assert_int_equal(mails[0].id, sending);
	assert_int_equal(mails[1].id, due);
	filter = (struct sp_outbox_filter){ .unfinished = true };
	assert_ok(sp_outbox_list(f->db, &f->arena, &filter, &mails, &count, &f->err), &f->err);
	assert_int_equal(count, 1);
	assert_int_equal(mails[0].id, sending);
	filter = (struct sp_outbox_filter){ .ticket_id = 4711 };
	assert_ok(sp_outbox_list(f->db, &f->arena, &filter, &mails, &count, &f->err), &f->err);
	assert_int_equal(count, 0);
	assert_ok(sp_outbox_count(f->db, &counts, &f->err), &f->err);
	assert_int_equal(counts.count[SP_OUTBOX_SENT], 1);
	assert_int_equal(counts.count[SP_OUTBOX_SENDING], 1);
	assert_int_equal(counts.count[SP_OUTBOX_DROPPED], 1);
	assert_int_equal(counts.count[SP_OUTBOX_FAILED], 0);
	assert_int_equal(counts.oldest[SP_OUTBOX_SENT], NOW);
	assert_ok(sp_outbox_retry(f->db, due, NOW + 2, &f->err), &f->err);
	assert_int_equal(mail_of(f, due).state, SP_OUTBOX_DUE);
	assert_ok(sp_outbox_next(f->db, &next, &f->err), &f->err);
	assert_int_equal(next, NOW + 2);
}

static void test_held(void **state)
{
	struct fixture *f = *state;
	struct sp_outbox mail = { .header_id = SP_STR("<h@desk>"), .template_name = SP_STR("x"),
		.language = SP_STR("it"), .recipient = SP_STR("a@x"), .bytes = SP_STR("x"),
		.state = SP_OUTBOX_HELD }, *mails;
	int64_t id;
	bool added;

	assert_ok(sp_outbox_add(f->db, &mail, NOW, &id, &added, &f->err), &f->err);
	assert_int_equal(lease(f, "mine", NOW, 10, 10, &mails), 0);
	assert_ok(sp_outbox_retry(f->db, id, NOW, &f->err), &f->err);
	assert_int_equal(lease(f, "mine", NOW, 10, 10, &mails), 1);
}

static void test_automatic_are_counted(void **state)
{
	struct fixture *f = *state;
	int64_t count;

	queue_mail(f, "a@x.example", true, NULL);
	queue_mail(f, "a@x.example", false, NULL);
	queue_mail(f, "b@x.example", true, NULL);
	assert_ok(sp_outbox_automatic_since(f->db, SP_STR("a@x.example"), NOW, &count, &f->err), &f->err);
	assert_int_equal(count, 1);
	assert_ok(sp_outbox_automatic_since(f->db, SP_STR(""), NOW, &count, &f->err), &f->err);
	assert_int_equal(count, 2);
	assert_ok(sp_outbox_automatic_since(f->db, SP_STR(""), NOW + 1, &count, &f->err), &f->err);
	assert_int_equal(count, 0);
}

#define CASE(function) cmocka_unit_test_setup_teardown(function, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(test_mail_comes_back),
		CASE(test_once),
		CASE(test_lease_is_fair),
		CASE(test_take_over), CASE(test_the_dead_hold_nothing),
		CASE(test_marks),
		CASE(test_administrator),
		CASE(test_held),
		CASE(test_automatic_are_counted),
	};

	return cmocka_run_group_tests_name("store-outbox", tests, NULL, NULL);
}
