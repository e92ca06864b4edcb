/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * An invitation that came with a mail, in a line for people.
 */
#include "mail/invitation.h"

#include <stdbool.h>

#include "base/utf8.h"

enum { MAX_EVENTS = 10, LONGEST_VALUE = 998 };

struct event {
	struct sp_buf summary, location, start, end, zone;
	bool inside;
};

static void event_clear(struct event *event)
{
	sp_buf_cut(&event->summary, 0);
	sp_buf_cut(&event->location, 0);
	sp_buf_cut(&event->start, 0);
	sp_buf_cut(&event->end, 0);
	sp_buf_cut(&event->zone, 0);
}

/* The next line with its folded ones (RFC 5545, 3.1). */
static bool next_unfolded(struct sp_str *rest, struct sp_buf *line)
{
	struct sp_str piece;

	sp_buf_cut(line, 0);
	if (!sp_str_next_line(rest, &piece))
		return false;
	sp_buf_add_str(line, sp_str_sub(piece, 0, LONGEST_VALUE));
	while (rest->len && (rest->ptr[0] == ' ' || rest->ptr[0] == '\t') &&
		sp_str_next_line(rest, &piece))
		if (line->len < LONGEST_VALUE)
			sp_buf_add_str(line, sp_str_sub(piece, 1, LONGEST_VALUE));
	return true;
}

static void set_text(struct sp_buf *out, struct sp_str value)
{
	sp_buf_cut(out, 0);
	for (size_t i = 0; i < value.len; i++) {
		char c = value.ptr[i];

		if (c == '\\' && i + 1 < value.len) {
			c = value.ptr[++i];
			c = c == 'n' || c == 'N' ? ' ' : c;
		}
		sp_buf_add_char(out, (unsigned char)c < ' ' ? ' ' : c);
	}
}

/* "20261203T100000Z" as "2026-12-03 10:00 UTC"; anything else as it is. */
static void set_time(struct event *event, struct sp_buf *out, struct sp_str params,
	struct sp_str value)
{
	size_t zone = sp_str_find_nocase(params, SP_STR("TZID="));

	sp_buf_cut(out, 0);
	for (size_t i = 0; i < 8; i++)
		if (i >= value.len || !sp_ascii_digit(value.ptr[i])) {
			set_text(out, value);
			return;
		}
	sp_buf_printf(out, "%.4s-%.2s-%.2s", value.ptr, value.ptr + 4, value.ptr + 6);
	if (value.len >= 13 && value.ptr[8] == 'T')
		sp_buf_printf(out, " %.2s:%.2s", value.ptr + 9, value.ptr + 11);
	if (zone < params.len) {
		struct sp_str name = sp_str_from(params, zone + 5);

		set_text(&event->zone, sp_str_sub(name, 0, sp_str_find_char(name, ';')));
	} else if (value.ptr[value.len - 1] == 'Z') {
		set_text(&event->zone, SP_STR("UTC"));
	}
}

static void take_property(struct event *event, struct sp_str line)
{
	size_t colon = sp_str_find_char(line, ':');
	size_t name_end = sp_str_find_char(sp_str_sub(line, 0, colon), ';');
	struct sp_str name = sp_str_sub(line, 0, name_end);
	struct sp_str params = sp_str_sub(line, name_end, colon - name_end);
	struct sp_str value = sp_str_from(line, colon + 1);

	if (sp_str_eq_nocase(name, SP_STR("SUMMARY")))
		set_text(&event->summary, value);
	else if (sp_str_eq_nocase(name, SP_STR("LOCATION")))
		set_text(&event->location, value);
	else if (sp_str_eq_nocase(name, SP_STR("DTSTART")))
		set_time(event, &event->start, params, value);
	else if (sp_str_eq_nocase(name, SP_STR("DTEND")))
		set_time(event, &event->end, params, value);
}

static void add_event(struct sp_buf *out, const struct event *event, struct sp_str method)
{
	struct sp_str start = sp_buf_str(&event->start), end = sp_buf_str(&event->end);

	sp_buf_printf(out, "[%.*s]", SP_FMT(method));
	if (event->summary.len)
		sp_buf_printf(out, " %s", event->summary.ptr);
	if (start.len) {
		sp_buf_printf(out, " | %s", event->start.ptr);
		if (event->zone.len)
			sp_buf_printf(out, " %s", event->zone.ptr);
	}
	if (end.len > 11 && start.len > 11 && sp_str_eq(sp_str_sub(end, 0, 11), sp_str_sub(start, 0, 11)))
		sp_buf_printf(out, " - %s", event->end.ptr + 11);
	else if (end.len)
		sp_buf_printf(out, " - %s", event->end.ptr);
	if (event->location.len)
		sp_buf_printf(out, " | %s", event->location.ptr);
	sp_buf_add_char(out, '\n');
}

void sp_invitation_add_lines(struct sp_buf *out, struct sp_str text)
{
	struct event event = { SP_BUF_INIT, SP_BUF_INIT, SP_BUF_INIT, SP_BUF_INIT, SP_BUF_INIT, false };
	struct sp_buf line = SP_BUF_INIT, method = SP_BUF_INIT, lines = SP_BUF_INIT;
	unsigned count = 0;

	while (count < MAX_EVENTS && next_unfolded(&text, &line)) {
		struct sp_str s = sp_str_trim(sp_buf_str(&line));

		if (sp_str_eq_nocase(s, SP_STR("BEGIN:VEVENT"))) {
			event_clear(&event);
			event.inside = true;
		} else if (sp_str_eq_nocase(s, SP_STR("END:VEVENT")) && event.inside) {
			add_event(&lines, &event, method.len ? sp_buf_str(&method) : SP_STR("VEVENT"));
			event.inside = false;
			count++;
		} else if (event.inside) {
			take_property(&event, s);
		} else if (sp_str_starts_nocase(s, SP_STR("METHOD:"))) {
			set_text(&method, sp_str_from(s, 7));
		}
	}
	/* Values were cut by their bytes. */
	sp_utf8_repair(out, sp_buf_str(&lines));
	sp_buf_release(&lines);
	sp_buf_release(&event.summary);
	sp_buf_release(&event.location);
	sp_buf_release(&event.start);
	sp_buf_release(&event.end);
	sp_buf_release(&event.zone);
	sp_buf_release(&line);
	sp_buf_release(&method);
}
