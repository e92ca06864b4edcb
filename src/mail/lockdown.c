/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The filter is a table made by the compiler, not built at run time by a
 * library: a delivery forks one child a message, and building it would cost
 * more than running it.
 */
#include "config.h"

#include "mail/lockdown.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#ifdef HAVE_LINUX_LANDLOCK_H
#include <linux/landlock.h>
#endif

enum { KEPT = SP_LOCKDOWN_KEPT };

bool sp_lockdown_descriptors(int keep)
{
	int null = open("/dev/null", O_RDWR | O_CLOEXEC);

	if (null < 0)
		return false;
	if (null <= KEPT) /* out of the way of the four that stay */
		null = fcntl(null, F_DUPFD, KEPT + 1);
	if (null < 0 || (keep != KEPT && dup2(keep, KEPT) < 0))
		return false;
	for (int fd = 0; fd < KEPT; fd++)
		if (dup2(null, fd) < 0)
			return false;
	return syscall(SYS_close_range, KEPT + 1, ~0U, 0) == 0;
}

#ifdef SP_SANITIZERS

bool sp_lockdown_process(size_t memory, unsigned seconds)
{
	(void)memory;
	(void)seconds;
	return true;
}

#else

static bool limit(int resource, rlim_t most)
{
	struct rlimit both = { most, most };

	return setrlimit((__rlimit_resource_t)resource, &both) == 0;
}

static bool set_limits(size_t memory, unsigned seconds)
{
	return limit(RLIMIT_DATA, memory) && limit(RLIMIT_CPU, seconds) && limit(RLIMIT_FSIZE, 0) &&
		limit(RLIMIT_NOFILE, 0) && limit(RLIMIT_NPROC, 0) && limit(RLIMIT_CORE, 0);
}

/* All that a ruleset can forbid, and nothing allowed.  The filter below already
 * lets no path through; this holds where there is no filter. */
static void set_landlock(void)
{
#if defined(HAVE_LINUX_LANDLOCK_H) && defined(SYS_landlock_create_ruleset)
	static const struct landlock_ruleset_attr all = {
		.handled_access_fs = LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_WRITE_FILE |
			LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR |
			LANDLOCK_ACCESS_FS_REMOVE_DIR | LANDLOCK_ACCESS_FS_REMOVE_FILE |
			LANDLOCK_ACCESS_FS_MAKE_CHAR | LANDLOCK_ACCESS_FS_MAKE_DIR |
			LANDLOCK_ACCESS_FS_MAKE_REG | LANDLOCK_ACCESS_FS_MAKE_SOCK |
			LANDLOCK_ACCESS_FS_MAKE_FIFO | LANDLOCK_ACCESS_FS_MAKE_BLOCK |
			LANDLOCK_ACCESS_FS_MAKE_SYM,
	};
	int ruleset = (int)syscall(SYS_landlock_create_ruleset, &all, sizeof(all), 0);

	if (ruleset < 0)
		return;
	(void)syscall(SYS_landlock_restrict_self, ruleset, 0);
	close(ruleset);
#endif
}

#if defined(__x86_64__)
#define THIS_PROCESSOR AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define THIS_PROCESSOR AUDIT_ARCH_AARCH64
#endif

#ifdef THIS_PROCESSOR

#define LOAD(field) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, field))
#define ALLOW BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW)
#define REFUSE BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | (EACCES & SECCOMP_RET_DATA))
#define KILL BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS)
/* If the number loaded is that of the call, do the next statement. */
#define CALL(name, what) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_##name, 0, 1), what

/* Memory may be had, but none that can be run: the protection is the third
 * argument of mmap(2) and of mprotect(2). */
#define MEMORY(name)                                                                         \
	BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_##name, 0, 4),                                \
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, args[2])),       \
		BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, PROT_EXEC, 0, 1), REFUSE, ALLOW

static const struct sock_filter program[] = {
	LOAD(arch),
	BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, THIS_PROCESSOR, 1, 0),
	KILL,
	LOAD(nr),
	CALL(brk, ALLOW),
	CALL(write, ALLOW),
	CALL(read, ALLOW),
	CALL(munmap, ALLOW),
	CALL(mremap, ALLOW),
	CALL(madvise, ALLOW),
	MEMORY(mmap),
	MEMORY(mprotect),
	CALL(exit_group, ALLOW),
	CALL(exit, ALLOW),
	CALL(futex, ALLOW),
	CALL(getrandom, ALLOW),      /* malloc(3) in some versions of the C library */
	CALL(clock_gettime, ALLOW),  /* where it is not answered without a call */
	CALL(rt_sigreturn, ALLOW),
	/* A library that looks for a file learns that it may not, and goes on. */
	CALL(openat, REFUSE),
	CALL(newfstatat, REFUSE),
#ifdef SYS_open
	CALL(open, REFUSE),
	CALL(access, REFUSE),
	CALL(readlink, REFUSE),
#endif
	KILL,
};

static void set_filter(void)
{
	struct sock_fprog filter = {
		.len = sizeof(program) / sizeof(program[0]),
		/* The kernel only reads it. */
		.filter = (struct sock_filter *)(uintptr_t)program,
	};

	(void)prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter, 0, 0);
}

#else

static void set_filter(void)
{
}

#endif

bool sp_lockdown_process(size_t memory, unsigned seconds)
{
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
		return false;
	(void)prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
	set_landlock();
	if (!set_limits(memory, seconds))
		return false;
	set_filter();
	return true;
}

#endif
