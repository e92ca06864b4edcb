/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A message as a memory file that nobody can change any more: how it goes from one of
 * our processes to another, without a copy and without a file.
 */
#ifndef SP_DELIVER_SEALED_H
#define SP_DELIVER_SEALED_H

#include <stdbool.h>

#include "base/err.h"
#include "base/str.h"

/* Everything that `fd` gives, but no more than `limit` bytes; what is beyond is read
 * and dropped.  *file_r is -1, and nothing was read, when there is no memory file to
 * be had.  SP_TEMP when a read or a write fails. */
enum sp_status sp_sealed_take(int fd, size_t limit, int *file_r, size_t *size_r,
	struct sp_err *err) SP_MUST_CHECK;

/* Its bytes, which stay when `file` is closed; false when it is none, is empty or
 * has more than `limit`.  To be released with sp_sealed_release(). */
bool sp_sealed_see(int file, size_t limit, struct sp_str *bytes_r);
void sp_sealed_release(struct sp_str *bytes);

#endif
