/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * How alike two texts are: for the second message about the same thing.  Pure.
 *
 * The measure.  A word is a run of letters and digits (bytes of UTF-8 above
 * 127 count as letters), ASCII letters in lower case; what stands between
 * words does not matter.  A shingle is two words that follow each other,
 * hashed.  The likeness is twice the number of different shingles that both
 * texts have over the sum of what each has, in percent (the Dice coefficient).
 * One word changed in a text of twenty leaves 89, one in ten 77; a sentence
 * added to a paragraph of five leaves about 90; two people's mails about the
 * same printer stay below 30.
 *
 * Linear in both texts: one pass each and a table of fixed size.  The first
 * SP_SIMILAR_WORDS words count.
 */
#ifndef SP_CORE_SIMILAR_H
#define SP_CORE_SIMILAR_H

#include <stdbool.h>

#include "base/str.h"

enum {
	SP_SIMILAR_WORDS = 2000, /* of each text are looked at */
	SP_SIMILAR_NEAR = 75,    /* percent: from here on it is almost the same text */
	SP_SIMILAR_FEW = 8,      /* with fewer words the text alone says too little */
};

/* 0 to 100; 0 when one of them has no word.  Texts of one word are compared as
 * that word. */
unsigned sp_similar(struct sp_str a, struct sp_str b);

/* The number of words, at most SP_SIMILAR_WORDS. */
unsigned sp_similar_words(struct sp_str text);

#endif
