/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Personal data (SPEC.md section 12): the rights that a person has, what his
 * restriction forbids, what the register says.  Pure.
 *
 * The words here are those of the database, of templates (group "privacy" of
 * words.conf) and of JSON.
 */
#ifndef SP_CORE_PRIVACY_H
#define SP_CORE_PRIVACY_H

#include <stdint.h>

#include "core/facts.h"

struct sp_decision;
struct sp_mail_kind;

/* What a customer may ask for; the articles are the GDPR's. */
enum sp_right {
	SP_RIGHT_EXPORT,   /* 15, 20 */
	SP_RIGHT_ERASE,    /* 17 */
	SP_RIGHT_REVOKE,   /* 7.3: his consent */
	SP_RIGHT_RESTRICT, /* 18 */
	SP_RIGHT_RECTIFY,  /* 16 */
	SP_RIGHT_OBJECT,   /* 21 */
	SP_RIGHT_NOTICE,   /* 13: what is done with his data */
	SP_RIGHT_VIOLATION, /* he reports one (33) */
	SP_RIGHT_OTHER,    /* in his own words: the staff handed it on (#privacy) */
	SP_RIGHTS
};

/* How a request ended. */
enum sp_privacy_result {
	SP_PRIVACY_OPEN,    /* it has not */
	SP_PRIVACY_DONE,
	SP_PRIVACY_PARTLY,  /* something has to be kept; he was told what and why */
	SP_PRIVACY_REFUSED,
	SP_PRIVACY_DENIED,  /* he says that it was not him who asked */
	SP_PRIVACY_RESULTS
};

/* What the register records. */
enum sp_registered {
	SP_REG_TERMS_GIVEN, /* he was given the terms; version */
	SP_REG_TERMS,     /* he accepted the terms; version */
	SP_REG_NOTICE,    /* he was given the privacy notice; version */
	SP_REG_CONSENT,   /* he gives his consent again */
	SP_REG_WITHDRAWN, /* he withdrew his consent */
	SP_REG_STARTED,   /* a request of his, the clock runs */
	SP_REG_CONFIRMED, /* it is his: an answer came from the address on file */
	SP_REG_FINISHED,
	SP_REG_ACCESSED,  /* they were shown to who asked by mail; word: what; number: tickets */
	SP_REG_EXPORTED,  /* number: files */
	SP_REG_ERASED,    /* all of it; number: messages */
	SP_REG_PARTLY_ERASED,
	SP_REG_EXPIRED,   /* erased because its time was over; number: tickets */
	SP_REG_RESTRICTED,
	SP_REG_LIFTED,
	SP_REG_RECTIFIED, /* word: which of his data; or merged, with the other's number */
	SP_REG_HOLD,
	SP_REG_HOLD_LIFTED,
	SP_REGISTERED
};

const char *sp_right_name(enum sp_right right);
const char *sp_privacy_result_name(enum sp_privacy_result result); /* NULL for open */
const char *sp_registered_name(enum sp_registered what);
bool sp_right_of(struct sp_str word, enum sp_right *right_r);
bool sp_privacy_result_of(struct sp_str word, enum sp_privacy_result *result_r);
bool sp_registered_of(struct sp_str word, enum sp_registered *what_r);

/* Does that right wait until an answer from the address on file says that it
 * was him?  The notice goes to anybody, and a violation is looked into. */
bool sp_right_is_confirmed(enum sp_right right);

/* One calendar month later (Art. 12.3): the same day of the next month, or its
 * last day when that is shorter, at the same hour of the desk's zone. */
int64_t sp_privacy_due(int64_t started);

/* So many seconds before that, who answers for the desk is told each day. */
enum { SP_PRIVACY_SOON = 7 * 24 * 60 * 60 };

/* May that mail go to somebody whose data are restricted, or about his ticket?
 * Only the mails about his rights may. */
bool sp_mail_is_about_privacy(const struct sp_mail_kind *kind);

/* May that be done where data are restricted (SPEC.md section 12)?  What comes in
 * is stored, and the mails about the right itself go out; nothing else. */
bool sp_restriction_allows(const struct sp_decision *decision);

#endif
