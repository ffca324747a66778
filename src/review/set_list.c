/*
 * Lists from what a person typed: "E1, E2" in place of what there was, "+E3" beside it, "-E1" out
 * of it. Lines and places are also parted by line breaks, and then by these alone, for what holds a
 * comma.
 */
#include "review/member.h"

#include <assert.h>

struct listing {
    const struct review_field *field;
    const struct review_typing *typing;
    struct arena *arena;
    struct error *error;
    const struct review_entry *was; /* for places that are typed as they stand there */
    struct review_lines lines;      /* one of the three, by the type of the field */
    struct review_refs refs;
    struct review_places places;
};

struct element {
    const char *line;
    struct review_id id;
    struct review_place place;
};

/* ---- one element ---- */

/* A place that is in the list keeps what it is, whatever else its source's name might mean. */
static bool stands_there(const struct listing *list, struct span typed, struct review_place *ret)
{
    const struct review_places *places = MEMBER_OF(list->was, list->field, PLACES);
    struct text text;
    bool found = false;
    text_init(&text, 0);
    for (size_t i = 0; i < places->count && !found; i++) {
        text_clear(&text);
        member_place_text(&places->at[i], &text);
        found = span_equal(text_span(&text), typed);
        if (found) *ret = places->at[i];
    }
    text_release(&text);
    return found;
}

/* "NAME:FROM-TO" */
static struct span cut_bytes(struct span typed, struct review_place *place)
{
    size_t colon = typed.len;
    while (colon && typed.at[colon - 1] != ':') colon--;
    struct span to = span_from(typed, colon);
    struct span from = span_cut(&to, '-');
    uint64_t first, end;
    if (colon == 0 || !span_to_u64(from, &first) || !span_to_u64(to, &end)) return typed;
    place->from = first;
    place->to = end;
    return span_sub(typed, 0, colon - 1);
}

static enum status read_place(struct listing *list, struct span typed, struct review_place *ret)
{
    struct review_place place = {0}, source = {0};
    if (stands_there(list, typed, ret)) return STATUS_OK;
    struct span which = cut_bytes(typed, &place);
    if (place.from > place.to)
        return error_set(list->error, STATUS_BAD_INPUT,
                         "\"%.*s\" ends before it begins: give bytes as FROM-TO", SPAN_ARGS(typed));
    if (sha256_from_hex(which, &place.content)) {
        *ret = place;
        return STATUS_OK;
    }
    if (!list->typing->source)
        return error_set(list->error, STATUS_BAD_INPUT,
                         "\"%.*s\" needs a workspace with sources; without one, give the SHA-256 "
                         "of the source",
                         SPAN_ARGS(typed));
    enum status status = list->typing->source(list->typing->context, which, &source, list->error);
    if (status) return status;
    place.content = source.content;
    if (source.name) {
        struct text tidy;
        text_init(&tidy, 0);
        place.name = arena_copy(list->arena, member_tidy(source.name, true, &tidy));
        text_release(&tidy);
        if (!place.name) return arena_full(list->arena, list->error);
    }
    *ret = place;
    return STATUS_OK;
}

static enum status read_element(struct listing *list, struct span typed, struct element *ret)
{
    *ret = (struct element){0};
    if (list->field->type == REVIEW_TYPE_REFS)
        return member_id_read(list->field, typed, &ret->id, list->error);
    if (list->field->type == REVIEW_TYPE_LINES)
        return member_string(typed, true, list->arena, &ret->line, list->error);
    return read_place(list, typed, &ret->place);
}

static bool same_place(const struct review_place *a, const struct review_place *b)
{
    return sha256_equal(&a->content, &b->content) && a->from == b->from && a->to == b->to;
}

/* ---- the list ---- */

static size_t count_of(const struct listing *list)
{
    return list->field->type == REVIEW_TYPE_REFS    ? list->refs.count
           : list->field->type == REVIEW_TYPE_LINES ? list->lines.count
                                                    : list->places.count;
}

/* Where the element stands; count_of when it does not. */
static size_t find(const struct listing *list, const struct element *element)
{
    size_t i = 0, count = count_of(list);
    if (list->field->type == REVIEW_TYPE_REFS)
        while (i < count && !review_id_equal(list->refs.at[i], element->id)) i++;
    else if (list->field->type == REVIEW_TYPE_LINES)
        while (i < count && !span_is(span_of(list->lines.at[i]), element->line)) i++;
    else
        while (i < count && !same_place(&list->places.at[i], &element->place)) i++;
    return i;
}

static enum status append(struct listing *list, const struct element *element)
{
    void *at;
    if (count_of(list) == LIST_MAX)
        return error_set(list->error, STATUS_LIMIT, "a list has at most %d elements", LIST_MAX);
    if (list->field->type == REVIEW_TYPE_REFS) {
        struct review_refs *refs = &list->refs;
        at = member_room(list->arena, refs->at, refs->count, sizeof *refs->at);
        if (!at) return arena_full(list->arena, list->error);
        refs->at = at;
        refs->at[refs->count++] = element->id;
    } else if (list->field->type == REVIEW_TYPE_LINES) {
        struct review_lines *lines = &list->lines;
        at = member_room(list->arena, lines->at, lines->count, sizeof *lines->at);
        if (!at) return arena_full(list->arena, list->error);
        lines->at = at;
        lines->at[lines->count++] = element->line;
    } else {
        struct review_places *places = &list->places;
        at = member_room(list->arena, places->at, places->count, sizeof *places->at);
        if (!at) return arena_full(list->arena, list->error);
        places->at = at;
        places->at[places->count++] = element->place;
    }
    return STATUS_OK;
}

static void take_out(struct listing *list, size_t i)
{
    if (list->field->type == REVIEW_TYPE_REFS) {
        struct review_refs *refs = &list->refs;
        memmove(refs->at + i, refs->at + i + 1, (--refs->count - i) * sizeof *refs->at);
    } else if (list->field->type == REVIEW_TYPE_LINES) {
        struct review_lines *lines = &list->lines;
        memmove(lines->at + i, lines->at + i + 1, (--lines->count - i) * sizeof *lines->at);
    } else {
        struct review_places *places = &list->places;
        memmove(places->at + i, places->at + i + 1, (--places->count - i) * sizeof *places->at);
    }
}

/* What there was, in an array of its own. */
static enum status load(struct listing *list)
{
    enum status status = STATUS_OK;
    const struct review_field *field = list->field;
    if (field->type == REVIEW_TYPE_REFS) {
        const struct review_refs *refs = MEMBER_OF(list->was, field, REFS);
        for (size_t i = 0; !status && i < refs->count; i++)
            status = append(list, &(struct element){.id = refs->at[i]});
    } else if (field->type == REVIEW_TYPE_LINES) {
        const struct review_lines *lines = MEMBER_OF(list->was, field, LINES);
        for (size_t i = 0; !status && i < lines->count; i++)
            status = append(list, &(struct element){.line = lines->at[i]});
    } else {
        const struct review_places *places = MEMBER_OF(list->was, field, PLACES);
        for (size_t i = 0; !status && i < places->count; i++)
            status = append(list, &(struct element){.place = places->at[i]});
    }
    return status;
}

static void keep(const struct listing *list, struct review_entry *entry)
{
    if (list->field->type == REVIEW_TYPE_REFS)
        *MEMBER(entry, list->field, REFS) = list->refs;
    else if (list->field->type == REVIEW_TYPE_LINES)
        *MEMBER(entry, list->field, LINES) = list->lines;
    else
        *MEMBER(entry, list->field, PLACES) = list->places;
}

/* ---- what was typed ---- */

/* The next element; empty at the end. */
static struct span next_element(struct span *rest, const char *separators)
{
    for (;;) {
        size_t n = 0;
        while (n < rest->len && !byte_is_one_of(rest->at[n], separators)) n++;
        struct span element = span_trim(span_sub(*rest, 0, n));
        *rest = span_from(*rest, n < rest->len ? n + 1 : n);
        if (element.len || rest->len == 0) return element;
    }
}

static enum status not_there(struct span element, struct error *error)
{
    return error_set(error, STATUS_BAD_INPUT, "\"%.*s\" is not in it, so it cannot be taken out",
                     (int)(element.len < 80 ? element.len : 80), element.at);
}

static enum status set_words(struct review_entry *entry, const struct review_field *field,
                             struct span typed, char sign, struct error *error)
{
    uint32_t mask = sign ? *MEMBER(entry, field, WORDS) : 0;
    struct span element;
    while ((element = next_element(&typed, ", \t\r\n")).len) {
        uint8_t word = 0;
        enum status status = review_word_read(field->words, element, &word, error);
        if (status) return status;
        if (sign == '-' && !(mask & 1u << word)) return not_there(element, error);
        mask = sign == '-' ? mask & ~(1u << word) : mask | 1u << word;
    }
    *MEMBER(entry, field, WORDS) = mask;
    return STATUS_OK;
}

enum status member_list_set(struct review_entry *entry, const struct review_field *field,
                            struct span typed, const struct review_typing *typing,
                            struct arena *arena, struct error *error)
{
    struct span rest = span_trim(typed), element;
    bool spaced = field->type == REVIEW_TYPE_REFS || field->type == REVIEW_TYPE_WORDS;
    bool by_lines = !spaced && memchr(typed.at, '\n', typed.len);
    assert(rest.len > 0);
    char sign = !by_lines && byte_is_one_of(rest.at[0], "+-") ? rest.at[0] : '\0';
    if (sign) rest = span_from(rest, 1);
    if (span_trim(rest).len == 0)
        return error_set(error, STATUS_BAD_INPUT, "\"%c\" alone: say what to %s", sign,
                         sign == '+' ? "add" : "take out");
    if (field->type == REVIEW_TYPE_WORDS) return set_words(entry, field, rest, sign, error);
    struct listing list = {
        .field = field, .typing = typing, .arena = arena, .error = error, .was = entry};
    enum status status = sign ? load(&list) : STATUS_OK;
    const char *separators = spaced ? ", \t\r\n" : by_lines ? "\n" : ",";
    while (!status && (element = next_element(&rest, separators)).len) {
        struct element read;
        status = read_element(&list, element, &read);
        if (status) break;
        size_t at = find(&list, &read);
        if (sign == '-' && at == count_of(&list)) return not_there(element, error);
        if (sign == '-')
            take_out(&list, at);
        else if (at == count_of(&list))
            status = append(&list, &read);
    }
    if (!status) keep(&list, entry);
    return status;
}
