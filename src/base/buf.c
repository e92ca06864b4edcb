/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/buf.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"

/* Shared by all empty buffers; nobody writes to it but a NUL over a NUL. */
char sp_buf_empty[1];

void sp_buf_init(struct sp_buf *buf)
{
	*buf = (struct sp_buf)SP_BUF_INIT;
}

void sp_buf_release(struct sp_buf *buf)
{
	if (buf->room)
		free(buf->ptr);
	sp_buf_init(buf);
}

void sp_buf_reserve(struct sp_buf *buf, size_t more)
{
	size_t need, room;

	if (more > SIZE_MAX / 2 - buf->len)
		sp_out_of_memory();
	need = buf->len + more + 1;
	if (need <= buf->room)
		return;
	room = buf->room ? buf->room : 64;
	while (room < need)
		room += room / 2;
	buf->ptr = sp_realloc(buf->room ? buf->ptr : NULL, room, 1);
	buf->room = room;
	buf->ptr[buf->len] = '\0';
}

void sp_buf_add(struct sp_buf *buf, const void *bytes, size_t len)
{
	if (len == 0)
		return;
	sp_buf_reserve(buf, len);
	memcpy(buf->ptr + buf->len, bytes, len);
	buf->len += len;
	buf->ptr[buf->len] = '\0';
}

void sp_buf_add_str(struct sp_buf *buf, struct sp_str s)
{
	sp_buf_add(buf, s.ptr, s.len);
}

void sp_buf_add_text(struct sp_buf *buf, const char *text)
{
	sp_buf_add(buf, text, strlen(text));
}

void sp_buf_add_char(struct sp_buf *buf, char c)
{
	sp_buf_add(buf, &c, 1);
}

void sp_buf_vprintf(struct sp_buf *buf, const char *format, va_list args)
{
	va_list again;
	int len;

	va_copy(again, args);
	len = vsnprintf(NULL, 0, format, again);
	va_end(again);
	if (len < 0)
		sp_out_of_memory();
	sp_buf_reserve(buf, (size_t)len);
	vsnprintf(buf->ptr + buf->len, (size_t)len + 1, format, args);
	buf->len += (size_t)len;
}

void sp_buf_printf(struct sp_buf *buf, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	sp_buf_vprintf(buf, format, args);
	va_end(args);
}

void sp_buf_cut(struct sp_buf *buf, size_t len)
{
	if (len >= buf->len)
		return;
	buf->len = len;
	buf->ptr[len] = '\0';
}

char *sp_buf_take(struct sp_buf *buf)
{
	char *taken;

	sp_buf_reserve(buf, 0);
	taken = buf->ptr;
	sp_buf_init(buf);
	return taken;
}
