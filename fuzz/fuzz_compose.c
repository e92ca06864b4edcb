/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * compose with texts from strangers.  The input's fields are separated by the
 * byte 0xFE (which UTF-8 never has): name, subject, text, file name, type,
 * bytes, Message-ID, address, summary.  What comes out must be 7-bit lines
 * with CRLF, of legal length, without a field that we did not write.
 */
#include <stdint.h>
#include <stdlib.h>

#include "mail/compose.h"
#include "mail/invitation.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define REQUIRE(condition) do { if (!(condition)) abort(); } while (0)

static struct sp_str next(struct sp_str *rest)
{
	struct sp_str field = SP_STR("");

	sp_str_next_field(rest, (char)0xfe, &field);
	return field;
}

static void check_line(struct sp_str line, bool header)
{
	static const struct sp_str known[] = {
		{ "From: ", 6 }, { "To: ", 4 }, { "Subject: ", 9 }, { "Date: ", 6 }, { "Message-ID: ", 12 },
		{ "In-Reply-To: ", 13 }, { "References: ", 12 }, { "MIME-Version: ", 14 },
		{ "Content-", 8 }, { " ", 1 },
	};
	bool found = !header;

	REQUIRE(line.len <= 998);
	for (size_t i = 0; i < line.len; i++)
		REQUIRE((line.ptr[i] >= 0x20 && line.ptr[i] < 0x7f) || line.ptr[i] == '\t');
	REQUIRE(!sp_str_starts(line, SP_STR(".")) && !sp_str_starts(line, SP_STR("From ")));
	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		found = found || sp_str_starts(line, known[i]);
	REQUIRE(found);
}

static void check(const struct sp_buf *mail)
{
	struct sp_str rest = sp_buf_str(mail), line;
	bool header = true;

	REQUIRE(mail->len && mail->ptr[mail->len - 1] == '\n');
	while (sp_str_next_field(&rest, '\n', &line)) {
		REQUIRE(line.len && line.ptr[line.len - 1] == '\r');
		line.len--;
		header = header && line.len;
		check_line(line, header);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct sp_str rest = sp_str_n((const char *)data, size);
	struct sp_str name = next(&rest), subject = next(&rest), text = next(&rest);
	struct sp_enclosure file = { .name = next(&rest), .type = next(&rest), .bytes = next(&rest) };
	struct sp_str id = next(&rest), address = next(&rest), summary = next(&rest);
	struct sp_buf out = SP_BUF_INIT, event = SP_BUF_INIT;
	struct sp_invitation invitation = {
		.uid = id, .summary = summary, .description = text, .organizer_name = name,
		.organizer_address = address, .attendee_name = subject, .attendee_address = address,
		.start = (int64_t)size * 86400, .minutes = 60,
	};
	struct sp_mail mail = {
		.from_name = name, .from_address = SP_STR("desk@example.it"), .to_name = subject,
		.to_address = address.len ? address : SP_STR("a@example.it"), .subject = subject,
		.message_id = SP_STR("<1@example.it>"), .in_reply_to = id, .references = &id,
		.reference_count = 1, .text = text, .enclosures = &file,
		.enclosure_count = file.name.len ? 1 : 0, .invitation = SP_NONE,
	};

	sp_invitation_write(&event, &invitation);
	if (summary.len)
		mail.invitation = sp_buf_str(&event);
	if (sp_mail_compose(&mail, &out, NULL) == SP_OK)
		check(&out);
	else
		REQUIRE(out.len == 0 && address.len);
	sp_buf_release(&event);
	sp_buf_release(&out);
	return 0;
}
