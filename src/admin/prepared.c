/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "admin/prepared.h"

struct sp_prepared *sp_prepare(struct sp_admin *admin)
{
	admin->prepared = sp_arena_new(&admin->arena, struct sp_prepared);
	return admin->prepared;
}

enum sp_status sp_prepare_desk(struct sp_admin *admin, struct sp_err *err)
{
	struct sp_prepared *prepared = admin->prepared;
	enum sp_status status = sp_desk_open(admin->conf_path, &prepared->desk, err);

	if (status != SP_OK)
		return status;
	prepared->open = true;
	status = sp_db_open_read(prepared->desk.conf->database, &admin->db, err);
	return status == SP_OK ? sp_db_begin_read(admin->db, err) : status;
}

enum sp_status sp_prepare_end(struct sp_admin *admin, enum sp_status status, struct sp_err *err)
{
	struct sp_prepared *prepared = admin->prepared;

	sp_db_close(admin->db);
	admin->db = NULL;
	return status == SP_OK ? sp_stored_parse(&prepared->stored, &prepared->desk, &admin->arena,
		err) : status;
}

enum sp_status sp_prepare_held(struct sp_admin *admin,
	enum sp_status (*find)(struct sp_admin *admin, struct sp_person **person_r,
		struct sp_err *err),
	struct sp_err *err)
{
	struct sp_prepared *prepared = sp_prepare(admin);
	struct sp_person *person = NULL;
	enum sp_status status = sp_prepare_desk(admin, err);

	if (status == SP_OK)
		status = find(admin, &person, err);
	if (status == SP_OK)
		status = sp_stored_take_held(&prepared->stored, admin->db, &admin->arena, person->id, err);
	return sp_prepare_end(admin, status, err);
}

void sp_prepared_free(struct sp_admin *admin)
{
	struct sp_prepared *prepared = admin->prepared;

	if (!prepared)
		return;
	sp_stored_release(&prepared->stored);
	if (prepared->open)
		sp_desk_close(&prepared->desk);
	admin->prepared = NULL;
}
