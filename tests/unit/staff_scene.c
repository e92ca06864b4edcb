/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>

#include "base/clock.h"
#include "unit/staff_scene.h"

struct scene *wrote(enum sp_state state, const char *text)
{
	struct scene *s = answer(anna);

	proven(s);
	s->candidate.ticket.state = state;
	s->message.text = s->message.reply = sp_str(text);
	decide(s);
	return s;
}

const struct sp_decision *field(const struct scene *s, enum sp_ticket_field field)
{
	for (size_t i = 0; i < s->plan->count; i++)
		if (s->plan->items[i].kind == SP_DO_SET && s->plan->items[i].set.field == field)
			return &s->plan->items[i];
	return NULL;
}

const struct sp_decision *set(const struct scene *s, enum sp_ticket_field f)
{
	const struct sp_decision *found = field(s, f);

	assert_non_null(found);
	if (!found)
		abort();
	return found;
}

void refused(struct scene *s, const char *text)
{
	size_t last = s->plan->count - 1;

	if (s->plan->count < 2 || s->plan->count > 3 || s->plan->items[0].kind != SP_DO_STORE ||
		(last == 2 && s->plan->items[1].kind != SP_DO_FLAG) ||
		mails(s, "command_error", "anna@desk.example.it") != 1)
		fail_msg("%s: not refused", text);
	assert_true(sp_str_eq(s->plan->items[last].mail.recipient, SP_STR("anna@desk.example.it")));
}

int load_rome(void **state)
{
	struct sp_err err = { 0 };

	return sp_zone_set("Europe/Rome", &err) == SP_OK ? load_words(state) : -1;
}
