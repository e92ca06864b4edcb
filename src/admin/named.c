/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "admin/named.h"

#include "base/clock.h"
#include "text/calendar.h"
#include "text/conf.h"
#include "text/tariff.h"

/* What is asked for by name, out of the names that there are. */
struct choice {
	const char *what; /* "calendar": the option's name too */
	const char *asked; /* NULL: not given */
	const char *standard; /* the desk's, NULL when it names none */
	const char **names; /* NULL at the end */
	size_t count;
};

/* Names as "a, b, c". */
static void add_names(struct sp_buf *out, const struct choice *choice)
{
	for (size_t i = 0; i < choice->count; i++)
		sp_buf_printf(out, "%s%s", i ? ", " : "", choice->names[i]);
}

/* Settle on a name that is there: its place among the names. */
static enum sp_status choose(const struct choice *choice, size_t *at_r, struct sp_err *err)
{
	const char *name = choice->asked ? choice->asked : choice->standard;
	struct sp_buf names = SP_BUF_INIT;
	const char *nearest;

	if (!name && choice->count == 1)
		name = choice->names[0];
	for (size_t i = 0; name && i < choice->count; i++)
		if (sp_str_eq(sp_str(choice->names[i]), sp_str(name))) {
			*at_r = i;
			return SP_OK;
		}
	nearest = name ? sp_nearest(sp_str(name), choice->names) : NULL;
	add_names(&names, choice);
	if (choice->count == 0)
		sp_fail(err, SP_PERM, "the configuration has no %s", choice->what);
	else if (!name)
		sp_fail(err, SP_PERM, "which %s? give --%s, one of: %s", choice->what,
			choice->what, names.ptr);
	else if (nearest)
		sp_fail(err, SP_PERM, "there is no %s \"%s\"; did you mean \"%s\"?", choice->what,
			name, nearest);
	else
		sp_fail(err, SP_PERM, "there is no %s \"%s\"; there is: %s", choice->what, name,
			names.ptr);
	sp_buf_release(&names);
	return SP_PERM;
}

static const char *unless_empty(const char *name)
{
	return name && *name ? name : NULL;
}

enum sp_status sp_named_calendar(const struct sp_admin *admin,
	const struct sp_calendar **calendar_r, struct sp_err *err)
{
	const struct sp_conf *conf = admin->conf;
	struct sp_arena arena = SP_ARENA_INIT;
	struct choice choice = { "calendar", sp_option(admin, "calendar"),
		unless_empty(conf->policies.calendar_name),
		sp_arena_array(&arena, conf->calendar_count + 1, const char *),
		conf->calendar_count };
	enum sp_status status;
	size_t at = 0;

	for (size_t i = 0; i < choice.count; i++)
		choice.names[i] = conf->calendars[i].name;
	status = choose(&choice, &at, err);
	if (status == SP_OK)
		*calendar_r = conf->calendars[at].calendar;
	sp_arena_release(&arena);
	return status;
}

enum sp_status sp_named_tariff(const struct sp_admin *admin, const struct sp_tariff **tariff_r,
	struct sp_err *err)
{
	const struct sp_conf *conf = admin->conf;
	struct sp_arena arena = SP_ARENA_INIT;
	struct choice choice = { "tariff", sp_option(admin, "tariff"),
		unless_empty(conf->policies.tariff_name),
		sp_arena_array(&arena, conf->tariff_count + 1, const char *),
		conf->tariff_count };
	enum sp_status status;
	size_t at = 0;

	for (size_t i = 0; i < choice.count; i++)
		choice.names[i] = conf->tariffs[i].name;
	status = choose(&choice, &at, err);
	if (status == SP_OK)
		*tariff_r = conf->tariffs[at].tariff;
	sp_arena_release(&arena);
	return status;
}

enum sp_status sp_instant_option(const struct sp_admin *admin, const char *name,
	int64_t *instant_r, struct sp_err *err)
{
	const char *value = sp_option(admin, name);

	*instant_r = admin->now;
	if (value && !sp_instant_parse(sp_str(value), instant_r))
		return sp_usage(admin, err, "--%s \"%s\" is no time; write it as in "
			"2026-12-23T17:30, or 2026-12-23T17:30+01:00", name, value);
	return SP_OK;
}
