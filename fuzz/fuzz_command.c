/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The staff's lines with '#', in Italian and English: whatever is written, each
 * line is right or wrong with a reason that has its words, and of the text below
 * none is lost.
 */
#include <stdint.h>
#include <stdlib.h>

#include "base/clock.h"
#include "core/command.h"
#include "text/calendar.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define REQUIRE(condition) do { if (!(condition)) abort(); } while (0)

static struct sp_words *words;
static struct sp_calendar calendar;
static struct sp_queue_conf queue = { .name = "assistenza", .title = "Assistenza", .prefix = "HT" };
static struct sp_conf conf = { .queues = &queue, .queue_count = 1 };
static struct sp_person staff = { .id = 1, .role = SP_STAFF, .name = { "Anna Verdi", 10 },
	.address = { "anna@desk.example.it", 20 } };

static void begin(void)
{
	struct sp_err err = { 0 };

	if (words)
		return;
	if (getenv("SP_SOURCE"))
		setenv("SPORTELLO_DATA", getenv("SP_SOURCE"), 0);
	REQUIRE(sp_zone_set("Europe/Rome", &err) == SP_OK);
	REQUIRE(sp_words_load(NULL, &words, &err) == SP_OK);
	sp_calendar_init(&calendar, "ufficio");
	REQUIRE(sp_calendar_add_hours(&calendar, SP_STR("mon-fri 09:00-18:00"), &err) == SP_OK);
	queue.policies.calendar = &calendar;
	queue.policies.language = "it";
}

static void check(struct sp_arena *arena, const struct sp_command *command)
{
	const char *key;

	REQUIRE(command->row || command->wrong);
	REQUIRE(command->line.len && command->line.ptr[0] == '#');
	if (!command->wrong)
		return;
	key = sp_arena_printf(arena, "wrong.%s", command->wrong);
	REQUIRE(strcmp(sp_word(words, "it", key), key) != 0);
	REQUIRE(strcmp(sp_word(words, "en", key), key) != 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct sp_arena arena = SP_ARENA_INIT;
	struct sp_command_reader reader = { &arena, NULL, &conf, &calendar, &staff, 1, 1795424400 };
	struct sp_commands commands;
	bool wrong = false;

	begin();
	reader.words = words;
	commands = sp_commands_read(&reader, sp_str_n((const char *)data, size));
	REQUIRE(commands.count <= SP_MAX_COMMANDS + 1 && commands.text.len <= size);
	for (size_t i = 0; i < commands.count; i++) {
		check(&arena, &commands.items[i]);
		wrong = wrong || commands.items[i].wrong;
	}
	REQUIRE(wrong == commands.wrong);
	sp_arena_release(&arena);
	return 0;
}
