/*
 * Is the head written as it is meant to be: lines that end with CR LF, no line folded into the one
 * before, no byte 0, no line that is none?
 *
 * The library reads leniently (a lone LF ends a line, a line without a name ends the head), and a
 * proxy before it may not: then one sees two requests where the other sees one. It does cut the
 * lines in place, so what it made of them lies where they were, and whatever it passed over is seen
 * as a gap. Later versions of the library are strict by themselves.
 */
#include "web/http.h"

#if MHD_VERSION < 0x00097600

struct walking {
    const char *at; /* where the next line is to begin */
    bool fits;
};

static enum MHD_Result walk(void *context, enum MHD_ValueKind kind, const char *key,
                            const char *value)
{
    struct walking *w = context;
    (void)kind;
    w->fits = w->fits && key == w->at && value;
    if (!w->fits) return MHD_NO;
    const char *p = key + strlen(key) + 1;
    while (p < value && (*p == ' ' || *p == '\t')) p++;
    w->fits = p == value;
    w->at = value + strlen(value) + 2; /* both of CR LF are made 0 */
    return MHD_YES;
}

bool http_shape_fits(struct MHD_Connection *connection, const char *method, const char *version)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE);
    struct walking w = {.at = version + strlen(version) + 2, .fits = true};
    MHD_get_connection_values(connection, MHD_HEADER_KIND, walk, &w);
    return w.fits && info && w.at + 2 - method == (ptrdiff_t)info->header_size;
}

#else

bool http_shape_fits(struct MHD_Connection *connection, const char *method, const char *version)
{
    (void)connection;
    (void)method;
    (void)version;
    return true;
}

#endif
