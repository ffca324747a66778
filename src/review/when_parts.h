/* What the files when_*.c share. */
#ifndef REVIEW_WHEN_PARTS_H
#define REVIEW_WHEN_PARTS_H

#include "review/when.h"

/* What a person said about how good a time is: "~", "?", "%", "~2m". */
struct when_doubt {
    bool approximate, doubtful;
    duration width; /* each way; WHEN_WIDTH_UNSAID when "~" stands alone */
};
#define WHEN_WIDTH_UNSAID ((duration)-1)
#define WHEN_ABOUT        (5 * NS_PER_MIN) /* what "about" means unless it is said */

/* Takes the signs of doubt off a time; *text is what is left. */
enum status when_take_doubt(struct span *text, struct when_doubt *ret, struct error *error);
/* "E12" or "e12" at the start. */
bool when_is_relative(struct span text);
/* Reads "E12..E15" or "E12+3m~1m"; BAD_INPUT with what is expected. */
enum status when_read_relative(struct span text, struct review_relative *ret,
                               struct when_doubt *ret_doubt, struct error *error);
/* Parts of "from..to"; false, and *ret_from is the whole, when there are no dots. */
bool when_cut_bounds(struct span text, struct span *ret_from, struct span *ret_to);

#endif
