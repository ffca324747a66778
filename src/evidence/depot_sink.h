/* A sink for unpack() that writes contents as blobs into the depot. */
#ifndef EVIDENCE_DEPOT_SINK_H
#define EVIDENCE_DEPOT_SINK_H

#include "evidence/ahead.h"
#include "evidence/unpack.h"

struct unpack_pot {
    struct blob blob;
    struct span view; /* valid after the sink's view */
    /* for those who index it while it comes */
    const char *member; /* borrowed from unpack() */
    instant modified;
    bool begun; /* it was looked at whether to do so */
    struct ahead *ahead;
};

/* begin, add, room, grew, view and drop of a sink whose context starts with a pointer to the depot.
 */
struct depot_sink {
    struct evidence_depot *depot; /* borrowed */
};

enum status depot_sink_begin(void *context, struct unpack_pot **ret, struct error *error);
enum status depot_sink_add(void *context, struct unpack_pot *pot, struct span bytes,
                           struct error *error);
enum status depot_sink_room(void *context, struct unpack_pot *pot, char **ret, size_t *ret_len,
                            struct error *error);
enum status depot_sink_grew(void *context, struct unpack_pot *pot, size_t len, struct error *error);
enum status depot_sink_view(void *context, struct unpack_pot *pot, struct span *ret,
                            struct error *error);
void depot_sink_drop(void *context, struct unpack_pot *pot);

#endif
