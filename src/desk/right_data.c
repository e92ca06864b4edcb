/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What mails about a request on personal data say of it: which right, and
 * whether it is known to be his.
 */
#include "desk/mail_data.h"

#include "store/privacy.h"

/* The plan's own step, if it takes one: what it begins is not in the database
 * yet when the first mail is composed. */
static const struct sp_decision *step_of(const struct sp_plan *plan)
{
	for (size_t i = 0; i < plan->count; i++)
		if (plan->items[i].kind == SP_DO_RIGHT)
			return &plan->items[i];
	return NULL;
}

static enum sp_status read_request(struct sp_applying *a, const struct sp_decision *decision,
	struct sp_privacy_request *request_r, bool *found_r, struct sp_err *err)
{
	const struct sp_decision *step = step_of(a->plan);

	*request_r = (struct sp_privacy_request){ 0 };
	*found_r = step && step->right.step == SP_RIGHT_STARTED;
	if (*found_r)
		request_r->right = step->right.right;
	if (*found_r || !decision->ticket_id)
		return SP_OK;
	return sp_privacy_of_ticket(a->db, a->arena, a->ticket.id, request_r, found_r, err);
}

enum sp_status sp_right_data(struct sp_applying *a, const struct sp_decision *decision,
	const char *language, struct sp_data *data, struct sp_err *err)
{
	struct sp_privacy_request request;
	bool found = false, denied;
	enum sp_status status = read_request(a, decision, &request, &found, err);
	const char *key = sp_arena_printf(a->arena, "privacy.%s", sp_right_name(request.right));

	if (status != SP_OK)
		return status;
	/* In his own words: they stand in the mail. */
	found = found && request.right != SP_RIGHT_OTHER;
	denied = found && request.finished_at && request.result == SP_PRIVACY_DENIED;
	sp_data_set_text(a->arena, data, "right", found ?
		sp_str(sp_word(a->desk->words, language, key)) : SP_STR(""));
	sp_data_set_bool(a->arena, data, "to_confirm", found && !request.finished_at &&
		!request.confirmed_at && sp_right_is_confirmed(request.right));
	sp_data_set_bool(a->arena, data, "confirmed", found && request.confirmed_at);
	sp_data_set_bool(a->arena, data, "denied", denied);
	sp_data_set_bool(a->arena, data, "wants_notice", found && request.right == SP_RIGHT_NOTICE);
	return SP_OK;
}
