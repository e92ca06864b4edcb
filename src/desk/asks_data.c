/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The links at the end of a customer's mail: what he can ask about this ticket
 * with one click and Send (SPEC.md section 7), as its status has it.
 */
#include "desk/mail_data.h"

#include "core/request.h"
#include "desk/mailto.h"

/* One footer in the making. */
struct asking {
	struct sp_applying *a;
	const struct sp_person *to;
	const char *language;
	struct sp_str address; /* of the ticket's queue */
	struct sp_data *list;
};

static struct sp_str word(const struct asking *f, const char *group, const char *key)
{
	return sp_str(sp_word(f->a->desk->words, f->language,
		sp_arena_printf(f->a->arena, "%s.%s", group, key)));
}

static void add(struct asking *f, const struct sp_request_row *row)
{
	enum sp_token_purpose purpose = row->kind == SP_ASK_COPY ? SP_TOKEN_COPY : SP_TOKEN_LINK;
	struct sp_data *one = sp_data_add(f->a->arena, f->list);
	struct sp_str capitals = sp_request_word(f->a->arena, f->a->desk->words, f->language, row);
	struct sp_buf link = SP_BUF_INIT;

	sp_buf_add_char(&link, '<');
	sp_mailto_add(&link, f->a, f->address, purpose, f->a->ticket.id, f->to,
		sp_str(sp_arena_printf(f->a->arena, "%.*s %.*s", SP_FMT(capitals),
			SP_FMT(f->a->ticket.code))), SP_NONE);
	sp_buf_add_char(&link, '>');
	sp_data_set_text(f->a->arena, one, "label", word(f, "ask", row->word));
	sp_data_set_text(f->a->arena, one, "link", sp_arena_str(f->a->arena, sp_buf_str(&link)));
	sp_buf_release(&link);
}

/* Where it is anybody who takes part may ask; what becomes of it is the
 * requester's. */
static bool fits(const struct asking *f, const struct sp_request_row *row)
{
	const struct sp_ticket *ticket = &f->a->ticket;
	bool his = ticket->requester_id == f->to->id;

	if (row->kind == SP_ASK_STATUS)
		return sp_state_is_open(ticket->state);
	if (row->kind == SP_ASK_COPY)
		return his && sp_state_is_open(ticket->state);
	return his && row->event != SP_EVENTS &&
	       sp_ticket_move(ticket->state, row->event, SP_BY_CUSTOMER);
}

void sp_asks_data(struct sp_applying *a, const struct sp_decision *decision,
	const struct sp_person *to, const char *language, struct sp_data *data)
{
	const struct sp_queue_conf *queue = sp_conf_queue(a->desk->conf, a->ticket.queue);
	struct asking f = { a, to, language, SP_NONE, sp_data_set_list(a->arena, data, "asks") };
	bool can = false;

	if (!decision->ticket_id || !to || decision->mail.kind->audience != SP_TO_CUSTOMER ||
		a->ticket.merged_into)
		to = NULL;
	f.address = sp_str((queue ? queue : a->c->queue)->addresses[0]);
	for (int i = 0; i < SP_REQUESTS && to; i++)
		if (fits(&f, &sp_request_rows[i])) {
			add(&f, &sp_request_rows[i]);
			can = true;
		}
	sp_data_set_bool(a->arena, data, "can_ask", can);
}
