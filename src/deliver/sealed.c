/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "deliver/sealed.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"

enum {
	PIECE = 64 * 1024,
	WHOLE = F_SEAL_WRITE | F_SEAL_GROW | F_SEAL_SHRINK,
};

static enum sp_status copy(int from, int to, size_t limit, size_t *size_r, struct sp_err *err)
{
	static char piece[PIECE];
	size_t size = 0;

	for (;;) {
		ssize_t got = read(from, piece, sizeof piece);
		enum sp_status status;

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return sp_fail(err, SP_TEMP, "standard input: cannot read: %s", strerror(errno));
		if (got == 0)
			break;
		if ((size_t)got > limit - size)
			got = (ssize_t)(limit - size);
		status = sp_write_all(to, "the message's memory", sp_str_n(piece, (size_t)got), err);
		if (status != SP_OK)
			return status;
		size += (size_t)got;
	}
	*size_r = size;
	return SP_OK;
}

enum sp_status sp_sealed_take(int fd, size_t limit, int *file_r, size_t *size_r, struct sp_err *err)
{
	int file = memfd_create("message", MFD_CLOEXEC | MFD_ALLOW_SEALING);
	enum sp_status status;

	*file_r = file;
	if (file < 0)
		return SP_OK;
	status = copy(fd, file, limit, size_r, err);
	if (status == SP_OK) {
		/* Who takes it looks for the seals, and reads a copy where there are none. */
		(void)fcntl(file, F_ADD_SEALS, WHOLE | F_SEAL_SEAL);
		return SP_OK;
	}
	close(file);
	*file_r = -1;
	return status;
}

bool sp_sealed_see(int file, size_t limit, struct sp_str *bytes_r)
{
	int seals = fcntl(file, F_GET_SEALS);
	struct stat info;
	void *bytes;

	if (seals < 0 || (seals & WHOLE) != WHOLE || fstat(file, &info) != 0)
		return false;
	if (info.st_size <= 0 || (uint64_t)info.st_size > limit)
		return false;
	bytes = mmap(NULL, (size_t)info.st_size, PROT_READ, MAP_PRIVATE, file, 0);
	if (bytes == MAP_FAILED)
		return false;
	*bytes_r = sp_str_n(bytes, (size_t)info.st_size);
	return true;
}

void sp_sealed_release(struct sp_str *bytes)
{
	if (bytes->ptr)
		munmap((void *)(uintptr_t)bytes->ptr, bytes->len);
	*bytes = SP_NONE;
}
