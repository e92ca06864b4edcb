/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "mail/mbox.h"

#include <time.h>

#include "mail/date.h"

/* One word of ASCII: the line has to be told apart by machines. */
static void add_sender(struct sp_buf *out, struct sp_str sender)
{
	if (sender.len == 0)
		sp_buf_add_text(out, "MAILER-DAEMON");
	for (size_t i = 0; i < sender.len; i++)
		sp_buf_add_char(out, sender.ptr[i] > ' ' && sender.ptr[i] < 0x7f ? sender.ptr[i] : '?');
}

/* "From mario@example.it Mon Nov 23 09:00:00 2026", in UTC as RFC 4155 has it. */
static void add_first_line(struct sp_buf *out, struct sp_str sender, int64_t at)
{
	static const char *const days[] = { "Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat" };
	static const char *const months[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul",
		"Aug", "Sep", "Oct", "Nov", "Dec" };
	time_t instant = (time_t)at;
	struct tm tm = { .tm_mday = 1 };

	gmtime_r(&instant, &tm);
	sp_buf_add_text(out, "From ");
	add_sender(out, sender);
	sp_buf_printf(out, " %s %s %2d %02d:%02d:%02d %04d", days[tm.tm_wday], months[tm.tm_mon],
		tm.tm_mday, tm.tm_hour, tm.tm_min, tm.tm_sec, tm.tm_year + 1900);
}

static bool wants_quote(struct sp_str line)
{
	size_t at = 0;

	while (at < line.len && line.ptr[at] == '>')
		at++;
	return sp_str_starts(sp_str_from(line, at), SP_STR("From "));
}

/* Up to the next line that has to be quoted, which is not the first. */
static size_t until_quote(struct sp_str rest)
{
	size_t at = 0;

	do {
		at += sp_str_find_char(sp_str_from(rest, at), '\n');
		at += at < rest.len;
	} while (at < rest.len && !wants_quote(sp_str_from(rest, at)));
	return at;
}

enum sp_status sp_mbox_write_under(struct sp_gzip *gzip, struct sp_str first_line,
	struct sp_str message, struct sp_err *err)
{
	bool ended = message.len == 0 || message.ptr[message.len - 1] == '\n';
	enum sp_status status = sp_gzip_write(gzip, first_line, err);

	if (status == SP_OK)
		status = sp_gzip_write(gzip, SP_STR("\n"), err);
	while (status == SP_OK && message.len) {
		size_t len = until_quote(message);

		if (wants_quote(message))
			status = sp_gzip_write(gzip, SP_STR(">"), err);
		if (status == SP_OK)
			status = sp_gzip_write(gzip, sp_str_sub(message, 0, len), err);
		message = sp_str_from(message, len);
	}
	return status == SP_OK ? sp_gzip_write(gzip, ended ? SP_STR("\n") : SP_STR("\n\n"), err) :
				 status;
}

enum sp_status sp_mbox_write(struct sp_gzip *gzip, struct sp_str sender, int64_t at,
	struct sp_str message, struct sp_err *err)
{
	struct sp_buf line = SP_BUF_INIT;
	enum sp_status status;

	add_first_line(&line, sender, at);
	status = sp_mbox_write_under(gzip, sp_buf_str(&line), message, err);
	sp_buf_release(&line);
	return status;
}

/* A line with its line end. */
static struct sp_str whole_line(struct sp_str text)
{
	size_t end = sp_str_find_char(text, '\n');

	return sp_str_sub(text, 0, end + 1);
}

bool sp_mbox_next(struct sp_str *rest, struct sp_str *first_line_r, struct sp_buf *message)
{
	size_t begin = message->len;

	while (rest->len && !sp_str_starts(*rest, SP_STR("From ")))
		*rest = sp_str_from(*rest, whole_line(*rest).len);
	if (!sp_str_next_line(rest, first_line_r))
		return false;
	while (rest->len && !sp_str_starts(*rest, SP_STR("From "))) {
		struct sp_str line = whole_line(*rest);

		*rest = sp_str_from(*rest, line.len);
		sp_buf_add_str(message, wants_quote(line) ? sp_str_from(line, 1) : line);
	}
	/* The empty line that ends it. */
	if (message->len > begin && message->ptr[message->len - 1] == '\n')
		sp_buf_cut(message, message->len - 1);
	return true;
}

/* --- of others -------------------------------------------------------------------------- */

/* "From mario@example.it Mon Nov 23 09:00:00 2026", with whatever zone. */
static bool begins_message(struct sp_str line)
{
	size_t digits = 0;
	bool time = false;

	if (!sp_str_starts(line, SP_STR("From ")))
		return false;
	for (size_t i = 5; i < line.len; i++) {
		if (sp_ascii_digit(line.ptr[i])) {
			digits++;
			if (time && digits == 4 && !(i + 1 < line.len && sp_ascii_digit(line.ptr[i + 1])))
				return true;
			continue;
		}
		time = time || (line.ptr[i] == ':' && digits == 2 && i + 1 < line.len &&
				       sp_ascii_digit(line.ptr[i + 1]));
		digits = 0;
	}
	return false;
}

static bool is_empty_line(struct sp_str line)
{
	return sp_str_trim_end(line).len == 0;
}

bool sp_mbox_split(struct sp_str *rest, struct sp_str *first_line_r, struct sp_str *message_r)
{
	struct sp_str line = whole_line(*rest);
	size_t end = 0, before = 0;
	bool after_empty = false;

	while (rest->len && !begins_message(line)) {
		*rest = sp_str_from(*rest, line.len);
		line = whole_line(*rest);
	}
	if (!rest->len)
		return false;
	*first_line_r = line;
	*rest = sp_str_from(*rest, line.len);
	while (end < rest->len) {
		line = whole_line(sp_str_from(*rest, end));
		if (after_empty && begins_message(line))
			break;
		after_empty = is_empty_line(line);
		before = end;
		end += line.len;
	}
	/* The empty line that ends it is not its own. */
	*message_r = sp_str_sub(*rest, 0, after_empty ? before : end);
	*rest = sp_str_from(*rest, end);
	return true;
}

bool sp_mbox_date(struct sp_str first_line, int64_t *instant_r)
{
	struct sp_str rest = sp_str_from(first_line, sizeof("From ") - 1);
	int offset;

	rest = sp_str_from(rest, sp_str_find_char(rest, ' ')); /* who sent it */
	return sp_date_parse(sp_str_trim(rest), instant_r, &offset);
}

void sp_mbox_unquote(struct sp_buf *out, struct sp_str message)
{
	while (message.len) {
		struct sp_str line = whole_line(message);

		message = sp_str_from(message, line.len);
		sp_buf_add_str(out, line.ptr[0] == '>' && wants_quote(line) ? sp_str_from(line, 1) : line);
	}
}
