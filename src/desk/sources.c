/* One source at a time: found by what somebody calls it, its index opened or made again. */
#include <stdlib.h>

#include "desk/source.h"

bool desk_can_do_without(enum status status)
{
    return status == STATUS_DAMAGED || status == STATUS_NOT_FOUND || status == STATUS_UNREADABLE ||
           status == STATUS_BAD_INPUT;
}

struct error desk_left_out(const struct store_source *source, const struct error *why)
{
    struct error told = ERROR_NONE;
    error_set(&told, why->status, "is left out: %s (%s); postmortem verify tells more",
              why->message, why->where);
    error_place(&told, "S%u %s", source->id, source->facts.name);
    return told;
}

/* ---- indexes ---- */

struct indexing {
    const struct desk_doing *doing;
    const char *name;
};

static void tell_indexing(void *context, uint64_t bytes)
{
    const struct indexing *indexing = context;
    const struct desk_doing *doing = indexing->doing;
    if (doing && doing->progress)
        doing->progress(doing->context, "indexing", bytes, indexing->name);
}

/* What looked like nothing known is a log when somebody defined how it is written. */
static enum status kind_with(const struct evidence_formats *formats,
                             const struct store_source *source,
                             const struct evidence_reader *reader, enum evidence_kind *ret,
                             struct error *error)
{
    enum { HEAD = 1 << 20 };
    struct span head = {NULL, 0};
    *ret = source->facts.kind;
    if (evidence_formats_count(formats) == 0) return STATUS_OK;
    char *bytes = malloc(HEAD);
    if (!bytes) return error_set(error, STATUS_NO_MEMORY, "no memory to read evidence");
    head.at = bytes;
    enum status status = reader->read(reader->context, 0, bytes, HEAD, &head.len, error);
    if (status == STATUS_OK) *ret = evidence_formats_kind(formats, head, *ret);
    free(bytes);
    return status;
}

struct evidence_index_hints desk_index_hints(const struct evidence_source *source,
                                             const struct evidence_capture *capture,
                                             const struct evidence_formats *formats)
{
    return (struct evidence_index_hints){.formats = formats,
                                         .modified = source->modified,
                                         .now = capture->collected,
                                         .name = source->name};
}

enum status desk_index_read(const struct store_source *source, const struct evidence_reader *reader,
                            const struct evidence_formats *formats, const struct desk_doing *doing,
                            struct evidence_index *ret, struct error *error)
{
    struct indexing indexing = {doing, source->facts.name};
    struct evidence_index_hints hints = desk_index_hints(&source->facts, &source->capture, formats);
    hints.progress = tell_indexing;
    hints.progress_context = &indexing;
    enum status status = kind_with(formats, source, reader, &hints.kind, error);
    return status ? status : evidence_index_build(reader, &hints, ret, error);
}

enum status desk_index_of(const struct store_source *source, struct span content,
                          const struct evidence_formats *formats, const struct desk_doing *doing,
                          struct evidence_index *ret, struct error *error)
{
    struct evidence_reader reader = evidence_reader_of_span(&content);
    return desk_index_read(source, &reader, formats, doing, ret, error);
}

enum status desk_content(struct evidence_depot *depot, const struct store_source *source,
                         struct span *ret, struct error *error)
{
    enum status status =
        evidence_content_open(depot, &source->facts, source->capture.packing, ret, error);
    if (status) error_place(error, "S%u %s", source->id, source->facts.name);
    return status;
}

/* An index that cannot be saved is only slower next time: the answer is the same. */
static void tell_unkept(const struct desk_doing *doing, const struct error *why)
{
    struct text words;
    if (!doing || !doing->notice) return;
    text_init(&words, 0);
    text_addf(&words, "postmortem: index not kept: %s", why->message);
    doing->notice(doing->context, words.at);
    text_release(&words);
}

/* Made from this content as this kind, and with these formats. */
static bool is_current(const struct evidence_index *index, const struct store_source *source,
                       const struct evidence_formats *formats)
{
    uint64_t mark = evidence_formats_mark(formats);
    return index->formats == mark &&
           (index->kind == source->facts.kind || (mark && index->kind == EVIDENCE_LOG));
}

enum status desk_index_from(struct evidence_depot *depot, const struct store_source *source,
                            const struct evidence_reader *reader,
                            const struct evidence_formats *formats, const struct desk_doing *doing,
                            struct evidence_index *ret, struct error *error)
{
    char path[4096];
    struct error why = ERROR_NONE;
    enum status status = evidence_index_path(depot, &source->facts.hash, path, sizeof path, error);
    if (status == STATUS_OK) status = desk_index_read(source, reader, formats, doing, ret, error);
    if (status) return status;
    if (evidence_index_save(ret, path, &source->facts.hash, &why)) tell_unkept(doing, &why);
    return STATUS_OK;
}

enum status desk_index(struct evidence_depot *depot, const struct store_source *source,
                       const struct evidence_formats *formats, const struct desk_doing *doing,
                       struct evidence_index *ret, struct error *error)
{
    char path[4096];
    struct span content;
    enum status status = evidence_index_path(depot, &source->facts.hash, path, sizeof path, error);
    if (status) return status;
    if (evidence_index_open(path, &source->facts.hash, ret, NULL) == STATUS_OK) {
        if (is_current(ret, source, formats)) return STATUS_OK;
        evidence_index_close(ret);
    }
    status = desk_content(depot, source, &content, error);
    if (status) return status;
    struct evidence_reader reader = evidence_reader_of_span(&content);
    status = desk_index_from(depot, source, &reader, formats, doing, ret, error);
    evidence_content_close(content);
    return status;
}

/* ---- names ---- */

enum status desk_source(const struct store_source *sources, size_t count, const char *which,
                        uint32_t *ret_number, struct error *error)
{
    struct span name = span_of(which), digits = name;
    uint64_t id = 0;
    size_t hits = 0, hit = 0;
    if (digits.len > 1 && (digits.at[0] == 'S' || digits.at[0] == 's'))
        digits = span_from(digits, 1);
    bool by_id = span_to_u64(digits, &id), whole = false;
    for (size_t i = 0; i < count; i++) {
        if (!by_id || sources[i].id != id) continue;
        *ret_number = (uint32_t)i;
        return STATUS_OK;
    }
    for (size_t i = 0; i < count; i++) {
        struct span own = span_of(sources[i].facts.name);
        bool equal = span_equal(own, name);
        if (!equal && (whole || span_find_nocase(own, name) == SIZE_MAX)) continue;
        if (equal && !whole) hits = 0; /* a whole name goes before parts of longer ones */
        whole = whole || equal;
        hit = i;
        hits++;
    }
    if (hits == 1) {
        *ret_number = (uint32_t)hit;
        return STATUS_OK;
    }
    return error_set(error, STATUS_NOT_FOUND,
                     hits ? "\"%s\" fits %zu sources; take the number that postmortem sources shows"
                          : "there is no source \"%s\" among %zu; postmortem sources lists them",
                     which, hits ? hits : count);
}
