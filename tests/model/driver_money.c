/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/model/driver.h"

#include <inttypes.h>

#include "core/tariff.h"
#include "text/money.h"

static enum sp_status set_value(struct sp_tariff *tariff, struct sp_str name, struct sp_str value,
	struct sp_err *err)
{
	if (sp_str_eq(name, SP_STR("unit")))
		return sp_tariff_set_unit(tariff, value, err);
	if (sp_str_eq(name, SP_STR("included")))
		return sp_tariff_set_included(tariff, value, err);
	if (sp_str_eq(name, SP_STR("first")))
		return sp_price_read(value, &tariff->first_hour, err);
	if (sp_str_eq(name, SP_STR("next")))
		return sp_price_read(value, &tariff->next_hour, err);
	if (sp_str_eq(name, SP_STR("out")))
		return sp_surcharge_read(value, &tariff->out_of_hours, err);
	if (sp_str_eq(name, SP_STR("extra")))
		return sp_surcharge_read(value, &tariff->extra, err);
	if (!sp_str_eq(name, SP_STR("divisible")))
		die("no value of a tariff", name);
	tariff->divisible = true;
	return SP_OK;
}

const struct sp_tariff *tariff_of(struct asked *asked)
{
	struct sp_tariff *tariff = sp_arena_new(&asked->arena, struct sp_tariff);
	struct sp_str rest = field_at(asked, 1), value;
	struct sp_err err = { 0 };

	sp_tariff_init(tariff, "model");
	while (sp_str_next_field(&rest, ';', &value)) {
		size_t blank = sp_str_find_char(value, ' ');

		if (set_value(tariff, sp_str_sub(value, 0, blank), sp_str_from(value, blank),
			    &err) != SP_OK)
			die(err.text, value);
	}
	return tariff;
}

enum sp_work_kind kind_of(struct sp_str field)
{
	enum sp_work_kind kind;

	if (!sp_work_kind_read(field, &kind))
		die("no kind of work", field);
	return kind;
}

void ask_price(struct asked *asked)
{
	const struct sp_tariff *tariff = tariff_of(asked);
	int64_t charged = sp_charged_minutes(tariff, kind_of(field_at(asked, 2)),
		number_at(asked, 3));
	struct sp_price price = sp_price_of(tariff, charged, number_at(asked, 4) != 0,
		number_at(asked, 5) != 0);

	sp_buf_printf(&asked->out, "%" PRId64 " %" PRId64 " %" PRId64 " %" PRId64 " %" PRId64,
		charged, price.work, price.out_of_hours, price.extra, price.total);
}

static void add_typed(struct asked *asked, enum sp_typed typed, int64_t number)
{
	static const char *const names[] = { [SP_TYPED_WRONG] = "wrong",
		[SP_TYPED_AMBIGUOUS] = "ambiguous", [SP_TYPED_TOO_MUCH] = "too much" };

	if (typed == SP_TYPED_OK)
		add_number(asked, number);
	else
		sp_buf_add_text(&asked->out, names[typed]);
}

void ask_hours(struct asked *asked)
{
	int64_t minutes = 0;
	enum sp_typed typed = sp_hours_read(field_at(asked, 1), &minutes);

	add_typed(asked, typed, minutes);
}

void ask_money(struct asked *asked)
{
	int64_t cents = 0;
	enum sp_typed typed = sp_money_read(field_at(asked, 1), &cents);

	add_typed(asked, typed, cents);
}

void ask_shown(struct asked *asked)
{
	int64_t number = number_at(asked, 1);

	sp_money_add(&asked->out, number, "it");
	sp_buf_add_char(&asked->out, '|');
	sp_money_add(&asked->out, number, "en");
	sp_buf_add_char(&asked->out, '|');
	sp_money_plain_add(&asked->out, number, "it");
	sp_buf_add_char(&asked->out, '|');
	sp_hours_add(&asked->out, number);
	sp_buf_add_char(&asked->out, '|');
	sp_hours_words_add(&asked->out, number);
}
