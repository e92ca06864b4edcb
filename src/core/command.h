/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The lines with '#' at the top of a staff member's mail (SPEC.md section 8).
 * Pure: what was written, read and checked as far as words go; what may be done
 * on which ticket is core/decide_commands.c.
 *
 * The commands are one table.  To add one: a row here, its word in the group
 * "staff" of both words.conf and its line in "staff_help", a function in
 * core/decide_commands.c, a case in tests/unit/test_command.c.
 */
#ifndef SP_CORE_COMMAND_H
#define SP_CORE_COMMAND_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "core/facts.h"
#include "core/subject.h"
#include "text/conf.h"
#include "text/words.h"

enum sp_command_kind {
	SP_CMD_NOTE,
	SP_CMD_ASK,
	SP_CMD_STATUS,
	SP_CMD_TAKE,
	SP_CMD_ASSIGN,
	SP_CMD_QUEUE,
	SP_CMD_CATEGORY,
	SP_CMD_PLACE,
	SP_CMD_FOLLOW,
	SP_CMD_SUPPLIER,
	SP_CMD_PRIORITY,
	SP_CMD_HOURS,
	SP_CMD_REMOTE,
	SP_CMD_EXPENSE,
	SP_CMD_ESTIMATE,
	SP_CMD_REMINDER,
	SP_CMD_CLOSE,
	SP_CMD_REOPEN,
	SP_CMD_CANCEL,
	SP_CMD_MERGE,
	SP_CMD_SPLIT,
	SP_CMD_CUSTOMER,
	SP_CMD_ACTIVATE,
	SP_CMD_REFUSE,
	SP_CMD_BLOCK,
	SP_CMD_COPY,
	SP_CMD_PRIVACY,
	SP_CMD_DISPUTE,
	SP_CMD_HELP,
	SP_COMMANDS
};

/* What stands after the word. */
enum sp_argument {
	SP_ARG_NONE,
	SP_ARG_TEXT,     /* the rest of the line */
	SP_ARG_REASON,   /* the same, or nothing: it may stand below */
	SP_ARG_STATUS,   /* a label or code, and a date where it needs one */
	SP_ARG_BY,       /* nothing, or "entro" and a date */
	SP_ARG_STAFF,    /* name, first name or address of a staff member */
	SP_ARG_QUEUE,    /* name or title of a queue */
	SP_ARG_PRIORITY, /* 0 to 3, "extra" */
	SP_ARG_HOURS,    /* [/N] duration [kind] [del date] [description] */
	SP_ARG_REMOTE,   /* apri, chiudi */
	SP_ARG_MONEY,    /* amount and description */
	SP_ARG_DURATION, /* duration and description */
	SP_ARG_WHEN,     /* date and description */
	SP_ARG_OUTCOME,  /* nothing, or "non risolto" */
	SP_ARG_VERDICT,  /* accolta, respinta */
	SP_ARG_CODE,     /* a ticket's number */
	SP_ARG_ADDRESS,
};

struct sp_command_row {
	enum sp_command_kind kind;
	const char *word; /* key of the group "staff" */
	enum sp_argument argument;
	bool on_ticket;   /* needs a ticket that exists */
	bool with_text;   /* takes the text below as its own: it is no answer */
};
extern const struct sp_command_row sp_command_rows[SP_COMMANDS];

/* One line as it was read.  `wrong` is a key of the group "wrong" of words.conf
 * when it cannot be done as written, else NULL; `nearest` is then the word that
 * was meant perhaps, or absent.  Of the values those of its argument are set. */
struct sp_command {
	struct sp_str line; /* as written, without the '#' stripped */
	const struct sp_command_row *row; /* NULL when the word is unknown */
	const char *wrong;
	struct sp_str nearest;
	struct sp_str text;    /* text, description */
	enum sp_state state;
	int64_t instant;       /* 0: none was written; #ore: only with a time of day */
	int64_t day;           /* #ore: days since 1970, 0: none was written */
	int64_t number;        /* priority, minutes, cents, staff id */
	int64_t which;         /* #ore /2, #spesa /2: the second one; 0: a new one */
	struct sp_str kind;    /* key of the group "kind"; absent when not written */
	const struct sp_queue_conf *queue;
	struct sp_code code;
	struct sp_str address;
	bool flag;             /* extra, apri, non risolto, accolta */
};

enum { SP_MAX_COMMANDS = 50 };

struct sp_commands {
	struct sp_command *items;
	size_t count;
	struct sp_str text; /* what is below them, "##" undone */
	bool wrong;         /* at least one of them is */
};

/* What reading needs to know besides the words. */
struct sp_command_reader {
	struct sp_arena *arena;
	const struct sp_words *words;
	const struct sp_conf *conf;
	const struct sp_calendar *calendar;
	const struct sp_person *staff; /* all active, for names */
	size_t staff_count;
	int64_t now;
};

/* Read the commands at the top of `said`, which is the sender's own text
 * without quotes and signature.  A command is a line of '#' and a letter;
 * empty lines may stand between them; the first other line ends them.  The
 * lines beyond SP_MAX_COMMANDS are wrong. */
struct sp_commands sp_commands_read(const struct sp_command_reader *reader, struct sp_str said);

/* Does a line of `said` begin with '#' and a word of that command? */
bool sp_commands_has(const struct sp_words *words, struct sp_str said, enum sp_command_kind kind);

#endif
