/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The first byte chooses a transfer encoding and a charset, the rest is the
 * body: decoded in pieces and whole it is the same, and as text it is UTF-8.
 * The same bytes are read as encoded words, RTF, a calendar and flowed text.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/charset.h"
#include "base/utf8.h"
#include "mail/decode.h"
#include "mail/flowed.h"
#include "mail/invitation.h"
#include "mail/rtf.h"
#include "mail/words.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define REQUIRE(condition) do { if (!(condition)) abort(); } while (0)

static const char *const charsets[] = {
	"", "us-ascii", "utf-8", "utf-7", "utf-16", "utf-16le", "utf-32", "windows-1252", "koi8-r",
	"cp437", "gb18030", "big5", "shift_jis", "euc-jp", "iso-2022-jp", "euc-kr", "iso-2022-kr",
	"hz-gb-2312", "euc-tw", "none-such",
};

static void check_pieces(enum sp_encoding encoding, struct sp_str body)
{
	struct sp_buf whole = SP_BUF_INIT;
	struct sp_digest pieces, once;

	REQUIRE(sp_decode_body(&whole, encoding, body, SIZE_MAX / 4));
	REQUIRE(sp_decode_digest(encoding, body, &pieces) == (int64_t)whole.len);
	once = sp_sha256(sp_buf_str(&whole));
	REQUIRE(memcmp(pieces.bytes, once.bytes, sizeof once.bytes) == 0);
	REQUIRE(whole.len <= body.len + (encoding == SP_UUENCODE ? 65536 : 0));
	sp_buf_release(&whole);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct sp_buf out = SP_BUF_INIT;
	struct sp_str body;
	unsigned choice;

	if (size == 0)
		return 0;
	choice = data[0];
	body = sp_str_n((const char *)data + 1, size - 1);
	check_pieces((enum sp_encoding)(choice % 4), body);
	sp_charset_add(&out, sp_str(charsets[choice % (sizeof charsets / sizeof *charsets)]), body);
	REQUIRE(sp_utf8_valid(sp_buf_str(&out)));
	sp_buf_cut(&out, 0);
	sp_words_decode(&out, body);
	sp_rtf_to_text(&out, body);
	REQUIRE(sp_utf8_valid(sp_buf_str(&out)));
	sp_buf_cut(&out, 0);
	(void)sp_rtf_decompress(&out, body, 100000);
	REQUIRE(out.len <= 100000);
	sp_invitation_add_lines(&out, body);
	sp_flowed_join(&out, body, choice & 1);
	sp_charset_prepare(body);
	sp_buf_release(&out);
	return 0;
}
