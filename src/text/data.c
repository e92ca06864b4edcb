/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The data that a template is filled with: a tree in an arena.
 */
#include "config.h"

#include "text/template.h"

static struct sp_data *new_data(struct sp_arena *arena, enum sp_data_kind kind)
{
	struct sp_data *data = sp_arena_new(arena, struct sp_data);

	data->kind = kind;
	return data;
}

static struct sp_data_member *find(const struct sp_data *object, struct sp_str name)
{
	for (struct sp_data_member *m = object->first; m; m = m->next)
		if (m->name && sp_str_eq(sp_str(m->name), name))
			return m;
	return NULL;
}

static void append(struct sp_arena *arena, struct sp_data *to, const char *name, struct sp_data *value)
{
	struct sp_data_member *member = sp_arena_new(arena, struct sp_data_member);

	member->name = name;
	member->value = value;
	if (to->last)
		to->last->next = member;
	else
		to->first = member;
	to->last = member;
}

/* A name that is set again has the new value. */
static struct sp_data *set(struct sp_arena *arena, struct sp_data *object, const char *name,
	enum sp_data_kind kind)
{
	struct sp_data_member *member = find(object, sp_str(name));
	struct sp_data *value = new_data(arena, kind);

	if (member)
		member->value = value;
	else
		append(arena, object, name, value);
	return value;
}

struct sp_data *sp_data_object(struct sp_arena *arena)
{
	return new_data(arena, SP_DATA_OBJECT);
}

void sp_data_set_text(struct sp_arena *arena, struct sp_data *object, const char *name,
	struct sp_str text)
{
	set(arena, object, name, SP_DATA_TEXT)->text = text;
}

void sp_data_set_bool(struct sp_arena *arena, struct sp_data *object, const char *name, bool yes)
{
	set(arena, object, name, SP_DATA_BOOL)->yes = yes;
}

struct sp_data *sp_data_set_list(struct sp_arena *arena, struct sp_data *object, const char *name)
{
	return set(arena, object, name, SP_DATA_LIST);
}

struct sp_data *sp_data_set_object(struct sp_arena *arena, struct sp_data *object, const char *name)
{
	return set(arena, object, name, SP_DATA_OBJECT);
}

struct sp_data *sp_data_add(struct sp_arena *arena, struct sp_data *list)
{
	struct sp_data *object = sp_data_object(arena);

	append(arena, list, NULL, object);
	return object;
}

void sp_data_add_text(struct sp_arena *arena, struct sp_data *list, struct sp_str text)
{
	struct sp_data *value = new_data(arena, SP_DATA_TEXT);

	value->text = text;
	append(arena, list, NULL, value);
}

const struct sp_data *sp_data_get(const struct sp_data *object, struct sp_str name)
{
	const struct sp_data_member *member;

	if (object->kind != SP_DATA_OBJECT)
		return NULL;
	member = find(object, name);
	return member ? member->value : NULL;
}
