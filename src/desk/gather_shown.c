/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Signed addresses of the staff, wherever they stand in a message: in the envelope,
 * in any field, in what is quoted.  What follows of it: core/decide_shown.c.
 */
#include "desk/gathering.h"

#include "core/address.h"
#include "store/people.h"

enum { MAX_SHOWN = 8, MAX_TRIED = 200, MAX_SCANNED = 4 * 1024 * 1024 };

/* One that we signed. */
struct signed_address {
	char letters[SP_TOKEN_LETTERS];
	struct sp_token token;
	bool written;
};

/* Those found so far; `writing`: what is looked at, its recipients see. */
struct search {
	const struct sp_keys *keys;
	struct signed_address found[MAX_SHOWN];
	size_t count;
	unsigned tried;
	bool writing;
};

static bool is_same(const struct sp_token *a, const struct sp_token *b)
{
	return a->ticket_id == b->ticket_id && a->person_id == b->person_id &&
	       a->generation == b->generation;
}

static void try_letters(struct search *search, const char *letters)
{
	struct signed_address *one = &search->found[search->count];

	if (letters[1] != SP_TOKEN_STAFF || search->tried == MAX_TRIED || search->count == MAX_SHOWN)
		return;
	for (size_t i = 0; i < search->count; i++)
		if (memcmp(search->found[i].letters, letters, SP_TOKEN_LETTERS) == 0) {
			search->found[i].written |= search->writing;
			return;
		}
	search->tried++;
	if (sp_token_read(search->keys, sp_str_n(letters, SP_TOKEN_LETTERS), &one->token) !=
		SP_TOKEN_GOOD)
		return;
	memcpy(one->letters, letters, SP_TOKEN_LETTERS);
	one->written = search->writing;
	for (size_t i = 0; i < search->count; i++)
		if (is_same(&search->found[i].token, &one->token)) {
			search->found[i].written |= search->writing;
			return;
		}
	search->count++;
}

static void look_in(struct search *search, struct sp_str text)
{
	char letters[SP_TOKEN_LETTERS];

	text = sp_str_sub(text, 0, MAX_SCANNED);
	while (sp_token_find(&text, letters))
		try_letters(search, letters);
}

static void look_at_list(struct search *search, const struct sp_address_list *list)
{
	for (size_t i = 0; i < list->count; i++)
		look_in(search, list->items[i].address);
}

/* What its recipients read first: it counts for more. */
static void look_everywhere(struct search *search, const struct sp_case *c)
{
	const struct sp_message *message = c->message;
	const struct sp_envelope *envelope = c->envelope;
	struct sp_str extension = envelope->extension;
	char letters[SP_TOKEN_LETTERS];

	search->writing = true;
	look_at_list(search, &message->to);
	look_at_list(search, &message->cc);
	look_at_list(search, &message->reply_to);
	look_in(search, message->text);
	search->writing = false;
	look_in(search, envelope->original_recipient);
	for (size_t i = 0; i < envelope->recipient_count; i++)
		look_in(search, envelope->recipients[i]);
	for (size_t i = 0; extension.len == SP_TOKEN_LETTERS && i < extension.len; i++)
		letters[i] = sp_ascii_lower(extension.ptr[i]);
	if (extension.len == SP_TOKEN_LETTERS)
		try_letters(search, letters);
	look_in(search, c->raw);
}

/* --- who sees them ------------------------------------------------------------------- */

static enum sp_status is_ours(struct sp_gathering *g, struct sp_str address, bool *ours_r)
{
	struct sp_str key = sp_address_key(g->arena, address);
	struct sp_person *person = NULL;
	enum sp_status status = SP_OK;

	*ours_r = sp_conf_queue_of_address(g->desk->conf, address, NULL) != NULL;
	if (!*ours_r && key.ptr)
		status = sp_people_by_address(g->db, g->arena, key, &person, g->err);
	if (person && person->role == SP_STAFF && person->state == SP_PERSON_ACTIVE)
		*ours_r = true;
	return status;
}

static enum sp_status gather_outsider(struct sp_gathering *g)
{
	const struct sp_address_list *lists[] = { &g->c->message->to, &g->c->message->cc };
	enum sp_status status = SP_OK;

	for (size_t k = 0; k < 2; k++) {
		for (size_t i = 0; i < lists[k]->count && status == SP_OK; i++) {
			bool ours = true;

			status = is_ours(g, lists[k]->items[i].address, &ours);
			if (!ours && !g->facts->outsider.ptr)
				g->facts->outsider = lists[k]->items[i].address;
		}
		if (lists[k]->cut && !g->facts->outsider.ptr)
			g->facts->outsider = SP_STR("");
	}
	return status;
}

/* --- which of them were good ---------------------------------------------------------- */

static enum sp_status add(struct sp_gathering *g, const struct signed_address *one,
	struct sp_shown_address *list)
{
	struct sp_ticket *ticket = sp_arena_new(g->arena, struct sp_ticket);
	enum sp_token_verdict verdict;
	struct sp_person *person;
	bool found = false;
	enum sp_status status = sp_gather_judged(g, &one->token, &person, &verdict);

	if (status != SP_OK || verdict != SP_TOKEN_GOOD)
		return status;
	if (one->token.ticket_id)
		status = sp_gather_ticket(g, one->token.ticket_id, ticket, &found);
	list[g->facts->shown_count++] = (struct sp_shown_address){ .person = person,
		.person_id = one->token.person_id, .ticket_id = one->token.ticket_id,
		.ticket = found ? ticket : NULL, .written = one->written };
	return status;
}

enum sp_status sp_gather_shown(struct sp_gathering *g)
{
	struct search search = { .keys = &g->desk->keys };
	struct sp_shown_address *list;
	enum sp_status status = SP_OK;

	look_everywhere(&search, g->c);
	if (search.count == 0)
		return SP_OK;
	list = sp_arena_array(g->arena, search.count, struct sp_shown_address);
	g->facts->shown = list;
	for (size_t i = 0; i < search.count && status == SP_OK; i++)
		status = add(g, &search.found[i], list);
	if (status == SP_OK && g->facts->shown_count && g->facts->sender &&
		g->facts->sender->role == SP_STAFF)
		status = gather_outsider(g);
	return status;
}
