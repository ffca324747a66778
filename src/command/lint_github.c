/* Findings as workflow commands of GitHub Actions, which shows them beside the changed lines. */
#include "command/lint.h"

/* Line breaks and % would end or change a command; in properties, : and , as well. Other control
 * bytes, which names of files may have, are shown. */
static void add_escaped(struct text *out, struct span words, const char *also)
{
    for (size_t i = 0; i < words.len; i++) {
        char byte = words.at[i];
        if (byte == '%' || byte == '\r' || byte == '\n' || byte_is_one_of(byte, also))
            text_addf(out, "%%%02X", (unsigned)(unsigned char)byte);
        else if ((unsigned char)byte < 0x20 || byte == 0x7f)
            text_addf(out, "\\x%02x", (unsigned)(unsigned char)byte);
        else
            text_addc(out, byte);
    }
}

static void tell(struct lint *lint, const struct language_finding *finding)
{
    struct text *out = &lint->out;
    const struct language_place *from = &finding->from, *to = &finding->to;
    text_adds(out, finding->level == LANGUAGE_LEVEL_WARNING ? "::warning " : "::notice ");
    if (!lint->text->review) {
        text_adds(out, "file=");
        add_escaped(out, span_of(lint->text->name), ":,");
        text_addf(out, ",line=%u,endLine=%u,", from->line + 1, to->line + 1);
        text_addf(out, "col=%u,", from->runes + 1);
        if (from->line == to->line) text_addf(out, "endColumn=%u,", to->runes + 1);
    }
    text_addf(out, "title=%s", finding->rule->id);
    add_escaped(out, SPAN(": "), ":,");
    add_escaped(out, span_of(finding->rule->title), ":,");
    text_adds(out, "::");
    if (lint->text->review) text_addf(out, "%s: ", lint->text->name);
    add_escaped(out, span_of(finding->rule->why), "");
    text_addc(out, ' ');
    add_escaped(out, span_of(finding->question), "");
    text_addc(out, '\n');
}

const struct lint_teller lint_github_teller = {.finding = tell};
