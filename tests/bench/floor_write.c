/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A floor: what comes on standard input, written to the file of that name and
 * synced.  `floor_write FILE`
 */
#include <fcntl.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	static char piece[65536];
	int fd = argc == 2 ? open(argv[1], O_WRONLY | O_CREAT | O_TRUNC, 0600) : -1;
	ssize_t got;

	if (fd < 0)
		return 75;
	while ((got = read(0, piece, sizeof piece)) > 0)
		if (write(fd, piece, (size_t)got) != got)
			return 75;
	return got < 0 || fsync(fd) != 0 || close(fd) != 0 ? 75 : 0;
}
