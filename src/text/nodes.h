/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What a template is once it is read: a flat row of nodes, shared by the
 * reader (template.c) and the renderer (render.c) and by nobody else.
 *
 * A section's node says where the node after its end is, so skipping one is a
 * jump.  Every section is closed, and none lies deeper than
 * SP_TEMPLATE_DEPTH; the renderer relies on both.
 */
#ifndef SP_TEXT_NODES_H
#define SP_TEXT_NODES_H

#include <stddef.h>

#include "base/str.h"

enum { SP_TEMPLATE_DEPTH = 16 };

enum sp_node_kind {
	SP_NODE_TEXT,     /* as it stands */
	SP_NODE_VALUE,    /* {{name}} */
	SP_NODE_RAW,      /* {{{name}}} and {{&name}} */
	SP_NODE_SECTION,  /* {{#name}} */
	SP_NODE_INVERTED, /* {{^name}} */
	SP_NODE_END,      /* {{/name}} */
};

struct sp_node {
	enum sp_node_kind kind;
	struct sp_str text; /* the text, or the name */
	size_t after;       /* of a section: the index after its end */
	int line;
};

struct sp_template {
	const char *name;
	struct sp_node *nodes;
	size_t count;
};

#endif
