/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "send/slot.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"

static bool lock_byte(int fd, int number, short type)
{
	struct flock byte = {
		.l_type = type, .l_whence = SEEK_SET, .l_start = number, .l_len = 1,
	};

	return fcntl(fd, F_OFD_SETLK, &byte) == 0;
}

enum sp_status sp_slot_take(const char *state_folder, struct sp_slot *slot_r, struct sp_err *err)
{
	struct sp_buf path = SP_BUF_INIT;
	enum sp_status status = SP_TEMP;

	sp_buf_printf(&path, "%s/sportello.senders", state_folder);
	slot_r->fd = open(path.ptr, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (slot_r->fd < 0) {
		sp_fail(err, SP_TEMP, "%s: cannot open: %s", path.ptr, strerror(errno));
		sp_buf_release(&path);
		return SP_TEMP;
	}
	for (slot_r->number = 0; slot_r->number < SP_SLOTS && status != SP_OK; slot_r->number++)
		if (lock_byte(slot_r->fd, slot_r->number, F_WRLCK))
			status = SP_OK;
	slot_r->number--;
	if (status != SP_OK) {
		sp_fail(err, SP_TEMP, "%s: %d senders work already (or its locks fail: %s)", path.ptr,
			SP_SLOTS, strerror(errno));
		sp_slot_release(slot_r);
	}
	sp_buf_release(&path);
	return status;
}

void sp_slot_release(struct sp_slot *slot)
{
	if (slot->fd >= 0)
		close(slot->fd);
	slot->fd = -1;
}

void sp_slot_prefix(int number, char prefix[SP_SLOT_PREFIX + 1])
{
	memcpy(prefix, "s00-", SP_SLOT_PREFIX + 1);
	prefix[1] = (char)('0' + number / 10 % 10);
	prefix[2] = (char)('0' + number % 10);
}

/* Our own byte is no other's: an OFD lock does not hinder itself. */
bool sp_slot_hold(const struct sp_slot *slot, int number)
{
	return number != slot->number && lock_byte(slot->fd, number, F_WRLCK);
}

void sp_slot_let_go(const struct sp_slot *slot, int number)
{
	lock_byte(slot->fd, number, F_UNLCK);
}
