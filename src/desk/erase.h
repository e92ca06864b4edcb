/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Erasure, carried out (SPEC.md sections 6.4 and 12).
 *
 *	begun      a row of `erasure`, and the person restricted: one commit
 *	archives   their files written anew, durable, each when it is changed
 *	rows       all of the database: one commit, with the mails that tell of it
 *	pages      what was deleted leaves the file and its log
 *	last mail  the one that tells him, emptied once it was sent
 *
 * Killed anywhere, the next run goes on from the last of these that was
 * committed; what was done to a file is found done.  The database is locked
 * meanwhile, so that nothing comes in between: mail servers try again.
 */
#ifndef SP_DESK_ERASE_H
#define SP_DESK_ERASE_H

#include "desk/desk.h"
#include "store/erase.h"

/* What was done, or with `dry` would be.  Views live in the arena. */
struct sp_erase_report {
	struct sp_erased rows;
	int64_t others;   /* messages and mails of others that named or quoted him */
	int64_t unread;   /* of them, those that could not be read: gone as a whole */
	int64_t archives; /* files written anew, or removed */
	struct sp_kept *kept; /* tickets of his that stay, restricted */
	size_t kept_count;
	int64_t until;    /* the last of them */
	int64_t people;   /* of those whose time was over: persons of whom nothing was left */
	bool ended;       /* false: the last mail to him has to be sent first */
};

struct sp_erasing {
	const struct sp_desk *desk;
	int64_t now;
	bool dry;
	/* Called now and then, when not NULL. */
	void (*step)(void *context, int64_t done, int64_t all);
	void *context;
};

/* Erase a person: what no hold and no duty of accounts keeps.  `request_id`:
 * the request that it answers, which is finished by it; 0: none.  `quiet`: he is
 * not told.  SP_PERM: there is none, he is staff, or a hold keeps all of his. */
enum sp_status sp_erase_person(const struct sp_erasing *how, int64_t person_id,
	int64_t request_id, bool quiet, struct sp_arena *arena, struct sp_erase_report *report_r,
	struct sp_err *err) SP_MUST_CHECK;

/* What cron does: finish what was begun; erase what is over its time; then the
 * persons of whom nothing is left. */
enum sp_status sp_erase_old(const struct sp_erasing *how, struct sp_arena *arena,
	struct sp_erase_report *report_r, struct sp_err *err) SP_MUST_CHECK;

#endif
