/* What live.c and live_log.c share: a text being written, as its row. */
#ifndef STORE_SQLITE_LIVE_ROWS_H
#define STORE_SQLITE_LIVE_ROWS_H

#include "store/sqlite/kept.h"

struct live_row {
    uint64_t id;
    struct store_live live;
};
/* Without its text. */
enum status store_live_state(struct store *store, const struct store_live_place *place,
                             struct live_row *ret, struct error *error);

#endif
