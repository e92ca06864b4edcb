/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "desk/mailto.h"

#include "core/address.h"

enum { DAY = 86400 };

/* RFC 6068, 2: what is not unreserved is written as %XX. */
static void add_encoded(struct sp_buf *out, struct sp_str text)
{
	for (size_t i = 0; i < text.len; i++) {
		char c = text.ptr[i];

		if (sp_ascii_alnum(c) || (c && strchr("-._~", c)))
			sp_buf_add_char(out, c);
		else
			sp_buf_printf(out, "%%%02X", (unsigned char)c);
	}
}

void sp_mailto_add(struct sp_buf *out, const struct sp_applying *a, struct sp_str address,
	enum sp_token_purpose purpose, int64_t ticket_id, const struct sp_person *person,
	struct sp_str subject, struct sp_str body)
{
	struct sp_token token = {
		.purpose = purpose,
		.ticket_id = ticket_id,
		.person_id = person->id,
		.day = a->c->facts->now / DAY,
		.generation = sp_token_generation(person, 0),
	};

	sp_buf_add_text(out, "mailto:");
	add_encoded(out, sp_address_local(address));
	sp_buf_add_char(out, '+');
	sp_token_write(out, &a->desk->keys, &token);
	sp_buf_add_char(out, '@');
	sp_buf_add_str(out, sp_address_domain(address));
	sp_buf_add_text(out, "?subject=");
	add_encoded(out, subject);
	if (body.len) {
		sp_buf_add_text(out, "&body=");
		add_encoded(out, body);
	}
}
