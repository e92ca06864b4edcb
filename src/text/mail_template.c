/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A mail's template file: a subject line, an empty line, the body.
 */
#include "config.h"

#include "base/file.h"
#include "base/utf8.h"
#include "text/nodes.h"
#include "text/shipped.h"
#include "text/template.h"

enum { MAX_TEMPLATE = 256 * 1024 };

enum sp_status sp_mail_template_parse(struct sp_arena *arena, const char *path, struct sp_str text,
	struct sp_mail_template *template_r, struct sp_err *err)
{
	struct sp_str subject, empty;
	enum sp_status status;

	template_r->path = path;
	if (!sp_str_next_line(&text, &subject) || !sp_str_starts(subject, SP_STR("Subject: ")) ||
		sp_str_trim(sp_str_from(subject, 9)).len == 0)
		return sp_fail(err, SP_CONFIG, "%s:1: the first line must be \"Subject: ...\"", path);
	if (!sp_str_next_line(&text, &empty) || empty.len)
		return sp_fail(err, SP_CONFIG, "%s:2: an empty line must follow the subject", path);
	status = sp_template_parse_from(arena, path, 1, sp_str_trim(sp_str_from(subject, 9)),
		&template_r->subject, err);
	if (status != SP_OK)
		return status;
	return sp_template_parse_from(arena, path, 3, text, &template_r->body, err);
}

enum sp_status sp_mail_template_load(struct sp_arena *arena, const char *site_folder,
	const char *language, const char *name, struct sp_mail_template *template_r,
	struct sp_err *err)
{
	const char *file = sp_arena_printf(arena, "%s/%s.txt", language, name);
	const char *path = sp_shipped_path(arena, site_folder, "templates", file);
	struct sp_buf text = SP_BUF_INIT;
	enum sp_status status = sp_read_file(path, MAX_TEMPLATE, &text, err);

	if (status == SP_OK && !sp_utf8_valid(sp_buf_str(&text)))
		status = sp_fail(err, SP_CONFIG, "%s: this is not UTF-8; convert it, as with iconv", path);
	if (status == SP_OK)
		status = sp_mail_template_parse(arena, path, sp_buf_str(&text), template_r, err);
	sp_buf_release(&text);
	return status;
}
