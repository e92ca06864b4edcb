/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "desk/statement_words.h"

struct sp_str sp_monthly_number(struct sp_arena *arena, const struct sp_monthly *monthly)
{
	return sp_str(sp_arena_printf(arena, "%lld/%lld", (long long)monthly->year,
		(long long)monthly->number));
}

struct sp_str sp_month_words(struct sp_arena *arena, const struct sp_words *words,
	const char *language, int64_t month)
{
	return sp_str(sp_arena_printf(arena, "%s %lld", sp_word(words, language,
		sp_arena_printf(arena, "month.m%lld", (long long)(month % 100))),
		(long long)(month / 100)));
}

static void add_mark(struct sp_buf *out, struct sp_arena *arena, const struct sp_words *words,
	const char *language, const char *key)
{
	if (key)
		sp_buf_printf(out, "%s%s", out->len ? ", " : "", sp_word(words, language,
			sp_arena_printf(arena, "mark.%s", key)));
}

void sp_movement_marks(struct sp_buf *out, struct sp_arena *arena, const struct sp_words *words,
	const char *language, const struct sp_movement *movement)
{
	static const char *const causes[SP_CAUSES] = {
		[SP_BOUGHT] = "bought", [SP_TAKEN_BACK] = "correction", [SP_SETTLED] = "settled",
	};
	static const char *const targets[SP_TARGETS] = {
		[SP_TO_PRICE] = "excess", [SP_TO_EXTRA] = "extra", [SP_TO_CARRY] = "carry",
		[SP_TO_COST] = "cost",
	};
	const struct sp_ledger_entry *entry = &movement->row.entry;

	/* It waits no more: the account's own row says the rest. */
	if (entry->target == SP_TO_CARRY && entry->cause == SP_SETTLED) {
		add_mark(out, arena, words, language, "paid");
		return;
	}
	add_mark(out, arena, words, language,
		entry->cause == SP_BOUGHT && entry->minutes < 0 ? "removed" : causes[entry->cause]);
	add_mark(out, arena, words, language, targets[entry->target]);
	add_mark(out, arena, words, language,
		movement->out_of_hours && entry->target == SP_TO_PRICE ? "out_of_hours" : NULL);
	add_mark(out, arena, words, language,
		movement->unconsented && entry->cause != SP_TAKEN_BACK ? "unconsented" : NULL);
	add_mark(out, arena, words, language, movement->disputed ? "disputed" : NULL);
}
