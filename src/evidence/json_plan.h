/*
 * Where the records of a JSON document are.
 *
 * A document is one value or several one after another. Its records are the values themselves, or
 * the elements of one array in them, named by a path: "[]" is the outermost array, "Records[]" the
 * array in a member, "a[].b[]" an array in each element of another.
 */
#ifndef EVIDENCE_JSON_PLAN_H
#define EVIDENCE_JSON_PLAN_H

#include "base/base.h"

enum { JSON_PATH_MAX = 48, JSON_STEPS_MAX = 12 };

/* Chooses from the first value in `head`, which may be cut anywhere: a known path first, else the
 * largest array of objects. `ret` receives the path, "" for the values themselves. False when the
 * head does not begin with an object or an array. */
bool json_plan(struct span head, char ret[JSON_PATH_MAX]);

/* A scan for the places where elements begin, fed with any pieces of the document one after
 * another. Only containers count as elements. Knows strings and depth, and nothing else of the
 * grammar. */
struct json_scan {
    struct json_step {
        bool array;
        struct span key; /* of the member to follow in an object; borrows from the path */
    } steps[JSON_STEPS_MAX];
    int step_count;
    int depth, on; /* containers open, and how many of them from the outermost follow the path */
    uint64_t is_array[JSON_DEPTH_MAX / 64];
    size_t key_at; /* bytes of the current name compared so far; SIZE_MAX: it differs */
    bool in_string, in_key, escaped, expect_key, key_matches;
    bool too_deep; /* the scan has stopped for good */
};

void json_scan_init(struct json_scan *scan, const char *path); /* borrows the path */
/* Reads on in `piece` from *at; true with *at just behind the opening bracket of the next element,
 * false at the end of the piece or when the document is nested too deep. */
bool json_scan_next(struct json_scan *scan, struct span piece, size_t *at);

/* The first element in a record: behind the opening of the document when the record has it. */
struct span json_element(struct span record, const char *path);

#endif
