/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "core/command_values.h"

#include <ctype.h>

#include "core/address.h"
#include "core/when.h"
#include "text/money.h"

enum { MAX_LABEL_WORDS = 4 };

static void wrong(struct sp_command *command, const char *why)
{
	command->wrong = why;
}

/* Take the next word off `*rest`. */
static struct sp_str take_word(struct sp_str *rest)
{
	struct sp_str word;
	size_t end = 0;

	while (end < rest->len && !sp_ascii_blank(rest->ptr[end]))
		end++;
	word = sp_str_sub(*rest, 0, end);
	*rest = sp_str_trim(sp_str_from(*rest, end));
	return word;
}

/* The longest start of `*rest`, in whole words, that is a word of `group`, taken
 * off; its key, or NULL. */
static const char *take_label(const struct sp_words *words, const char *group,
	struct sp_str *rest)
{
	struct sp_str after[MAX_LABEL_WORDS], left = *rest;
	int count = 0;

	while (count < MAX_LABEL_WORDS && left.len) {
		take_word(&left);
		after[count++] = left;
	}
	for (; count > 0; count--) {
		struct sp_str start = sp_str_sub(*rest, 0,
			after[count - 1].len ? (size_t)(after[count - 1].ptr - rest->ptr) : rest->len);
		const char *key = sp_words_key(words, group, sp_str_trim(start));

		if (key) {
			*rest = after[count - 1];
			return key;
		}
	}
	return NULL;
}

static bool take_when(const struct sp_command_reader *reader, struct sp_str *rest,
	int64_t *instant_r)
{
	return sp_when_take(reader->words, reader->calendar, reader->now, rest, instant_r);
}

static void read_none(const struct sp_command_reader *reader, struct sp_command *command,
	struct sp_str rest)
{
	(void)reader;
	if (rest.len)
		wrong(command, "no_argument");
}

static void read_text(const struct sp_command_reader *reader, struct sp_command *command,
	struct sp_str rest)
{
	(void)reader;
	command->text = rest;
	if (rest.len == 0)
		wrong(command, "text");
}

static void read_reason(const struct sp_command_reader *reader, struct sp_command *command,
	struct sp_str rest)
{
	(void)reader;
	command->text = rest;
}

static void read_status(const struct sp_command_reader *reader, struct sp_command *command,
	struct sp_str rest)
{
	const char *key = sp_words_key(reader->words, "session", rest);
	struct sp_str code = rest;

	/* "connessione remota aperta" is no status: it is #remoto. */
	if (key) {
		command->row = &sp_command_rows[SP_CMD_REMOTE];
		command->flag = strcmp(key, "open") == 0;
		return;
	}
	key = take_label(reader->words, "status", &rest);
	if (!key && sp_state_of(take_word(&code), &command->state))
		rest = code;
	else if (!key || !sp_state_of(sp_str(key), &command->state))
		wrong(command, "status");
	if (command->wrong)
		return;
	if (rest.len && (!take_when(reader, &rest, &command->instant) || rest.len))
		wrong(command, "when");
	else if (command->state == SP_RESCHEDULED && !command->instant)
		wrong(command, "date");
	else if (command->instant && command->instant <= reader->now)
		wrong(command, "past");
}

static void read_by(const struct sp_command_reader *reader, struct sp_command *command,
	struct sp_str rest)
{
	struct sp_str after = rest;
	const char *key = sp_words_key(reader->words, "argument", take_word(&after));

	if (rest.len == 0)
		return;
	if (key && strcmp(key, "by") == 0)
		rest = after;
	if (!take_when(reader, &rest, &command->instant) || rest.len)
		wrong(command, "when");
	else if (command->instant <= reader->now)
		wrong(command, "past");
}

static bool called(const struct sp_person *person, struct sp_str typed)
{
	struct sp_str first = sp_str_sub(person->name, 0, sp_str_find_char(person->name, ' '));

	return sp_str_eq_nocase(person->name, typed) || sp_str_eq_nocase(person->address, typed) ||
	       sp_str_eq_nocase(first, typed) ||
	       sp_str_eq_nocase(sp_address_local(person->address), typed);
}

/* One staff member must be meant, and only one. */
static void read_staff(const struct sp_command_reader *reader, struct sp_command *command,
	struct sp_str rest)
{
	size_t hits = 0;

	for (size_t i = 0; rest.len && i < reader->staff_count; i++)
		if (called(&reader->staff[i], rest)) {
			command->number = reader->staff[i].id;
			hits++;
		}
	if (hits != 1)
		wrong(command, hits ? "which_staff" : "staff");
}

static void read_queue(const struct sp_command_reader *reader, struct sp_command *command,
	struct sp_str rest)
{
	const struct sp_conf *conf = reader->conf;

	for (size_t i = 0; i < conf->queue_count && !command->queue; i++)
		if (sp_str_eq_nocase(sp_str(conf->queues[i].name), rest) ||
			sp_str_eq_nocase(sp_str(conf->queues[i].title), rest))
			command->queue = &conf->queues[i];
	if (!command->queue)
		wrong(command, "queue");
}

static void read_priority(const struct sp_command_reader *reader, struct sp_command *command,
	struct sp_str rest)
{
	struct sp_str word = take_word(&rest);
	unsigned long long number;
	const char *key = sp_words_key(reader->words, "argument", rest);

	if (!sp_str_number(word, 3, &number) || (rest.len && (!key || strcmp(key, "extra") != 0))) {
		wrong(command, "priority");
		return;
	}
	command->number = (int64_t)number;
	command->flag = rest.len > 0;
}

static void read_remote(const struct sp_command_reader *reader, struct sp_command *command,
	struct sp_str rest)
{
	const char *key = sp_words_key(reader->words, "argument", rest);

	command->flag = key && strcmp(key, "open") == 0;
	if (!command->flag && (!key || strcmp(key, "close") != 0))
		wrong(command, "remote");
}

static void read_verdict(const struct sp_command_reader *reader, struct sp_command *command,
	struct sp_str rest)
{
	const char *key = sp_words_key(reader->words, "argument", rest);

	command->flag = key && strcmp(key, "upheld") == 0;
	if (!command->flag && (!key || strcmp(key, "rejected") != 0))
		wrong(command, "verdict");
}

/* The duration may be of several words: "1 h 30 min". */
static bool take_hours(struct sp_str *rest, int64_t *minutes_r)
{
	struct sp_str after = *rest, best = SP_NONE;
	int64_t minutes;

	for (int words = 0; words < 4 && after.len; words++) {
		struct sp_str start;

		take_word(&after);
		start = sp_str_trim(sp_str_sub(*rest, 0,
			after.len ? (size_t)(after.ptr - rest->ptr) : rest->len));
		if (sp_hours_read(start, &minutes) == SP_TYPED_OK) {
			*minutes_r = minutes;
			best = after.len ? after : sp_str_n("", 0);
		}
	}
	if (!best.ptr)
		return false;
	*rest = best;
	return true;
}

/* "/2" stands first when the second one is corrected. */
static bool take_which(struct sp_str *rest, int64_t *which_r)
{
	unsigned long long which = 0;

	if (rest->len && rest->ptr[0] == '/' &&
		(!sp_str_number(sp_str_from(take_word(rest), 1), 999, &which) || which == 0))
		return false;
	*which_r = (int64_t)which;
	return true;
}

/* "del 3/12", "ieri": which day.  False when "del 33/12" is no date; "del cliente" is
 * the description. */
static bool take_day(const struct sp_command_reader *reader, struct sp_command *command,
	struct sp_str *rest)
{
	struct sp_str after = *rest, word = take_word(&after);
	const char *key = sp_words_key(reader->words, "argument", word);

	if (key && strcmp(key, "of") == 0) {
		if (sp_when_take_past(reader->words, reader->now, &after, &command->day,
			    &command->instant))
			*rest = after;
		else
			return after.len == 0 || !isdigit((unsigned char)after.ptr[0]);
	} else if (key && (strcmp(key, "today") == 0 || strcmp(key, "yesterday") == 0)) {
		sp_when_take_past(reader->words, reader->now, rest, &command->day, &command->instant);
	}
	return true;
}

/* [/N] duration [kind] [del date] [description] */
static void read_hours(const struct sp_command_reader *reader, struct sp_command *command,
	struct sp_str rest)
{
	const char *key;

	if (!take_which(&rest, &command->which)) {
		wrong(command, "which_hours");
		return;
	}
	if (!take_hours(&rest, &command->number) || (!command->which && command->number == 0)) {
		wrong(command, "hours");
		return;
	}
	/* Whoever writes 25:00 for 2:50 is asked. */
	if (command->number > SP_DAY_MINUTES) {
		wrong(command, "day_hours");
		return;
	}
	key = take_label(reader->words, "kind", &rest);
	command->kind = key ? sp_str(key) : SP_NONE;
	if (!take_day(reader, command, &rest))
		wrong(command, "past_day");
	command->text = rest;
}

static void read_money(const struct sp_command_reader *reader, struct sp_command *command,
	struct sp_str rest)
{
	enum sp_typed typed;

	(void)reader;
	if (!take_which(&rest, &command->which)) {
		wrong(command, "which_hours");
		return;
	}
	typed = sp_money_read(take_word(&rest), &command->number);
	command->text = rest;
	if (typed != SP_TYPED_OK)
		wrong(command, typed == SP_TYPED_AMBIGUOUS ? "money_ambiguous" : "money");
	else if (!command->which && command->number == 0)
		wrong(command, "money");
	else if (!command->which && rest.len == 0)
		wrong(command, "text");
}

static void read_duration(const struct sp_command_reader *reader, struct sp_command *command,
	struct sp_str rest)
{
	(void)reader;
	if (!take_hours(&rest, &command->number) || command->number == 0)
		wrong(command, "hours");
	else if (rest.len == 0)
		wrong(command, "text");
	command->text = rest;
}

static void read_when(const struct sp_command_reader *reader, struct sp_command *command,
	struct sp_str rest)
{
	if (!take_when(reader, &rest, &command->instant))
		wrong(command, "when");
	else if (command->instant <= reader->now)
		wrong(command, "past");
	else if (rest.len == 0)
		wrong(command, "text");
	command->text = rest;
}

static void read_outcome(const struct sp_command_reader *reader, struct sp_command *command,
	struct sp_str rest)
{
	const char *key = rest.len ? sp_words_key(reader->words, "outcome", rest) : NULL;

	command->flag = key && strcmp(key, "unresolved") == 0;
	if (rest.len && !key)
		wrong(command, "outcome");
}

static void read_code(const struct sp_command_reader *reader, struct sp_command *command,
	struct sp_str rest)
{
	if (!sp_code_parse(reader->arena, rest, &command->code))
		wrong(command, "code");
}

static void read_address(const struct sp_command_reader *reader, struct sp_command *command,
	struct sp_str rest)
{
	/* Mail clients make "mario@example.it<mailto:mario@example.it>" of it. */
	rest = sp_str_trim(sp_str_sub(rest, 0, sp_str_find_char(rest, '<')));
	command->address = sp_address_key(reader->arena, rest);
	if (!command->address.ptr)
		wrong(command, "address");
}

void sp_command_values(const struct sp_command_reader *reader, struct sp_command *command,
	struct sp_str rest)
{
	static void (*const read[])(const struct sp_command_reader *, struct sp_command *,
		struct sp_str) = {
		[SP_ARG_NONE] = read_none,         [SP_ARG_TEXT] = read_text,
		[SP_ARG_REASON] = read_reason,
		[SP_ARG_STATUS] = read_status,     [SP_ARG_BY] = read_by,
		[SP_ARG_STAFF] = read_staff,       [SP_ARG_QUEUE] = read_queue,
		[SP_ARG_PRIORITY] = read_priority, [SP_ARG_HOURS] = read_hours,
		[SP_ARG_REMOTE] = read_remote,     [SP_ARG_MONEY] = read_money,
		[SP_ARG_DURATION] = read_duration, [SP_ARG_WHEN] = read_when,
		[SP_ARG_OUTCOME] = read_outcome,   [SP_ARG_CODE] = read_code,
		[SP_ARG_ADDRESS] = read_address,   [SP_ARG_VERDICT] = read_verdict,
	};

	read[command->row->argument](reader, command, rest);
}
