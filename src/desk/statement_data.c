/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "desk/statement_data.h"

#include "base/clock.h"
#include "base/utf8.h"
#include "base/wrap.h"
#include "desk/mailto.h"
#include "store/accounts.h"
#include "store/monthly.h"
#include "text/money.h"

enum { COLUMNS = 78, INDENT = 6, LINE_COLUMNS = 4, HOURS_COLUMNS = 8, MONEY_COLUMNS = 14 };

/* One mail's data in the making. */
struct telling {
	const struct sp_applying *a;
	const struct sp_monthly_view *view;
	const char *language;
};

/* --- what it shows ---------------------------------------------------------------- */

enum sp_status sp_monthly_view_read(struct sp_db *db, struct sp_arena *arena,
	struct sp_monthly_view *view, struct sp_err *err)
{
	const struct sp_monthly *monthly = &view->monthly;
	struct sp_account *all = NULL;
	size_t count = 0;
	enum sp_status status = sp_monthly_movements(db, arena, monthly, &view->movements,
		&view->movement_count, err);

	if (status == SP_OK)
		status = sp_accounts_of(db, arena, monthly->payer, &all, &count, err);
	view->accounts = sp_arena_array(arena, count + 1, struct sp_account);
	view->opening = sp_arena_array(arena, count + 1, int64_t);
	view->closing = sp_arena_array(arena, count + 1, int64_t);
	for (size_t i = 0; i < count && status == SP_OK; i++) {
		size_t n = view->account_count;

		if (!sp_monthly_shows(&all[i], monthly->month, view->movements, view->movement_count))
			continue;
		view->accounts[n] = all[i];
		view->account_count++;
		status = sp_ledger_balance(db, all[i].id, monthly->after_id, &view->opening[n], err);
		if (status == SP_OK)
			status = sp_ledger_balance(db, all[i].id, monthly->until_id, &view->closing[n],
				err);
	}
	if (status == SP_OK)
		status = sp_ledger_waiting(db, monthly->payer, monthly->after_id, &view->waited, err);
	if (status == SP_OK)
		status = sp_ledger_waiting(db, monthly->payer, monthly->until_id, &view->waiting, err);
	return status;
}

/* --- values ----------------------------------------------------------------------- */

static void set(const struct telling *t, struct sp_data *data, const char *name, struct sp_buf *buf)
{
	sp_data_set_text(t->a->arena, data, name, sp_arena_str(t->a->arena, sp_buf_str(buf)));
	sp_buf_release(buf);
}

/* Blanks in front, so that columns end at one place. */
static void set_right(const struct telling *t, struct sp_data *data, const char *name,
	struct sp_buf *text, size_t columns)
{
	struct sp_buf out = SP_BUF_INIT;

	for (size_t width = sp_utf8_width(sp_buf_str(text)); width < columns; width++)
		sp_buf_add_char(&out, ' ');
	sp_buf_add_str(&out, sp_buf_str(text));
	sp_buf_release(text);
	set(t, data, name, &out);
}

static void set_hours(const struct telling *t, struct sp_data *data, const char *name,
	int64_t minutes, size_t columns)
{
	struct sp_buf out = SP_BUF_INIT;

	sp_hours_add(&out, minutes);
	set_right(t, data, name, &out, columns);
}

static void set_money(const struct telling *t, struct sp_data *data, const char *name,
	int64_t cents, size_t columns)
{
	struct sp_buf out = SP_BUF_INIT;

	sp_money_add(&out, cents, t->language);
	set_right(t, data, name, &out, columns);
}

static void set_date(const struct telling *t, struct sp_data *data, const struct sp_ledger_row *row)
{
	struct sp_buf out = SP_BUF_INIT;

	sp_words_day(t->language, row->day ? row->day : sp_day_of(row->at), &out);
	set(t, data, "date", &out);
}

/* What it was for, below the line and set in. */
static void set_what(const struct telling *t, struct sp_data *data,
	const struct sp_movement *movement)
{
	struct sp_buf text = SP_BUF_INIT, marks = SP_BUF_INIT, wrapped = SP_BUF_INIT, out = SP_BUF_INIT;
	struct sp_str rest, line;

	sp_one_line(&text, movement->row.what, 500);
	/* A price says how much time it is for. */
	if (movement->row.entry.target == SP_TO_PRICE)
		sp_hours_add(&marks, -movement->row.entry.minutes);
	sp_movement_marks(&marks, t->a->arena, t->a->desk->words, t->language, movement);
	if (text.len && marks.len)
		sp_buf_printf(&text, " (%s)", marks.ptr);
	else
		sp_buf_add_str(&text, sp_buf_str(&marks));
	sp_wrap(&wrapped, sp_buf_str(&text), COLUMNS - INDENT);
	rest = sp_buf_str(&wrapped);
	while (sp_str_next_line(&rest, &line))
		sp_buf_printf(&out, "%s%*s%.*s", out.len ? "\n" : "", INDENT, "", SP_FMT(line));
	sp_buf_release(&text);
	sp_buf_release(&marks);
	sp_buf_release(&wrapped);
	set(t, data, "what", &out);
}

static void add_movement(const struct telling *t, struct sp_data *list,
	const struct sp_movement *movement, size_t number)
{
	struct sp_data *one = sp_data_add(t->a->arena, list);
	struct sp_buf line = SP_BUF_INIT, work = SP_BUF_INIT;

	sp_buf_printf(&line, "%zu", number);
	set_right(t, one, "line", &line, LINE_COLUMNS);
	set_date(t, one, &movement->row);
	set_hours(t, one, "minutes", movement->row.entry.minutes, HOURS_COLUMNS);
	set_money(t, one, "amount", movement->row.entry.cents, MONEY_COLUMNS);
	sp_data_set_bool(t->a->arena, one, "owes", movement->row.entry.cents != 0);
	sp_buf_add_str(&work, movement->row.code);
	if (movement->row.entry.log_id)
		sp_buf_printf(&work, "/%lld", (long long)movement->row.number);
	set(t, one, "ticket", &work);
	set_what(t, one, movement);
}

/* --- lists ------------------------------------------------------------------------- */

/* Until when it is valid; whether that is over when the month ends. */
static void set_until(const struct telling *t, struct sp_data *data, const struct sp_account *account)
{
	int64_t month = t->view->monthly.month;
	struct sp_buf out = SP_BUF_INIT;
	bool ends = account->until_day != SP_NO_END;

	if (ends)
		sp_words_day(t->language, account->until_day, &out);
	set(t, data, "until", &out);
	sp_data_set_bool(t->a->arena, data, "ended", ends &&
		account->until_day < sp_day_of(sp_month_start(sp_month_next(month))));
}

static void set_accounts(const struct telling *t, struct sp_data *data)
{
	struct sp_data *list = sp_data_set_list(t->a->arena, data, "accounts");
	const struct sp_monthly_view *view = t->view;

	for (size_t k = 0; k < view->account_count; k++) {
		const struct sp_account *account = &view->accounts[k];
		struct sp_data *one = sp_data_add(t->a->arena, list), *moves;
		int64_t used = 0;

		sp_data_set_text(t->a->arena, one, "title", account->title);
		sp_data_set_bool(t->a->arena, one, "unlimited", account->unlimited);
		set_until(t, one, account);
		moves = sp_data_set_list(t->a->arena, one, "moves");
		for (size_t i = 0; i < view->movement_count; i++) {
			const struct sp_ledger_entry *entry = &view->movements[i].row.entry;

			if (entry->account_id != account->id)
				continue;
			add_movement(t, moves, &view->movements[i], i + 1);
			used -= entry->cause == SP_BOUGHT ? 0 : entry->minutes;
		}
		set_hours(t, one, "opening", view->opening[k], HOURS_COLUMNS);
		set_hours(t, one, "closing", view->closing[k], HOURS_COLUMNS);
		set_hours(t, one, "used", used, 0);
	}
}

static void set_part(const struct telling *t, struct sp_data *data, const char *name,
	enum sp_monthly_part part)
{
	struct sp_data *list = sp_data_set_list(t->a->arena, data, name);

	for (size_t i = 0; i < t->view->movement_count; i++)
		if (sp_monthly_part(&t->view->movements[i]) == part)
			add_movement(t, list, &t->view->movements[i], i + 1);
}

static bool has_part(const struct sp_monthly_view *view, enum sp_monthly_part part)
{
	for (size_t i = 0; i < view->movement_count; i++)
		if (sp_monthly_part(&view->movements[i]) == part)
			return true;
	return false;
}

static int64_t cents(const struct sp_monthly_view *view)
{
	int64_t sum = 0;

	for (size_t i = 0; i < view->movement_count; i++)
		sum += view->movements[i].row.entry.cents;
	return sum;
}

/* The word, the statement's number; the line is his to write. */
static void set_link(const struct telling *t, struct sp_data *data, const struct sp_person *to)
{
	const struct sp_words *words = t->a->desk->words;
	struct sp_buf subject = SP_BUF_INIT, body = SP_BUF_INIT, out = SP_BUF_INIT;

	sp_buf_printf(&subject, "%s %.*s", sp_word(words, t->language, "command.dispute"),
		SP_FMT(sp_monthly_number(t->a->arena, &t->view->monthly)));
	sp_buf_printf(&body, "%s ", sp_word(words, t->language, "statement.line"));
	if (to)
		sp_mailto_add(&out, t->a, sp_str(t->a->c->queue->addresses[0]), SP_TOKEN_LINK, 0, to,
			sp_buf_str(&subject), sp_buf_str(&body));
	sp_buf_release(&subject);
	sp_buf_release(&body);
	set(t, data, "dispute_link", &out);
}

void sp_disputed_data(const struct sp_applying *a, const struct sp_decision *dispute,
	const char *language, struct sp_data *data)
{
	struct telling t = { .a = a, .language = language };
	struct sp_data *list = sp_data_set_list(a->arena, data, "disputed");

	for (size_t i = 0; dispute && i < dispute->dispute.count; i++) {
		const struct sp_movement *movement = dispute->dispute.rows[i];

		add_movement(&t, list, movement,
			(size_t)(movement - dispute->dispute.disputed->movements) + 1);
	}
}

void sp_statement_data(const struct sp_applying *a, const struct sp_monthly_view *view,
	const struct sp_person *to, const char *language, struct sp_data *data)
{
	struct telling t = { a, view, language };

	sp_data_set_text(a->arena, data, "number", sp_monthly_number(a->arena, &view->monthly));
	sp_data_set_text(a->arena, data, "period",
		sp_month_words(a->arena, a->desk->words, language, view->monthly.month));
	set_accounts(&t, data);
	set_part(&t, data, "amounts", SP_MONTHLY_MONEY);
	set_part(&t, data, "waiting", SP_MONTHLY_WAITING);
	sp_data_set_bool(a->arena, data, "has_amounts", has_part(view, SP_MONTHLY_MONEY));
	sp_data_set_bool(a->arena, data, "has_waiting", view->waited || view->waiting ||
		has_part(view, SP_MONTHLY_WAITING));
	set_hours(&t, data, "waited", view->waited, HOURS_COLUMNS);
	set_hours(&t, data, "still_waiting", view->waiting, HOURS_COLUMNS);
	set_money(&t, data, "amount_total", cents(view), MONEY_COLUMNS);
	sp_data_set_bool(a->arena, data, "in_credit", cents(view) < 0);
	sp_data_set_bool(a->arena, data, "moved", view->movement_count > 0);
	set_link(&t, data, to);
}
