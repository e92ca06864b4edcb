/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * text/money and text/tariff: amounts and durations as people write them, and
 * the values of a tariff.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "text/money.h"
#include "text/tariff.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static void test_money_shown(void **state)
{
	static const struct {
		int64_t cents;
		const char *it, *en, *plain;
	} cases[] = {
		{ 0, "0,00 €", "€0.00", "0,00" },
		{ 5, "0,05 €", "€0.05", "0,05" },
		{ 10000, "100,00 €", "€100.00", "100,00" },
		{ 99999, "999,99 €", "€999.99", "999,99" },
		{ 100000, "1.000,00 €", "€1,000.00", "1000,00" },
		{ 123450, "1.234,50 €", "€1,234.50", "1234,50" },
		{ 123456789012, "1.234.567.890,12 €", "€1,234,567,890.12", "1234567890,12" },
		{ -123450, "-1.234,50 €", "-€1,234.50", "-1234,50" },
		{ -1, "-0,01 €", "-€0.01", "-0,01" },
		{ INT64_MIN, "-92.233.720.368.547.758,08 €", "-€92,233,720,368,547,758.08",
			"-92233720368547758,08" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct sp_buf it = SP_BUF_INIT, en = SP_BUF_INIT, plain = SP_BUF_INIT;

		sp_money_add(&it, cases[i].cents, "it");
		sp_money_add(&en, cases[i].cents, "en");
		sp_money_plain_add(&plain, cases[i].cents, "it");
		assert_string_equal(it.ptr, cases[i].it);
		assert_string_equal(en.ptr, cases[i].en);
		assert_string_equal(plain.ptr, cases[i].plain);
		sp_buf_release(&it);
		sp_buf_release(&en);
		sp_buf_release(&plain);
	}
}

static void test_hours_shown(void **state)
{
	static const struct {
		int64_t minutes;
		const char *clock, *words;
	} cases[] = {
		{ 0, "0:00", "0 min" },
		{ 5, "0:05", "5 min" },
		{ 60, "1:00", "1 h" },
		{ 90, "1:30", "1 h 30 min" },
		{ 7200, "120:00", "120 h" },
		{ -15, "-0:15", "-15 min" },
		{ -90, "-1:30", "-1 h 30 min" },
		{ INT64_MIN, "-153722867280912930:08", "-153722867280912930 h 8 min" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct sp_buf clock = SP_BUF_INIT, words = SP_BUF_INIT;

		sp_hours_add(&clock, cases[i].minutes);
		sp_hours_words_add(&words, cases[i].minutes);
		assert_string_equal(clock.ptr, cases[i].clock);
		assert_string_equal(words.ptr, cases[i].words);
		sp_buf_release(&clock);
		sp_buf_release(&words);
	}
}

struct typed_case {
	const char *typed;
	enum sp_typed result;
	int64_t number;
};

static void check_typed(const struct typed_case *cases, size_t count,
	enum sp_typed (*reader)(struct sp_str, int64_t *))
{
	for (size_t i = 0; i < count; i++) {
		int64_t number = -7;
		enum sp_typed result = reader(sp_str(cases[i].typed), &number);

		if (result != cases[i].result)
			fail_msg("\"%s\" gives %d, not %d", cases[i].typed, (int)result,
				(int)cases[i].result);
		if (number != (result == SP_TYPED_OK ? cases[i].number : -7))
			fail_msg("\"%s\" is read as %lld", cases[i].typed, (long long)number);
	}
}

static void test_money_typed(void **state)
{
	static const struct typed_case cases[] = {
		{ "12,50", SP_TYPED_OK, 1250 },
		{ "12.50", SP_TYPED_OK, 1250 },
		{ "12,5", SP_TYPED_OK, 1250 },
		{ "12", SP_TYPED_OK, 1200 },
		{ "0", SP_TYPED_OK, 0 },
		{ "0,05", SP_TYPED_OK, 5 },
		{ " 12,50 € ", SP_TYPED_OK, 1250 },
		{ "€ 12,50", SP_TYPED_OK, 1250 },
		{ "€12.50", SP_TYPED_OK, 1250 },
		{ "12,50 euro", SP_TYPED_OK, 1250 },
		{ "EUR 12,50", SP_TYPED_OK, 1250 },
		{ "1.234,50", SP_TYPED_OK, 123450 },
		{ "1,234.50", SP_TYPED_OK, 123450 },
		{ "1.234,5", SP_TYPED_OK, 123450 },
		{ "12345,50", SP_TYPED_OK, 1234550 },
		{ "1.234.567", SP_TYPED_OK, 123456700 },
		{ "1.234.567,89", SP_TYPED_OK, 123456789 },
		{ "1,234,567.89", SP_TYPED_OK, 123456789 },
		{ "1000000000", SP_TYPED_OK, SP_MAX_CENTS },
		{ "007,50", SP_TYPED_OK, 750 },
		{ "1.500", SP_TYPED_AMBIGUOUS, 0 },
		{ "1,500", SP_TYPED_AMBIGUOUS, 0 },
		{ "12,345", SP_TYPED_AMBIGUOUS, 0 },
		{ "1000000000,01", SP_TYPED_TOO_MUCH, 0 },
		{ "1.000.000.001", SP_TYPED_TOO_MUCH, 0 },
		{ "99999999999999999999999999", SP_TYPED_TOO_MUCH, 0 },
		{ "99999999999999999999999999,99", SP_TYPED_TOO_MUCH, 0 },
		{ "", SP_TYPED_WRONG, 0 },
		{ "€", SP_TYPED_WRONG, 0 },
		{ "€ 1 €", SP_TYPED_WRONG, 0 },
		{ "-12,50", SP_TYPED_WRONG, 0 },
		{ "+12", SP_TYPED_WRONG, 0 },
		{ ",50", SP_TYPED_WRONG, 0 },
		{ "12,", SP_TYPED_WRONG, 0 },
		{ "12,,50", SP_TYPED_WRONG, 0 },
		{ "1234,567", SP_TYPED_WRONG, 0 },
		{ "12,3456", SP_TYPED_WRONG, 0 },
		{ "1.23,50", SP_TYPED_WRONG, 0 },
		{ "1234.567,50", SP_TYPED_WRONG, 0 },
		{ "1.234.50", SP_TYPED_WRONG, 0 },
		{ "1.234,567", SP_TYPED_WRONG, 0 },
		{ "1.234,567.89", SP_TYPED_WRONG, 0 },
		{ "1234.567.890", SP_TYPED_WRONG, 0 },
		{ "12 50", SP_TYPED_WRONG, 0 },
		{ "1e3", SP_TYPED_WRONG, 0 },
		{ "dodici", SP_TYPED_WRONG, 0 },
	};

	(void)state;
	check_typed(cases, COUNT(cases), sp_money_read);
}

static void test_hours_typed(void **state)
{
	static const struct typed_case cases[] = {
		{ "1:30", SP_TYPED_OK, 90 },
		{ "0:05", SP_TYPED_OK, 5 },
		{ "01:30", SP_TYPED_OK, 90 },
		{ "1:30 h", SP_TYPED_OK, 90 },
		{ "100:00", SP_TYPED_OK, 6000 },
		{ "1,5", SP_TYPED_OK, 90 },
		{ "1.5", SP_TYPED_OK, 90 },
		{ "1,25", SP_TYPED_OK, 75 },
		{ "0,1", SP_TYPED_OK, 6 },
		{ "1,33", SP_TYPED_OK, 80 },  /* 79.8 */
		{ "0,01", SP_TYPED_OK, 1 },   /* 0.6 */
		{ "0,34", SP_TYPED_OK, 20 },  /* 20.4 */
		{ "0,99", SP_TYPED_OK, 59 },  /* 59.4 */
		{ "1,5 ore", SP_TYPED_OK, 90 },
		{ "2", SP_TYPED_OK, 120 },
		{ "0", SP_TYPED_OK, 0 },
		{ "2h", SP_TYPED_OK, 120 },
		{ "2 ORE", SP_TYPED_OK, 120 },
		{ "1 ora", SP_TYPED_OK, 60 },
		{ "3 hours", SP_TYPED_OK, 180 },
		{ "90m", SP_TYPED_OK, 90 },
		{ "90 min", SP_TYPED_OK, 90 },
		{ "45 minuti", SP_TYPED_OK, 45 },
		{ "1h30", SP_TYPED_OK, 90 },
		{ "1h30m", SP_TYPED_OK, 90 },
		{ " 1 h 30 min ", SP_TYPED_OK, 90 },
		{ "1 ora 5 minuti", SP_TYPED_OK, 65 },
		{ "1h5", SP_TYPED_OK, 65 },
		{ "10000", SP_TYPED_OK, SP_MAX_MINUTES },
		{ "600000m", SP_TYPED_OK, SP_MAX_MINUTES },
		{ "1.30", SP_TYPED_AMBIGUOUS, 0 },
		{ "1.25 h", SP_TYPED_AMBIGUOUS, 0 },
		{ "1.305", SP_TYPED_WRONG, 0 },
		{ "1.30x", SP_TYPED_WRONG, 0 },
		{ "10000:01", SP_TYPED_TOO_MUCH, 0 },
		{ "600001 min", SP_TYPED_TOO_MUCH, 0 },
		{ "99999999999999999999999999999999", SP_TYPED_TOO_MUCH, 0 },
		{ "", SP_TYPED_WRONG, 0 },
		{ "h", SP_TYPED_WRONG, 0 },
		{ "-1:30", SP_TYPED_WRONG, 0 },
		{ "+2", SP_TYPED_WRONG, 0 },
		{ ":30", SP_TYPED_WRONG, 0 },
		{ "1:", SP_TYPED_WRONG, 0 },
		{ "1:5", SP_TYPED_WRONG, 0 },
		{ "1:60", SP_TYPED_WRONG, 0 },
		{ "1:300", SP_TYPED_WRONG, 0 },
		{ "1:30:00", SP_TYPED_WRONG, 0 },
		{ "1,", SP_TYPED_WRONG, 0 },
		{ "1,333", SP_TYPED_WRONG, 0 },
		{ "1,5m", SP_TYPED_WRONG, 0 },
		{ "1:30m", SP_TYPED_WRONG, 0 },
		{ "1,5h30", SP_TYPED_WRONG, 0 },
		{ "1h60", SP_TYPED_WRONG, 0 },
		{ "1h m", SP_TYPED_WRONG, 0 },
		{ "1h30x", SP_TYPED_WRONG, 0 },
		{ "1h130", SP_TYPED_WRONG, 0 },
		{ "90m 5", SP_TYPED_WRONG, 0 },
		{ "90 mele", SP_TYPED_WRONG, 0 },
		{ "2 2", SP_TYPED_WRONG, 0 },
		{ "1h1h", SP_TYPED_WRONG, 0 },
	};

	(void)state;
	check_typed(cases, COUNT(cases), sp_hours_read);
}

/* A view that ends before a NUL: nothing beyond it is read. */
static void test_typed_ends_with_its_view(void **state)
{
	int64_t number;

	(void)state;
	assert_int_equal(sp_hours_read(sp_str_n("1:3045", 4), &number), SP_TYPED_OK);
	assert_int_equal(number, 90);
	assert_int_equal(sp_money_read(sp_str_n("12,505", 5), &number), SP_TYPED_OK);
	assert_int_equal(number, 1250);
	assert_int_equal(sp_money_read(SP_NONE, &number), SP_TYPED_WRONG);
	assert_int_equal(sp_hours_read(SP_NONE, &number), SP_TYPED_WRONG);
}

static void test_tariff_defaults(void **state)
{
	struct sp_tariff tariff;

	(void)state;
	sp_tariff_init(&tariff, "ordinario");
	assert_int_equal(tariff.unit[SP_WORK_ORDINARY], 15);
	assert_int_equal(tariff.unit[SP_WORK_EXTRAORDINARY], 15);
	assert_int_equal(tariff.unit[SP_WORK_URGENT], 15);
	assert_int_equal(tariff.unit[SP_WORK_REMOTE], 60);
	assert_false(tariff.divisible);
	assert_int_equal(tariff.first_hour, 0);
}

static void test_tariff_units(void **state)
{
	struct sp_tariff tariff;
	struct sp_err err = { 0 };

	(void)state;
	sp_tariff_init(&tariff, "remoto");
	assert_int_equal(sp_tariff_set_unit(&tariff, SP_STR("30"), &err), SP_OK);
	assert_int_equal(tariff.unit[SP_WORK_ORDINARY], 30);
	assert_int_equal(tariff.unit[SP_WORK_REMOTE], 30);
	assert_int_equal(sp_tariff_set_unit(&tariff, SP_STR("urgent 1"), &err), SP_OK);
	assert_int_equal(tariff.unit[SP_WORK_ORDINARY], 30);
	assert_int_equal(tariff.unit[SP_WORK_URGENT], 1);
	assert_int_equal(sp_tariff_set_included(&tariff, SP_STR(" Ordinary"), &err), SP_OK);
	assert_true(tariff.included[SP_WORK_ORDINARY]);
	assert_false(tariff.included[SP_WORK_URGENT]);
}

static enum sp_status set_unit(struct sp_str value, struct sp_err *err)
{
	struct sp_tariff tariff, before;
	enum sp_status status;

	sp_tariff_init(&tariff, "x");
	before = tariff;
	status = sp_tariff_set_unit(&tariff, value, err);
	assert_memory_equal(tariff.unit, before.unit, sizeof tariff.unit);
	return status;
}

static enum sp_status set_included(struct sp_str value, struct sp_err *err)
{
	struct sp_tariff tariff;

	sp_tariff_init(&tariff, "x");
	return sp_tariff_set_included(&tariff, value, err);
}

static enum sp_status read_price(struct sp_str value, struct sp_err *err)
{
	int64_t cents;

	return sp_price_read(value, &cents, err);
}

static enum sp_status read_surcharge(struct sp_str value, struct sp_err *err)
{
	struct sp_surcharge surcharge;

	return sp_surcharge_read(value, &surcharge, err);
}

static void test_tariff_errors(void **state)
{
	static const struct {
		enum sp_status (*read)(struct sp_str, struct sp_err *);
		const char *value, *text;
	} cases[] = {
		{ set_unit, "0", "unit \"0\" is no number of minutes from 1 to 1440; write 15, or "
			"remote 60 for one kind of work" },
		{ set_unit, "1441", "unit \"1441\" is no number of minutes from 1 to 1440; write 15, "
			"or remote 60 for one kind of work" },
		{ set_unit, "remote", "unit \"remote\" is no number of minutes from 1 to 1440; write "
			"15, or remote 60 for one kind of work" },
		{ set_unit, "remoto 60", "unit \"remoto 60\": \"remoto\" is no kind of work; kinds "
			"are ordinary, extraordinary, urgent, remote" },
		{ set_included, "manutenzione", "included \"manutenzione\" is no kind of work; kinds "
			"are ordinary, extraordinary, urgent, remote" },
		{ read_price, "cento", "price \"cento\" is no amount of money; write it as in 100.00" },
		{ read_price, "1.500", "price \"1.500\" can be read in two ways; write it with its "
			"cents, as in 1500.00" },
		{ read_price, "10000000,01", "price \"10000000,01\" is too much; at most 10000000.00" },
		{ read_surcharge, "1001%", "surcharge \"1001%\" is no whole percentage up to 1000; "
			"write it as in 30%" },
		{ read_surcharge, "12,5%", "surcharge \"12,5%\" is no whole percentage up to 1000; "
			"write it as in 30%" },
		{ read_surcharge, "x", "price \"x\" is no amount of money; write it as in 100.00" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct sp_err err = { 0 };

		assert_int_equal(cases[i].read(sp_str(cases[i].value), &err), SP_CONFIG);
		assert_string_equal(err.text, cases[i].text);
	}
}

static void test_surcharges(void **state)
{
	struct sp_surcharge surcharge = { -1, -1 };
	struct sp_err err = { 0 };

	(void)state;
	assert_int_equal(sp_surcharge_read(SP_STR("30%"), &surcharge, &err), SP_OK);
	assert_int_equal(surcharge.percent, 30);
	assert_int_equal(surcharge.cents, 0);
	assert_int_equal(sp_surcharge_read(SP_STR(" 50 % "), &surcharge, &err), SP_OK);
	assert_int_equal(surcharge.percent, 50);
	assert_int_equal(sp_surcharge_read(SP_STR("25,00"), &surcharge, &err), SP_OK);
	assert_int_equal(surcharge.percent, 0);
	assert_int_equal(surcharge.cents, 2500);
}

static void test_work_kinds(void **state)
{
	enum sp_work_kind kind;

	(void)state;
	for (int i = 0; i < SP_WORK_KINDS; i++) {
		assert_true(sp_work_kind_read(sp_str(sp_work_kind_name((enum sp_work_kind)i)), &kind));
		assert_int_equal(kind, i);
	}
	assert_true(sp_work_kind_read(SP_STR("REMOTE"), &kind));
	assert_false(sp_work_kind_read(SP_STR(""), &kind));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_money_shown),
		cmocka_unit_test(test_hours_shown),
		cmocka_unit_test(test_money_typed),
		cmocka_unit_test(test_hours_typed),
		cmocka_unit_test(test_typed_ends_with_its_view),
		cmocka_unit_test(test_tariff_defaults),
		cmocka_unit_test(test_tariff_units),
		cmocka_unit_test(test_tariff_errors),
		cmocka_unit_test(test_surcharges),
		cmocka_unit_test(test_work_kinds),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
