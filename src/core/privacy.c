/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "core/privacy.h"

#include "base/clock.h"
#include "core/plan.h"

/* The words stand in the database: store/schema has the same in its CHECK lists,
 * tests/unit/test_store_schema.c compares the two. */
static const struct {
	const char *name;
	bool confirmed;
} rights[SP_RIGHTS] = {
	[SP_RIGHT_EXPORT] = { "export", true },
	[SP_RIGHT_ERASE] = { "erase", true },
	[SP_RIGHT_REVOKE] = { "revoke", true },
	[SP_RIGHT_RESTRICT] = { "restrict", true },
	[SP_RIGHT_RECTIFY] = { "rectify", true },
	[SP_RIGHT_OBJECT] = { "object", true },
	[SP_RIGHT_NOTICE] = { "notice", false },
	[SP_RIGHT_VIOLATION] = { "violation", false },
	[SP_RIGHT_OTHER] = { "other", false },
};

static const char *const results[SP_PRIVACY_RESULTS] = {
	[SP_PRIVACY_OPEN] = NULL,          [SP_PRIVACY_DONE] = "done",
	[SP_PRIVACY_PARTLY] = "partly",    [SP_PRIVACY_REFUSED] = "refused",
	[SP_PRIVACY_DENIED] = "denied",
};

static const char *const registered[SP_REGISTERED] = {
	[SP_REG_TERMS_GIVEN] = "terms-given",
	[SP_REG_TERMS] = "terms-accepted",       [SP_REG_NOTICE] = "notice-given",
	[SP_REG_CONSENT] = "consent-given",
	[SP_REG_WITHDRAWN] = "consent-withdrawn", [SP_REG_STARTED] = "request-started",
	[SP_REG_CONFIRMED] = "request-confirmed", [SP_REG_FINISHED] = "request-finished",
	[SP_REG_ACCESSED] = "accessed",          [SP_REG_EXPORTED] = "exported",
	[SP_REG_ERASED] = "erased",              [SP_REG_PARTLY_ERASED] = "partly-erased",
	[SP_REG_EXPIRED] = "expired",            [SP_REG_RESTRICTED] = "restricted",
	[SP_REG_LIFTED] = "lifted",              [SP_REG_RECTIFIED] = "rectified",
	[SP_REG_HOLD] = "hold",                  [SP_REG_HOLD_LIFTED] = "hold-lifted",
};

const char *sp_right_name(enum sp_right right)
{
	return rights[right].name;
}

const char *sp_privacy_result_name(enum sp_privacy_result result)
{
	return results[result];
}

const char *sp_registered_name(enum sp_registered what)
{
	return registered[what];
}

bool sp_right_of(struct sp_str word, enum sp_right *right_r)
{
	for (int i = 0; i < SP_RIGHTS; i++)
		if (sp_str_eq(sp_str(rights[i].name), word)) {
			*right_r = (enum sp_right)i;
			return true;
		}
	return false;
}

bool sp_privacy_result_of(struct sp_str word, enum sp_privacy_result *result_r)
{
	for (int i = 1; i < SP_PRIVACY_RESULTS; i++)
		if (sp_str_eq(sp_str(results[i]), word)) {
			*result_r = (enum sp_privacy_result)i;
			return true;
		}
	return false;
}

bool sp_registered_of(struct sp_str word, enum sp_registered *what_r)
{
	for (int i = 0; i < SP_REGISTERED; i++)
		if (sp_str_eq(sp_str(registered[i]), word)) {
			*what_r = (enum sp_registered)i;
			return true;
		}
	return false;
}

bool sp_right_is_confirmed(enum sp_right right)
{
	return rights[right].confirmed;
}

int64_t sp_privacy_due(int64_t started)
{
	struct sp_civil civil = sp_civil_of(started);
	int month = civil.month % 12 + 1, year = civil.year + (civil.month == 12);
	int64_t next = sp_days_of(month == 12 ? year + 1 : year, month % 12 + 1, 1);
	int days = (int)(next - sp_days_of(year, month, 1));

	civil.year = year;
	civil.month = month;
	if (civil.day > days)
		civil.day = days;
	return sp_civil_instant(civil);
}

bool sp_mail_is_about_privacy(const struct sp_mail_kind *kind)
{
	return sp_str_starts(sp_str(kind->name), SP_STR("privacy_"));
}

bool sp_restriction_allows(const struct sp_decision *decision)
{
	switch (decision->kind) {
	case SP_DO_NOTHING:
	case SP_DO_STORE:
	case SP_DO_PERSON:
	case SP_DO_OPEN:
	case SP_DO_ENTRY:
	case SP_DO_THREAD:
	case SP_DO_BOUNCED:
	case SP_DO_ALARM:
	case SP_DO_FLAG:
	case SP_DO_HOLD:
	case SP_DO_RIGHT:
	case SP_DO_SHOWN:
		return true;
	case SP_DO_MAIL:
		return sp_mail_is_about_privacy(decision->mail.kind);
	default:
		return false;
	}
}
