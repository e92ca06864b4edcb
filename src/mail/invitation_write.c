/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * An iCalendar invitation (RFC 5545), as iTIP REQUEST (RFC 5546): one event,
 * instants in UTC so that it needs no time zone of its own.
 */
#include "mail/invitation.h"

#include <stdlib.h>

#include "base/clock.h"
#include "base/utf8.h"
#include "mail/encode.h"

enum { LINE_OCTETS = 75, TEXT_BYTES = 8 * 1024 };

/* One content line, folded so that no character is cut (3.1). */
static void add_content_line(struct sp_buf *out, struct sp_str line)
{
	size_t column = 0;

	while (line.len) {
		struct sp_str rest = line;
		size_t bytes;

		sp_utf8_next(&rest);
		bytes = line.len - rest.len;
		if (column + bytes > LINE_OCTETS) {
			sp_buf_add_text(out, "\r\n ");
			column = 1;
		}
		sp_buf_add(out, line.ptr, bytes);
		column += bytes;
		line = rest;
	}
	sp_buf_add_text(out, "\r\n");
}

/* TEXT (3.3.11): line breaks stay, as "\n". */
static void add_text_property(struct sp_buf *out, const char *name, struct sp_str value)
{
	struct sp_buf clean = SP_BUF_INIT, line = SP_BUF_INIT;
	struct sp_str text;

	sp_clean_text(&clean, sp_utf8_cut(value, TEXT_BYTES));
	text = sp_str_trim_end(sp_buf_str(&clean));
	sp_buf_printf(&line, "%s:", name);
	for (size_t i = 0; i < text.len; i++) {
		if (text.ptr[i] == '\n') {
			sp_buf_add_text(&line, "\\n");
			continue;
		}
		if (strchr("\\;,", text.ptr[i]))
			sp_buf_add_char(&line, '\\');
		sp_buf_add_char(&line, text.ptr[i]);
	}
	add_content_line(out, sp_buf_str(&line));
	sp_buf_release(&line);
	sp_buf_release(&clean);
}

static void add_instant(struct sp_buf *out, const char *name, int64_t instant)
{
	int64_t days = instant / 86400 - (instant % 86400 < 0);
	int seconds = (int)(instant - days * 86400);
	int year, month, day;

	sp_days_date(days, &year, &month, &day);
	sp_buf_printf(out, "%s:%04d%02d%02dT%02d%02d%02dZ\r\n", name, year, month, day,
		seconds / 3600, seconds / 60 % 60, seconds % 60);
}

/* ORGANIZER or ATTENDEE (3.3.3: a URI; 3.2: a quoted parameter holds no quote). */
static void add_person(struct sp_buf *out, const char *property, struct sp_str name,
	struct sp_str address)
{
	struct sp_buf line = SP_BUF_INIT, clean = SP_BUF_INIT;

	sp_clean_line(&clean, name, 120);
	sp_buf_add_text(&line, property);
	if (clean.len) {
		for (size_t i = 0; i < clean.len; i++)
			if (clean.ptr[i] == '"')
				clean.ptr[i] = '\'';
		sp_buf_printf(&line, ";CN=\"%s\"", clean.ptr);
	}
	sp_buf_add_text(&line, ":mailto:");
	for (size_t i = 0; i < address.len; i++) {
		unsigned char c = (unsigned char)address.ptr[i];

		if (sp_ascii_alnum((char)c) || (c && strchr("@.-_+~!$'*=", c)))
			sp_buf_add_char(&line, (char)c);
		else
			sp_buf_printf(&line, "%%%02X", c);
	}
	add_content_line(out, sp_buf_str(&line));
	sp_buf_release(&clean);
	sp_buf_release(&line);
}

void sp_invitation_write(struct sp_buf *out, const struct sp_invitation *invitation)
{
	sp_buf_add_text(out, "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Sportello//Sportello//EN\r\n"
		"CALSCALE:GREGORIAN\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\n");
	add_text_property(out, "UID", invitation->uid);
	sp_buf_printf(out, "SEQUENCE:%lld\r\n", (long long)invitation->sequence);
	add_instant(out, "DTSTAMP", invitation->stamp);
	add_instant(out, "DTSTART", invitation->start);
	if (invitation->minutes > 0) /* it has to be later than the start (3.8.2.2) */
		add_instant(out, "DTEND", invitation->start + invitation->minutes * 60);
	add_text_property(out, "SUMMARY", invitation->summary);
	if (invitation->description.len)
		add_text_property(out, "DESCRIPTION", invitation->description);
	add_person(out, "ORGANIZER", invitation->organizer_name, invitation->organizer_address);
	/* No RSVP: the desk has no use for the answers that calendars send. */
	add_person(out, "ATTENDEE;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=FALSE",
		invitation->attendee_name, invitation->attendee_address);
	sp_buf_add_text(out, "STATUS:CONFIRMED\r\nTRANSP:OPAQUE\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n");
}
