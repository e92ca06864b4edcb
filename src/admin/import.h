/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * People, firms, packages and contracts from a spreadsheet.
 *
 * Each row says how one of them is to be: it is added when the desk has none like
 * it, changed where the row says otherwise, and else left alone; so the same file
 * twice changes nothing.  What a row does is done by the commands `NOUN add` and
 * `NOUN change`, which check it as if it had been typed.
 *
 *     cmd_import.c      the commands, the file, the report
 *     import_columns.c  what columns there are, and how a cell is read
 *     import_people.c   rows of people and firms
 *     import_accounts.c rows of packages and contracts
 */
#ifndef SP_ADMIN_IMPORT_H
#define SP_ADMIN_IMPORT_H

#include "admin/command.h"
#include "base/csv_read.h"
#include "core/facts.h"
#include "core/ledger.h"

/* What a cell holds. */
enum sp_import_cell {
	SP_CELL_TEXT,
	SP_CELL_LIST,     /* several, by commas, semicolons or lines */
	SP_CELL_NAMES,    /* several, by semicolons or lines: names may have commas */
	SP_CELL_YES_NO,
	SP_CELL_LANGUAGE,
};

struct sp_import_column {
	const char *name;  /* as the option of `NOUN add` */
	const char *words; /* what else people call it, folded, by commas */
	enum sp_import_cell cell;
	bool needed;
};

enum { SP_IMPORT_COLUMNS = 16 };

struct sp_import;

/* What is imported. */
struct sp_import_noun {
	const char *name; /* "customer" */
	const struct sp_command *add, *change;
	const struct sp_import_column *columns; /* ends with a row whose name is NULL */
	enum sp_status (*row)(struct sp_import *import, struct sp_err *err);
	enum sp_role role;           /* of people */
	enum sp_account_sort sort;   /* of packages and contracts */
};

enum sp_import_what { SP_IMPORT_ADDED, SP_IMPORT_CHANGED, SP_IMPORT_SAME, SP_IMPORT_WHATS };

/* Lines by id: what an earlier line of the file was about. */
struct sp_import_lines {
	int *lines; /* by id; 0: none */
	int64_t room;
};

/* A firm by its name, as it is compared. */
struct sp_import_firm {
	struct sp_str folded, name;
	int64_t id;
};

/* One import. */
struct sp_import {
	struct sp_admin *admin;
	const struct sp_import_noun *noun;
	const char *path;
	FILE *nowhere; /* what the commands print that do the rows */
	/* Of the whole import; admin->arena is the row's. */
	struct sp_arena arena;
	struct sp_csv_row row;

	int column_of[SP_CSV_CELLS]; /* of the noun's columns; -1: left out */
	int cells;                   /* of the first row */

	/* The row: texts of the noun's columns, NULL where the cell is empty. */
	int line;
	const char *values[SP_IMPORT_COLUMNS];

	/* What came of it. */
	enum sp_import_what what;
	int64_t id;
	struct sp_buf shown; /* who it is; and after it what is changed */

	struct sp_import_lines seen, contacts;
	struct sp_import_firm *firms;
	size_t firm_count, firm_room;
	int64_t counts[SP_IMPORT_WHATS];
};

/* --- import_columns.c --- */

/* Find the columns that the first row names; `ignored` (names by commas, NULL) are
 * left out. */
enum sp_status sp_import_columns(struct sp_import *import, const struct sp_csv_row *first,
	const char *ignored, struct sp_err *err) SP_MUST_CHECK;

/* Put the row's cells into import->values. */
enum sp_status sp_import_cells(struct sp_import *import, const struct sp_csv_row *row,
	struct sp_err *err) SP_MUST_CHECK;

/* The row's value of a column, or NULL. */
const char *sp_import_value(const struct sp_import *import, const char *column);

/* Are the names of a list, by commas, these and no others? */
bool sp_import_same(const char *list, const struct sp_str *names, size_t count);

/* --- for the rows --- */

/* Options and an argument for a command that does the row. */
struct sp_import_call {
	const struct sp_command *command;
	const char *argument; /* NULL: none */
	const char *names[2 * SP_IMPORT_COLUMNS], *values[2 * SP_IMPORT_COLUMNS];
	int count;
};

/* Add an option; nothing for a value of NULL.  Given twice, the later one counts. */
void sp_import_give(struct sp_import_call *call, const char *option, const char *value);

/* Add those of the row's columns that are options of call->command. */
void sp_import_give_all(const struct sp_import *import, struct sp_import_call *call);

/* Run it in this command's place and transaction. */
enum sp_status sp_import_run(struct sp_import *import, const struct sp_import_call *call,
	struct sp_err *err) SP_MUST_CHECK;

/* The line that was about this id before, and keep this one; 0: none was. */
int sp_import_seen(struct sp_import_lines *lines, int64_t id, int line);

/* "Bianchi srl" however it is written; NULL when there is none. */
const struct sp_import_firm *sp_import_firm(struct sp_import *import, const char *name);

/* --- import_people.c --- */

enum sp_status sp_import_load_firms(struct sp_import *import, struct sp_err *err) SP_MUST_CHECK;
enum sp_status sp_import_person(struct sp_import *import, struct sp_err *err) SP_MUST_CHECK;
enum sp_status sp_import_organisation(struct sp_import *import, struct sp_err *err) SP_MUST_CHECK;

/* --- import_accounts.c --- */

enum sp_status sp_import_account(struct sp_import *import, struct sp_err *err) SP_MUST_CHECK;

#endif
