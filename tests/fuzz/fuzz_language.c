/*
 * Any bytes through the guard, as a document and as a field: findings lie on borders of code
 * points, in order, within the text; the same bytes give the same findings.
 */
#include "tests/fuzz/fuzz.h"

#include "language/language.h"

#include <assert.h>

enum { INPUT_MOST = 1 << 16 };

struct seen {
    struct span text;
    size_t sentence; /* where the last one began */
    uint64_t sum;
    size_t count;
};

/* Within no character; a byte that belongs to none stands alone. */
static bool on_border(struct span text, size_t byte)
{
    for (size_t back = 1; back <= 3 && back <= byte; back++) {
        uint32_t rune;
        if (utf8_next(span_from(text, byte - back), &rune) > back) return false;
    }
    return true;
}

static void check_place(struct span text, const struct language_place *place)
{
    assert(place->byte <= text.len && place->column <= place->byte);
    assert(place->runes <= place->column && place->units <= place->column);
    assert(place->text_units <= place->byte && place->line <= place->byte);
}

static enum status see(void *context, const struct language_finding *finding, struct error *error)
{
    struct seen *seen = context;
    (void)error;
    check_place(seen->text, &finding->from);
    check_place(seen->text, &finding->to);
    assert(finding->level > LANGUAGE_LEVEL_OFF && finding->level < LANGUAGE_LEVEL_COUNT);
    assert(finding->from.byte < finding->to.byte);
    assert(finding->sentence_from.byte <= finding->from.byte);
    assert(finding->to.byte <= finding->sentence_to.byte);
    assert(finding->sentence_from.byte >= seen->sentence);
    assert(on_border(seen->text, finding->from.byte) && on_border(seen->text, finding->to.byte));
    assert(*finding->question && *finding->rule->id);
    seen->sentence = finding->sentence_from.byte;
    seen->sum = seen->sum * 31 + finding->fingerprint + finding->from.byte;
    seen->count++;
    return STATUS_OK;
}

static struct seen look(struct span text, bool document, enum language_field field)
{
    const struct language_request request = {.text = text, .document = document, .field = field};
    struct language_summary summary;
    struct seen seen = {.text = text};
    const enum status status = language_check(&request, see, &seen, &summary, NULL);
    assert(status == STATUS_OK || status == STATUS_NO_MEMORY);
    return seen;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 1) return 0;
    const enum language_field field = data[0] % LANGUAGE_FIELD_COUNT;
    const struct span text = {(const char *)data + 1,
                              size - 1 < INPUT_MOST ? size - 1 : INPUT_MOST};
    const struct seen once = look(text, true, LANGUAGE_FIELD_ANALYSIS);
    const struct seen again = look(text, true, LANGUAGE_FIELD_ANALYSIS);
    assert(once.sum == again.sum && once.count == again.count);
    const struct seen plain = look(text, false, field);
    assert(field != LANGUAGE_FIELD_QUOTATION || plain.count == 0);
    return 0;
}
