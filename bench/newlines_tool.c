/*
 * Newlines counted by the widest registers that this processor has: what anything that looks at
 * each byte of a file cannot beat. Read in blocks into memory that is used again and again, as our
 * index reads, each thread a part of the file.
 */
#include "bench/tools.h"

#include <stdio.h>
#include <stdlib.h>
#if defined(__x86_64__)
#include <immintrin.h>
#endif

enum { BLOCK = 1 << 18, PART = 4 << 20, THREADS_MOST = 64 };

struct counting {
    const char *path;
    int fd;
    uint64_t size;
    char *blocks[THREADS_MOST];
    uint64_t counts[THREADS_MOST];
};

#if defined(__x86_64__)
__attribute__((target("avx2"))) static uint64_t count_avx2(const char *at, size_t len)
{
    const __m256i newline = _mm256_set1_epi8('\n');
    __m256i sum = _mm256_setzero_si256();
    size_t i = 0;
    while (i + 32 <= len) {
        /* a byte holds the hits of 255 rounds at most */
        __m256i hits = _mm256_setzero_si256();
        for (size_t round = 0; round < 255 && i + 32 <= len; round++, i += 32) {
            __m256i bytes = _mm256_loadu_si256((const __m256i *)(const void *)(at + i));
            hits = _mm256_sub_epi8(hits, _mm256_cmpeq_epi8(bytes, newline));
        }
        sum = _mm256_add_epi64(sum, _mm256_sad_epu8(hits, _mm256_setzero_si256()));
    }
    uint64_t lanes[4];
    _mm256_storeu_si256((__m256i *)(void *)lanes, sum);
    uint64_t count = lanes[0] + lanes[1] + lanes[2] + lanes[3];
    for (; i < len; i++) count += at[i] == '\n';
    return count;
}
#endif

static uint64_t count_block(const char *at, size_t len)
{
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx2")) return count_avx2(at, len);
#endif
    uint64_t count = 0;
    for (size_t i = 0; i < len; i++) count += at[i] == '\n';
    return count;
}

static enum status count_part(void *context, size_t part, unsigned worker, struct error *error)
{
    struct counting *counting = context;
    uint64_t at = (uint64_t)part * PART, end = at + PART;
    if (end > counting->size) end = counting->size;
    while (at < end) {
        size_t len = end - at < BLOCK ? (size_t)(end - at) : BLOCK, got;
        enum status status = os_read_at(counting->fd, counting->path, at, counting->blocks[worker],
                                        len, &got, error);
        if (status) return status;
        if (got == 0) break;
        counting->counts[worker] += count_block(counting->blocks[worker], got);
        at += got;
    }
    return STATUS_OK;
}

static enum status count_file(const char *path, unsigned threads, struct error *error)
{
    struct counting counting = {.path = path};
    struct os_facts facts;
    uint64_t sum = 0;
    enum status status = os_open_read(path, true, &counting.fd, error);
    if (status) return status;
    status = os_facts_fd(counting.fd, path, &facts, error);
    counting.size = facts.size;
    for (unsigned i = 0; i < threads && status == STATUS_OK; i++) {
        counting.blocks[i] = malloc(BLOCK);
        if (!counting.blocks[i]) status = error_set(error, STATUS_NO_MEMORY, "out of memory");
    }
    if (status == STATUS_OK)
        status = threads_run(threads, (size_t)((facts.size + PART - 1) / PART), count_part,
                             &counting, error);
    for (unsigned i = 0; i < threads; i++) {
        sum += counting.counts[i];
        free(counting.blocks[i]);
    }
    os_close(counting.fd);
    if (status == STATUS_OK)
        printf("{\"bytes\":%llu,\"newlines\":%llu}\n", (unsigned long long)facts.size,
               (unsigned long long)sum);
    return status;
}

enum status newlines_tool(const struct tool_call *call, struct error *error)
{
    unsigned threads = call->threads ? (unsigned)call->threads : os_cpus();
    if (threads > THREADS_MOST) threads = THREADS_MOST;
    enum status status = STATUS_OK;
    for (size_t i = 0; i < call->count && status == STATUS_OK; i++)
        status = count_file(call->paths[i], threads, error);
    return status;
}
