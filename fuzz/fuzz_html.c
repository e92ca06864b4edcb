/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * HTML to text: any bytes.  The text must be bounded and valid, and each of its
 * lines without a blank at its end.
 */
#include <stdint.h>
#include <stdlib.h>

#include "base/utf8.h"
#include "core/message.h"
#include "mail/html.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct sp_buf html = SP_BUF_INIT, text = SP_BUF_INIT;

	sp_utf8_repair(&html, sp_str_n((const char *)data, size));
	sp_html_to_text(sp_buf_str(&html), &text);
	if (!sp_utf8_valid(sp_buf_str(&text)) || text.len > SP_MAX_TEXT + SP_MAX_HTML)
		abort();
	sp_buf_cut(&text, 0);
	sp_html_to_text(sp_str_n((const char *)data, size), &text);
	sp_buf_release(&text);
	sp_buf_release(&html);
	return 0;
}
