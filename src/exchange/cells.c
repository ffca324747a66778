/* CSV (RFC 4180), cell by cell. */
#include "exchange/events.h"

static size_t line_break(struct span s)
{
    if (span_starts(s, SPAN("\r\n"))) return 2;
    return s.len && (s.at[0] == '\n' || s.at[0] == '\r');
}

struct span cell_take(struct span *rest, char delimiter, struct text *scratch, bool *ret_end)
{
    size_t from = scratch->len, i = 0;
    bool quoted = span_starts(*rest, SPAN("\""));
    if (quoted) {
        for (i = 1; i < rest->len; i++) {
            if (rest->at[i] == '"' && ++i < rest->len && rest->at[i] != '"') break;
            if (i < rest->len) text_addc(scratch, rest->at[i]);
        }
        if (i > rest->len) i = rest->len;
    }
    size_t plain = i;
    while (i < rest->len && rest->at[i] != delimiter && !line_break(span_from(*rest, i))) i++;
    text_add(scratch, span_sub(*rest, plain, i - plain));
    *rest = span_from(*rest, i);
    *ret_end = rest->len == 0 || rest->at[0] != delimiter;
    *rest = span_from(*rest, *ret_end ? line_break(*rest) : 1);
    return span_from(text_span(scratch), from);
}

char cell_delimiter(struct span text)
{
    static const char choices[] = {',', ';', '\t'};
    size_t counts[sizeof choices] = {0}, best = 0;
    bool quoted = false;
    for (size_t i = 0; i < text.len && (quoted || !line_break(span_from(text, i))); i++) {
        if (text.at[i] == '"') quoted = !quoted;
        for (size_t k = 0; k < sizeof choices; k++)
            counts[k] += !quoted && text.at[i] == choices[k];
    }
    for (size_t k = 1; k < sizeof choices; k++)
        if (counts[k] > counts[best]) best = k;
    return choices[best];
}
