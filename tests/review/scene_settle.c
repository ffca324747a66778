#include "tests/review/scene.h"

void scene_settle(struct scene *scene)
{
    struct error error = ERROR_NONE;
    assert_ok(review_settle(&scene->review, &scene->arena, &scene->settled, &error));
    assert_ok(
        review_bounds_of(&scene->review, &scene->settled, &scene->arena, &scene->bounds, &error));
}
