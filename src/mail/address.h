/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Address lists (RFC 5322, 3.4) as they are written in real mail.
 */
#ifndef SP_MAIL_ADDRESS_H
#define SP_MAIL_ADDRESS_H

#include "base/arena.h"
#include "core/message.h"

/* Append the mailboxes of one raw, unfolded value to `list`, groups opened;
 * names are decoded.  Stops at SP_MAX_ADDRESSES and sets `cut`.  An entry that
 * holds no address is passed over. */
void sp_addresses_parse(struct sp_arena *arena, struct sp_str raw, struct sp_address_list *list);

/* The address of the first mailbox of such a value ("a@b", "A <a@b>"), absent when
 * there is none. */
struct sp_str sp_address_parse(struct sp_arena *arena, struct sp_str raw);

#endif
