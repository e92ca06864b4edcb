/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/gzip.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define ZLIB_CONST
#include <zlib.h>

#include "base/file.h"
#include "base/mem.h"

/* 16 more than the window: the gzip format; the largest window. */
enum { GZIP_WINDOW = 16 + 15, LEVEL = 6, MEMORY = 8, CHUNK = 64 * 1024 };

struct sp_gzip {
	int fd;
	const char *name;
	z_stream stream;
	unsigned char out[CHUNK];
};

static void *get_memory(void *unused, unsigned count, unsigned size)
{
	(void)unused;
	return sp_alloc(count, size);
}

static void free_memory(void *unused, void *memory)
{
	(void)unused;
	free(memory);
}

static void set_memory(z_stream *stream)
{
	stream->zalloc = get_memory;
	stream->zfree = free_memory;
	stream->opaque = NULL;
}

/* --- writing -------------------------------------------------------------------- */

struct sp_gzip *sp_gzip_create(int fd, const char *name)
{
	struct sp_gzip *gzip = sp_alloc(1, sizeof *gzip);

	gzip->fd = fd;
	gzip->name = name;
	set_memory(&gzip->stream);
	/* Only memory could be missing, and that does not come back. */
	if (deflateInit2(&gzip->stream, LEVEL, Z_DEFLATED, GZIP_WINDOW, MEMORY,
		    Z_DEFAULT_STRATEGY) != Z_OK)
		sp_out_of_memory();
	return gzip;
}

/* Compress what is in next_in, writing what comes out. */
static enum sp_status push(struct sp_gzip *gzip, int flush, struct sp_err *err)
{
	z_stream *stream = &gzip->stream;
	enum sp_status status = SP_OK;
	int code = Z_OK;

	do {
		stream->next_out = gzip->out;
		stream->avail_out = CHUNK;
		code = deflate(stream, flush);
		status = sp_write_all(gzip->fd, gzip->name, sp_str_n((const char *)gzip->out,
			CHUNK - stream->avail_out), err);
	} while (status == SP_OK && (stream->avail_out == 0 || (flush == Z_FINISH && code == Z_OK)));
	if (status == SP_OK && code == Z_STREAM_ERROR)
		return sp_fail(err, SP_TEMP, "%s: cannot compress", gzip->name);
	return status;
}

enum sp_status sp_gzip_write(struct sp_gzip *gzip, struct sp_str bytes, struct sp_err *err)
{
	enum sp_status status = SP_OK;

	while (bytes.len && status == SP_OK) {
		struct sp_str piece = sp_str_sub(bytes, 0, CHUNK);

		gzip->stream.next_in = (z_const Bytef *)piece.ptr;
		gzip->stream.avail_in = (uInt)piece.len;
		status = push(gzip, Z_NO_FLUSH, err);
		bytes = sp_str_from(bytes, piece.len);
	}
	return status;
}

enum sp_status sp_gzip_finish(struct sp_gzip *gzip, struct sp_err *err)
{
	gzip->stream.next_in = NULL;
	gzip->stream.avail_in = 0;
	return push(gzip, Z_FINISH, err);
}

void sp_gzip_free(struct sp_gzip *gzip)
{
	if (!gzip)
		return;
	deflateEnd(&gzip->stream);
	free(gzip);
}

/* --- reading --------------------------------------------------------------------- */

struct reading {
	int fd;
	const char *name;
	size_t limit;
	struct sp_buf *out;
	z_stream stream;
	unsigned char in[CHUNK], decoded[CHUNK];
	bool ended; /* a whole member was read, and nothing follows yet */
};

static enum sp_status refill(struct reading *r, struct sp_err *err)
{
	ssize_t got;

	do
		got = read(r->fd, r->in, sizeof r->in);
	while (got < 0 && errno == EINTR);
	if (got < 0)
		return sp_fail(err, SP_TEMP, "%s: cannot read: %s", r->name, strerror(errno));
	r->stream.next_in = r->in;
	r->stream.avail_in = (uInt)got;
	return SP_OK;
}

/* What one refill holds; several members may follow one another (RFC 1952, 2.2). */
static enum sp_status decode(struct reading *r, struct sp_err *err)
{
	do {
		size_t len;
		int code;

		if (r->ended && inflateReset(&r->stream) != Z_OK)
			return sp_fail(err, SP_TEMP, "%s: cannot decompress", r->name);
		r->ended = false;
		r->stream.next_out = r->decoded;
		r->stream.avail_out = CHUNK;
		code = inflate(&r->stream, Z_NO_FLUSH);
		if (code != Z_OK && code != Z_STREAM_END && code != Z_BUF_ERROR)
			return sp_fail(err, SP_PERM, "%s: is damaged, or no gzip file", r->name);
		len = CHUNK - r->stream.avail_out;
		if (len > r->limit - r->out->len)
			return sp_fail(err, SP_PERM, "%s: holds more than %zu bytes", r->name, r->limit);
		sp_buf_add_str(r->out, sp_str_n((const char *)r->decoded, len));
		r->ended = code == Z_STREAM_END;
	} while (r->stream.avail_in || (r->stream.avail_out == 0 && !r->ended));
	return SP_OK;
}

enum sp_status sp_gzip_read(int fd, const char *name, size_t limit, struct sp_buf *out,
	struct sp_err *err)
{
	struct reading *r = sp_alloc(1, sizeof *r);
	enum sp_status status = SP_OK;

	*r = (struct reading){ .fd = fd, .name = name, .limit = out->len + limit, .out = out };
	set_memory(&r->stream);
	if (inflateInit2(&r->stream, GZIP_WINDOW) != Z_OK)
		sp_out_of_memory();
	do {
		status = refill(r, err);
		if (status == SP_OK && r->stream.avail_in == 0)
			break;
		if (status == SP_OK)
			status = decode(r, err);
	} while (status == SP_OK);
	if (status == SP_OK && !r->ended)
		status = sp_fail(err, SP_PERM, "%s: is cut short", name);
	inflateEnd(&r->stream);
	free(r);
	return status;
}
