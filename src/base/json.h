/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * JSON for people's programs, over jansson, which appears only here.
 *
 * A value is built from the leaves up: sp_json_set() and sp_json_push() take
 * over the child.  Text that is not valid UTF-8 is repaired (U+FFFD); an
 * absent view (ptr NULL) becomes null.  Keys keep the order in which they
 * were set.
 */
#ifndef SP_BASE_JSON_H
#define SP_BASE_JSON_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"

struct sp_json;

struct sp_json *sp_json_object(void);
struct sp_json *sp_json_array(void);
struct sp_json *sp_json_text(struct sp_str s);
struct sp_json *sp_json_number(int64_t number);
struct sp_json *sp_json_bool(bool yes);
void sp_json_free(struct sp_json *value);

void sp_json_set(struct sp_json *object, const char *key, struct sp_json *child);
void sp_json_set_text(struct sp_json *object, const char *key, struct sp_str s);
void sp_json_set_number(struct sp_json *object, const char *key, int64_t number);
void sp_json_set_bool(struct sp_json *object, const char *key, bool yes);
void sp_json_push(struct sp_json *array, struct sp_json *child);

/* Append it on one line (`pretty` false) or indented by two, without a
 * newline at the end.  Nothing in it acts on a terminal: what would is \uXXXX. */
void sp_json_print(struct sp_buf *out, const struct sp_json *value, bool pretty);

#endif
