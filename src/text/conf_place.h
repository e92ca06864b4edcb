/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A group of sportello.conf being read: shared by conf.c, which knows the
 * groups, and conf_place.c, which fills a struct from one.
 */
#ifndef SP_TEXT_CONF_PLACE_H
#define SP_TEXT_CONF_PLACE_H

#include <libconfig.h>

#include "text/conf.h"
#include "text/settings.h"

struct sp_reading {
	struct sp_conf *conf;
	const char *folder; /* that paths in the file are relative to */
	struct sp_err *err;
};

/* A group of the file being read: which settings, into what. */
struct sp_place {
	config_setting_t *group; /* NULL: it is not there, defaults only */
	const char *title;       /* "queue \"assistenza\"", for errors */
	enum sp_group kinds[2];  /* the rows that may stand here ... */
	void *targets[2];        /* ... and their structs */
	size_t count;
};

/* SP_CONFIG with the file and line of `setting` in front. */
enum sp_status sp_wrong_at(struct sp_reading *r, const config_setting_t *setting, const char *format,
	...) __attribute__((format(printf, 3, 4)));

/* Read every setting of the group into the struct that its row says. */
enum sp_status sp_place_read(struct sp_reading *r, const struct sp_place *place) SP_MUST_CHECK;

/* Give the place's kind number `kind` the default of every setting that the
 * file does not give.  (A queue's policies are not asked for: what it does not
 * say is the desk's.) */
enum sp_status sp_place_defaults(struct sp_reading *r, const struct sp_place *place, size_t kind)
	SP_MUST_CHECK;

/* Where a setting of that name would be right ("a queue"), or NULL. */
const char *sp_place_of_setting(const char *name);

#endif
