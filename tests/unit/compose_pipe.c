/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Composes what tests/unit/compose_strict.py asks for.  Standard input: lines
 * "FIELD HEX"; "reference", "file-name", "file-type" and "file-bytes" may come
 * again; "end" composes.  Standard output: one line of hex a mail, or "refused".
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/file.h"
#include "base/hash.h"
#include "base/mem.h"
#include "mail/compose.h"
#include "mail/invitation.h"

enum { LISTED = 64, INPUT_LIMIT = 256 << 20 };

struct request {
	struct sp_mail mail;
	struct sp_invitation invitation;
	struct sp_str references[LISTED];
	struct sp_enclosure files[LISTED];
};

static struct sp_str from_hex(struct sp_arena *arena, struct sp_str hex)
{
	char *bytes = sp_arena_alloc(arena, hex.len / 2 + 1, 1);

	for (size_t i = 0; i + 1 < hex.len; i += 2) {
		char two[3] = { hex.ptr[i], hex.ptr[i + 1], '\0' };

		bytes[i / 2] = (char)strtoul(two, NULL, 16);
	}
	return sp_str_n(bytes, hex.len / 2);
}

static struct sp_str *field_of(struct request *request, struct sp_str name)
{
	struct sp_mail *mail = &request->mail;
	struct sp_invitation *event = &request->invitation;
	const struct {
		const char *name;
		struct sp_str *at;
	} fields[] = {
		{ "from-name", &mail->from_name }, { "from", &mail->from_address },
		{ "reply-to", &mail->reply_to }, { "to-name", &mail->to_name },
		{ "to", &mail->to_address }, { "subject", &mail->subject },
		{ "message-id", &mail->message_id }, { "in-reply-to", &mail->in_reply_to },
		{ "language", &mail->language }, { "auto", &mail->auto_submitted },
		{ "list-id", &mail->list_id }, { "text", &mail->text },
		{ "summary", &event->summary }, { "description", &event->description },
	};

	if (sp_str_eq(name, SP_STR("reference")) && mail->reference_count < LISTED)
		return &request->references[mail->reference_count++];
	if (sp_str_eq(name, SP_STR("file-name")) && mail->enclosure_count < LISTED)
		return &request->files[mail->enclosure_count++].name;
	if (sp_str_eq(name, SP_STR("file-type")) && mail->enclosure_count)
		return &request->files[mail->enclosure_count - 1].type;
	if (sp_str_eq(name, SP_STR("file-bytes")) && mail->enclosure_count)
		return &request->files[mail->enclosure_count - 1].bytes;
	for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
		if (sp_str_eq(name, sp_str(fields[i].name)))
			return fields[i].at;
	fprintf(stderr, "compose_pipe: there is no field %.*s\n", SP_FMT(name));
	exit(2);
}

static void answer(struct request *request)
{
	struct sp_buf mail = SP_BUF_INIT, event = SP_BUF_INIT, hex = SP_BUF_INIT;

	request->mail.references = request->references;
	request->mail.enclosures = request->files;
	request->mail.date = 1798043400;
	if (request->invitation.summary.ptr) {
		request->invitation.uid = SP_STR("ht00191@example.it");
		request->invitation.start = 1798043400;
		request->invitation.minutes = 90;
		request->invitation.stamp = 1798000000;
		request->invitation.organizer_name = request->mail.from_name;
		request->invitation.organizer_address = request->mail.from_address;
		request->invitation.attendee_name = request->mail.to_name;
		request->invitation.attendee_address = request->mail.to_address;
		sp_invitation_write(&event, &request->invitation);
		request->mail.invitation = sp_buf_str(&event);
	}
	if (sp_mail_compose(&request->mail, &mail, NULL) == SP_OK)
		sp_hex_add(&hex, mail.ptr, mail.len);
	else
		sp_buf_add_text(&hex, "refused");
	puts(hex.ptr);
	sp_buf_release(&hex);
	sp_buf_release(&event);
	sp_buf_release(&mail);
}

int main(void)
{
	struct sp_arena arena = SP_ARENA_INIT;
	struct sp_buf input = SP_BUF_INIT;
	struct request request;
	struct sp_str rest, line;
	struct sp_err err = { 0 };
	bool cut;

	if (sp_zone_set("Europe/Rome", &err) != SP_OK ||
		sp_read_all(0, "standard input", INPUT_LIMIT, &input, &cut, &err) != SP_OK) {
		fprintf(stderr, "compose_pipe: %s\n", err.text);
		return 2;
	}
	memset(&request, 0, sizeof request);
	rest = sp_buf_str(&input);
	while (sp_str_next_line(&rest, &line)) {
		size_t blank = sp_str_find_char(line, ' ');

		if (sp_str_eq(line, SP_STR("end"))) {
			answer(&request);
			memset(&request, 0, sizeof request);
			continue;
		}
		*field_of(&request, sp_str_sub(line, 0, blank)) =
			from_hex(&arena, sp_str_from(line, blank + 1));
	}
	sp_buf_release(&input);
	sp_arena_release(&arena);
	return 0;
}
