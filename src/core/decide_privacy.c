/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What is told about personal data: to the one whose they are, and to the one
 * who answers for them.
 */
#include "core/deciding.h"

static struct sp_decision *tell(struct sp_deciding *d, const char *template_name,
	const struct sp_person *person, struct sp_str address, struct sp_str language,
	struct sp_str text, const char *reason)
{
	struct sp_decision *mail = sp_add_mail(d, template_name, 0, person ? person->id : 0, address,
		language, reason);

	mail->mail.vouched = true;
	mail->mail.reason = text;
	return mail;
}

struct sp_plan *sp_decide_erased(struct sp_arena *arena, const struct sp_case *c,
	const struct sp_person *person, struct sp_str kept, struct sp_str report)
{
	struct sp_plan *plan = sp_arena_new(arena, struct sp_plan);
	struct sp_deciding d = { .arena = arena, .c = c, .plan = plan };
	struct sp_str ours = sp_str(c->queue->policies.language);

	plan->arena = arena;
	plan->actor = SP_BY_ADMINISTRATOR;
	plan->summary = "erased";
	if (person && person->address.len && person->role == SP_CUSTOMER)
		tell(&d, "privacy_erased", person, person->address,
			person->language.len ? person->language : ours, kept,
			"he is told what was erased, and what is kept and why");
	if (*c->conf->dpo)
		tell(&d, "privacy_report", NULL, sp_str(c->conf->dpo), ours, report,
			"the DPO is told too, without a name");
	return plan;
}
