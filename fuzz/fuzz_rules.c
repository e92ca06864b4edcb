/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Rules files: any bytes.  What is refused is refused with a text; what is read
 * can be compiled or refused, and asked about a line.
 */
#include <stdint.h>
#include <stdlib.h>

#include "mail/filters.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool any_text(void *context, const struct sp_rule_condition *condition, size_t index,
	const struct sp_rule_text **text_r)
{
	(void)condition;
	*text_r = context;
	return index == 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct sp_rules rules = SP_RULES_INIT;
	struct sp_arena arena = SP_ARENA_INIT;
	struct sp_err err = { 0 };
	struct sp_rule_text text = sp_rule_text(&arena,
		SP_STR("Il giorno 5 gen 2026 alle 09:12 Mario <mario@example.it> ha scritto:"));
	struct sp_rule_source source = { any_text, &text };
	struct sp_rule_match match;

	if (size > 64 * 1024)
		return 0;
	if (sp_rules_parse(&rules, sp_str_n((const char *)data, size), "fuzz", &sp_filter_words, &err) !=
		SP_OK) {
		if (!err.text[0])
			abort();
	} else {
		for (size_t i = 0; i < rules.count; i++)
			if (sp_rule_compile(&rules.items[i], &err) == SP_OK)
				sp_rule_takes(&rules.items[i], &source, &match);
	}
	sp_rules_release(&rules);
	sp_arena_release(&arena);
	return 0;
}
