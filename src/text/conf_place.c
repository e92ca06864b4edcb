/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Fills a struct from a group of the file, by the table of settings: values,
 * defaults, and names that are not known there.
 */
#include "config.h"

#include <inttypes.h>
#include <string.h>

#include "base/buf.h"
#include "text/conf_place.h"

enum { MAX_VALUES = 1000 };

enum sp_status sp_wrong_at(struct sp_reading *r, const config_setting_t *setting, const char *format, ...)
{
	const char *file = config_setting_source_file(setting);
	struct sp_buf text = SP_BUF_INIT;
	va_list args;

	va_start(args, format);
	sp_buf_vprintf(&text, format, args);
	va_end(args);
	sp_fail(r->err, SP_CONFIG, "%s:%u: %s", file ? file : r->conf->path,
		config_setting_source_line(setting), text.ptr);
	sp_buf_release(&text);
	return SP_CONFIG;
}

/* --- values ------------------------------------------------------------------ */

/* One scalar as text.  False for a group, a list or a fraction. */
static bool scalar(struct sp_reading *r, const config_setting_t *setting, struct sp_str *text_r)
{
	switch (config_setting_type(setting)) {
	case CONFIG_TYPE_STRING:
		*text_r = sp_str(config_setting_get_string(setting));
		return true;
	case CONFIG_TYPE_INT:
	case CONFIG_TYPE_INT64:
		*text_r = sp_str(sp_arena_printf(&r->conf->arena, "%" PRId64,
			(int64_t)config_setting_get_int64(setting)));
		return true;
	case CONFIG_TYPE_BOOL:
		*text_r = config_setting_get_bool(setting) ? SP_STR("yes") : SP_STR("no");
		return true;
	default:
		return false;
	}
}

static enum sp_status not_scalar(struct sp_reading *r, const config_setting_t *setting, const char *name)
{
	if (config_setting_type(setting) == CONFIG_TYPE_FLOAT)
		return sp_wrong_at(r, setting, "%s: write a number with a fraction in quotes, as \"12.50\"",
			name);
	return sp_wrong_at(r, setting, "%s: a value is expected here, not a group or a list", name);
}

static enum sp_status put(struct sp_reading *r, const struct sp_setting *row, void *target,
	config_setting_t *setting)
{
	bool many = config_setting_is_list(setting) || config_setting_is_array(setting);
	int count = many ? config_setting_length(setting) : 1;
	struct sp_err err = { 0 };
	struct sp_str *values;

	if (count > MAX_VALUES)
		return sp_wrong_at(r, setting, "%s: more than %d values", row->name, MAX_VALUES);
	values = sp_arena_array(&r->conf->arena, (size_t)count + 1, struct sp_str);
	for (int i = 0; i < count; i++) {
		const config_setting_t *one =
			many ? config_setting_get_elem(setting, (unsigned)i) : setting;

		if (!scalar(r, one, &values[i]))
			return not_scalar(r, one, row->name);
	}
	if (sp_setting_put(row, &r->conf->arena, r->folder, target, values, (size_t)count, &err) != SP_OK)
		return sp_wrong_at(r, setting, "%s", err.text);
	return SP_OK;
}

static enum sp_status put_default(struct sp_reading *r, const struct sp_place *place,
	const struct sp_setting *row, void *target)
{
	struct sp_str value = sp_str(row->standard);
	size_t count = sp_setting_is_list(row) && value.len == 0 ? 0 : 1;

	if (row->standard)
		return sp_setting_put(row, &r->conf->arena, r->folder, target, &value, count, r->err);
	if (!place->group)
		return sp_fail(r->err, SP_CONFIG, "%s:1: there is no %s; it must give %s", r->conf->path,
			place->title, row->name);
	return sp_wrong_at(r, place->group, "%s must give %s: %s", place->title, row->name, row->help);
}

/* Every setting of the place's first kind that the file does not give.  (The
 * second kind is a queue's policies: what it does not say is the desk's.) */
enum sp_status sp_place_defaults(struct sp_reading *r, const struct sp_place *place, size_t kind)
{
	enum sp_status status = SP_OK;

	for (size_t i = 0; i < sp_settings_count && status == SP_OK; i++) {
		const struct sp_setting *row = &sp_settings[i];

		if (row->group != place->kinds[kind])
			continue;
		if (!place->group || !config_setting_get_member(place->group, row->name))
			status = put_default(r, place, row, place->targets[kind]);
	}
	return status;
}

/* --- unknown names ------------------------------------------------------------ */

/* Where a name that is unknown here would be right, or NULL. */
const char *sp_place_of_setting(const char *name)
{
	static const char *const places[SP_GROUPS] = {
		"desk", "desk or a queue", "a queue", "a calendar", "a tariff", "send",
	};

	for (int group = 0; group < SP_GROUPS; group++)
		if (sp_setting_find((enum sp_group)group, name))
			return places[group];
	return NULL;
}

static enum sp_status unknown_setting(struct sp_reading *r, const struct sp_place *place,
	const config_setting_t *setting)
{
	const char **names = sp_arena_array(&r->conf->arena, sp_settings_count + 1, const char *);
	const char *name = config_setting_name(setting);
	const char *nearest, *elsewhere;
	size_t count = 0;

	for (size_t i = 0; i < sp_settings_count; i++)
		for (size_t k = 0; k < place->count; k++)
			if (sp_settings[i].group == place->kinds[k])
				names[count++] = sp_settings[i].name;
	elsewhere = sp_place_of_setting(name);
	if (elsewhere)
		return sp_wrong_at(r, setting, "%s does not take \"%s\"; it belongs in %s", place->title,
			name, elsewhere);
	nearest = sp_nearest(sp_str(name), names);
	if (nearest)
		return sp_wrong_at(r, setting, "unknown setting \"%s\"; did you mean \"%s\"?", name, nearest);
	return sp_wrong_at(r, setting, "unknown setting \"%s\" in %s; see sportello show settings", name,
		place->title);
}

enum sp_status sp_place_read(struct sp_reading *r, const struct sp_place *place)
{
	enum sp_status status = SP_OK;
	int count = place->group ? config_setting_length(place->group) : 0;

	if (place->group && !config_setting_is_group(place->group))
		return sp_wrong_at(r, place->group, "%s must be a group: { name = value; ... }", place->title);
	for (int i = 0; i < count && status == SP_OK; i++) {
		config_setting_t *setting = config_setting_get_elem(place->group, (unsigned)i);
		const struct sp_setting *row = NULL;
		size_t kind = 0;

		for (size_t k = 0; k < place->count && !row; k++) {
			row = sp_setting_find(place->kinds[k], config_setting_name(setting));
			kind = k;
		}
		status = row ? put(r, row, place->targets[kind], setting) :
			       unknown_setting(r, place, setting);
	}
	return status;
}

