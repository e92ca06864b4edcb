/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What reads a rules file, shared by rules_read.c (lines) and rules_value.c (what
 * stands in them); nothing for anybody else.
 */
#ifndef SP_TEXT_RULES_READER_H
#define SP_TEXT_RULES_READER_H

#include "text/rules.h"

struct sp_rules_reader {
	struct sp_rules *rules;
	const struct sp_rule_words *words;
	const char *file;
	char *text; /* of the file, in the arena */
	unsigned line;
	struct sp_rule *rule;           /* the one that is open, or NULL */
	struct sp_rule_condition *condition; /* likewise */
	size_t condition_room, value_room;
	struct sp_err *err;
};

/* SP_CONFIG, with the file and the line before the text. */
enum sp_status sp_rules_wrong(struct sp_rules_reader *r, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* Take the next word (up to a blank) off `*rest`. */
struct sp_str sp_rules_take_word(struct sp_str *rest);

/* Letters, digits, - and _, at least one. */
bool sp_rules_is_name(struct sp_str text);

/* Take "words" or /pattern/ off `*rest`, without its marks.  Escapes are taken
 * out where they are: the text is the reader's own. */
enum sp_status sp_rules_take_quoted(struct sp_rules_reader *r, struct sp_str *rest,
	struct sp_str *value_r);

/* The text of a pattern with its definitions, in the arena. */
enum sp_status sp_rules_pattern_text(struct sp_rules_reader *r, struct sp_str raw,
	const char **text_r);

/* What stands after "define". */
enum sp_status sp_rules_read_define(struct sp_rules_reader *r, struct sp_str rest);

#endif
