/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * sportello show states, sportello show commands: the tables of the core, in the
 * language of the desk or, without one, in Italian.
 */
#include "config.h"

#include <string.h>
#include <unistd.h>

#include "admin/command.h"
#include "admin/print.h"
#include "core/command_list.h"
#include "core/ticket.h"
#include "text/conf.h"
#include "text/words.h"

static const struct sp_option options[] = {
	{ .name = "language", .value = "LANGUAGE", .help = "in that language: it (the default), en" },
	{ .name = NULL },
};

static bool is_language(const struct sp_words *words, const char *language)
{
	const char *const *known = sp_words_languages(words);

	for (; *known; known++)
		if (strcmp(*known, language) == 0)
			return true;
	return false;
}

/* With the desk's own words, where there is a desk; a program that only reads the
 * list needs none. */
static enum sp_status load_words(struct sp_admin *admin, struct sp_words **words_r,
	struct sp_err *err)
{
	struct sp_conf *conf = NULL;
	enum sp_status status;

	if (access(admin->conf_path, F_OK) != 0 && strcmp(admin->conf_path, SP_CONF_FILE) == 0)
		return sp_words_load(NULL, words_r, err);
	status = sp_conf_read(admin->conf_path, &conf, err);
	if (status == SP_OK)
		status = sp_words_load(conf->templates_folder, words_r, err);
	sp_conf_free(conf);
	return status;
}

/* The words, and the language asked for. */
static enum sp_status begin(struct sp_admin *admin, struct sp_words **words_r,
	const char **language_r, struct sp_err *err)
{
	enum sp_status status;

	if (admin->argc)
		return sp_usage(admin, err, "no argument is expected");
	*language_r = sp_option(admin, "language");
	if (!*language_r)
		*language_r = "it";
	status = load_words(admin, words_r, err);
	if (status != SP_OK || is_language(*words_r, *language_r))
		return status;
	sp_words_free(*words_r);
	return sp_fail(err, SP_PERM, "there is no language \"%s\"", *language_r);
}

/* --- states ------------------------------------------------------------------------ */

/* Where a staff member or the requester can go from there: codes. */
static struct sp_str ways_on(struct sp_admin *admin, enum sp_state from)
{
	struct sp_buf out = SP_BUF_INIT;
	struct sp_str kept;
	unsigned seen = 0;

	for (const struct sp_move *move = sp_moves; move->by; move++) {
		if (!(move->from & 1u << from) || (seen & 1u << move->to))
			continue;
		seen |= 1u << move->to;
		sp_buf_printf(&out, "%s%s", out.len ? " " : "", sp_state_name(move->to));
	}
	kept = sp_arena_str(&admin->arena, sp_buf_str(&out));
	sp_buf_release(&out);
	return kept;
}

static struct sp_json *actors(unsigned by)
{
	struct sp_json *list = sp_json_array();

	for (int actor = 0; actor < SP_ACTORS; actor++)
		if (by & 1u << actor)
			sp_json_push(list, sp_json_text(sp_str(sp_actor_name((enum sp_actor)actor))));
	return list;
}

/* The rows of the table that begin there. */
static struct sp_json *moves_from(enum sp_state from)
{
	struct sp_json *list = sp_json_array();

	for (const struct sp_move *move = sp_moves; move->by; move++) {
		struct sp_json *object;

		if (!(move->from & 1u << from))
			continue;
		object = sp_json_object();
		sp_json_set_text(object, "event", sp_str(sp_event_name(move->event)));
		sp_json_set(object, "by", actors(move->by));
		sp_json_set_text(object, "to", sp_str(sp_state_name(move->to)));
		sp_json_set_text(object, "outcome", sp_str(sp_outcome_name(move->outcome)));
		sp_json_set_bool(object, "needs_note", move->needs & SP_NEEDS_NOTE);
		sp_json_set_bool(object, "needs_date", move->needs & SP_NEEDS_DATE);
		sp_json_set_text(object, "mail", sp_str(move->mail));
		sp_json_push(list, object);
	}
	return list;
}

static void show_state(struct sp_admin *admin, struct sp_json *list, enum sp_state state,
	const char *label)
{
	struct sp_json *object;

	if (!list) {
		fprintf(admin->out, "%-18s %s\n", sp_state_name(state), label);
		return;
	}
	object = sp_json_object();
	sp_json_set_text(object, "code", sp_str(sp_state_name(state)));
	sp_json_set_text(object, "label", sp_str(label));
	sp_json_set_bool(object, "open", sp_state_is_open(state));
	sp_json_set_text(object, "to", ways_on(admin, state));
	sp_json_set(object, "moves", moves_from(state));
	sp_json_push(list, object);
}

static enum sp_status show_states(struct sp_admin *admin, struct sp_err *err)
{
	struct sp_json *list;
	struct sp_words *words = NULL;
	const char *language;
	enum sp_status status = begin(admin, &words, &language, err);

	if (status != SP_OK)
		return status;
	list = admin->json ? sp_json_array() : NULL;
	for (int state = 0; state < SP_STATES; state++) {
		const char *key = sp_arena_printf(&admin->arena, "status.%s",
			sp_state_name((enum sp_state)state));

		show_state(admin, list, (enum sp_state)state, sp_word(words, language, key));
	}
	if (list)
		sp_print_json(admin, list);
	sp_words_free(words);
	return SP_OK;
}

const struct sp_command sp_cmd_show_states = {
	.name = "show states", .arguments = "", .options = options,
	.summary = "the statuses of a ticket, code first", .run = show_states,
};

/* --- commands ------------------------------------------------------------------------- */

static void show_command(struct sp_admin *admin, struct sp_json *list,
	const struct sp_words *words, const char *language, size_t i)
{
	const char *code = sp_command_code(i);
	const char *word = sp_word(words, language, sp_arena_printf(&admin->arena, "staff.%s", code));
	const char *help = sp_word(words, language,
		sp_arena_printf(&admin->arena, "staff_help.%s", code));
	struct sp_json *object;

	if (!list) {
		fprintf(admin->out, "%-10s #%s%s\n", code, word, help);
		return;
	}
	object = sp_json_object();
	sp_json_set_text(object, "code", sp_str(code));
	sp_json_set_text(object, "word", sp_str(word));
	sp_json_set_text(object, "help", sp_str(help));
	sp_json_push(list, object);
}

static enum sp_status show_commands(struct sp_admin *admin, struct sp_err *err)
{
	struct sp_json *list;
	struct sp_words *words = NULL;
	const char *language;
	enum sp_status status = begin(admin, &words, &language, err);

	if (status != SP_OK)
		return status;
	list = admin->json ? sp_json_array() : NULL;
	for (size_t i = 0; sp_command_code(i); i++)
		show_command(admin, list, words, language, i);
	if (list)
		sp_print_json(admin, list);
	sp_words_free(words);
	return SP_OK;
}

const struct sp_command sp_cmd_show_commands = {
	.name = "show commands", .arguments = "", .options = options,
	.summary = "the staff's commands by mail, code first",
	.run = show_commands,
};
