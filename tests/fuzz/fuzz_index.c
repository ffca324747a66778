/* Opens arbitrary bytes as an index file, with the checksums put right so that what they guard is
 * reached as well; an index that opens must be safe to walk. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

#include "evidence/internal.h"
#include "tests/fuzz/fuzz.h"

enum { COLUMNS_AT = 328, CHECK_AT = 2232, HEADER_BYTES = 2240, CONTENT_MAX = 1 << 16 };

static void put_right(char *bytes, size_t size)
{
    uint64_t length = size, column[3], check;
    memcpy(bytes + 16, &length, 8);
    for (size_t i = 0; i < 5; i++) {
        char *at = bytes + COLUMNS_AT + i * sizeof column;
        memcpy(column, at, sizeof column);
        if (column[0] > size || column[1] > size - column[0]) continue;
        column[2] = XXH3_64bits(bytes + column[0], (size_t)column[1]);
        memcpy(at, column, sizeof column);
    }
    check = XXH3_64bits(bytes, CHECK_AT);
    memcpy(bytes + CHECK_AT, &check, 8);
}

static void walk(const struct evidence_index *index)
{
    struct evidence_fields fields;
    assert(index->start[0] == 0 || index->count == 0);
    assert(index->start[index->count] == index->size);
    if (index->size > CONTENT_MAX) return;
    char *content = calloc(1, (size_t)index->size + 1);
    assert(content);
    for (uint64_t i = 0; i < index->count; i++) {
        assert(index->start[i] < index->start[i + 1]);
        assert(index->level[i] < EVIDENCE_LEVEL_COUNT && index->layout[i] < index->layout_count);
        evidence_fields_of(index, (struct span){content, (size_t)index->size}, i, &fields);
    }
    free(content);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct evidence_index index;
    struct sha256 content = {{0}};
    char *bytes = malloc(size + 1);
    assert(bytes);
    if (size > 0) memcpy(bytes, data, size);
    if (size >= HEADER_BYTES) {
        put_right(bytes, size);
        memcpy(content.bytes, bytes + 24, sizeof content.bytes);
    }
    if (index_of_bytes((struct span){bytes, size}, &content, &index, NULL) == STATUS_OK)
        walk(&index);
    free(bytes);
    return 0;
}
