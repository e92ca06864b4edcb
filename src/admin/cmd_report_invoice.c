/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * sportello report invoice: the movements of hours and money written in a
 * month, net of VAT, for whoever writes the invoices.
 *
 * Each movement of the ledger stands in one month only, that in which it was
 * written: what is corrected later comes as a correction in a later list, and
 * never changes one that was handed over.  What is given back has a column of
 * its own, because a cell may not begin with a minus (base/csv.h), and so have
 * hours that were bought, and those that were removed again, so that each column
 * can be added up.
 */
#include "config.h"

#include "admin/command.h"
#include "admin/hours.h"
#include "admin/print.h"
#include "admin/report.h"
#include "base/clock.h"
#include "base/show.h"
#include "desk/statement_words.h"
#include "store/works.h"
#include "text/conf.h"
#include "text/money.h"
#include "text/words.h"

static const struct sp_option options[] = {
	SP_REPORT_OPTIONS,
	{ .name = NULL },
};

struct invoice {
	struct sp_admin *admin;
	struct sp_report report;
	struct sp_words *words;
	const char *language;
	struct sp_movement *items;
	size_t count;
};

/* --- what is said of a movement ------------------------------------------------- */

static struct sp_str marks_of(const struct invoice *v, const struct sp_movement *movement)
{
	struct sp_buf out = SP_BUF_INIT;
	struct sp_str kept;

	sp_movement_marks(&out, &v->admin->arena, v->words, v->language, movement);
	kept = sp_arena_str(&v->admin->arena, sp_buf_str(&out));
	sp_buf_release(&out);
	return kept;
}

/* The day of the work; of a purchase, the day it was entered. */
static struct sp_str day_of(const struct invoice *v, const struct sp_movement *movement)
{
	int year, month, day;

	sp_days_date(movement->row.day ? movement->row.day : sp_day_of(movement->row.at), &year,
		&month, &day);
	return sp_str(sp_arena_printf(&v->admin->arena, "%04d-%02d-%02d", year, month, day));
}

static struct sp_str hours_text(const struct invoice *v, int64_t minutes)
{
	struct sp_buf out = SP_BUF_INIT;
	struct sp_str kept;

	if (minutes > 0)
		sp_hours_add(&out, minutes);
	kept = sp_arena_str(&v->admin->arena, sp_buf_str(&out));
	sp_buf_release(&out);
	return kept;
}

static struct sp_str money_text(const struct invoice *v, int64_t cents)
{
	struct sp_buf out = SP_BUF_INIT;
	struct sp_str kept;

	if (cents > 0)
		sp_money_plain_add(&out, cents, v->language);
	kept = sp_arena_str(&v->admin->arena, sp_buf_str(&out));
	sp_buf_release(&out);
	return kept;
}

static struct sp_str work_code(const struct invoice *v, const struct sp_movement *movement)
{
	if (movement->row.entry.log_id == 0)
		return movement->row.code;
	return sp_str(sp_arena_printf(&v->admin->arena, "%.*s/%lld", SP_FMT(movement->row.code),
		(long long)movement->row.number));
}

static bool is_bought(const struct sp_movement *movement)
{
	return movement->row.entry.cause == SP_BOUGHT;
}

/* A log that was split or corrected has several rows, and its time stands in the first
 * of them only, so that the column can be added up. */
static bool begins_work(const struct invoice *v, size_t at)
{
	const struct sp_movement *movement = &v->items[at];

	if (movement->row.entry.log_id == 0)
		return false;
	while (at-- > 0 && sp_payer_is(v->items[at].row.payer, movement->row.payer))
		if (v->items[at].row.entry.log_id == movement->row.entry.log_id)
			return false;
	return true;
}

/* Hours bought count as hours, not as work charged. */
static int64_t charged(const struct sp_movement *movement)
{
	const struct sp_ledger_entry *entry = &movement->row.entry;

	return is_bought(movement) ? entry->minutes : -entry->minutes;
}

/* --- CSV ------------------------------------------------------------------------ */

static void csv_headings(const struct invoice *v, struct sp_csv *csv)
{
	static const char *const keys[] = { "payer", "ticket", "date", "who", "kind", "what", "real",
		"account", "hours_bought", "hours_removed", "hours", "hours_back", "amount",
		"amount_back", "marks" };

	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
		sp_csv_text(csv, sp_str(sp_word(v->words, v->language,
			sp_arena_printf(&v->admin->arena, "report.%s", keys[i]))));
	sp_csv_end_row(csv);
}

static void csv_row(const struct invoice *v, struct sp_csv *csv, size_t at)
{
	const struct sp_movement *movement = &v->items[at];
	const struct sp_ledger_entry *entry = &movement->row.entry;
	const char *kind = entry->log_id ? sp_word(v->words, v->language,
		sp_arena_printf(&v->admin->arena, "kind.%s", sp_work_kind_name(movement->kind))) : "";

	sp_csv_text(csv, movement->payer);
	sp_csv_text(csv, work_code(v, movement));
	sp_csv_text(csv, day_of(v, movement));
	sp_csv_text(csv, movement->staff);
	sp_csv_text(csv, sp_str(kind));
	sp_csv_text(csv, movement->row.what);
	sp_csv_text(csv, begins_work(v, at) ? hours_text(v, movement->minutes) : SP_STR(""));
	sp_csv_text(csv, movement->account);
	sp_csv_text(csv, hours_text(v, is_bought(movement) ? entry->minutes : 0));
	sp_csv_text(csv, hours_text(v, is_bought(movement) ? -entry->minutes : 0));
	sp_csv_text(csv, hours_text(v, is_bought(movement) ? 0 : -entry->minutes));
	sp_csv_text(csv, hours_text(v, is_bought(movement) ? 0 : entry->minutes));
	sp_csv_text(csv, money_text(v, entry->cents));
	sp_csv_text(csv, money_text(v, -entry->cents));
	sp_csv_text(csv, marks_of(v, movement));
	sp_csv_end_row(csv);
}

static void print_csv(void *of)
{
	struct invoice *v = of;
	struct sp_csv csv = sp_report_csv(v->admin, &v->report, NULL);

	csv_headings(v, &csv);
	for (size_t i = 0; i < v->count; i++)
		csv_row(v, &csv, i);
}

/* --- text ----------------------------------------------------------------------- */

static void add_money(const struct invoice *v, struct sp_buf *out, int64_t cents, bool always)
{
	if (cents || always)
		sp_add_money_column(out, cents, v->language, 14);
}

static void add_movement(const struct invoice *v, struct sp_buf *out,
	const struct sp_movement *movement)
{
	struct sp_buf hours = SP_BUF_INIT;
	struct sp_str marks = marks_of(v, movement), what = movement->row.what;

	if (charged(movement))
		sp_hours_add(&hours, charged(movement));
	sp_buf_printf(out, "  %.*s  ", SP_FMT(day_of(v, movement)));
	sp_show_column(out, work_code(v, movement), 12);
	sp_buf_add_char(out, ' ');
	sp_show_column(out, movement->staff, 20);
	sp_buf_printf(out, " %8s", hours.ptr);
	add_money(v, out, movement->row.entry.cents, false);
	sp_end_line(out);
	if (!what.len)
		what = movement->account;
	if (what.len)
		sp_add_wrapped(out, "      ", what);
	if (marks.len)
		sp_add_wrapped(out, "      ", marks);
	sp_buf_release(&hours);
}

static void add_total(const struct invoice *v, struct sp_buf *out, int64_t cents)
{
	sp_buf_printf(out, "  %-55s", "total, net of VAT");
	add_money(v, out, cents, true);
	sp_buf_add_char(out, '\n');
}

static bool begins_payer(const struct invoice *v, size_t i)
{
	return i == 0 || !sp_payer_is(v->items[i].row.payer, v->items[i - 1].row.payer);
}

static void print_text(void *of)
{
	struct invoice *v = of;
	struct sp_buf *out = &v->report.out;
	int64_t cents = 0;

	sp_report_head(v->admin, &v->report, "Invoice");
	if (v->count == 0)
		sp_buf_add_text(out, "nothing was charged\n");
	for (size_t i = 0; i < v->count; i++) {
		if (begins_payer(v, i)) {
			cents = 0;
			sp_buf_add_text(out, i ? "\n" : "");
			sp_show_line(out, v->items[i].payer.len ? v->items[i].payer : SP_STR("-"));
			sp_buf_add_char(out, '\n');
		}
		add_movement(v, out, &v->items[i]);
		cents += v->items[i].row.entry.cents;
		if (i + 1 == v->count || begins_payer(v, i + 1))
			add_total(v, out, cents);
	}
}

/* --- JSON ----------------------------------------------------------------------- */

static struct sp_json *movement_json(const void *of, size_t at)
{
	const struct invoice *v = of;
	const struct sp_movement *movement = &v->items[at];
	const struct sp_ledger_entry *entry = &movement->row.entry;
	struct sp_json *one = sp_json_object();

	sp_json_set_number(one, "id", movement->row.id);
	sp_json_set_some(one, "organisation", movement->payer);
	sp_json_set_instant(one, "written_at", movement->row.at);
	sp_json_set_text(one, "cause", sp_str(sp_entry_cause_name(entry->cause)));
	sp_json_set_text(one, "target", sp_str(sp_entry_target_name(entry->target)));
	sp_json_set_some(one, "account", movement->account);
	sp_json_set_some(one, "ticket", movement->row.code);
	sp_json_set_number(one, "number", movement->row.number);
	sp_json_set_text(one, "day", day_of(v, movement));
	sp_json_set_some(one, "staff", movement->staff);
	sp_json_set_text(one, "kind", entry->log_id ? sp_str(sp_work_kind_name(movement->kind)) :
						      SP_NONE);
	sp_json_set_text(one, "description", movement->row.what);
	sp_json_set_number(one, "real_minutes", movement->minutes);
	sp_json_set_number(one, "minutes", entry->minutes);
	sp_json_set_number(one, "cents", entry->cents);
	sp_json_set_bool(one, "without_consent", movement->unconsented);
	sp_json_set_bool(one, "extra", movement->extra);
	sp_json_set_bool(one, "out_of_hours", movement->out_of_hours);
	sp_json_set_bool(one, "disputed", movement->disputed);
	return one;
}

static struct sp_json *to_json(const void *of)
{
	return sp_report_rows(of, ((const struct invoice *)of)->count, movement_json);
}

static const struct sp_report_form form = { print_text, print_csv, to_json };

static enum sp_status run(struct sp_admin *admin, struct sp_err *err)
{
	struct invoice v = { .admin = admin, .language = admin->conf->policies.language };
	enum sp_status status = sp_report_begin(admin, &v.report, err);

	if (status == SP_OK)
		status = sp_words_load(admin->conf->templates_folder, &v.words, err);
	if (status == SP_OK)
		status = sp_movements(admin->db, &admin->arena, &v.report.filter, &v.items, &v.count,
			err);
	if (status == SP_OK)
		sp_report_show(admin, &v.report, &form, &v);
	sp_words_free(v.words);
	return status;
}

const struct sp_command sp_cmd_report_invoice = {
	.name = "report invoice", .arguments = "",
	.summary = "what was charged, for whoever writes the invoices",
	.options = options, .needs = SP_NEEDS_DB_READ, .run = run,
};
