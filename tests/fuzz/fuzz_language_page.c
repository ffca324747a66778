/*
 * A text in Markdown, from any bytes, read sentence by sentence: places rise, lie within the text
 * and on borders of code points, and two readings are one.
 */
#include "tests/fuzz/fuzz.h"

#include "language/page.h"

#include <assert.h>

static size_t read_all(const struct language_request *request, bool check)
{
    struct page *page;
    struct sentence sentence;
    size_t last = 0, bytes = 0;
    if (page_open(request, &page, NULL)) return 0;
    while (page_next(page, &sentence)) {
        bytes += sentence.len;
        if (!check) continue;
        assert(sentence.len > 0 && sentence.len <= LANGUAGE_SENTENCE_BYTES);
        assert(sentence.plain[sentence.len] == '\0');
        for (size_t i = 0; i <= sentence.len; i++) {
            assert(sentence.source[i] >= last && sentence.source[i] <= request->text.len);
            assert(page_is_border(page, sentence.source[i]));
            last = sentence.source[i];
        }
        size_t end = page_end(page, &sentence, sentence.len);
        assert(end > sentence.source[0] && page_is_border(page, end));
        assert(page_place(page, end).byte == end);
    }
    struct language_place place;
    if (page_remark_wrong(page, &place)) assert(place.byte <= request->text.len);
    page_close(page);
    return bytes;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 1) return 0;
    struct language_request request = {.text = {(const char *)data + 1, size - 1},
                                       .document = data[0] & 1,
                                       .field = data[0] % LANGUAGE_FIELD_COUNT};
    size_t bytes = read_all(&request, true);
    assert(read_all(&request, false) == bytes);
    return 0;
}
