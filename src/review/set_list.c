/*
 * Lists from what a person typed: "E1, E2" in place of what there was, "+E3" beside it, "-E1" out
 * of it. Lines and places are also parted by line breaks, and then by these alone, for what holds a
 * comma.
 */
#include "review/member.h"

#include <assert.h>

struct listing {
    const struct review_entry *was; /* as it is */
    struct review_entry *typed;     /* only the field: what was typed */
    const struct review_field *field;
    const struct review_typing *typing;
    struct arena *arena;
    struct error *error;
};

/* ---- one element ---- */

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

static bool is_called(const struct review_place *place, struct span name)
{
    char hex[65];
    if (place->name) return span_is(name, place->name);
    if (name.len != sizeof hex - 1) return false;
    sha256_hex(&place->content, hex);
    return span_is(name, hex);
}

/* A place that is in the list keeps what it is, whatever else its source's name might mean. */
static bool stands_there(const struct listing *list, struct span typed, struct span which,
                         const struct review_place *bytes, struct review_place *ret)
{
    const struct review_places *places = MEMBER_OF(list->was, list->field, PLACES);
    for (size_t i = 0; i < places->count; i++) {
        const struct review_place *place = &places->at[i];
        bool whole = !place->from && !place->to && is_called(place, typed);
        bool part = place->from == bytes->from && place->to == bytes->to && is_called(place, which);
        if (!whole && !part) continue;
        *ret = *place;
        return true;
    }
    return false;
}

static enum status read_place(struct listing *list, struct span typed, struct review_place *ret)
{
    struct review_place place = {0}, source = {0};
    struct span which = cut_bytes(typed, &place);
    if (stands_there(list, typed, which, &place, ret)) return STATUS_OK;
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

static enum status read_element(struct listing *list, struct span typed, struct member_element *ret)
{
    *ret = (struct member_element){0};
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

static bool holds(const struct review_entry *entry, const struct review_field *field,
                  const struct member_element *element)
{
    size_t i = 0, count = member_count(entry, field);
    if (field->type == REVIEW_TYPE_REFS) {
        const struct review_id *ids = MEMBER_OF(entry, field, REFS)->at;
        while (i < count && !review_id_equal(ids[i], element->id)) i++;
    } else if (field->type == REVIEW_TYPE_LINES) {
        const char **lines = MEMBER_OF(entry, field, LINES)->at;
        while (i < count && strcmp(lines[i], element->line) != 0) i++;
    } else {
        const struct review_place *places = MEMBER_OF(entry, field, PLACES)->at;
        while (i < count && !same_place(&places[i], &element->place)) i++;
    }
    return i < count;
}

/* What there was and what was typed, or what there was without it, in an entry of its own. */
static enum status combine(const struct listing *list, char sign, struct review_entry *into)
{
    enum status status = STATUS_OK;
    for (size_t i = 0; !status && i < member_count(list->was, list->field); i++) {
        struct member_element there = member_element(list->was, list->field, i);
        if (sign == '+' || !holds(list->typed, list->field, &there))
            status = member_append(into, list->field, &there, list->arena, list->error);
    }
    for (size_t i = 0; sign == '+' && !status && i < member_count(list->typed, list->field); i++) {
        struct member_element added = member_element(list->typed, list->field, i);
        if (!holds(list->was, list->field, &added))
            status = member_append(into, list->field, &added, list->arena, list->error);
    }
    return status;
}

static void keep(const struct review_entry *from, const struct review_field *field,
                 struct review_entry *to)
{
    if (field->type == REVIEW_TYPE_REFS)
        *MEMBER(to, field, REFS) = *MEMBER_OF(from, field, REFS);
    else if (field->type == REVIEW_TYPE_LINES)
        *MEMBER(to, field, LINES) = *MEMBER_OF(from, field, LINES);
    else
        *MEMBER(to, field, PLACES) = *MEMBER_OF(from, field, PLACES);
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
        enum status status = vocabulary_read(field->words, element, &word, error);
        if (status) return status;
        if (sign == '-' && !(mask & 1u << word)) return not_there(element, error);
        mask = sign == '-' ? mask & ~(1u << word) : mask | 1u << word;
    }
    *MEMBER(entry, field, WORDS) = mask;
    return STATUS_OK;
}

static enum status read_typed(struct listing *list, struct span typed, const char *separators,
                              char sign)
{
    enum status status = STATUS_OK;
    struct span element;
    while (!status && (element = next_element(&typed, separators)).len) {
        struct member_element read;
        status = read_element(list, element, &read);
        if (status) return status;
        if (sign == '-' && !holds(list->was, list->field, &read))
            return not_there(element, list->error);
        if (!holds(list->typed, list->field, &read))
            status = member_append(list->typed, list->field, &read, list->arena, list->error);
    }
    return status;
}

enum status member_list_set(struct review_entry *entry, const struct review_field *field,
                            struct span typed, const struct review_typing *typing,
                            struct arena *arena, struct error *error)
{
    struct span rest = span_trim(typed);
    bool spaced = field->type == REVIEW_TYPE_REFS || field->type == REVIEW_TYPE_WORDS;
    bool by_lines = !spaced && memchr(typed.at, '\n', typed.len);
    assert(rest.len > 0);
    char sign = !by_lines && byte_is_one_of(rest.at[0], "+-") ? rest.at[0] : '\0';
    if (sign) rest = span_from(rest, 1);
    if (span_trim(rest).len == 0)
        return error_set(error, STATUS_BAD_INPUT, "\"%c\" alone: say what to %s", sign,
                         sign == '+' ? "add" : "take out");
    if (field->type == REVIEW_TYPE_WORDS) return set_words(entry, field, rest, sign, error);
    struct review_entry *first = arena_alloc(arena, review_kinds[entry->id.kind].size);
    struct review_entry *second = arena_alloc(arena, review_kinds[entry->id.kind].size);
    if (!first || !second) return arena_full(arena, error);
    struct listing list = {entry, first, field, typing, arena, error};
    enum status status = read_typed(&list, rest, spaced ? ", \t\r\n" : by_lines ? "\n" : ",", sign);
    if (!status && sign) status = combine(&list, sign, second);
    if (!status) keep(sign ? second : first, field, entry);
    return status;
}
