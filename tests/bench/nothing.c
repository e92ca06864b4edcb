/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A floor for pipe(8): a program that takes its message and does nothing.
 */
#include <unistd.h>

int main(void)
{
	static char piece[65536];
	ssize_t got;

	do
		got = read(0, piece, sizeof piece);
	while (got > 0);
	return got < 0 ? 75 : 0;
}
