/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "store/personal.h"

#define NONE SP_STATEMENTS
#define FIXED(table, column, why) { table, column, why, NONE, NONE }

const struct sp_personal sp_personal[] = {
	FIXED("desk", "identity", "random letters"),
	FIXED("queue", "name", "configured"),
	FIXED("numbering", "prefix", "configured"),
	FIXED("job", "name", "ours"),
	{ "organisation", "name", NULL, NONE, SP_SQL_FORGET_ORGANISATIONS },
	FIXED("organisation_domain", "domain", "a firm's"),
	{ "person", "name", NULL, SP_SQL_ERASE_PERSON, SP_SQL_FORGET_PEOPLE },
	{ "person", "language", NULL, SP_SQL_ERASE_PERSON, NONE },
	{ "address", "address", NULL, SP_SQL_ERASE_ADDRESSES, NONE },
	FIXED("ticket", "prefix", "configured"),
	{ "ticket", "subject", NULL, SP_SQL_ERASE_TICKET_ROWS, SP_SQL_FORGET_TICKETS },
	{ "ticket", "category", NULL, SP_SQL_ERASE_TICKET_ROWS, SP_SQL_FORGET_TICKETS },
	{ "ticket", "place", NULL, SP_SQL_ERASE_TICKET_ROWS, SP_SQL_FORGET_TICKETS },
	FIXED("ticket", "language", "it or en"),
	{ "message", "header_id", NULL, SP_SQL_ERASE_MESSAGE_ROWS, SP_SQL_FORGET_MESSAGES },
	FIXED("message", "content", "a hash: the same message is not stored again"),
	{ "message", "class_reason", NULL, SP_SQL_ERASE_MESSAGE_ROWS, SP_SQL_FORGET_MESSAGES },
	{ "message", "sender", NULL, SP_SQL_ERASE_MESSAGE_ROWS, SP_SQL_FORGET_MESSAGES },
	{ "message", "sender_name", NULL, SP_SQL_ERASE_MESSAGE_ROWS, SP_SQL_FORGET_MESSAGES },
	{ "message", "subject", NULL, SP_SQL_ERASE_MESSAGE_ROWS, SP_SQL_FORGET_MESSAGES },
	{ "message", "envelope_sender", NULL, SP_SQL_ERASE_MESSAGE_ROWS, SP_SQL_FORGET_MESSAGES },
	{ "message", "envelope_recipient", NULL, SP_SQL_ERASE_MESSAGE_ROWS, SP_SQL_FORGET_MESSAGES },
	{ "message", "mail_queue_id", NULL, SP_SQL_ERASE_MESSAGE_ROWS, NONE },
	FIXED("message", "flags", "ours"),
	{ "raw", "bytes", NULL, SP_SQL_ERASE_RAW, SP_SQL_ERASE_OTHERS_RAW },
	{ "attachment", "name", NULL, SP_SQL_ERASE_ATTACHMENTS, SP_SQL_FORGET_ATTACHMENTS },
	{ "attachment", "type", NULL, SP_SQL_ERASE_ATTACHMENTS, NONE },
	{ "attachment", "sha256", NULL, SP_SQL_ERASE_ATTACHMENTS, NONE },
	{ "entry", "text", NULL, SP_SQL_ERASE_ENTRIES, SP_SQL_FORGET_ENTRIES },
	/* The index of words: erase.c makes it again from what is left. */
	{ "thread", "header_id", NULL, SP_SQL_ERASE_THREADS, SP_SQL_FORGET_THREADS },
	FIXED("event", "what", "ours"),
	FIXED("event", "was", "ours"),
	FIXED("event", "now", "ours"),
	FIXED("event", "reason", "ours"),
	{ "account", "title", NULL, NONE, SP_SQL_FORGET_ACCOUNTS },
	{ "work_log", "description", NULL, SP_SQL_ERASE_WORK_LOGS, SP_SQL_FORGET_WORK_LOGS },
	{ "cost", "description", NULL, SP_SQL_ERASE_COSTS, SP_SQL_FORGET_COSTS },
	{ "estimate", "description", NULL, SP_SQL_ERASE_ESTIMATES, SP_SQL_FORGET_ESTIMATES },
	{ "dispute", "text", NULL, SP_SQL_ERASE_DISPUTES, SP_SQL_FORGET_DISPUTES },
	{ "announcement", "title", NULL, NONE, SP_SQL_FORGET_ANNOUNCEMENTS },
	{ "announcement", "text", NULL, NONE, SP_SQL_FORGET_ANNOUNCEMENTS },
	{ "reminder", "text", NULL, SP_SQL_ERASE_REMINDERS, SP_SQL_FORGET_REMINDERS },
	FIXED("outbox", "header_id", "random letters"),
	FIXED("outbox", "template", "ours"),
	FIXED("outbox", "language", "it or en"),
	FIXED("outbox", "once", "ours: words and numbers"),
	FIXED("outbox", "sender", "the desk's"),
	{ "outbox", "recipient", NULL, SP_SQL_ERASE_OUTBOX, NONE },
	{ "outbox", "domain", NULL, SP_SQL_ERASE_OUTBOX, NONE },
	{ "outbox", "subject", NULL, SP_SQL_ERASE_OUTBOX, SP_SQL_FORGET_OUTBOX },
	FIXED("outbox", "lease", "random letters"),
	{ "outbox", "reply", NULL, SP_SQL_ERASE_OUTBOX, SP_SQL_FORGET_OUTBOX },
	{ "outbox", "bounce", NULL, SP_SQL_ERASE_OUTBOX, SP_SQL_FORGET_OUTBOX },
	{ "outbox_raw", "bytes", NULL, SP_SQL_ERASE_OUTBOX_RAW, SP_SQL_ERASE_OTHERS_OUTBOX },
	{ "search", "subject", NULL, SP_SQL_SEARCH_REBUILD, NONE },
	{ "search", "text", NULL, SP_SQL_SEARCH_REBUILD, NONE },
	{ "search_data", "block", NULL, SP_SQL_SEARCH_REBUILD, NONE },
	{ "search_idx", "segid", NULL, SP_SQL_SEARCH_REBUILD, NONE },
	{ "search_idx", "term", NULL, SP_SQL_SEARCH_REBUILD, NONE },
	{ "search_idx", "pgno", NULL, SP_SQL_SEARCH_REBUILD, NONE },
	FIXED("search_config", "k", "SQLite's"),
	FIXED("search_config", "v", "SQLite's"),
	FIXED("alarm", "kind", "ours"),
	{ "alarm", "detail", NULL, NONE, SP_SQL_FORGET_ALARMS },
	FIXED("register", "word", "ours: words and versions"),
	{ "hold", "reason", NULL, NONE, SP_SQL_FORGET_HOLDS },
};
const size_t sp_personal_count = sizeof sp_personal / sizeof *sp_personal;

/* What others need to find their rows goes last: messages' ids, addresses. */
const enum sp_statement sp_erase_steps[] = {
	SP_SQL_ERASE_THREADS,	   SP_SQL_ERASE_ENTRIES,     SP_SQL_ERASE_RAW,
	SP_SQL_ERASE_ATTACHMENTS,  SP_SQL_ERASE_HELD,	     SP_SQL_ERASE_MESSAGE_ROWS,
	SP_SQL_ERASE_SUBJECTS,	   SP_SQL_ERASE_TICKET_ROWS,  SP_SQL_ERASE_WORK_LOGS,   SP_SQL_ERASE_COSTS,
	SP_SQL_ERASE_ESTIMATES,	   SP_SQL_ERASE_DISPUTES,    SP_SQL_ERASE_REMINDERS,
	SP_SQL_ERASE_OUTBOX_RAW,   SP_SQL_ERASE_OUTBOX,	     SP_SQL_ERASE_CONTACTS,
	SP_SQL_ERASE_PARTS,	   SP_SQL_ERASE_ADDRESSES,   SP_SQL_ERASE_PERSON,
};
const size_t sp_erase_step_count = sizeof sp_erase_steps / sizeof *sp_erase_steps;

const enum sp_statement sp_forget_steps[] = {
	SP_SQL_FORGET_ORGANISATIONS, SP_SQL_FORGET_PEOPLE,   SP_SQL_FORGET_TICKETS,
	SP_SQL_FORGET_THREADS,	     SP_SQL_FORGET_MESSAGES, SP_SQL_FORGET_ATTACHMENTS,
	SP_SQL_FORGET_ENTRIES,	     SP_SQL_FORGET_ACCOUNTS, SP_SQL_FORGET_WORK_LOGS,
	SP_SQL_FORGET_COSTS,	     SP_SQL_FORGET_ESTIMATES, SP_SQL_FORGET_DISPUTES,
	SP_SQL_FORGET_REMINDERS,     SP_SQL_FORGET_HOLDS,    SP_SQL_FORGET_OUTBOX,
	SP_SQL_FORGET_ALARMS,	     SP_SQL_FORGET_ANNOUNCEMENTS,
};
const size_t sp_forget_step_count = sizeof sp_forget_steps / sizeof *sp_forget_steps;

const enum sp_statement sp_index_steps[] = { SP_SQL_SEARCH_REBUILD };
const size_t sp_index_step_count = sizeof sp_index_steps / sizeof *sp_index_steps;
