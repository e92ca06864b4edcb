/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A main for a fuzz target without libFuzzer: gives it each file named on the
 * command line, and each file of each folder, then the empty input.  Without a
 * command line it takes fuzz/seeds/NAME of the source for a program fuzz_NAME:
 * so `make check` replays the seeds with any compiler.
 */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static size_t replayed;

static void replay_file(const char *path)
{
	FILE *file = fopen(path, "rb");
	uint8_t *bytes = NULL;
	size_t size = 0, room = 0, got;

	if (!file) {
		perror(path);
		exit(1);
	}
	do {
		room += 64 * 1024;
		bytes = realloc(bytes, room);
		if (!bytes)
			abort();
		got = fread(bytes + size, 1, room - size, file);
		size += got;
	} while (got);
	fclose(file);
	bytes = realloc(bytes, size ? size : 1); /* so that a sanitizer sees its end */
	LLVMFuzzerTestOneInput(bytes, size);
	free(bytes);
	replayed++;
}

static void replay_folder(const char *path)
{
	struct dirent **entries;
	int count = scandir(path, &entries, NULL, alphasort);

	if (count < 0) {
		perror(path);
		exit(1);
	}
	for (int i = 0; i < count; i++) {
		char name[4096];

		snprintf(name, sizeof name, "%s/%s", path, entries[i]->d_name);
		if (entries[i]->d_name[0] != '.')
			replay_file(name);
		free(entries[i]);
	}
	free(entries);
}

static void replay_seeds(const char *program)
{
	const char *source = getenv("SP_SOURCE");
	const char *name = strstr(program, "fuzz_");
	char path[4096];

	for (const char *next = name; next; next = strstr(next + 1, "fuzz_"))
		name = next;
	snprintf(path, sizeof path, "%s/fuzz/seeds/%s", source ? source : ".", name ? name + 5 : "");
	replay_folder(path);
}

int main(int argc, char **argv)
{
	if (argc == 1)
		replay_seeds(argv[0]);
	for (int i = 1; i < argc; i++) {
		struct stat info;

		if (stat(argv[i], &info) == 0 && S_ISDIR(info.st_mode))
			replay_folder(argv[i]);
		else
			replay_file(argv[i]);
	}
	LLVMFuzzerTestOneInput((const uint8_t *)"", 0);
	printf("%zu inputs replayed\n", replayed);
	return 0;
}
