/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Configurations: refused with a line that says why, or complete.  Files are
 * not included, so that nothing outside is read.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "text/conf.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* libconfig's lexer loses a text that is never ended: not ours, once a process,
 * and no reason for LeakSanitizer to stop a run. */
const char *__lsan_default_suppressions(void);

const char *__lsan_default_suppressions(void)
{
	return "leak:libconfig_yylex\nleak:strbuf_append\n";
}

#define REQUIRE(condition) do { if (!(condition)) abort(); } while (0)

static void check(const struct sp_conf *conf)
{
	REQUIRE(conf->queue_count > 0 && sp_retention_check(&conf->retention, NULL) == SP_OK && *conf->desk_name);
	for (size_t i = 0; i < conf->queue_count; i++) {
		const struct sp_queue_conf *queue = &conf->queues[i];

		REQUIRE(queue->policies.calendar && queue->policies.language);
		REQUIRE(queue->addresses[0] && queue->categories);
		REQUIRE(sp_conf_queue(conf, sp_str(queue->name)) == queue);
		for (const char *const *a = queue->addresses; *a; a++)
			REQUIRE(sp_conf_queue_of_address(conf, sp_str(*a), NULL) == queue);
	}
	REQUIRE(conf->send.command && conf->send.tls != SP_TLS_AUTOMATIC);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct sp_conf *conf = NULL;
	struct sp_buf text = SP_BUF_INIT;
	struct sp_err err = { 0 };

	sp_buf_add(&text, data, size);
	for (size_t i = 0; i + 7 < text.len; i++)
		if (memcmp(text.ptr + i, "@include", 8) == 0)
			text.ptr[i] = '%';
	if (sp_conf_parse("x.conf", sp_buf_str(&text), &conf, &err) == SP_OK)
		check(conf);
	else
		REQUIRE(err.status == SP_CONFIG && strncmp(err.text, "x.conf:", 7) == 0);
	sp_conf_free(conf);
	sp_buf_release(&text);
	return 0;
}
