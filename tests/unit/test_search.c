/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * store/search: what people type, and what is found: accents and case folded, each
 * word, nothing typed an error, nothing left of what was erased.
 */
#include "store_fixture.h"

#include "store/erase.h"
#include "store/search.h"

static const struct {
	const char *typed, *expression;
} expressions[] = {
	{ "stampante", "\"stampante\"" },
	{ "  stampante   ferma ", "\"stampante\" \"ferma\"" },
	{ "\"primo piano\" toner", "\"primo piano\" \"toner\"" },
	{ "stamp*", "\"stamp\"*" },
	{ "NEAR OR AND NOT", "\"NEAR\" \"OR\" \"AND\" \"NOT\"" },
	{ "subject:x", "\"subject:x\"" },
	{ "a\"b c\"d", "\"a\" \"b c\" \"d\"" },
	{ "\"senza fine", "\"senza fine\"" },
	{ "(x) ^y -z {w}", "\"(x)\" \"^y\" \"-z\" \"{w}\"" },
	{ "* ** \"\" ( ) -", NULL },
	{ "", NULL },
	{ "perché", "\"perché\"" },
	{ "c**", "\"c\"*" },
};

static void test_expressions(void **state)
{
	struct fixture *f = *state;

	for (size_t i = 0; i < COUNT(expressions); i++) {
		struct sp_str made = sp_search_expression(&f->arena, sp_str(expressions[i].typed));

		if (!expressions[i].expression)
			assert_null(made.ptr);
		else
			assert_str(made, expressions[i].expression);
	}
}

static int64_t say(struct fixture *f, const struct sp_ticket *ticket, enum sp_entry_kind kind,
	const char *text)
{
	struct sp_entry entry = { .ticket_id = ticket->id, .kind = kind, .text = sp_str(text),
		.at = NOW };

	assert_ok(sp_entry_add(f->db, &entry, &entry.id, &f->err), &f->err);
	return entry.id;
}

static size_t places(struct fixture *f, const char *typed, int64_t requester,
	struct sp_found **found_r)
{
	struct sp_str expression = sp_search_expression(&f->arena, sp_str(typed));
	struct sp_found *found;
	size_t count;

	assert_ok(sp_search(f->db, &f->arena, expression, requester, 50, &found, &count, &f->err),
		&f->err);
	if (found_r)
		*found_r = found;
	return count;
}

/* The subject, "Il sito non risponde", is with the first thing said on each ticket. */
static const struct {
	const char *typed;
	size_t places;
} questions[] = {
	{ "perche", 1 }, { "PERCHÉ", 1 }, { "perché", 1 }, { "cosi", 1 }, { "stampante", 2 },
	{ "stampante piano", 1 }, { "\"primo piano\"", 1 }, { "\"piano primo\"", 0 },
	{ "stamp*", 2 }, { "stamp", 0 }, { "\"primo pia\"*", 0 }, { "SITO", 2 },
	{ "risponde", 2 }, { "Straße", 1 }, { "segreto", 1 }, { "niente", 0 }, { "subject:sito", 0 },
	{ "sito) OR (stampante", 0 }, { "Ελλάδα", 1 },
};

static void test_found(void **state)
{
	struct fixture *f = *state;
	int64_t mario = add_customer(f, "mario@rossi.example", "Mario Rossi");
	int64_t giulia = add_customer(f, "giulia@bianchi.example", "Giulia");
	struct sp_ticket one = open_ticket(f, mario, "software", 0);
	struct sp_ticket two = open_ticket(f, giulia, "software", 0);
	struct sp_found *found;

	say(f, &one, SP_ENTRY_CUSTOMER, "La stampante del primo piano è ferma. Perché così?");
	say(f, &one, SP_ENTRY_NOTE, "La password è segreto; la stampante è sua. Ελλάδα");
	say(f, &two, SP_ENTRY_CUSTOMER, "Straße");
	for (size_t i = 0; i < COUNT(questions); i++) {
		size_t count = places(f, questions[i].typed, 0, NULL);

		if (count != questions[i].places)
			fail_msg("%s: %zu places", questions[i].typed, count);
	}
	assert_int_equal(places(f, "sito", giulia, NULL), 1);
	assert_int_equal(places(f, "stampante", giulia, NULL), 0);
	assert_int_equal(places(f, "stampante", 0, &found), 2);
	assert_int_equal(found[0].kind, SP_ENTRY_NOTE); /* the newest first */
	assert_str(found[1].ticket, "HT00001");
	assert_int_equal(found[1].state, SP_NEW);
	assert_true(sp_str_has(found[1].said, SP_STR("primo piano")));
}

static void test_erased(void **state)
{
	struct fixture *f = *state;
	int64_t mario = add_customer(f, "mario@rossi.example", "Mario Rossi");
	struct sp_ticket one = open_ticket(f, mario, "software", 0);
	struct sp_erasure erasure = { .person_id = mario, .at = NOW };
	int64_t id = say(f, &one, SP_ENTRY_CUSTOMER, "Mi chiamo Zanzottera.");
	FILE *file;
	static char bytes[1 << 20];
	size_t len;

	assert_int_equal(places(f, "zanzottera", 0, NULL), 1);
	assert_ok(sp_erasure_begin(f->db, &erasure, &f->err), &f->err);
	assert_ok(sp_erase_set_said(f->db, id, SP_STR("Mi chiamo [...]."), &f->err), &f->err);
	assert_ok(sp_erasure_rows_gone(f->db, &erasure, &f->err), &f->err);
	assert_int_equal(places(f, "zanzottera", 0, NULL), 0);
	assert_int_equal(places(f, "chiamo", 0, NULL), 1);
	assert_ok(sp_db_commit(f->db, &f->err), &f->err);
	assert_ok(sp_erase_pages(f->db, &f->err), &f->err);
	sp_db_close(f->db);
	f->db = NULL;
	file = fopen(f->path, "rb");
	assert_non_null(file);
	len = fread(bytes, 1, sizeof(bytes), file);
	fclose(file);
	assert_true(len > 0 && len < sizeof(bytes));
	assert_null(memmem(bytes, len, "zanzottera", 10));
	assert_null(memmem(bytes, len, "Zanzottera", 10));
	/* What it began with is another word's too: the index shortens them. */
	assert_null(memmem(bytes, len, "nzottera", 8));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_expressions, setup, teardown),
		cmocka_unit_test_setup_teardown(test_found, setup, teardown),
		cmocka_unit_test_setup_teardown(test_erased, setup, teardown),
	};

	return cmocka_run_group_tests_name("search", tests, NULL, NULL);
}
