/* A collected source as an exhibit of a review. */
#include "desk/desk.h"

static const char *visible(struct desk *desk, const char *raw)
{
    struct text shown;
    text_init(&shown, 0);
    text_add_visible(&shown, span_of(raw ? raw : ""));
    const char *copy = shown.len ? arena_copy(desk->arena, text_span(&shown)) : NULL;
    text_release(&shown);
    return copy;
}

static const char *hex(struct desk *desk, const struct sha256 *hash)
{
    char out[65];
    sha256_hex(hash, out);
    return arena_copy(desk->arena, span_of(out));
}

/* What the workspace knows of a source, as an exhibit. */
enum status desk_exhibit(struct desk *desk, const struct store_source *source,
                         struct review_exhibit **ret, struct error *error)
{
    struct review_exhibit *made =
        (struct review_exhibit *)review_entry_new(REVIEW_KIND_EXHIBIT, desk->arena);
    if (!made) return arena_full(desk->arena, error);
    made->content = hex(desk, &source->facts.hash);
    made->capture = hex(desk, &source->capture.hash);
    if (!made->content || !made->capture) return arena_full(desk->arena, error);
    made->name = source->facts.name;
    made->sort = evidence_kind_word(source->facts.kind);
    made->size = (int64_t)source->facts.size;
    made->presence = REVIEW_PRESENCE_PRESENT;
    made->origin = visible(desk, source->capture.origin);
    made->collector = visible(desk, source->capture.by);
    made->collected = source->capture.collected;
    made->modified = source->facts.modified;
    made->zone = source->clock.zone;
    made->member = source->facts.member && *source->facts.member ? source->facts.member : NULL;
    *ret = made;
    return STATUS_OK;
}

const struct review_exhibit *desk_attached(const struct review *review,
                                           const struct review_exhibit *made)
{
    for (size_t i = 0; i < review->exhibits.count; i++) {
        const char *content = review->exhibits.at[i].content;
        if (content && strcmp(content, made->content) == 0) return &review->exhibits.at[i];
    }
    return NULL;
}
