/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * store/personal.h: every column that could have something of a person in it is
 * in the table, and what the table says is done by the statement it names.
 */
#include "store_plain.h"

#include "store/personal.h"

static const struct sp_personal *row_of(const char *table, const char *column)
{
	const struct sp_personal *found = NULL;

	for (size_t i = 0; i < sp_personal_count; i++)
		if (strcmp(sp_personal[i].table, table) == 0 && strcmp(sp_personal[i].column, column) == 0) {
			assert_null(found); /* not twice */
			found = &sp_personal[i];
		}
	return found;
}

/* Columns of text and bytes, without those whose CHECK lists their words. */
static const char columns[] =
	"SELECT t.name, c.name FROM pragma_table_list t JOIN pragma_table_info(t.name) c"
	" WHERE t.schema = 'main' AND t.type IN ('table', 'shadow', 'virtual')"
	" AND t.name NOT LIKE 'sqlite_%' AND c.type NOT IN ('INTEGER')"
	" AND (SELECT s.sql FROM sqlite_schema s WHERE s.name = t.name)"
	" NOT LIKE '%CHECK (' || c.name || ' IN%' ORDER BY 1, 2";

static void test_every_column_has_a_row(void **state)
{
	struct fixture *f = *state;
	sqlite3 *sqlite = open_plain(f);
	sqlite3_stmt *stmt;
	size_t count = 0;
	int missing = 0;

	assert_int_equal(sqlite3_prepare_v2(sqlite, columns, -1, &stmt, NULL), SQLITE_OK);
	while (sqlite3_step(stmt) == SQLITE_ROW) {
		const char *table = (const char *)sqlite3_column_text(stmt, 0);
		const char *column = (const char *)sqlite3_column_text(stmt, 1);

		count++;
		if (!row_of(table, column)) {
			print_error("%s.%s: is there something of a person in it?  "
				"Say so in src/store/personal.c\n", table, column);
			missing++;
		}
	}
	sqlite3_finalize(stmt);
	sqlite3_close(sqlite);
	assert_int_equal(missing, 0);
	assert_int_equal(count, sp_personal_count); /* and none that is not there */
}

static bool is_in(const enum sp_statement *list, size_t count, enum sp_statement statement)
{
	for (size_t i = 0; i < count; i++)
		if (list[i] == statement)
			return true;
	return false;
}

/* Does that statement write that column, or delete the row? */
static bool writes(enum sp_statement statement, const char *table, const char *column)
{
	const char *sql = sp_statements[statement];
	char start[80], set[80];

	snprintf(start, sizeof start, "DELETE FROM %s ", table);
	if (strncmp(sql, start, strlen(start)) == 0)
		return true;
	/* The index is made anew. */
	if (is_in(sp_index_steps, sp_index_step_count, statement))
		return strncmp(table, "search", 6) == 0;
	snprintf(start, sizeof start, "UPDATE %s ", table);
	snprintf(set, sizeof set, " %s = ", column);
	return strncmp(sql, start, strlen(start)) == 0 && strstr(sql, set);
}

static void test_each_row_is_done(void **state)
{
	(void)state;
	for (size_t i = 0; i < sp_personal_count; i++) {
		const struct sp_personal *row = &sp_personal[i];
		bool bytes = strcmp(row->column, "bytes") == 0, own = row->own != SP_STATEMENTS;
		bool mention = row->mention != SP_STATEMENTS;

		if ((row->not_personal != NULL) == (own || mention))
			fail_msg("%s.%s: either it has nothing of a person, or something erases it",
				row->table, row->column);
		if (own && (!writes(row->own, row->table, row->column) ||
				   (!is_in(sp_erase_steps, sp_erase_step_count, row->own) &&
					   !is_in(sp_index_steps, sp_index_step_count, row->own))))
			fail_msg("%s.%s: its statement does not empty it, or is not run", row->table,
				row->column);
		/* Bytes are gone through by desk/erase.c. */
		if (mention && !bytes && (!writes(row->mention, row->table, row->column) ||
						 !is_in(sp_forget_steps, sp_forget_step_count, row->mention)))
			fail_msg("%s.%s: its statement does not forget in it, or is not run", row->table,
				row->column);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_every_column_has_a_row, setup, teardown),
		cmocka_unit_test(test_each_row_is_done),
	};

	return cmocka_run_group_tests_name("personal", tests, NULL, NULL);
}
