/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Calendars and tariffs of the configuration, and instants, as they are named
 * on the command line.
 */
#ifndef SP_ADMIN_NAMED_H
#define SP_ADMIN_NAMED_H

#include "admin/command.h"

struct sp_calendar;
struct sp_tariff;

/* The calendar named by --calendar; without it the desk's own, or the only one
 * there is.  SP_PERM when there is none of that name, or more to choose from. */
enum sp_status sp_named_calendar(const struct sp_admin *admin,
	const struct sp_calendar **calendar_r, struct sp_err *err) SP_MUST_CHECK;

/* The same for --tariff. */
enum sp_status sp_named_tariff(const struct sp_admin *admin, const struct sp_tariff **tariff_r,
	struct sp_err *err) SP_MUST_CHECK;

/* The instant that the option `name` gives, in the desk's zone where it has no
 * offset; now without the option. */
enum sp_status sp_instant_option(const struct sp_admin *admin, const char *name,
	int64_t *instant_r, struct sp_err *err) SP_MUST_CHECK;

#endif
