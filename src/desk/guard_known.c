/* Settings of a team together with what a review knows. */
#include "desk/guard.h"

static enum status join(const struct span *a, size_t a_count, const struct span *b, size_t b_count,
                        struct arena *arena, const struct span **ret, struct error *error)
{
    struct span *both = arena_array(arena, a_count + b_count + 1, sizeof *both);
    if (!both) return arena_full(arena, error);
    if (a_count) memcpy(both, a, a_count * sizeof *both);
    if (b_count) memcpy(both + a_count, b, b_count * sizeof *both);
    *ret = both;
    return STATUS_OK;
}

/* Two lists, each ascending, into one. */
static enum status join_dismissed(const struct language_settings *a,
                                  const struct language_settings *b, struct arena *arena,
                                  struct language_settings *ret, struct error *error)
{
    const size_t count = a->dismissed_count + b->dismissed_count;
    uint64_t *both = arena_array(arena, count + 1, sizeof *both);
    if (!both) return arena_full(arena, error);
    for (size_t i = 0, j = 0; i + j < count;) {
        const bool first = j == b->dismissed_count ||
                           (i < a->dismissed_count && a->dismissed[i] <= b->dismissed[j]);
        const uint64_t next = first ? a->dismissed[i] : b->dismissed[j];
        both[i + j] = next;
        i += first;
        j += !first;
    }
    ret->dismissed = both;
    ret->dismissed_count = count;
    return STATUS_OK;
}

enum status desk_guard_with(const struct language_settings *team,
                            const struct language_settings *known, struct arena *arena,
                            struct language_settings *ret, struct error *error)
{
    const struct language_names *a = &team->names, *b = &known->names;
    struct language_settings both = *team;
    both.names.people_count = a->people_count + b->people_count;
    both.names.component_count = a->component_count + b->component_count;
    enum status status = join(a->people, a->people_count, b->people, b->people_count, arena,
                              &both.names.people, error);
    if (status == STATUS_OK)
        status = join(a->components, a->component_count, b->components, b->component_count, arena,
                      &both.names.components, error);
    if (status == STATUS_OK) status = join_dismissed(team, known, arena, &both, error);
    if (status == STATUS_OK) *ret = both;
    return status;
}
