/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "store/statements.h"

/* What a struct is read from, in the order of its reader. */
#define PERSON                                                                                     \
	"SELECT p.id, p.role, p.state, p.name, a.address, p.language, p.organisation_id, o.name,"  \
	" p.on_call, p.token_generation, p.privacy_told_at, p.restriction, p.restricted_at,"       \
	" p.restricted_until, p.withdrawn_at"                                                      \
	" FROM person p"                                                                           \
	" LEFT JOIN address a ON a.person_id = p.id AND a.main = 1"                                \
	" LEFT JOIN organisation o ON o.id = p.organisation_id"

/* Of a ticket t: stored, and nothing else (SPEC.md section 12).  Where accounts alone
 * are kept of somebody who was erased, what he asked for since is not. */
#define RESTRICTED_REQUESTER                                                                       \
	"EXISTS (SELECT 1 FROM person r WHERE r.id = t.requester_id AND r.restriction IS NOT NULL" \
	" AND (r.restriction <> 'accounts' OR t.opened_at <= r.restricted_at))"

#define TICKET                                                                                     \
	"SELECT t.id, t.prefix, t.number, q.name, t.state, t.outcome, t.priority, t.wish,"         \
	" t.subject, t.category, t.place, t.language, t.requester_id, t.organisation_id,"          \
	" t.assignee_id, t.merged_into, t.opened_at, t.received_at, t.due_at, t.answered_at,"      \
	" t.planned_at, t.review_at, t.closed_at, t.archived_at, t.erased_at,"                     \
	" " RESTRICTED_REQUESTER ","                                                               \
	" t.extra FROM ticket t JOIN queue q ON q.id = t.queue_id"

#define CLOSED "('done', 'cancelled', 'archived')"

/* The rest of a filter: queue, 1 for open only, 1 for closed only, requester,
 * organisation, assignee, limit.  A zero or an empty text does not choose. */
#define FILTERED                                                                                   \
	" (?1 = '' OR q.name = ?1)"                                                                \
	" AND (?2 = 0 OR t.state NOT IN " CLOSED ")"                                               \
	" AND (?3 = 0 OR t.state IN " CLOSED ")"                                                   \
	" AND (?4 = 0 OR t.requester_id = ?4)"                                                     \
	" AND (?5 = 0 OR t.organisation_id = ?5)"                                                  \
	" AND (?6 = 0 OR t.assignee_id = ?6)"                                                      \
	" ORDER BY CASE WHEN t.state IN " CLOSED " THEN 1 ELSE 0 END, t.priority DESC, t.id"       \
	" LIMIT ?7"

/* Of what a report counts: queue, requester, organisation. */
#define CHOSEN                                                                                     \
	" (?1 = '' OR q.name = ?1) AND (?2 = 0 OR t.requester_id = ?2)"                            \
	" AND (?3 = 0 OR t.organisation_id = ?3)"

#define ATTACHMENT                                                                                 \
	"SELECT a.message_id, a.part, a.name, a.type, a.size, a.sha256, a.shown, a.body_at,"       \
	" a.body_size, a.encoding FROM attachment a"

#define OUTBOX(bytes)                                                                              \
	"SELECT o.id, o.header_id, o.template, o.language, o.ticket_id, t.prefix, t.number,"       \
	" o.person_id, o.cause_id, o.once, o.automatic, o.sender, o.recipient, o.subject, " bytes  \
	", o.size, o.state, o.attempts, o.created_at, o.next_at, o.done_at, o.reply, o.unknown,"   \
	" o.bounced_at, o.bounce"                                                                  \
	" FROM outbox o LEFT JOIN ticket t ON t.id = o.ticket_id"

/* Rows of a payer (two parameters, of which at most one is not 0); both 0 do not
 * choose. */
#define PAYER(row, organisation, person)                                                           \
	" ((" organisation " = 0 AND " person " = 0)"                                              \
	" OR (" organisation " > 0 AND " row ".organisation_id = " organisation ")"                \
	" OR (" person " > 0 AND " row ".person_id = " person "))"

/* How many there are of what is wrong, and the first. */
#define FAULTS(select) "SELECT COUNT(*), MIN(id) FROM (" select ") AS wrong"

#define NAME_OF_PERSON "COALESCE(NULLIF(p.name, ''), a.address, '')"

/* A work log, in the order of sp_read_work_log(). */
#define WORK_LOG                                                                                   \
	"w.id, w.ticket_id, t.prefix, t.number, w.number, w.staff_id," NAME_OF_PERSON              \
	", w.organisation_id, w.person_id, q.name, w.kind, w.day, w.minutes, w.charged,"           \
	" w.out_of_hours, w.extra, w.unconsented, w.session_id, w.description, w.logged_at,"       \
	" w.changed_at"
#define WORK_LOG_FROM                                                                              \
	" work_log w JOIN ticket t ON t.id = w.ticket_id JOIN queue q ON q.id = w.queue_id"        \
	" LEFT JOIN person p ON p.id = w.staff_id"                                                 \
	" LEFT JOIN address a ON a.person_id = p.id AND a.main = 1"

/* Whose hours a row is about: its firm, or the person who is his own. */
#define PAYER_NAME "COALESCE(o.name, NULLIF(v.name, ''), va.address, '')"
#define PAYER_FROM(row)                                                                            \
	" LEFT JOIN organisation o ON o.id = " row ".organisation_id"                              \
	" LEFT JOIN person v ON v.id = " row ".person_id"                                          \
	" LEFT JOIN address va ON va.person_id = v.id AND va.main = 1"

/* Work done, a row for each row of the ledger that charges it (or one without):
 * store/works.h. */
#define WORKS                                                                                      \
	"SELECT " WORK_LOG "," PAYER_NAME ", COALESCE(NULLIF(r.name, ''), ra.address, ''),"        \
	" l.target, l.account_id, c.title, l.minutes, l.cents, EXISTS (SELECT 1 FROM dispute d"    \
	" WHERE d.ledger_id = l.id AND d.state = 'open') FROM" WORK_LOG_FROM PAYER_FROM("w")       \
	" LEFT JOIN person r ON r.id = t.requester_id"                                             \
	" LEFT JOIN address ra ON ra.person_id = r.id AND ra.main = 1"                             \
	" LEFT JOIN ledger l ON l.work_log_id = w.id"                                              \
	" LEFT JOIN account c ON c.id = l.account_id"                                              \
	" WHERE w.minutes > 0 AND "
#define WORKS_ORDER " ORDER BY w.day, w.id, l.id"

/* A row of the ledger with all that is said of it, in the order of
 * sp_read_movements(). */
#define MOVEMENT                                                                                   \
	"SELECT l.id, l.at, l.organisation_id, l.person_id, l.cause, l.target, l.account_id," \
	" l.work_log_id, l.cost_id, l.minutes, l.cents, t.prefix, t.number," \
	" COALESCE(w.number, k.number), COALESCE(w.day, k.day)," \
	" COALESCE(w.description, k.description, ''), " PAYER_NAME "," \
	" COALESCE(NULLIF(p.name, ''), a.address, ''), q.name, w.kind, w.minutes, c.title," \
	" COALESCE(w.unconsented AND l.target IN ('price', 'carry'), 0)," \
	" COALESCE(w.extra, 0), COALESCE(w.out_of_hours, 0)," \
	" EXISTS (SELECT 1 FROM dispute d WHERE d.ledger_id = l.id AND d.state = 'open')" \
	" FROM ledger l LEFT JOIN work_log w ON w.id = l.work_log_id" \
	" LEFT JOIN cost k ON k.id = l.cost_id LEFT JOIN account c ON c.id = l.account_id" \
	" LEFT JOIN ticket t ON t.id = COALESCE(w.ticket_id, k.ticket_id)" \
	" LEFT JOIN queue q ON q.id = COALESCE(w.queue_id, t.queue_id)" \
	" LEFT JOIN person p ON p.id = COALESCE(w.staff_id, k.staff_id)" \
	" LEFT JOIN address a ON a.person_id = p.id AND a.main = 1" PAYER_FROM("l")

#define STATEMENT                                                                                  \
	"s.id, s.year, s.number, s.organisation_id, s.person_id, s.month, s.after_id, s.until_id," \
	" s.contact_id, s.made_at FROM statement s"

/* Whoever has a package or contract, and how far his statements go. */
#define STATEMENT_PAYER(which)                                                                     \
	"SELECT x.organisation_id, x.person_id, " PAYER_NAME ", COALESCE(o.contact_id, x.person_id)," \
	" x.since, s.month, s.until_id FROM (SELECT organisation_id, person_id,"                   \
	" MIN(created_at) AS since FROM account" which " GROUP BY organisation_id, person_id) x"   \
	PAYER_FROM("x") " LEFT JOIN statement s ON s.id = (SELECT MAX(b.id) FROM statement b"      \
	" WHERE b.organisation_id = x.organisation_id OR b.person_id = x.person_id)"

/* A package or contract, with what was bought and what is left. */
#define ACCOUNT                                                                             \
	"SELECT c.id, c.sort, c.organisation_id, c.person_id, c.title, c.from_day, c.until_day," \
	" c.kinds, c.unlimited, c.on_call, c.response_minutes, c.created_at," \
	" c.ending_told," \
	" (SELECT COALESCE(SUM(l.minutes), 0) FROM ledger l WHERE l.account_id = c.id" \
	" AND l.cause = 'bought')," \
	" (SELECT COALESCE(SUM(l.minutes), 0) FROM ledger l WHERE l.account_id = c.id)," \
	" (SELECT COALESCE(SUM(CASE WHEN o.percent = 80 THEN 1 ELSE 2 END), 0)" \
	" FROM threshold_told o WHERE o.account_id = c.id AND o.bought =" \
	" (SELECT COALESCE(SUM(l.minutes), 0) FROM ledger l WHERE l.account_id = c.id" \
	" AND l.cause = 'bought'))" \
	" FROM account c"

/* The ticket ?1 and those that were merged into it, also one into the other. */
#define PARTS                                                                                      \
	" (WITH RECURSIVE parts (id) AS (SELECT ?1"                                                \
	" UNION SELECT m.id FROM ticket m JOIN parts ON m.merged_into = parts.id)"                 \
	" SELECT id FROM parts)"

/* A row of the ledger as it is listed, with its account's balance after it. */
#define LEDGER_ROW                                                                          \
	"SELECT l.id, l.at, l.organisation_id, l.person_id, l.cause, l.target, l.account_id," \
	" l.work_log_id, l.cost_id, l.minutes, l.cents, t.prefix, t.number," \
	" COALESCE(w.number, k.number), COALESCE(w.day, k.day)," \
	" COALESCE(w.description, k.description, c.title)," \
	" CASE WHEN l.account_id IS NULL THEN 0 ELSE (SELECT SUM(b.minutes) FROM ledger b" \
	" WHERE b.account_id = l.account_id AND b.id <= l.id) END" \
	" FROM ledger l LEFT JOIN work_log w ON w.id = l.work_log_id" \
	" LEFT JOIN cost k ON k.id = l.cost_id" \
	" LEFT JOIN account c ON c.id = l.account_id" \
	" LEFT JOIN ticket t ON t.id = COALESCE(w.ticket_id, k.ticket_id)"

const char *const sp_statements[SP_STATEMENTS] = {
	[SP_SQL_BEGIN] = "BEGIN IMMEDIATE",
	[SP_SQL_BEGIN_READ] = "BEGIN",
	[SP_SQL_COMMIT] = "COMMIT",
	[SP_SQL_ROLLBACK] = "ROLLBACK",
	[SP_SQL_PART_BEGIN] = "SAVEPOINT part",
	[SP_SQL_PART_KEEP] = "RELEASE part",
	[SP_SQL_PART_UNDO] = "ROLLBACK TO part",
	[SP_SQL_IDENTITY] = "SELECT identity FROM desk WHERE only = 1",
	[SP_SQL_INTEGRITY] = "PRAGMA integrity_check(1)",
	[SP_SQL_FOREIGN_KEYS] = "PRAGMA foreign_key_check",
	[SP_SQL_DESK_ADD] = "INSERT INTO desk (only, created_at, identity) VALUES (1, ?1, ?2)",
	[SP_SQL_LAST_CHANGE] =
		"SELECT COALESCE((SELECT at FROM event ORDER BY id DESC LIMIT 1), d.created_at)"
		" FROM desk d WHERE d.only = 1",

	/* --- tickets --- */
	[SP_SQL_QUEUE_ADD] = "INSERT INTO queue (name) VALUES (?1) RETURNING id",
	[SP_SQL_QUEUE_BY_NAME] = "SELECT id FROM queue WHERE name = ?1",
	[SP_SQL_NUMBER_NEXT] =
		"INSERT INTO numbering (prefix, last) VALUES (?1, 1)"
		" ON CONFLICT (prefix) DO UPDATE SET last = last + 1 RETURNING last",
	[SP_SQL_NUMBER_SET] =
		"INSERT INTO numbering (prefix, last) VALUES (?1, ?2)"
		" ON CONFLICT (prefix) DO UPDATE SET last = ?2",
	[SP_SQL_NUMBER_LAST] = "SELECT last FROM numbering WHERE prefix = ?1",
	[SP_SQL_NUMBERS] = "SELECT prefix, last FROM numbering",
	[SP_SQL_NUMBERED_SINCE] = "SELECT COUNT(*) FROM ticket WHERE prefix = ?1 AND opened_at >= ?2",
	[SP_SQL_STATEMENT_NUMBERS] =
		"SELECT CAST(year AS TEXT), MAX(number) FROM statement GROUP BY year",
	/* After a restore: also of tables that nothing was in. */
	[SP_SQL_IDS_ALL] =
		"INSERT INTO sqlite_sequence (name, seq) SELECT name, 0 FROM sqlite_schema"
		" WHERE type = 'table' AND sql LIKE '%AUTOINCREMENT%'"
		" AND name NOT IN (SELECT name FROM sqlite_sequence)",
	[SP_SQL_IDS_AHEAD] = "UPDATE sqlite_sequence SET seq = seq + ?1 WHERE name <> 'ledger'",
	[SP_SQL_TOKENS_SHOWN_ALL] =
		"INSERT INTO token_shown (person_id, ticket_id, times, at)"
		" SELECT id, -1, 64, ?1 FROM person WHERE role = 'staff'"
		" ON CONFLICT (person_id, ticket_id) DO UPDATE SET times = times + 64, at = ?1",
	[SP_SQL_TICKET_ADD] =
		"INSERT INTO ticket (prefix, number, queue_id, state, outcome, priority, wish,"
		" subject, category, place, language, requester_id, organisation_id, assignee_id,"
		" merged_into, opened_at, received_at, due_at, answered_at, planned_at, review_at,"
		" closed_at, archived_at, changed_at)"
		" VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16,"
		" ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?16) RETURNING id",
	[SP_SQL_TICKET_BY_ID] = TICKET " WHERE t.id = ?1",
	[SP_SQL_TICKET_BY_NUMBER] = TICKET " WHERE t.prefix = ?1 AND t.number = ?2",
	[SP_SQL_TICKET_CHANGE] =
		"UPDATE ticket SET queue_id = ?2, state = ?3, outcome = ?4, priority = ?5, wish = ?6,"
		" subject = ?7, category = ?8, place = ?9, language = ?10, requester_id = ?11,"
		" organisation_id = ?12, assignee_id = ?13, merged_into = ?14, due_at = ?15,"
		" answered_at = ?16, planned_at = ?17, review_at = ?18, closed_at = ?19,"
		" archived_at = ?20, changed_at = ?21, extra = ?22 WHERE id = ?1 RETURNING id",
	[SP_SQL_TICKETS_ALL] = TICKET " WHERE" FILTERED,
	[SP_SQL_TICKETS_OF_REQUESTER] = TICKET " WHERE t.requester_id = ?4 AND" FILTERED,
	[SP_SQL_TICKETS_OF_ORGANISATION] = TICKET " WHERE t.organisation_id = ?5 AND" FILTERED,
	[SP_SQL_TICKETS_VISIBLE] =
		TICKET " WHERE (t.requester_id = ?1 OR (?2 > 0 AND t.organisation_id = ?2)"
		" OR t.id IN (SELECT x.ticket_id FROM participant x"
		" WHERE x.person_id = ?1 AND x.part = 'copy'))"
		" AND t.merged_into IS NULL"
		" AND (t.requester_id IS ?1 OR NOT " RESTRICTED_REQUESTER ")"
		" AND (?3 = 0 OR t.state NOT IN " CLOSED ")"
		" AND (?4 = 0 OR t.state IN " CLOSED ")"
		" ORDER BY CASE WHEN t.state IN " CLOSED " THEN 1 ELSE 0 END, t.priority DESC, t.id"
		" LIMIT ?5",
	[SP_SQL_TICKETS_RECENT] =
		"SELECT t.id, t.prefix, t.number, t.state, t.opened_at, t.subject,"
		" (SELECT e.text FROM entry e WHERE e.ticket_id = t.id ORDER BY e.id LIMIT 1),"
		" q.name, t.assignee_id"
		" FROM ticket t JOIN queue q ON q.id = t.queue_id"
		" WHERE t.requester_id = ?1 AND t.opened_at >= ?2"
		" ORDER BY t.id DESC LIMIT ?3",
	[SP_SQL_TICKET_FLOOD] =
		"SELECT t.id FROM ticket t WHERE t.requester_id = ?1"
		" AND t.state NOT IN ('done', 'cancelled', 'archived')"
		" AND EXISTS (SELECT 1 FROM event e WHERE e.ticket_id = t.id AND e.what = 'flood')"
		" ORDER BY t.id DESC LIMIT 1",
	[SP_SQL_PARTICIPANTS] =
		"SELECT x.person_id, x.part, p.state, a.address, p.language"
		" FROM participant x JOIN person p ON p.id = x.person_id"
		" LEFT JOIN address a ON a.person_id = p.id AND a.main = 1"
		" WHERE x.ticket_id = ?1 ORDER BY x.person_id, x.part",
	[SP_SQL_PARTICIPANT_ADD] =
		"INSERT INTO participant (ticket_id, person_id, part, added_by, added_at)"
		" VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO NOTHING",
	[SP_SQL_ENTRY_ADD] =
		"INSERT INTO entry (ticket_id, kind, author_id, message_id, text, at)"
		" VALUES (?1, ?2, ?3, ?4, ?5, ?6) RETURNING id",
	[SP_SQL_ANNOUNCEMENT_ADD] =
		"INSERT INTO announcement (title, text, queue_id, pace, at)"
		" VALUES (?1, ?2, ?3, ?4, ?5) RETURNING id",
	[SP_SQL_ANNOUNCEMENTS_OPEN] =
		"SELECT id FROM announcement WHERE queued_at IS NULL ORDER BY id",
	[SP_SQL_ANNOUNCEMENT_SAME] =
		"SELECT id FROM announcement WHERE title = ?1 AND text = ?2"
		" AND COALESCE(queue_id, 0) = ?3 AND (queued_at IS NULL OR at >= ?4)"
		" ORDER BY id DESC LIMIT 1",
	[SP_SQL_ANNOUNCEMENT_BY_ID] =
		"SELECT id, title, text, queue_id, pace, at, mails, after_id, queued_at"
		" FROM announcement WHERE id = ?1",
	[SP_SQL_ANNOUNCEMENT_WENT_ON] =
		"UPDATE announcement SET mails = ?2, after_id = ?3, queued_at = ?4 WHERE id = ?1",
	/* ?1 the queue or 0, ?2 the last one who has it. */
	[SP_SQL_ANNOUNCEMENT_READERS] =
		"SELECT p.id FROM person p JOIN address a ON a.person_id = p.id AND a.main = 1"
		" WHERE p.id > ?2 AND p.role = 'customer' AND p.state = 'active'"
		" AND p.restriction IS NULL AND (?1 = 0 OR EXISTS (SELECT 1 FROM ticket t"
		" WHERE t.requester_id = p.id AND t.queue_id = ?1)) ORDER BY p.id LIMIT ?3",
	/* For the person ?1, given since ?2. */
	[SP_SQL_ANNOUNCEMENTS_FOR] =
		"SELECT n.title, n.text, n.at FROM announcement n WHERE n.at >= ?2"
		" AND (n.queue_id IS NULL OR EXISTS (SELECT 1 FROM ticket t"
		" WHERE t.requester_id = ?1 AND t.queue_id = n.queue_id)) ORDER BY n.id DESC LIMIT ?3",
	[SP_SQL_SEARCH_ADD] =
		"INSERT INTO search (rowid, subject, text)"
		" SELECT id, subject, text FROM search_source WHERE id = ?1",
	[SP_SQL_SEARCH_REBUILD] = "INSERT INTO search (search) VALUES ('rebuild')",
	[SP_SQL_SEARCH] =
		"SELECT t.prefix, t.number, t.subject, t.state, e.kind,"
		" COALESCE(NULLIF(p.name, ''), a.address, ''), e.at,"
		" snippet(search, 1, '', '', ' ... ', 24)"
		" FROM search JOIN entry e ON e.id = search.rowid JOIN ticket t ON t.id = e.ticket_id"
		" LEFT JOIN person p ON p.id = e.author_id"
		" LEFT JOIN address a ON a.person_id = p.id AND a.main = 1"
		" WHERE search MATCH ?1 AND (?2 = 0 OR t.requester_id = ?2)"
		" ORDER BY search.rowid DESC LIMIT ?3",
	[SP_SQL_ENTRIES] =
		"SELECT e.id, e.ticket_id, e.kind, e.author_id,"
		" COALESCE(NULLIF(p.name, ''), a.address, ''), e.message_id, e.text, e.at"
		" FROM entry e LEFT JOIN person p ON p.id = e.author_id"
		" LEFT JOIN address a ON a.person_id = p.id AND a.main = 1"
		" WHERE e.ticket_id = ?1 AND e.id IN"
		" (SELECT id FROM entry WHERE ticket_id = ?1 ORDER BY id DESC LIMIT ?2)"
		" ORDER BY e.id",
	[SP_SQL_DESCRIPTION] =
		"SELECT text FROM entry WHERE ticket_id = ?1 AND kind = 'customer' ORDER BY id LIMIT 1",
	[SP_SQL_ENTRIES_HAND_OVER] = "UPDATE entry SET ticket_id = ?2 WHERE ticket_id = ?1",
	[SP_SQL_ENTRIES_MOVE] =
		"UPDATE entry SET ticket_id = ?2 WHERE ticket_id = ?1 AND message_id = ?3",
	[SP_SQL_ORIGIN] =
		"SELECT m.id, COALESCE(e.ticket_id, 0), COALESCE(e.kind, 'note'),"
		" COALESCE(e.id = (SELECT MIN(x.id) FROM entry x WHERE x.ticket_id = e.ticket_id), 0),"
		" COALESCE(e.author_id, a.person_id, 0), m.subject, COALESCE(e.text, ''), m.header_id,"
		" m.received_at"
		" FROM outbox o JOIN message m ON m.id = o.cause_id"
		" LEFT JOIN address a ON a.address = m.sender"
		" LEFT JOIN entry e ON e.message_id = m.id AND e.kind <> 'note'"
		" WHERE o.header_id = ?1 ORDER BY e.id LIMIT 1",
	[SP_SQL_THREAD_ADD] =
		"INSERT INTO thread (header_id, ticket_id, outside, at) VALUES (?1, ?2, ?3, ?4)"
		" ON CONFLICT DO NOTHING",
	[SP_SQL_THREAD_HAND_OVER] =
		"INSERT INTO thread (header_id, ticket_id, outside, at)"
		" SELECT header_id, ?2, outside, at FROM thread WHERE ticket_id = ?1 ORDER BY id"
		" ON CONFLICT DO NOTHING",
	[SP_SQL_THREAD_MOVE] =
		"UPDATE thread SET ticket_id = ?2 WHERE ticket_id = ?1"
		" AND header_id = (SELECT header_id FROM message WHERE id = ?3)"
		" AND NOT EXISTS (SELECT 1 FROM thread x WHERE x.ticket_id = ?2"
		" AND x.header_id = (SELECT header_id FROM message WHERE id = ?3))",
	[SP_SQL_THREAD_TICKETS] =
		"SELECT ticket_id FROM thread WHERE header_id = ?1 ORDER BY id DESC LIMIT ?2",
	[SP_SQL_THREAD_IDS] =
		"SELECT header_id FROM thread WHERE ticket_id = ?1 AND outside >= ?3"
		" AND (id = (SELECT MIN(id) FROM thread WHERE ticket_id = ?1 AND outside >= ?3)"
		" OR id IN (SELECT id FROM thread WHERE ticket_id = ?1 AND outside >= ?3"
		" ORDER BY id DESC LIMIT ?2))"
		" ORDER BY id",
	[SP_SQL_THREAD_IDS_OF] =
		"SELECT header_id FROM (SELECT t.id, t.header_id FROM thread t WHERE t.ticket_id = ?1"
		" AND (EXISTS (SELECT 1 FROM outbox o WHERE o.header_id = t.header_id"
		" AND o.person_id = ?2)"
		" OR EXISTS (SELECT 1 FROM message m WHERE m.header_id = t.header_id"
		" AND m.author_id = ?2))"
		" ORDER BY t.id DESC LIMIT ?3) AS newest ORDER BY id",
	[SP_SQL_LINK_ADD] =
		"INSERT INTO ticket_link (ticket_id, other_id, kind, at) VALUES (?1, ?2, ?3, ?4)"
		" ON CONFLICT DO NOTHING",
	[SP_SQL_LINKS] =
		"SELECT t.prefix, t.number, l.kind, l.back FROM"
		" (SELECT other_id AS other, kind, 0 AS back, at FROM ticket_link WHERE ticket_id = ?1"
		" UNION ALL"
		" SELECT ticket_id, kind, 1, at FROM ticket_link WHERE other_id = ?1) l"
		" JOIN ticket t ON t.id = l.other ORDER BY l.at, t.id, l.kind",
	[SP_SQL_EVENT_ADD] =
		"INSERT INTO event (at, actor, person_id, ticket_id, message_id, what, was, now, reason)"
		" VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
	[SP_SQL_STAFF_DECIDED] =
		"SELECT id FROM event WHERE ticket_id = ?1 AND what = ?2"
		" AND actor IN ('staff', 'administrator') LIMIT 1",
	[SP_SQL_EVENTS] =
		"SELECT at, actor, person_id, ticket_id, message_id, what, was, now, reason"
		" FROM event WHERE ticket_id = ?1 ORDER BY id",
	[SP_SQL_ALARM_RAISE] =
		"INSERT INTO alarm (at, kind, detail, last_at) VALUES (?3, ?1, ?2, ?3)"
		" ON CONFLICT (kind, detail) DO UPDATE SET count = count + 1, last_at = excluded.last_at",

	[SP_SQL_ALARMS] =
		"SELECT kind, detail, count, at, last_at FROM alarm WHERE last_at >= ?1"
		" ORDER BY last_at, id",

	/* --- the other topics --- */
#include "store/statements_people.inc"
#include "store/statements_merge.inc"
#include "store/statements_privacy.inc"
#include "store/statements_export.inc"
#include "store/statements_messages.inc"
#include "store/statements_outbox.inc"
#include "store/statements_hours.inc"
#include "store/statements_asked.inc"
#include "store/statements_clock.inc"
#include "store/statements_reports.inc"
#include "store/statements_measures.inc"
};
