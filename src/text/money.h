/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Hours and money as people read and type them.
 *
 * Inside the program an amount is whole cents and a duration whole minutes,
 * both int64_t; there is no floating point.  Language is "it" for the Italian
 * notation, anything else for the English one.
 */
#ifndef SP_TEXT_MONEY_H
#define SP_TEXT_MONEY_H

#include <stdint.h>

#include "base/buf.h"

#define SP_MAX_CENTS INT64_C(100000000000) /* read from people: a thousand million euro */
#define SP_MAX_MINUTES INT64_C(600000)     /* read from people: ten thousand hours */

/* "1.234,50 €" (it), "€1,234.50" (en); "-1.234,50 €", "-€1,234.50". */
void sp_money_add(struct sp_buf *out, int64_t cents, const char *language);

/* "1234,50" (it), "1234.50" (en): without grouping and currency, for CSV. */
void sp_money_plain_add(struct sp_buf *out, int64_t cents, const char *language);

/* "1:30", "0:05", "-0:15", "120:00". */
void sp_hours_add(struct sp_buf *out, int64_t minutes);

/* "1 h 30 min", "45 min", "2 h", "0 min", "-1 h 30 min"; the same in both languages. */
void sp_hours_words_add(struct sp_buf *out, int64_t minutes);

/* What was typed. */
enum sp_typed {
	SP_TYPED_OK,
	SP_TYPED_WRONG,     /* it is no amount, or no duration */
	SP_TYPED_AMBIGUOUS, /* "1.500" euro: 1500 or 1 and a half?  "1.30" hours: 90 or 78 minutes? */
	SP_TYPED_TOO_MUCH,  /* above SP_MAX_CENTS, SP_MAX_MINUTES */
};

/* An amount: "12", "12,5", "12,50", "12.50", "1.234,50", "1,234.50",
 * "1.234.567", with "€", "EUR" or "euro" before or after it or not at all.
 * Either notation is taken whatever the language, so a single separator before
 * exactly three digits is ambiguous and not guessed at.  Never negative. */
enum sp_typed sp_money_read(struct sp_str typed, int64_t *cents_r);

/* A duration: "1:30"; "1,5", "1,25", "1.5" or "2" (hours, at most two decimals,
 * to the nearest minute, halves up); "2h", "2 ore"; "90m", "90 min"; "1h30",
 * "1 h 30 min".  Many write an hour and a half "1.30": a point before two
 * digits is ambiguous.  Case and blanks do not matter.  Never negative; 0 is
 * one. */
enum sp_typed sp_hours_read(struct sp_str typed, int64_t *minutes_r);

#endif
