/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "config.h"

#include "text/retention.h"

enum { CENTURY_DAYS = 36525 };

/* Accounts alone may be 0: a desk that has no duty to keep them. */
static const struct {
	const char *name;
	unsigned least;
} classes[SP_KEEP_CLASSES] = {
	[SP_KEEP_CONVERSATION] = { "conversation", 1 },
	[SP_KEEP_ACCOUNTS] = { "accounts", 0 },
	[SP_KEEP_AUTOMATIC] = { "automatic", 1 },
	[SP_KEEP_SPAM] = { "spam", 1 },
	[SP_KEEP_SENT] = { "sent", 1 },
};

enum sp_status sp_retention_take(struct sp_retention *retention, struct sp_str value,
	struct sp_err *err)
{
	size_t blank = sp_str_find_char(value, ' ');
	struct sp_str name = sp_str_sub(value, 0, blank);
	unsigned long long days = 0;

	for (int i = 0; i < SP_KEEP_CLASSES; i++) {
		if (!sp_str_eq(name, sp_str(classes[i].name)))
			continue;
		if (!sp_str_number(sp_str_trim(sp_str_from(value, blank)), CENTURY_DAYS, &days) ||
			days < classes[i].least)
			return sp_fail(err, SP_CONFIG, "\"%.*s\": after %s a number of days from %u to %d "
				"is expected", SP_FMT(value), classes[i].name, classes[i].least, CENTURY_DAYS);
		if (retention->given[i])
			return sp_fail(err, SP_CONFIG, "\"%.*s\": %s stands here twice", SP_FMT(value),
				classes[i].name);
		retention->given[i] = true;
		retention->days[i] = (int64_t)days;
		return SP_OK;
	}
	return sp_fail(err, SP_CONFIG, "\"%.*s\": must be \"CLASS DAYS\", and the classes are "
		"conversation, accounts, automatic, spam and sent", SP_FMT(value));
}

enum sp_status sp_retention_check(const struct sp_retention *retention, struct sp_err *err)
{
	for (int i = 0; i < SP_KEEP_CLASSES; i++)
		if (!retention->given[i])
			return sp_fail(err, SP_CONFIG, "retention does not say how long %s is kept; add "
				"\"%s DAYS\"", classes[i].name, classes[i].name);
	return SP_OK;
}
