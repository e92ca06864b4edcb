/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/arena.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/mem.h"

/* The first block is small: an arena for one line of a mail costs little. */
enum { FIRST_BYTES = 2 * 1024, BLOCK_BYTES = 16 * 1024, LARGE_BYTES = 32, ALIGNMENT = _Alignof(max_align_t) };

struct sp_arena_block {
	struct sp_arena_block *older;
	size_t used;
	size_t room;
	_Alignas(max_align_t) char bytes[];
};

void sp_arena_release(struct sp_arena *arena)
{
	while (arena->newest) {
		struct sp_arena_block *older = arena->newest->older;

		free(arena->newest);
		arena->newest = older;
	}
	arena->total = 0;
}

static struct sp_arena_block *block_for(struct sp_arena *arena, size_t bytes)
{
	struct sp_arena_block *block = arena->newest;
	size_t usual = block ? BLOCK_BYTES : FIRST_BYTES;
	size_t room = bytes > usual / 4 ? bytes : usual;

	if (block && block->room - block->used >= bytes)
		return block;
	block = sp_alloc(1, sizeof *block + room);
	block->room = room;
	if (room == bytes && arena->newest) {
		/* A large one goes behind, so that the open block stays in use. */
		block->older = arena->newest->older;
		arena->newest->older = block;
	} else {
		block->older = arena->newest;
		arena->newest = block;
	}
	return block;
}

void *sp_arena_alloc(struct sp_arena *arena, size_t count, size_t size)
{
	struct sp_arena_block *block;
	size_t bytes;
	void *taken;

	if (size && count > (SIZE_MAX / 4) / size)
		sp_out_of_memory();
	bytes = (count * size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
	if (bytes == 0)
		bytes = ALIGNMENT;
	block = block_for(arena, bytes);
	taken = block->bytes + block->used;
	block->used += bytes;
	arena->total += bytes;
	return taken;
}

char *sp_arena_text(struct sp_arena *arena, struct sp_str s)
{
	char *copy = sp_arena_alloc(arena, s.len + 1, 1);

	if (s.len)
		memcpy(copy, s.ptr, s.len);
	return copy;
}

struct sp_str sp_arena_str(struct sp_arena *arena, struct sp_str s)
{
	if (!s.ptr)
		return s;
	return sp_str_n(sp_arena_text(arena, s), s.len);
}

struct sp_str sp_arena_keep(struct sp_arena *arena, struct sp_buf *buf)
{
	struct sp_str kept = sp_arena_str(arena, sp_buf_str(buf));

	sp_buf_release(buf);
	return kept;
}

char *sp_arena_printf(struct sp_arena *arena, const char *format, ...)
{
	va_list args, again;
	char *text;
	int len;

	va_start(args, format);
	va_copy(again, args);
	len = vsnprintf(NULL, 0, format, again);
	va_end(again);
	if (len < 0)
		sp_out_of_memory();
	text = sp_arena_alloc(arena, (size_t)len + 1, 1);
	vsnprintf(text, (size_t)len + 1, format, args);
	va_end(args);
	return text;
}

void *sp_arena_grow(struct sp_arena *arena, void *array, size_t count, size_t *room, size_t size)
{
	void *moved;

	if (array && count < *room)
		return array;
	/* Most lists of something large stay short. */
	*room = count ? count * 2 : size > LARGE_BYTES ? 2 : 8;
	moved = sp_arena_alloc(arena, *room, size);
	if (count)
		memcpy(moved, array, count * size);
	return moved;
}
