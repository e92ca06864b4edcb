/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * sportello token: the signed addresses in our mails.
 */
#include "config.h"

#include "admin/command.h"
#include "admin/find.h"
#include "admin/print.h"

static enum sp_status run_revoke(struct sp_admin *admin, struct sp_err *err)
{
	struct sp_person *person;
	enum sp_status status;

	if (admin->argc != 1)
		return sp_usage(admin, err, "one address or number is needed");
	status = sp_find_person(admin, admin->argv[0], &person, err);
	if (status == SP_OK)
		status = sp_people_revoke_tokens(admin->db, person->id, admin->now, err);
	if (status == SP_OK)
		status = sp_note(admin, person->id, "tokens-revoked", "", "", err);
	if (status == SP_OK)
		status = sp_people_by_id(admin->db, &admin->arena, person->id, &person, err);
	if (status != SP_OK)
		return status;
	if (admin->json) {
		struct sp_json *object = sp_json_object();

		sp_json_set_number(object, "id", person->id);
		sp_json_set_text(object, "address", person->address);
		sp_json_set_number(object, "generation", person->token_generation);
		sp_print_json(admin, object);
	} else {
		fprintf(admin->out, "all tokens given to %.*s are worth nothing now\n",
			SP_FMT(person->address));
	}
	return SP_OK;
}

const struct sp_command sp_cmd_token_revoke = {
	.name = "token revoke", .arguments = "ADDRESS|ID",
	.summary = "make all tokens given to a person worthless", .needs = SP_NEEDS_DB_WRITE,
	.run = run_revoke,
};
