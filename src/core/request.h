/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What a customer asks for with one word (SPEC.md section 7).  Pure: whether a
 * message is such a request, and which; what comes of it is
 * core/decide_request.c.
 *
 * The requests are one table.  To add one: a row here, its word in the group
 * "command" of both words.conf, its line in both help.txt, a case in
 * core/decide_request.c and in tests/unit/test_request.c.
 */
#ifndef SP_CORE_REQUEST_H
#define SP_CORE_REQUEST_H

#include <stdbool.h>

#include "core/message.h"
#include "core/subject.h"
#include "core/ticket.h"
#include "text/conf.h"

enum sp_request_kind {
	SP_ASK_HELP,
	SP_ASK_STATUS,
	SP_ASK_LIST,
	SP_ASK_HISTORY,
	SP_ASK_BALANCE,
	SP_ASK_NEWS,
	SP_ASK_CLOSE,
	SP_ASK_REOPEN,
	SP_ASK_COMPLAINT,
	SP_ASK_CANCEL,
	SP_ASK_DISPUTE,
	SP_ASK_PRIVACY,
	SP_ASK_COPY, /* only through the link in a mail of his */
	SP_REQUESTS
};

struct sp_request_row {
	enum sp_request_kind kind;
	const char *word;         /* key of the group "command" */
	const char *mail;         /* that answers with data; NULL: it is about a ticket */
	bool with_text;           /* an explanation may stand below the word */
	bool on_ticket;           /* needs one */
	enum sp_event_kind event; /* that it makes happen; SP_EVENTS: none */
};
extern const struct sp_request_row sp_request_rows[SP_REQUESTS];

struct sp_request {
	const struct sp_request_row *row;
	bool has_code;
	struct sp_code code;      /* the ticket's number beside the word */
	bool open_only, closed_only; /* ELENCO aperti, ELENCO chiusi */
	const char *privacy;      /* key of the group "privacy", NULL without one */
	struct sp_str line;       /* the word and what stood beside it, as written */
	struct sp_str text;       /* the explanation, "" when there is none */
	bool needs_why;           /* it is possible, with the reason in the text */
	bool not_his;             /* to a ticket that he is in copy of: he may not change it */
	bool refers;              /* to a ticket of his: the answer is about that one */
};

/* Is it a request?  Its subject (`subject` is what was left of it without
 * prefixes and tags) is only the word and what belongs to it, and nothing else
 * was written, but for the explanation that some take; or, in an answer on a
 * ticket (`on_ticket`), the word is the first line.  With other text beside it
 * the message is like any other; but not when it was sent by the link in a mail
 * (`linked`): what his program added below changes nothing then.  Views point
 * into the message and the arena. */
bool sp_request_read(struct sp_arena *arena, const struct sp_words *words,
	const struct sp_message *message, const struct sp_subject *subject, bool on_ticket,
	bool linked, struct sp_request *request_r);

/* The word as we write it: "CHIUDI". */
struct sp_str sp_request_word(struct sp_arena *arena, const struct sp_words *words,
	const char *language, const struct sp_request_row *row);

/* Whom a COPIA link is to put in copy: who else the mail went to, and the
 * addresses at the top of its text, one or more a line with nothing else; each
 * once, neither the desk's own nor its sender's; at most SP_MAX_COPIES. */
enum { SP_MAX_COPIES = 5 };
size_t sp_request_copies(struct sp_arena *arena, const struct sp_conf *conf,
	const struct sp_message *message, struct sp_str addresses_r[SP_MAX_COPIES]);

#endif
