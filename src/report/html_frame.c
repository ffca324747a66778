/*
 * What all pages begin and end with. A page holds a policy that forbids everything but its own
 * style, its own script (both named by their hashes) and pictures in data URIs, so that nothing in
 * the evidence, and nothing that somebody wrote, can load or run.
 */
#include "report/page.h"

#include "report/page_assets.inc"

void page_frame_begin(struct text *out, struct span title, const char *skip_to,
                      const char *skip_words)
{
    struct text cut;
    text_addf(
        out,
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
        "'%s'; script-src '%s'; img-src data:; base-uri 'none'; form-action 'none'\">\n"
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
        "<meta name=\"color-scheme\" content=\"light dark\">\n"
        "<meta name=\"referrer\" content=\"no-referrer\">\n<title>",
        page_style_hash, page_script_hash);
    text_init(&cut, 0);
    report_add_cut(&cut, title, PAGE_NAME);
    text_add_html(out, text_span(&cut));
    if (cut.status) out->status = cut.status;
    text_release(&cut);
    text_adds(out, "</title>\n<style>");
    text_add(out, (struct span){page_style, sizeof page_style});
    text_addf(out, "</style>\n</head>\n<body>\n<a class=\"skip\" href=\"#%s\">%s</a>\n", skip_to,
              skip_words);
}

void page_frame_end(struct text *out)
{
    text_adds(out, "<footer>\n<p>Made by postmortem. This page loads nothing and sends nothing."
                   "</p>\n</footer>\n<script>");
    text_add(out, (struct span){page_script, sizeof page_script});
    text_adds(out, "</script>\n</body>\n</html>\n");
}
