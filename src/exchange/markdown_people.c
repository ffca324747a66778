/* People by role, and what a document points to: pages, pictures, other evidence. */
#include "exchange/markdown.h"

static struct review_person *find_person(struct md *md, struct span name)
{
    for (size_t i = 0; i < md->entry_count && i < 2000; i++) {
        struct review_person *person = (struct review_person *)md->entries[i];
        if (person->entry.id.kind == REVIEW_KIND_PERSON && person->name &&
            span_is(name, person->name))
            return person;
    }
    return NULL;
}

static unsigned part_of(struct span role)
{
    switch (md_label_of(role)) {
    case MD_LABEL_OWNER: return REVIEW_PART_OWNER;
    case MD_LABEL_FACILITATOR: return REVIEW_PART_FACILITATOR;
    case MD_LABEL_NOTE_TAKER: return REVIEW_PART_NOTE_TAKER;
    case MD_LABEL_READER: return REVIEW_PART_READER;
    default: return REVIEW_PART_PARTICIPANT;
    }
}

/* Words that name a role rather than a person. */
static bool is_role(struct span text)
{
    static const char *const words[] = {
        "on-call", "oncall",    "lead",     "engineer",  "manager",  "support",
        "team",    "commander", "officer",  "owner",     "analyst",  "administrator",
        "dba",     "sre",       "director", "developer", "operator", "head of"};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (span_find_nocase(text, span_of(words[i])) != SIZE_MAX) return true;
    return false;
}

/* One name, perhaps with a role of its own in brackets: "Ana (storage on-call)". */
static void add_person(struct md *md, struct span role, struct span name, unsigned part,
                       size_t line)
{
    struct span own = {NULL, 0};
    name = span_trim(name);
    size_t open = span_find(name, SPAN("("));
    if (open != SIZE_MAX && open > 0 && name.at[name.len - 1] == ')') {
        own = span_trim(span_sub(name, open + 1, name.len - open - 2));
        name = span_trim(span_sub(name, 0, open));
        if (span_starts(own, SPAN("http")) || !own.len) own.len = 0;
    }
    if (own.len && is_role(name) && !is_role(own)) {
        /* "Storage on-call (Ana)" */
        struct span swap = own;
        own = name;
        name = swap;
    }
    while (name.len && byte_is_one_of(name.at[name.len - 1], ".,;")) name.len--;
    if (!name.len) return;
    if (own.len) role = own;
    if (!part) part = part_of(role);
    struct review_person *person = find_person(md, name);
    if (!person) {
        person = md_entry(md, REVIEW_KIND_PERSON);
        if (!person) return;
        person->name = md_line_of(md, name, NULL);
    }
    person->parts |= 1u << part;
    char words[MD_WORDS_MOST];
    struct span alias = md_words(role, words);
    bool group = span_is(alias, "participants") || span_is(alias, "people involved") ||
                 span_is(alias, "attendees") || span_is(alias, "responders") ||
                 span_is(alias, "involved") || !alias.len;
    if (span_is(alias, "authors") || span_is(alias, "owners") || span_is(alias, "reviewers"))
        alias.len--;
    if (group && !person->role)
        person->role = span_is(alias, "responders") ? "responder" : "participant";
    else if (!group && (!person->role || strcmp(person->role, "participant") == 0))
        person->role = md_line_of(md, own.len ? own : alias, NULL);
    else if (!group && !span_is(alias, person->role))
        person->role = md_say(md, "%s, %.*s", person->role, SPAN_ARGS(own.len ? own : alias));
    if (part == REVIEW_PART_PARTICIPANT && !span_is(alias, "attendees")) person->involved = true;
    (void)line;
}

/* Where one name ends: at a comma, "and", "&"; not inside brackets. */
static size_t name_end(struct span names, size_t *ret_next)
{
    size_t depth = 0;
    for (size_t at = 0; at < names.len; at++) {
        char c = names.at[at];
        if (c == '(') depth++;
        if (c == ')' && depth) depth--;
        if (depth) continue;
        *ret_next = at + 1;
        if (byte_is_one_of(c, ",;|&") || (c == '/' && at && names.at[at - 1] == ' ')) return at;
        *ret_next = at + 5;
        if (span_starts(span_from(names, at), SPAN(" and "))) return at;
    }
    *ret_next = names.len;
    return names.len;
}

void md_person(struct md *md, struct span role, struct span names, unsigned part, size_t line)
{
    names = span_trim(names);
    if (!names.len) {
        if (role.len)
            md_unplaced(md, line, role, "a role without a name, or a name without a role");
        return;
    }
    if (names.len > 2 && names.at[0] == '<' &&
        memchr(names.at, '>', names.len) == names.at + names.len - 1) {
        md_unplaced(md, line, names, "a placeholder of the template");
        return;
    }
    for (size_t i = 0; i < 200 && names.len; i++) {
        size_t next, end = name_end(names, &next);
        struct span name = span_sub(names, 0, end);
        add_person(md, role, name, part, line);
        names = span_trim(span_from(names, next));
        if (span_starts(names, SPAN("and "))) names = span_from(names, 4);
    }
}

void md_people_block(struct md *md, const struct md_block *block)
{
    if (block->kind == MD_CODE) {
        md_leave(md, block->from, block->to, "stands among the people, without a name");
        return;
    }
    md_take(md, block->from, block->to);
    for (size_t line = block->from; line < block->to; line++) {
        struct span plain =
                        block->kind == MD_ITEM ? block->plain : md_plain(md, md->lines[line].text),
                    label, rest;
        size_t mark = span_find(plain, SPAN("? "));
        if (mark != SIZE_MAX && mark < 60) {
            /* "Who was the scribe? Ana" */
            label = span_sub(plain, 0, mark);
            size_t the = span_find_nocase(label, SPAN(" the "));
            if (the != SIZE_MAX) label = span_from(label, the + 5);
            md_person(md, label, span_from(plain, mark + 2), 0, line);
        } else if (md_label_cut(plain, &label, &rest) && rest.len) {
            /* "Ana - storage on-call" or "Storage on-call: Ana" */
            bool dash = span_find(span_sub(plain, 0, label.len + 2), SPAN(":")) == SIZE_MAX;
            if (dash && !md_label_of(label))
                md_person(md, rest, label, 0, line);
            else
                md_person(md, label, rest, 0, line);
        } else if (plain.len < 200 && span_find(plain, SPAN(". ")) == SIZE_MAX) {
            char words[MD_WORDS_MOST];
            struct span heading = md_words(span_of(md->heading), words);
            md_person(md,
                      span_is(heading, "responders") || span_is(heading, "attendees") ||
                              span_is(heading, "authors")
                          ? heading
                          : SPAN("participant"),
                      plain, 0, line);
        } else {
            md_unplaced(md, line, plain, "prose among the people");
        }
        if (block->kind == MD_ITEM) break;
    }
}

/* ---- what a document points to ---- */

void md_document(struct md *md, struct span title, struct span link)
{
    struct review_document *document = md_entry(md, REVIEW_KIND_DOCUMENT);
    if (!document) return;
    struct span rest;
    document->title = md_line_of(md, title.len ? title : link, &rest);
    if (rest.len) md_grow(md, &document->found, title, "");
    document->link = md_line_of(md, link, NULL);
}

static void add_exhibit(struct md *md, struct span name, struct span origin, struct span query)
{
    struct review_exhibit *exhibit = md_entry(md, REVIEW_KIND_EXHIBIT);
    if (!exhibit) return;
    struct span rest;
    exhibit->name = md_line_of(md, name, &rest);
    if (rest.len) md_grow(md, &exhibit->query, name, "");
    if (origin.len) exhibit->origin = md_line_of(md, origin, NULL);
    if (query.len) md_grow(md, &exhibit->query, query, "\n");
}

/* The words of a line without the address of its link. */
static struct span without(struct md *md, struct span plain, struct span address)
{
    struct span in = span_of(md_say(md, "(%.*s)", SPAN_ARGS(span_sub(address, 0, 500))));
    size_t at = span_find(plain, in);
    size_t len = in.len;
    if (at == SIZE_MAX) {
        at = span_find(plain, address);
        len = address.len;
    }
    if (at == SIZE_MAX || plain.len == len) return plain;
    const char *words = md_say(md, "%.*s%.*s", SPAN_ARGS(span_sub(span_sub(plain, 0, at), 0, 300)),
                               SPAN_ARGS(span_sub(span_from(plain, at + len), 0, 300)));
    struct span left = span_trim(span_of(words));
    while (left.len && byte_is_one_of(left.at[left.len - 1], ":-( ")) left.len--;
    return left.len ? left : plain;
}

void md_exhibit_block(struct md *md, const struct md_block *block)
{
    md_take(md, block->from, block->to);
    if (block->kind == MD_CODE) {
        add_exhibit(md, span_of(md_say(md, "%s, from line %zu", md->name, block->from + 1)),
                    (struct span){NULL, 0}, md_raw(md, block->from, block->to));
        return;
    }
    if (md->open && block->kind == MD_ITEM && block->indent > md->open_indent + 1 &&
        md->open->id.kind == REVIEW_KIND_EXHIBIT) {
        md_grow(md, md->more, block->markdown, "\n");
        return;
    }
    struct span words, first = {NULL, 0};
    size_t at = 0, links = 0;
    bool picture = span_starts(block->markdown, SPAN("!["));
    for (; links < 50; links++) {
        struct span address = md_address(block->markdown, &at, &words);
        if (!address.len) break;
        if (!links)
            first = address;
        else
            md_document(md, words, address);
    }
    if (picture) {
        add_exhibit(md, block->plain, first, (struct span){NULL, 0});
    } else if (links) {
        struct span title = without(md, block->plain, first);
        md_document(md, title, first);
    } else {
        add_exhibit(md, block->plain, (struct span){NULL, 0}, (struct span){NULL, 0});
        struct review_exhibit *exhibit =
            md->status || !md->entry_count
                ? NULL
                : (struct review_exhibit *)md->entries[md->entry_count - 1];
        if (exhibit)
            md_open(md, &exhibit->entry, &exhibit->query, block->indent, block->kind == MD_TEXT);
    }
}
