/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Inside store/ only: what several files read and bind in the same way.
 */
#ifndef SP_STORE_ROWS_H
#define SP_STORE_ROWS_H

#include "store/query.h"

/* Two columns, prefix and number, as "HT00191"; absent when they are NULL. */
struct sp_str sp_read_code(struct sp_query *query);

#endif
