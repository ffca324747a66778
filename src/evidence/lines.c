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
    layouts->amended = 0;
    for (unsigned i = 0; i < layouts->count; i++) {
        uint8_t style = layouts->item[i].face.style;
        if (style == STYLE_TWO_LINES || style == STYLE_MYSQL_SLOW) layouts->amended = i + 1;
    }
}

/* Looks again where the most lines did not begin a record. True when that found layouts. */
static bool detect_more(const struct evidence_reader *reader,
                        const struct evidence_index_hints *hints,
                        const struct line_scan_facts *facts, struct line_layouts *layouts)
{
    struct line_sample sample;
    unsigned before = layouts->count;
    if (facts->continued_bytes * 20 <= reader->size || before == EVIDENCE_LAYOUTS_MAX) return false;
    if (line_sample_at(reader, facts->worst_at, &sample, NULL)) return false;
    lines_detect(&sample, hints, layouts);
    line_sample_release(&sample);
    return layouts->count > before;
}

enum status lines_index(const struct evidence_reader *reader,
                        const struct evidence_index_hints *hints, struct index_builder *builder,
                        struct error *error)
{
    struct line_layouts layouts = {.header_date = INSTANT_NONE};
    struct line_sample sample;
    struct line_scan scan = {.reader = reader,
                             .layouts = &layouts,
                             .kernels = kernels_best(),
                             .threads = threads_for(hints),
                             .chunk = LINE_CHUNK,
                             .buffer = LINE_BUFFER,
                             .progress = hints->progress,
                             .progress_context = hints->progress_context};
    struct line_scan_facts facts;
    enum status status = line_sample_read(reader, &sample, error);
    if (status) return status;
    lines_detect(&sample, hints, &layouts);
    line_sample_release(&sample);
    if (layouts.count == 0) add_plain_layout(&layouts);
    for (unsigned again = 0;; again++) {
        builder->count = 0;
        find_amended(&layouts);
        status = lines_scan(&scan, builder, &facts, error);
        if (status) return status;
        if (again == RESAMPLES || !detect_more(reader, hints, &facts, &layouts)) break;
    }
    lines_fold(&layouts, builder);
    lines_drop_unused(&layouts, builder);
    lines_settle(&layouts, hints, builder);
    for (unsigned i = 0; i < layouts.count; i++)
        index_builder_layout(builder, &layouts.item[i].face);
    snprintf(builder->zone_stated, sizeof builder->zone_stated, "%s", layouts.zone_stated);
    return STATUS_OK;
}
