/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A process that stays notices each way in which what it has read may change.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/file.h"
#include "base/sources.h"

static char folder[64], file[96], other[96];

static void write_to(const char *path, const char *text)
{
	FILE *out = fopen(path, "w");

	assert_non_null(out);
	fputs(text, out);
	fclose(out);
}

/* Old enough for its times to tell: a file's own clock is waited for, not a while. */
static void settle(const char *path)
{
	struct sp_mark mark = sp_mark_of(path);
	struct timespec now;

	do
		clock_gettime(CLOCK_REALTIME, &now);
	while ((int64_t)now.tv_sec * 1000000000 + now.tv_nsec < mark.changed + 30000000);
}

static void read_it(void)
{
	struct sp_buf text = SP_BUF_INIT;

	settle(file);
	settle(folder);
	sp_sources_watch();
	assert_int_equal(sp_read_file(file, 100, &text, NULL), SP_OK);
	sp_source(folder);
	sp_source(other);
	sp_sources_rest();
	sp_buf_release(&text);
}

static int set_up(void **state)
{
	(void)state;
	snprintf(folder, sizeof folder, "/tmp/test-sources.XXXXXX");
	if (!mkdtemp(folder))
		return -1;
	snprintf(file, sizeof file, "%s/file", folder);
	snprintf(other, sizeof other, "%s/other", folder);
	write_to(file, "one");
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	unlink(file);
	unlink(other);
	return rmdir(folder);
}

static void test_unchanged(void **state)
{
	(void)state;
	read_it();
	assert_true(sp_sources_unchanged());
	assert_true(sp_sources_unchanged());
}

static void test_written(void **state)
{
	(void)state;
	read_it();
	write_to(file, "two"); /* as long as before */
	assert_false(sp_sources_unchanged());
}

static void test_replaced(void **state)
{
	(void)state;
	write_to(other, "one");
	read_it();
	assert_int_equal(rename(other, file), 0);
	assert_false(sp_sources_unchanged());
}

static void test_mode(void **state)
{
	(void)state;
	read_it();
	assert_int_equal(chmod(file, 0600), 0); /* perhaps it may not be read any more */
	assert_false(sp_sources_unchanged());
}

static void test_comes(void **state)
{
	(void)state;
	read_it();
	write_to(other, "");
	assert_false(sp_sources_unchanged());
}

static void test_goes(void **state)
{
	(void)state;
	read_it();
	assert_int_equal(unlink(file), 0);
	assert_false(sp_sources_unchanged());
}

/* Written in the very step of the clock in which it was read: nobody can tell. */
static void test_too_young(void **state)
{
	(void)state;
	sp_sources_watch();
	write_to(file, "now");
	sp_source(file);
	sp_sources_rest();
	assert_false(sp_sources_unchanged());
}

/* What is read later, for one message, is not kept in mind. */
static void test_rests(void **state)
{
	(void)state;
	read_it();
	sp_source("/tmp");
	write_to("/tmp/test-sources.of-no-matter", "");
	unlink("/tmp/test-sources.of-no-matter");
	assert_true(sp_sources_unchanged());
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_unchanged, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_written, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_replaced, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_mode, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_comes, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_goes, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_too_young, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_rests, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
