/* The bench's generated logs for tests. Apart from them: the makers have a calendar and names of
 * their own. */
#ifndef TESTS_EVIDENCE_KINDS_H
#define TESTS_EVIDENCE_KINDS_H

#include <stdbool.h>
#include <stdint.h>

enum { LOG_KINDS = 10 };

const char *log_kind_name(unsigned kind);
/* Writes about `size` bytes of a kind to a file; *ret_records says how many records they are. */
bool log_kind_write(unsigned kind, uint64_t size, const char *path, uint64_t *ret_records);

#endif
