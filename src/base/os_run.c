#include "base/os.h"

#include "base/os_fault.h"

#include <assert.h>
#include <errno.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

/* The program begins with the signals as they usually are. */
static int start(const char *const *argv, pid_t *ret_child)
{
    posix_spawnattr_t plain;
    sigset_t all;
    sigemptyset(&all);
    sigaddset(&all, SIGINT);
    sigaddset(&all, SIGQUIT);
    sigaddset(&all, SIGPIPE);
    int code = posix_spawnattr_init(&plain);
    if (code) return code;
    posix_spawnattr_setsigdefault(&plain, &all);
    posix_spawnattr_setflags(&plain, POSIX_SPAWN_SETSIGDEF);
    /* posix_spawnp changes none of the words, whatever its type says */
    code = posix_spawnp(ret_child, argv[0], NULL, &plain, (char *const *)(uintptr_t)argv, environ);
    posix_spawnattr_destroy(&plain);
    return code;
}

enum status os_run(const char *const *argv, int *ret_code, struct error *error)
{
    assert(argv[0]);
    struct sigaction aside = {.sa_handler = SIG_IGN}, interrupt, quit;
    pid_t child;
    int code = os_fault("run") ? errno : start(argv, &child), end;
    if (code) {
        errno = code;
        return error_set_errno(error, "run", argv[0]);
    }
    sigaction(SIGINT, &aside, &interrupt);
    sigaction(SIGQUIT, &aside, &quit);
    pid_t got;
    do {
        got = waitpid(child, &end, 0);
    } while (got < 0 && errno == EINTR);
    sigaction(SIGINT, &interrupt, NULL);
    sigaction(SIGQUIT, &quit, NULL);
    if (got < 0) return error_set_errno(error, "wait for", argv[0]);
    *ret_code = WIFSIGNALED(end) ? 128 + WTERMSIG(end) : WEXITSTATUS(end);
    return STATUS_OK;
}

enum status os_link(const char *from, const char *to, struct error *error)
{
    if (!os_fault("link") && link(from, to) == 0) return STATUS_OK;
    if (errno == EXDEV || errno == EPERM || errno == EMLINK || errno == EOPNOTSUPP)
        return error_set(error, STATUS_BAD_INPUT, "cannot be linked");
    return error_set_errno(error, "link", to);
}
