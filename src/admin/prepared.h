/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * For commands that decide stored messages again: the whole desk, and the
 * messages parsed before the database is opened for writing (desk/stored.h).
 */
#ifndef SP_ADMIN_PREPARED_H
#define SP_ADMIN_PREPARED_H

#include "admin/command.h"
#include "desk/receive.h"

struct sp_prepared {
	struct sp_desk desk;
	bool open; /* the desk is */
	struct sp_stored_set stored;
};

/* The parts of a command's .before: begin; the desk, and admin->db open for
 * reading; take messages; close and parse.  sp_prepare_end() has the status
 * of what came before it. */
struct sp_prepared *sp_prepare(struct sp_admin *admin);
enum sp_status sp_prepare_desk(struct sp_admin *admin, struct sp_err *err) SP_MUST_CHECK;
enum sp_status sp_prepare_end(struct sp_admin *admin, enum sp_status status, struct sp_err *err)
	SP_MUST_CHECK;

/* All of a .before that is about one person: the desk, and what of his is held, parsed
 * while no database is open.  `find` tells whom the arguments name. */
enum sp_status sp_prepare_held(struct sp_admin *admin,
	enum sp_status (*find)(struct sp_admin *admin, struct sp_person **person_r,
		struct sp_err *err),
	struct sp_err *err) SP_MUST_CHECK;

/* A command's .end. */
void sp_prepared_free(struct sp_admin *admin);

#endif
