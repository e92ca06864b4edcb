/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The desk's configuration, read once, checked whole, never half.
 *
 * The file is libconfig (its settings know their file and line).  Every
 * setting is a row of one table (text/settings.c), from which come the
 * checking, the defaults, `sportello show settings` and sportello.conf(5).
 * An unknown name is an error that suggests the nearest known one.
 *
 * Policies are set for the desk and may be set again for a queue: a queue's
 * struct sp_policies is always complete, with the desk's value where the queue
 * says nothing.  All pointers live as long as the struct sp_conf.
 */
#ifndef SP_TEXT_CONF_H
#define SP_TEXT_CONF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "text/retention.h"

/* A mail address of the desk has room for "+" and a token after its local
 * part, which RFC 5321 limits to 64 octets. */
enum { SP_MAX_DESK_LOCAL_PART = 27 };

struct sp_calendar; /* text/calendar.h */
struct sp_tariff;   /* text/tariff.h */

enum sp_registration { SP_REGISTER_OPEN, SP_REGISTER_FIRST, SP_REGISTER_CLOSED };
enum sp_customer_priority { SP_WISH_STARS, SP_WISH_URGENT, SP_WISH_NONE };
enum sp_notify { SP_NOTIFY_ALL, SP_NOTIFY_IMPORTANT };
/* What proves that a mail is a staff member's (SPEC.md section 8). */
enum sp_proof { SP_PROOF_EITHER, SP_PROOF_TOKEN, SP_PROOF_AUTHENTICATION, SP_PROOF_BOTH };
enum sp_without_package { SP_WITHOUT_ACCEPT, SP_WITHOUT_HOLD, SP_WITHOUT_REFUSE };
/* On what ground customers' data are kept (SPEC.md section 12). */
enum sp_legal_basis { SP_BASIS_CONTRACT, SP_BASIS_CONSENT };
enum sp_over { SP_OVER_ALLOW, SP_OVER_ASK, SP_OVER_STOP };
/* When the staff are told of what comes. */
enum sp_staff_told { SP_TOLD_ALWAYS, SP_TOLD_IN_HOURS };
/* What becomes of work that no contract and no package pays. */
enum sp_excess { SP_EXCESS_PRICE, SP_EXCESS_CARRY };

struct sp_policies {
	enum sp_registration registration;
	enum sp_customer_priority customer_priority;
	enum sp_notify notify;
	enum sp_without_package without_package;
	enum sp_over over;
	enum sp_excess excess;
	bool ask_hours;             /* closing without a work log asks for one */
	bool reply_closes;          /* a staff reply closes the ticket */
	bool show_hours;            /* in customers' mails */
	int64_t reopening_hours;    /* elapsed hours; -1 unlimited */
	int64_t response_minutes;   /* working minutes; 0: nothing is promised */
	const char *escalation;     /* address that is told when it has passed, "" for none */
	int64_t on_call_minutes;    /* then the next one on call is called; 0: never */
	enum sp_staff_told notify_staff;
	const char *calendar_name;
	const struct sp_calendar *calendar; /* never NULL once read */
	const char *tariff_name;            /* NULL when none */
	const struct sp_tariff *tariff;
	const char *language; /* "it" or "en" */
	const char *terms_link; /* address of the terms, "" when none */
	const char *privacy_link;
	/* Which version of them is there now: the register says who was given and
	 * who accepted which. */
	const char *terms_version;
	const char *privacy_version;
};

struct sp_queue_conf {
	const char *name;   /* [a-z0-9-]{1,32}, unique */
	const char *title;  /* as people read it: "INTERVENTO TECNICO" */
	const char *prefix; /* [A-Z]{1,8} */
	const char *const *addresses; /* at least one, lower-case domain; NULL at the end */
	const char *const *categories; /* allowed with Categoria:, may be empty; NULL at the end */
	bool require_place, require_category, require_attachment;
	struct sp_policies policies;
	int line; /* where it stands in the file */
};

/* How mail leaves: over SMTP, or through a command that takes it on stdin. */
enum sp_send_method { SP_SEND_SMTP, SP_SEND_COMMAND };
enum sp_send_tls {
	SP_TLS_REQUIRED,
	SP_TLS_OPPORTUNISTIC,
	SP_TLS_NONE,
	SP_TLS_WRAPPED,
	SP_TLS_AUTOMATIC, /* in the file only; once read it is one of the first two */
};

struct sp_send_conf {
	enum sp_send_method method;
	const char *host; /* default "127.0.0.1" */
	int port;         /* default 25 */
	enum sp_send_tls tls; /* default required; opportunistic is the default for loopback */
	const char *user;          /* "" for none */
	const char *password_file; /* mode 0600; the password is never in this file */
	const char *ca_file;       /* "" for the system's */
	const char *helo;          /* "" for the host's name */
	/* The command's words, NULL at the end: run without a shell, with
	 * "-f SENDER -- RECIPIENT" appended.  Default /usr/sbin/sendmail -i. */
	const char *const *command;
	int connections;      /* at once, default 4 */
	int64_t give_up_hours; /* default 120: five days */
	int64_t timeout; /* seconds to wait for one answer of the server, default 300 */
};

struct sp_conf {
	struct sp_arena arena;
	const char *path;

	const char *desk_name;      /* "Rossi Web": as it signs its mails */
	const char *state_folder;   /* database, key, lock: default /var/lib/sportello */
	const char *database;       /* state_folder/sportello.db */
	const char *lock;           /* state_folder/sportello.lock */
	const char *key_file;       /* state_folder/token.key */
	const char *zone;           /* "Europe/Rome" */
	const char *templates_folder; /* site's own templates first, "" for none */
	const char *filters_folder;   /* site's own rules, "" for none */
	const char *authserv_id;    /* of the desk's own mail server, "" for none */
	enum sp_proof proof;
	const char *administrator;  /* address that is told of alarms, "" for none */
	const char *dpo;            /* who answers for personal data, "" for none */
	const char *const *suppliers_domains;
	const char *const *form_senders; /* addresses of web contact forms */
	int64_t message_size_limit; /* bytes, default 25 MB, at most SP_MAX_MESSAGE */
	int64_t ending_days;        /* before a package or contract ends; 0: nobody is warned */
	int64_t duplicate_hours;    /* 0: duplicates are not joined */
	int64_t automatic_hourly_known;   /* default 20 */
	int64_t automatic_hourly_unknown; /* default 1 */
	int64_t automatic_daily_unknown;  /* default 5 */
	int64_t automatic_hourly_desk;    /* the breaker, default 500 */
	int64_t flood_hourly;             /* messages from one sender, default 30 */
	int64_t token_days;               /* a token's life, default 365 */
	struct sp_retention retention;    /* no default (SPEC.md section 12) */
	enum sp_legal_basis legal_basis;
	bool digest;                      /* the staff's, each working morning */

	struct sp_policies policies;  /* the desk's; its calendar and tariff may be NULL */
	struct sp_queue_conf *queues; /* in the order of the file: the first wins */
	size_t queue_count;
	struct sp_send_conf send;

	struct sp_named_calendar {
		const char *name;
		struct sp_calendar *calendar;
	} *calendars;
	size_t calendar_count;
	struct sp_named_tariff {
		const char *name;
		struct sp_tariff *tariff;
	} *tariffs;
	size_t tariff_count;
};

/* Read and check everything.  Paths in the file are relative to its folder.  SP_CONFIG with FILE:LINE, what is wrong and what
 * would be right.  Also chooses the time zone (base/clock.h).  To be freed with
 * sp_conf_free(). */
enum sp_status sp_conf_read(const char *path, struct sp_conf **conf_r, struct sp_err *err)
	SP_MUST_CHECK;
/* The same from a text; `path` is for errors and for what paths are relative to. */
enum sp_status sp_conf_parse(const char *path, struct sp_str text, struct sp_conf **conf_r,
	struct sp_err *err) SP_MUST_CHECK;
void sp_conf_free(struct sp_conf *conf);

/* The queue of that name, or NULL. */
const struct sp_queue_conf *sp_conf_queue(const struct sp_conf *conf, struct sp_str name);

/* The queue that an address belongs to, its extension left out (the part of
 * the local part after the first '+'): case does not matter.  NULL when it is
 * none of ours.  `extension_r` (may be NULL) gets the extension, absent when
 * there is none. */
const struct sp_queue_conf *sp_conf_queue_of_address(const struct sp_conf *conf,
	struct sp_str address, struct sp_str *extension_r);

const struct sp_calendar *sp_conf_calendar(const struct sp_conf *conf, const char *name);
const struct sp_tariff *sp_conf_tariff(const struct sp_conf *conf, const char *name);

/* The known word nearest to `word` (edit distance at most a third of its
 * length), or NULL: for "did you mean".  `words` ends with a NULL. */
const char *sp_nearest(struct sp_str word, const char *const *words);

/* Call `row` for every setting there is, in the table's order. */
struct sp_setting_row {
	const char *group; /* "desk", "desk or queue", "queue", "calendar", "tariff", "send" */
	const char *name;
	const char *type;  /* "text", "number", "yes or no", "one of open register closed" ... */
	/* The default as it would be written in the file, "" when it must be
	 * given.  Valid until the callback returns. */
	const char *standard;
	const char *help;  /* one sentence */
};
void sp_conf_settings(void (*row)(const struct sp_setting_row *, void *), void *context);

#endif
