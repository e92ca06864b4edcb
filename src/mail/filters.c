/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "mail/filters.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/sources.h"
#include "base/utf8.h"
#include "text/shipped.h"

static const char *const places[] = {
	[SP_AT_FIELD] = "field NAME", [SP_AT_FROM] = "from",  [SP_AT_TYPE] = "type",
	[SP_AT_REPORT] = "report",    [SP_AT_PART] = "part",  [SP_AT_LINE] = "line",
	[SP_AT_TEXT] = "text",        [SP_FILTER_PLACES] = NULL,
};

static const char *const says[] = {
	[SP_SAYS_PEC_RECEIPT] = "pec-receipt",
	[SP_SAYS_BOUNCE] = "bounce",
	[SP_SAYS_RECEIPT] = "receipt",
	[SP_SAYS_PERSON] = "person",
	[SP_SAYS_SIGN_UP] = "sign-up",
	[SP_SAYS_AUTOMATIC] = "automatic",
	[SP_SAYS_LIST] = "list",
	[SP_SAYS_SPAM] = "spam",
	[SP_SAYS_NO_BOUNCE] = "no-bounce",
	[SP_SAYS_RECIPIENT] = "recipient",
	[SP_SAYS_STATUS] = "status CODE",
	[SP_SAYS_RETURNED] = "returned",
	[SP_SAYS_ATTRIBUTION] = "attribution",
	[SP_SAYS_ATTRIBUTION_MARKED] = "attribution-marked",
	[SP_SAYS_ATTRIBUTION_START] = "attribution-start",
	[SP_SAYS_ORIGINAL] = "original",
	[SP_SAYS_FORWARD] = "forward",
	[SP_SAYS_LABEL] = "label KIND",
	[SP_SAYS_SIGNATURE] = "signature",
	[SP_SAYS_FOOTER] = "footer",
	[SP_SAYS_DISCLAIMER] = "disclaimer",
	[SP_SAYS_CONTACT] = "contact",
	[SP_SAYS_TAIL] = "tail",
	[SP_SAYS_FORWARD_SUBJECT] = "forward-subject",
	[SP_FILTER_SAYS] = NULL,
};

const struct sp_rule_words sp_filter_words = { places, says };

struct sp_filters {
	struct sp_rules rules;
	const struct sp_rule **saying[SP_FILTER_SAYS];
	size_t count[SP_FILTER_SAYS];
	struct sp_buf *trace; /* or NULL */
};

static int is_rules_file(const struct dirent *entry)
{
	return entry->d_name[0] != '.' && sp_str_ends_nocase(sp_str(entry->d_name), SP_STR(".rules"));
}

/* Append the rules of a folder's files in the order of their names. */
static enum sp_status read_folder(struct sp_rules *rules, const char *folder, const char *shown,
	bool must_be_there, struct sp_err *err)
{
	struct dirent **names = NULL;
	enum sp_status status = SP_OK;
	int count;

	sp_source(folder);
	count = scandir(folder, &names, is_rules_file, alphasort);
	if (count < 0 && errno == ENOENT && !must_be_there)
		return SP_OK;
	if (count < 0 && errno == ENOMEM)
		sp_out_of_memory();
	if (count <= 0) {
		if (count == 0 && !must_be_there)
			return SP_OK;
		return sp_fail(err, SP_CONFIG, "%s: %s; this folder holds the rules files", folder,
			count < 0 ? strerror(errno) : "it has no *.rules");
	}
	for (int i = 0; i < count; i++) {
		struct sp_arena *arena = &rules->arena;
		const char *path = sp_arena_printf(arena, "%s/%s", folder, names[i]->d_name);

		if (status == SP_OK)
			status = sp_rules_read(rules, path,
				sp_arena_printf(arena, "%s/%s", shown, names[i]->d_name),
				&sp_filter_words, err);
		free(names[i]);
	}
	free(names);
	return status;
}

/* Is there a rule of this name before `end`, so that the one at `end` does not count? */
static bool replaced(const struct sp_rules *rules, size_t site, size_t at)
{
	for (size_t i = 0; at >= site && i < site; i++)
		if (strcmp(rules->items[i].name, rules->items[at].name) == 0)
			return true;
	return false;
}

/* `site`: how many of the rules, at the front, are the site's. */
static void sort_rules(struct sp_filters *filters, size_t site)
{
	struct sp_rules *rules = &filters->rules;
	size_t room[SP_FILTER_SAYS] = { 0 };

	for (size_t i = 0; i < rules->count; i++)
		if (!rules->items[i].off)
			room[rules->items[i].says]++;
	for (unsigned s = 0; s < SP_FILTER_SAYS; s++)
		filters->saying[s] = sp_arena_array(&rules->arena, room[s], const struct sp_rule *);
	for (size_t i = 0; i < rules->count; i++) {
		const struct sp_rule *rule = &rules->items[i];

		if (!rule->off && !replaced(rules, site, i))
			filters->saying[rule->says][filters->count[rule->says]++] = rule;
	}
}

enum sp_status sp_filters_load(const char *folder, const char *site, struct sp_filters **filters_r,
	struct sp_err *err)
{
	struct sp_filters *filters = sp_alloc(1, sizeof *filters);
	enum sp_status status = SP_OK;
	size_t site_count;

	*filters_r = NULL;
	filters->rules = (struct sp_rules)SP_RULES_INIT;
	if (site)
		status = read_folder(&filters->rules, site, site, false, err);
	site_count = filters->rules.count;
	for (size_t i = 0; i < site_count && status == SP_OK; i++)
		status = sp_rule_compile(&filters->rules.items[i], err);
	if (status == SP_OK)
		status = read_folder(&filters->rules, folder, "filters", true, err);
	if (status != SP_OK) {
		sp_filters_free(filters);
		return status;
	}
	sort_rules(filters, site_count);
	*filters_r = filters;
	return SP_OK;
}

enum sp_status sp_filters_load_shipped(const char *site, struct sp_filters **filters_r,
	struct sp_err *err)
{
	struct sp_arena arena = SP_ARENA_INIT;
	enum sp_status status = sp_filters_load(
		sp_arena_printf(&arena, "%s/filters", sp_shipped_folder(&arena)), site, filters_r, err);

	sp_arena_release(&arena);
	return status;
}

enum sp_status sp_filters_check(const struct sp_filters *filters, struct sp_err *err)
{
	enum sp_status status = SP_OK;

	for (size_t i = 0; i < filters->rules.count && status == SP_OK; i++)
		status = sp_rule_compile(&filters->rules.items[i], err);
	return status;
}

enum sp_status sp_filters_ready(const struct sp_filters *filters, struct sp_err *err)
{
	for (size_t i = 0; i < filters->rules.count; i++)
		sp_rule_fold(&filters->rules.items[i]);
	return sp_filters_check(filters, err);
}

void sp_filters_free(struct sp_filters *filters)
{
	if (!filters)
		return;
	sp_rules_release(&filters->rules);
	free(filters);
}

const struct sp_rule *const *sp_filters_saying(const struct sp_filters *filters,
	enum sp_filter_says what, size_t *count_r)
{
	*count_r = filters ? filters->count[what] : 0;
	return filters ? filters->saying[what] : NULL;
}

void sp_filters_trace(struct sp_filters *filters, struct sp_buf *trace)
{
	filters->trace = trace;
}

static const struct sp_rule *taken(const struct sp_filters *filters,
	const struct sp_rule_match *match)
{
	const struct sp_rule *rule = match->rule;
	struct sp_str text = sp_str_sub(match->text, 0, sp_str_find_char(match->text, '\n'));

	if (!filters->trace)
		return rule;
	sp_buf_printf(filters->trace, "%s:%u %s: line %u", rule->file, rule->line, rule->name,
		match->line);
	if (text.ptr)
		sp_buf_printf(filters->trace, ", \"%.*s\"", SP_FMT(sp_utf8_cut(text, 120)));
	sp_buf_add_char(filters->trace, '\n');
	return rule;
}

const struct sp_rule *sp_filters_first(const struct sp_filters *filters, enum sp_filter_says what,
	const struct sp_rule_source *source, struct sp_rule_match *match_r)
{
	size_t count;
	const struct sp_rule *const *rules = sp_filters_saying(filters, what, &count);

	for (size_t i = 0; i < count; i++)
		if (sp_rule_takes(rules[i], source, match_r))
			return taken(filters, match_r);
	return NULL;
}

const struct sp_rule *sp_filters_line(const struct sp_filters *filters, enum sp_filter_says what,
	const struct sp_rule_text *line, struct sp_rule_match *match_r)
{
	size_t count;
	const struct sp_rule *const *rules = sp_filters_saying(filters, what, &count);

	for (size_t i = 0; i < count; i++) {
		bool all = true;

		*match_r = (struct sp_rule_match){ .rule = rules[i] };
		for (size_t j = 0; j < rules[i]->count && all; j++) {
			const struct sp_rule_condition *c = &rules[i]->conditions[j];
			struct sp_rule_match aside = { 0 };

			all = c->place == SP_AT_LINE &&
			      sp_rule_holds(c, line, c->not ? &aside : match_r) != c->not;
		}
		if (all)
			return taken(filters, match_r);
	}
	return NULL;
}
