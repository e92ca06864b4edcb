/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * HTML mail as text: one pass over the bytes, no tree, no recursion, nothing
 * ever fetched.
 *
 * Time is linear in the input whatever is in it (unclosed comments, 200,000
 * attributes, nested elements past SP_HTML_DEPTH are counted, not kept).
 * - Paragraphs, headings, lists, table rows and <br> are lines; table cells are
 *   separated by a tab; <pre> keeps its lines.
 * - <blockquote>, unless it only indents (no border), and Yahoo's container of a
 *   quote are lines with "> " before them, so that mail/reply.h sees them as
 *   quotes; a rule is a line of underscores, as Outlook writes above one.
 * - <a href> whose text is not its address is "text <address>"; only http,
 *   https, ftp, mailto and tel are shown.
 * - An image is its alt text in brackets, if it has one.
 * - Not shown: head, style, script, template, comments, what is hidden
 *   (hidden, display:none, visibility:hidden, font-size:0, mso-hide:all,
 *   preheaders) and one-pixel images.
 */
#ifndef SP_MAIL_HTML_H
#define SP_MAIL_HTML_H

#include "base/buf.h"

enum { SP_HTML_DEPTH = 512 };

/* Append the text of `html` (UTF-8; bad bytes become U+FFFD) to `out`, with LF
 * lines, at most one empty line in a row, none at the start and the end, and at
 * most SP_MAX_TEXT bytes. */
void sp_html_to_text(struct sp_str html, struct sp_buf *out);

#endif
