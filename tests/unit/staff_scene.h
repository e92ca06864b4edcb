/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The scene of tests/unit/scene.h, seen by Anna, who proves who she is and writes
 * commands.
 */
#ifndef SP_UNIT_STAFF_SCENE_H
#define SP_UNIT_STAFF_SCENE_H

#include "unit/scene.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define MARIO "mario@rossi.example.it"

/* Anna writes that on the ticket; in what state it is. */
struct scene *wrote(enum sp_state state, const char *text);

/* The first decision that sets that field: NULL when there is none; which must
 * be there. */
const struct sp_decision *field(const struct scene *s, enum sp_ticket_field field);
const struct sp_decision *set(const struct scene *s, enum sp_ticket_field f)
	__attribute__((returns_nonnull));

/* Nothing but the message kept, noted on its ticket, and the author told. */
void refused(struct scene *s, const char *text);

/* Group fixture: the words of both languages, and the zone of Rome. */
int load_rome(void **state);

#endif
