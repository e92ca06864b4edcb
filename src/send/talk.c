/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "send/talk.h"

enum { START_INPUT = 354 };

void sp_talk_begin(struct sp_talk *talk)
{
	*talk = (struct sp_talk){ .phase = SP_PHASE_GREETING, .first = true };
}

static void expect_reply(struct sp_talk *talk)
{
	talk->code = 0;
	talk->reply[0] = '\0';
}

void sp_talk_sent(struct sp_talk *talk, struct sp_str line)
{
	/* libcurl says QUIT itself after a refusal; that is no part of the mail. */
	talk->over = talk->over || sp_str_starts_nocase(line, SP_STR("QUIT"));
	if (talk->over)
		return;
	/* In the order of a transaction: what comes before MAIL is the greeting. */
	if (sp_str_starts_nocase(line, SP_STR("MAIL FROM:")))
		talk->phase = SP_PHASE_ENVELOPE;
	talk->data = talk->phase == SP_PHASE_ENVELOPE && sp_str_starts_nocase(line, SP_STR("DATA"));
	expect_reply(talk);
}

/* Add the text of a line to what is shown of the reply: printable ASCII. */
static void add_text(struct sp_talk *talk, struct sp_str text)
{
	size_t length = strlen(talk->reply);

	if (length && length < SP_REPLY_BYTES)
		talk->reply[length++] = ' ';
	for (size_t i = 0; i < text.len && length < SP_REPLY_BYTES; i++) {
		bool shown = text.ptr[i] >= 0x20 && text.ptr[i] < 0x7f;

		talk->reply[length++] = shown ? text.ptr[i] : '?';
	}
	talk->reply[length] = '\0';
}

bool sp_talk_got(struct sp_talk *talk, struct sp_str line)
{
	unsigned long long code;

	line = sp_str_trim_end(line);
	if (talk->over || !sp_str_number(sp_str_sub(line, 0, 3), 999, &code) || line.len < 3)
		return false;
	add_text(talk, talk->reply[0] ? sp_str_from(line, 4) : line);
	if (line.len > 3 && line.ptr[3] == '-')
		return false;
	talk->code = (int)code;
	if (talk->phase != SP_PHASE_GREETING)
		talk->first = false;
	if (talk->data && talk->phase == SP_PHASE_ENVELOPE && code == START_INPUT) {
		talk->phase = SP_PHASE_BODY;
		expect_reply(talk);
		return false;
	}
	return talk->phase != SP_PHASE_GREETING && code >= 400;
}
