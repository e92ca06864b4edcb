/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/idn.h"

#include <idn2.h>

#include "base/charset_unicode.h"
#include "base/utf8.h"

enum { LONGEST_DOMAIN = 1024 };

/* Letters that are mapped to plain ones (a fullwidth "@" or "a") would make one
 * name of two that look different; such a domain nobody has. */
static bool is_a_label_form(const char *ascii)
{
	for (const char *c = ascii; *c; c++)
		if (!sp_ascii_alnum(*c) && !strchr("-._", *c))
			return false;
	return strstr(ascii, "xn--") != NULL;
}

bool sp_idn_add_ascii(struct sp_buf *out, struct sp_str domain)
{
	char text[LONGEST_DOMAIN + 1];
	char *ascii = NULL;
	bool good;

	if (domain.len > LONGEST_DOMAIN)
		return false;
	if (sp_unicode_ascii(domain) == domain.len) {
		for (size_t i = 0; i < domain.len; i++)
			sp_buf_add_char(out, sp_ascii_lower(domain.ptr[i]));
		return true;
	}
	if (memchr(domain.ptr, '\0', domain.len) || !sp_utf8_valid(domain))
		return false;
	memcpy(text, domain.ptr, domain.len);
	text[domain.len] = '\0';
	if (idn2_to_ascii_8z(text, &ascii, IDN2_NFC_INPUT | IDN2_NONTRANSITIONAL) != IDN2_OK)
		return false;
	good = is_a_label_form(ascii);
	for (const char *c = ascii; good && *c; c++)
		sp_buf_add_char(out, sp_ascii_lower(*c));
	idn2_free(ascii);
	return good;
}

bool sp_idn_add_unicode(struct sp_buf *out, struct sp_str domain)
{
	char text[LONGEST_DOMAIN + 1];
	char *letters = NULL;

	if (domain.len > LONGEST_DOMAIN || !sp_str_has(domain, SP_STR("xn--")) ||
		memchr(domain.ptr, '\0', domain.len))
		return false;
	memcpy(text, domain.ptr, domain.len);
	text[domain.len] = '\0';
	if (idn2_to_unicode_8z8z(text, &letters, 0) != IDN2_OK)
		return false;
	sp_buf_add_text(out, letters);
	idn2_free(letters);
	return true;
}
