// Loaded into a program before its libraries (LD_PRELOAD): counts what the program does to files below
// a folder, and lets one of these operations fail, also when it is tried again, or ends the program in front of it.
//
// TROUBLE_ROOT      the folder, absolute
// TROUBLE_AT        the number of the operation, from 1; 0 only counts
// TROUBLE_ERROR     the number of its error; 0 ends the program (SIGKILL)
// TROUBLE_LOG       a file that is told what was met: "12 rename /a/b", and at the end "= 340"
// TROUBLE_EXCHANGE  the number of the error that exchanging two folders always gives
// TROUBLE_LINK      the number of the error that making a second name for a file always gives
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { FILES = 1024, LENGTH = 512 };
static char opened[FILES][LENGTH];
static atomic_int count;
static const char *root, *log_path;
static int at, error_number, link_error;
static char failed_path[LENGTH];
static const char *failed;

static void note(const char *text) {
    int file = syscall(SYS_openat, AT_FDCWD, log_path, O_WRONLY | O_CREAT | O_APPEND, 0644);
    if (file >= 0) {
        syscall(SYS_write, file, text, strlen(text));
        syscall(SYS_close, file);
    }
}

// Both calls are made without the C library: reading falls back on calls that pass here.
static void refuse_calls(int exchange_error) {
    struct sock_filter filter[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_openat2, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | ENOSYS),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_renameat2, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, exchange_error ? SECCOMP_RET_ERRNO | exchange_error : SECCOMP_RET_ALLOW),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    };
    struct sock_fprog program = {sizeof filter / sizeof *filter, filter};
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) || prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program)) {
        fputs("preload: calls cannot be refused here\n", stderr);
        _exit(99);
    }
}

static int number(const char *name) {
    const char *text = getenv(name);
    return text ? atoi(text) : 0;
}

__attribute__((constructor)) static void begin(void) {
    root = getenv("TROUBLE_ROOT");
    log_path = getenv("TROUBLE_LOG");
    if (!root || !log_path) return;
    at = number("TROUBLE_AT");
    error_number = number("TROUBLE_ERROR");
    link_error = number("TROUBLE_LINK");
    refuse_calls(number("TROUBLE_EXCHANGE"));
}

__attribute__((destructor)) static void end(void) {
    char text[32];
    snprintf(text, sizeof text, "= %d\n", count);
    if (root && log_path) note(text);
}

static int is_below(const char *path) {
    return root && path && (path[0] != '/' || strncmp(path, root, strlen(root)) == 0);
}

// Whether the operation on this file must fail; errno is then set.
static int fails(const char *what, const char *path) {
    if (!is_below(path) || !log_path) return 0;
    int now = atomic_fetch_add(&count, 1) + 1;
    if (now != at && !(failed && now > at && !strcmp(failed, what) && !strncmp(failed_path, path, LENGTH - 1))) return 0;
    errno = error_number;
    if (now != at) return 1;
    snprintf(failed_path, LENGTH, "%s", path);
    failed = what;
    char text[LENGTH + 64];
    snprintf(text, sizeof text, "%d %s %s\n", now, what, path);
    note(text);
    if (error_number == 0) kill(getpid(), SIGKILL);
    errno = error_number;
    return 1;
}

static const char *name_of(int file) { return file >= 0 && file < FILES && opened[file][0] ? opened[file] : NULL; }

static int remember(int file, const char *path) {
    if (file >= 0 && file < FILES) snprintf(opened[file], LENGTH, "%s", is_below(path) ? path : "");
    return file;
}

// The function of this name behind this one.
#define REAL(name) __typeof__(&name) real = (__typeof__(&name))dlsym(RTLD_NEXT, #name)

#define OPEN(name)                                              \
    int name(const char *path, int flags, ...) {                \
        va_list rest;                                           \
        va_start(rest, flags);                                  \
        mode_t mode = va_arg(rest, mode_t);                     \
        va_end(rest);                                           \
        REAL(name);                                             \
        if (fails("open", path)) return -1;                     \
        return remember(real(path, flags, mode), path);         \
    }
OPEN(open)
OPEN(open64)

#define OPENAT(name)                                            \
    int name(int folder, const char *path, int flags, ...) {    \
        va_list rest;                                           \
        va_start(rest, flags);                                  \
        mode_t mode = va_arg(rest, mode_t);                     \
        va_end(rest);                                           \
        REAL(name);                                             \
        if (fails("open", path)) return -1;                     \
        return remember(real(folder, path, flags, mode), path); \
    }
OPENAT(openat)
OPENAT(openat64)

#define AROUND(type, failure, name, path, parameters, ...)      \
    type name parameters {                                      \
        REAL(name);                                             \
        if (fails(#name, path)) return failure;                 \
        return real(__VA_ARGS__);                               \
    }
AROUND(ssize_t, -1, read, name_of(file), (int file, void *bytes, size_t length), file, bytes, length)
AROUND(int, -1, ftruncate64, name_of(file), (int file, off64_t length), file, length)
AROUND(int, -1, futimens, name_of(file), (int file, const struct timespec times[2]), file, times)
AROUND(int, -1, fchmod, name_of(file), (int file, mode_t mode), file, mode)
AROUND(int, -1, chmod, path, (const char *path, mode_t mode), path, mode)
AROUND(int, -1, mkdir, path, (const char *path, mode_t mode), path, mode)
AROUND(int, -1, rmdir, path, (const char *path), path)
AROUND(int, -1, unlink, path, (const char *path), path)
AROUND(int, -1, unlinkat, path, (int folder, const char *path, int flags), folder, path, flags)
AROUND(int, -1, rename, to, (const char *from, const char *to), from, to)
AROUND(int, -1, symlink, to, (const char *from, const char *to), from, to)
AROUND(DIR *, NULL, opendir, path, (const char *path), path)
AROUND(ssize_t, -1, copy_file_range, name_of(to),
       (int from, off64_t *start, int to, off64_t *end, size_t length, unsigned flags), from, start, to, end, length, flags)
AROUND(int, -1, statx, path,
       (int folder, const char *restrict path, int flags, unsigned mask, struct statx *restrict found), folder, path,
       flags, mask, found)

ssize_t write(int file, const void *bytes, size_t length) {
    REAL(write);
    if (fails("write", name_of(file))) {
        // A full disk takes what there is room for.
        if (error_number == ENOSPC) real(file, bytes, length / 2);
        errno = error_number;
        return -1;
    }
    return real(file, bytes, length);
}

int linkat(int from_folder, const char *from, int to_folder, const char *to, int flags) {
    REAL(linkat);
    if (fails("link", to)) return -1;
    if (link_error && is_below(to)) {
        errno = link_error;
        return -1;
    }
    return real(from_folder, from, to_folder, to, flags);
}
