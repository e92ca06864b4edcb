/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "admin/needs.h"

#include <stdlib.h>

#include "base/clock.h"
#include "base/mem.h"
#include "base/wake.h"
#include "store/db.h"
#include "text/conf.h"

enum { WAIT_MS = 30000 };

/* What a writing command says is kept until it is committed. */
static char *said;
static size_t said_len;

static enum sp_status open_for_writing(struct sp_admin *admin, struct sp_err *err)
{
	int64_t deadline_ms = sp_clock_monotonic_ms() + WAIT_MS;
	enum sp_status status;

	status = sp_db_open(admin->conf->database, admin->conf->lock, deadline_ms, &admin->db, err);
	if (status == SP_OK)
		status = sp_db_begin(admin->db, err);
	if (status != SP_OK)
		return status;
	admin->out = open_memstream(&said, &said_len);
	if (!admin->out)
		sp_out_of_memory();
	return SP_OK;
}

static enum sp_status open_for_reading(struct sp_admin *admin, struct sp_err *err)
{
	enum sp_status status = sp_db_open_read(admin->conf->database, &admin->db, err);

	return status == SP_OK ? sp_db_begin_read(admin->db, err) : status;
}

enum sp_status sp_needs_bring(struct sp_admin *admin, struct sp_err *err)
{
	unsigned needs = admin->command->needs;
	enum sp_status status = SP_OK;

	admin->now = sp_clock_now();
	if (needs)
		status = sp_conf_read(admin->conf_path, &admin->conf, err);
	if (status == SP_OK && admin->command->before)
		status = admin->command->before(admin, err);
	if (status == SP_OK && (needs & SP_NEEDS_DB_WRITE))
		return open_for_writing(admin, err);
	if (status == SP_OK && (needs & SP_NEEDS_DB_READ))
		return open_for_reading(admin, err);
	return status;
}

static void show_what_was_said(struct sp_admin *admin, bool show)
{
	if (admin->out == stdout)
		return;
	if (fclose(admin->out) != 0)
		sp_out_of_memory();
	admin->out = stdout;
	if (show)
		fwrite(said, 1, said_len, stdout);
	free(said);
}

enum sp_status sp_needs_release(struct sp_admin *admin, enum sp_status status, struct sp_err *err)
{
	bool wrote = admin->db && (admin->command->needs & SP_NEEDS_DB_WRITE);

	if (wrote && admin->dry_run)
		sp_db_rollback(admin->db);
	else if (wrote && status == SP_OK)
		status = sp_db_commit(admin->db, err);
	show_what_was_said(admin, status == SP_OK);
	sp_db_close(admin->db);
	/* What was queued leaves now, not when the sender looks the next time. */
	if (wrote && admin->dry_run && status == SP_OK)
		fputs("--dry-run: nothing was changed\n", stderr);
	else if (wrote && status == SP_OK)
		sp_wake_sender(admin->conf->state_folder);
	if (admin->command->end)
		admin->command->end(admin);
	sp_conf_free(admin->conf);
	admin->db = NULL;
	admin->conf = NULL;
	return status;
}
