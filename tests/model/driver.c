/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The program's side of the comparison with the model (tests/model/compare.py):
 * reads a case a line on standard input, prints its result as one line.
 *
 * A case is fields separated by tabs, the first says what is asked:
 *
 *	due      ZONE CALENDAR FROM MINUTES    -> instant (RFC 3339)
 *	minutes  ZONE CALENDAR FROM TO         -> number
 *	open     ZONE CALENDAR AT              -> 0 or 1
 *	explain  ZONE CALENDAR FROM TO         -> open stretches "A-B,A-B" (UTC seconds),
 *	                                          then " closed " and dates "F..L REASON|..."
 *	check    ZONE CALENDAR AT              -> ok, or error config
 *	price    TARIFF KIND MINUTES OUT EXTRA -> charged work out-of-hours extra total
 *	hours    TEXT                          -> number, wrong, ambiguous or too much
 *	money    TEXT                          -> the same
 *	shown    NUMBER                        -> money it|money en|plain it|hours|words
 *	ledger   TARIFF EXCESS STEP...         -> entries
 *
 * CALENDAR and TARIFF are values separated by ';', each a name, a blank and
 * the value as in the configuration.  A failure is "error temp", "error perm"
 * or "error config".  What is malformed ends the program: the comparison fails.
 */
#include "tests/model/driver.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

void die(const char *what, struct sp_str field)
{
	fprintf(stderr, "driver: %s: \"%.*s\"\n", what, SP_FMT(field));
	exit(1);
}

struct sp_str field_at(const struct asked *asked, size_t at)
{
	if (at >= asked->count)
		die("a field is missing after", asked->fields[asked->count - 1]);
	return asked->fields[at];
}

int64_t number_of(struct sp_str field)
{
	bool negative = field.len && field.ptr[0] == '-';
	unsigned long long number;

	if (!sp_str_number(sp_str_from(field, negative), INT64_MAX, &number))
		die("no number", field);
	return negative ? -(int64_t)number : (int64_t)number;
}

int64_t number_at(const struct asked *asked, size_t at)
{
	return number_of(field_at(asked, at));
}

void add_number(struct asked *asked, int64_t number)
{
	sp_buf_printf(&asked->out, "%" PRId64, number);
}

static void answer(struct asked *asked, struct sp_str line)
{
	static const struct {
		const char *name;
		void (*ask)(struct asked *);
	} questions[] = {
		{ "due", ask_due },     { "minutes", ask_minutes }, { "open", ask_open },
		{ "check", ask_check }, { "explain", ask_explain }, { "price", ask_price },
		{ "hours", ask_hours }, { "money", ask_money },     { "shown", ask_shown },
		{ "ledger", ask_ledger },
	};

	asked->count = 0;
	/* The last field may be empty: text that was typed. */
	for (;;) {
		size_t tab = sp_str_find_char(line, '\t');

		if (asked->count == MAX_FIELDS)
			die("too many fields", line);
		asked->fields[asked->count++] = sp_str_sub(line, 0, tab);
		if (tab == line.len)
			break;
		line = sp_str_from(line, tab + 1);
	}
	for (size_t i = 0; i < sizeof questions / sizeof questions[0]; i++)
		if (sp_str_eq(asked->fields[0], sp_str(questions[i].name))) {
			questions[i].ask(asked);
			return;
		}
	die("nothing known is asked", asked->fields[0]);
}

int main(void)
{
	char *line = NULL;
	size_t room = 0;
	ssize_t len;

	while ((len = getline(&line, &room, stdin)) > 0) {
		struct asked asked = { .arena = SP_ARENA_INIT, .out = SP_BUF_INIT };

		if (line[len - 1] == '\n')
			len--;
		answer(&asked, sp_str_n(line, (size_t)len));
		puts(asked.out.ptr);
		sp_buf_release(&asked.out);
		sp_arena_release(&asked.arena);
	}
	free(line);
	return fflush(stdout) == 0 ? 0 : 1;
}
