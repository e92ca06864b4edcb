/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Rules as data: the form of the files in filters/.  sportello-filters(5) is
 * their description for administrators.
 *
 *	define date /\d{1,2} \w+ \d{4}/
 *
 *	rule vacation-subject
 *		says automatic
 *		field Subject begins "out of office" "fuori sede"
 *		      "risposta automatica"
 *		field Precedence not is "list"
 *		line matches /dal %date% al %date%/
 *
 * A rule says one thing when all of its conditions hold; a condition looks at
 * one place, and its values are alternatives.  Which places there are and what
 * can be said is the caller's vocabulary (mail/filters.c): this file knows
 * nothing of mail.
 *
 * Words in quotes are compared without regard to case, accents, the shape of
 * apostrophes and the number of blanks; patterns (text/pattern.h) see the text
 * as it is, from its first to its last character that is not blank.
 */
#ifndef SP_TEXT_RULES_H
#define SP_TEXT_RULES_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "text/pattern.h"

enum sp_rule_how {
	SP_RULE_IS,
	SP_RULE_BEGINS,
	SP_RULE_ENDS,
	SP_RULE_HAS,
	SP_RULE_MATCHES,
	SP_RULE_PRESENT, /* the place has any text at all; takes no value */
};

/* Which pairs of neighbouring bytes occur: a value can only occur
 * in a text that has all its pairs of letters.  Saves most comparisons. */
struct sp_rule_pairs {
	uint64_t bits[4];
};

/* Words are folded when they are first asked for, in the place where they are:
 * most rules are not asked about most messages. */
struct sp_rule_value {
	char *words;               /* len bytes; NULL for a pattern */
	size_t len;
	bool folded;
	struct sp_rule_pairs pairs; /* of folded words */
	struct sp_pattern *pattern; /* of SP_RULE_MATCHES */
	const char *expression;
	unsigned line;
};

struct sp_rule_condition {
	unsigned place;   /* of the vocabulary */
	const char *name; /* what the place takes: a field's name, or NULL */
	enum sp_rule_how how;
	bool not;
	unsigned line; /* of the file */
	struct sp_rule_value *values;
	size_t count;
};

struct sp_rule {
	const char *name;
	const char *file;     /* "filters/automatic.rules", for people */
	unsigned line;
	unsigned says;        /* of the vocabulary */
	struct sp_str argument; /* what follows the word, or absent */
	bool off;             /* switches the rule of its name off */
	struct sp_rule_condition *conditions;
	size_t count;
};

/* The words of a kind of rules.  Lists end with NULL. */
struct sp_rule_words {
	const char *const *places;     /* "line", "field NAME": with a word after it, it takes one */
	const char *const *says;       /* "automatic", "status CODE": likewise */
};

/* Rules in the order in which they were read. */
struct sp_rules {
	struct sp_arena arena;
	struct sp_rule *items;
	size_t count;
	size_t room;
	struct sp_rule_define *defines; /* newest first */
};

#define SP_RULES_INIT { SP_ARENA_INIT, NULL, 0, 0, NULL }

enum { SP_RULES_FILE = 1024 * 1024 }; /* bytes of a rules file */

/* Append the rules of the file at `path`, called `shown` in messages and
 * reasons.  SP_CONFIG: "filters/x.rules:12: what is wrong; what would be right". */
enum sp_status sp_rules_read(struct sp_rules *rules, const char *path, const char *shown,
	const struct sp_rule_words *words, struct sp_err *err) SP_MUST_CHECK;

/* The same from text. */
enum sp_status sp_rules_parse(struct sp_rules *rules, struct sp_str text, const char *shown,
	const struct sp_rule_words *words, struct sp_err *err) SP_MUST_CHECK;

/* Compile the patterns of one rule.  SP_CONFIG names file and line. */
enum sp_status sp_rule_compile(const struct sp_rule *rule, struct sp_err *err) SP_MUST_CHECK;

/* Fold its words now, for a process that asks it about many messages. */
void sp_rule_fold(const struct sp_rule *rule);

void sp_rules_release(struct sp_rules *rules);

/* A text made ready to be looked at.  raw: at most SP_PATTERN_SUBJECT octets,
 * trimmed.  folded: as words are compared. */
struct sp_rule_text {
	struct sp_str raw;
	struct sp_str folded;
	struct sp_rule_pairs pairs;
};

/* `raw` is borrowed (valid UTF-8); the rest is in the arena. */
struct sp_rule_text sp_rule_text(struct sp_arena *arena, struct sp_str raw);

/* What a rule is asked about. */
struct sp_rule_source {
	/* The index-th text at a place; false when there are no more. */
	bool (*text)(void *context, const struct sp_rule_condition *condition, size_t index,
		const struct sp_rule_text **text_r);
	void *context;
};

struct sp_rule_match {
	const struct sp_rule *rule;
	unsigned line;           /* of the condition that was found last */
	struct sp_str text;      /* the text it was found in; absent for "not" */
	struct sp_pattern *pattern; /* the last pattern that matched, for its groups; or NULL */
};

/* "filters/automatic.rules:12 vacation-subject", in the arena. */
const char *sp_rule_reason(struct sp_arena *arena, const struct sp_rule *rule);

/* Do all conditions hold? */
bool sp_rule_takes(const struct sp_rule *rule, const struct sp_rule_source *source,
	struct sp_rule_match *match_r);

/* Does the condition hold for this one text (`not` left aside)? */
bool sp_rule_holds(const struct sp_rule_condition *condition, const struct sp_rule_text *text,
	struct sp_rule_match *match_r);

#endif
