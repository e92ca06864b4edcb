/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Memory that is there, or the process ends.
 *
 * A process handles one message or one job and every change it makes is one
 * transaction, so running out of memory has one right answer: stop before the
 * commit and let the mail server try again.  These functions therefore never
 * return NULL; when the system refuses, they call the handler that main() set
 * (the delivery's ends with 75, see DESIGN.md "Exit codes").  The default
 * handler writes one line on standard error and exits 75.
 */
#ifndef SP_BASE_MEM_H
#define SP_BASE_MEM_H

#include <stddef.h>

/* Zeroed memory for `count` things of `size` bytes each.  Never NULL. */
void *sp_alloc(size_t count, size_t size) __attribute__((malloc, returns_nonnull));

/* As realloc(3) for `count` things of `size` bytes; the new part is not zeroed. */
void *sp_realloc(void *old, size_t count, size_t size) __attribute__((returns_nonnull));

/* A copy of `text`, to be freed by the caller. */
char *sp_strdup(const char *text) __attribute__((malloc, returns_nonnull));

/* Set what happens when there is no memory.  `handler` must not return. */
void sp_on_out_of_memory(void (*handler)(void));

/* For a program that handles one thing and is over in milliseconds, and for a
 * child that it forks, each for itself: have the heap's next `bytes` ready at
 * once, not page by page as they are touched, and give none back in between.
 * Only a matter of speed; nothing fails. */
void sp_memory_ready(size_t bytes);

/* Called by code that finds another library out of memory. Does not return. */
_Noreturn void sp_out_of_memory(void);

#endif
