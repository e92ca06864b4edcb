/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * How the administrator's commands print: lines of at most 80 columns in which
 * nothing of a mail acts on the terminal (base/show.h), or JSON with instants
 * as RFC 3339 and null for what is not there.
 */
#ifndef SP_ADMIN_PRINT_H
#define SP_ADMIN_PRINT_H

#include "admin/command.h"
#include "base/buf.h"

/* Write the text to admin->out and release it. */
void sp_print(struct sp_admin *admin, struct sp_buf *text);

/* Print a JSON value and a newline to admin->out, and free it. */
void sp_print_json(struct sp_admin *admin, struct sp_json *value);

/* "2026-11-23 10:00" in the desk's zone, "-" for never. */
void sp_add_instant(struct sp_buf *out, int64_t instant);

/* "12 KB", rounded up. */
void sp_add_size(struct sp_buf *out, int64_t bytes);

/* "  label         value"; nothing when the value is empty. */
void sp_add_field(struct sp_buf *out, const char *label, struct sp_str value);
void sp_add_field_instant(struct sp_buf *out, const char *label, int64_t instant);

/* "Name <address>", or what there is of the two; not yet made safe to show. */
struct sp_str sp_name_and_address(struct sp_arena *arena, struct sp_str name,
	struct sp_str address);

/* Paragraphs, each line after `indent`, at most 80 columns. */
void sp_add_wrapped(struct sp_buf *out, const char *indent, struct sp_str text);

/* End a line of columns: without the blanks at its end. */
void sp_end_line(struct sp_buf *out);

/* null for 0. */
void sp_json_set_instant(struct sp_json *object, const char *key, int64_t instant);
/* null when absent or empty. */
void sp_json_set_some(struct sp_json *object, const char *key, struct sp_str text);
void sp_json_set_list(struct sp_json *object, const char *key, const struct sp_str *texts,
	size_t count);

#endif
