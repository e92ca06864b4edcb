/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "core/command.h"

#include "core/command_values.h"

const struct sp_command_row sp_command_rows[SP_COMMANDS] = {
	/* kind                            word         argument         on_ticket with_text */
	[SP_CMD_NOTE] = { SP_CMD_NOTE,         "note",      SP_ARG_NONE,     true,  true },
	[SP_CMD_ASK] = { SP_CMD_ASK,           "ask",       SP_ARG_NONE,     true,  true },
	[SP_CMD_STATUS] = { SP_CMD_STATUS,     "status",    SP_ARG_STATUS,   true,  false },
	[SP_CMD_TAKE] = { SP_CMD_TAKE,         "take",      SP_ARG_BY,       true,  false },
	[SP_CMD_ASSIGN] = { SP_CMD_ASSIGN,     "assign",    SP_ARG_STAFF,    true,  false },
	[SP_CMD_QUEUE] = { SP_CMD_QUEUE,       "queue",     SP_ARG_QUEUE,    true,  false },
	[SP_CMD_CATEGORY] = { SP_CMD_CATEGORY, "category",  SP_ARG_TEXT,     true,  false },
	[SP_CMD_PLACE] = { SP_CMD_PLACE,       "place",     SP_ARG_TEXT,     true,  false },
	[SP_CMD_FOLLOW] = { SP_CMD_FOLLOW,     "follow",    SP_ARG_NONE,     true,  false },
	[SP_CMD_SUPPLIER] = { SP_CMD_SUPPLIER, "supplier",  SP_ARG_ADDRESS,  true,  true },
	[SP_CMD_PRIORITY] = { SP_CMD_PRIORITY, "priority",  SP_ARG_PRIORITY, true,  false },
	[SP_CMD_HOURS] = { SP_CMD_HOURS,       "hours",     SP_ARG_HOURS,    true,  false },
	[SP_CMD_REMOTE] = { SP_CMD_REMOTE,     "remote",    SP_ARG_REMOTE,   true,  false },
	[SP_CMD_EXPENSE] = { SP_CMD_EXPENSE,   "expense",   SP_ARG_MONEY,    true,  false },
	[SP_CMD_ESTIMATE] = { SP_CMD_ESTIMATE, "estimate",  SP_ARG_DURATION, true,  false },
	[SP_CMD_REMINDER] = { SP_CMD_REMINDER, "reminder",  SP_ARG_WHEN,     true,  false },
	[SP_CMD_CLOSE] = { SP_CMD_CLOSE,       "close",     SP_ARG_OUTCOME,  true,  false },
	[SP_CMD_REOPEN] = { SP_CMD_REOPEN,     "reopen",    SP_ARG_NONE,     true,  false },
	[SP_CMD_CANCEL] = { SP_CMD_CANCEL,     "cancel",    SP_ARG_NONE,     true,  false },
	[SP_CMD_MERGE] = { SP_CMD_MERGE,       "merge",     SP_ARG_CODE,     true,  false },
	[SP_CMD_SPLIT] = { SP_CMD_SPLIT,       "split",     SP_ARG_NONE,     true,  true },
	[SP_CMD_CUSTOMER] = { SP_CMD_CUSTOMER, "customer",  SP_ARG_ADDRESS,  false, true },
	[SP_CMD_ACTIVATE] = { SP_CMD_ACTIVATE, "activate",  SP_ARG_NONE,     false, false },
	[SP_CMD_REFUSE] = { SP_CMD_REFUSE,     "refuse",    SP_ARG_REASON,   false, true },
	[SP_CMD_BLOCK] = { SP_CMD_BLOCK,       "block",     SP_ARG_NONE,     false, false },
	[SP_CMD_COPY] = { SP_CMD_COPY,         "copy",      SP_ARG_ADDRESS,  true,  false },
	[SP_CMD_PRIVACY] = { SP_CMD_PRIVACY,   "privacy",   SP_ARG_NONE,     true,  false },
	[SP_CMD_DISPUTE] = { SP_CMD_DISPUTE,   "dispute",   SP_ARG_VERDICT,  true,  false },
	[SP_CMD_HELP] = { SP_CMD_HELP,         "help",      SP_ARG_NONE,     false, false },
};

static const struct sp_command_row *row_of(const char *key)
{
	for (int i = 0; key && i < SP_COMMANDS; i++)
		if (strcmp(sp_command_rows[i].word, key) == 0)
			return &sp_command_rows[i];
	return NULL;
}

/* The word as we write it in the language of the desk that is nearest. */
static struct sp_str nearest_word(const struct sp_command_reader *reader, struct sp_str typed)
{
	const char *language = reader->conf->queues[0].policies.language;
	const char *words[SP_COMMANDS + 1] = { NULL };
	const char *nearest;

	for (int i = 0; i < SP_COMMANDS; i++)
		words[i] = sp_word(reader->words, language,
			sp_arena_printf(reader->arena, "staff.%s", sp_command_rows[i].word));
	nearest = sp_nearest(typed, words);
	return nearest ? sp_str(nearest) : SP_NONE;
}

static bool in_word(char c)
{
	return sp_ascii_alnum(c) || (unsigned char)c >= 0x80 || c == '\'';
}

static struct sp_str word_of(struct sp_str rest)
{
	size_t end = 0;

	while (end < rest.len && in_word(rest.ptr[end]))
		end++;
	return sp_str_sub(rest, 0, end);
}

/* `line` begins with '#' and a letter. */
static void read_line(const struct sp_command_reader *reader, struct sp_str line,
	struct sp_command *command)
{
	struct sp_str rest = sp_str_from(line, 1), word = word_of(rest);

	rest = sp_str_trim(sp_str_from(rest, word.len));
	command->line = line;
	command->row = row_of(sp_words_key(reader->words, "staff", word));
	if (command->row) {
		sp_command_values(reader, command, rest);
		return;
	}
	command->wrong = "unknown";
	command->nearest = nearest_word(reader, word);
}

static bool is_command(struct sp_str line)
{
	return line.len > 1 && line.ptr[0] == '#' && line.ptr[1] != '#' &&
	       !sp_ascii_digit(line.ptr[1]) && line.ptr[1] != '\'' && in_word(line.ptr[1]);
}

/* A text of which a line begins with "##": one of the two goes. */
static struct sp_str undo_double(struct sp_arena *arena, struct sp_str text)
{
	struct sp_buf out = SP_BUF_INIT;
	struct sp_str line, rest = text, kept;

	if (!sp_str_has(text, SP_STR("##")))
		return text;
	while (sp_str_next_line(&rest, &line)) {
		sp_buf_add_str(&out, sp_str_starts(line, SP_STR("##")) ? sp_str_from(line, 1) : line);
		sp_buf_add_char(&out, '\n');
	}
	kept = sp_arena_str(arena, sp_str_trim(sp_buf_str(&out)));
	sp_buf_release(&out);
	return kept;
}

struct sp_commands sp_commands_read(const struct sp_command_reader *reader, struct sp_str said)
{
	struct sp_commands commands = { 0 };
	struct sp_str rest = said, line;
	size_t room = 0;

	while (sp_str_next_line(&rest, &line)) {
		struct sp_command *command;

		line = sp_str_trim(line);
		if (line.len == 0)
			continue;
		if (!is_command(line))
			break;
		commands.items = sp_arena_grow(reader->arena, commands.items, commands.count, &room,
			sizeof *commands.items);
		command = &commands.items[commands.count++];
		memset(command, 0, sizeof *command);
		if (commands.count > SP_MAX_COMMANDS) {
			command->line = line;
			command->wrong = "too_many";
		} else {
			read_line(reader, line, command);
		}
		commands.wrong = commands.wrong || command->wrong;
		said = rest;
		if (commands.count > SP_MAX_COMMANDS)
			break;
	}
	commands.text = undo_double(reader->arena, sp_str_trim(said));
	return commands;
}

bool sp_commands_has(const struct sp_words *words, struct sp_str said, enum sp_command_kind kind)
{
	struct sp_str line;

	while (sp_str_next_line(&said, &line)) {
		line = sp_str_trim(line);
		if (is_command(line) && row_of(sp_words_key(words, "staff",
					    word_of(sp_str_from(line, 1)))) == &sp_command_rows[kind])
			return true;
	}
	return false;
}
