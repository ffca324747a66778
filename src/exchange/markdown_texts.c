/* Sections that are prose: kept as Markdown in the review's own texts and in the seven areas. */
#include "exchange/markdown.h"

/* The section's heading as it is usually called; another one is kept in the text. */
static const struct {
    enum md_section section;
    const char *usual;
} usual[] = {
    {MD_SECTION_SUMMARY, "summary"},
    {MD_SECTION_BACKGROUND, "background"},
    {MD_SECTION_IMPACT, "impact"},
    {MD_SECTION_STORY, "what happened"},
    {MD_SECTION_RECURRENCE, "recurrence"},
    {MD_SECTION_DEFINITIONS, "glossary"},
    {MD_SECTION_METHOD, "method"},
    {MD_SECTION_DETECTION, "detection"},
    {MD_SECTION_NOTIFICATION, "communication"},
    {MD_SECTION_COORDINATION, "coordination"},
};

bool md_is_text_section(enum md_section section)
{
    return section >= MD_SECTION_META && section <= MD_SECTION_COORDINATION;
}

void md_texts_begin(struct md *md)
{
    struct review_review *own = md->own;
    const char **fields[] = {&own->summary,       &own->background, &own->safe,        &own->story,
                             &own->impact,        &own->recurrence, &own->definitions, &own->method,
                             &own->internal_note, &own->public_note};
    for (size_t i = 0; i < sizeof fields / sizeof fields[0] && !md->status; i++)
        md_grow(md, fields[i], SPAN(""), "");
}

/* The area's entry, made when it is first needed. */
static const char **area_text(struct md *md, enum review_area_word area)
{
    for (size_t i = 0; i < md->entry_count; i++) {
        struct review_area *entry = (struct review_area *)md->entries[i];
        if (entry->entry.id.kind == REVIEW_KIND_AREA && entry->area == area) return &entry->found;
    }
    struct review_area *entry = md_entry(md, REVIEW_KIND_AREA);
    if (!entry) return NULL;
    entry->area = (uint8_t)area;
    return &entry->found;
}

static const char **field_of(struct md *md)
{
    struct review_review *own = md->own;
    switch (md->section) {
    case MD_SECTION_META:
    case MD_SECTION_SUMMARY: return &own->summary;
    case MD_SECTION_BACKGROUND: return &own->background;
    case MD_SECTION_SAFE: return &own->safe;
    case MD_SECTION_STORY: return &own->story;
    case MD_SECTION_IMPACT: return &own->impact;
    case MD_SECTION_RECURRENCE: return &own->recurrence;
    case MD_SECTION_DEFINITIONS: return &own->definitions;
    case MD_SECTION_METHOD: return &own->method;
    case MD_SECTION_INTERNAL_NOTE: return &own->internal_note;
    case MD_SECTION_PUBLIC_NOTE: return &own->public_note;
    case MD_SECTION_DETECTION: return area_text(md, REVIEW_AREA_DETECTION);
    case MD_SECTION_NOTIFICATION: return area_text(md, REVIEW_AREA_NOTIFICATION);
    case MD_SECTION_COORDINATION: return area_text(md, REVIEW_AREA_COORDINATION);
    default: return NULL;
    }
}

/* A heading that is not the usual one for its field stays in the text. */
static void say_heading(struct md *md, const char **field)
{
    char words[MD_WORDS_MOST];
    if (md->heading_said || !md->heading[0]) return;
    md->heading_said = true;
    struct span plain = md_words(span_of(md->heading), words);
    for (size_t i = 0; i < sizeof usual / sizeof usual[0]; i++)
        if (usual[i].section == md->section && span_is(plain, usual[i].usual)) return;
    md_grow(md, field, SPAN("**"), "\n\n");
    md_grow(md, field, span_of(md->heading), "");
    md_grow(md, field, SPAN("**"), "");
}

void md_texts_block(struct md *md, const struct md_block *block)
{
    const char **field = field_of(md);
    if (!field || md->status) return;
    say_heading(md, field);
    const char *between = "\n\n";
    bool item = block->kind == MD_ITEM;
    if (item && block->from > 0 && md->lines[block->from - 1].kind != MD_BLANK &&
        md->lines[block->from - 1].taken)
        between = "\n";
    if (block->kind == MD_HEADING) {
        md_grow(md, field, SPAN("**"), "\n\n");
        md_grow(md, field, block->plain, "");
        md_grow(md, field, SPAN("**"), "");
    } else if (block->kind == MD_CODE && md->lines[block->from].kind == MD_CODE) {
        md_grow(md, field, SPAN("```"), "\n\n");
        md_grow(md, field, md_raw(md, block->from, block->to), "\n");
        md_grow(md, field, SPAN("```"), "\n");
    } else if (block->kind == MD_TEXT && block->markdown.len) {
        md_grow(md, field, block->markdown, between);
    } else {
        md_grow(md, field, md_raw(md, block->from, block->to), between);
    }
    md_take(md, block->from, block->to);
    if (md->section == MD_SECTION_STORY || md->section == MD_SECTION_META ||
        md->section == MD_SECTION_SUMMARY || md->section == MD_SECTION_BACKGROUND ||
        md->section == MD_SECTION_IMPACT || md->section == MD_SECTION_DETECTION)
        md_prose(md, block);
}
