/* A desk with evidence on it: contents become sources with real indexes, then all is read. */
#ifndef TESTS_EXCHANGE_FIXTURE_H
#define TESTS_EXCHANGE_FIXTURE_H

#include "exchange/exchange.h"
#include "tests/test.h"

enum { DESK_MOST = 80 };

struct desk {
    struct timeline_source sources[DESK_MOST];
    struct evidence_index indexes[DESK_MOST];
    char *contents[DESK_MOST];
    char *names[DESK_MOST];
    size_t count;
    struct arena arena;
    struct timeline_reading reading;
};

void desk_init(struct desk *desk);
void desk_release(struct desk *desk);
/* Puts a content on the desk under a name; its kind is told by its bytes. */
struct timeline_source *desk_add(struct desk *desk, const char *name, struct span content);
struct timeline_source *desk_adds(struct desk *desk, const char *name, const char *content);
/* A file, or every file below a folder (gzip unpacked), named by the path below `root`. */
void desk_add_file(struct desk *desk, const char *root, const char *name);
void desk_add_folder(struct desk *desk, const char *root, const char *folder);
void desk_read(struct desk *desk);

/* The first event of this kind whose sentence holds `part`, or NULL. */
const struct timeline_event *desk_find(const struct desk *desk, enum timeline_event_kind kind,
                                       const char *part);
/* As desk_find; fails the test when it is not there or does not begin at this UTC time. */
const struct timeline_event *desk_expect(const struct desk *desk, enum timeline_event_kind kind,
                                         const char *part, const char *at);
size_t desk_count(const struct desk *desk, enum timeline_event_kind kind);
void desk_print(const struct desk *desk); /* to standard error, for people */

#endif
