/* The texts of reviews for `lint`. */
#include "command/lint.h"

enum status lint_reviews(struct lint *lint, struct error *error)
{
    (void)lint;
    return error_set(error, STATUS_USAGE, "lint needs FILE, DIR or -; see: postmortem help lint");
}
