/* Makes packs, as git would and as nobody should. */
#ifndef TESTS_EXCHANGE_PACK_H
#define TESTS_EXCHANGE_PACK_H

#include "exchange/internal.h"
#include "tests/test.h"

#define COMMIT_BODY                                                                                \
    "tree 4b825dc642cb6eb9a060e54bf8d69288fbee4904\n"                                              \
    "author Jun Park <jun@x.test> 1795326700 +0100\n"                                              \
    "committer Ana Diaz <ana@x.test> 1795326790 +0000\n\norders: show points\n\nlong story\n"

/* Header of a pack that states `count` entries. */
void pack_begin(struct text *pack, uint32_t count);
/* An entry; returns its offset. `stated` is the size in its head, `base` what GIT_OFS counts back
 * to or NULL, `hash` for GIT_REF. */
size_t pack_add(struct text *pack, enum git_type type, uint64_t stated, struct span body,
                size_t base, const unsigned char *hash);
void pack_end(struct text *pack); /* the trailer, which nobody checks */
/* A delta that replaces the first bytes of a base by `head` and keeps the rest from `from` on. */
void pack_delta(struct text *delta, size_t base_size, struct span head, size_t from);

#endif
