/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What the files of mail/forget.h share; nothing for anybody else.
 */
#ifndef SP_MAIL_FORGETTING_H
#define SP_MAIL_FORGETTING_H

#include "base/arena.h"
#include "mail/forget.h"
#include "mail/part.h"

/* In the place of raw[at, at + len). */
struct sp_forget_edit {
	size_t at, len;
	struct sp_str with;
};

/* One message, or one inside it that is encoded. */
struct sp_forget_run {
	const struct sp_forgetting *what;
	struct sp_arena arena;
	struct sp_str raw;
	const char *eol; /* as the message has it */
	struct sp_forget_edit *edits; /* from its beginning to its end */
	size_t count, room;
	unsigned nested;
};

/* Another edit: `old` is a piece of raw. */
void sp_forget_replace(struct sp_forget_run *f, struct sp_str old, struct sp_str with);

/* --- header fields (forget_head.c) --- */

/* Take a field with its continuation lines off a header block. */
bool sp_forget_next_field(struct sp_str *rest, struct sp_str *field_r);
bool sp_forget_is_named(struct sp_str field, const char *name);

/* One field as it stays: the same, or written anew; whether it was. */
bool sp_forget_field(struct sp_forget_run *f, struct sp_buf *out, struct sp_str bytes);

/* The header block of a part.  `type`: what its body is now, or NULL when it is
 * what it was. */
void sp_forget_head(struct sp_forget_run *f, const struct sp_part *part, const char *type);

#endif
