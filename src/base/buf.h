/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Text that grows.
 *
 * Invariants: buf.ptr is never NULL and buf.ptr[buf.len] is always NUL, also
 * before the first byte, so buf.ptr is a C string whenever the bytes in it
 * have no NUL of their own.  Initialise with SP_BUF_INIT, end with
 * sp_buf_release(); a released buffer is an initialised one.  Out of memory
 * never returns (base/mem.h).
 */
#ifndef SP_BASE_BUF_H
#define SP_BASE_BUF_H

#include <stdarg.h>
#include <stddef.h>

#include "base/str.h"

struct sp_buf {
	char *ptr;
	size_t len;
	size_t room; /* bytes allocated; 0 while ptr is the shared empty string */
};

extern char sp_buf_empty[1];
#define SP_BUF_INIT { sp_buf_empty, 0, 0 }

void sp_buf_init(struct sp_buf *buf);
void sp_buf_release(struct sp_buf *buf);

/* Make room for `more` bytes beyond len (and the NUL). */
void sp_buf_reserve(struct sp_buf *buf, size_t more);

void sp_buf_add(struct sp_buf *buf, const void *bytes, size_t len);
void sp_buf_add_str(struct sp_buf *buf, struct sp_str s);
void sp_buf_add_text(struct sp_buf *buf, const char *text);
void sp_buf_add_char(struct sp_buf *buf, char c);
void sp_buf_printf(struct sp_buf *buf, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
void sp_buf_vprintf(struct sp_buf *buf, const char *format, va_list args)
	__attribute__((format(printf, 2, 0)));

/* Shorten to `len` bytes; longer than it is: no change. */
void sp_buf_cut(struct sp_buf *buf, size_t len);

/* Hand the bytes (malloc'd, NUL-terminated) to the caller; the buffer is empty after. */
char *sp_buf_take(struct sp_buf *buf);

/* A view that is valid until the buffer changes. */
static inline struct sp_str sp_buf_str(const struct sp_buf *buf)
{
	return sp_str_n(buf->ptr, buf->len);
}

#endif
