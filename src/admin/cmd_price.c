/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * sportello price: what work costs outside package and contract, net of VAT
 * (SPEC.md section 10; the interface is fixed).
 */
#include "config.h"

#include <inttypes.h>

#include "admin/command.h"
#include "admin/named.h"
#include "admin/print.h"
#include "core/tariff.h"

static enum sp_status read_work(struct sp_admin *admin, enum sp_work_kind *kind_r,
	int64_t *minutes_r, struct sp_err *err)
{
	const char *minutes = sp_option(admin, "minutes"), *kind = sp_option(admin, "kind");
	unsigned long long number;

	*kind_r = SP_WORK_ORDINARY;
	if (admin->argc)
		return sp_usage(admin, err, "\"%s\" is too much", admin->argv[0]);
	if (!minutes || !sp_str_number(sp_str(minutes), SP_MAX_WORK_MINUTES, &number))
		return sp_usage(admin, err, "--minutes needs a whole number from 0 to %" PRId64,
			SP_MAX_WORK_MINUTES);
	if (kind && !sp_work_kind_read(sp_str(kind), kind_r))
		return sp_usage(admin, err, "--kind \"%s\" is no kind of work; kinds are ordinary, "
			"extraordinary, urgent, remote", kind);
	*minutes_r = (int64_t)number;
	return SP_OK;
}

static void print_json(struct sp_admin *admin, int64_t charged, struct sp_price price)
{
	struct sp_json *object = sp_json_object();

	sp_json_set_number(object, "charged_minutes", charged);
	sp_json_set_number(object, "amount_cents", price.total);
	sp_json_set_number(object, "work_cents", price.work);
	sp_json_set_number(object, "out_of_hours_cents", price.out_of_hours);
	sp_json_set_number(object, "extra_cents", price.extra);
	sp_print_json(admin, object);
}

static enum sp_status run(struct sp_admin *admin, struct sp_err *err)
{
	const struct sp_tariff *tariff;
	enum sp_work_kind kind;
	int64_t minutes, charged;
	struct sp_price price;
	enum sp_status status = sp_named_tariff(admin, &tariff, err);

	if (status == SP_OK)
		status = read_work(admin, &kind, &minutes, err);
	if (status != SP_OK)
		return status;
	charged = sp_charged_minutes(tariff, kind, minutes);
	price = sp_price_of(tariff, charged, sp_option(admin, "out-of-hours") != NULL,
		sp_option(admin, "extra") != NULL);
	if (admin->json)
		print_json(admin, charged, price);
	else
		fprintf(admin->out, "charged_minutes=%" PRId64 " amount_cents=%" PRId64 "\n",
			charged, price.total);
	return SP_OK;
}

static const struct sp_option options[] = {
	{ "tariff", "NAME", "which tariff; else the desk's", false },
	{ "minutes", "N", "real minutes of one work log", false },
	{ "kind", "KIND", "ordinary (else), extraordinary, urgent or remote", false },
	{ "out-of-hours", NULL, "with the surcharge for work out of hours", false },
	{ "extra", NULL, "with the surcharge for a wished priority", false },
	{ NULL, NULL, NULL, false },
};

const struct sp_command sp_cmd_price = {
	.name = "price", .arguments = "--minutes N [--tariff NAME]",
	.summary = "what that much work costs", .options = options, .needs = SP_NEEDS_CONF,
	.run = run,
};
