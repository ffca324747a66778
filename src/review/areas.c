/* The seven areas to look for improvement, and what speaks to each. */
#include "review/conducting.h"

#include <assert.h>

void review_areas_of(const struct review *review, struct review_area_cover ret[7])
{
    static_assert(REVIEW_AREA_COUNT == 8, "seven areas");
    for (unsigned word = 1; word < REVIEW_AREA_COUNT; word++) {
        struct review_area_cover *area = &ret[word - 1];
        *area = (struct review_area_cover){.area = (uint8_t)word, .state = REVIEW_COVER_OPEN};
        for (size_t i = 0; i < review->areas.count; i++)
            if (review->areas.at[i].area == word) area->entry = &review->areas.at[i];
        if (area->entry && area->entry->state) area->state = area->entry->state;
        for (size_t i = 0; i < review->events.count; i++)
            area->events += review->events.at[i].areas >> word & 1;
        for (size_t i = 0; i < review->statements.count; i++)
            area->statements +=
                !review->statements.at[i].withdrawn && (review->statements.at[i].areas >> word & 1);
        for (size_t i = 0; i < review->factors.count; i++)
            area->factors += review->factors.at[i].areas >> word & 1;
        for (size_t i = 0; i < review->items.count; i++)
            area->items += review->items.at[i].areas >> word & 1;
    }
}
