-- SPDX-License-Identifier: GPL-2.0-or-later
--
-- The desk's database.  Read this and you know what Sportello remembers.
--
-- Conventions.  Instants are UTC seconds, durations whole minutes, money whole
-- cents, truths 0 or 1.  `id` is never reused (AUTOINCREMENT) where somebody
-- outside may have seen it.  The journal (`event`) is append-only and holds
-- numbers and fixed words only: what a person may have erased (names,
-- addresses, subjects, texts, raw messages) stands in tables that can be
-- changed.  Words in CHECK lists are those of the core's tables; a unit test
-- compares them.  Text is valid UTF-8 without NULs (store/query.h repairs it).
--
-- page_size, auto_vacuum and secure_delete are set before this runs
-- (store/migrate.c).  The last lines of each file here say its number.

PRAGMA application_id = 1399877490;          -- "Spor"

CREATE TABLE desk (
	-- One row: what the desk is, so that a file is never taken for another's.
	only        INTEGER PRIMARY KEY CHECK (only = 1), -- always 1: there is one row
	created_at  INTEGER NOT NULL,            -- when `sportello init` ran
	identity    TEXT NOT NULL                -- 16 random letters, in our Message-IDs' left part
) STRICT;

CREATE TABLE queue (
	-- Queues live in the configuration; a row here gives each name a number
	-- that history can point to, also when the configuration drops it.
	id          INTEGER PRIMARY KEY AUTOINCREMENT, -- what history points to
	name        TEXT NOT NULL UNIQUE         -- as in sportello.conf
) STRICT;

CREATE TABLE numbering (
	-- The last ticket number given, for each prefix.  Numbers are never reused.
	prefix      TEXT PRIMARY KEY,            -- "HT"
	last        INTEGER NOT NULL CHECK (last >= 0) -- 0 is never given: the first is 1
) STRICT, WITHOUT ROWID;

CREATE TABLE organisation (
	-- The firm that pays.
	id          INTEGER PRIMARY KEY AUTOINCREMENT, -- shown to the staff
	name        TEXT NOT NULL,               -- as it is written on invoices
	contact_id  INTEGER REFERENCES person(id), -- for all that concerns hours and money
	created_at  INTEGER NOT NULL             -- when it was entered
) STRICT;

CREATE TABLE organisation_domain (
	-- Mail domains of a firm: a stranger from one is put to the staff.
	domain      TEXT PRIMARY KEY,            -- lower case, A-label
	organisation_id INTEGER NOT NULL REFERENCES organisation(id) -- whose it is
) STRICT, WITHOUT ROWID;

CREATE TABLE person (
	-- Whoever writes to the desk or answers for it.
	id          INTEGER PRIMARY KEY AUTOINCREMENT, -- part of his tokens
	role        TEXT NOT NULL CHECK (role IN ('customer', 'staff', 'supplier')), -- what he is to the desk
	state       TEXT NOT NULL CHECK (state IN
		('active', 'pending', 'refused', 'blocked', 'disabled', 'erased')), -- disabled: was staff, or is another
	name        TEXT NOT NULL DEFAULT '',    -- as he writes it
	language    TEXT,                        -- 'it', 'en'; NULL: not known yet
	organisation_id INTEGER REFERENCES organisation(id), -- NULL: his own
	on_call     INTEGER NOT NULL DEFAULT 0 CHECK (on_call IN (0, 1)), -- staff only
	token_generation INTEGER NOT NULL DEFAULT 1, -- raised to revoke all his tokens
	privacy_told_at INTEGER,                 -- when the privacy notice was first sent
	restriction TEXT CHECK (restriction IN ('asked', 'accounts', 'erasing')), -- Art. 18: nothing is
		-- done with his data (accounts: kept for the law's sake alone); NULL: none
	restricted_at INTEGER,                   -- since when
	restricted_until INTEGER,                -- until when; NULL: until it is lifted
	withdrawn_at INTEGER,                    -- when he withdrew his consent
	merged_into INTEGER REFERENCES person(id), -- he is that one: all that was his is there; NULL: himself
	created_at  INTEGER NOT NULL,            -- when he was first known
	changed_at  INTEGER NOT NULL             -- last change of this row
) STRICT;
CREATE INDEX person_by_role ON person(role, state);

CREATE TABLE address (
	-- Every address of every person; an address belongs to one.
	address     TEXT PRIMARY KEY,            -- addr-spec in lower case, A-label
	person_id   INTEGER NOT NULL REFERENCES person(id), -- whose it is
	main        INTEGER NOT NULL CHECK (main IN (0, 1)), -- where we write to
	added_at    INTEGER NOT NULL             -- since when
) STRICT, WITHOUT ROWID;
CREATE INDEX address_by_person ON address(person_id, main);

CREATE TABLE staff_queue (
	-- Which queues a staff member serves.
	person_id   INTEGER NOT NULL REFERENCES person(id), -- who
	queue_id    INTEGER NOT NULL REFERENCES queue(id), -- which
	PRIMARY KEY (person_id, queue_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX staff_by_queue ON staff_queue(queue_id, person_id);

CREATE TABLE token_shown (
	-- Signed addresses of a staff member that outsiders have seen: what he was given
	-- before proves nothing (core/token.h), and the next ones are of a later generation.
	person_id   INTEGER NOT NULL REFERENCES person(id), -- whose
	ticket_id   INTEGER NOT NULL,            -- of the tokens; 0: of no ticket; -1: of all of his
	times       INTEGER NOT NULL CHECK (times > 0), -- so many generations further
	at          INTEGER NOT NULL,            -- the last time
	PRIMARY KEY (person_id, ticket_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE ticket (
	-- One request.  Changed only by the plan of a message, a job or a command.
	id          INTEGER PRIMARY KEY AUTOINCREMENT, -- part of its tokens
	prefix      TEXT NOT NULL,               -- of the queue that opened it
	number      INTEGER NOT NULL,            -- HT00191 is prefix HT, number 191
	queue_id    INTEGER NOT NULL REFERENCES queue(id), -- where it is now
	state       TEXT NOT NULL CHECK (state IN ('new', 'waiting_input', 'waiting_customer',
		'request_sent', 'in_progress', 'rescheduled', 'changes_requested', 'suspended',
		'disputed', 'done', 'cancelled', 'archived')), -- SPEC.md section 3
	outcome     TEXT CHECK (outcome IN ('resolved', 'unresolved')), -- once closed
	priority    INTEGER NOT NULL DEFAULT 0 CHECK (priority BETWEEN 0 AND 3), -- the decision
	wish        INTEGER NOT NULL DEFAULT 0 CHECK (wish BETWEEN 0 AND 3), -- the customer's
	extra       INTEGER NOT NULL DEFAULT 0 CHECK (extra IN (0, 1)), -- #priorita extra: work costs more
	subject     TEXT NOT NULL,               -- without tags and Re:, at most 998 bytes
	category    TEXT,                        -- Categoria:
	place       TEXT,                        -- Luogo:
	language    TEXT NOT NULL,               -- of the conversation with the requester
	requester_id INTEGER REFERENCES person(id), -- NULL: nobody who can be written to
	organisation_id INTEGER REFERENCES organisation(id), -- who pays; NULL: the requester himself
	assignee_id INTEGER REFERENCES person(id), -- NULL: the whole queue
	merged_into INTEGER REFERENCES ticket(id), -- #unisci
	opened_at   INTEGER NOT NULL,            -- commit of the first message
	received_at INTEGER NOT NULL,            -- when our mail server took it: clocks start here
	due_at      INTEGER,                     -- promised first answer; NULL: nothing promised
	answered_at INTEGER,                     -- first of taken in charge, replied, closed
	planned_at  INTEGER,                     -- work or new date planned for
	review_at   INTEGER,                     -- look again (suspended)
	closed_at   INTEGER,                     -- last closing; the reopening time runs from it
	archived_at INTEGER,                     -- its raw messages have left
	erased_at   INTEGER,                     -- its texts are no more; hours and money stay
	changed_at  INTEGER NOT NULL,            -- last change of this row
	UNIQUE (prefix, number)
) STRICT;
-- Lists are first come, first served within a priority (SPEC.md section 3).
CREATE INDEX ticket_open ON ticket(queue_id, priority DESC, id)
	WHERE state NOT IN ('done', 'cancelled', 'archived');
CREATE INDEX ticket_by_requester ON ticket(requester_id, id);
CREATE INDEX ticket_by_organisation ON ticket(organisation_id, id);
CREATE INDEX ticket_closed ON ticket(closed_at) WHERE state IN ('done', 'cancelled');
CREATE INDEX ticket_merged ON ticket(merged_into) WHERE merged_into IS NOT NULL;

CREATE TABLE ticket_link (
	-- Two tickets that have to do with each other, for the staff to see.
	ticket_id   INTEGER NOT NULL REFERENCES ticket(id), -- the ticket that points
	other_id    INTEGER NOT NULL REFERENCES ticket(id), -- the one that it points to
	kind        TEXT NOT NULL CHECK (kind IN
		('claimed', 'follows', 'duplicate', 'merged', 'split', 'same_subject')), -- claimed: no part in it
	at          INTEGER NOT NULL,            -- since when
	PRIMARY KEY (ticket_id, other_id, kind)
) STRICT, WITHOUT ROWID;
CREATE INDEX ticket_link_back ON ticket_link(other_id);

CREATE TABLE participant (
	-- Who takes part in a ticket besides its requester, his organisation and
	-- the staff of its queue (SPEC.md section 2.4, the gate).
	ticket_id   INTEGER NOT NULL REFERENCES ticket(id), -- in what
	person_id   INTEGER NOT NULL REFERENCES person(id), -- who
	part        TEXT NOT NULL CHECK (part IN ('copy', 'supplier', 'follower')), -- as what
	added_by    INTEGER REFERENCES person(id), -- who put him there; NULL: the desk itself
	added_at    INTEGER NOT NULL,            -- since when
	PRIMARY KEY (ticket_id, person_id, part)
) STRICT, WITHOUT ROWID;
CREATE INDEX participant_by_person ON participant(person_id);

CREATE TABLE message (
	-- One message received, once.  The content has its Message-ID in it, so the
	-- same content is the same message, also where the parser did not get as far
	-- as that field; the same Message-ID with another content is another one.
	id          INTEGER PRIMARY KEY AUTOINCREMENT, -- what entries and events point to
	header_id   TEXT NOT NULL,               -- Message-ID with its brackets, '' when it has none
	content     BLOB NOT NULL CHECK (length(content) = 32), -- SHA-256, trace fields left out
	class       TEXT NOT NULL CHECK (class IN ('person', 'automatic', 'bounce', 'receipt',
		'list', 'spam', 'pec-receipt', 'unparsed')), -- only a person may open, reopen or be answered
	class_reason TEXT NOT NULL,              -- which rule, file and line
	author_id   INTEGER REFERENCES person(id), -- NULL: nobody we know
	sender      TEXT NOT NULL,               -- address of the From field, '' when there is none
	sender_name TEXT NOT NULL,               -- name of the From field
	subject     TEXT NOT NULL,               -- decoded, one line
	vouched     INTEGER NOT NULL CHECK (vouched IN (0, 1)), -- DKIM, DMARC or token held
	envelope_sender TEXT NOT NULL,           -- '' for the null sender
	envelope_recipient TEXT NOT NULL,        -- without a token
	mail_queue_id TEXT NOT NULL,             -- the mail server's, to follow it in its log
	written_at  INTEGER,                     -- its Date field
	received_at INTEGER NOT NULL,            -- when our mail server took it
	stored_at   INTEGER NOT NULL,            -- when it was committed here
	size        INTEGER NOT NULL,            -- bytes as received
	flags       TEXT NOT NULL DEFAULT '',    -- words: cut, same-id, html-only, signed, encrypted
	erased_at   INTEGER                      -- nothing of it is kept but that it came
) STRICT;
CREATE UNIQUE INDEX message_identity ON message(content);
CREATE INDEX message_by_header_id ON message(header_id) WHERE header_id <> '';
CREATE INDEX message_spam ON message(id, stored_at) WHERE class = 'spam';
CREATE INDEX message_by_sender ON message(sender, stored_at);

CREATE TABLE raw (
	-- The message as it came.  Leaves for the archive when the ticket does.
	message_id  INTEGER PRIMARY KEY REFERENCES message(id), -- of which message
	bytes       BLOB NOT NULL                -- as received, at most 50 MB
) STRICT;

CREATE TABLE held (
	-- A message that waits until its sender is a customer (registration policy).
	message_id  INTEGER PRIMARY KEY REFERENCES message(id), -- which
	person_id   INTEGER NOT NULL REFERENCES person(id), -- who wrote it
	queue_id    INTEGER NOT NULL REFERENCES queue(id), -- where it was sent to
	at          INTEGER NOT NULL             -- since when
) STRICT;
CREATE INDEX held_by_person ON held(person_id, message_id);

CREATE TABLE attachment (
	-- What is attached: a part of the raw message, not stored again.
	message_id  INTEGER NOT NULL REFERENCES message(id), -- of which message
	part        INTEGER NOT NULL,            -- position in the message, depth first
	name        TEXT NOT NULL,               -- cleaned for show, never a path
	type        TEXT NOT NULL,               -- media type, lower case
	size        INTEGER NOT NULL,            -- bytes after decoding
	sha256      BLOB NOT NULL CHECK (length(sha256) = 32), -- of the decoded bytes
	shown       INTEGER NOT NULL CHECK (shown IN (0, 1)), -- 0: an image of the HTML
	body_at     INTEGER NOT NULL,            -- where its encoded bytes begin in the raw message
	body_size   INTEGER NOT NULL,            -- how many they are; 0: inside another part, or not kept
	encoding    TEXT NOT NULL CHECK (encoding IN
		('identity', 'base64', 'quoted-printable', 'uuencode')), -- of those bytes
	PRIMARY KEY (message_id, part)
) STRICT, WITHOUT ROWID;

CREATE TABLE entry (
	-- One thing said on a ticket.
	id          INTEGER PRIMARY KEY AUTOINCREMENT, -- the order in which it was said
	ticket_id   INTEGER NOT NULL REFERENCES ticket(id), -- on what
	kind        TEXT NOT NULL CHECK (kind IN ('customer', 'staff', 'note', 'question',
		'supplier', 'automatic', 'bounce', 'unproven')), -- notes and unproven ones are never shown to customers
	author_id   INTEGER REFERENCES person(id), -- NULL: nobody we know
	message_id  INTEGER REFERENCES message(id), -- NULL: said on the command line
	text        TEXT NOT NULL,               -- what is shown: no quotes, no signature
	at          INTEGER NOT NULL             -- when it was stored
) STRICT;
CREATE INDEX entry_by_ticket ON entry(ticket_id, id);
CREATE INDEX entry_by_message ON entry(message_id);

CREATE VIEW search_source AS
	-- What `search` is made of: each entry's text, and with the first of a ticket
	-- its subject.  Also what it is made from again, after an erasure.
	SELECT e.id AS id, CASE WHEN e.id = (SELECT MIN(f.id) FROM entry f WHERE f.ticket_id = t.id)
	THEN t.subject ELSE '' END AS subject, e.text AS text
	FROM entry e JOIN ticket t ON t.id = e.ticket_id;
-- Words of what was said, accents folded, to find it again (sportello search).
-- Its rows are written beside the entry's, in its transaction: trusted_schema = OFF
-- lets no trigger write them.  The texts themselves are not stored again.
CREATE VIRTUAL TABLE search USING fts5(subject, text, content = 'search_source',
	content_rowid = 'id', columnsize = 0, tokenize = 'unicode61 remove_diacritics 2');

CREATE TABLE thread (
	-- Every Message-ID that belongs to a ticket, received or sent: what
	-- In-Reply-To and References are looked up in.
	id          INTEGER PRIMARY KEY,         -- the order in which they came
	header_id   TEXT NOT NULL,               -- with its brackets
	ticket_id   INTEGER NOT NULL REFERENCES ticket(id), -- what it belongs to
	outside     INTEGER NOT NULL CHECK (outside IN (0, 1)), -- 1: the requester's side has it
	at          INTEGER NOT NULL,            -- since when
	UNIQUE (header_id, ticket_id)
) STRICT;
CREATE INDEX thread_by_ticket ON thread(ticket_id, id);

CREATE TABLE event (
	-- The journal: who did what, when, from what to what.  Append-only; ids,
	-- numbers and fixed words only, so that nothing in it has to be erased.
	id          INTEGER PRIMARY KEY AUTOINCREMENT, -- the order of the journal
	at          INTEGER NOT NULL,            -- when it happened
	actor       TEXT NOT NULL CHECK (actor IN ('customer', 'staff', 'supplier', 'clock',
		'administrator', 'system')),     -- who acted
	person_id   INTEGER,                     -- who, when it was a person
	ticket_id   INTEGER,                     -- on what, when on a ticket
	message_id  INTEGER,                     -- what it was caused by, when by a mail
	what        TEXT NOT NULL,               -- 'opened', 'state', 'priority', 'replied' ...
	was         TEXT NOT NULL DEFAULT '',    -- fixed words or numbers, never text of people
	now         TEXT NOT NULL DEFAULT '',    -- likewise, after it
	reason      TEXT NOT NULL DEFAULT ''     -- rule that decided it
) STRICT;
CREATE INDEX event_by_ticket ON event(ticket_id, id);
CREATE TRIGGER event_is_append_only_update BEFORE UPDATE ON event
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER event_is_append_only_replace BEFORE INSERT ON event
WHEN EXISTS (SELECT 1 FROM event WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER event_is_append_only_delete BEFORE DELETE ON event
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;

-- Hours and money (SPEC.md section 5).  Who pays is a firm, or a customer who
-- is his own organisation: of organisation_id and person_id at most one is set.
-- What is left of a package, what was charged and what is owed are sums over
-- `ledger` and stand nowhere else.

CREATE TABLE account (
	-- Minutes that somebody may use: a package (bought beforehand) or a contract
	-- (a yearly agreement).  One series of numbers for both.
	id          INTEGER PRIMARY KEY AUTOINCREMENT, -- what `sportello package` calls it
	sort        TEXT NOT NULL CHECK (sort IN ('contract', 'package')), -- contracts pay first
	organisation_id INTEGER REFERENCES organisation(id), -- whose it is
	person_id   INTEGER REFERENCES person(id), -- the same, of a customer without a firm
	title       TEXT NOT NULL,               -- as mails name it: "Pacchetto 10 ore"
	from_day    INTEGER NOT NULL,            -- first day of validity: days since 1970, the desk's
	until_day   INTEGER,                     -- last day, included; NULL: it does not expire
	kinds       INTEGER NOT NULL CHECK (kinds BETWEEN 1 AND 15), -- it covers, added: 1 ordinary,
		-- 2 extraordinary, 4 urgent, 8 remote
	unlimited   INTEGER NOT NULL DEFAULT 0 CHECK (unlimited IN (0, 1)), -- contracts: all work is covered
	on_call     INTEGER NOT NULL DEFAULT 0 CHECK (on_call IN (0, 1)), -- contracts: URGENTE out of hours
	ending_told INTEGER,                     -- the last day that people were warned of; NULL: of none
	response_minutes INTEGER CHECK (response_minutes > 0), -- contracts: before the queue's; NULL: the queue's
	created_at  INTEGER NOT NULL,            -- when it was entered
	CHECK (organisation_id IS NULL OR person_id IS NULL),
	CHECK (organisation_id IS NOT NULL OR person_id IS NOT NULL),
	CHECK (until_day IS NULL OR until_day >= from_day),
	CHECK (sort = 'contract' OR (unlimited = 0 AND on_call = 0 AND response_minutes IS NULL))
) STRICT;
CREATE INDEX account_by_organisation ON account(organisation_id, id);
CREATE INDEX account_by_person ON account(person_id, id);

CREATE TABLE account_queue (
	-- The queues whose work an account covers; no row: all of them.
	account_id  INTEGER NOT NULL REFERENCES account(id), -- which account
	queue_id    INTEGER NOT NULL REFERENCES queue(id), -- which queue
	PRIMARY KEY (account_id, queue_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE remote_session (
	-- A remote session; closing it writes its work log.
	id          INTEGER PRIMARY KEY AUTOINCREMENT, -- the order in which they were opened
	ticket_id   INTEGER NOT NULL REFERENCES ticket(id), -- on what
	opened_by   INTEGER REFERENCES person(id), -- which staff member; NULL: on the command line
	opened_at   INTEGER NOT NULL,            -- its first second
	closed_by   INTEGER REFERENCES person(id), -- who closed it
	closed_at   INTEGER                      -- NULL: it is open; seconds count here only
) STRICT;
-- At most one open a ticket.
CREATE UNIQUE INDEX remote_session_open ON remote_session(ticket_id) WHERE closed_at IS NULL;

CREATE TABLE work_log (
	-- Work done on a ticket, as it stands after its last correction; what it was
	-- before is in the journal, what it was charged to in the ledger.
	id          INTEGER PRIMARY KEY AUTOINCREMENT, -- what the ledger points to
	ticket_id   INTEGER NOT NULL REFERENCES ticket(id), -- on what
	number      INTEGER NOT NULL CHECK (number > 0), -- HT00191/2 is the second of HT00191
	staff_id    INTEGER REFERENCES person(id), -- who worked; NULL: not said on the command line
	organisation_id INTEGER REFERENCES organisation(id), -- who pays, as it was when it was logged
	person_id   INTEGER REFERENCES person(id), -- the same, a customer without a firm
	queue_id    INTEGER NOT NULL REFERENCES queue(id), -- where the ticket was then: packages' scope
	kind        TEXT NOT NULL CHECK (kind IN
		('ordinary', 'extraordinary', 'urgent', 'remote')), -- what sort of work
	day         INTEGER NOT NULL,            -- when it was done: days since 1970, the desk's
	minutes     INTEGER NOT NULL CHECK (minutes >= 0), -- real ones; 0: it was cancelled
	charged     INTEGER NOT NULL CHECK (charged >= 0), -- after rounding; 0: an included kind
	out_of_hours INTEGER NOT NULL DEFAULT 0 CHECK (out_of_hours IN (0, 1)), -- done out of office hours
	extra       INTEGER NOT NULL DEFAULT 0 CHECK (extra IN (0, 1)), -- priority was given on a wish
	unconsented INTEGER NOT NULL DEFAULT 0 CHECK (unconsented IN (0, 1)), -- past the end, and over = ask
		-- had no consent yet: reports mark it
	session_id  INTEGER UNIQUE REFERENCES remote_session(id), -- of a remote session
	description TEXT NOT NULL,               -- what was done; may be erased
	logged_at   INTEGER NOT NULL,            -- when it was entered
	changed_at  INTEGER NOT NULL,            -- last correction
	UNIQUE (ticket_id, number),
	CHECK (organisation_id IS NULL OR person_id IS NULL)
) STRICT;
CREATE INDEX work_log_by_day ON work_log(day, id);

CREATE TABLE cost (
	-- A licence, a part: money without hours.  Owed as the ledger says.
	id          INTEGER PRIMARY KEY AUTOINCREMENT, -- what the ledger points to
	ticket_id   INTEGER NOT NULL REFERENCES ticket(id), -- for what
	number      INTEGER NOT NULL CHECK (number > 0), -- the second cost of HT00191 is 2
	staff_id    INTEGER REFERENCES person(id), -- who entered it
	organisation_id INTEGER REFERENCES organisation(id), -- who pays
	person_id   INTEGER REFERENCES person(id), -- the same, a customer without a firm
	day         INTEGER NOT NULL,            -- when it arose: days since 1970, the desk's
	cents       INTEGER NOT NULL CHECK (cents >= 0), -- net of VAT; 0: it was cancelled
	description TEXT NOT NULL,               -- what for; may be erased
	logged_at   INTEGER NOT NULL,            -- when it was entered
	changed_at  INTEGER NOT NULL,            -- last correction
	UNIQUE (ticket_id, number),
	CHECK (organisation_id IS NULL OR person_id IS NULL)
) STRICT;

CREATE TABLE ledger (
	-- Every movement of hours and money, append-only, ids and numbers only.  Its
	-- numbers have no gaps.  A correction takes rows back (the same with the
	-- opposite sign) and charges anew.  Work takes minutes away (below 0); what
	-- is owed is above 0 cents.
	id          INTEGER PRIMARY KEY AUTOINCREMENT, -- the order of the ledger, without gaps
	at          INTEGER NOT NULL,            -- when it was written
	organisation_id INTEGER,                 -- whose movement it is
	person_id   INTEGER,                     -- the same, a customer without a firm
	cause       TEXT NOT NULL CHECK (cause IN
		('bought', 'charged', 'taken-back', 'settled')), -- settled: carried work paid by a new package
	target      TEXT NOT NULL CHECK (target IN
		('account', 'price', 'extra', 'carry', 'cost')), -- account: its minutes; price, extra, cost: money;
		-- carry: minutes that wait for a package
	account_id  INTEGER,                     -- of target 'account'
	work_log_id INTEGER,                     -- what it was for, when for work
	cost_id     INTEGER,                     -- what it was for, when for a cost
	minutes     INTEGER NOT NULL,            -- below 0 used, above 0 put in or given back
	cents       INTEGER NOT NULL,            -- above 0 owed, below 0 given back
	CHECK (organisation_id IS NULL OR person_id IS NULL),
	CHECK ((target = 'account') = (account_id IS NOT NULL)),
	CHECK ((target = 'cost') = (cost_id IS NOT NULL)),
	CHECK ((cause = 'bought') = (work_log_id IS NULL AND cost_id IS NULL))
) STRICT;
-- Sums are taken from the indexes alone.
CREATE INDEX ledger_carried ON ledger(work_log_id) WHERE target = 'carry';
CREATE INDEX ledger_by_account ON ledger(account_id, id, cause, minutes) WHERE account_id IS NOT NULL;
CREATE INDEX ledger_by_work_log ON ledger(work_log_id, id) WHERE work_log_id IS NOT NULL;
CREATE INDEX ledger_by_cost ON ledger(cost_id, id) WHERE cost_id IS NOT NULL;
CREATE INDEX ledger_by_organisation ON ledger(organisation_id, id) WHERE organisation_id IS NOT NULL;
CREATE INDEX ledger_by_person ON ledger(person_id, id) WHERE person_id IS NOT NULL;
CREATE TRIGGER ledger_is_append_only_update BEFORE UPDATE ON ledger
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER ledger_is_append_only_replace BEFORE INSERT ON ledger
WHEN EXISTS (SELECT 1 FROM ledger WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER ledger_is_append_only_delete BEFORE DELETE ON ledger
BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;

CREATE TABLE threshold_told (
	-- That an account's use has reached 80 or 100 % was told; once, but again
	-- when minutes were added since.
	account_id  INTEGER NOT NULL REFERENCES account(id), -- of which
	percent     INTEGER NOT NULL CHECK (percent IN (80, 100)), -- which threshold
	bought      INTEGER NOT NULL,            -- minutes that it had had in all by then
	at          INTEGER NOT NULL,            -- when it was told
	PRIMARY KEY (account_id, percent, bought)
) STRICT, WITHOUT ROWID;

CREATE TABLE estimate (
	-- #preventivo: work that the contact approves before it is done.
	id          INTEGER PRIMARY KEY AUTOINCREMENT, -- what the answer is to
	ticket_id   INTEGER NOT NULL REFERENCES ticket(id), -- for what
	staff_id    INTEGER REFERENCES person(id), -- who made it
	asked_id    INTEGER REFERENCES person(id), -- the contact who was asked
	minutes     INTEGER NOT NULL CHECK (minutes > 0), -- of work expected
	description TEXT NOT NULL,               -- what for; may be erased
	state       TEXT NOT NULL CHECK (state IN
		('asked', 'approved', 'refused', 'withdrawn')), -- withdrawn: a later one took its place
	asked_at    INTEGER NOT NULL,            -- when he was asked
	answered_at INTEGER,                     -- when it was decided
	answered_by INTEGER REFERENCES person(id) -- who decided
) STRICT;
CREATE INDEX estimate_by_ticket ON estimate(ticket_id, id);
CREATE INDEX estimate_asked ON estimate(asked_id) WHERE state = 'asked';

CREATE TABLE consent (
	-- over = ask: may work go on past the end of the hours?
	id          INTEGER PRIMARY KEY AUTOINCREMENT, -- what the answer is to
	organisation_id INTEGER REFERENCES organisation(id), -- whose hours are used up
	person_id   INTEGER REFERENCES person(id), -- the same, a customer without a firm
	ticket_id   INTEGER REFERENCES ticket(id), -- the work that made us ask
	account_id  INTEGER REFERENCES account(id), -- what was used up; it is good until more is bought
	asked_id    INTEGER REFERENCES person(id), -- the contact who was asked
	state       TEXT NOT NULL CHECK (state IN
		('asked', 'granted', 'refused', 'ended')), -- ended: hours were bought since, or another contact was asked
	asked_at    INTEGER NOT NULL,            -- when he was asked
	answered_at INTEGER,                     -- when he answered
	answered_by INTEGER REFERENCES person(id), -- who answered
	CHECK (organisation_id IS NULL OR person_id IS NULL)
) STRICT;
CREATE INDEX consent_by_organisation ON consent(organisation_id, id) WHERE organisation_id IS NOT NULL;
CREATE INDEX consent_by_person ON consent(person_id, id) WHERE person_id IS NOT NULL;
CREATE INDEX consent_asked ON consent(asked_id) WHERE state = 'asked';

CREATE TABLE statement (
	-- A monthly statement that was sent: the movements of one payer between two
	-- rows of the ledger.  Numbers have no gaps within a year.
	id          INTEGER PRIMARY KEY AUTOINCREMENT, -- what disputes point to
	year        INTEGER NOT NULL,            -- 2026/12 is year 2026, number 12
	number      INTEGER NOT NULL CHECK (number > 0), -- without gaps
	organisation_id INTEGER REFERENCES organisation(id), -- whose movements they are
	person_id   INTEGER REFERENCES person(id), -- the same, a customer without a firm
	month       INTEGER NOT NULL,            -- 202611: November 2026
	after_id    INTEGER NOT NULL,            -- last ledger row before it, 0 for none
	until_id    INTEGER NOT NULL,            -- last ledger row in it
	contact_id  INTEGER REFERENCES person(id), -- whom it was sent to
	made_at     INTEGER NOT NULL,            -- when
	UNIQUE (year, number),
	UNIQUE (organisation_id, month),
	UNIQUE (person_id, month),
	CHECK (organisation_id IS NULL OR person_id IS NULL)
) STRICT;

CREATE TABLE dispute (
	-- CONTESTO: the contact disputes a row of the ledger; marked until the staff decide.
	id          INTEGER PRIMARY KEY AUTOINCREMENT, -- the order in which they came
	ledger_id   INTEGER NOT NULL REFERENCES ledger(id), -- what is disputed
	statement_id INTEGER REFERENCES statement(id), -- the statement that it stood in
	ticket_id   INTEGER REFERENCES ticket(id), -- where it is talked about
	raised_by   INTEGER REFERENCES person(id), -- who disputes it
	text        TEXT NOT NULL,               -- what he says; may be erased
	state       TEXT NOT NULL CHECK (state IN ('open', 'upheld', 'rejected')), -- upheld: he was right
	raised_at   INTEGER NOT NULL,            -- when
	decided_at  INTEGER,                     -- when the staff decided
	decided_by  INTEGER REFERENCES person(id) -- who decided
) STRICT;
CREATE INDEX dispute_by_ledger ON dispute(ledger_id);
CREATE INDEX dispute_open ON dispute(ticket_id) WHERE state = 'open';

CREATE TABLE outbox (
	-- Mail that we send.
	id          INTEGER PRIMARY KEY AUTOINCREMENT, -- what `sportello outbox` calls it
	header_id   TEXT NOT NULL UNIQUE,        -- our Message-ID with its brackets
	template    TEXT NOT NULL,               -- which mail it is: 'confirmation' ...
	language    TEXT NOT NULL,               -- it is written in
	ticket_id   INTEGER REFERENCES ticket(id), -- what it is about, when about a ticket
	person_id   INTEGER REFERENCES person(id), -- whom it is for, when known
	cause_id    INTEGER REFERENCES message(id), -- the message that it answers
	once        TEXT UNIQUE,                 -- what must be sent only once: 'warned-75 HT00191'
	automatic   INTEGER NOT NULL CHECK (automatic IN (0, 1)), -- counts for the limits
	sender      TEXT NOT NULL,               -- envelope sender, '' for the null one
	recipient   TEXT NOT NULL,               -- one address: one row a recipient
	domain      TEXT NOT NULL,               -- of the recipient: senders are fair between them
	subject     TEXT NOT NULL,               -- decoded, for lists
	size        INTEGER NOT NULL,            -- of its bytes, also once they are erased
	state       TEXT NOT NULL CHECK (state IN
		('due', 'sending', 'sent', 'failed', 'dropped', 'held')), -- sending: a sender has it leased
	attempts    INTEGER NOT NULL DEFAULT 0,  -- those that got an answer or may have
	created_at  INTEGER NOT NULL,            -- when it was queued
	next_at     INTEGER NOT NULL,            -- not before; while being sent: when its lease ends
	lease       TEXT,                        -- which sender has it: random letters
	done_at     INTEGER,                     -- sent, given up or dropped
	reply       TEXT NOT NULL DEFAULT '',    -- the last answer: "250 2.0.0 Ok: queued as ..."
	unknown     INTEGER NOT NULL DEFAULT 0 CHECK (unknown IN (0, 1)), -- a try had no clear end
	bounced_at  INTEGER,                     -- when it came back after it was sent
	bounce      TEXT NOT NULL DEFAULT ''     -- what the bounce said, one line
) STRICT;
CREATE TABLE outbox_raw (
	-- The bytes of a mail that we send, the same on every try.  Apart, because
	-- each lease and each mark writes the row of outbox anew; the row here is
	-- gone once they are erased.
	outbox_id   INTEGER PRIMARY KEY REFERENCES outbox(id), -- whose they are
	bytes       BLOB NOT NULL                -- RFC 5322, CRLF, 7-bit
) STRICT;
-- Has all that choosing the next ones needs, so that mails are not read for it.
CREATE INDEX outbox_due ON outbox(next_at, id, domain, automatic)
	WHERE state IN ('due', 'sending');
CREATE INDEX outbox_unsent ON outbox(state, created_at) WHERE state IN ('failed', 'dropped', 'held');
CREATE INDEX outbox_by_lease ON outbox(lease) WHERE lease IS NOT NULL;
CREATE INDEX outbox_by_ticket ON outbox(ticket_id, id);
CREATE INDEX outbox_failed ON outbox(done_at) WHERE state = 'failed';
CREATE INDEX outbox_by_recipient ON outbox(recipient, created_at) WHERE automatic = 1;
CREATE INDEX outbox_automatic ON outbox(created_at) WHERE automatic = 1;

CREATE TABLE alarm (
	-- What an administrator should look at; `sportello check` shows them.
	id          INTEGER PRIMARY KEY AUTOINCREMENT, -- what `sportello check` calls it
	at          INTEGER NOT NULL,            -- first time
	kind        TEXT NOT NULL,               -- 'guessed-token', 'breaker', 'flood' ...
	count       INTEGER NOT NULL DEFAULT 1,  -- how many times
	detail      TEXT NOT NULL,               -- one line, no text of a mail
	last_at     INTEGER NOT NULL,            -- last time
	told        INTEGER NOT NULL DEFAULT 0,  -- how many of them the administrator was told of by mail
	UNIQUE (kind, detail)
) STRICT;

-- Personal data (SPEC.md section 12).

CREATE TABLE privacy_request (
	-- What somebody asks about his own data.  A month to answer.
	id          INTEGER PRIMARY KEY AUTOINCREMENT, -- what `sportello privacy` calls it
	right       TEXT NOT NULL CHECK (right IN ('export', 'erase', 'revoke', 'restrict', 'rectify',
		'object', 'notice', 'violation', 'other')), -- which one
	person_id   INTEGER NOT NULL REFERENCES person(id), -- who asks
	ticket_id   INTEGER REFERENCES ticket(id), -- where; NULL: asked otherwise, entered by the administrator
	started_at  INTEGER NOT NULL,            -- the clock runs from here
	due_at      INTEGER NOT NULL,            -- one calendar month later
	confirmed_at INTEGER,                    -- an answer from the address on file said that it was him
	finished_at INTEGER,                     -- when it was answered
	result      TEXT CHECK (result IN ('done', 'partly', 'refused', 'denied')), -- how
	CHECK ((finished_at IS NULL) = (result IS NULL))
) STRICT;
CREATE INDEX privacy_request_open ON privacy_request(due_at) WHERE finished_at IS NULL;
CREATE INDEX privacy_request_by_person ON privacy_request(person_id, id);
CREATE INDEX privacy_request_by_ticket ON privacy_request(ticket_id) WHERE ticket_id IS NOT NULL;

CREATE TABLE register (
	-- What was done about personal data, to be shown to the authority.
	-- Append-only; ids, numbers, fixed words and versions only.
	id          INTEGER PRIMARY KEY AUTOINCREMENT, -- the order of the register
	at          INTEGER NOT NULL,            -- when
	what        TEXT NOT NULL CHECK (what IN ('terms-given', 'terms-accepted', 'notice-given',
		'consent-given', 'consent-withdrawn',
		'request-started', 'request-confirmed', 'request-finished', 'accessed', 'exported', 'erased',
		'partly-erased', 'expired', 'restricted', 'lifted', 'rectified', 'hold', 'hold-lifted')), -- what
	actor       TEXT NOT NULL CHECK (actor IN ('customer', 'staff', 'supplier', 'clock',
		'administrator', 'system')),     -- who did it
	person_id   INTEGER,                     -- whose data
	by_id       INTEGER,                     -- who did it, when it was a person
	ticket_id   INTEGER,                     -- on which ticket, when on one
	request_id  INTEGER,                     -- for which request, when for one
	word        TEXT NOT NULL DEFAULT '',    -- version of terms or notice, right, result, what was
		-- asked for or changed: ours
	number      INTEGER NOT NULL DEFAULT 0   -- how many files, messages, tickets, changes; of two
		-- that were made one: the other's number
) STRICT;
CREATE INDEX register_by_person ON register(person_id, id);
CREATE TRIGGER register_is_append_only_update BEFORE UPDATE ON register
BEGIN SELECT RAISE(ABORT, 'the register is append-only'); END;
CREATE TRIGGER register_is_append_only_replace BEFORE INSERT ON register
WHEN EXISTS (SELECT 1 FROM register WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'the register is append-only'); END;
CREATE TRIGGER register_is_append_only_delete BEFORE DELETE ON register
BEGIN SELECT RAISE(ABORT, 'the register is append-only'); END;

CREATE TABLE hold (
	-- What a dispute needs is neither erased nor purged (SPEC.md section 6.4).
	id          INTEGER PRIMARY KEY AUTOINCREMENT, -- what `sportello privacy hold` calls it
	person_id   INTEGER REFERENCES person(id), -- all of his
	ticket_id   INTEGER REFERENCES ticket(id), -- or this ticket
	reason      TEXT NOT NULL,               -- in the administrator's words
	at          INTEGER NOT NULL,            -- since when
	until_at    INTEGER NOT NULL,            -- until when
	lifted_at   INTEGER,                     -- when it was lifted before that
	CHECK ((person_id IS NULL) <> (ticket_id IS NULL))
) STRICT;
CREATE INDEX hold_by_person ON hold(person_id) WHERE person_id IS NOT NULL;
CREATE INDEX hold_by_ticket ON hold(ticket_id) WHERE ticket_id IS NOT NULL;

CREATE TABLE erasure (
	-- An erasure.  One that was begun and is not done, whoever finds it finishes.
	id          INTEGER PRIMARY KEY AUTOINCREMENT, -- the order in which they were begun
	person_id   INTEGER REFERENCES person(id), -- whose data; NULL: what was over its time
	request_id  INTEGER REFERENCES privacy_request(id), -- that it answers
	at          INTEGER NOT NULL UNIQUE,     -- when it was begun, no other has the same: what is erased
		-- by it has it in erased_at
	step        TEXT NOT NULL CHECK (step IN ('files', 'pages', 'done')) -- files: archives first, then
		-- rows; pages: the rows are gone, what the file had of them not yet
) STRICT;
CREATE TABLE reminder (
	-- What a staff member wants to be reminded of (#promemoria).
	id          INTEGER PRIMARY KEY AUTOINCREMENT, -- the order in which they were asked for
	ticket_id   INTEGER NOT NULL REFERENCES ticket(id), -- on what
	person_id   INTEGER NOT NULL REFERENCES person(id), -- who
	at          INTEGER NOT NULL,            -- when
	text        TEXT NOT NULL,               -- of what, in his words
	created_at  INTEGER NOT NULL,            -- when he asked
	done_at     INTEGER                      -- when he was reminded; NULL: not yet
) STRICT;
CREATE INDEX reminder_due ON reminder(at) WHERE done_at IS NULL;
CREATE INDEX reminder_by_ticket ON reminder(ticket_id, id);

CREATE TABLE announcement (
	-- A notice to customers: what ANNUNCI answers with.
	id          INTEGER PRIMARY KEY AUTOINCREMENT, -- part of its mails' names
	title       TEXT NOT NULL,               -- the subject of its mails
	text        TEXT NOT NULL,               -- as the administrator wrote it
	queue_id    INTEGER REFERENCES queue(id), -- for who ever wrote to it; NULL: for all
	pace        INTEGER NOT NULL CHECK (pace >= 1), -- mails a minute
	at          INTEGER NOT NULL,            -- when it was given
	mails       INTEGER NOT NULL DEFAULT 0,  -- so many are queued
	after_id    INTEGER NOT NULL DEFAULT 0,  -- the last person who has his: begin after him
	queued_at   INTEGER                      -- when all were queued; NULL: it goes on
) STRICT;

CREATE TABLE job (
	-- When each of cron's jobs was last through with everything.
	name        TEXT PRIMARY KEY,            -- 'office-hours', 'archive'
	done_at     INTEGER NOT NULL             -- the clock at its beginning
) STRICT, WITHOUT ROWID;

PRAGMA user_version = 1;
