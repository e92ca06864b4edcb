/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Files, whole and durable, and the lock that writers queue at.
 */
#ifndef SP_BASE_FILE_H
#define SP_BASE_FILE_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/buf.h"
#include "base/err.h"

/* Append everything that `fd` gives to `out`, but no more than `limit` bytes;
 * what is beyond is read and dropped, and `*cut_r` says so.  Restarts after
 * EINTR.  `name` is for the error text.  SP_TEMP when a read fails. */
enum sp_status sp_read_all(int fd, const char *name, size_t limit, struct sp_buf *out,
	bool *cut_r, struct sp_err *err) SP_MUST_CHECK;

/* The whole of a regular file (follows links).  SP_CONFIG when it is missing
 * or may not be read, SP_PERM when it is larger than `limit`. */
enum sp_status sp_read_file(const char *path, size_t limit, struct sp_buf *out,
	struct sp_err *err) SP_MUST_CHECK;

/* Write all of `s`, restarting after EINTR and short writes. */
enum sp_status sp_write_all(int fd, const char *name, struct sp_str s,
	struct sp_err *err) SP_MUST_CHECK;

/* Put `content` at `path` so that after a crash there is the old file or the
 * new one, whole: a new file beside it (O_EXCL, O_NOFOLLOW), fsync, rename,
 * fsync of the folder.  SP_TEMP on any failure, and nothing is left behind. */
enum sp_status sp_write_file(const char *path, mode_t mode, struct sp_str content,
	struct sp_err *err) SP_MUST_CHECK;

/* Make durable that `path` is a name in its folder (fsync of the folder). */
enum sp_status sp_sync_folder(const char *path, struct sp_err *err) SP_MUST_CHECK;

/* Take the exclusive flock(2) of `path` (made when missing, mode 0600, never
 * through a symbolic link), waiting in line until `deadline_ms` of
 * sp_clock_monotonic_ms().  The kernel wakes those who wait in the order in
 * which they came.  SP_TEMP when the time is over.  Unlock by closing *fd_r. */
enum sp_status sp_lock_file(const char *path, int64_t deadline_ms, int *fd_r,
	struct sp_err *err) SP_MUST_CHECK;

/* The same without waiting: *fd_r is -1 and the status SP_OK when another has it. */
enum sp_status sp_try_lock_file(const char *path, int *fd_r, struct sp_err *err) SP_MUST_CHECK;

#endif
