/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * store/: the schema, its words and comments, the statements, the migrations.
 */
#include "store_plain.h"

#include "core/ledger.h"
#include "core/privacy.h"
#include "store/migrations.h"
#include "store/statements.h"

/* --- statements and words ----------------------------------------------------- */

static void test_every_statement_prepares(void **state)
{
	struct fixture *f = *state;
	sqlite3 *sqlite = open_plain(f);

	for (size_t i = 0; i < SP_STATEMENTS; i++) {
		sqlite3_stmt *stmt = NULL;
		const char *rest = "";

		assert_non_null(sp_statements[i]);
		if (sqlite3_prepare_v2(sqlite, sp_statements[i], -1, &stmt, &rest) != SQLITE_OK)
			print_error("%s: %s\n", sp_statements[i], sqlite3_errmsg(sqlite));
		assert_non_null(stmt);
		assert_string_equal(rest, "");
		sqlite3_finalize(stmt);
	}
	sqlite3_close(sqlite);
}

/* A column that is gone is told before the mail stays away. */
static void test_fits(void **state)
{
	struct fixture *f = *state;
	struct sp_db *db;
	sqlite3 *sqlite;

	assert_ok(sp_db_fits(f->db, &f->err), &f->err);
	sp_db_rollback(f->db);
	sqlite = open_plain(f);
	assert_int_equal(sqlite3_exec(sqlite, "ALTER TABLE ticket RENAME COLUMN review_at TO look_at",
		NULL, NULL, NULL), SQLITE_OK);
	sqlite3_close(sqlite);
	assert_ok(sp_db_open_read(f->path, &db, &f->err), &f->err);
	assert_int_equal(sp_db_fits(db, &f->err), SP_CONFIG);
	assert_non_null(strstr(f->err.text, "review_at"));
	sp_db_close(db);
}

static const char *word_role(int i)
{
	return i < SP_ROLES ? sp_role_name((enum sp_role)i) : NULL;
}

static const char *word_person_state(int i)
{
	return i < SP_PERSON_STATES ? sp_person_state_name((enum sp_person_state)i) : NULL;
}

static const char *word_state(int i)
{
	return i < SP_STATES ? sp_state_name((enum sp_state)i) : NULL;
}

static const char *word_outcome(int i)
{
	return i + 1 < SP_OUTCOMES ? sp_outcome_name((enum sp_outcome)(i + 1)) : NULL;
}

static const char *word_entry_kind(int i)
{
	return i < SP_ENTRY_KINDS ? sp_entry_kind_name((enum sp_entry_kind)i) : NULL;
}

static const char *word_part(int i)
{
	return i < SP_PARTS ? sp_participation_name((enum sp_participation)i) : NULL;
}

static const char *word_class(int i)
{
	return i < SP_CLASSES ? sp_class_name((enum sp_class)i) : NULL;
}

static const char *word_actor(int i)
{
	return i < SP_ACTORS ? sp_actor_name((enum sp_actor)i) : NULL;
}

static const char *word_outbox_state(int i)
{
	return i < SP_OUTBOX_STATES ? sp_outbox_state_name((enum sp_outbox_state)i) : NULL;
}

static const char *word_work_kind(int i)
{
	return i < SP_WORK_KINDS ? sp_work_kind_name((enum sp_work_kind)i) : NULL;
}

static const char *word_sort(int i)
{
	return i < SP_ACCOUNT_SORTS ? sp_account_sort_name((enum sp_account_sort)i) : NULL;
}

static const char *word_cause(int i)
{
	return i < SP_CAUSES ? sp_entry_cause_name((enum sp_entry_cause)i) : NULL;
}

static const char *word_target(int i)
{
	return i < SP_TARGETS ? sp_entry_target_name((enum sp_entry_target)i) : NULL;
}

static const char *word_restriction(int i)
{
	return i + 1 < SP_RESTRICTIONS ? sp_restriction_name((enum sp_restriction)(i + 1)) : NULL;
}

static const char *word_right(int i)
{
	return i < SP_RIGHTS ? sp_right_name((enum sp_right)i) : NULL;
}

static const char *word_result(int i)
{
	return i + 1 < SP_PRIVACY_RESULTS ? sp_privacy_result_name((enum sp_privacy_result)(i + 1)) :
					    NULL;
}

static const char *word_registered(int i)
{
	return i < SP_REGISTERED ? sp_registered_name((enum sp_registered)i) : NULL;
}

/* The words of "COLUMN ... CHECK (COLUMN IN (...))" in a table's text, in order,
 * one a blank. */
static void words_of_check(sqlite3 *sqlite, const char *table, const char *column, char *words)
{
	sqlite3_stmt *stmt;
	char start[80];
	const char *text;

	assert_int_equal(sqlite3_prepare_v2(sqlite,
		"SELECT sql FROM sqlite_schema WHERE type = 'table' AND name = ?1", -1, &stmt, NULL),
		SQLITE_OK);
	sqlite3_bind_text(stmt, 1, table, -1, SQLITE_STATIC);
	assert_int_equal(sqlite3_step(stmt), SQLITE_ROW);
	snprintf(start, sizeof(start), "CHECK (%s IN", column);
	text = strstr((const char *)sqlite3_column_text(stmt, 0), start);
	assert_non_null(text);
	for (text += strlen(start); *text != ')'; text++)
		if ((*text >= 'a' && *text <= 'z') || *text == '_' || *text == '-')
			*words++ = *text;
		else if (*text == ',')
			*words++ = ' ';
	*words = '\0';
	sqlite3_finalize(stmt);
}

static void test_words_are_those_of_core(void **state)
{
	static const struct {
		const char *table, *column;
		const char *(*word)(int);
	} cases[] = {
		{ "person", "role", word_role },
		{ "person", "state", word_person_state },
		{ "ticket", "state", word_state },
		{ "ticket", "outcome", word_outcome },
		{ "entry", "kind", word_entry_kind },
		{ "participant", "part", word_part },
		{ "message", "class", word_class },
		{ "event", "actor", word_actor },
		{ "outbox", "state", word_outbox_state },
		{ "work_log", "kind", word_work_kind },
		{ "account", "sort", word_sort },
		{ "ledger", "cause", word_cause },
		{ "ledger", "target", word_target },
		{ "person", "restriction", word_restriction },
		{ "privacy_request", "right", word_right },
		{ "privacy_request", "result", word_result },
		{ "register", "what", word_registered },
		{ "register", "actor", word_actor },
	};
	struct fixture *f = *state;
	sqlite3 *sqlite = open_plain(f);

	for (size_t i = 0; i < COUNT(cases); i++) {
		struct sp_buf expected = SP_BUF_INIT;
		char words[400];

		for (int w = 0; cases[i].word(w); w++)
			sp_buf_printf(&expected, "%s%s", w ? " " : "", cases[i].word(w));
		words_of_check(sqlite, cases[i].table, cases[i].column, words);
		assert_string_equal(words, expected.ptr);
		sp_buf_release(&expected);
	}
	sqlite3_close(sqlite);
}

/* A column's text goes on in lines that are indented twice. */
static void test_every_column_has_a_comment(void **state)
{
	struct sp_str text = sp_str(sp_migrations[0].sql), line, column = SP_NONE;
	bool table = false, said = true;
	size_t columns = 0;

	(void)state;
	while (sp_str_next_line(&text, &line)) {
		bool next = table && !sp_str_starts(line, SP_STR("\t\t"));

		if (next && !said) {
			print_error("no comment: %.*s\n", SP_FMT(column));
			fail();
		}
		if (next) {
			said = !(line.len > 1 && line.ptr[1] >= 'a' && line.ptr[1] <= 'z');
			column = line;
			columns += !said;
		}
		said = said || sp_str_has(line, SP_STR("--"));
		table = sp_str_starts(line, SP_STR("CREATE TABLE ")) ||
			(table && !sp_str_starts(line, SP_STR(")")));
	}
	assert_true(columns > 100);
}

/* --- the file ---------------------------------------------------------------- */

static void test_what_the_file_is(void **state)
{
	struct fixture *f = *state;

	assert_ok(sp_db_init(f->path, f->lock, NOW, &f->err), &f->err);
	assert_int_equal(pragma(f, "SELECT journal_mode = 'wal' FROM pragma_journal_mode"), 1);
	assert_int_equal(pragma(f, "PRAGMA auto_vacuum"), 2);
	assert_int_equal(pragma(f, "PRAGMA page_size"), 4096);
	assert_int_equal(pragma(f, "PRAGMA user_version"), sp_schema_version);
	assert_int_equal(pragma(f, "SELECT COUNT(*) FROM sqlite_schema WHERE type = 'table'"
		" AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'search%'"
		" AND sql NOT LIKE '%STRICT%'"), 0); /* SQLite's own tables of the index are not */
}

/* --- migrations --------------------------------------------------------------- */

/* Far from those that there are, so that a new one changes nothing here. */
static const struct sp_migration next_ones[] = {
	{ 1, "0001-init.sql", "nothing that would run" },
	{ 1002, "1002-a.sql", "CREATE TABLE more (a INTEGER NOT NULL) STRICT; PRAGMA user_version = 1002;" },
	{ 1003, "1003-b.sql", "INSERT INTO more (a) VALUES ('text'); PRAGMA user_version = 1003;" },
	{ 0, NULL, NULL },
};

static void test_migrate_stops_at_the_one_that_fails(void **state)
{
	struct fixture *f = *state;
	int from, to;

	assert_ok(sp_db_init(f->path, f->lock, NOW, &f->err), &f->err);
	assert_ok(sp_db_migrate(f->path, f->lock, in_seconds(5), &from, &to, &f->err), &f->err);
	assert_int_equal(from, sp_schema_version);
	assert_int_equal(to, sp_schema_version);
	assert_int_equal(sp_db_migrate_with(next_ones, f->path, f->lock, in_seconds(5), &from, &to,
		&f->err), SP_TEMP);
	assert_int_equal(from, sp_schema_version);
	assert_int_equal(to, 1002);
	assert_int_equal(pragma(f, "PRAGMA user_version"), 1002);
	assert_int_equal(pragma(f, "SELECT COUNT(*) FROM more"), 0);
}

static void test_migration_may_not_break_a_reference(void **state)
{
	static const struct sp_migration breaking[] = {
		{ 1002, "1002-a.sql", "INSERT INTO organisation_domain (domain, organisation_id)"
			" VALUES ('example.it', 77); PRAGMA user_version = 1002;" },
		{ 0, NULL, NULL },
	};
	struct fixture *f = *state;
	int from, to;

	assert_ok(sp_db_init(f->path, f->lock, NOW, &f->err), &f->err);
	assert_int_equal(sp_db_migrate_with(breaking, f->path, f->lock, in_seconds(5), &from, &to,
		&f->err), SP_TEMP);
	assert_non_null(strstr(f->err.text, "point nowhere"));
	assert_int_equal(pragma(f, "PRAGMA user_version"), sp_schema_version);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_every_statement_prepares, setup, teardown),
		cmocka_unit_test_setup_teardown(test_fits, setup, teardown),
		cmocka_unit_test_setup_teardown(test_words_are_those_of_core, setup, teardown),
		cmocka_unit_test(test_every_column_has_a_comment),
		cmocka_unit_test_setup_teardown(test_what_the_file_is, setup_folder, teardown),
		cmocka_unit_test_setup_teardown(test_migrate_stops_at_the_one_that_fails, setup_folder,
			teardown),
		cmocka_unit_test_setup_teardown(test_migration_may_not_break_a_reference, setup_folder,
			teardown),
	};

	return cmocka_run_group_tests_name("store-schema", tests, NULL, NULL);
}
