/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Reads sportello.conf, group by group.  What may stand in it is the table in
 * settings.c, how a group fills a struct is in conf_place.c, what a value may be
 * in values.c, what has to fit together in conf_check.c.
 */
#include "config.h"

#include <libconfig.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/mem.h"
#include "base/sources.h"
#include "base/utf8.h"
#include "text/calendar.h"
#include "text/conf_check.h"
#include "text/conf_place.h"
#include "text/tariff.h"

enum { MAX_FILE = 1024 * 1024, MAX_QUEUES = 200, MAX_NAMED = 100 };

/* --- the groups of the file ----------------------------------------------------- */

static enum sp_status read_desk(struct sp_reading *r, config_setting_t *group)
{
	struct sp_place place = {
		.group = group, .title = "desk", .count = 2,
		.kinds = { SP_GROUP_DESK, SP_GROUP_POLICY },
		.targets = { r->conf, &r->conf->policies },
	};
	enum sp_status status = sp_place_read(r, &place);

	if (status == SP_OK)
		status = sp_place_defaults(r, &place, 0);
	return status == SP_OK ? sp_place_defaults(r, &place, 1) : status;
}

static enum sp_status read_send(struct sp_reading *r, config_setting_t *group)
{
	struct sp_place place = {
		.group = group, .title = "send", .count = 1,
		.kinds = { SP_GROUP_SEND }, .targets = { &r->conf->send },
	};
	enum sp_status status = sp_place_read(r, &place);

	return status == SP_OK ? sp_place_defaults(r, &place, 0) : status;
}

static enum sp_status read_queue(struct sp_reading *r, config_setting_t *group, struct sp_queue_conf *queue)
{
	struct sp_place place = {
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
	status = sp_place_read(r, &place);
	return status == SP_OK ? sp_place_defaults(r, &place, 0) : status;
}

static enum sp_status read_queues(struct sp_reading *r, config_setting_t *list)
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
		return sp_wrong_at(r, list, "queues must be a list of groups: ( { ... }, { ... } )");
	if (count > MAX_QUEUES)
		return sp_wrong_at(r, list, "more than %d queues", MAX_QUEUES);
	conf->queues = sp_arena_array(&conf->arena, (size_t)count, struct sp_queue_conf);
	for (int i = 0; i < count && status == SP_OK; i++) {
		status = read_queue(r, config_setting_get_elem(list, (unsigned)i), &conf->queues[i]);
		if (status == SP_OK)
			conf->queue_count++;
	}
	return status;
}

/* A named group of `calendars` or `tariffs`, into `target`. */
static enum sp_status read_named(struct sp_reading *r, config_setting_t *group, enum sp_group kind,
	const char *what, void *target)
{
	struct sp_place place = {
		.group = group, .count = 1, .kinds = { kind }, .targets = { target },
		.title = sp_arena_printf(&r->conf->arena, "%s \"%s\"", what, config_setting_name(group)),
	};
	enum sp_status status = sp_place_read(r, &place);

	return status == SP_OK ? sp_place_defaults(r, &place, 0) : status;
}

static enum sp_status check_named(struct sp_reading *r, config_setting_t *all, int *count_r)
{
	*count_r = all ? config_setting_length(all) : 0;
	if (all && !config_setting_is_group(all))
		return sp_wrong_at(r, all, "%s must be a group: { ufficio = { ... }; }",
			config_setting_name(all));
	if (*count_r > MAX_NAMED)
		return sp_wrong_at(r, all, "more than %d of them", MAX_NAMED);
	return SP_OK;
}

static enum sp_status read_calendars(struct sp_reading *r, config_setting_t *all)
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
			status = sp_wrong_at(r, group, "%s", err.text);
		conf->calendars[i] = (struct sp_named_calendar){ name, calendar };
		conf->calendar_count++;
	}
	return status;
}

static enum sp_status read_tariffs(struct sp_reading *r, config_setting_t *all)
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

static enum sp_status unknown_groups(struct sp_reading *r, config_setting_t *root)
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
		if (sp_place_of_setting(name))
			return sp_wrong_at(r, setting, "\"%s\" belongs in %s", name, sp_place_of_setting(name));
		nearest = sp_nearest(sp_str(name), groups);
		return sp_wrong_at(r, setting, "unknown group \"%s\"; %s \"%s\"%s", name,
			nearest ? "did you mean" : "there are desk, queues, calendars, tariffs and",
			nearest ? nearest : "send", nearest ? "?" : "");
	}
	return SP_OK;
}

/* --- references between them ------------------------------------------------------ */

/* Say a reference's fault at the line that made it: the queue's or the desk's. */
static enum sp_status wrong_reference(struct sp_reading *r, config_setting_t *root, size_t queue,
	const char *setting, const char *text)
{
	config_setting_t *group =
		config_setting_get_elem(config_setting_get_member(root, "queues"), (unsigned)queue);
	config_setting_t *desk = config_setting_get_member(root, "desk");
	config_setting_t *at = config_setting_get_member(group, setting);

	if (!at && desk)
		at = config_setting_get_member(desk, setting);
	return sp_wrong_at(r, at ? at : group, "%s", text);
}

static enum sp_status check_queues(struct sp_reading *r, config_setting_t *root)
{
	for (size_t i = 0; i < r->conf->queue_count; i++) {
		struct sp_err err = { 0 };
		const char *setting = NULL;

		if (sp_conf_check_queue(r->conf, i, &setting, &err) != SP_OK)
			return wrong_reference(r, root, i, setting, err.text);
	}
	return SP_OK;
}

static enum sp_status check_desk(struct sp_reading *r, config_setting_t *desk)
{
	const char *setting = NULL;
	struct sp_err err = { 0 };
	config_setting_t *at;

	if (sp_conf_check_desk(r->conf, &setting, &err) == SP_OK)
		return SP_OK;
	at = config_setting_get_member(desk, setting);
	return sp_wrong_at(r, at ? at : desk, "%s", err.text);
}

static enum sp_status check_zone(struct sp_reading *r, config_setting_t *desk)
{
	config_setting_t *zone = desk ? config_setting_get_member(desk, "zone") : NULL;
	struct sp_err err = { 0 };

	if (sp_zone_set(r->conf->zone, &err) == SP_OK)
		return SP_OK;
	return zone ? sp_wrong_at(r, zone, "%s", err.text) :
		      sp_fail(r->err, err.status, "%s: %s", r->conf->path, err.text);
}

static enum sp_status check_send(struct sp_reading *r, config_setting_t *send)
{
	const char *setting = NULL;
	struct sp_err err = { 0 };
	config_setting_t *at;

	if (sp_conf_check_send(&r->conf->send, &setting, &err) == SP_OK)
		return SP_OK;
	at = send ? config_setting_get_member(send, setting) : NULL;
	return at ? sp_wrong_at(r, at, "%s", err.text) :
		    sp_fail(r->err, SP_CONFIG, "%s: send: %s", r->conf->path, err.text);
}

static enum sp_status read_root(struct sp_reading *r, config_setting_t *root)
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
		status = check_desk(r, desk);
	if (status == SP_OK)
		status = read_queues(r, config_setting_get_member(root, "queues"));
	if (status == SP_OK)
		status = check_queues(r, root);
	if (status == SP_OK)
		status = read_send(r, send);
	return status == SP_OK ? check_send(r, send) : status;
}

/* --- the file ------------------------------------------------------------------- */

/* What libconfig says, and what to do about it. */
static const char *remedy(const char *said)
{
	static const struct {
		const char *said, *remedy;
	} rows[] = {
		{ "syntax error", "; look for a missing quote, semicolon or brace just before" },
		{ "duplicate setting name", "; it is given twice in one group, keep one of them" },
		{ "cannot open include file", "; its path begins at this file's folder" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (strcmp(rows[i].said, said) == 0)
			return rows[i].remedy;
	return "";
}

/* The first line that is not UTF-8; 0 when all are. */
static int line_not_utf8(struct sp_str text)
{
	struct sp_str line;

	for (int number = 1; sp_str_next_line(&text, &line); number++)
		if (!sp_utf8_valid(line))
			return number;
	return 0;
}

static enum sp_status parse(struct sp_reading *r, config_t *config, struct sp_str text)
{
	const char *file;

	if (sp_str_find_char(text, '\0') < text.len)
		return sp_fail(r->err, SP_CONFIG, "%s: has a NUL byte: not a configuration", r->conf->path);
	if (line_not_utf8(text))
		return sp_fail(r->err, SP_CONFIG, "%s:%d: this is not UTF-8; convert the file, as with iconv",
			r->conf->path, line_not_utf8(text));
	if (config_read_string(config, text.ptr) == CONFIG_TRUE)
		return read_root(r, config_root_setting(config));
	file = config_error_file(config);
	return sp_fail(r->err, SP_CONFIG, "%s:%d: %s%s", file ? file : r->conf->path,
		config_error_line(config), config_error_text(config),
		remedy(config_error_text(config)));
}

/* libconfig reads what is included by itself. */
static void note_included(const struct sp_reading *r, const config_t *config)
{
	for (unsigned i = 0; i < config->num_filenames; i++)
		if (config->filenames[i])
			sp_source(sp_arena_printf(&r->conf->arena, "%s/%s", r->folder,
				config->filenames[i]));
}

enum sp_status sp_conf_parse(const char *path, struct sp_str text, struct sp_conf **conf_r,
	struct sp_err *err)
{
	struct sp_conf *conf = sp_alloc(1, sizeof *conf);
	struct sp_reading r = { .conf = conf, .err = err };
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
	note_included(&r, &config);
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
	enum sp_status status;

	if (access(path, F_OK) != 0 && errno == ENOENT)
		return sp_fail(err, SP_CONFIG, "%s: there is no such file; -c names another one, and "
			"examples/sportello.conf is one to begin with", path);
	status = sp_read_file(path, MAX_FILE, &text, err);
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
