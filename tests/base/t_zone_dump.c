/*
 * Not a test by itself: zone_truth.py asks it what our reader says. Reads lines "ZONE SECONDS",
 * prints for each the offset, the abbreviation and the next change of offset (or "-").
 */
#include "base/base.h"

#include <inttypes.h>
#include <stdio.h>

int main(void)
{
    char name[128], current[128] = "";
    int64_t seconds;
    struct zone *zone = NULL;
    while (scanf("%127s %" SCNd64, name, &seconds) == 2) {
        struct error error = ERROR_NONE;
        if (!zone || strcmp(name, current) != 0) {
            zone_free(zone);
            zone = NULL;
            if (zone_load(name, &zone, &error)) {
                fprintf(stderr, "%s: %s %s\n", name, error.message, error.where);
                return 1;
            }
            memcpy(current, name, sizeof current);
        }
        const char *abbreviation;
        int32_t offset = zone_offset(zone, seconds * NS_PER_S, &abbreviation);
        instant next = zone_next_change(zone, seconds * NS_PER_S);
        printf("%" PRId32 " %s ", offset, abbreviation);
        if (next == INT64_MAX)
            puts("-");
        else
            printf("%" PRId64 "\n", next / NS_PER_S);
    }
    zone_free(zone);
    return 0;
}
