/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Numbers are given once, also after the database went back to a backup.
 */
#include <fcntl.h>

#include "unit/store_fixture.h"

#include "core/numbering.h"
#include "store/backup.h"
#include "store/monthly.h"
#include "store/numbers.h"

enum { DAY = 86400 };

static void test_where_it_goes_on(void **state)
{
	static const struct {
		int64_t last, mark, recent, window, away, after;
	} cases[] = {
		/* The folder knows: a full hundred, at least a hundred further. */
		{ 191, 195, 5, DAY, DAY, 300 },
		{ 191, 200, 5, DAY, DAY, 300 },
		{ 191, 201, 5, DAY, DAY, 400 },
		{ 0, 3, 0, DAY, DAY, 200 },
		{ 191, 191, 1000, DAY, DAY, 300 },
		{ 191, 195, 5000, DAY, DAY, 300 },
		/* It does not, or less than the database. */
		{ 191, 0, 5, DAY, DAY, 1200 },
		{ 191, 100, 5, DAY, DAY, 1200 },
		{ 0, 0, 0, DAY, DAY, 1000 },
		{ 191, 0, 5, DAY, 0, 1200 },
		{ 191, 0, 5, DAY, -DAY, 1200 },
		{ 100, 0, 1000, DAY, DAY, 4100 },       /* at the pace it had, twice */
		{ 100, 0, 1000, DAY, 3 * DAY, 8100 },
		{ 100, 0, 1000, DAY, 3 * DAY + 5, 8100 },
		{ 100, 0, 100, 0, 0, 1100 },
		/* Whatever stands there. */
		{ 0, 0, INT64_MAX, 1, INT64_MAX, INT64_C(1) << 53 },
		{ INT64_MAX, 0, 1, 1, 1, INT64_MAX },
		{ 1, INT64_MAX / 2, 1, 1, 1, INT64_MAX / 2 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct sp_numbering numbering = { cases[i].last, cases[i].mark, cases[i].recent,
			cases[i].window, cases[i].away };
		int64_t after = sp_numbering_after(&numbering);

		if (after != cases[i].after && !(cases[i].after == INT64_C(1) << 53 && after >= cases[i].after))
			fail_msg("case %zu: %lld", i, (long long)after);
	}
}

static int64_t opened(struct fixture *f, const char *prefix)
{
	struct sp_ticket ticket = { .queue = SP_STR("assistenza"), .state = SP_NEW,
		.subject = SP_STR("x"), .language = SP_STR("it"), .opened_at = NOW, .received_at = NOW };

	assert_ok(sp_ticket_open(f->db, &f->arena, prefix, &ticket, &f->err), &f->err);
	return atoi(sp_arena_text(&f->arena, sp_str_from(ticket.code, 2)));
}

static void commit(struct fixture *f)
{
	assert_ok(sp_db_commit(f->db, &f->err), &f->err);
}

static void again(struct fixture *f)
{
	assert_ok(sp_db_begin(f->db, &f->err), &f->err);
}

static void assert_lock(struct fixture *f, const char *expected)
{
	char text[400] = "";
	int fd = open(f->lock, O_RDONLY);

	assert_true(fd >= 0 && read(fd, text, sizeof text - 1) >= 0);
	close(fd);
	assert_string_equal(text, expected);
}

/* A plain copy of the file, of a database that is closed. */
static void copy_file(const char *from, const char *to)
{
	static char bytes[4 * 1024 * 1024];
	int in = open(from, O_RDONLY), out = open(to, O_WRONLY | O_CREAT | O_TRUNC, 0600);
	ssize_t got = read(in, bytes, sizeof bytes);

	assert_true(got > 0 && (size_t)got < sizeof bytes && write(out, bytes, (size_t)got) == got);
	close(in);
	close(out);
}

static void reopen(struct fixture *f)
{
	assert_ok(sp_db_open(f->path, f->lock, in_seconds(30), &f->db, &f->err), &f->err);
	again(f);
}

static void test_noted_after_commit(void **state)
{
	struct fixture *f = *state;

	assert_lock(f, "");
	assert_int_equal(opened(f, "HT"), 1);
	assert_lock(f, "");
	sp_db_rollback(f->db);
	assert_lock(f, "");
	again(f);
	assert_int_equal(opened(f, "HT"), 1);
	commit(f);
	assert_lock(f, "tickets HT 1\n");
	again(f);
	assert_int_equal(opened(f, "HT"), 2);
	assert_int_equal(opened(f, "IN"), 1);
	commit(f);
	assert_lock(f, "tickets HT 2\ntickets IN 1\n");
	again(f);
	commit(f);
	again(f);
	for (int i = 3; i <= 120; i++)
		assert_int_equal(opened(f, "HT"), i);
	commit(f);
	assert_lock(f, "tickets HT 120\ntickets IN 1\n");
}

/* A part that is undone has numbered nothing. */
static void test_undone_part(void **state)
{
	struct fixture *f = *state;

	assert_ok(sp_db_part_begin(f->db, &f->err), &f->err);
	assert_int_equal(opened(f, "HT"), 1);
	assert_ok(sp_db_part_keep(f->db, &f->err), &f->err);
	assert_ok(sp_db_part_begin(f->db, &f->err), &f->err);
	assert_int_equal(opened(f, "HT"), 2);
	assert_ok(sp_db_part_undo(f->db, &f->err), &f->err);
	commit(f);
	assert_lock(f, "tickets HT 1\n");
	again(f);
	assert_int_equal(opened(f, "HT"), 2);
}

static void test_file_put_back(void **state)
{
	struct fixture *f = *state;
	char kept[128];
	int64_t times = 0;
	struct sp_person anna = { .role = SP_STAFF, .name = SP_STR("Anna"),
		.address = SP_STR("anna@desk.example.it"), .language = SP_STR("it") };
	int64_t anna_id, mario, rita;

	snprintf(kept, sizeof kept, "%s/kept", f->folder);
	assert_ok(sp_people_add(f->db, &anna, NOW, &anna_id, &f->err), &f->err);
	opened(f, "HT");
	commit(f);
	sp_db_close(f->db);
	copy_file(f->path, kept);
	reopen(f);
	mario = add_customer(f, "mario@rossi.example", "Mario");
	assert_int_equal(opened(f, "HT"), 2);
	assert_int_equal(opened(f, "IN"), 1);
	commit(f);
	sp_db_close(f->db);
	copy_file(kept, f->path);
	reopen(f);
	assert_int_equal(opened(f, "HT"), 201);
	assert_int_equal(opened(f, "HT"), 202);
	assert_int_equal(opened(f, "IN"), 201);
	rita = add_customer(f, "rita@bianchi.example", "Rita");
	assert_true(rita > mario);
	assert_ok(sp_people_tokens_shown(f->db, anna_id, 5, &times, &f->err), &f->err);
	assert_int_equal(times, 64);
	assert_ok(sp_people_tokens_shown(f->db, rita, 5, &times, &f->err), &f->err);
	assert_int_equal(times, 0);
	commit(f);
	assert_lock(f, "tickets HT 202\ntickets IN 201\n");
}

/* Nothing was numbered since: nothing is skipped. */
static void test_nothing_was_lost(void **state)
{
	struct fixture *f = *state;
	char kept[128];

	snprintf(kept, sizeof kept, "%s/kept", f->folder);
	opened(f, "HT");
	commit(f);
	sp_db_close(f->db);
	copy_file(f->path, kept);
	copy_file(kept, f->path);
	reopen(f);
	assert_int_equal(opened(f, "HT"), 2);
}

/* `sportello backup`'s copy says that it is one, also where the folder knows nothing;
 * once it is the desk's, it is like any other. */
static void test_backup_put_back(void **state)
{
	static const int firsts[] = { 201, 1101 };
	struct fixture *f = *state;
	char kept[128];

	snprintf(kept, sizeof kept, "%s/kept", f->folder);
	opened(f, "HT");
	commit(f);
	close(open(kept, O_RDWR | O_CREAT, 0600));
	assert_ok(sp_db_copy(f->db, kept, NULL, NULL, &f->err), &f->err);
	assert_ok(sp_db_verify_copy(kept, &f->err), &f->err);
	for (size_t i = 0; i < COUNT(firsts); i++) {
		sp_db_close(f->db);
		copy_file(kept, f->path);
		if (i > 0)
			assert_int_equal(truncate(f->lock, 0), 0);
		assert_ok(sp_db_open_read(f->path, &f->db, &f->err), &f->err);
		sp_db_close(f->db);
		reopen(f);
		assert_int_equal(opened(f, "HT"), firsts[i]);
		commit(f);
		sp_db_close(f->db);
		reopen(f);
		assert_int_equal(opened(f, "HT"), firsts[i] + 1);
		commit(f);
	}
}

static void make_statement(struct fixture *f, int64_t month, int64_t number)
{
	struct sp_monthly monthly = { .year = 2026, .payer = { 0, 1 }, .month = month,
		.contact_id = 1, .made_at = NOW };

	assert_ok(sp_monthly_add(f->db, &monthly, &f->err), &f->err);
	assert_int_equal(monthly.number, number);
}

/* Statements have no gaps: they wait. */
static void test_statements(void **state)
{
	struct fixture *f = *state;
	struct sp_lost_statements lost;
	char kept[128];

	snprintf(kept, sizeof kept, "%s/kept", f->folder);
	assert_int_equal(add_customer(f, "mario@rossi.example", "Mario"), 1);
	make_statement(f, 202609, 1);
	commit(f);
	sp_db_close(f->db);
	copy_file(f->path, kept);
	reopen(f);
	make_statement(f, 202610, 2);
	make_statement(f, 202611, 3);
	assert_ok(sp_statements_lost(f->db, f->lock, &lost, &f->err), &f->err);
	assert_int_equal(lost.last, 0);
	commit(f);
	assert_lock(f, "statements 2026 3\n");
	sp_db_close(f->db);
	copy_file(kept, f->path);
	reopen(f);
	assert_ok(sp_statements_lost(f->db, f->lock, &lost, &f->err), &f->err);
	assert_int_equal(lost.year, 2026);
	assert_int_equal(lost.first, 2);
	assert_int_equal(lost.last, 3);
	assert_int_equal(sp_statements_refuse(&lost, &f->err), SP_CONFIG);
	assert_non_null(strstr(f->err.text, "2026/2 to 2026/3"));
	make_statement(f, 202610, 2);
	make_statement(f, 202611, 3);
	assert_ok(sp_statements_lost(f->db, f->lock, &lost, &f->err), &f->err);
	assert_int_equal(lost.last, 0);
}

/* What somebody else wrote there is not taken for a mark. */
static void test_strange_lines(void **state)
{
	static const char *const texts[] = { "x", "tickets\n", "tickets HT\n", "tickets HT x\n",
		"tickets HT -5\n", "tickets HT 99999999999999999999\n", "\n\n tickets HT 7\n",
		"tickets  HT 7\n", "tickets OT 7\n", "statements HT 7\n" };
	struct fixture *f = *state;

	for (size_t i = 0; i < COUNT(texts); i++) {
		int fd = open(f->lock, O_WRONLY | O_TRUNC);

		assert_true(write(fd, texts[i], strlen(texts[i])) > 0);
		close(fd);
		assert_int_equal(opened(f, "HT"), (int)i + 1);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_where_it_goes_on),
		cmocka_unit_test_setup_teardown(test_noted_after_commit, setup, teardown),
		cmocka_unit_test_setup_teardown(test_undone_part, setup, teardown),
		cmocka_unit_test_setup_teardown(test_file_put_back, setup, teardown),
		cmocka_unit_test_setup_teardown(test_nothing_was_lost, setup, teardown),
		cmocka_unit_test_setup_teardown(test_backup_put_back, setup, teardown),
		cmocka_unit_test_setup_teardown(test_statements, setup, teardown),
		cmocka_unit_test_setup_teardown(test_strange_lines, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
