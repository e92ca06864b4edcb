/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A case that the driver is asked, taken apart, and its answer in the making
 * (tests/model/driver.c).
 */
#ifndef SP_TESTS_MODEL_DRIVER_H
#define SP_TESTS_MODEL_DRIVER_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "text/tariff.h"

enum { MAX_FIELDS = 64 };

struct asked {
	struct sp_str fields[MAX_FIELDS];
	size_t count;
	struct sp_arena arena;
	struct sp_buf out;
};

/* What is malformed ends the program. */
_Noreturn void die(const char *what, struct sp_str field);

struct sp_str field_at(const struct asked *asked, size_t at);
int64_t number_of(struct sp_str field);
int64_t number_at(const struct asked *asked, size_t at);
enum sp_work_kind kind_of(struct sp_str field);
/* The tariff of field 1. */
const struct sp_tariff *tariff_of(struct asked *asked);
void add_number(struct asked *asked, int64_t number);

void ask_due(struct asked *asked);
void ask_minutes(struct asked *asked);
void ask_open(struct asked *asked);
void ask_check(struct asked *asked);
void ask_explain(struct asked *asked);
void ask_price(struct asked *asked);
void ask_hours(struct asked *asked);
void ask_money(struct asked *asked);
void ask_shown(struct asked *asked);
void ask_ledger(struct asked *asked);

#endif
