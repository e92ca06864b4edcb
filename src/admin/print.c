/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "admin/print.h"

#include "base/clock.h"
#include "base/show.h"
#include "base/wrap.h"

enum { COLUMNS = 80, LABEL_COLUMNS = 14 };

void sp_print(struct sp_admin *admin, struct sp_buf *text)
{
	fwrite(text->ptr, 1, text->len, admin->out);
	sp_buf_release(text);
}

void sp_print_json(struct sp_admin *admin, struct sp_json *value)
{
	struct sp_buf text = SP_BUF_INIT;

	sp_json_print(&text, value, false);
	sp_buf_add_char(&text, '\n');
	fwrite(text.ptr, 1, text.len, admin->out);
	sp_buf_release(&text);
	sp_json_free(value);
}

void sp_add_instant(struct sp_buf *out, int64_t instant)
{
	struct sp_civil c;

	if (!instant) {
		sp_buf_add_char(out, '-');
		return;
	}
	c = sp_civil_of(instant);
	sp_buf_printf(out, "%04d-%02d-%02d %02d:%02d", c.year, c.month, c.day, c.hour, c.minute);
}

void sp_add_size(struct sp_buf *out, int64_t bytes)
{
	static const char *const units[] = { "bytes", "KB", "MB", "GB" };
	size_t unit = 0;

	while (bytes >= 1024 && unit + 1 < sizeof(units) / sizeof(units[0])) {
		bytes = (bytes + 1023) / 1024;
		unit++;
	}
	sp_buf_printf(out, "%lld %s", (long long)bytes, units[unit]);
}

static void add_label(struct sp_buf *out, const char *label)
{
	sp_buf_printf(out, "  %-*s", LABEL_COLUMNS - 1, label);
	sp_buf_add_char(out, ' ');
}

void sp_add_field(struct sp_buf *out, const char *label, struct sp_str value)
{
	if (!value.len)
		return;
	add_label(out, label);
	sp_show_line(out, value);
	sp_end_line(out);
}

void sp_add_field_instant(struct sp_buf *out, const char *label, int64_t instant)
{
	if (!instant)
		return;
	add_label(out, label);
	sp_add_instant(out, instant);
	sp_end_line(out);
}

struct sp_str sp_name_and_address(struct sp_arena *arena, struct sp_str name,
	struct sp_str address)
{
	struct sp_buf text = SP_BUF_INIT;
	struct sp_str result;

	sp_buf_add_str(&text, name);
	if (address.len)
		sp_buf_printf(&text, name.len ? " <%.*s>" : "%.*s", SP_FMT(address));
	result = sp_arena_str(arena, sp_buf_str(&text));
	sp_buf_release(&text);
	return result;
}

void sp_add_wrapped(struct sp_buf *out, const char *indent, struct sp_str text)
{
	struct sp_buf safe = SP_BUF_INIT, wrapped = SP_BUF_INIT;
	struct sp_str rest, line;

	sp_show_text(&safe, text);
	sp_wrap(&wrapped, sp_buf_str(&safe), COLUMNS - strlen(indent));
	rest = sp_str_trim_end(sp_buf_str(&wrapped));
	while (sp_str_next_line(&rest, &line)) {
		if (line.len)
			sp_buf_add_text(out, indent);
		sp_buf_add_str(out, line);
		sp_buf_add_char(out, '\n');
	}
	sp_buf_release(&safe);
	sp_buf_release(&wrapped);
}

void sp_end_line(struct sp_buf *out)
{
	size_t len = out->len;

	while (len && out->ptr[len - 1] == ' ')
		len--;
	sp_buf_cut(out, len);
	sp_buf_add_char(out, '\n');
}

void sp_json_set_instant(struct sp_json *object, const char *key, int64_t instant)
{
	struct sp_buf text = SP_BUF_INIT;

	if (instant)
		sp_rfc3339_add(&text, instant);
	sp_json_set_text(object, key, instant ? sp_buf_str(&text) : SP_NONE);
	sp_buf_release(&text);
}

void sp_json_set_some(struct sp_json *object, const char *key, struct sp_str text)
{
	sp_json_set_text(object, key, text.len ? text : SP_NONE);
}

void sp_json_set_list(struct sp_json *object, const char *key, const struct sp_str *texts,
	size_t count)
{
	struct sp_json *list = sp_json_array();

	for (size_t i = 0; i < count; i++)
		sp_json_push(list, sp_json_text(texts[i]));
	sp_json_set(object, key, list);
}
