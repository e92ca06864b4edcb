/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A scene for tests of the decision: the desk with two queues, staff Anna and
 * Luca, the customers Mario (requester of HT00001) and Giulia, and one ticket.
 * A test changes what it is about and asks what the plan holds.
 */
#ifndef SP_UNIT_SCENE_H
#define SP_UNIT_SCENE_H

#include "core/decide.h"
#include "core/token.h"
#include "text/calendar.h"

extern struct sp_words *words;

struct scene {
	struct sp_arena arena;
	struct sp_conf conf;
	struct sp_queue_conf queues[2];
	struct sp_calendar calendar;
	struct sp_address from;
	struct sp_message message;
	struct sp_envelope envelope;
	struct sp_person mario, giulia, people[2];
	struct sp_str queue_names[2];
	struct sp_candidate candidate;
	struct sp_facts facts;
	struct sp_case c;
	struct sp_plan *plan;
};

/* A first message of somebody unknown; nothing refers to the ticket yet. */
struct scene *scene(void);

/* The message refers to the ticket and comes from mario, giulia or anna. */
struct scene *answer(struct sp_person *(*sender)(struct scene *));
struct sp_person *mario(struct scene *s);
struct sp_person *giulia(struct scene *s);
struct sp_person *anna(struct scene *s);

/* Its address carries the sender's own staff token. */
void proven(struct scene *s);

void decide(struct scene *s);

/* The first decision of that kind: NULL when there is none; which must be there. */
const struct sp_decision *find(const struct scene *s, enum sp_decision_kind kind);
const struct sp_decision *the(const struct scene *s, enum sp_decision_kind kind)
	__attribute__((returns_nonnull));

/* How many mails of that template go to `address` (NULL: to anybody); of all. */
int mails(const struct scene *s, const char *template_name, const char *address);
int all_mails(const struct scene *s);

void end(struct scene *s);

/* Group fixtures: the words of both languages. */
int load_words(void **state);
int free_words(void **state);

#endif
