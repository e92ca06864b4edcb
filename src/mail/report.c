/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Recipients and the fields of RFC 3464; mail/report_text.c reads texts.
 */
#include "mail/report.h"

#include "base/utf8.h"

enum { DIAGNOSTIC_BYTES = 500, BLOCKS = 200, ADDRESS_BYTES = 320 };

/* --- values ------------------------------------------------------------------ */

static bool address_byte(char c)
{
	return (unsigned char)c > ' ' && !strchr("<>()[]\",;:\\'`", c) && c != 0x7F;
}

/* Where the local part before the '@' begins: a quoted string, or letters. */
static size_t local_part(struct sp_str s, size_t at)
{
	size_t start = at;

	if (at > 2 && s.ptr[at - 1] == '"') {
		for (start = at - 1; start > 0 && s.ptr[start - 1] != '"'; start--)
			;
		return start > 0 ? start - 1 : at;
	}
	while (start > 0 && (address_byte(s.ptr[start - 1]) || s.ptr[start - 1] == '\''))
		start--;
	while (start < at && s.ptr[start] == '\'')
		start++;
	return start;
}

/* The first thing like a mail address, or absent. */
static struct sp_str find_address(struct sp_str s)
{
	struct sp_str rest = s;

	for (;;) {
		size_t at = sp_str_find_char(rest, '@'), start, end = at + 1;

		if (at == rest.len)
			return SP_NONE;
		start = local_part(rest, at);
		while (end < rest.len && address_byte(rest.ptr[end]) && rest.ptr[end] != '@')
			end++;
		while (end > at + 1 && strchr(".!?", rest.ptr[end - 1]))
			end--;
		if (start < at && end > at + 1 && end - start <= ADDRESS_BYTES)
			return sp_str_sub(rest, start, end - start);
		rest = sp_str_from(rest, at + 1);
	}
}

static struct sp_str lower_case(struct sp_arena *arena, struct sp_str s)
{
	char *copy = sp_arena_text(arena, s);

	for (size_t i = 0; i < s.len; i++)
		copy[i] = sp_ascii_lower(copy[i]);
	return sp_str_n(copy, s.len);
}

/* Without "rfc822;", quotes and brackets.  A local part alone stays as it is. */
static struct sp_str clean_address(struct sp_arena *arena, struct sp_str s)
{
	size_t semicolon = sp_str_find_char(s, ';');
	struct sp_str found;

	if (semicolon < s.len && semicolon < 20)
		s = sp_str_from(s, semicolon + 1);
	s = sp_str_trim(s);
	found = find_address(s);
	return found.ptr ? lower_case(arena, found) : SP_NONE;
}

static struct sp_str one_line(struct sp_arena *arena, struct sp_str s)
{
	struct sp_buf line = SP_BUF_INIT;
	struct sp_str copy;

	s = sp_str_trim(s);
	for (size_t i = 0; i < s.len && line.len < DIAGNOSTIC_BYTES; i++) {
		bool blank = (unsigned char)s.ptr[i] <= ' ';

		if (!blank)
			sp_buf_add_char(&line, s.ptr[i]);
		else if (line.len && line.ptr[line.len - 1] != ' ')
			sp_buf_add_char(&line, ' ');
	}
	copy = sp_arena_str(arena, sp_utf8_cut(sp_buf_str(&line), DIAGNOSTIC_BYTES));
	sp_buf_release(&line);
	return copy.len ? copy : SP_NONE;
}

/* "5.1.1" at the front of `s`: its length, or 0. */
static size_t status_length(struct sp_str s)
{
	size_t i = 1, dots = 0, digits = 0;

	if (s.len < 5 || !strchr("245", s.ptr[0]) || s.ptr[1] != '.')
		return 0;
	for (; i < s.len; i++) {
		if (s.ptr[i] == '.') {
			if (++dots > 2 || (dots == 2 && digits == 0))
				break;
			digits = 0;
		} else if (sp_ascii_digit(s.ptr[i]) && digits < 3) {
			digits++;
		} else {
			break;
		}
	}
	if (dots > 2 || (i < s.len && sp_ascii_digit(s.ptr[i])))
		return 0;
	return dots == 2 && digits ? i : 0;
}

static bool boundary(struct sp_str s, size_t i)
{
	return i == 0 || !(sp_ascii_alnum(s.ptr[i - 1]) || strchr(".-/_", s.ptr[i - 1])) ||
	       (s.ptr[i - 1] == '-' && i >= 4 && sp_ascii_digit(s.ptr[i - 2]));
}

/* A reply code of SMTP with a blank or hyphen after it. */
static bool reply_code(struct sp_str s, size_t i)
{
	return i + 3 <= s.len && (s.ptr[i] == '4' || s.ptr[i] == '5') && s.ptr[i + 1] >= '0' &&
	       s.ptr[i + 1] <= '7' && sp_ascii_digit(s.ptr[i + 2]) &&
	       (i + 3 == s.len || strchr(" -,:;)\"\n", s.ptr[i + 3]));
}

struct sp_str sp_report_status(struct sp_arena *arena, struct sp_str s)
{
	for (size_t i = 0; i < s.len; i++) {
		size_t length = boundary(s, i) ? status_length(sp_str_from(s, i)) : 0;

		/* Not the front of an IPv4 address. */
		if (length && !(i + length + 1 < s.len && s.ptr[i + length] == '.' &&
				      sp_ascii_digit(s.ptr[i + length + 1])) && s.ptr[i] != '2')
			return sp_arena_str(arena, sp_str_sub(s, i, length));
	}
	for (size_t i = 0; i < s.len; i++)
		if (boundary(s, i) && reply_code(s, i))
			return sp_str(sp_arena_printf(arena, "%c.0.0", s.ptr[i]));
	return SP_NONE;
}

/* --- recipients --------------------------------------------------------------- */

static bool is_success(struct sp_str action)
{
	return sp_str_starts_nocase(action, SP_STR("delivered")) ||
	       sp_str_starts_nocase(action, SP_STR("relayed")) ||
	       sp_str_starts_nocase(action, SP_STR("expanded"));
}

static struct sp_bounce *find_recipient(struct sp_report *report, struct sp_str address)
{
	for (size_t i = 0; i < report->count; i++)
		if (sp_str_eq(report->items[i].recipient, address))
			return &report->items[i];
	return NULL;
}

bool sp_report_add(struct sp_report *report, struct sp_str raw, struct sp_str action,
	struct sp_str status, struct sp_str diagnostic)
{
	struct sp_str address = clean_address(report->arena, raw);
	struct sp_bounce *bounce;

	if (!address.len)
		return false;
	bounce = find_recipient(report, address);
	if (!bounce) {
		if (report->count >= SP_MAX_BOUNCES)
			return false;
		report->items = sp_arena_grow(report->arena, report->items, report->count,
			&report->room, sizeof *report->items);
		bounce = &report->items[report->count++];
		*bounce = (struct sp_bounce){ .recipient = address };
	}
	if (!bounce->action.ptr && action.len)
		bounce->action = lower_case(report->arena, sp_str_trim(action));
	if (!bounce->status.ptr && status.len)
		bounce->status = sp_arena_str(report->arena, status);
	if (!bounce->diagnostic.ptr && diagnostic.len)
		bounce->diagnostic = one_line(report->arena, diagnostic);
	return true;
}

/* --- fields ---------------------------------------------------------------------- */

/* The word that an action begins with, without comments. */
static struct sp_str action_word(struct sp_str value)
{
	size_t i = 0;

	value = sp_str_trim(value);
	while (i < value.len && sp_ascii_alnum(value.ptr[i]))
		i++;
	return sp_str_sub(value, 0, i);
}

/* "smtp; 550 5.1.1 ..." without its type. */
static struct sp_str without_type(struct sp_str value)
{
	size_t semicolon = sp_str_find_char(value, ';');

	return semicolon < 20 && semicolon < value.len ? sp_str_from(value, semicolon + 1) : value;
}

/* The Status field, unless the diagnostic knows better: it is the empty "5.0.0",
 * or a passing trouble (4) of a mail that was given up for a lasting one (5). */
static struct sp_str better_status(struct sp_report *report, struct sp_str status,
	struct sp_str diagnostic, bool failed)
{
	struct sp_str told = sp_report_status(report->arena, diagnostic);
	struct sp_str field = sp_str_trim(status);
	size_t length = status_length(field);

	field = sp_str_sub(field, 0, length);
	if (!length)
		return told;
	if (told.len && sp_str_ends_nocase(field, SP_STR(".0.0")) && told.ptr[0] == field.ptr[0])
		return told;
	if (told.len && failed && field.ptr[0] == '4' && told.ptr[0] == '5' &&
		!sp_str_ends_nocase(told, SP_STR(".0.0")))
		return told;
	return sp_arena_str(report->arena, field);
}

/* As it is: an address has no encoded words (RFC 2047, 5). */
static struct sp_str field_address(const struct sp_fields *fields, const char *name)
{
	struct sp_str raw = sp_fields_raw(fields, name);

	return sp_utf8_valid(raw) ? raw : sp_fields_decoded(fields, name);
}

static bool has_domain(struct sp_str address)
{
	struct sp_str domain = sp_str_from(address, sp_str_find_char(address, '@'));

	return sp_str_find_char(domain, '.') < domain.len;
}

static void take_block(struct sp_report *report, const struct sp_fields *fields)
{
	struct sp_str action = action_word(sp_fields_decoded(fields, "Action"));
	struct sp_str diagnostic = without_type(sp_fields_decoded(fields, "Diagnostic-Code"));
	struct sp_str status = better_status(report, sp_fields_decoded(fields, "Status"), diagnostic,
		sp_str_eq_nocase(action, SP_STR("failed")));
	struct sp_str final = field_address(fields, "Final-Recipient");
	struct sp_str original = field_address(fields, "Original-Recipient");

	if (!final.ptr && !original.ptr)
		return;
	if (is_success(action)) {
		report->reached = true;
		return;
	}
	/* Where it ended, unless that names a program inside a host. */
	if (original.ptr && !has_domain(final))
		final = original;
	if (!sp_report_add(report, final, action, status, diagnostic) &&
		!sp_report_add(report, original, action, status, diagnostic))
		sp_report_add(report, sp_fields_decoded(fields, "X-Actual-Recipient"), action, status,
			diagnostic);
}

void sp_report_fields(struct sp_report *report, struct sp_str text)
{
	for (int i = 0; i < BLOCKS && text.len; i++) {
		struct sp_str before = text;
		struct sp_fields fields = sp_fields_parse(report->arena, &text);

		take_block(report, &fields);
		if (text.len == before.len) { /* an empty line, or one that is no field */
			struct sp_str line;

			sp_str_next_line(&text, &line);
		}
	}
}
