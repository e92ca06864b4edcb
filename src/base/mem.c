/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/mem.h"

#include <malloc.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static void default_handler(void)
{
	static const char line[] = "sportello: out of memory; try again later\n";
	ssize_t ignored = write(STDERR_FILENO, line, sizeof line - 1);

	(void)ignored;
	_exit(75);
}

static void (*out_of_memory)(void) = default_handler;

void sp_on_out_of_memory(void (*handler)(void))
{
	out_of_memory = handler;
}

_Noreturn void sp_out_of_memory(void)
{
	out_of_memory();
	abort();
}

enum { KEEP_BYTES = 64 * 1024 * 1024, PAGE_BYTES = 4096 };

void sp_memory_ready(size_t bytes)
{
	char *block, *begin;

	mallopt(M_TRIM_THRESHOLD, KEEP_BYTES);
	mallopt(M_MMAP_THRESHOLD, (int)bytes + PAGE_BYTES);
	block = malloc(bytes);
	if (!block)
		return;
#ifdef MADV_POPULATE_WRITE
	begin = block + PAGE_BYTES - (uintptr_t)block % PAGE_BYTES;
	(void)madvise(begin, (bytes - (size_t)(begin - block)) / PAGE_BYTES * PAGE_BYTES,
		MADV_POPULATE_WRITE);
#else
	(void)begin;
#endif
	free(block);
}

void *sp_alloc(size_t count, size_t size)
{
	void *block = calloc(count ? count : 1, size ? size : 1);

	if (!block)
		sp_out_of_memory();
	return block;
}

void *sp_realloc(void *old, size_t count, size_t size)
{
	size_t bytes = count * size;
	void *block;

	if (size && count > SIZE_MAX / size)
		sp_out_of_memory();
	block = realloc(old, bytes > 0 ? bytes : 1);
	if (!block)
		sp_out_of_memory();
	return block;
}

char *sp_strdup(const char *text)
{
	size_t len = strlen(text) + 1;

	return memcpy(sp_alloc(len, 1), text, len);
}
