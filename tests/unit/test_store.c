/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * store/: the database file, its lock, transactions, concurrency.
 */
#include "store_plain.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/wait.h>

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

/* --- what fails beneath -------------------------------------------------------- */

/* SQLite without memory is a failure like another, and nothing is left of it. */
static void test_no_memory(void **state)
{
	struct fixture *f = *state;
	struct sp_message message = { .message_id = SP_STR("<1@x>"), .class_reason = SP_STR("x") };
	struct sp_envelope envelope = { .sender = SP_STR("a@x") };
	struct sp_message_row row = { .now = NOW, .received = NOW };
	char *bytes = calloc(1, 200000);
	int64_t id;

	sqlite3_hard_heap_limit64(sqlite3_memory_used() + 20000);
	assert_int_equal(sp_message_store(f->db, &message, &envelope, &row, sp_str_n(bytes, 200000),
		&id, &f->err), SP_TEMP);
	sqlite3_hard_heap_limit64(0);
	assert_non_null(strstr(f->err.text, "out of memory"));
	memset(&f->err, 0, sizeof(f->err));
	sp_db_rollback(f->db);
	assert_ok(sp_db_begin(f->db, &f->err), &f->err);
	assert_ok(sp_message_store(f->db, &message, &envelope, &row, sp_str_n(bytes, 200000), &id,
		&f->err), &f->err);
	assert_ok(sp_db_commit(f->db, &f->err), &f->err);
	assert_ok(sp_db_check(f->db, &f->err), &f->err);
	free(bytes);
}

/* A file that may grow no further is a full disk. */
static void test_no_room(void **state)
{
	struct rlimit small = { 4096, RLIM_INFINITY }, before;
	struct fixture *f = *state;
	enum sp_status status;
	int64_t id;

	signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
	assert_ok(sp_organisation_add(f->db, SP_STR("Rossi"), NOW, &id, &f->err), &f->err);
	small.rlim_max = before.rlim_max;
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
	status = sp_db_commit(f->db, &f->err);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
	assert_int_equal(status, SP_TEMP);
	assert_ok(sp_db_begin(f->db, &f->err), &f->err);
	assert_ok(sp_organisation_by_name(f->db, SP_STR("Rossi"), &id, &f->err), &f->err);
	assert_int_equal(id, 0);
	assert_ok(sp_db_check(f->db, &f->err), &f->err);
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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_init_makes_it_once, setup_folder, teardown),
		cmocka_unit_test_setup_teardown(test_init_after_a_killed_one, setup_folder,
			teardown),
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
		cmocka_unit_test_setup_teardown(test_resume_after_a_restore, setup_folder,
			teardown),
		cmocka_unit_test_setup_teardown(test_log_is_gone_after_the_last, setup_folder,
			teardown),
		cmocka_unit_test_setup_teardown(test_no_memory, setup, teardown),
		cmocka_unit_test_setup_teardown(test_no_room, setup, teardown),
		cmocka_unit_test_setup_teardown(test_rollback_leaves_nothing, setup, teardown),
		cmocka_unit_test_setup_teardown(test_two_processes_number_without_gaps, setup,
			teardown),
	};

	return cmocka_run_group_tests_name("store", tests, NULL, NULL);
}
