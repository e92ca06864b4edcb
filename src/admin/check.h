/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * sportello check: a table of questions about the desk, each answered by
 * lines that say ok, warning or error, and what to do.
 */
#ifndef SP_ADMIN_CHECK_H
#define SP_ADMIN_CHECK_H

#include "admin/command.h"
#include "base/buf.h"

enum sp_check_result { SP_CHECK_OK, SP_CHECK_WARNING, SP_CHECK_ERROR };

struct sp_checking {
	struct sp_admin *admin; /* conf and db are NULL when they could not be read */
	const char *name;       /* of the question that is being asked */
	struct sp_json *list;   /* NULL when it is printed as text */
	unsigned errors, warnings;
};

/* One line.  The text is made safe for a terminal. */
void sp_check_say(struct sp_checking *c, enum sp_check_result result, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* Is there a desk at all?  False before `sportello init`: then its files are
 * not missed. */
bool sp_check_desk_made(const struct sp_admin *admin);

/* The questions about files (check_files.c) and about what the database holds
 * (check_desk.c). */
void sp_check_folder(struct sp_checking *c);
void sp_check_key(struct sp_checking *c);
void sp_check_lock(struct sp_checking *c);
void sp_check_disk(struct sp_checking *c);
void sp_check_sending(struct sp_checking *c);
void sp_check_probe(struct sp_checking *c); /* check_sender.c */
void sp_check_programs(struct sp_checking *c);
void sp_check_round_trip(struct sp_checking *c); /* check_round_trip.c; with that option */
void sp_check_clock(struct sp_checking *c);
void sp_check_integrity(struct sp_checking *c);
void sp_check_staff(struct sp_checking *c);
void sp_check_outbox(struct sp_checking *c);
void sp_check_alarms(struct sp_checking *c);
void sp_check_jobs(struct sp_checking *c);
void sp_check_numbers(struct sp_checking *c);
void sp_check_privacy(struct sp_checking *c); /* check_privacy.c */
void sp_check_ledger(struct sp_checking *c); /* check_hours.c */

#endif
