/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * store/: the database file, its lock, its versions, its words, concurrency.
 */
#include "store_fixture.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <sys/file.h>
#include <sys/wait.h>

#include "store/migrations.h"
#include "store/statements.h"

/* --- statements and words ----------------------------------------------------- */

static sqlite3 *open_plain(const struct fixture *f)
{
	sqlite3 *sqlite;

	assert_int_equal(sqlite3_open_v2(f->path, &sqlite, SQLITE_OPEN_READWRITE, NULL), SQLITE_OK);
	return sqlite;
}

static void run_plain(const struct fixture *f, const char *sql, int expected)
{
	sqlite3 *sqlite = open_plain(f);
	int code = sqlite3_exec(sqlite, sql, NULL, NULL, NULL);

	if (code != expected)
		print_error("%s: %s\n", sql, sqlite3_errmsg(sqlite));
	sqlite3_close(sqlite);
	assert_int_equal(code, expected);
}

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

/* --- the file ----------------------------------------------------------------- */

static void test_init_makes_it_once(void **state)
{
	struct fixture *f = *state;
	struct stat info;
	char name[128];

	assert_ok(sp_db_init(f->path, f->lock, NOW, &f->err), &f->err);
	assert_int_equal(stat(f->path, &info), 0);
	assert_int_equal(info.st_mode & 07777, 0600);
	assert_int_equal(stat(f->lock, &info), 0);
	assert_int_equal(info.st_mode & 07777, 0600);
	snprintf(name, sizeof(name), "%s.new", f->path);
	assert_int_not_equal(access(name, F_OK), 0);
	snprintf(name, sizeof(name), "%s-wal", f->path);
	assert_int_not_equal(access(name, F_OK), 0);
	assert_int_equal(sp_db_init(f->path, f->lock, NOW, &f->err), SP_PERM);
	assert_non_null(strstr(f->err.text, "already"));
}

static void test_init_after_a_killed_one(void **state)
{
	struct fixture *f = *state;
	char name[128];
	int fd;

	snprintf(name, sizeof(name), "%s.new", f->path);
	fd = open(name, O_CREAT | O_WRONLY, 0600);
	assert_int_equal(write(fd, "half", 4), 4);
	close(fd);
	assert_ok(sp_db_init(f->path, f->lock, NOW, &f->err), &f->err);
	assert_int_not_equal(access(name, F_OK), 0);
	assert_ok(sp_db_open(f->path, f->lock, in_seconds(5), &f->db, &f->err), &f->err);
}

static int64_t pragma(const struct fixture *f, const char *sql)
{
	sqlite3 *sqlite = open_plain(f);
	sqlite3_stmt *stmt;
	int64_t number;

	assert_int_equal(sqlite3_prepare_v2(sqlite, sql, -1, &stmt, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_step(stmt), SQLITE_ROW);
	number = sqlite3_column_int64(stmt, 0);
	sqlite3_finalize(stmt);
	sqlite3_close(sqlite);
	return number;
}

static void test_what_the_file_is(void **state)
{
	struct fixture *f = *state;

	assert_ok(sp_db_init(f->path, f->lock, NOW, &f->err), &f->err);
	assert_int_equal(pragma(f, "SELECT journal_mode = 'wal' FROM pragma_journal_mode"), 1);
	assert_int_equal(pragma(f, "PRAGMA auto_vacuum"), 2);
	assert_int_equal(pragma(f, "PRAGMA page_size"), 4096);
	assert_int_equal(pragma(f, "PRAGMA user_version"), sp_schema_version);
	assert_int_equal(pragma(f, "SELECT COUNT(*) FROM sqlite_schema WHERE type = 'table'"
		" AND name NOT LIKE 'sqlite_%' AND sql NOT LIKE '%STRICT%'"), 0);
}

static void test_identity_is_sixteen_letters(void **state)
{
	struct fixture *f = *state;
	struct sp_str identity;

	assert_ok(sp_db_identity(f->db, &f->arena, &identity, &f->err), &f->err);
	assert_int_equal(identity.len, 16);
	for (size_t i = 0; i < identity.len; i++)
		assert_int_not_equal(sp_base32_value(identity.ptr[i]), -1);
	assert_ok(sp_db_check(f->db, &f->err), &f->err);
}

static void test_last_change(void **state)
{
	struct sp_event event = { .at = NOW + 7, .actor = SP_BY_SYSTEM, .what = SP_STR("x") };
	struct fixture *f = *state;
	int64_t at;

	assert_ok(sp_db_last_change(f->db, &at, &f->err), &f->err);
	assert_int_equal(at, NOW);
	assert_ok(sp_event_add(f->db, &event, &f->err), &f->err);
	assert_ok(sp_db_last_change(f->db, &at, &f->err), &f->err);
	assert_int_equal(at, NOW + 7);
}

static void expect_refused(struct fixture *f, enum sp_status status, const char *text)
{
	struct sp_err err = { 0 };

	assert_int_equal(sp_db_open(f->path, f->lock, in_seconds(5), &f->db, &err), status);
	assert_null(f->db);
	if (!strstr(err.text, text))
		print_error("\"%s\" does not say \"%s\"\n", err.text, text);
	assert_non_null(strstr(err.text, text));
	assert_non_null(strstr(err.text, f->path));
	memset(&err, 0, sizeof(err));
	assert_int_equal(sp_db_open_read(f->path, &f->db, &err), status);
	assert_null(f->db);
}

static void test_missing(void **state)
{
	struct fixture *f = *state;

	expect_refused(f, SP_TEMP, "no database");
	assert_int_not_equal(access(f->path, F_OK), 0);
}

static void test_folder_missing(void **state)
{
	struct fixture *f = *state;

	rmdir(f->folder);
	assert_int_equal(sp_db_open(f->path, f->lock, in_seconds(5), &f->db, &f->err), SP_TEMP);
	assert_int_not_equal(access(f->folder, F_OK), 0);
}

static void test_link_is_not_followed(void **state)
{
	struct fixture *f = *state;
	char elsewhere[128];

	assert_ok(sp_db_init(f->path, f->lock, NOW, &f->err), &f->err);
	snprintf(elsewhere, sizeof(elsewhere), "%s/elsewhere", f->folder);
	assert_int_equal(rename(f->path, elsewhere), 0);
	assert_int_equal(symlink(elsewhere, f->path), 0);
	expect_refused(f, SP_TEMP, "is not a file");
}

static void test_not_a_database(void **state)
{
	struct fixture *f = *state;
	char text[8192];
	int fd = open(f->path, O_CREAT | O_WRONLY, 0600);
	struct stat info;

	memset(text, 'x', sizeof(text));
	assert_int_equal(write(fd, text, sizeof(text)), sizeof(text));
	close(fd);
	expect_refused(f, SP_TEMP, "damaged");
	assert_int_equal(stat(f->path, &info), 0);
	assert_int_equal(info.st_size, sizeof(text));
}

static void test_empty_file_and_anothers_database(void **state)
{
	struct fixture *f = *state;

	close(open(f->path, O_CREAT | O_WRONLY, 0600));
	expect_refused(f, SP_TEMP, "not a database of Sportello");
	run_plain(f, "CREATE TABLE theirs (a)", SQLITE_OK);
	expect_refused(f, SP_TEMP, "not a database of Sportello");
}

static void test_other_versions(void **state)
{
	struct fixture *f = *state;

	assert_ok(sp_db_init(f->path, f->lock, NOW, &f->err), &f->err);
	run_plain(f, "PRAGMA user_version = 0", SQLITE_OK);
	expect_refused(f, SP_CONFIG, "sportello migrate");
	run_plain(f, "PRAGMA user_version = 9999", SQLITE_OK);
	expect_refused(f, SP_CONFIG, "upgrade the program");
}

static void test_cut_short(void **state)
{
	struct fixture *f = *state;
	struct sp_person *person;
	enum sp_status status;

	assert_ok(sp_db_init(f->path, f->lock, NOW, &f->err), &f->err);
	assert_int_equal(truncate(f->path, 3 * 4096), 0);
	status = sp_db_open(f->path, f->lock, in_seconds(5), &f->db, &f->err);
	if (status == SP_OK)
		status = sp_people_by_id(f->db, &f->arena, 1, &person, &f->err);
	assert_int_equal(status, SP_TEMP);
	assert_non_null(strstr(f->err.text, "damaged"));
}

static void test_reader_cannot_write(void **state)
{
	struct fixture *f = *state;
	int64_t id;

	assert_ok(sp_db_init(f->path, f->lock, NOW, &f->err), &f->err);
	assert_ok(sp_db_open_read(f->path, &f->db, &f->err), &f->err);
	assert_int_equal(sp_organisation_add(f->db, SP_STR("Rossi"), NOW, &id, &f->err), SP_TEMP);
	assert_non_null(strstr(f->err.text, "may not be written"));
	assert_int_equal(sp_db_begin(f->db, NULL), SP_TEMP);
}

/* --- the lock ----------------------------------------------------------------- */

static void test_lock_held_by_another(void **state)
{
	struct fixture *f = *state;
	int64_t began, id;
	int fd;

	assert_ok(sp_db_init(f->path, f->lock, NOW, &f->err), &f->err);
	fd = open(f->lock, O_RDWR);
	assert_int_equal(flock(fd, LOCK_EX), 0);
	began = sp_clock_monotonic_ms();
	assert_int_equal(sp_db_open(f->path, f->lock, began + 200, &f->db, &f->err), SP_TEMP);
	assert_true(sp_clock_monotonic_ms() >= began + 200);
	assert_non_null(strstr(f->err.text, "in use"));
	close(fd);
	memset(&f->err, 0, sizeof(f->err));
	assert_ok(sp_db_open(f->path, f->lock, in_seconds(5), &f->db, &f->err), &f->err);

	/* A resident process rests without the lock, and cannot begin then. */
	sp_db_pause(f->db);
	fd = open(f->lock, O_RDWR);
	assert_int_equal(flock(fd, LOCK_EX | LOCK_NB), 0);
	assert_int_equal(sp_db_begin(f->db, NULL), SP_TEMP);
	assert_int_equal(sp_db_resume(f->db, sp_clock_monotonic_ms() + 100, NULL), SP_TEMP);
	assert_ok(sp_outbox_next(f->db, &id, &f->err), &f->err);
	close(fd);
	assert_ok(sp_db_resume(f->db, in_seconds(5), &f->err), &f->err);
	assert_ok(sp_db_begin(f->db, &f->err), &f->err);
	assert_ok(sp_organisation_add(f->db, SP_STR("Rossi"), NOW, &id, &f->err), &f->err);
	assert_ok(sp_db_commit(f->db, &f->err), &f->err);
}

static void test_resume_after_a_restore(void **state)
{
	struct fixture *f = *state;
	char other[128];

	assert_ok(sp_db_init(f->path, f->lock, NOW, &f->err), &f->err);
	snprintf(other, sizeof(other), "%s.restored", f->path);
	assert_ok(sp_db_init(other, f->lock, NOW, &f->err), &f->err);
	assert_ok(sp_db_open(f->path, f->lock, in_seconds(5), &f->db, &f->err), &f->err);
	sp_db_pause(f->db);
	assert_int_equal(rename(other, f->path), 0);
	assert_int_equal(sp_db_resume(f->db, in_seconds(5), &f->err), SP_TEMP);
	assert_non_null(strstr(f->err.text, "replaced"));
}

/* A delivery beside a resident process leaves its commit in the log; the last
 * one to close leaves one whole file. */
static void test_log_is_gone_after_the_last(void **state)
{
	struct fixture *f = *state;
	struct sp_db *delivery;
	struct stat info;
	char log[128];
	int64_t id;

	snprintf(log, sizeof(log), "%s-wal", f->path);
	assert_ok(sp_db_init(f->path, f->lock, NOW, &f->err), &f->err);
	assert_ok(sp_db_open(f->path, f->lock, in_seconds(5), &f->db, &f->err), &f->err);
	sp_db_pause(f->db);
	assert_ok(sp_db_open(f->path, f->lock, in_seconds(5), &delivery, &f->err), &f->err);
	assert_ok(sp_db_begin(delivery, &f->err), &f->err);
	assert_ok(sp_organisation_add(delivery, SP_STR("Rossi"), NOW, &id, &f->err), &f->err);
	assert_ok(sp_db_commit(delivery, &f->err), &f->err);
	sp_db_close(delivery);
	assert_int_equal(stat(log, &info), 0);
	assert_true(info.st_size > 0);
	sp_db_close(f->db);
	f->db = NULL;
	assert_true(stat(log, &info) != 0 || info.st_size == 0);
	assert_ok(sp_db_open_read(f->path, &f->db, &f->err), &f->err);
	assert_ok(sp_organisation_by_name(f->db, SP_STR("Rossi"), &id, &f->err), &f->err);
	assert_int_not_equal(id, 0);
}

/* --- transactions and concurrency --------------------------------------------- */

static void test_rollback_leaves_nothing(void **state)
{
	struct fixture *f = *state;
	int64_t id;

	assert_ok(sp_organisation_add(f->db, SP_STR("Rossi"), NOW, &id, &f->err), &f->err);
	sp_db_close(f->db);
	assert_ok(sp_db_open_read(f->path, &f->db, &f->err), &f->err);
	assert_ok(sp_organisation_by_name(f->db, SP_STR("Rossi"), &id, &f->err), &f->err);
	assert_int_equal(id, 0);
}

static int open_twenty(const struct fixture *f)
{
	struct fixture mine = *f;

	for (int i = 0; i < 20; i++) {
		struct sp_ticket ticket;

		mine.db = NULL;
		if (sp_db_open(f->path, f->lock, in_seconds(60), &mine.db, &mine.err) != SP_OK ||
			sp_db_begin(mine.db, &mine.err) != SP_OK)
			break;
		ticket = open_ticket(&mine, 1, "software", 0);
		if (ticket.id == 0 || sp_db_commit(mine.db, &mine.err) != SP_OK)
			break;
		sp_db_close(mine.db);
		if (i == 19)
			return 0;
	}
	fprintf(stderr, "%s\n", mine.err.text);
	return 1;
}

static void test_two_processes_number_without_gaps(void **state)
{
	struct sp_ticket_filter filter = { .queue = SP_STR("software") };
	struct fixture *f = *state;
	struct sp_ticket *tickets;
	bool seen[41] = { false };
	size_t count;
	pid_t child[2];
	int end;

	add_customer(f, "mario@example.it", "Mario");
	assert_ok(sp_db_commit(f->db, &f->err), &f->err);
	sp_db_close(f->db);
	f->db = NULL;
	for (int i = 0; i < 2; i++) {
		child[i] = fork();
		if (child[i] == 0)
			_exit(open_twenty(f));
	}
	for (int i = 0; i < 2; i++) {
		assert_int_equal(waitpid(child[i], &end, 0), child[i]);
		assert_int_equal(end, 0);
	}
	assert_ok(sp_db_open_read(f->path, &f->db, &f->err), &f->err);
	assert_ok(sp_ticket_list(f->db, &f->arena, &filter, &tickets, &count, &f->err), &f->err);
	assert_int_equal(count, 40);
	for (size_t i = 0; i < count; i++) {
		int number = atoi(tickets[i].code.ptr + 2);

		assert_true(number >= 1 && number <= 40);
		assert_false(seen[number]);
		seen[number] = true;
	}
	assert_ok(sp_db_check(f->db, &f->err), &f->err);
}

/* --- migrations --------------------------------------------------------------- */

static const struct sp_migration next_ones[] = {
	{ 1, "0001-init.sql", "nothing that would run" },
	{ 2, "0002-a.sql", "CREATE TABLE more (a INTEGER NOT NULL) STRICT; PRAGMA user_version = 2;" },
	{ 3, "0003-b.sql", "INSERT INTO more (a) VALUES ('text'); PRAGMA user_version = 3;" },
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
	assert_int_equal(from, 1);
	assert_int_equal(to, 2);
	assert_int_equal(pragma(f, "PRAGMA user_version"), 2);
	assert_int_equal(pragma(f, "SELECT COUNT(*) FROM more"), 0);
}

static void test_migration_may_not_break_a_reference(void **state)
{
	static const struct sp_migration breaking[] = {
		{ 2, "0002-a.sql", "INSERT INTO organisation_domain (domain, organisation_id)"
			" VALUES ('example.it', 77); PRAGMA user_version = 2;" },
		{ 0, NULL, NULL },
	};
	struct fixture *f = *state;
	int from, to;

	assert_ok(sp_db_init(f->path, f->lock, NOW, &f->err), &f->err);
	assert_int_equal(sp_db_migrate_with(breaking, f->path, f->lock, in_seconds(5), &from, &to,
		&f->err), SP_TEMP);
	assert_non_null(strstr(f->err.text, "point nowhere"));
	assert_int_equal(pragma(f, "PRAGMA user_version"), 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_every_statement_prepares, setup, teardown),
		cmocka_unit_test_setup_teardown(test_words_are_those_of_core, setup, teardown),
		cmocka_unit_test(test_every_column_has_a_comment),
		cmocka_unit_test_setup_teardown(test_init_makes_it_once, setup_folder, teardown),
		cmocka_unit_test_setup_teardown(test_init_after_a_killed_one, setup_folder, teardown),
		cmocka_unit_test_setup_teardown(test_what_the_file_is, setup_folder, teardown),
		cmocka_unit_test_setup_teardown(test_identity_is_sixteen_letters, setup, teardown),
		cmocka_unit_test_setup_teardown(test_last_change, setup, teardown),
		cmocka_unit_test_setup_teardown(test_missing, setup_folder, teardown),
		cmocka_unit_test_setup_teardown(test_folder_missing, setup_folder, teardown),
		cmocka_unit_test_setup_teardown(test_link_is_not_followed, setup_folder, teardown),
		cmocka_unit_test_setup_teardown(test_not_a_database, setup_folder, teardown),
		cmocka_unit_test_setup_teardown(test_empty_file_and_anothers_database, setup_folder,
			teardown),
		cmocka_unit_test_setup_teardown(test_other_versions, setup_folder, teardown),
		cmocka_unit_test_setup_teardown(test_cut_short, setup_folder, teardown),
		cmocka_unit_test_setup_teardown(test_reader_cannot_write, setup_folder, teardown),
		cmocka_unit_test_setup_teardown(test_lock_held_by_another, setup_folder, teardown),
		cmocka_unit_test_setup_teardown(test_resume_after_a_restore, setup_folder, teardown),
		cmocka_unit_test_setup_teardown(test_log_is_gone_after_the_last, setup_folder, teardown),
		cmocka_unit_test_setup_teardown(test_rollback_leaves_nothing, setup, teardown),
		cmocka_unit_test_setup_teardown(test_two_processes_number_without_gaps, setup, teardown),
		cmocka_unit_test_setup_teardown(test_migrate_stops_at_the_one_that_fails, setup_folder,
			teardown),
		cmocka_unit_test_setup_teardown(test_migration_may_not_break_a_reference, setup_folder,
			teardown),
	};

	return cmocka_run_group_tests_name("store", tests, NULL, NULL);
}
