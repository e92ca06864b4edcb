/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What each kind of setting accepts, and where it puts it.
 *
 * Every value arrives as text, a default as much as one from the file, so that
 * both pass the same checks.
 */
#include "config.h"

#include <inttypes.h>
#include <string.h>

#include "base/buf.h"
#include "text/conf.h"
#include "text/settings.h"
#include "text/shape.h"

struct put {
	const struct sp_setting *setting;
	struct sp_arena *arena;
	const char *folder;
	char *target; /* the group's struct */
	struct sp_err *err;
};

static enum sp_status wrong(struct put *p, struct sp_str value, const char *why)
{
	return sp_fail(p->err, SP_CONFIG, "%s = \"%.*s\": %s", p->setting->name,
		SP_FMT(sp_str_sub(value, 0, 100)), why);
}

static void put_pointer(struct put *p, const void *pointer)
{
	memcpy(p->target + p->setting->offset, &pointer, sizeof pointer);
}

static enum sp_status put_text_as_is(struct put *p, struct sp_str value)
{
	put_pointer(p, sp_arena_text(p->arena, value));
	return SP_OK;
}

static enum sp_status put_text(struct put *p, struct sp_str value)
{
	for (size_t i = 0; i < value.len; i++)
		if ((unsigned char)value.ptr[i] < 0x20 || value.ptr[i] == 0x7F)
			return wrong(p, value, "must be one line without control characters");
	if (value.len > (size_t)p->setting->max)
		return sp_fail(p->err, SP_CONFIG, "%s: too long (%" PRId64 " octets at most)",
			p->setting->name, p->setting->max);
	return put_text_as_is(p, value);
}

static const struct sp_choice *find_choice(const struct sp_setting *setting, struct sp_str word)
{
	for (const struct sp_choice *c = setting->choices; c && c->word; c++)
		if (sp_str_eq_nocase(sp_str(c->word), word))
			return c;
	return NULL;
}

static enum sp_status not_a_choice(struct put *p, struct sp_str value)
{
	struct sp_buf type = SP_BUF_INIT;
	enum sp_status status;

	sp_setting_type(p->setting, &type);
	status = sp_fail(p->err, SP_CONFIG, "%s = \"%.*s\": must be %s", p->setting->name,
		SP_FMT(sp_str_sub(value, 0, 100)), type.ptr);
	sp_buf_release(&type);
	return status;
}

static bool read_number(const struct put *p, struct sp_str value, int64_t *number_r)
{
	unsigned long long number;

	if (!sp_str_number(value, (unsigned long long)p->setting->max, &number) ||
		(int64_t)number < p->setting->min)
		return false;
	*number_r = (int64_t)number;
	return true;
}

static enum sp_status put_number(struct put *p, struct sp_str value)
{
	const struct sp_choice *choice = find_choice(p->setting, value);
	int64_t number;

	if (choice)
		number = choice->value;
	else if (!read_number(p, value, &number))
		return not_a_choice(p, value);
	memcpy(p->target + p->setting->offset, &number, sizeof number);
	return SP_OK;
}

static enum sp_status put_int(struct put *p, struct sp_str value)
{
	int64_t number;
	int narrow;

	if (!read_number(p, value, &number))
		return not_a_choice(p, value);
	narrow = (int)number;
	memcpy(p->target + p->setting->offset, &narrow, sizeof narrow);
	return SP_OK;
}

static enum sp_status put_size(struct put *p, struct sp_str value)
{
	static const struct {
		const char *unit;
		int64_t bytes;
	} units[] = { { "KB", 1024 }, { "MB", 1024 * 1024 }, { "", 1 } };
	unsigned long long count;
	int64_t number = -1;

	for (size_t i = 0; i < sizeof units / sizeof *units && number < 0; i++) {
		struct sp_str unit = sp_str(units[i].unit);
		struct sp_str digits = sp_str_sub(value, 0, value.len - unit.len);

		if (unit.len > value.len || !sp_str_ends_nocase(value, unit))
			continue;
		if (sp_str_number(sp_str_trim(digits), 1 << 30, &count))
			number = (int64_t)count * units[i].bytes;
	}
	if (number < p->setting->min || number > p->setting->max)
		return not_a_choice(p, value);
	memcpy(p->target + p->setting->offset, &number, sizeof number);
	return SP_OK;
}

static enum sp_status put_yes_no(struct put *p, struct sp_str value)
{
	bool yes = sp_str_eq_nocase(value, SP_STR("yes")) || sp_str_eq_nocase(value, SP_STR("true"));
	bool no = sp_str_eq_nocase(value, SP_STR("no")) || sp_str_eq_nocase(value, SP_STR("false"));

	if (yes == no)
		return not_a_choice(p, value);
	memcpy(p->target + p->setting->offset, &yes, sizeof yes);
	return SP_OK;
}

static enum sp_status put_choice(struct put *p, struct sp_str value)
{
	const struct sp_choice *choice = find_choice(p->setting, value);

	if (!choice)
		return not_a_choice(p, value);
	/* An enum without negative values has the size of an int. */
	memcpy(p->target + p->setting->offset, &choice->value, sizeof choice->value);
	return SP_OK;
}

static enum sp_status put_word(struct put *p, struct sp_str value)
{
	const struct sp_choice *choice = find_choice(p->setting, value);

	if (!choice)
		return not_a_choice(p, value);
	put_pointer(p, choice->word);
	return SP_OK;
}

static bool only(struct sp_str value, const char *extra, char from, char to)
{
	for (size_t i = 0; i < value.len; i++) {
		char c = value.ptr[i];

		if (!(c >= from && c <= to) && !(c && strchr(extra, c)))
			return false;
	}
	return value.len > 0;
}

static enum sp_status put_name(struct put *p, struct sp_str value)
{
	if (!only(value, "0123456789-", 'a', 'z') || value.len > (size_t)p->setting->max)
		return not_a_choice(p, value);
	return put_text_as_is(p, value);
}

static enum sp_status put_prefix(struct put *p, struct sp_str value)
{
	if (!only(value, "", 'A', 'Z') || value.len > (size_t)p->setting->max)
		return not_a_choice(p, value);
	return put_text_as_is(p, value);
}

static enum sp_status put_path(struct put *p, struct sp_str value)
{
	enum sp_status status = put_text(p, value);

	if (status == SP_OK && value.len && value.ptr[0] != '/')
		put_pointer(p, sp_arena_printf(p->arena, "%s/%.*s", p->folder, SP_FMT(value)));
	return status;
}

static enum sp_status put_link(struct put *p, struct sp_str value)
{
	bool known = sp_str_starts(value, SP_STR("https://")) ||
		sp_str_starts(value, SP_STR("http://")) || sp_str_starts(value, SP_STR("mailto:"));

	if (value.len && (!known || sp_str_find_char(value, ' ') < value.len))
		return wrong(p, value, "must be a link that begins with https://");
	return put_text(p, value);
}

static enum sp_status put_host(struct put *p, struct sp_str value)
{
	if (!sp_is_host(value))
		return wrong(p, value, "must be a name like mx.example.it");
	return put_text(p, value);
}

/* The address with its domain in lower case, or NULL. */
static const char *read_address(struct put *p, struct sp_str value)
{
	size_t at = sp_str_find_char(value, '@');
	char *address;

	if (value.len > 254 || !sp_is_local_part(sp_str_sub(value, 0, at)) ||
		!sp_is_domain(sp_str_from(value, at + 1)))
		return NULL;
	address = sp_arena_text(p->arena, value);
	for (size_t i = at; i < value.len; i++)
		address[i] = sp_ascii_lower(address[i]);
	return address;
}

#define ADDRESS_SHAPE \
	"must be an address like assistenza@example.it (letters outside ASCII as xn--...)"

static enum sp_status put_address(struct put *p, struct sp_str value)
{
	const char *address = value.len ? read_address(p, value) : "";

	if (!address)
		return wrong(p, value, ADDRESS_SHAPE);
	put_pointer(p, address);
	return SP_OK;
}

/* One element of a list: the text to keep, or NULL after saying what is wrong. */
static const char *read_element(struct put *p, struct sp_str value)
{
	const char *text = NULL;

	switch (p->setting->kind) {
	case SP_KIND_ADDRESSES:
		text = read_address(p, value);
		if (!text)
			(void)wrong(p, value, ADDRESS_SHAPE);
		break;
	case SP_KIND_DOMAINS:
		if (sp_is_domain(value))
			text = sp_arena_text(p->arena, value);
		else
			(void)wrong(p, value, "must be a domain like example.it");
		break;
	default:
		if (value.len && put_text(p, value) == SP_OK)
			text = sp_arena_text(p->arena, value);
		else
			(void)wrong(p, value, "must not be empty");
	}
	return text;
}

static enum sp_status put_list(struct put *p, const struct sp_str *values, size_t count)
{
	const char **list = sp_arena_array(p->arena, count + 1, const char *);

	for (size_t i = 0; i < count; i++) {
		list[i] = read_element(p, values[i]);
		if (!list[i])
			return SP_CONFIG;
		for (size_t k = 0; k < i; k++)
			if (sp_str_eq_nocase(sp_str(list[k]), sp_str(list[i])))
				return wrong(p, values[i], "stands here twice");
	}
	put_pointer(p, list);
	return SP_OK;
}

/* A single text is taken apart at its blanks, a list is taken as it is. */
static enum sp_status put_command(struct put *p, const struct sp_str *values, size_t count)
{
	size_t room = count == 1 ? values[0].len + 2 : count + 1, words = 0;
	const char **command = sp_arena_array(p->arena, room, const char *);
	struct sp_str rest = count == 1 ? values[0] : SP_NONE, word;

	while (sp_str_next_field(&rest, ' ', &word))
		if (word.len)
			command[words++] = sp_arena_text(p->arena, word);
	for (size_t i = 0; i < count && count > 1; i++)
		command[words++] = sp_arena_text(p->arena, values[i]);
	if (words == 0 || command[0][0] != '/')
		return wrong(p, count ? values[0] : SP_STR(""),
			"must begin with the program's full path, as /usr/sbin/sendmail -i");
	put_pointer(p, command);
	return SP_OK;
}

static enum sp_status put_flags(struct put *p, const struct sp_str *values, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const struct sp_choice *choice = find_choice(p->setting, values[i]);
		bool yes = true;

		if (!choice)
			return not_a_choice(p, values[i]);
		memcpy(p->target + choice->value, &yes, sizeof yes);
	}
	return SP_OK;
}

static enum sp_status put_calls(struct put *p, const struct sp_str *values, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct sp_err err = { 0 };

		if (p->setting->take(p->target, values[i], &err) != SP_OK)
			return sp_fail(p->err, SP_CONFIG, "%s: %s", p->setting->name, err.text);
	}
	return SP_OK;
}

static enum sp_status (*const put_one[SP_KINDS])(struct put *, struct sp_str) = {
	[SP_KIND_TEXT] = put_text, [SP_KIND_NUMBER] = put_number, [SP_KIND_INT] = put_int,
	[SP_KIND_SIZE] = put_size, [SP_KIND_YES_NO] = put_yes_no, [SP_KIND_CHOICE] = put_choice,
	[SP_KIND_WORD] = put_word, [SP_KIND_NAME] = put_name, [SP_KIND_PREFIX] = put_prefix,
	[SP_KIND_PATH] = put_path, [SP_KIND_LINK] = put_link, [SP_KIND_ADDRESS] = put_address,
	[SP_KIND_HOST] = put_host,
};

static enum sp_status (*const put_many[SP_KINDS])(struct put *, const struct sp_str *, size_t) = {
	[SP_KIND_ADDRESSES] = put_list, [SP_KIND_DOMAINS] = put_list, [SP_KIND_TEXTS] = put_list,
	[SP_KIND_COMMAND] = put_command, [SP_KIND_FLAGS] = put_flags, [SP_KIND_CALL] = put_calls,
	[SP_KIND_CALLS] = put_calls,
};

bool sp_setting_is_list(const struct sp_setting *setting)
{
	return put_many[setting->kind] && setting->kind != SP_KIND_CALL;
}

enum sp_status sp_setting_put(const struct sp_setting *setting, struct sp_arena *arena,
	const char *folder, void *target, const struct sp_str *values, size_t count,
	struct sp_err *err)
{
	struct put p = {
		.setting = setting, .arena = arena, .folder = folder, .target = target, .err = err,
	};

	if (!sp_setting_is_list(setting) && count != 1)
		return sp_fail(err, SP_CONFIG, "%s: one value, not a list", setting->name);
	if (sp_setting_is_list(setting) && setting->min > 0 && count == 0)
		return sp_fail(err, SP_CONFIG, "%s: at least one is needed", setting->name);
	if (put_one[setting->kind])
		return put_one[setting->kind](&p, values[0]);
	return put_many[setting->kind](&p, values, count);
}
