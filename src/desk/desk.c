/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "desk/desk.h"

#include <unistd.h>

#include "base/file.h"

enum { MAX_KEY_FILE = 16 * 1024 };

static enum sp_status read_keys(const char *path, struct sp_keys *keys, struct sp_err *err)
{
	struct sp_buf text = SP_BUF_INIT;
	enum sp_status status = sp_read_file(path, MAX_KEY_FILE, &text, err);

	if (status == SP_OK)
		status = sp_keys_parse(path, sp_buf_str(&text), keys, err);
	explicit_bzero(text.ptr, text.len);
	sp_buf_release(&text);
	return status;
}

enum sp_status sp_desk_begin(const char *conf_path, struct sp_desk *desk_r, struct sp_err *err)
{
	memset(desk_r, 0, sizeof *desk_r);
	return sp_conf_read(conf_path, &desk_r->conf, err);
}

enum sp_status sp_desk_complete(struct sp_desk *desk, struct sp_err *err)
{
	enum sp_status status = sp_words_load(desk->conf->templates_folder, &desk->words, err);

	return status == SP_OK ? read_keys(desk->conf->key_file, &desk->keys, err) : status;
}

static enum sp_status read_files(const char *conf_path, struct sp_desk *desk_r,
	struct sp_err *err)
{
	enum sp_status status = sp_desk_begin(conf_path, desk_r, err);

	if (status == SP_OK)
		status = sp_words_load(desk_r->conf->templates_folder, &desk_r->words, err);
	if (status == SP_OK)
		status = sp_filters_load_shipped(desk_r->conf->filters_folder, &desk_r->filters, err);
	return status;
}

enum sp_status sp_desk_open(const char *conf_path, struct sp_desk *desk_r, struct sp_err *err)
{
	enum sp_status status = read_files(conf_path, desk_r, err);

	if (status == SP_OK)
		status = read_keys(desk_r->conf->key_file, &desk_r->keys, err);
	if (status != SP_OK)
		sp_desk_close(desk_r);
	return status;
}

enum sp_status sp_desk_open_bare(const char *conf_path, struct sp_desk *desk_r,
	struct sp_err *err)
{
	enum sp_status status = read_files(conf_path, desk_r, err);

	if (status == SP_OK && access(desk_r->conf->key_file, F_OK) == 0)
		status = read_keys(desk_r->conf->key_file, &desk_r->keys, err);
	if (status != SP_OK)
		sp_desk_close(desk_r);
	return status;
}

void sp_desk_close(struct sp_desk *desk)
{
	sp_filters_free(desk->filters);
	sp_words_free(desk->words);
	sp_conf_free(desk->conf);
	explicit_bzero(desk, sizeof *desk);
}
