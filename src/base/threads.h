/* Work for several threads that share nothing but a queue of numbers. */
#ifndef BASE_THREADS_H
#define BASE_THREADS_H

#include "base/error.h"

#include <stddef.h>

/* Runs work(context, task, worker) for every task 0..tasks-1, each once, on up to `threads` threads
 * (the caller's is one of them; worker is 0..threads-1). Tasks start in order. The first failure
 * stops further tasks and is returned with its error. Without threads to be had it works in one. */
enum status threads_run(unsigned threads, size_t tasks,
                        enum status (*work)(void *context, size_t task, unsigned worker,
                                            struct error *error),
                        void *context, struct error *error);

#endif
