/*
 * Small reviews written down in a test, one entry a line:
 *
 *     PM0 {'title':'orders hang','day':'2026-03-04'}
 *     E1 {'kind':'impact.start','what':'orders hang'} at=10:02..10:05
 *
 * JSON with ' for ", then times in the notation of review/when.h, on 2026-03-04 in UTC.
 */
#ifndef TESTS_REVIEW_SCENE_H
#define TESTS_REVIEW_SCENE_H

#include "review/review.h"
#include "tests/test.h"

struct scene {
    struct arena arena;
    struct review review;
    struct review_settled settled;
    struct review_bounds bounds;
    struct error error;
    instant now; /* 2026-03-06T09:00:00Z */
};

void scene_open(struct scene *scene, const char *entries);
void scene_close(struct scene *scene);
/* Puts entries in or replaces them ("E3 -" takes one out), completed and checked as a command does;
 * the scene is unchanged when that is refused. */
enum status scene_put(struct scene *scene, const char *entries);
#define assert_put(scene, entries)                                                                 \
    do {                                                                                           \
        if (scene_put((scene), (entries))) fail_msg("%s: %s", (entries), (scene)->error.message);  \
    } while (0)
/* Entries put into a scene, and what the sentence of their refusal says (NULL: taken). */
struct scene_rule {
    const char *put, *refused;
};
/* Tries each on a fresh scene of these entries. */
void scene_try(const char *entries, const struct scene_rule *rules, size_t count);
/* Settles times, or also finds the bounds; again after each scene_put. */
void scene_settle(struct scene *scene);
void scene_bound(struct scene *scene);
struct review_id scene_id(const char *id);
/* The entry, which must be there. */
void *scene_find(struct scene *scene, const char *id);
/* A time on the scene's day, such as "10:02". */
instant scene_time(const char *time);

#endif
