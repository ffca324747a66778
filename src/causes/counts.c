/* Numbers of sets. */
#include "causes/family.h"

causes_count count_times(causes_count a, causes_count b)
{
    causes_count product;
    return __builtin_mul_overflow(a, b, &product) ? CAUSES_COUNT_MOST : product;
}

void causes_count_text(struct text *to, causes_count count)
{
    if (count == CAUSES_COUNT_MOST) {
        text_adds(to, "more than 3.4e38");
        return;
    }
    char digits[64]; /* 39 digits and 12 commas at most, from the end */
    size_t at = sizeof digits, written = 0;
    do {
        if (written && written % 3 == 0) digits[--at] = ',';
        digits[--at] = (char)('0' + (int)(count % 10));
        count /= 10;
        written++;
    } while (count);
    text_add(to, (struct span){digits + at, sizeof digits - at});
}
