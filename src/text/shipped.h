/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Where the data files that come with the program are (templates/, filters/).
 *
 * $SPORTELLO_DATA when it is set, else the folder of the running program when
 * that is a source tree, else where they were installed (pkgdatadir).  A site
 * may put its own file in place of any of them, one by one.
 */
#ifndef SP_TEXT_SHIPPED_H
#define SP_TEXT_SHIPPED_H

#include "base/arena.h"

/* The folder that holds templates/ and filters/. */
const char *sp_shipped_folder(struct sp_arena *arena);

/* The path of file `name` ("it/confirmation.txt") of `kind` ("templates"):
 * SITE_FOLDER/NAME when the site has one, else the shipped one.
 * `site_folder` may be NULL or "". */
const char *sp_shipped_path(struct sp_arena *arena, const char *site_folder, const char *kind,
	const char *name);

#endif
