/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Compressed files (RFC 1952), written and read in pieces.
 *
 * The same bytes give the same file: its header has no name and no time.  The
 * file itself is the caller's: opened, made durable and closed by him.
 */
#ifndef SP_BASE_GZIP_H
#define SP_BASE_GZIP_H

#include "base/buf.h"
#include "base/err.h"

struct sp_gzip;

/* Begin to write to `fd`; `name` is for the error texts and has to live as long. */
struct sp_gzip *sp_gzip_create(int fd, const char *name);

/* SP_TEMP when it cannot be written; then nothing more is. */
enum sp_status sp_gzip_write(struct sp_gzip *gzip, struct sp_str bytes, struct sp_err *err)
	SP_MUST_CHECK;

/* The end: without it the file is cut short, and says so to who reads it. */
enum sp_status sp_gzip_finish(struct sp_gzip *gzip, struct sp_err *err) SP_MUST_CHECK;
void sp_gzip_free(struct sp_gzip *gzip);

/* Append what `fd` has, at most `limit` bytes of it.  SP_PERM: it is no such
 * file, is damaged or cut short, or holds more; SP_TEMP: it cannot be read. */
enum sp_status sp_gzip_read(int fd, const char *name, size_t limit, struct sp_buf *out,
	struct sp_err *err) SP_MUST_CHECK;

#endif
