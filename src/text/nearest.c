/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * "did you mean": the known word that takes the fewest changes.
 */
#include "config.h"

#include "text/conf.h"

enum { LONGEST = 64 };

static size_t least(size_t a, size_t b, size_t c)
{
	size_t ab = a < b ? a : b;

	return ab < c ? ab : c;
}

/* Letters to insert, drop, replace or swap with their neighbour. */
static size_t distance(struct sp_str a, struct sp_str b)
{
	size_t rows[3][LONGEST + 1];
	size_t *before = rows[0], *last = rows[1], *now = rows[2];

	for (size_t k = 0; k <= b.len; k++)
		last[k] = k;
	for (size_t i = 1; i <= a.len; i++) {
		size_t *spare = before;

		now[0] = i;
		for (size_t k = 1; k <= b.len; k++) {
			char x = sp_ascii_lower(a.ptr[i - 1]), y = sp_ascii_lower(b.ptr[k - 1]);

			now[k] = least(last[k] + 1, now[k - 1] + 1, last[k - 1] + (x != y));
			if (i > 1 && k > 1 && x == sp_ascii_lower(b.ptr[k - 2]) &&
				y == sp_ascii_lower(a.ptr[i - 2]) && before[k - 2] + 1 < now[k])
				now[k] = before[k - 2] + 1;
		}
		before = last;
		last = now;
		now = spare;
	}
	return last[b.len];
}

const char *sp_nearest(struct sp_str word, const char *const *words)
{
	const char *best = NULL;
	size_t least_changes = word.len / 3 + 1;

	if (word.len == 0 || word.len > LONGEST)
		return NULL;
	for (; *words; words++) {
		struct sp_str known = sp_str(*words);
		size_t changes;

		if (known.len > LONGEST || known.len == 0)
			continue;
		changes = distance(word, known);
		if (changes < least_changes) {
			least_changes = changes;
			best = *words;
		}
	}
	return best;
}
