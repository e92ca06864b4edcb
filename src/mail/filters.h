/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The rules of filters/: what says that a message is automatic, a bounce or a
 * list's, who was not reached, where a quote or a signature begins.
 *
 * They are data that an administrator can read and extend
 * (sportello-filters(5)); text/rules.h has their form, mail/filters.c the words
 * that they use.  Wherever a `const struct sp_filters *` is taken, NULL means
 * no rules: then only the structure of a message speaks.
 */
#ifndef SP_MAIL_FILTERS_H
#define SP_MAIL_FILTERS_H

#include "base/err.h"
#include "text/rules.h"

/* What a rule can say.  The words are in mail/filters.c, in this order. */
enum sp_filter_says {
	SP_SAYS_PEC_RECEIPT, /* classes, in the order in which they are asked */
	SP_SAYS_BOUNCE,
	SP_SAYS_RECEIPT,
	SP_SAYS_PERSON, /* ends the search before the four below */
	SP_SAYS_SIGN_UP, /* quarantined like spam */
	SP_SAYS_AUTOMATIC,
	SP_SAYS_LIST,
	SP_SAYS_SPAM,
	SP_SAYS_NO_BOUNCE, /* not a bounce, whatever the bounce rules say */
	SP_SAYS_RECIPIENT, /* a line of a bounce that names who was not reached */
	SP_SAYS_STATUS,    /* a line of a bounce that says why: RFC 3463 code as argument */
	SP_SAYS_RETURNED,  /* a line of a bounce after which the returned mail begins */
	SP_SAYS_ATTRIBUTION, /* "Il giorno ... ha scritto:", in one to four lines */
	SP_SAYS_ATTRIBUTION_MARKED, /* one that is enough above "> " */
	SP_SAYS_ATTRIBUTION_START, /* its first line, where it is broken before the name */
	SP_SAYS_ORIGINAL,    /* "-----Messaggio originale-----": all below is quoted */
	SP_SAYS_FORWARD,     /* the same of a forwarded mail */
	SP_SAYS_LABEL,       /* "Da:", "Inviato:": argument from, date, to, copy, subject */
	SP_SAYS_SIGNATURE,   /* a line with which a signature begins */
	SP_SAYS_FOOTER,      /* "Inviato da iPhone" */
	SP_SAYS_DISCLAIMER,  /* the first line of a disclaimer's paragraph */
	SP_SAYS_CONTACT,     /* a line of a signature: telephone, web site, VAT number */
	SP_SAYS_TAIL,        /* a last line that means nothing: a tracking program's sign */
	SP_SAYS_FORWARD_SUBJECT, /* "I:", "Fwd:" before a subject */
	SP_FILTER_SAYS
};

/* Where a condition of a rule looks. */
enum sp_filter_place {
	SP_AT_FIELD,     /* each header field of a name, decoded */
	SP_AT_FROM,      /* the address in From */
	SP_AT_TYPE,      /* the message's content type */
	SP_AT_REPORT,    /* report-type of multipart/report */
	SP_AT_PART,      /* the content type of any part */
	SP_AT_LINE,      /* a line of the text */
	SP_AT_TEXT,      /* the beginning of the text, on one line */
	SP_FILTER_PLACES
};

struct sp_filters;

/* The words of the rules files; for reading one by itself. */
extern const struct sp_rule_words sp_filter_words;

/* Read all *.rules of `folder`, then those of `site` (may be NULL, or a folder
 * that does not exist), whose rules are asked first; a rule there replaces the
 * shipped one of its name.  SP_CONFIG names file and line.  Patterns of `site`
 * are compiled at once, those of `folder` when they are first used (the tests
 * compile them all).  Free with sp_filters_free(). */
enum sp_status sp_filters_load(const char *folder, const char *site,
	struct sp_filters **filters_r, struct sp_err *err) SP_MUST_CHECK;

/* The same from where the shipped rules are (text/shipped.h). */
enum sp_status sp_filters_load_shipped(const char *site, struct sp_filters **filters_r,
	struct sp_err *err) SP_MUST_CHECK;

/* Compile every pattern: SP_CONFIG for the first that is wrong. */
enum sp_status sp_filters_check(const struct sp_filters *filters, struct sp_err *err)
	SP_MUST_CHECK;

/* The same, and all words folded: for a process that stays. */
enum sp_status sp_filters_ready(const struct sp_filters *filters, struct sp_err *err)
	SP_MUST_CHECK;

void sp_filters_free(struct sp_filters *filters);

/* From now on append to `trace` (NULL: no more) a line for each rule that takes
 * something: "filters/automatic.rules:12 auto-submitted: line 14, \"auto-replied\"". */
void sp_filters_trace(struct sp_filters *filters, struct sp_buf *trace);

/* The rules that say `says`, in order; NULL and 0 for NULL filters. */
const struct sp_rule *const *sp_filters_saying(const struct sp_filters *filters,
	enum sp_filter_says says, size_t *count_r);

/* The first of them that takes `source`, or NULL. */
const struct sp_rule *sp_filters_first(const struct sp_filters *filters, enum sp_filter_says says,
	const struct sp_rule_source *source, struct sp_rule_match *match_r);

/* The same for a single line of text: rules whose conditions all look at the line. */
const struct sp_rule *sp_filters_line(const struct sp_filters *filters, enum sp_filter_says says,
	const struct sp_rule_text *line, struct sp_rule_match *match_r);

#endif
