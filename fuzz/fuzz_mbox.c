/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A mailbox that anybody left: any bytes.  Its messages lie in it one after the other;
 * and a message of any bytes, put into an mbox of ours, comes out of it as it was.
 */
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "mail/mbox.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { MOST = 64 * 1024, SENDER_BYTES = 20, CAME = 1767225600 };

static void must(bool holds)
{
	if (!holds)
		abort();
}

static void split(struct sp_str box)
{
	struct sp_str rest = box, line, message;
	const char *end = box.ptr;
	struct sp_buf plain = SP_BUF_INIT;

	while (sp_mbox_split(&rest, &line, &message)) {
		int64_t came = 0;

		must(sp_str_starts(line, SP_STR("From ")));
		must(sp_mbox_date(line, &came) || came == 0);
		must(message.ptr > end && message.ptr + message.len <= rest.ptr &&
			rest.ptr + rest.len == box.ptr + box.len);
		end = message.ptr + message.len;
		sp_buf_cut(&plain, 0);
		sp_mbox_unquote(&plain, message);
		must(plain.len <= message.len);
	}
	must(rest.len == 0);
	sp_buf_release(&plain);
}

static void read_ours(struct sp_str box)
{
	struct sp_str rest = box, line;
	struct sp_buf message = SP_BUF_INIT;
	size_t left = box.len;

	while (sp_mbox_next(&rest, &line, &message)) {
		must(sp_str_starts(line, SP_STR("From ")) && rest.len < left);
		left = rest.len;
	}
	must(message.len <= box.len);
	sp_buf_release(&message);
}

/* An mbox of that message twice. */
static void write_twice(struct sp_str message, struct sp_buf *box)
{
	int fd = memfd_create("fuzz", 0);
	struct sp_gzip *gzip = sp_gzip_create(fd, "fuzz");
	struct sp_err err = { 0 };

	must(fd >= 0);
	for (int i = 0; i < 2; i++)
		must(sp_mbox_write(gzip, sp_str_sub(message, 0, SENDER_BYTES), CAME, message,
			     &err) == SP_OK);
	must(sp_gzip_finish(gzip, &err) == SP_OK && lseek(fd, 0, SEEK_SET) == 0);
	sp_gzip_free(gzip);
	must(sp_gzip_read(fd, "fuzz", 8 * MOST, box, &err) == SP_OK);
	close(fd);
}

static void come_and_go(struct sp_str message)
{
	struct sp_buf box = SP_BUF_INIT, whole = SP_BUF_INIT, back = SP_BUF_INIT;
	struct sp_str rest, other, line, part;
	int64_t came;

	sp_buf_add_str(&whole, message);
	if (message.len && message.ptr[message.len - 1] != '\n')
		sp_buf_add_char(&whole, '\n');
	write_twice(message, &box);
	rest = other = sp_buf_str(&box);
	for (int i = 0; i < 2; i++) {
		sp_buf_cut(&back, 0);
		must(sp_mbox_next(&rest, &line, &back));
		must(sp_str_eq(sp_buf_str(&back), sp_buf_str(&whole)));
		sp_buf_cut(&back, 0);
		must(sp_mbox_split(&other, &line, &part));
		must(sp_mbox_date(line, &came) && came == CAME);
		sp_mbox_unquote(&back, part);
		must(sp_str_eq(sp_buf_str(&back), sp_buf_str(&whole)));
	}
	must(!sp_mbox_next(&rest, &line, &back) && !sp_mbox_split(&other, &line, &part));
	sp_buf_release(&box);
	sp_buf_release(&whole);
	sp_buf_release(&back);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct sp_str bytes = sp_str_n((const char *)data, size);

	if (size > MOST)
		return 0;
	split(bytes);
	read_ours(bytes);
	come_and_go(bytes);
	return 0;
}
