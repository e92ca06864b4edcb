/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Memory that is freed all at once.
 *
 * A process handles one message, so what belongs to the message (the parsed
 * struct, the facts, the plan) is taken from one arena and released at the
 * end.  Nothing taken from an arena is ever freed by itself.  Memory is
 * zeroed and aligned for any type.  Out of memory never returns.
 */
#ifndef SP_BASE_ARENA_H
#define SP_BASE_ARENA_H

#include <stddef.h>

#include "base/str.h"

struct sp_arena {
	struct sp_arena_block *newest;
	size_t total; /* bytes handed out, for limits and tests */
};

#define SP_ARENA_INIT { NULL, 0 }

void sp_arena_release(struct sp_arena *arena);

void *sp_arena_alloc(struct sp_arena *arena, size_t count, size_t size)
	__attribute__((returns_nonnull));

/* Copies that end with a NUL beyond their length.  An absent view (ptr NULL)
 * stays absent. */
struct sp_str sp_arena_str(struct sp_arena *arena, struct sp_str s);

/* What was built in `buf`, copied into the arena; the buffer is released. */
struct sp_buf;
struct sp_str sp_arena_keep(struct sp_arena *arena, struct sp_buf *buf);
char *sp_arena_text(struct sp_arena *arena, struct sp_str s) __attribute__((returns_nonnull));
char *sp_arena_printf(struct sp_arena *arena, const char *format, ...)
	__attribute__((format(printf, 2, 3), returns_nonnull));

#define sp_arena_new(arena, type) ((type *)sp_arena_alloc((arena), 1, sizeof(type)))
#define sp_arena_array(arena, count, type) ((type *)sp_arena_alloc((arena), (count), sizeof(type)))

/* Make room for one more in an array that grows in an arena: `*room` counts
 * what is allocated.  Returns the array, moved when it had to be. */
void *sp_arena_grow(struct sp_arena *arena, void *array, size_t count, size_t *room, size_t size)
	__attribute__((returns_nonnull));

#endif
