/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "text/money.h"

#include <inttypes.h>

/* --- for people to read ----------------------------------------------------- */

static bool italian(const char *language)
{
	return sp_str_eq(sp_str(language), SP_STR("it"));
}

/* The amount without its sign; also of the least int64_t. */
static uint64_t magnitude(int64_t number)
{
	return number < 0 ? -(uint64_t)number : (uint64_t)number;
}

static void add_grouped(struct sp_buf *out, uint64_t number, char separator)
{
	char digits[32];
	size_t count = 0;

	do {
		if (count % 4 == 3)
			digits[count++] = separator;
		digits[count++] = (char)('0' + number % 10);
		number /= 10;
	} while (number);
	while (count)
		sp_buf_add_char(out, digits[--count]);
}

void sp_money_add(struct sp_buf *out, int64_t cents, const char *language)
{
	uint64_t amount = magnitude(cents);
	bool it = italian(language);

	if (cents < 0)
		sp_buf_add_char(out, '-');
	if (!it)
		sp_buf_add_text(out, "€");
	add_grouped(out, amount / 100, it ? '.' : ',');
	sp_buf_printf(out, "%c%02d", it ? ',' : '.', (int)(amount % 100));
	if (it)
		sp_buf_add_text(out, " €");
}

void sp_money_plain_add(struct sp_buf *out, int64_t cents, const char *language)
{
	uint64_t amount = magnitude(cents);

	sp_buf_printf(out, "%s%" PRIu64 "%c%02d", cents < 0 ? "-" : "", amount / 100,
		italian(language) ? ',' : '.', (int)(amount % 100));
}

void sp_hours_add(struct sp_buf *out, int64_t minutes)
{
	uint64_t amount = magnitude(minutes);

	sp_buf_printf(out, "%s%" PRIu64 ":%02d", minutes < 0 ? "-" : "", amount / 60,
		(int)(amount % 60));
}

void sp_hours_words_add(struct sp_buf *out, int64_t minutes)
{
	uint64_t amount = magnitude(minutes);

	if (minutes < 0)
		sp_buf_add_char(out, '-');
	if (amount >= 60)
		sp_buf_printf(out, "%" PRIu64 " h", amount / 60);
	if (amount >= 60 && amount % 60)
		sp_buf_add_char(out, ' ');
	if (amount < 60 || amount % 60)
		sp_buf_printf(out, "%d min", (int)(amount % 60));
}

/* --- as people type it ------------------------------------------------------ */

static bool take_word(struct sp_str *s, bool at_end, struct sp_str word)
{
	struct sp_str part = at_end ? sp_str_from(*s, s->len - word.len) :
				      sp_str_sub(*s, 0, word.len);

	if (s->len < word.len || !sp_str_eq_nocase(part, word))
		return false;
	*s = sp_str_trim(at_end ? sp_str_sub(*s, 0, s->len - word.len) :
				  sp_str_from(*s, word.len));
	return true;
}

/* Without the currency, which stands on one side at most. */
static struct sp_str without_currency(struct sp_str s)
{
	static const char *const words[] = { "€", "EURO", "EUR" };

	s = sp_str_trim(s);
	for (int at_end = 0; at_end < 2; at_end++)
		for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
			if (take_word(&s, at_end, sp_str(words[i])))
				return s;
	return s;
}

static struct sp_str take_digits(struct sp_str *rest)
{
	struct sp_str digits = *rest;
	size_t len = 0;

	while (len < rest->len && sp_ascii_digit(rest->ptr[len]))
		len++;
	*rest = sp_str_from(*rest, len);
	return sp_str_sub(digits, 0, len);
}

/* Digits as a number; one that is too large stops growing. */
static uint64_t append_digits(uint64_t number, struct sp_str digits)
{
	for (size_t i = 0; i < digits.len && number <= SP_MAX_CENTS; i++)
		number = number * 10 + (uint64_t)(digits.ptr[i] - '0');
	return number;
}

/* How the digits of an amount stand: "1.234.567,89" has three separators, the
 * first is '.', the last ',', and 89 stands behind the last. */
struct shape {
	uint64_t whole; /* the digits before the last separator */
	struct sp_str behind; /* those behind it, or all */
	char first, last;
	size_t separators;
	bool groups_of_three; /* before the last separator; the first may be shorter */
};

/* False when it is no number at all. */
static bool shape_read(struct sp_str s, struct shape *shape)
{
	*shape = (struct shape){ .groups_of_three = true };
	for (;;) {
		struct sp_str digits = take_digits(&s);

		shape->behind = digits;
		if (digits.len == 0 || s.len == 0)
			return digits.len > 0;
		if (s.ptr[0] != '.' && s.ptr[0] != ',')
			return false;
		/* Once it has changed, nothing may follow: "1.234,567.89". */
		if (shape->separators > 1 && shape->last != shape->first)
			return false;
		if (shape->separators ? digits.len != 3 : digits.len > 3)
			shape->groups_of_three = false;
		shape->whole = append_digits(shape->whole, digits);
		shape->last = s.ptr[0];
		if (shape->separators++ == 0)
			shape->first = shape->last;
		s = sp_str_from(s, 1);
	}
}

static enum sp_typed cents_of(uint64_t cents, int64_t *cents_r)
{
	if (cents > SP_MAX_CENTS)
		return SP_TYPED_TOO_MUCH;
	*cents_r = (int64_t)cents;
	return SP_TYPED_OK;
}

enum sp_typed sp_money_read(struct sp_str typed, int64_t *cents_r)
{
	struct shape shape;
	uint64_t number;
	bool changed;

	if (!shape_read(without_currency(typed), &shape))
		return SP_TYPED_WRONG;
	number = append_digits(shape.whole, shape.behind);
	changed = shape.first != shape.last;
	if (shape.separators == 0)
		return cents_of(number * 100, cents_r);
	if (shape.behind.len == 3) {
		if (!shape.groups_of_three || changed)
			return SP_TYPED_WRONG;
		return shape.separators == 1 ? SP_TYPED_AMBIGUOUS : cents_of(number * 100, cents_r);
	}
	if (shape.behind.len > 3)
		return SP_TYPED_WRONG;
	if (shape.separators > 1 && (!changed || !shape.groups_of_three))
		return SP_TYPED_WRONG;
	return cents_of(shape.behind.len == 1 ? number * 10 : number, cents_r);
}

static const char *const hour_words[] = { "h", "ore", "ora", "hours", "hour", NULL };

static bool is_one_of(struct sp_str word, const char *const *words)
{
	for (; *words; words++)
		if (sp_str_eq_nocase(word, sp_str(*words)))
			return true;
	return false;
}

/* Take the letters, then the blanks, off `*rest`. */
static struct sp_str take_letters(struct sp_str *rest)
{
	size_t len = 0;
	struct sp_str word;

	while (len < rest->len && sp_ascii_alnum(rest->ptr[len]) && !sp_ascii_digit(rest->ptr[len]))
		len++;
	word = sp_str_sub(*rest, 0, len);
	*rest = sp_str_trim(sp_str_from(*rest, len));
	return word;
}

static enum sp_typed minutes_of(uint64_t minutes, int64_t *minutes_r)
{
	if (minutes > SP_MAX_MINUTES)
		return SP_TYPED_TOO_MUCH;
	*minutes_r = (int64_t)minutes;
	return SP_TYPED_OK;
}

/* What follows whole hours: ":30", ",5", or nothing. */
static enum sp_typed take_part_of_hour(struct sp_str *rest, uint64_t *minutes_r)
{
	char mark = rest->len ? rest->ptr[0] : '\0';
	struct sp_str digits;
	uint64_t number;

	*minutes_r = 0;
	if (mark != ':' && mark != ',' && mark != '.')
		return SP_TYPED_OK;
	*rest = sp_str_from(*rest, 1);
	digits = take_digits(rest);
	number = append_digits(0, digits);
	if (mark == ':') {
		*minutes_r = number;
		return digits.len == 2 && number < 60 ? SP_TYPED_OK : SP_TYPED_WRONG;
	}
	if (digits.len != 1 && digits.len != 2)
		return SP_TYPED_WRONG;
	*minutes_r = digits.len == 1 ? number * 6 : (number * 60 + 50) / 100;
	return mark == '.' && digits.len == 2 ? SP_TYPED_AMBIGUOUS : SP_TYPED_OK;
}

/* What follows the "h" of "1h30": nothing, or minutes with or without a unit. */
static bool take_minutes(struct sp_str rest, const char *const *units, uint64_t *minutes_r)
{
	struct sp_str digits = take_digits(&rest), unit;

	*minutes_r = append_digits(0, digits);
	rest = sp_str_trim(rest);
	unit = take_letters(&rest);
	return rest.len == 0 && digits.len <= 2 && *minutes_r < 60 &&
	       (unit.len == 0 || (digits.len > 0 && is_one_of(unit, units)));
}

/* "90m", "2h", "1h30": what follows a whole number without ':' or decimals. */
static enum sp_typed read_units(uint64_t number, struct sp_str rest, int64_t *minutes_r)
{
	static const char *const minute_words[] = { "m", "min", "minuti", "minuto", "minutes",
		"minute", NULL };
	struct sp_str unit = take_letters(&rest);
	uint64_t minutes;

	if (is_one_of(unit, minute_words))
		return rest.len ? SP_TYPED_WRONG : minutes_of(number, minutes_r);
	if (unit.len == 0 ? rest.len > 0 : !is_one_of(unit, hour_words))
		return SP_TYPED_WRONG;
	if (!take_minutes(rest, minute_words, &minutes))
		return SP_TYPED_WRONG;
	return minutes_of(number * 60 + minutes, minutes_r);
}

enum sp_typed sp_hours_read(struct sp_str typed, int64_t *minutes_r)
{
	struct sp_str rest = sp_str_trim(typed);
	struct sp_str digits = take_digits(&rest), unit;
	uint64_t number = append_digits(0, digits), part;
	size_t before = rest.len;
	enum sp_typed result = take_part_of_hour(&rest, &part);

	if (digits.len == 0)
		return SP_TYPED_WRONG;
	if (rest.len == before)
		return read_units(number, sp_str_trim(rest), minutes_r);
	rest = sp_str_trim(rest);
	unit = take_letters(&rest);
	if (rest.len || (unit.len && !is_one_of(unit, hour_words)))
		return SP_TYPED_WRONG;
	return result == SP_TYPED_OK ? minutes_of(number * 60 + part, minutes_r) : result;
}
