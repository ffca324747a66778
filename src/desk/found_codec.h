/* What was found out about the sources of a workspace, as bytes. Each function serves writing and
 * reading: base/codec.h. */
#ifndef DESK_FOUND_CODEC_H
#define DESK_FOUND_CODEC_H

#include "desk/workspace.h"

/* A clock; instead of its zone whether that is the stated one, else the zone's name or NULL. */
struct found_clock {
    struct timeline_clock clock;
    bool stated;
    const char *zone;
};

void found_codec_clock(struct codec *codec, struct found_clock *clock);
/* `sources`: how many there are; a place in another one is bad. */
void found_codec_reading(struct codec *codec, size_t sources, struct timeline_reading *reading);
void found_codec_findings(struct codec *codec, size_t sources, struct timeline_findings *findings);

#endif
