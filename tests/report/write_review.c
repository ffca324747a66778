/* Writes the report of a review of the tests: write_review FILE|hostile FORMAT [CIRCLE [DEPTH]]. */
#include "tests/report/review.h"

#include <stdio.h>

int main(int argc, char **argv)
{
    struct made made;
    struct text out;
    const char *format = argc > 2 ? argv[2] : "html";
    text_init(&out, 0);
    if (argc > 1 && strcmp(argv[1], "hostile") == 0) {
        made_hostile(&made);
    } else {
        made_read(&made, argc > 1 ? argv[1] : "rich.txt");
        made_settle(&made);
    }
    if (argc > 3) {
        struct error error;
        assert_ok(
            vocabulary_read(&review_words_circle, span_of(argv[3]), &made.report.circle, &error));
    }
    if (argc > 4) made.report.depth = (enum report_depth)(argv[4][0] - '0');
    made_render(&made,
                strcmp(format, "html") == 0   ? report_review_html
                : strcmp(format, "json") == 0 ? report_review_json
                                              : report_review_markdown,
                &out);
    bool complete = fwrite(out.at, 1, out.len, stdout) == out.len;
    text_release(&out);
    made_release(&made);
    return complete ? 0 : 1;
}
