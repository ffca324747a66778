#include "tests/review/scene.h"

void scene_bound(struct scene *scene)
{
    struct error error = ERROR_NONE;
    scene_settle(scene);
    assert_ok(
        review_bounds_of(&scene->review, &scene->settled, &scene->arena, &scene->bounds, &error));
}
