/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The table of settings as people read it.
 */
#include "config.h"

#include <inttypes.h>
#include <string.h>

#include "base/buf.h"
#include "text/conf.h"
#include "text/settings.h"

static const char *const group_names[SP_GROUPS] = {
	[SP_GROUP_DESK] = "desk", [SP_GROUP_POLICY] = "desk or queue", [SP_GROUP_QUEUE] = "queue",
	[SP_GROUP_CALENDAR] = "calendar", [SP_GROUP_TARIFF] = "tariff", [SP_GROUP_SEND] = "send",
};

const struct sp_setting *sp_setting_find(enum sp_group group, const char *name)
{
	for (size_t i = 0; i < sp_settings_count; i++)
		if (sp_settings[i].group == group && strcmp(sp_settings[i].name, name) == 0)
			return &sp_settings[i];
	return NULL;
}

static void add_choices(const struct sp_setting *setting, struct sp_buf *out)
{
	for (const struct sp_choice *c = setting->choices; c->word; c++)
		sp_buf_printf(out, "%s%s", c == setting->choices ? "" : ", ", c->word);
}

static void add_range(const struct sp_setting *setting, struct sp_buf *out)
{
	sp_buf_printf(out, "a number from %" PRId64 " to %" PRId64, setting->min, setting->max);
	if (setting->choices)
		sp_buf_printf(out, ", or \"%s\"", setting->choices->word);
}

void sp_setting_type(const struct sp_setting *setting, struct sp_buf *out)
{
	static const char *const types[SP_KINDS] = {
		[SP_KIND_TEXT] = "text", [SP_KIND_YES_NO] = "yes or no",
		[SP_KIND_PATH] = "path", [SP_KIND_LINK] = "link", [SP_KIND_ADDRESS] = "address",
		[SP_KIND_HOST] = "host name", [SP_KIND_ADDRESSES] = "list of addresses",
		[SP_KIND_DOMAINS] = "list of domains", [SP_KIND_TEXTS] = "list of texts",
		[SP_KIND_COMMAND] = "command", [SP_KIND_NAME] = "1 to 32 of a-z, 0-9 and hyphen",
		[SP_KIND_PREFIX] = "1 to 8 capital letters A-Z",
	};

	switch (setting->kind) {
	case SP_KIND_NUMBER:
	case SP_KIND_INT:
		add_range(setting, out);
		break;
	case SP_KIND_SIZE:
		sp_buf_printf(out, "a size from %" PRId64 " KB to %" PRId64 " MB, as \"25 MB\"",
			setting->min / 1024, setting->max / 1024 / 1024);
		break;
	case SP_KIND_CHOICE:
	case SP_KIND_WORD:
		sp_buf_add_text(out, "one of ");
		add_choices(setting, out);
		break;
	case SP_KIND_FLAGS:
		sp_buf_add_text(out, "list of ");
		add_choices(setting, out);
		break;
	case SP_KIND_CALLS:
		sp_buf_printf(out, "list of %s", setting->shape);
		break;
	case SP_KIND_CALL:
		sp_buf_add_text(out, setting->shape);
		break;
	default:
		sp_buf_add_text(out, types[setting->kind]);
	}
}

/* The default as it would be written: a list in parentheses, a text in quotes. */
static void add_standard(const struct sp_setting *setting, struct sp_buf *out)
{
	unsigned long long number;

	if (!setting->standard)
		return;
	if (sp_setting_is_list(setting) && setting->kind != SP_KIND_COMMAND)
		sp_buf_printf(out, *setting->standard ? "(\"%s\")" : "()", setting->standard);
	else if (setting->kind == SP_KIND_YES_NO)
		sp_buf_add_text(out, strcmp(setting->standard, "yes") == 0 ? "true" : "false");
	else if (sp_str_number(sp_str(setting->standard), INT64_MAX, &number))
		sp_buf_add_text(out, setting->standard);
	else
		sp_buf_printf(out, "\"%s\"", setting->standard);
}

/* --- values --------------------------------------------------------------------- */

/* The word for a value that has one. */
static bool add_choice(const struct sp_setting *setting, int64_t value, struct sp_buf *out)
{
	for (const struct sp_choice *c = setting->choices; c && c->word; c++)
		if (c->value == value) {
			sp_buf_add_text(out, c->word);
			return true;
		}
	return false;
}

static void add_list(const char *const *list, struct sp_buf *out)
{
	for (size_t i = 0; list && list[i]; i++)
		sp_buf_printf(out, "%s%s", i ? ", " : "", list[i]);
}

/* The first word of each flag that is set: the others are its translations. */
static void add_flags(const struct sp_setting *setting, const char *target, struct sp_buf *out)
{
	const char *between = "";

	for (const struct sp_choice *c = setting->choices; c->word; c++) {
		bool again = false;

		for (const struct sp_choice *b = setting->choices; b < c; b++)
			again = again || b->value == c->value;
		if (again || !*(const bool *)(target + c->value))
			continue;
		sp_buf_printf(out, "%s%s", between, c->word);
		between = ", ";
	}
}

void sp_setting_value(const struct sp_setting *setting, const void *target_, struct sp_buf *out)
{
	const char *target = target_, *value = target + setting->offset;
	const char *text;

	switch (setting->kind) {
	case SP_KIND_NUMBER:
	case SP_KIND_SIZE:
		if (!add_choice(setting, *(const int64_t *)(const void *)value, out))
			sp_buf_printf(out, "%" PRId64, *(const int64_t *)(const void *)value);
		break;
	case SP_KIND_INT:
		sp_buf_printf(out, "%d", *(const int *)(const void *)value);
		break;
	case SP_KIND_YES_NO:
		sp_buf_add_text(out, *(const bool *)value ? "yes" : "no");
		break;
	case SP_KIND_CHOICE:
		add_choice(setting, *(const int *)(const void *)value, out);
		break;
	case SP_KIND_ADDRESSES:
	case SP_KIND_DOMAINS:
	case SP_KIND_TEXTS:
	case SP_KIND_COMMAND:
		add_list(*(const char *const *const *)(const void *)value, out);
		break;
	case SP_KIND_FLAGS:
		add_flags(setting, target, out);
		break;
	case SP_KIND_CALL:
	case SP_KIND_CALLS:
		break; /* read into what has no text any more */
	default:
		text = *(const char *const *)(const void *)value;
		sp_buf_add_text(out, text ? text : "");
	}
}

void sp_conf_settings(void (*row)(const struct sp_setting_row *, void *), void *context)
{
	struct sp_buf type = SP_BUF_INIT, standard = SP_BUF_INIT;

	for (size_t i = 0; i < sp_settings_count; i++) {
		const struct sp_setting *setting = &sp_settings[i];
		struct sp_setting_row shown = {
			.group = group_names[setting->group], .name = setting->name,
			.help = setting->help,
		};

		sp_buf_cut(&type, 0);
		sp_buf_cut(&standard, 0);
		sp_setting_type(setting, &type);
		add_standard(setting, &standard);
		shown.type = type.ptr;
		shown.standard = standard.ptr;
		row(&shown, context);
	}
	sp_buf_release(&type);
	sp_buf_release(&standard);
}
