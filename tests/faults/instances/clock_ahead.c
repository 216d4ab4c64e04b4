/* Loaded before libc: the machine's clock is ahead by LIAISON_AHEAD seconds. */

#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <time.h>

int clock_gettime(clockid_t clock, struct timespec *moment) {
    static int (*real)(clockid_t, struct timespec *);
    static long ahead;
    if (!real) {
        const char *given = getenv("LIAISON_AHEAD");
        ahead = given ? atol(given) : 0;
        real = (int (*)(clockid_t, struct timespec *))dlsym(RTLD_NEXT, "clock_gettime");
    }
    int failed = real(clock, moment);
    if (!failed && clock == CLOCK_REALTIME) moment->tv_sec += ahead;
    return failed;
}
