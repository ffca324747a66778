#include "evidence/depot_sink.h"

#include <stdlib.h>

enum status depot_sink_begin(void *context, struct unpack_pot **ret, struct error *error)
{
    const struct depot_sink *sink = context;
    struct unpack_pot *pot = calloc(1, sizeof *pot);
    if (!pot) return error_set(error, STATUS_NO_MEMORY, "out of memory");
    enum status status = blob_begin(sink->depot, BLOB_CONTENT, &pot->blob, error);
    if (status)
        free(pot);
    else
        *ret = pot;
    return status;
}

enum status depot_sink_add(void *context, struct unpack_pot *pot, struct span bytes,
                           struct error *error)
{
    (void)context;
    return blob_add(&pot->blob, bytes, error);
}

enum status depot_sink_room(void *context, struct unpack_pot *pot, char **ret, size_t *ret_len,
                            struct error *error)
{
    (void)context;
    return blob_room(&pot->blob, ret, ret_len, error);
}

enum status depot_sink_grew(void *context, struct unpack_pot *pot, size_t len, struct error *error)
{
    (void)context;
    (void)error;
    blob_grew(&pot->blob, len);
    return STATUS_OK;
}

enum status depot_sink_view(void *context, struct unpack_pot *pot, struct span *ret,
                            struct error *error)
{
    (void)context;
    enum status status = blob_end(&pot->blob, &pot->view, error);
    if (status == STATUS_OK) *ret = pot->view;
    return status;
}

void depot_sink_drop(void *context, struct unpack_pot *pot)
{
    (void)context;
    ahead_end(pot->ahead);
    blob_release(&pot->blob);
    free(pot);
}
