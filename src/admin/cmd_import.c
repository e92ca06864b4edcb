/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * sportello NOUN import: rows of a spreadsheet, all of them or none.  What is wrong
 * is told with its line, and everything that is wrong at once.
 */
#include "config.h"

#include <stdlib.h>
#include <unistd.h>

#include "admin/find.h"
#include "admin/import.h"
#include "admin/print.h"
#include "admin/progress.h"
#include "base/file.h"
#include "base/mem.h"
#include "base/show.h"

enum { FILE_BYTES = 16 * 1024 * 1024, ROWS = 50000, WRONG_SHOWN = 20 };

extern const struct sp_command sp_cmd_customer_add, sp_cmd_customer_change, sp_cmd_supplier_add,
	sp_cmd_supplier_change, sp_cmd_staff_add, sp_cmd_staff_change, sp_cmd_organisation_add,
	sp_cmd_organisation_change, sp_cmd_package_add, sp_cmd_package_change, sp_cmd_contract_add,
	sp_cmd_contract_change;

/* --- what columns there are ------------------------------------------------------------- */

#define NAME "nome,nominativo,nome e cognome,cliente,full name,contatto"
#define ADDRESS "indirizzo,indirizzi,addresses,email,e-mail,mail,posta elettronica,indirizzo email"
#define ORGANISATION "ditta,azienda,societa,ragione sociale,organizzazione,organization,company,firm"
#define LANGUAGE "lingua"
#define QUEUE "coda,code,queues"
#define ACCOUNT                                                                                    \
	{ "organisation", ORGANISATION, SP_CELL_TEXT, false },                                     \
	{ "address", ADDRESS ",cliente", SP_CELL_TEXT, false },                                    \
	{ "title", "titolo,descrizione,description", SP_CELL_TEXT, false },                        \
	{ "from", "dal,da,inizio,data,decorrenza,start", SP_CELL_TEXT, true },                     \
	{ "until", "al,a,fine,scadenza,end,expires", SP_CELL_TEXT, false },                        \
	{ "kind", "tipo,tipi,kinds", SP_CELL_LIST, false },                                        \
	{ "queue", QUEUE, SP_CELL_NAMES, false }

static const struct sp_import_column customer_columns[] = {
	{ "name", NAME, SP_CELL_TEXT, false },
	{ "address", ADDRESS, SP_CELL_LIST, true },
	{ "organisation", ORGANISATION, SP_CELL_TEXT, false },
	{ "contact", "referente", SP_CELL_YES_NO, false },
	{ "language", LANGUAGE, SP_CELL_LANGUAGE, false },
	{ NULL, NULL, SP_CELL_TEXT, false },
};
static const struct sp_import_column supplier_columns[] = {
	{ "name", NAME ",fornitore," ORGANISATION, SP_CELL_TEXT, false },
	{ "address", ADDRESS, SP_CELL_LIST, true },
	{ "language", LANGUAGE, SP_CELL_LANGUAGE, false },
	{ NULL, NULL, SP_CELL_TEXT, false },
};
static const struct sp_import_column staff_columns[] = {
	{ "name", NAME, SP_CELL_TEXT, true },
	{ "address", ADDRESS, SP_CELL_LIST, true },
	{ "queue", QUEUE, SP_CELL_NAMES, false },
	{ "on-call", "reperibile,reperibilita,on call", SP_CELL_YES_NO, false },
	{ "language", LANGUAGE, SP_CELL_LANGUAGE, false },
	{ NULL, NULL, SP_CELL_TEXT, false },
};
static const struct sp_import_column organisation_columns[] = {
	{ "name", "nome,organisation," ORGANISATION, SP_CELL_TEXT, true },
	{ "contact", "referente," ADDRESS, SP_CELL_TEXT, false },
	{ "domain", "dominio,domini,domains", SP_CELL_LIST, false },
	{ NULL, NULL, SP_CELL_TEXT, false },
};
static const struct sp_import_column package_columns[] = {
	ACCOUNT,
	{ "hours", "ore,ore residue,monte ore", SP_CELL_TEXT, true },
	{ NULL, NULL, SP_CELL_TEXT, false },
};
static const struct sp_import_column contract_columns[] = {
	ACCOUNT,
	{ "hours", "ore,ore incluse,monte ore", SP_CELL_TEXT, false },
	{ "unlimited", "illimitato", SP_CELL_YES_NO, false },
	{ "on-call", "reperibilita,on call", SP_CELL_YES_NO, false },
	{ "response", "risposta,tempo di risposta", SP_CELL_TEXT, false },
	{ NULL, NULL, SP_CELL_TEXT, false },
};

/* --- for the rows ----------------------------------------------------------------------- */

static bool find_option(const struct sp_command *command, const char *name, size_t *at_r)
{
	for (size_t i = 0; command->options[i].name; i++)
		if (strcmp(command->options[i].name, name) == 0) {
			*at_r = i;
			return true;
		}
	return false;
}

void sp_import_give(struct sp_import_call *call, const char *option, const char *value)
{
	if (!value)
		return;
	call->names[call->count] = option;
	call->values[call->count++] = value;
}

void sp_import_give_all(const struct sp_import *import, struct sp_import_call *call)
{
	size_t at;

	for (int i = 0; import->noun->columns[i].name; i++)
		if (find_option(call->command, import->noun->columns[i].name, &at))
			sp_import_give(call, import->noun->columns[i].name, import->values[i]);
}

/* The command line of the call, in place of this one's. */
static void set_call(struct sp_admin *admin, const struct sp_import_call *call)
{
	size_t count = 0, at;

	while (call->command->options[count].name)
		count++;
	admin->command = call->command;
	admin->values = sp_arena_array(&admin->arena, count + 1, const char *);
	for (int i = 0; i < call->count; i++)
		if (find_option(call->command, call->names[i], &at))
			admin->values[at] = call->values[i];
	admin->argv = sp_arena_array(&admin->arena, 2, char *);
	admin->argc = call->argument != NULL;
	if (call->argument)
		admin->argv[0] = sp_arena_text(&admin->arena, sp_str(call->argument));
}

enum sp_status sp_import_run(struct sp_import *import, const struct sp_import_call *call,
	struct sp_err *err)
{
	struct sp_admin *admin = import->admin, kept = *admin;
	enum sp_status status;

	set_call(admin, call);
	admin->out = import->nowhere;
	admin->json = false;
	status = call->command->run(admin, err);
	kept.arena = admin->arena; /* it has grown */
	*admin = kept;
	return status;
}

int sp_import_seen(struct sp_import_lines *lines, int64_t id, int line)
{
	int before;

	if (id >= lines->room) {
		int64_t room = 2 * id + 64;

		lines->lines = sp_realloc(lines->lines, (size_t)room, sizeof(int));
		memset(lines->lines + lines->room, 0, (size_t)(room - lines->room) * sizeof(int));
		lines->room = room;
	}
	before = lines->lines[id];
	lines->lines[id] = line;
	return before == line ? 0 : before;
}

/* --- report ------------------------------------------------------------------------------- */

/* The whole of it: rows as they are said, JSON instead, and what is wrong. */
struct report {
	struct sp_buf rows, wrong;
	struct sp_json *json;
	int wrong_count, row_count;
	const char *charset;
};

static void add_row(struct sp_import *import, struct report *report)
{
	static const char *const words[] = { "", " changed", ": as it was" };
	static const char *const json_words[] = { "added", "changed", "unchanged" };
	const char *noun = import->noun->name;
	struct sp_json *object;

	import->counts[import->what]++;
	if (!import->admin->json) {
		sp_buf_printf(&report->rows, "%s:%d: ", import->path, import->line);
		if (import->what == SP_IMPORT_ADDED)
			sp_buf_printf(&report->rows, "new %s ", noun);
		else
			sp_buf_printf(&report->rows, "%s %lld ", noun, (long long)import->id);
		sp_buf_add_str(&report->rows, sp_buf_str(&import->shown));
		sp_buf_printf(&report->rows, "%s\n", words[import->what]);
		return;
	}
	object = sp_json_object();
	sp_json_set_number(object, "line", import->line);
	sp_json_set_text(object, "what", sp_str(json_words[import->what]));
	sp_json_set_number(object, "id", import->id);
	sp_json_set_text(object, "text", sp_buf_str(&import->shown));
	sp_json_push(report->json, object);
}

static void add_wrong(const struct sp_import *import, struct report *report,
	const struct sp_err *wrong)
{
	if (report->wrong_count++ < WRONG_SHOWN)
		sp_buf_printf(&report->wrong, "%s:%d: %s\n", import->path, import->line, wrong->text);
}

static enum sp_status finish(struct sp_import *import, struct report *report, struct sp_err *err)
{
	struct sp_admin *admin = import->admin;
	const int64_t *counts = import->counts;
	struct sp_json *object;

	if (report->wrong_count) {
		fwrite(report->wrong.ptr, 1, report->wrong.len, stderr);
		return sp_fail(err, SP_PERM, "%s: %d line%s wrong; nothing was imported", import->path,
			report->wrong_count, report->wrong_count == 1 ? " is" : "s are");
	}
	if (admin->json) {
		object = sp_json_object();
		sp_json_set_text(object, "file", sp_str(import->path));
		sp_json_set_text(object, "charset", sp_str(report->charset));
		sp_json_set_bool(object, "dry_run", admin->dry_run);
		sp_json_set_number(object, "added", counts[SP_IMPORT_ADDED]);
		sp_json_set_number(object, "changed", counts[SP_IMPORT_CHANGED]);
		sp_json_set_number(object, "unchanged", counts[SP_IMPORT_SAME]);
		sp_json_set(object, "rows", report->json);
		report->json = NULL;
		sp_print_json(admin, object);
		return SP_OK;
	}
	sp_buf_printf(&report->rows, "%d row%s, read as %s: %lld new, %lld changed, %lld as it was\n",
		report->row_count, report->row_count == 1 ? "" : "s", report->charset,
		(long long)counts[SP_IMPORT_ADDED], (long long)counts[SP_IMPORT_CHANGED],
		(long long)counts[SP_IMPORT_SAME]);
	sp_print(admin, &report->rows);
	return SP_OK;
}

/* --- the file ------------------------------------------------------------------------------ */

static enum sp_status import_row(struct sp_import *import, struct sp_err *err)
{
	enum sp_status status = sp_import_cells(import, &import->row, err);

	import->what = SP_IMPORT_SAME;
	import->id = 0;
	sp_buf_cut(&import->shown, 0);
	return status == SP_OK ? import->noun->row(import, err) : status;
}

/* Read and do the next row; *found_r is false at the end. */
static enum sp_status do_row(struct sp_import *import, struct sp_csv_reader *reader,
	struct report *report, bool *found_r, struct sp_err *err)
{
	enum sp_status status = sp_csv_read_row(reader, &import->admin->arena, &import->row, found_r,
		err);

	import->line = reader->line;
	if (*found_r && ++report->row_count > ROWS)
		return sp_fail(err, SP_CONFIG, "it has more than %d rows; take the file apart", ROWS);
	if (status == SP_OK && *found_r)
		status = import_row(import, err);
	if (status == SP_OK && *found_r)
		add_row(import, report);
	return status;
}

/* The next row in an arena of its own.  False at the end, or with a status that is
 * not the row's doing. */
static bool take_row(struct sp_import *import, struct sp_csv_reader *reader, struct report *report,
	enum sp_status *status_r, struct sp_err *err)
{
	struct sp_arena kept = import->admin->arena;
	struct sp_err wrong = { 0 };
	bool found = false;

	import->admin->arena = (struct sp_arena)SP_ARENA_INIT;
	*status_r = do_row(import, reader, report, &found, &wrong);
	sp_arena_release(&import->admin->arena);
	import->admin->arena = kept;
	if (*status_r == SP_PERM) {
		add_wrong(import, report, &wrong);
		*status_r = SP_OK;
	}
	if (*status_r != SP_OK)
		sp_fail(err, *status_r, "%s:%d: %s", import->path, import->line, wrong.text);
	return found && *status_r == SP_OK;
}

static enum sp_status read_first(struct sp_import *import, struct sp_csv_reader *reader,
	struct sp_err *err)
{
	struct sp_err wrong = { 0 };
	bool found = false;
	enum sp_status status = sp_csv_read_row(reader, &import->arena, &import->row, &found, &wrong);

	if (!found)
		return sp_fail(err, SP_PERM, "%s: is empty; its first line names the columns", import->path);
	if (status == SP_OK)
		status = sp_import_columns(import, &import->row, sp_option(import->admin, "ignore"), &wrong);
	return status == SP_OK ? SP_OK : sp_fail(err, status, "%s:%d: %s", import->path, reader->line,
		wrong.text);
}

static enum sp_status import_rows(struct sp_import *import, struct sp_str text,
	struct report *report, struct sp_err *err)
{
	struct sp_csv_reader reader;
	struct sp_progress progress;
	enum sp_status status;

	sp_csv_read_begin(&reader, text);
	status = read_first(import, &reader, err);
	if (status == SP_OK)
		status = sp_import_load_firms(import, err);
	sp_progress_begin(&progress, "importing");
	while (status == SP_OK && take_row(import, &reader, report, &status, err))
		sp_progress_step(&progress, (int64_t)(text.len - reader.rest.len), (int64_t)text.len);
	sp_progress_end(&progress);
	return status == SP_OK ? finish(import, report, err) : status;
}

static enum sp_status read_file(const struct sp_import *import, struct sp_buf *text,
	const char **charset_r, struct sp_err *err)
{
	struct sp_buf raw = SP_BUF_INIT;
	bool cut = false;
	enum sp_status status = strcmp(import->path, "-") == 0 ?
		sp_read_all(STDIN_FILENO, "standard input", FILE_BYTES, &raw, &cut, err) :
		sp_find_file(import->path, FILE_BYTES, &raw, err);

	if (status == SP_OK && cut)
		status = sp_fail(err, SP_PERM, "%s: is larger than 16 MB; take it apart", import->path);
	if (status == SP_OK)
		*charset_r = sp_csv_decode(text, sp_buf_str(&raw));
	sp_buf_release(&raw);
	return status;
}

static void release(struct sp_import *import, struct report *report)
{
	fclose(import->nowhere);
	free(import->seen.lines);
	free(import->contacts.lines);
	sp_arena_release(&import->arena);
	sp_buf_release(&import->shown);
	sp_buf_release(&report->rows);
	sp_buf_release(&report->wrong);
	sp_json_free(report->json);
}

static enum sp_status import(struct sp_admin *admin, const struct sp_import_noun *noun,
	struct sp_err *err)
{
	struct sp_import import = { .admin = admin, .noun = noun, .arena = SP_ARENA_INIT,
		.shown = SP_BUF_INIT };
	struct report report = { .rows = SP_BUF_INIT, .wrong = SP_BUF_INIT };
	struct sp_buf text = SP_BUF_INIT;
	enum sp_status status;

	if (admin->argc != 1)
		return sp_usage(admin, err, "one file is needed; \"-\" is standard input");
	import.path = admin->argv[0];
	import.nowhere = fopen("/dev/null", "w");
	if (!import.nowhere)
		return sp_fail(err, SP_TEMP, "/dev/null cannot be opened");
	report.json = admin->json ? sp_json_array() : NULL;
	status = read_file(&import, &text, &report.charset, err);
	if (status == SP_OK)
		status = import_rows(&import, sp_buf_str(&text), &report, err);
	sp_buf_release(&text);
	release(&import, &report);
	return status;
}

/* --- the commands ----------------------------------------------------------------------------- */

static const struct sp_option options[] = {
	{ .name = "ignore", .value = "COLUMN", .list = true, .help = "leave this column out" },
	{ .name = NULL },
};

#define IMPORT(noun, plural, work, ...)                                                            \
	static enum sp_status run_##noun(struct sp_admin *admin, struct sp_err *err)               \
	{                                                                                          \
		static const struct sp_import_noun row = { #noun, &sp_cmd_##noun##_add,            \
			&sp_cmd_##noun##_change, noun##_columns, work, __VA_ARGS__ };              \
                                                                                                   \
		return import(admin, &row, err);                                                   \
	}                                                                                          \
	const struct sp_command sp_cmd_##noun##_import = {                                         \
		.name = #noun " import", .arguments = "FILE",                                      \
		.summary = plural " from a spreadsheet (CSV)", .options = options,                 \
		.needs = SP_NEEDS_DB_WRITE, .run = run_##noun,                                     \
	}

IMPORT(customer, "customers", sp_import_person, .role = SP_CUSTOMER);
IMPORT(supplier, "suppliers", sp_import_person, .role = SP_SUPPLIER);
IMPORT(staff, "staff", sp_import_person, .role = SP_STAFF);
IMPORT(organisation, "organisations", sp_import_organisation, .role = SP_CUSTOMER);
IMPORT(package, "packages", sp_import_account, .sort = SP_PACKAGE);
IMPORT(contract, "contracts", sp_import_account, .sort = SP_CONTRACT);
