/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "core/request.h"

#include "core/address.h"

#define NOTHING SP_EVENTS

const struct sp_request_row sp_request_rows[SP_REQUESTS] = {
	/* kind               word         mail       text   ticket event */
	{ SP_ASK_HELP,      "help",      "help",    false, false, NOTHING },
	{ SP_ASK_STATUS,    "status",    "status",  false, false, NOTHING },
	{ SP_ASK_LIST,      "list",      "list",    false, false, NOTHING },
	{ SP_ASK_HISTORY,   "history",   "history", false, false, NOTHING },
	{ SP_ASK_BALANCE,   "balance",   "balance", false, false, NOTHING },
	{ SP_ASK_NEWS,      "news",      "news",    false, false, NOTHING },
	{ SP_ASK_CLOSE,     "close",     NULL,      true,  true,  SP_EV_CLOSE },
	{ SP_ASK_REOPEN,    "reopen",    NULL,      true,  true,  SP_EV_REOPEN },
	{ SP_ASK_COMPLAINT, "complaint", NULL,      true,  true,  SP_EV_COMPLAIN },
	{ SP_ASK_CANCEL,    "cancel",    NULL,      true,  true,  SP_EV_CANCEL },
	{ SP_ASK_DISPUTE,   "dispute",   NULL,      true,  true,  NOTHING },
	{ SP_ASK_PRIVACY,   "privacy",   NULL,      true,  false, NOTHING },
	{ SP_ASK_COPY,      "copy",      NULL,      true,  true,  NOTHING },
};

enum { MAX_LINE = 80 };

static const struct sp_request_row *row_of(const struct sp_words *words, struct sp_str typed)
{
	const char *key = sp_words_key(words, "command", typed);

	for (int i = 0; key && i < SP_REQUESTS; i++)
		if (strcmp(sp_request_rows[i].word, key) == 0)
			return &sp_request_rows[i];
	return NULL;
}

static bool next_word(struct sp_str *rest, struct sp_str *word_r)
{
	size_t end = 0;

	*rest = sp_str_trim(*rest);
	while (end < rest->len && rest->ptr[end] != ' ' && rest->ptr[end] != '\t')
		end++;
	*word_r = sp_str_sub(*rest, 0, end);
	*rest = sp_str_from(*rest, end);
	return word_r->len > 0;
}

/* What stands beside the word: a number, aperti, CANCELLA. */
static bool read_argument(struct sp_arena *arena, const struct sp_words *words,
	struct sp_str word, struct sp_request *request)
{
	const char *key;

	if (!request->has_code && sp_code_parse(arena, word, &request->code))
		return request->has_code = true;
	if (request->row->kind == SP_ASK_LIST) {
		key = sp_words_key(words, "list", word);
		request->open_only = key && strcmp(key, "open") == 0;
		request->closed_only = key && strcmp(key, "closed") == 0;
		return key != NULL;
	}
	if (request->row->kind != SP_ASK_PRIVACY || request->privacy)
		return false;
	request->privacy = sp_words_key(words, "privacy", word);
	return request->privacy != NULL;
}

/* A line of a request's word and what belongs to it, and nothing else. */
static bool read_line(struct sp_arena *arena, const struct sp_words *words, struct sp_str line,
	struct sp_request *request_r)
{
	struct sp_str rest = sp_str_trim(line), word;
	struct sp_request request = { .line = rest, .text = SP_STR("") };

	/* "CHIUDI." and "Aiuto!" */
	while (rest.len && strchr(".!", rest.ptr[rest.len - 1]))
		rest.len--;
	if (rest.len > MAX_LINE || !next_word(&rest, &word))
		return false;
	request.row = row_of(words, word);
	if (!request.row)
		return false;
	while (next_word(&rest, &word))
		if (!read_argument(arena, words, word, &request))
			return false;
	*request_r = request;
	return true;
}

static bool in_subject(struct sp_arena *arena, const struct sp_words *words,
	const struct sp_message *message, const struct sp_subject *subject, bool linked,
	struct sp_request *request)
{
	struct sp_str text = sp_str_trim(message->reply);

	if (subject->forward || !read_line(arena, words, subject->topic, request))
		return false;
	if (text.len == 0 || sp_str_eq_nocase(text, request->line))
		return true;
	/* "Re: Reclamo" with a text answers a ticket that is called so; "Reclamo"
	 * without a ticket is one that he opens. */
	request->text = text;
	return linked || (request->row->with_text && !subject->reply);
}

static bool in_first_line(struct sp_arena *arena, const struct sp_words *words,
	const struct sp_message *message, struct sp_request *request)
{
	struct sp_str rest = sp_str_trim(message->reply), line;

	if (!sp_str_next_line(&rest, &line) || !read_line(arena, words, line, request))
		return false;
	request->text = sp_str_trim(rest);
	return request->text.len == 0 || request->row->with_text;
}

bool sp_request_read(struct sp_arena *arena, const struct sp_words *words,
	const struct sp_message *message, const struct sp_subject *subject, bool on_ticket,
	bool linked, struct sp_request *request_r)
{
	if (message->forwarded)
		return false;
	return in_subject(arena, words, message, subject, linked, request_r) ||
	       (on_ticket && in_first_line(arena, words, message, request_r));
}

struct sp_str sp_request_word(struct sp_arena *arena, const struct sp_words *words,
	const char *language, const struct sp_request_row *row)
{
	struct sp_str small = sp_str(sp_word(words, language,
		sp_arena_printf(arena, "command.%s", row->word)));
	char *capitals = sp_arena_text(arena, small);

	for (char *c = capitals; *c; c++)
		if (*c >= 'a' && *c <= 'z')
			*c = (char)(*c - 'a' + 'A');
	return sp_str(capitals);
}

/* --- COPIA --------------------------------------------------------------------------- */

/* Those found so far. */
struct copies {
	struct sp_arena *arena;
	const struct sp_conf *conf;
	const struct sp_message *message;
	struct sp_str *addresses;
	size_t count;
};

static void add_copy(struct copies *c, struct sp_str address)
{
	struct sp_str key = sp_address_key(c->arena, address);

	if (!key.ptr || c->count == SP_MAX_COPIES || sp_conf_queue_of_address(c->conf, key, NULL))
		return;
	for (size_t i = 0; i < c->message->from.count; i++)
		if (sp_str_eq_nocase(key, c->message->from.items[i].address))
			return;
	for (size_t i = 0; i < c->count; i++)
		if (sp_str_eq(c->addresses[i], key))
			return;
	c->addresses[c->count++] = key;
}

/* "anna@example.it, <luca@example.it>": with any other word it is none. */
static bool read_addresses(struct copies *c, struct sp_str line, bool add)
{
	struct sp_str word;
	bool any = false;

	while (next_word(&line, &word)) {
		while (word.len && strchr("<\"'(,;", word.ptr[0]))
			word = sp_str_from(word, 1);
		while (word.len && strchr(">\"'),;.", word.ptr[word.len - 1]))
			word.len--;
		if (!sp_str_has(word, SP_STR("@")) || !sp_address_key(c->arena, word).ptr)
			return false;
		if (add)
			add_copy(c, word);
		any = true;
	}
	return any;
}

size_t sp_request_copies(struct sp_arena *arena, const struct sp_conf *conf,
	const struct sp_message *message, struct sp_str addresses_r[SP_MAX_COPIES])
{
	const struct sp_address_list *lists[] = { &message->to, &message->cc };
	struct copies c = { arena, conf, message, addresses_r, 0 };
	struct sp_str rest = sp_str_trim(message->reply), line;

	for (size_t k = 0; k < 2; k++)
		for (size_t i = 0; i < lists[k]->count; i++)
			add_copy(&c, lists[k]->items[i].address);
	while (sp_str_next_line(&rest, &line)) {
		if (sp_str_trim(line).len && !read_addresses(&c, line, false))
			break;
		read_addresses(&c, line, true);
	}
	return c.count;
}
