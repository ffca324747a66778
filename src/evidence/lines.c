#include "evidence/lines.h"

#include <stdio.h>

enum { RESAMPLES = 2 };

static unsigned threads_for(const struct evidence_index_hints *hints)
{
    return hints->threads ? hints->threads : os_cpus();
}

/* A content in which nothing looks like a time: its lines are the records. */
static void add_plain_layout(struct line_layouts *layouts)
{
    struct line_layout *layout = &layouts->item[layouts->count++];
    *layout = (struct line_layout){.place = PLACE_NONE};
    layout->face.framing = FRAMING_LINES;
    layout->face.style = STYLE_TEXT;
    snprintf(layout->face.name, sizeof layout->face.name, "lines without a time");
    line_layout_lock(layout);
}

static void find_amended(struct line_layouts *layouts)
{
    layouts->amended = layouts->head.begin_len > 0;
    if (layouts->amended) return;
    for (unsigned i = 0; i < layouts->count; i++) {
        uint8_t style = layouts->item[i].face.style;
        if (style == STYLE_TWO_LINES || style == STYLE_MYSQL_SLOW || style == STYLE_SCCM)
            layouts->amended = i + 1;
    }
}

/* The sample had days up to 12 only, and day and month were taken the wrong way round: lines with a
 * greater day look like another layout at the same place. The other order is the right one. */
static bool exchange_days(struct line_layouts *layouts, unsigned count,
                          const struct line_layout *found)
{
    for (unsigned i = 0; i < count; i++) {
        struct line_layout *layout = &layouts->item[i];
        if (!found->format || !layout->format ||
            stamp_format_swapped(layout->format) != found->format ||
            layout->face.position != found->face.position)
            continue;
        layout->format = found->format;
        memcpy(layout->face.stamp, found->face.stamp, sizeof layout->face.stamp);
        memcpy(layout->face.name, found->face.name, sizeof layout->face.name);
        return true;
    }
    return false;
}

/* Looks again where the most lines did not begin a record. True when that found layouts. */
static bool detect_more(const struct evidence_reader *reader,
                        const struct evidence_index_hints *hints,
                        const struct line_scan_facts *facts, struct line_layouts *layouts)
{
    struct line_sample sample;
    unsigned before = layouts->count;
    uint64_t bytes = 0;
    unsigned worst = 0;
    for (unsigned i = 0; i < SCAN_REGIONS; i++) {
        bytes += facts->continued[i];
        if (facts->continued[i] > facts->continued[worst]) worst = i;
    }
    if (bytes <= reader->size / 20 || before == EVIDENCE_LAYOUTS_MAX) return false;
    uint64_t offset = (uint64_t)worst << lines_region_shift(reader->size);
    if (line_sample_at(reader, offset, &sample, NULL)) return false;
    lines_detect(&sample, hints, layouts);
    line_sample_release(&sample);
    for (unsigned i = before; i < layouts->count; i++)
        if (exchange_days(layouts, before, &layouts->item[i])) {
            layouts->count = before;
            return true;
        }
    return layouts->count > before;
}

/* Room for as many records as the sample promises, so that columns do not move while they grow.
 * Memory that stays unused is never touched and given back at the end. */
static void reserve_records(const struct line_sample *sample, uint64_t size,
                            struct index_builder *builder)
{
    uint64_t bytes = 0;
    for (size_t i = 0; i < sample->count; i++) bytes += sample->lines[i].len + 1;
    if (sample->count == 0 || size < (1 << 20)) return;
    uint64_t mean = bytes / sample->count;
    uint64_t records = size / (mean > 8 ? mean : 8);
    /* ignoring: it is a guess, and fewer records may come than there is no room for */
    (void)index_builder_reserve(builder, (size_t)(records + records / 8), NULL);
}

/* ---- a content that is still being written ---- */

static bool is_growing(const struct evidence_reader *reader,
                       const struct evidence_index_hints *hints)
{
    return hints->there && !hints->account && hints->there(hints->there_context) < reader->size;
}

/* What the head alone suggests is scanned for as the content comes: mostly the middle and the tail
 * say the same once they are there, and then the work is done. *layouts is for *scan. */
static enum status scan_ahead(const struct line_scan *scan,
                              const struct evidence_index_hints *hints,
                              struct line_layouts *layouts, struct index_builder *builder,
                              struct line_scan_facts *ret_facts, struct error *error)
{
    struct line_sample sample;
    enum status status = line_sample_at(scan->reader, 0, &sample, error);
    if (status) return status;
    lines_read_header(&sample, layouts);
    lines_detect(&sample, hints, layouts);
    reserve_records(&sample, scan->reader->size, builder);
    line_sample_release(&sample);
    if (layouts->count == 0) add_plain_layout(layouts);
    find_amended(layouts);
    return lines_scan(scan, builder, ret_facts, error);
}

/* Would a scan for the one find what a scan for the other does? What a layout has beside these
 * follows from them, or says nothing of where records begin. */
static bool scan_alike(const struct line_layouts *a, const struct line_layouts *b)
{
    const struct line_head *head = &a->head, *top = &b->head;
    if (a->count != b->count || a->amended != b->amended || head->begin_len != top->begin_len ||
        head->end_len != top->end_len || memcmp(head->begin, top->begin, head->begin_len) != 0 ||
        memcmp(head->end, top->end, head->end_len) != 0)
        return false;
    for (unsigned i = 0; i < a->count; i++) {
        const struct line_layout *one = &a->item[i], *other = &b->item[i];
        const struct evidence_layout *face = &one->face, *same = &other->face;
        if (one->format != other->format || one->place != other->place ||
            one->number != other->number || one->stamp_flags != other->stamp_flags ||
            one->time_nested != other->time_nested || one->level_nested != other->level_nested ||
            one->stated != other->stated || one->rule != other->rule ||
            face->framing != same->framing || face->position != same->position ||
            face->style != same->style || face->level_word != same->level_word ||
            strcmp(face->stamp, same->stamp) != 0 || strcmp(face->time_key, same->time_key) != 0 ||
            strcmp(face->level_key, same->level_key) != 0 ||
            strcmp(face->message_key, same->message_key) != 0)
            return false;
    }
    return true;
}

static enum status index_narrow(const struct evidence_reader *reader,
                                const struct evidence_index_hints *hints,
                                const struct line_options *options, struct index_builder *builder,
                                struct error *error)
{
    struct line_layouts layouts = {.header_date = INSTANT_NONE}, early = layouts;
    struct line_sample sample;
    struct line_scan scan = {.reader = reader,
                             .layouts = &layouts,
                             .kernels = options->kernels,
                             .threads = options->threads,
                             .chunk = options->chunk,
                             .buffer = LINE_BUFFER,
                             .region_shift = lines_region_shift(reader->size),
                             .progress = hints->progress,
                             .progress_context = hints->progress_context};
    struct line_scan_facts facts;
    enum status status = STATUS_OK;
    bool ahead = is_growing(reader, hints);
    if (ahead) {
        scan.layouts = &early;
        status = scan_ahead(&scan, hints, &early, builder, &facts, error);
        scan.layouts = &layouts;
    }
    if (status == STATUS_OK) status = line_sample_read(reader, &sample, error);
    if (status) return status;
    lines_read_header(&sample, &layouts);
    lines_detect(&sample, hints, &layouts);
    if (!ahead) reserve_records(&sample, reader->size, builder);
    line_sample_release(&sample);
    if (layouts.count == 0) add_plain_layout(&layouts);
    for (unsigned again = 0;; again++) {
        find_amended(&layouts);
        if (again > 0 || !ahead || !scan_alike(&early, &layouts)) {
            builder->count = 0;
            status = lines_scan(&scan, builder, &facts, error);
            if (status) return status;
        }
        if (again == RESAMPLES || !detect_more(reader, hints, &facts, &layouts)) break;
    }
    lines_fold(&layouts, builder);
    lines_drop_unused(&layouts, builder);
    lines_settle(&layouts, hints, builder);
    for (unsigned i = 0; i < layouts.count; i++)
        index_builder_layout(builder, &layouts.item[i].face);
    memcpy(builder->zone_stated, layouts.zone_stated, sizeof builder->zone_stated);
    return STATUS_OK;
}

enum status lines_index_with(const struct evidence_reader *reader,
                             const struct evidence_index_hints *hints,
                             const struct line_options *options, struct index_builder *builder,
                             struct error *error)
{
    char mark[4];
    struct span head = {mark, 0};
    struct wide_reader wide = {.inner = reader};
    enum status status = reader->read(reader->context, 0, mark, sizeof mark, &head.len, error);
    if (status) return status;
    if (!lines_are_wide(head, &wide.big))
        return index_narrow(reader, hints, options, builder, error);
    struct evidence_reader narrow = lines_narrow_reader(&wide);
    status = index_narrow(&narrow, hints, options, builder, error);
    if (status == STATUS_OK) lines_widen(&wide, builder);
    return status;
}

enum status lines_index(const struct evidence_reader *reader,
                        const struct evidence_index_hints *hints, struct index_builder *builder,
                        struct error *error)
{
    const struct line_options options = {
        .kernels = kernels_best(), .threads = threads_for(hints), .chunk = LINE_CHUNK};
    return lines_index_with(reader, hints, &options, builder, error);
}
