/* Writes the page of one of the models to standard output: write_page MODEL. */
#include "tests/report/model.h"

#include <stdio.h>

int main(int argc, char **argv)
{
    struct model model;
    struct text page;
    text_init(&page, 0);
    model_init(&model, argc > 1 ? argv[1] : "small");
    model_page(&model, &page);
    size_t written = fwrite(page.at, 1, page.len, stdout);
    bool complete = written == page.len;
    text_release(&page);
    model_release(&model);
    return complete ? 0 : 1;
}
