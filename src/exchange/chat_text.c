/* Slack's mark-up as plain text: <@U1>, <#C1|name>, <!here>, <http://x|label>, &amp; &lt; &gt;. */
#include "exchange/internal.h"

static void add_entities(struct text *out, struct span text)
{
    static const struct {
        struct span written, meant;
    } entities[] = {{{"&amp;", 5}, {"&", 1}}, {{"&lt;", 4}, {"<", 1}}, {{"&gt;", 4}, {">", 1}}};
    for (size_t at = 0; at < text.len;) {
        struct span rest = span_from(text, at);
        size_t step = 1;
        struct span put = span_sub(rest, 0, 1);
        for (size_t i = 0; rest.at[0] == '&' && i < 3; i++) {
            if (!span_starts(rest, entities[i].written)) continue;
            put = entities[i].meant;
            step = entities[i].written.len;
        }
        text_add(out, put);
        at += step;
    }
}

/* What stands between < and >. */
static void add_reference(struct reading *reading, struct text *out, struct span inside)
{
    struct span label = inside, target = span_cut(&label, '|');
    char sign = target.at[0];
    if (sign == '@') {
        const struct person *person = people_find(reading, span_from(target, 1));
        text_addc(out, '@');
        if (person)
            text_adds(out, person->name);
        else
            add_entities(out, label.len ? label : span_from(target, 1));
    } else if (sign == '#') {
        text_addc(out, '#');
        add_entities(out, label.len ? label : span_from(target, 1));
    } else if (sign == '!') {
        if (label.len)
            add_entities(out, label);
        else
            text_addf(out, "@%.*s", SPAN_ARGS(span_from(target, 1)));
    } else {
        add_entities(out, label.len ? label : target);
        if (label.len && !span_equal(label, target) && !span_starts(target, SPAN("mailto:"))) {
            text_adds(out, " (");
            add_entities(out, target);
            text_addc(out, ')');
        }
    }
}

void chat_plain(struct reading *reading, struct span text)
{
    struct text *out = &reading->scratch;
    while (text.len) {
        size_t open = span_find(text, SPAN("<"));
        add_entities(out, span_sub(text, 0, open));
        if (open == SIZE_MAX) return;
        text = span_from(text, open);
        /* Looked for up to the next "<" alone: a text of many such signs is walked once. */
        size_t again = span_find(span_from(text, 1), SPAN("<"));
        size_t close =
            span_find(span_sub(text, 0, again == SIZE_MAX ? text.len : again + 1), SPAN(">"));
        if (close == SIZE_MAX || close == 1) {
            text_addc(out, '<'); /* no reference: a sign like any other */
            text = span_from(text, 1);
            continue;
        }
        add_reference(reading, out, span_sub(text, 1, close - 1));
        text = span_from(text, close + 1);
    }
}

struct span chat_channel(struct span name)
{
    struct span last = name, before = {NULL, 0};
    for (size_t i = 0; i < name.len; i++) {
        if (name.at[i] != '/' && name.at[i] != '!') continue;
        before = span_sub(name, (size_t)(last.at - name.at), i - (size_t)(last.at - name.at));
        last = span_from(name, i + 1);
    }
    bool dated = last.len >= 10 && last.at[0] >= '0' && last.at[0] <= '9' && last.at[4] == '-';
    if (dated && before.len) return before;
    struct span stem = last;
    return span_cut(&stem, '.');
}
