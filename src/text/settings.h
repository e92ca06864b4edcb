/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The table of settings: what may stand in sportello.conf.  One row a setting;
 * the reader (conf.c), the values' checks (values.c), `sportello show
 * settings` and the lint of sportello.conf(5) are made from it.
 *
 * To add a setting: a member in its struct (text/conf.h), a row in settings.c,
 * a paragraph in man/sportello.conf.5, a line in examples/sportello.conf.
 */
#ifndef SP_TEXT_SETTINGS_H
#define SP_TEXT_SETTINGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"

/* Where a setting may stand, and which struct it fills. */
enum sp_group {
	SP_GROUP_DESK,     /* desk = { }; struct sp_conf */
	SP_GROUP_POLICY,   /* desk = { } and each queue; struct sp_policies */
	SP_GROUP_QUEUE,    /* each of queues = ( ); struct sp_queue_conf */
	SP_GROUP_CALENDAR, /* each of calendars = { }; struct sp_calendar */
	SP_GROUP_TARIFF,   /* each of tariffs = { }; struct sp_tariff */
	SP_GROUP_SEND,     /* send = { }; struct sp_send_conf */
	SP_GROUPS
};

enum sp_kind {
	SP_KIND_TEXT,      /* one line; const char * */
	SP_KIND_NUMBER,    /* int64_t; a choice may name a value that is no number */
	SP_KIND_INT,       /* int */
	SP_KIND_SIZE,      /* int64_t of bytes: 26214400 or "25 MB" */
	SP_KIND_YES_NO,    /* bool */
	SP_KIND_CHOICE,    /* an enum, by its word */
	SP_KIND_WORD,      /* const char *, one of the choices' words */
	SP_KIND_NAME,      /* const char *, [a-z0-9-]{1,32} */
	SP_KIND_PREFIX,    /* const char *, [A-Z]{1,8} */
	SP_KIND_PATH,      /* const char *, relative to the file's folder, or "" */
	SP_KIND_LINK,      /* const char *, http, https or mailto, or "" */
	SP_KIND_ADDRESS,   /* const char *, or "" */
	SP_KIND_HOST,      /* const char *, or "" */
	SP_KIND_ADDRESSES, /* list: const char *const * with a NULL at the end */
	SP_KIND_DOMAINS,   /* list */
	SP_KIND_TEXTS,     /* list */
	SP_KIND_COMMAND,   /* list of words, the first an absolute path */
	SP_KIND_FLAGS,     /* list of choices, whose values are offsets of bools */
	SP_KIND_CALL,      /* given to `take`, one value at a time */
	SP_KIND_CALLS,     /* list, each given to `take` */
	SP_KINDS
};

struct sp_choice {
	const char *word; /* NULL ends the list */
	int value;
};

struct sp_setting {
	enum sp_group group;
	const char *name;
	enum sp_kind kind;
	size_t offset;        /* in the group's struct */
	const char *standard; /* the default, NULL when it must be given */
	int64_t min, max;     /* of numbers; of texts, the longest in octets */
	const struct sp_choice *choices;
	/* For SP_KIND_CALL: what `shape` shows, read into the struct. */
	enum sp_status (*take)(void *target, struct sp_str value, struct sp_err *err);
	const char *shape;
	const char *help; /* one sentence */
};

extern const struct sp_setting sp_settings[];
extern const size_t sp_settings_count;

/* The row for `name` in `group`, or NULL. */
const struct sp_setting *sp_setting_find(enum sp_group group, const char *name);

/* "a number from 1 to 10", "one of open, register, closed": appended. */
void sp_setting_type(const struct sp_setting *setting, struct sp_buf *out);

/* Append the value that stands in `target` (the group's struct), as people read it: a
 * list with commas, nothing where there is none. */
void sp_setting_value(const struct sp_setting *setting, const void *target, struct sp_buf *out);

bool sp_setting_is_list(const struct sp_setting *setting);

/* Put the values into `target` (the group's struct).  More than one value is
 * for lists only.  `folder` is what paths are relative to.  SP_CONFIG with
 * the name, what is wrong and what would be right; file and line are the
 * caller's to put in front. */
enum sp_status sp_setting_put(const struct sp_setting *setting, struct sp_arena *arena,
	const char *folder, void *target, const struct sp_str *values, size_t count,
	struct sp_err *err) SP_MUST_CHECK;

#endif
