/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "text/tariff.h"

#include <string.h>

#include "text/money.h"

static const char *const kind_names[SP_WORK_KINDS] = {
	[SP_WORK_ORDINARY] = "ordinary", [SP_WORK_EXTRAORDINARY] = "extraordinary",
	[SP_WORK_URGENT] = "urgent",     [SP_WORK_REMOTE] = "remote",
};

#define KINDS_TEXT "ordinary, extraordinary, urgent, remote"

const char *sp_work_kind_name(enum sp_work_kind kind)
{
	return kind_names[kind];
}

bool sp_work_kind_read(struct sp_str name, enum sp_work_kind *kind_r)
{
	for (int kind = 0; kind < SP_WORK_KINDS; kind++)
		if (sp_str_eq_nocase(name, sp_str(kind_names[kind]))) {
			*kind_r = (enum sp_work_kind)kind;
			return true;
		}
	return false;
}

void sp_tariff_init(struct sp_tariff *tariff, const char *name)
{
	memset(tariff, 0, sizeof *tariff);
	tariff->name = name;
	for (int kind = 0; kind < SP_WORK_KINDS; kind++)
		tariff->unit[kind] = kind == SP_WORK_REMOTE ? 60 : 15;
}

enum sp_status sp_tariff_set_unit(struct sp_tariff *tariff, struct sp_str value,
	struct sp_err *err)
{
	struct sp_str trimmed = sp_str_trim(value);
	size_t blank = sp_str_find_char(trimmed, ' ');
	struct sp_str minutes = trimmed;
	enum sp_work_kind only = SP_WORK_KINDS;
	unsigned long long number;

	if (blank < trimmed.len) {
		if (!sp_work_kind_read(sp_str_sub(trimmed, 0, blank), &only))
			return sp_fail(err, SP_CONFIG, "unit \"%.*s\": \"%.*s\" is no kind of work; "
				"kinds are %s", SP_FMT(value),
				SP_FMT(sp_str_sub(trimmed, 0, blank)), KINDS_TEXT);
		minutes = sp_str_trim(sp_str_from(trimmed, blank));
	}
	if (!sp_str_number(minutes, SP_MAX_UNIT, &number) || number == 0)
		return sp_fail(err, SP_CONFIG, "unit \"%.*s\" is no number of minutes from 1 to %d; "
			"write 15, or remote 60 for one kind of work", SP_FMT(value),
			(int)SP_MAX_UNIT);
	for (int kind = 0; kind < SP_WORK_KINDS; kind++)
		if (only == SP_WORK_KINDS || only == (enum sp_work_kind)kind)
			tariff->unit[kind] = (int)number;
	return SP_OK;
}

enum sp_status sp_tariff_set_included(struct sp_tariff *tariff, struct sp_str value,
	struct sp_err *err)
{
	enum sp_work_kind kind;

	if (!sp_work_kind_read(sp_str_trim(value), &kind))
		return sp_fail(err, SP_CONFIG, "included \"%.*s\" is no kind of work; kinds are %s",
			SP_FMT(value), KINDS_TEXT);
	tariff->included[kind] = true;
	return SP_OK;
}

enum sp_status sp_price_read(struct sp_str value, int64_t *cents_r, struct sp_err *err)
{
	int64_t cents = 0;
	enum sp_typed typed = sp_money_read(value, &cents);

	if (typed == SP_TYPED_TOO_MUCH || cents > SP_MAX_PRICE)
		return sp_fail(err, SP_CONFIG, "price \"%.*s\" is too much; at most %d.00",
			SP_FMT(value), SP_MAX_PRICE / 100);
	if (typed == SP_TYPED_AMBIGUOUS)
		return sp_fail(err, SP_CONFIG, "price \"%.*s\" can be read in two ways; write it "
			"with its cents, as in 1500.00", SP_FMT(value));
	if (typed != SP_TYPED_OK)
		return sp_fail(err, SP_CONFIG, "price \"%.*s\" is no amount of money; write it as in "
			"100.00", SP_FMT(value));
	*cents_r = cents;
	return SP_OK;
}

enum sp_status sp_surcharge_read(struct sp_str value, struct sp_surcharge *surcharge_r,
	struct sp_err *err)
{
	struct sp_str trimmed = sp_str_trim(value);
	struct sp_surcharge surcharge = { 0, 0 };
	unsigned long long percent;
	enum sp_status status;

	if (trimmed.len && trimmed.ptr[trimmed.len - 1] == '%') {
		struct sp_str number = sp_str_trim(sp_str_sub(trimmed, 0, trimmed.len - 1));

		if (!sp_str_number(number, SP_MAX_PERCENT, &percent))
			return sp_fail(err, SP_CONFIG, "surcharge \"%.*s\" is no whole percentage up "
				"to %d; write it as in 30%%", SP_FMT(value),
				(int)SP_MAX_PERCENT);
		surcharge.percent = (int)percent;
	} else {
		status = sp_price_read(value, &surcharge.cents, err);
		if (status != SP_OK)
			return status;
	}
	*surcharge_r = surcharge;
	return SP_OK;
}
