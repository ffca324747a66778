#include "base/os.h"

#include <limits.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>

bool os_wait_read(int fd, duration longest)
{
    struct pollfd wish = {.fd = fd, .events = POLLIN};
    int64_t ms = longest / NS_PER_MS;
    return poll(&wish, 1, ms < INT_MAX ? (int)ms : INT_MAX) > 0;
}

static sigset_t stop_signals(void)
{
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    return signals;
}

void os_hold_stop(void)
{
    sigset_t signals = stop_signals();
    pthread_sigmask(SIG_BLOCK, &signals, NULL);
}

bool os_stop_asked(void)
{
    sigset_t waiting;
    sigemptyset(&waiting);
    return sigpending(&waiting) == 0 &&
           (sigismember(&waiting, SIGTERM) == 1 || sigismember(&waiting, SIGINT) == 1);
}

/* In short sleeps: sigtimedwait is not everywhere. */
bool os_wait_stop(duration longest)
{
    const duration slice = 50 * NS_PER_MS;
    while (!os_stop_asked()) {
        if (longest <= 0) return false;
        os_sleep(longest < slice ? longest : slice);
        longest -= slice;
    }
    sigset_t signals = stop_signals();
    int taken;
    return sigwait(&signals, &taken) == 0;
}
