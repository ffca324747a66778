#include "base/threads.h"

#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>

enum { THREADS_MAX = 64 };

struct job {
    size_t tasks;
    enum status (*work)(void *, size_t, unsigned, struct error *);
    void *context;
    atomic_size_t next;
    atomic_bool failed;
    pthread_mutex_t lock; /* guards status and error */
    enum status status;
    struct error error;
};

struct worker {
    struct job *job;
    unsigned number;
    pthread_t thread;
};

static void *run_worker(void *argument)
{
    struct worker *self = argument;
    struct job *job = self->job;
    while (!atomic_load(&job->failed)) {
        size_t task = atomic_fetch_add(&job->next, 1);
        if (task >= job->tasks) break;
        struct error error = ERROR_NONE;
        enum status status = job->work(job->context, task, self->number, &error);
        if (status == STATUS_OK) continue;
        pthread_mutex_lock(&job->lock);
        if (job->status == STATUS_OK) {
            job->status = status;
            job->error = error;
        }
        pthread_mutex_unlock(&job->lock);
        atomic_store(&job->failed, true);
    }
    return NULL;
}

enum status threads_run(unsigned threads, size_t tasks,
                        enum status (*work)(void *, size_t, unsigned, struct error *),
                        void *context, struct error *error)
{
    struct job job = {.tasks = tasks, .work = work, .context = context};
    struct worker workers[THREADS_MAX];
    unsigned started = 1;
    assert(work);
    if (threads == 0) threads = 1;
    if (threads > THREADS_MAX) threads = THREADS_MAX;
    if (threads > tasks) threads = tasks ? (unsigned)tasks : 1;
    pthread_mutex_init(&job.lock, NULL);
    for (; started < threads; started++) {
        workers[started] = (struct worker){.job = &job, .number = started};
        if (pthread_create(&workers[started].thread, NULL, run_worker, &workers[started])) break;
    }
    workers[0] = (struct worker){.job = &job};
    run_worker(&workers[0]);
    for (unsigned i = 1; i < started; i++) pthread_join(workers[i].thread, NULL);
    pthread_mutex_destroy(&job.lock);
    if (job.status && error) *error = job.error;
    return job.status;
}
