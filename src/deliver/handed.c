/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "deliver/handed.h"

#include <limits.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/program.h"
#include "text/shipped.h"

/* Before the strings, each of which has a sign whether there is one, and a NUL. */
struct head {
	struct sp_mark deliver, store, conf, conf_folder;
	int64_t clock, started_ms;
	uint64_t size, recipients;
};

enum { ABSENT = '-', PRESENT = '+', MAX_RECIPIENTS = 1000 };

static struct sp_mark mark_of_folder(struct sp_arena *arena, const char *path)
{
	const char *slash = strrchr(path, '/');

	return sp_mark_of(!slash ? "." : slash == path ? "/" :
		sp_arena_text(arena, sp_str_n(path, (size_t)(slash - path))));
}

/* Ourselves as we were started, the other as it stands there now. */
static struct sp_mark mark_of_program(const char *name, const char *self)
{
	char path[PATH_MAX];

	if (strcmp(name, self) == 0)
		return sp_mark_of("/proc/self/exe");
	return sp_program_beside(path, name) ? sp_mark_of(path) : (struct sp_mark){ 0 };
}

void sp_handed_self(struct sp_handed *handed_r, struct sp_arena *arena, const char *program,
	const char *conf_path)
{
	*handed_r = (struct sp_handed){
		.deliver = mark_of_program(SP_DELIVER_PROGRAM, program),
		.store = mark_of_program(SP_STORE_PROGRAM, program), .conf = sp_mark_of(conf_path),
		.conf_folder = mark_of_folder(arena, conf_path), .clock = sp_clock_now(),
		.data_folder = sp_str(sp_shipped_folder(arena)),
	};
	/* Other files come and go there. */
	handed_r->conf_folder.modified = handed_r->conf_folder.changed = 0;
}

bool sp_handed_alike(const struct sp_handed *a, const struct sp_handed *b)
{
	int64_t apart;

	/* What was handed over may say anything. */
	if (__builtin_sub_overflow(a->clock, b->clock, &apart))
		return false;
	return a->deliver.inode != 0 && a->store.inode != 0 && a->conf.inode != 0 &&
		sp_mark_same(&a->deliver, &b->deliver) && sp_mark_same(&a->store, &b->store) &&
		sp_mark_same(&a->conf, &b->conf) &&
		sp_mark_same(&a->conf_folder, &b->conf_folder) &&
		apart <= SP_HANDED_CLOCK && apart >= -SP_HANDED_CLOCK &&
		sp_str_eq(a->data_folder, b->data_folder);
}

static void add_string(struct sp_buf *out, struct sp_str s)
{
	sp_buf_add_char(out, s.ptr ? PRESENT : ABSENT);
	sp_buf_add_str(out, s);
	sp_buf_add_char(out, '\0');
}

bool sp_handed_write(struct sp_buf *out, const struct sp_handed *handed)
{
	const struct sp_envelope *envelope = &handed->envelope;
	struct head head = {
		handed->deliver, handed->store, handed->conf, handed->conf_folder, handed->clock,
		handed->started_ms, handed->size, envelope->recipient_count,
	};

	sp_buf_add(out, &head, sizeof head);
	add_string(out, handed->data_folder);
	add_string(out, envelope->sender);
	add_string(out, envelope->extension);
	add_string(out, envelope->original_recipient);
	add_string(out, envelope->mail_queue_id);
	if (envelope->recipient_count > MAX_RECIPIENTS)
		return false;
	for (size_t i = 0; i < envelope->recipient_count; i++)
		add_string(out, envelope->recipients[i]);
	return out->len <= SP_HANDED_PACKET;
}

static bool take_string(struct sp_str *rest, struct sp_str *s_r)
{
	size_t end = sp_str_find_char(*rest, '\0');

	if (end == 0 || end >= rest->len || (rest->ptr[0] != PRESENT && rest->ptr[0] != ABSENT))
		return false;
	*s_r = rest->ptr[0] == PRESENT ? sp_str_sub(*rest, 1, end - 1) : (struct sp_str){ NULL, 0 };
	*rest = sp_str_from(*rest, end + 1);
	return true;
}

bool sp_handed_read(struct sp_arena *arena, struct sp_str packet, struct sp_handed *handed_r)
{
	struct sp_envelope *envelope = &handed_r->envelope;
	struct sp_str rest = sp_str_from(packet, sizeof(struct head));
	struct head head;
	bool good;

	if (packet.len < sizeof head)
		return false;
	memcpy(&head, packet.ptr, sizeof head);
	*handed_r = (struct sp_handed){
		.deliver = head.deliver, .store = head.store, .conf = head.conf,
		.conf_folder = head.conf_folder, .clock = head.clock,
		.started_ms = head.started_ms, .size = head.size,
	};
	good = head.recipients <= MAX_RECIPIENTS && take_string(&rest, &handed_r->data_folder) &&
		take_string(&rest, &envelope->sender) && take_string(&rest, &envelope->extension) &&
		take_string(&rest, &envelope->original_recipient) &&
		take_string(&rest, &envelope->mail_queue_id);
	if (!good)
		return false;
	envelope->recipient_count = (size_t)head.recipients;
	envelope->recipients = sp_arena_array(arena, envelope->recipient_count, struct sp_str);
	for (size_t i = 0; good && i < envelope->recipient_count; i++)
		good = take_string(&rest, &envelope->recipients[i]);
	return good && rest.len == 0;
}

bool sp_handed_address(const struct sp_handed *self, const char *conf_path,
	struct sockaddr_un *address_r, socklen_t *length_r)
{
	const char *slash = strrchr(conf_path, '/');
	const size_t room = sizeof address_r->sun_path - 1;
	int length;

	*address_r = (struct sockaddr_un){ .sun_family = AF_UNIX };
	/* The first byte, which stays 0, says that it is no file. */
	length = snprintf(address_r->sun_path + 1, room, "sportello-storer/%lx/%llx/%llx/%s",
		(unsigned long)geteuid(), (unsigned long long)self->conf_folder.device,
		(unsigned long long)self->conf_folder.inode, slash ? slash + 1 : conf_path);
	if (length < 0 || (size_t)length >= room || self->conf_folder.inode == 0)
		return false;
	*length_r = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + 1 + (size_t)length);
	return true;
}

bool sp_handed_same_user(int fd)
{
	struct ucred peer;
	socklen_t length = sizeof peer;

	return getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &length) == 0 &&
		peer.uid == geteuid();
}
