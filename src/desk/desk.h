/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What every use case needs of the desk, read once by main().
 */
#ifndef SP_DESK_DESK_H
#define SP_DESK_DESK_H

#include "core/token.h"
#include "mail/filters.h"
#include "text/conf.h"
#include "text/words.h"

struct sp_desk {
	struct sp_conf *conf;
	struct sp_words *words;
	struct sp_filters *filters;
	struct sp_keys keys;
};

/* Read configuration, words, filters and the token keys.  SP_CONFIG with file
 * and line; SP_TEMP when a file cannot be read now.  Nothing is left open on
 * failure; release with sp_desk_close(). */
enum sp_status sp_desk_open(const char *conf_path, struct sp_desk *desk_r, struct sp_err *err)
	SP_MUST_CHECK;

/* The same in two steps, for a delivery, whose parser reads the filters itself:
 * first the configuration alone, then words and keys.  `desk_r` is to be closed
 * after the first in any case. */
enum sp_status sp_desk_begin(const char *conf_path, struct sp_desk *desk_r, struct sp_err *err)
	SP_MUST_CHECK;
enum sp_status sp_desk_complete(struct sp_desk *desk, struct sp_err *err) SP_MUST_CHECK;

/* The same for a desk that `sportello init` has not made yet: without a key
 * file no token is good. */
enum sp_status sp_desk_open_bare(const char *conf_path, struct sp_desk *desk_r,
	struct sp_err *err) SP_MUST_CHECK;
void sp_desk_close(struct sp_desk *desk);

#endif
