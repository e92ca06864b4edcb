/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The value is cut into numbers, words and signs, and each says by its look
 * what it is; the order of day, month and year does not matter as long as it
 * is clear.
 */
#include "mail/date.h"

#include "base/clock.h"

enum { UNKNOWN = -1, MAX_OFFSET = 14 * 3600 + 1800, LONGEST_DATE = 200 };

struct date {
	int year, month, day;
	int hour, minute, second;
	int offset;
	bool has_offset;
	bool afternoon, morning;
};

/* RFC 5322, 4.3, and the zones of Europe, Japan and Australia as people write
 * them.  Military letters are unknown zones, as the RFC has it. */
static const struct {
	const char *name;
	int minutes;
} zones[] = {
	{ "ut", 0 },      { "utc", 0 },     { "gmt", 0 },     { "z", 0 },       { "wet", 0 },
	{ "west", 60 },   { "bst", 60 },    { "ist", 330 },   { "cet", 60 },    { "met", 60 },
	{ "mez", 60 },    { "cest", 120 },  { "mest", 120 },  { "mesz", 120 },  { "met dst", 120 },
	{ "eet", 120 },   { "eest", 180 },  { "sast", 120 },  { "msk", 180 },   { "msd", 240 },
	{ "est", -300 },  { "edt", -240 },  { "cst", -360 },  { "cdt", -300 },  { "mst", -420 },
	{ "mdt", -360 },  { "pst", -480 },  { "pdt", -420 },  { "akst", -540 }, { "akdt", -480 },
	{ "hst", -600 },  { "ast", -240 },  { "adt", -180 },  { "jst", 540 },   { "kst", 540 },
	{ "hkt", 480 },   { "sgt", 480 },   { "aest", 600 },  { "aedt", 660 },  { "nzst", 720 },
	{ "nzdt", 780 },  { "brt", -180 },  { "art", -180 },
};

static const char *const months[] = {
	"jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
};

/* A month by its first three letters, 1 to 12; 0 for none. */
static int month_of(struct sp_str word)
{
	for (int i = 0; i < 12 && word.len >= 3; i++)
		if (sp_str_eq_nocase(sp_str_sub(word, 0, 3), sp_str(months[i])))
			return i + 1;
	return 0;
}

static void take_zone_name(struct date *date, struct sp_str word)
{
	for (size_t i = 0; i < sizeof(zones) / sizeof(zones[0]); i++)
		if (!date->has_offset && sp_str_eq_nocase(word, sp_str(zones[i].name))) {
			date->offset = zones[i].minutes * 60;
			date->has_offset = true;
		}
}

static void take_word(struct date *date, struct sp_str word)
{
	int month = date->month == UNKNOWN ? month_of(word) : 0;

	if (month)
		date->month = month;
	else if (sp_str_eq_nocase(word, SP_STR("pm")))
		date->afternoon = true;
	else if (sp_str_eq_nocase(word, SP_STR("am")))
		date->morning = true;
	else if (date->hour != UNKNOWN)
		take_zone_name(date, word);
}

/* "+0200", "-05:30", "+2" after the time of day. */
static void take_offset(struct date *date, struct sp_str digits, struct sp_str after, bool negative)
{
	unsigned long long number, minutes = 0;

	if (!sp_str_number(digits, 99999, &number))
		return;
	if (digits.len <= 2) {
		if (after.len >= 3 && after.ptr[0] == ':' &&
			!sp_str_number(sp_str_sub(after, 1, 2), 59, &minutes))
			minutes = 0;
		number = number * 100 + minutes;
	}
	minutes = number / 100 * 60 + number % 100;
	if (number % 100 > 59 || minutes * 60 > MAX_OFFSET)
		minutes = 0;
	date->offset = (int)minutes * (negative ? -60 : 60);
	date->has_offset = true;
}

/* RFC 5322, 4.3: two digits 00 to 49 are 2000 and on, 50 to 99 and three digits
 * are counted from 1900. */
static int full_year(int number, size_t digits)
{
	if (digits == 2)
		return number < 50 ? 2000 + number : 1900 + number;
	return digits == 3 ? 1900 + number : number;
}

static void take_number(struct date *date, struct sp_str digits)
{
	unsigned long long number;

	if (!sp_str_number(digits, 9999, &number))
		return;
	if (digits.len >= 3 && date->year == UNKNOWN)
		date->year = full_year((int)number, digits.len);
	else if (date->day == UNKNOWN && digits.len <= 2)
		date->day = (int)number;
	else if (date->month == UNKNOWN && digits.len <= 2 && number <= 12)
		date->month = (int)number;
	else if (date->year == UNKNOWN)
		date->year = full_year((int)number, digits.len);
}

static size_t count_digits(struct sp_str s)
{
	size_t n = 0;

	while (n < s.len && sp_ascii_digit(s.ptr[n]))
		n++;
	return n;
}

/* "10:05", "10:05:09", "10.05.09" at the start: its length, 0 for no time. */
static size_t take_time(struct date *date, struct sp_str s)
{
	int *const fields[] = { &date->hour, &date->minute, &date->second };
	size_t at = 0, n = 0, digits;
	char separator = '\0';
	struct date saved = *date;

	while (n < 3 && (digits = count_digits(sp_str_from(s, at))) > 0 && digits <= 2) {
		unsigned long long number = 0;

		if (!sp_str_number(sp_str_sub(s, at, digits), 99, &number))
			break;
		*fields[n++] = (int)number;
		at += digits;
		if (at == s.len || n == 3 || (s.ptr[at] != ':' && s.ptr[at] != '.') ||
			(separator && s.ptr[at] != separator))
			break;
		separator = s.ptr[at];
		if (count_digits(sp_str_from(s, at + 1)) == 0)
			break;
		at++;
	}
	if (n < 2 || (separator == '.' && n < 3)) {
		*date = saved;
		return 0;
	}
	if (n == 2)
		date->second = 0;
	if (at + 1 < s.len && s.ptr[at] == '.' && sp_ascii_digit(s.ptr[at + 1])) /* a fraction */
		at += 1 + count_digits(sp_str_from(s, at + 1));
	return at;
}

/* "2026-12-23" and "2026/12/23" at the start. */
static size_t take_iso_day(struct date *date, struct sp_str s)
{
	unsigned long long year, month, day;

	if (count_digits(s) != 4 || s.len < 10 || (s.ptr[4] != '-' && s.ptr[4] != '/') ||
		s.ptr[7] != s.ptr[4] || date->year != UNKNOWN || date->month != UNKNOWN)
		return 0;
	if (!sp_str_number(sp_str_sub(s, 0, 4), 9999, &year) ||
		!sp_str_number(sp_str_sub(s, 5, 2), 12, &month) ||
		!sp_str_number(sp_str_sub(s, 8, 2), 31, &day))
		return 0;
	date->year = (int)year;
	date->month = (int)month;
	date->day = (int)day;
	return 10;
}

static size_t word_length(struct sp_str s)
{
	size_t n = 0;

	while (n < s.len && sp_ascii_alnum(s.ptr[n]) && !sp_ascii_digit(s.ptr[n]))
		n++;
	return n;
}

/* Take one thing off the front; returns its length. */
static size_t take_one(struct date *date, struct sp_str s)
{
	size_t n;

	if (sp_ascii_digit(s.ptr[0])) {
		if (date->hour == UNKNOWN && (n = take_time(date, s)) > 0)
			return n;
		if ((n = take_iso_day(date, s)) > 0)
			return n;
		n = count_digits(s);
		take_number(date, sp_str_sub(s, 0, n));
		return n;
	}
	if ((s.ptr[0] == '+' || s.ptr[0] == '-') && date->hour != UNKNOWN &&
		(n = count_digits(sp_str_from(s, 1))) > 0 && (n >= 3 || date->year != UNKNOWN)) {
		struct sp_str after = sp_str_from(s, 1 + n);

		take_offset(date, sp_str_sub(s, 1, n), after, s.ptr[0] == '-');
		return 1 + n + (n <= 2 && after.len && after.ptr[0] == ':' ?
			1 + count_digits(sp_str_from(after, 1)) : 0);
	}
	if (s.ptr[0] == '(' && date->has_offset) /* "(CEST)" explains the number */
		return s.len;
	n = word_length(s);
	if (n == 0)
		return 1;
	take_word(date, sp_str_sub(s, 0, n));
	return n;
}

static int days_in(int year, int month)
{
	return (int)(sp_days_of(month == 12 ? year + 1 : year, month == 12 ? 1 : month + 1, 1) -
		sp_days_of(year, month, 1));
}

static bool in_range(const struct date *date)
{
	if (date->year < 1900 || date->year > 9999 || date->month < 1 || date->month > 12)
		return false;
	return date->day >= 1 && date->day <= days_in(date->year, date->month) && date->hour >= 0 &&
		date->hour < 24 && date->minute >= 0 && date->minute < 60 && date->second >= 0 &&
		date->second <= 60;
}

bool sp_date_parse(struct sp_str raw, int64_t *instant_r, int *offset_r)
{
	struct date date = { .year = UNKNOWN, .month = UNKNOWN, .day = UNKNOWN, .hour = UNKNOWN };

	raw = sp_str_sub(sp_str_trim(raw), 0, LONGEST_DATE);
	while (raw.len)
		raw = sp_str_from(raw, take_one(&date, raw));
	if (date.hour == UNKNOWN && date.year != UNKNOWN)
		date.hour = date.minute = date.second = 0;
	if (date.afternoon && date.hour < 12)
		date.hour += 12;
	if (date.morning && date.hour == 12)
		date.hour = 0;
	if (!in_range(&date))
		return false;
	*instant_r = sp_days_of(date.year, date.month, date.day) * 86400 + date.hour * 3600 +
		date.minute * 60 + date.second - date.offset;
	*offset_r = date.offset;
	return true;
}
