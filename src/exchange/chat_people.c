/* Who is who in a chat export: users.json, an array of {id, name, profile}. */
#include "exchange/internal.h"

#include <stdlib.h>

enum { PEOPLE_MOST = 200000 };

static void read_person(struct reading *reading, struct span element)
{
    struct person person = {0};
    struct span id = json_part(element, "id");
    struct span name =
        json_first_part(element, "profile.display_name name profile.real_name real_name");
    struct span title = json_part(element, "profile.title");
    /* channels.json looks alike: its elements have members and no profile. */
    if (id.len == 0 || name.len == 0 || json_find(element, "members", NULL, NULL)) return;
    person.id = json_keep(reading, id, KEY_MOST);
    person.name = json_keep(reading, name, KEY_MOST);
    person.support = span_find_nocase(title, SPAN("support")) != SIZE_MAX ||
                     span_find_nocase(title, SPAN("customer")) != SIZE_MAX;
    if (reading->status) return;
    reading->status = grow_array(&reading->people, &reading->person_room, reading->person_count + 1,
                                 sizeof *reading->people, reading->error);
    if (!reading->status) reading->people[reading->person_count++] = person;
}

void people_read(struct reading *reading)
{
    struct json_elements elements;
    struct span element;
    if (!json_elements_open(&elements, reading_source(reading)->content, "")) return;
    while (reading->person_count < PEOPLE_MOST && json_elements_next(&elements, &element))
        read_person(reading, element);
    if (elements.broken)
        reading_notice(reading, "the list of people is cut off after %zu", reading->person_count);
}

static int by_id(const void *a, const void *b)
{
    return strcmp(((const struct person *)a)->id, ((const struct person *)b)->id);
}

void people_sort(struct reading *reading)
{
    if (reading->person_count)
        qsort(reading->people, reading->person_count, sizeof *reading->people, by_id);
}

const struct person *people_find(const struct reading *reading, struct span id)
{
    size_t low = 0, high = reading->person_count;
    while (low < high) {
        size_t probe = low + (high - low) / 2;
        int order = span_compare(span_of(reading->people[probe].id), id);
        if (order == 0) return &reading->people[probe];
        if (order < 0)
            low = probe + 1;
        else
            high = probe;
    }
    return NULL;
}
