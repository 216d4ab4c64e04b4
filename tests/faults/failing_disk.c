/* Loaded before libc: lets the n-th call that writes to a store fail with EIO, and those after it, or only that one. */

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

static long calls_left = -1; /* not armed */
static int only_once;
static long failures;

void fail_at(long call, int once) {
    calls_left = call;
    only_once = once;
}

int has_failed(void) { return failures > 0; }

static int is_store(int descriptor) {
    char link[64], path[4096];
    snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < 0) return 0;
    path[length] = 0;
    return strstr(path, ".db") != NULL && strstr(path, ".db-shm") == NULL;
}

static int fails(int descriptor) {
    if (calls_left < 0 || !is_store(descriptor)) return 0;
    if (calls_left > 0 && --calls_left > 0) return 0;
    if (only_once) calls_left = -1;
    failures++;
    errno = EIO;
    return 1;
}

#define REAL(name, type, ...) ((type (*)(__VA_ARGS__))dlsym(RTLD_NEXT, name))

ssize_t write(int fd, const void *bytes, size_t count) {
    return fails(fd) ? -1 : REAL("write", ssize_t, int, const void *, size_t)(fd, bytes, count);
}

ssize_t pwrite(int fd, const void *bytes, size_t count, off_t at) {
    return fails(fd) ? -1 : REAL("pwrite", ssize_t, int, const void *, size_t, off_t)(fd, bytes, count, at);
}

ssize_t pwrite64(int fd, const void *bytes, size_t count, off64_t at) {
    return fails(fd) ? -1 : REAL("pwrite64", ssize_t, int, const void *, size_t, off64_t)(fd, bytes, count, at);
}

int fsync(int fd) { return fails(fd) ? -1 : REAL("fsync", int, int)(fd); }

int fdatasync(int fd) { return fails(fd) ? -1 : REAL("fdatasync", int, int)(fd); }

int ftruncate(int fd, off_t length) { return fails(fd) ? -1 : REAL("ftruncate", int, int, off_t)(fd, length); }

int ftruncate64(int fd, off64_t length) { return fails(fd) ? -1 : REAL("ftruncate64", int, int, off64_t)(fd, length); }
