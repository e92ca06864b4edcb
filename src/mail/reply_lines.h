/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The lines of a text and what each of them is; mail/reply.c decides from it
 * what is shown.  Inside mail/reply*.c only.
 */
#ifndef SP_MAIL_REPLY_LINES_H
#define SP_MAIL_REPLY_LINES_H

#include "base/arena.h"
#include "mail/filters.h"

/* Lines that are looked at; what is beyond belongs to the last one's kind. */
enum { SP_REPLY_LINES = 20000 };

enum sp_reply_kind {
	SP_LINE_OWN,
	SP_LINE_QUOTED,
	SP_LINE_ATTRIBUTION, /* introduces the marked quote below it */
	SP_LINE_SIGNATURE,   /* signature, disclaimer, footer */
};

struct sp_reply_line {
	struct sp_str raw;
	struct sp_str inner;       /* without quote marks */
	unsigned depth;            /* quote marks */
	bool blank;                /* inner has nothing */
	enum sp_reply_kind kind;
	const struct sp_rule *rule; /* that made it what it is, or NULL */
	const struct sp_rule *label; /* its "Da:", once asked */
	bool label_asked;
	bool known;                /* `text` is made */
	struct sp_rule_text text;  /* of inner */
};

struct sp_reply_lines {
	struct sp_arena *arena;
	const struct sp_filters *filters;
	struct sp_reply_line *items;
	size_t count;
	unsigned tries; /* attributions asked for so far */
};

/* The block of header lines that mail programs put above what they quote. */
struct sp_reply_header {
	size_t start, end; /* lines */
	unsigned kinds;    /* 1 << enum sp_reply_label */
	bool address;      /* a value has an '@' */
	struct sp_str from;
	struct sp_str subject;
	const struct sp_rule *rule; /* of its first label */
};

/* Where what is below is somebody else's, without marks. */
struct sp_reply_cut {
	size_t at;    /* first line that goes; lines->count when there is none */
	size_t below; /* first line of the other's text */
	bool forward; /* it says that it hands something on */
	bool attribution;
	bool header;  /* `block` is there */
	struct sp_reply_header block;
	const struct sp_rule *rule;
};

enum sp_reply_label {
	SP_LABEL_FROM,
	SP_LABEL_DATE,
	SP_LABEL_TO,
	SP_LABEL_COPY,
	SP_LABEL_SUBJECT,
	SP_LABEL_OTHER,
	SP_REPLY_LABELS
};

void sp_reply_lines_split(struct sp_reply_lines *lines, struct sp_arena *arena, struct sp_str text,
	const struct sp_filters *filters);

/* The rule of that kind that takes line i, or NULL. */
const struct sp_rule *sp_reply_asks(struct sp_reply_lines *lines, size_t i,
	enum sp_filter_says says);

/* An attribution that ends with line i: its rule, and where it starts. */
const struct sp_rule *sp_reply_attribution(struct sp_reply_lines *lines, size_t i,
	size_t *start_r);

/* A header block that starts at line i.  `marked`: the line above says that an
 * original message follows, so that less is needed. */
bool sp_reply_header(struct sp_reply_lines *lines, size_t i, bool marked,
	struct sp_reply_header *header_r);

/* Find it; marks the lines of attributions that quotes with marks follow. */
void sp_reply_find_cut(struct sp_reply_lines *lines, struct sp_reply_cut *cut_r);

/* Where there is no cut: a forward whose text is marked as a quote (Yahoo's,
 * Apple's).  Sets `forward` and the header block only. */
void sp_reply_find_quoted_forward(struct sp_reply_lines *lines, struct sp_reply_cut *cut);

/* A line of --, __, **, ==, ~~, ## or ++ only, or of dashes of Unicode. */
bool sp_reply_divider(const struct sp_reply_line *line);

/* The next line that is not blank, from i on; count when there is none. */
size_t sp_reply_next(const struct sp_reply_lines *lines, size_t i);

/* Mark signatures, disclaimers and footers among the own lines of
 * [start, end), which has no quoted line.  `name`: the sender's, or absent. */
void sp_reply_signatures(struct sp_reply_lines *lines, size_t start, size_t end,
	struct sp_str name);

#endif
