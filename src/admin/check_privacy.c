/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * sportello check: requests about personal data, which the law gives a month, and
 * erasures that were begun.
 */
#include "config.h"

#include "admin/check.h"
#include "admin/print.h"
#include "store/erase.h"
#include "store/privacy.h"

enum { DAY = 24 * 60 * 60 };

static void check_request(struct sp_checking *c, const struct sp_privacy_request *request)
{
	bool late = request->due_at <= c->admin->now;
	struct sp_buf due = SP_BUF_INIT;

	if (!late && request->due_at > c->admin->now + SP_PRIVACY_SOON)
		return;
	sp_add_instant(&due, request->due_at);
	sp_check_say(c, late ? SP_CHECK_ERROR : SP_CHECK_WARNING,
		"request %lld about personal data (%s) %s %s; see sportello privacy list",
		(long long)request->id, sp_right_name(request->right),
		late ? "is not answered, and had to be by" : "has to be answered by", due.ptr);
	sp_buf_release(&due);
}

static bool check_erasures(struct sp_checking *c)
{
	struct sp_admin *admin = c->admin;
	struct sp_erasure *begun = NULL;
	struct sp_err err = { 0 };
	size_t count = 0;

	if (sp_erasures(admin->db, &admin->arena, &begun, &count, &err) != SP_OK) {
		sp_check_say(c, SP_CHECK_ERROR, "%s", err.text);
		return false;
	}
	for (size_t i = 0; i < count; i++)
		if (begun[i].at < admin->now - DAY)
			sp_check_say(c, SP_CHECK_WARNING,
				"an erasure of person %lld is not through; sportello privacy retention "
				"(cron, once a day) goes on with it", (long long)begun[i].person_id);
	return true;
}

void sp_check_privacy(struct sp_checking *c)
{
	struct sp_admin *admin = c->admin;
	struct sp_privacy_request *list = NULL;
	unsigned before = c->errors + c->warnings;
	struct sp_err err = { 0 };
	size_t count = 0;

	if (sp_privacy_list(admin->db, &admin->arena, 0, false, &list, &count, &err) != SP_OK) {
		sp_check_say(c, SP_CHECK_ERROR, "%s", err.text);
		return;
	}
	for (size_t i = 0; i < count; i++)
		check_request(c, &list[i]);
	if (check_erasures(c) && c->errors + c->warnings == before)
		sp_check_say(c, SP_CHECK_OK, "%zu open request%s about personal data", count,
			count == 1 ? "" : "s");
}
