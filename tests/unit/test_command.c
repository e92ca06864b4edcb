/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The staff's commands as they are written, in Italian and English.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>

#include "base/clock.h"
#include "core/command.h"
#include "unit/scene.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static struct scene *s;

/* The desk of the scene, on Monday 2026-11-23 at 10:00. */
static struct sp_command_reader reader(void)
{
	return (struct sp_command_reader){ &s->arena, words, &s->conf, &s->calendar, s->people, 2,
		s->facts.now };
}

static struct sp_commands read_text(const char *text)
{
	struct sp_command_reader r = reader();

	return sp_commands_read(&r, sp_str(text));
}

static const struct sp_command *one(const char *line) __attribute__((returns_nonnull));
static const struct sp_command *one(const char *line)
{
	struct sp_commands commands = read_text(line);

	if (commands.count != 1)
		fail_msg("%s: %zu commands", line, commands.count);
	if (!commands.items)
		abort();
	return &commands.items[0];
}

/* Each word of both languages is its command, with and without accents. */
static void test_words(void **state)
{
	(void)state;
	for (int i = 0; i < SP_COMMANDS; i++)
		for (int language = 0; language < 2; language++) {
			const char *word = sp_word(words, language ? "en" : "it",
				sp_arena_printf(&s->arena, "staff.%s", sp_command_rows[i].word));
			const struct sp_command *command =
				one(sp_arena_printf(&s->arena, "#%s", word));

			assert_int_equal(sp_command_rows[i].kind, i);
			if (command->row != &sp_command_rows[i])
				fail_msg("#%s", word);
		}
	assert_int_equal(one("#PRIORITA' 2")->row->kind, SP_CMD_PRIORITY);
	assert_int_equal(one("#priorita 2")->row->kind, SP_CMD_PRIORITY);
}

static void test_where_commands_are(void **state)
{
	static const struct {
		const char *text;
		size_t count;
		const char *rest;
	} cases[] = {
		{ "#prendo\n\n#priorita 2\n\nBuongiorno,\n#chiudi", 2, "Buongiorno,\n#chiudi" },
		{ "Buongiorno,\n#chiudi", 0, "Buongiorno,\n#chiudi" },
		{ "\n\n  #prendo  \ntesto", 1, "testo" },
		{ "##nota non un comando\ntesto", 0, "#nota non un comando\ntesto" },
		{ "#1 problema: la stampante", 0, "#1 problema: la stampante" },
		{ "# titolo", 0, "# titolo" },
		{ "#", 0, "#" },
		{ "> #chiudi", 0, "> #chiudi" },
		{ "", 0, "" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct sp_commands commands = read_text(cases[i].text);

		assert_int_equal(commands.count, cases[i].count);
		if (!sp_str_eq(commands.text, sp_str(cases[i].rest)))
			fail_msg("%s: %.*s", cases[i].text, SP_FMT(commands.text));
	}
}

static void test_what_is_wrong(void **state)
{
	static const struct {
		const char *line, *wrong; /* NULL: right */
	} cases[] = {
		{ "#nota", NULL }, { "#nota testo", "no_argument" }, { "#pippo", "unknown" },
		{ "#stato in esecuzione", NULL }, { "#stato waiting_customer", NULL },
		{ "#status In progress", NULL }, { "#stato boh", "status" }, { "#stato", "status" },
		{ "#stato nuova data 2026-12-03 10:00", NULL }, { "#stato nuova data", "date" },
		{ "#stato nuova data ieri", "when" }, { "#stato nuova data 2026-11-01", "past" },
		{ "#prendo", NULL }, { "#prendo entro 2026-12-03 18:00", NULL },
		{ "#take by tomorrow", NULL }, { "#prendo boh", "when" },
		{ "#assegna Luca", NULL }, { "#assegna luca neri", NULL },
		{ "#assegna luca@desk.example.it", NULL }, { "#assegna Mario", "staff" },
		{ "#assegna", "staff" }, { "#coda info", NULL }, { "#coda boh", "queue" },
		{ "#categoria rete", NULL }, { "#categoria", "text" },
		{ "#fornitore ditta@example.org", NULL },
		{ "#fornitore ditta@example.org<mailto:ditta@example.org>", NULL },
		{ "#fornitore ditta", "address" }, { "#priorita 3 extra", NULL },
		{ "#priorita 4", "priority" }, { "#priorita 3 molta", "priority" },
		{ "#ore 1:30", NULL }, { "#ore 1,5 sostituito il cavo", NULL }, { "#ore 90m", NULL },
		{ "#ore 24:00", NULL }, { "#ore 25:00", "day_hours" },
		{ "#ore 1450m", "day_hours" }, { "#hours /2 130", "day_hours" }, { "#ore /2 1:00", NULL }, { "#ore /2 0", NULL }, { "#ore 0", "hours" },
		{ "#ore /0 1:00", "which_hours" }, { "#ore tante", "hours" }, { "#ore 1.30", "hours" },
		{ "#ore 1:00 del 33/12 cavo", "past_day" }, { "#ore 1:00 del 30/02 x", "past_day" },
		{ "#ore 1:00 del 1970-01-01 x", "past_day" }, { "#ore 1:00 di 5 cavi", "past_day" },
		{ "#ore 1:00 del cliente", NULL }, { "#ore 1:00 del", NULL },
		{ "#remoto apri", NULL }, { "#remoto chiudi", NULL }, { "#remoto", "remote" },
		{ "#spesa 12,50 cavo di rete", NULL }, { "#spesa 12,50", "text" },
		{ "#stato connessione remota aperta", NULL }, { "#status remote session closed", NULL },
		{ "#stato connessione", "status" }, { "#spesa /2 10,00", NULL }, { "#spesa /2 0", NULL },
		{ "#spesa 0 niente", "money" }, { "#spesa /x 1", "which_hours" },
		{ "#spesa 1.500 server", "money_ambiguous" }, { "#spesa tanto", "money" },
		{ "#contestazione accolta", NULL }, { "#dispute rejected", NULL },
		{ "#contestazione", "verdict" }, { "#contestazione forse", "verdict" },
		{ "#preventivo 3:00 nuovo sito", NULL }, { "#preventivo 3:00", "text" },
		{ "#promemoria domani chiamare", NULL }, { "#promemoria +2g chiamare", NULL },
		{ "#promemoria 2026-12-01 09:00 chiamare", NULL }, { "#promemoria domani", "text" },
		{ "#promemoria chiamare", "when" }, { "#chiudi", NULL }, { "#chiudi non risolto", NULL },
		{ "#close not resolved", NULL }, { "#chiudi presto", "outcome" },
		{ "#unisci HT00190", NULL }, { "#unisci [ht190]", NULL }, { "#unisci tutto", "code" },
		{ "#cliente mario@example.it", NULL }, { "#copia", "address" }, { "#aiuto", NULL },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		const char *found = one(cases[i].line)->wrong;

		if (!found != !cases[i].wrong || (found && strcmp(found, cases[i].wrong) != 0))
			fail_msg("%s: %s", cases[i].line, found ? found : "right");
	}
}

static void test_nearest(void **state)
{
	(void)state;
	assert_true(sp_str_eq(one("#chiud")->nearest, SP_STR("chiudi")));
	assert_true(sp_str_eq(one("#prnedo")->nearest, SP_STR("prendo")));
	assert_null(one("#xyzxyzxyz")->nearest.ptr);
}

static void test_values(void **state)
{
	const struct sp_command *command = one("#ore /2 1 h 30 min straordinario del 20/11/2026 cavo");

	(void)state;
	assert_null(command->wrong);
	assert_int_equal(command->which, 2);
	assert_int_equal(command->number, 90);
	assert_true(sp_str_eq(command->kind, SP_STR("extraordinary")));
	assert_true(sp_str_eq(command->text, SP_STR("cavo")));
	assert_int_equal(command->day, sp_days_of(2026, 11, 20));
	command = one("#ore 2 ore di lavoro");
	assert_int_equal(command->number, 120);
	assert_int_equal(command->day, 0);
	assert_true(one("#ore 1:00 ieri cavo")->day > 0);
	assert_int_equal(one("#ore 1:00 ieri cavo")->day, one("#ore 1:00 di ieri cavo")->day);
	assert_true(sp_str_eq(one("#ore 1:00 ieri cavo")->text, SP_STR("cavo")));
	assert_int_equal(one("#spesa 1.234,50 licenza")->number, 123450);
	command = one("#stato connessione remota aperta");
	assert_int_equal(command->row->kind, SP_CMD_REMOTE);
	assert_true(command->flag);
	assert_false(one("#stato connessione remota chiusa")->flag);
	assert_int_equal(one("#stato sospeso +1s")->state, SP_SUSPENDED);
	assert_true(one("#chiudi non risolto")->flag);
	assert_false(one("#chiudi risolto")->flag);
	assert_int_equal(one("#assegna Luca")->number, 2);
	assert_int_equal(one("#unisci HT00190")->code.number, 190);
}

/* From Monday 2026-11-23, 10:00 in Rome; the office opens at nine, Monday to
 * Friday. */
static void test_dates(void **state)
{
	static const struct {
		const char *typed, *instant;
	} cases[] = {
		{ "2026-12-03 10:00", "2026-12-03T10:00:00+01:00" },
		{ "2026-12-03", "2026-12-03T09:00:00+01:00" },
		{ "2026-12-05", "2026-12-07T09:00:00+01:00" }, /* a Saturday */
		{ "3/12/2026 ore 15.30", "2026-12-03T15:30:00+01:00" },
		{ "3/12", "2026-12-03T09:00:00+01:00" },
		{ "3/2", "2027-02-03T09:00:00+01:00" },
		{ "oggi 17:00", "2026-11-23T17:00:00+01:00" },
		{ "domani", "2026-11-24T09:00:00+01:00" },
		{ "dopodomani 8:15", "2026-11-25T08:15:00+01:00" },
		{ "+2g", "2026-11-25T09:00:00+01:00" },
		{ "+1s 11:00", "2026-11-30T11:00:00+01:00" },
		{ "venerd\xc3\xac", "2026-11-27T09:00:00+01:00" },
		{ "monday 9:30", "2026-11-30T09:30:00+01:00" },
	};
	static const char *const wrong[] = { "31/2", "2026-02-30", "+", "+x", "ieri", "10:00", "+9999g" };

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		const struct sp_command *command = one(
			sp_arena_printf(&s->arena, "#promemoria %s chiamare", cases[i].typed));
		struct sp_buf out = SP_BUF_INIT;

		sp_rfc3339_add(&out, command->instant);
		if (strcmp(out.ptr, cases[i].instant) != 0)
			fail_msg("%s: %s", cases[i].typed, out.ptr);
		assert_true(sp_str_eq(command->text, SP_STR("chiamare")));
		sp_buf_release(&out);
	}
	for (size_t i = 0; i < COUNT(wrong); i++)
		assert_string_equal(one(sp_arena_printf(&s->arena, "#promemoria %s x", wrong[i]))->wrong,
			"when");
}

static void test_too_many(void **state)
{
	struct sp_buf text = SP_BUF_INIT;
	struct sp_commands commands;

	(void)state;
	for (int i = 0; i < 100000; i++)
		sp_buf_add_text(&text, "#nota\n");
	commands = read_text(text.ptr);
	assert_true(commands.wrong);
	assert_int_equal(commands.count, SP_MAX_COMMANDS + 1);
	sp_buf_release(&text);
}

static int begin_scene(void **state)
{
	struct sp_err err = { 0 };

	(void)state;
	s = scene();
	return sp_zone_set("Europe/Rome", &err) == SP_OK ? 0 : -1;
}

static int end_scene(void **state)
{
	(void)state;
	end(s);
	return 0;
}

#define CASE(test) cmocka_unit_test_setup_teardown(test, begin_scene, end_scene)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(test_words),
		CASE(test_where_commands_are),
		CASE(test_what_is_wrong),
		CASE(test_nearest),
		CASE(test_values),
		CASE(test_dates),
		CASE(test_too_many),
	};

	return cmocka_run_group_tests(tests, load_words, free_words);
}
