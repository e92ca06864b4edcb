/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/log.h"

#include <stdio.h>
#include <syslog.h>

enum { VALUE_BYTES = 256 }; /* of one value; syslog cuts lines at about 1 KB */

static bool to_stderr;
static const char *name = "sportello";

void sp_log_open(const char *program, bool also_stderr)
{
	name = program;
	to_stderr = also_stderr;
	openlog(program, LOG_PID, LOG_MAIL);
}

static bool plain(char c)
{
	return c > 0x20 && c < 0x7f && c != '"' && c != '\\' && c != '=';
}

static bool all_plain(struct sp_str value)
{
	for (size_t i = 0; i < value.len; i++)
		if (!plain(value.ptr[i]))
			return false;
	return value.len > 0;
}

static void add_quoted(struct sp_buf *out, struct sp_str value)
{
	sp_buf_add_char(out, '"');
	for (size_t i = 0; i < value.len; i++) {
		if (plain(value.ptr[i]) || value.ptr[i] == ' ')
			sp_buf_add_char(out, value.ptr[i]);
		else
			sp_buf_printf(out, "\\x%02X", (unsigned char)value.ptr[i]);
	}
	sp_buf_add_char(out, '"');
}

void sp_log_begin(struct sp_log_line *line, const char *event)
{
	sp_buf_init(&line->text);
	sp_buf_add_text(&line->text, event);
}

void sp_log_text(struct sp_log_line *line, const char *key, struct sp_str value)
{
	value = sp_str_sub(value, 0, VALUE_BYTES);
	sp_buf_printf(&line->text, " %s=", key);
	if (all_plain(value))
		sp_buf_add_str(&line->text, value);
	else
		add_quoted(&line->text, value);
}

void sp_log_number(struct sp_log_line *line, const char *key, int64_t value)
{
	sp_buf_printf(&line->text, " %s=%lld", key, (long long)value);
}

void sp_log_end(struct sp_log_line *line, enum sp_log_level level)
{
	syslog((int)level, "%s", line->text.ptr);
	if (to_stderr)
		fprintf(stderr, "%s: %s\n", name, line->text.ptr);
	sp_buf_release(&line->text);
}
