/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Reads sportello.conf.  What may stand in it is the table in settings.c, what
 * a value may be is in values.c, what has to fit together is in conf_check.c.
 * libconfig appears here and in words.c only.
 */
#include "config.h"

#include <errno.h>
#include <inttypes.h>
#include <libconfig.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/mem.h"
#include "text/calendar.h"
#include "text/conf.h"
#include "text/conf_check.h"
#include "text/settings.h"
#include "text/tariff.h"

enum { MAX_FILE = 1024 * 1024, MAX_VALUES = 1000, MAX_QUEUES = 200, MAX_NAMED = 100 };

struct reading {
	struct sp_conf *conf;
	const char *folder; /* that paths in the file are relative to */
	struct sp_err *err;
};

/* A group of the file being read: which settings, into what. */
struct place {
	config_setting_t *group; /* NULL: it is not there, defaults only */
	const char *title;       /* "queue \"assistenza\"", for errors */
	enum sp_group kinds[2];  /* the rows that may stand here ... */
	void *targets[2];        /* ... and their structs */
	size_t count;
};

static enum sp_status wrong_at(struct reading *r, const config_setting_t *setting, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

static enum sp_status wrong_at(struct reading *r, const config_setting_t *setting, const char *format, ...)
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
static bool scalar(struct reading *r, const config_setting_t *setting, struct sp_str *text_r)
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

static enum sp_status not_scalar(struct reading *r, const config_setting_t *setting, const char *name)
{
	if (config_setting_type(setting) == CONFIG_TYPE_FLOAT)
		return wrong_at(r, setting, "%s: write a number with a fraction in quotes, as \"12.50\"",
			name);
	return wrong_at(r, setting, "%s: a value is expected here, not a group or a list", name);
}

static enum sp_status put(struct reading *r, const struct sp_setting *row, void *target,
	config_setting_t *setting)
{
	bool many = config_setting_is_list(setting) || config_setting_is_array(setting);
	int count = many ? config_setting_length(setting) : 1;
	struct sp_err err = { 0 };
	struct sp_str *values;

	if (count > MAX_VALUES)
		return wrong_at(r, setting, "%s: more than %d values", row->name, MAX_VALUES);
	values = sp_arena_array(&r->conf->arena, (size_t)count + 1, struct sp_str);
	for (int i = 0; i < count; i++) {
		const config_setting_t *one =
			many ? config_setting_get_elem(setting, (unsigned)i) : setting;

		if (!scalar(r, one, &values[i]))
			return not_scalar(r, one, row->name);
	}
	if (sp_setting_put(row, &r->conf->arena, r->folder, target, values, (size_t)count, &err) != SP_OK)
		return wrong_at(r, setting, "%s", err.text);
	return SP_OK;
}

static enum sp_status put_default(struct reading *r, const struct place *place,
	const struct sp_setting *row, void *target)
{
	struct sp_str value = sp_str(row->standard);
	size_t count = sp_setting_is_list(row) && value.len == 0 ? 0 : 1;

	if (row->standard)
		return sp_setting_put(row, &r->conf->arena, r->folder, target, &value, count, r->err);
	if (!place->group)
		return sp_fail(r->err, SP_CONFIG, "%s:1: there is no %s; it must give %s", r->conf->path,
			place->title, row->name);
	return wrong_at(r, place->group, "%s must give %s: %s", place->title, row->name, row->help);
}

/* Every setting of the place's first kind that the file does not give.  (The
 * second kind is a queue's policies: what it does not say is the desk's.) */
static enum sp_status put_defaults(struct reading *r, const struct place *place, size_t kind)
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
static const char *other_place(const char *name)
{
	static const char *const places[SP_GROUPS] = {
		"desk", "desk or a queue", "a queue", "a calendar", "a tariff", "send",
	};

	for (int group = 0; group < SP_GROUPS; group++)
		if (sp_setting_find((enum sp_group)group, name))
			return places[group];
	return NULL;
}

static enum sp_status unknown_setting(struct reading *r, const struct place *place,
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
	elsewhere = other_place(name);
	if (elsewhere)
		return wrong_at(r, setting, "%s does not take \"%s\"; it belongs in %s", place->title,
			name, elsewhere);
	nearest = sp_nearest(sp_str(name), names);
	if (nearest)
		return wrong_at(r, setting, "unknown setting \"%s\"; did you mean \"%s\"?", name, nearest);
	return wrong_at(r, setting, "unknown setting \"%s\" in %s; see sportello show settings", name,
		place->title);
}

static enum sp_status read_place(struct reading *r, const struct place *place)
{
	enum sp_status status = SP_OK;
	int count = place->group ? config_setting_length(place->group) : 0;

	if (place->group && !config_setting_is_group(place->group))
		return wrong_at(r, place->group, "%s must be a group: { name = value; ... }", place->title);
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

/* --- the groups of the file ----------------------------------------------------- */

static enum sp_status read_desk(struct reading *r, config_setting_t *group)
{
	struct place place = {
		.group = group, .title = "desk", .count = 2,
		.kinds = { SP_GROUP_DESK, SP_GROUP_POLICY },
		.targets = { r->conf, &r->conf->policies },
	};
	enum sp_status status = read_place(r, &place);

	if (status == SP_OK)
		status = put_defaults(r, &place, 0);
	return status == SP_OK ? put_defaults(r, &place, 1) : status;
}

static enum sp_status read_send(struct reading *r, config_setting_t *group)
{
	struct place place = {
		.group = group, .title = "send", .count = 1,
		.kinds = { SP_GROUP_SEND }, .targets = { &r->conf->send },
	};
	enum sp_status status = read_place(r, &place);

	return status == SP_OK ? put_defaults(r, &place, 0) : status;
}

static enum sp_status read_queue(struct reading *r, config_setting_t *group, struct sp_queue_conf *queue)
{
	struct place place = {
		.group = group, .count = 2, .kinds = { SP_GROUP_QUEUE, SP_GROUP_POLICY },
		.targets = { queue, &queue->policies },
	};
	const char *name = NULL;
	enum sp_status status;

	queue->policies = r->conf->policies;
	queue->line = (int)config_setting_source_line(group);
	if (config_setting_is_group(group))
		config_setting_lookup_string(group, "name", &name);
	place.title = name ? sp_arena_printf(&r->conf->arena, "queue \"%s\"", name) : "a queue";
	status = read_place(r, &place);
	return status == SP_OK ? put_defaults(r, &place, 0) : status;
}

static enum sp_status read_queues(struct reading *r, config_setting_t *list)
{
	struct sp_conf *conf = r->conf;
	enum sp_status status = SP_OK;
	int count = list ? config_setting_length(list) : 0;

	if (count == 0)
		return sp_fail(r->err, SP_CONFIG, "%s:%u: there is no queue; write queues = ( { name = "
			"\"assistenza\"; title = \"Assistenza\"; prefix = \"HT\"; "
			"addresses = (\"assistenza@example.it\"); } );", conf->path,
			list ? config_setting_source_line(list) : 1);
	if (!config_setting_is_list(list))
		return wrong_at(r, list, "queues must be a list of groups: ( { ... }, { ... } )");
	if (count > MAX_QUEUES)
		return wrong_at(r, list, "more than %d queues", MAX_QUEUES);
	conf->queues = sp_arena_array(&conf->arena, (size_t)count, struct sp_queue_conf);
	for (int i = 0; i < count && status == SP_OK; i++) {
		status = read_queue(r, config_setting_get_elem(list, (unsigned)i), &conf->queues[i]);
		if (status == SP_OK)
			conf->queue_count++;
	}
	return status;
}

/* A named group of `calendars` or `tariffs`, into `target`. */
static enum sp_status read_named(struct reading *r, config_setting_t *group, enum sp_group kind,
	const char *what, void *target)
{
	struct place place = {
		.group = group, .count = 1, .kinds = { kind }, .targets = { target },
		.title = sp_arena_printf(&r->conf->arena, "%s \"%s\"", what, config_setting_name(group)),
	};
	enum sp_status status = read_place(r, &place);

	return status == SP_OK ? put_defaults(r, &place, 0) : status;
}

static enum sp_status check_named(struct reading *r, config_setting_t *all, int *count_r)
{
	*count_r = all ? config_setting_length(all) : 0;
	if (all && !config_setting_is_group(all))
		return wrong_at(r, all, "%s must be a group: { ufficio = { ... }; }",
			config_setting_name(all));
	if (*count_r > MAX_NAMED)
		return wrong_at(r, all, "more than %d of them", MAX_NAMED);
	return SP_OK;
}

static enum sp_status read_calendars(struct reading *r, config_setting_t *all)
{
	struct sp_conf *conf = r->conf;
	int count;
	enum sp_status status = check_named(r, all, &count);

	conf->calendars = sp_arena_array(&conf->arena, (size_t)count, struct sp_named_calendar);
	for (int i = 0; i < count && status == SP_OK; i++) {
		config_setting_t *group = config_setting_get_elem(all, (unsigned)i);
		struct sp_calendar *calendar = sp_arena_new(&conf->arena, struct sp_calendar);
		const char *name = sp_arena_text(&conf->arena, sp_str(config_setting_name(group)));
		struct sp_err err = { 0 };

		sp_calendar_init(calendar, name);
		status = read_named(r, group, SP_GROUP_CALENDAR, "calendar", calendar);
		if (status == SP_OK && sp_calendar_check(calendar, sp_clock_now(), &err) != SP_OK)
			status = wrong_at(r, group, "%s", err.text);
		conf->calendars[i] = (struct sp_named_calendar){ name, calendar };
		conf->calendar_count++;
	}
	return status;
}

static enum sp_status read_tariffs(struct reading *r, config_setting_t *all)
{
	struct sp_conf *conf = r->conf;
	int count;
	enum sp_status status = check_named(r, all, &count);

	conf->tariffs = sp_arena_array(&conf->arena, (size_t)count, struct sp_named_tariff);
	for (int i = 0; i < count && status == SP_OK; i++) {
		config_setting_t *group = config_setting_get_elem(all, (unsigned)i);
		struct sp_tariff *tariff = sp_arena_new(&conf->arena, struct sp_tariff);
		const char *name = sp_arena_text(&conf->arena, sp_str(config_setting_name(group)));

		sp_tariff_init(tariff, name);
		status = read_named(r, group, SP_GROUP_TARIFF, "tariff", tariff);
		conf->tariffs[i] = (struct sp_named_tariff){ name, tariff };
		conf->tariff_count++;
	}
	return status;
}

static enum sp_status unknown_groups(struct reading *r, config_setting_t *root)
{
	static const char *const groups[] = { "desk", "queues", "calendars", "tariffs", "send", NULL };
	int count = config_setting_length(root);

	for (int i = 0; i < count; i++) {
		config_setting_t *setting = config_setting_get_elem(root, (unsigned)i);
		const char *name = config_setting_name(setting), *nearest;
		bool known = false;

		for (size_t k = 0; groups[k]; k++)
			known = known || strcmp(groups[k], name) == 0;
		if (known)
			continue;
		if (other_place(name))
			return wrong_at(r, setting, "\"%s\" belongs in %s", name, other_place(name));
		nearest = sp_nearest(sp_str(name), groups);
		return wrong_at(r, setting, "unknown group \"%s\"; %s \"%s\"%s", name,
			nearest ? "did you mean" : "there are desk, queues, calendars, tariffs and",
			nearest ? nearest : "send", nearest ? "?" : "");
	}
	return SP_OK;
}

/* --- references between them ------------------------------------------------------ */

/* Say a reference's fault at the line that made it: the queue's or the desk's. */
static enum sp_status wrong_reference(struct reading *r, config_setting_t *root, size_t queue,
	const char *setting, const char *text)
{
	config_setting_t *group =
		config_setting_get_elem(config_setting_get_member(root, "queues"), (unsigned)queue);
	config_setting_t *desk = config_setting_get_member(root, "desk");
	config_setting_t *at = config_setting_get_member(group, setting);

	if (!at && desk)
		at = config_setting_get_member(desk, setting);
	return wrong_at(r, at ? at : group, "%s", text);
}

static enum sp_status check_queues(struct reading *r, config_setting_t *root)
{
	for (size_t i = 0; i < r->conf->queue_count; i++) {
		struct sp_err err = { 0 };
		const char *setting = NULL;

		if (sp_conf_check_queue(r->conf, i, &setting, &err) != SP_OK)
			return wrong_reference(r, root, i, setting, err.text);
	}
	return SP_OK;
}

static enum sp_status check_zone(struct reading *r, config_setting_t *desk)
{
	config_setting_t *zone = desk ? config_setting_get_member(desk, "zone") : NULL;
	struct sp_err err = { 0 };

	if (sp_zone_set(r->conf->zone, &err) == SP_OK)
		return SP_OK;
	return zone ? wrong_at(r, zone, "%s", err.text) :
		      sp_fail(r->err, err.status, "%s: %s", r->conf->path, err.text);
}

static enum sp_status check_send(struct reading *r, config_setting_t *send)
{
	const char *setting = NULL;
	struct sp_err err = { 0 };
	config_setting_t *at;

	if (sp_conf_check_send(&r->conf->send, &setting, &err) == SP_OK)
		return SP_OK;
	at = send ? config_setting_get_member(send, setting) : NULL;
	return at ? wrong_at(r, at, "%s", err.text) :
		    sp_fail(r->err, SP_CONFIG, "%s: send: %s", r->conf->path, err.text);
}

static enum sp_status read_root(struct reading *r, config_setting_t *root)
{
	config_setting_t *desk = config_setting_get_member(root, "desk");
	config_setting_t *send = config_setting_get_member(root, "send");
	enum sp_status status = unknown_groups(r, root);

	if (status == SP_OK)
		status = read_desk(r, desk);
	if (status == SP_OK)
		status = check_zone(r, desk);
	if (status == SP_OK)
		status = read_calendars(r, config_setting_get_member(root, "calendars"));
	if (status == SP_OK)
		status = read_tariffs(r, config_setting_get_member(root, "tariffs"));
	if (status == SP_OK)
		status = read_queues(r, config_setting_get_member(root, "queues"));
	if (status == SP_OK)
		status = check_queues(r, root);
	if (status == SP_OK)
		status = read_send(r, send);
	return status == SP_OK ? check_send(r, send) : status;
}

/* --- the file ------------------------------------------------------------------- */

static enum sp_status parse(struct reading *r, config_t *config, struct sp_str text)
{
	const char *file;

	if (sp_str_find_char(text, '\0') < text.len)
		return sp_fail(r->err, SP_CONFIG, "%s: has a NUL byte: not a configuration", r->conf->path);
	if (config_read_string(config, text.ptr) == CONFIG_TRUE)
		return read_root(r, config_root_setting(config));
	file = config_error_file(config);
	return sp_fail(r->err, SP_CONFIG, "%s:%d: %s%s", file ? file : r->conf->path,
		config_error_line(config), config_error_text(config),
		strcmp(config_error_text(config), "syntax error") ? "" :
		"; look for a missing quote, semicolon or brace just before");
}

enum sp_status sp_conf_parse(const char *path, struct sp_str text, struct sp_conf **conf_r,
	struct sp_err *err)
{
	struct sp_conf *conf = sp_alloc(1, sizeof *conf);
	struct reading r = { .conf = conf, .err = err };
	const char *slash = strrchr(path, '/');
	struct sp_buf copy = SP_BUF_INIT;
	enum sp_status status;
	config_t config;

	conf->path = sp_arena_text(&conf->arena, sp_str(path));
	r.folder = !slash ? "." :
		sp_arena_text(&conf->arena, sp_str_n(path, slash == path ? 1 : (size_t)(slash - path)));
	sp_buf_add_str(&copy, text);
	config_init(&config);
	config_set_include_dir(&config, r.folder);
	status = parse(&r, &config, sp_buf_str(&copy));
	config_destroy(&config);
	sp_buf_release(&copy);
	if (status != SP_OK) {
		sp_conf_free(conf);
		return status;
	}
	conf->database = sp_arena_printf(&conf->arena, "%s/sportello.db", conf->state_folder);
	conf->lock = sp_arena_printf(&conf->arena, "%s/sportello.lock", conf->state_folder);
	conf->key_file = sp_arena_printf(&conf->arena, "%s/token.key", conf->state_folder);
	*conf_r = conf;
	return SP_OK;
}

enum sp_status sp_conf_read(const char *path, struct sp_conf **conf_r, struct sp_err *err)
{
	struct sp_buf text = SP_BUF_INIT;
	enum sp_status status = sp_read_file(path, MAX_FILE, &text, err);

	if (status == SP_OK)
		status = sp_conf_parse(path, sp_buf_str(&text), conf_r, err);
	sp_buf_release(&text);
	return status;
}

void sp_conf_free(struct sp_conf *conf)
{
	struct sp_arena arena;

	if (!conf)
		return;
	arena = conf->arena;
	sp_arena_release(&arena);
	free(conf);
}
