/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What a command's row says that it needs, brought and let go.
 */
#ifndef SP_ADMIN_NEEDS_H
#define SP_ADMIN_NEEDS_H

#include "admin/command.h"

/* Read the configuration, open the database, begin. */
enum sp_status sp_needs_bring(struct sp_admin *admin, struct sp_err *err) SP_MUST_CHECK;

/* Commit what a writing command did when `status` is SP_OK, else roll it back;
 * close everything, also after sp_needs_bring() has failed.  Returns the
 * status of it all.  What a writing command printed reaches standard output
 * only when it is true. */
enum sp_status sp_needs_release(struct sp_admin *admin, enum sp_status status, struct sp_err *err)
	SP_MUST_CHECK;

#endif
