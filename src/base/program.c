/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/program.h"

#include <string.h>
#include <unistd.h>

bool sp_program_beside(char path_r[PATH_MAX], const char *name)
{
	ssize_t len = readlink("/proc/self/exe", path_r, PATH_MAX - 1);
	size_t name_bytes = strlen(name) + 1;

	while (len > 0 && path_r[len - 1] != '/')
		len--;
	if (len <= 0 || (size_t)len + name_bytes > PATH_MAX)
		return false;
	memcpy(path_r + len, name, name_bytes);
	return true;
}
