/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "admin/hours.h"

#include "admin/find.h"
#include "admin/print.h"
#include "base/clock.h"
#include "base/show.h"
#include "base/utf8.h"
#include "store/work_logs.h"
#include "text/money.h"

/* --- what was typed ------------------------------------------------------------- */

enum sp_status sp_read_hours(const char *text, int64_t *minutes_r, struct sp_err *err)
{
	switch (sp_hours_read(sp_str(text), minutes_r)) {
	case SP_TYPED_OK:
		return SP_OK;
	case SP_TYPED_AMBIGUOUS:
		return sp_fail(err, SP_PERM, "\"%s\" can be read in two ways; write 1:30, or 1,3", text);
	case SP_TYPED_TOO_MUCH:
		return sp_fail(err, SP_PERM, "\"%s\" is more than %lld hours", text,
			(long long)(SP_MAX_MINUTES / 60));
	case SP_TYPED_WRONG:
		break;
	}
	return sp_fail(err, SP_PERM, "\"%s\" is no duration; write it as in 1:30, 1,5 or 90m", text);
}

/* Three numbers between separators; days that there are not are refused. */
static bool read_date(struct sp_str text, char separator, bool day_first, int64_t *day_r)
{
	unsigned long long n[3];
	struct sp_str field;
	int y, m, d, count = 0;

	while (sp_str_next_field(&text, separator, &field)) {
		if (count == 3 || !sp_str_number(field, 9999, &n[count++]))
			return false;
	}
	if (count != 3)
		return false;
	y = (int)n[day_first ? 2 : 0];
	m = (int)n[1];
	d = (int)n[day_first ? 0 : 2];
	if (y < 1971 || m < 1 || m > 12 || d < 1 || d > 31)
		return false;
	*day_r = sp_days_of(y, m, d);
	sp_days_date(*day_r, &y, &count, &d);
	return count == m && (unsigned long long)d == n[day_first ? 0 : 2];
}

enum sp_status sp_read_day(const char *text, int64_t *day_r, struct sp_err *err)
{
	if (read_date(sp_str(text), '-', false, day_r) || read_date(sp_str(text), '/', true, day_r))
		return SP_OK;
	return sp_fail(err, SP_PERM, "\"%s\" is no day; write it as in 2026-12-31 or 31/12/2026", text);
}

enum sp_status sp_read_kinds(const char *text, unsigned *kinds_r, struct sp_err *err)
{
	struct sp_str rest = sp_str(text), name;
	enum sp_work_kind kind;

	*kinds_r = 0;
	while (sp_str_next_field(&rest, ',', &name)) {
		name = sp_str_trim(name);
		if (!sp_work_kind_read(name, &kind))
			return sp_fail(err, SP_PERM, "\"%.*s\" is no kind of work; kinds are ordinary, "
				"extraordinary, urgent, remote", SP_FMT(name));
		*kinds_r |= 1U << kind;
	}
	if (!*kinds_r)
		*kinds_r = (1U << SP_WORK_KINDS) - 1;
	return SP_OK;
}

/* --- who pays -------------------------------------------------------------------- */

enum sp_status sp_payer_name(struct sp_admin *admin, struct sp_payer payer, struct sp_str *name_r,
	struct sp_err *err)
{
	struct sp_organisation *list = NULL;
	struct sp_person *person = NULL;
	enum sp_status status = SP_OK;
	size_t count = 0;

	*name_r = SP_NONE;
	if (payer.organisation_id)
		status = sp_organisation_list(admin->db, &admin->arena, payer.organisation_id, &list,
			&count, err);
	else if (payer.person_id)
		status = sp_people_by_id(admin->db, &admin->arena, payer.person_id, &person, err);
	if (count)
		*name_r = list[0].name;
	if (person)
		*name_r = sp_name_and_address(&admin->arena, person->name, person->address);
	return status;
}

enum sp_status sp_find_payer(struct sp_admin *admin, const char *text, struct sp_payer *payer_r,
	struct sp_str *name_r, struct sp_err *err)
{
	struct sp_organisation organisation;
	struct sp_person *person;
	enum sp_status status;

	if (strchr(text, '@')) {
		status = sp_find_person_who_is(admin, SP_CUSTOMER, text, &person, err);
		if (status == SP_OK)
			*payer_r = sp_payer_of(person->organisation_id, person->id);
	} else {
		status = sp_find_organisation(admin, text, &organisation, err);
		if (status == SP_OK)
			*payer_r = sp_payer_of(organisation.id, 0);
	}
	return status == SP_OK ? sp_payer_name(admin, *payer_r, name_r, err) : status;
}

enum sp_status sp_find_work_log_named(struct sp_admin *admin, const char *text,
	struct sp_work_log *log_r, struct sp_err *err)
{
	const char *slash = strchr(text, '/');
	struct sp_work_log_filter filter = { 0 };
	unsigned long long number = 0;
	struct sp_work_log *logs = NULL;
	struct sp_ticket ticket;
	enum sp_status status;
	size_t count = 0;

	if (!slash || !sp_str_number(sp_str(slash + 1), INT32_MAX, &number) || number == 0)
		return sp_fail(err, SP_PERM, "\"%s\" is no work log; one looks like HT00191/2", text);
	status = sp_find_ticket(admin, sp_arena_printf(&admin->arena, "%.*s", (int)(slash - text), text),
		&ticket, err);
	filter.ticket_id = ticket.id;
	if (status == SP_OK)
		status = sp_work_logs(admin->db, &admin->arena, &filter, &logs, &count, err);
	for (size_t i = 0; status == SP_OK && i < count; i++)
		if (logs[i].ticket_id == ticket.id && logs[i].number == (int64_t)number) {
			*log_r = logs[i];
			return SP_OK;
		}
	return status != SP_OK ? status : sp_fail(err, SP_PERM, "there is no work log %s", text);
}

/* --- print ----------------------------------------------------------------------- */

void sp_add_day(struct sp_buf *out, int64_t day)
{
	int year, month, date;

	if (day == SP_NO_END) {
		sp_buf_add_text(out, "-");
		return;
	}
	sp_days_date(day, &year, &month, &date);
	sp_buf_printf(out, "%04d-%02d-%02d", year, month, date);
}

void sp_add_hours_column(struct sp_buf *out, int64_t minutes, int width)
{
	struct sp_buf text = SP_BUF_INIT;

	sp_hours_add(&text, minutes);
	sp_buf_printf(out, "%*s", width, text.ptr);
	sp_buf_release(&text);
}

void sp_add_money_column(struct sp_buf *out, int64_t cents, const char *language, size_t width)
{
	struct sp_buf text = SP_BUF_INIT;

	sp_money_add(&text, cents, language);
	for (size_t at = sp_utf8_width(sp_buf_str(&text)); at < width; at++)
		sp_buf_add_char(out, ' ');
	sp_buf_add_str(out, sp_buf_str(&text));
	sp_buf_release(&text);
}

void sp_add_kinds(struct sp_buf *out, unsigned kinds)
{
	bool first = true;

	if (kinds == (1U << SP_WORK_KINDS) - 1) {
		sp_buf_add_text(out, "all");
		return;
	}
	for (int kind = 0; kind < SP_WORK_KINDS; kind++) {
		if (!(kinds & 1U << kind))
			continue;
		sp_buf_printf(out, "%s%s", first ? "" : ", ",
			sp_work_kind_name((enum sp_work_kind)kind));
		first = false;
	}
}

void sp_json_set_day(struct sp_json *object, const char *key, int64_t day)
{
	struct sp_buf text = SP_BUF_INIT;

	if (day != SP_NO_END)
		sp_add_day(&text, day);
	sp_json_set_some(object, key, sp_buf_str(&text));
	sp_buf_release(&text);
}

struct sp_json *sp_ledger_json(const struct sp_ledger_row *row)
{
	struct sp_json *object = sp_json_object();

	sp_json_set_number(object, "id", row->id);
	sp_json_set_instant(object, "at", row->at);
	sp_json_set_text(object, "cause", sp_str(sp_entry_cause_name(row->entry.cause)));
	sp_json_set_text(object, "target", sp_str(sp_entry_target_name(row->entry.target)));
	if (row->entry.account_id)
		sp_json_set_number(object, "account", row->entry.account_id);
	sp_json_set_some(object, "ticket", row->code);
	if (row->number)
		sp_json_set_number(object, "number", row->number);
	sp_json_set_number(object, "minutes", row->entry.minutes);
	sp_json_set_number(object, "cents", row->entry.cents);
	if (row->entry.account_id) {
		sp_json_set_number(object, "before_minutes", row->entry.before);
		sp_json_set_number(object, "after_minutes", row->entry.after);
	}
	return object;
}

struct sp_json *sp_work_log_json(const struct sp_work_log *log)
{
	struct sp_json *object = sp_json_object();

	sp_json_set_text(object, "ticket", log->code);
	sp_json_set_number(object, "number", log->number);
	sp_json_set_some(object, "staff", log->staff);
	sp_json_set_text(object, "queue", log->queue);
	sp_json_set_text(object, "kind", sp_str(sp_work_kind_name(log->kind)));
	sp_json_set_day(object, "day", log->day);
	sp_json_set_number(object, "real_minutes", log->minutes);
	sp_json_set_number(object, "charged_minutes", log->charged);
	sp_json_set_bool(object, "out_of_hours", log->out_of_hours);
	sp_json_set_bool(object, "extra", log->extra);
	sp_json_set_bool(object, "without_consent", log->unconsented);
	sp_json_set_bool(object, "cancelled", log->minutes == 0);
	sp_json_set_some(object, "description", log->description);
	sp_json_set_instant(object, "logged_at", log->logged_at);
	sp_json_set_instant(object, "changed_at", log->changed_at);
	return object;
}

void sp_add_ledger_row(struct sp_buf *out, const struct sp_ledger_row *row)
{
	struct sp_buf what = SP_BUF_INIT, price = SP_BUF_INIT;

	sp_buf_printf(out, "%6lld  ", (long long)row->id);
	sp_add_instant(out, row->at);
	sp_buf_printf(out, "  %-10s %-7s ", sp_entry_cause_name(row->entry.cause),
		sp_entry_target_name(row->entry.target));
	sp_add_hours_column(out, row->entry.minutes, 8);
	sp_money_plain_add(&price, row->entry.cents, "en");
	sp_buf_printf(out, " %12s  ", price.ptr);
	sp_buf_release(&price);
	if (row->code.ptr)
		sp_buf_printf(&what, "%.*s/%lld", SP_FMT(row->code), (long long)row->number);
	sp_show_column(out, sp_buf_str(&what), 12);
	sp_end_line(out);
	sp_buf_release(&what);
}
