#include "evidence/template_tell.h"

#include "evidence/fields.h"
#include "evidence/lines.h"

enum { BEST_RANK = 1 }; /* of data/keys.tsv: what stands for itself */

struct span telling_line(struct span text)
{
    const char *end = text.len ? memchr(text.at, '\n', text.len) : NULL;
    size_t len = end ? (size_t)(end - text.at) : text.len;
    return span_sub(text, 0, len < MASK_LINE_MOST ? len : MASK_LINE_MOST);
}

static bool is_json(const struct evidence_layout *layout)
{
    return layout->framing == FRAMING_JSON_LINES || layout->framing == FRAMING_JSON_ELEMENTS;
}

static bool inside(struct span part, struct span whole)
{
    return part.at >= whole.at && part.at < whole.at + whole.len;
}

static void note_member(void *context, const struct line_member *member)
{
    struct telling *telling = context;
    const struct evidence_layout *layout = telling->layout;
    unsigned rank = member->rank * 2 + (member->depth > 1 ? 1 : 0);
    if (!member->string) return;
    if (member->role == KEY_MESSAGE && rank < telling->rank) {
        telling->message = member->value;
        telling->rank = rank;
        telling->certain = rank <= BEST_RANK * 2;
    }
    if (member->depth > 1 || telling->count == MASK_TOKENS_MOST || !mask_is_word(member->value) ||
        span_is(member->key, layout->time_key) || span_is(member->key, layout->message_key) ||
        span_is(member->key, layout->level_key))
        return;
    telling->key[telling->count] = member->key;
    telling->word[telling->count++] = member->value;
}

/* What evidence_fields_of would call the message. False when only that knows: before the record may
 * be lines of none, or a prefix. */
static bool read_message(const struct evidence_layout *layout, uint64_t record, struct span line,
                         const struct telling *telling, struct span *ret)
{
    if (layout->framing != FRAMING_JSON_LINES || record == 0 || line.len == 0 ||
        line.at[0] != '{' || line.len == MASK_LINE_MOST ||
        (layout->position & (PLACE_PREFIXED | PLACE_WIDE_LE | PLACE_WIDE_BE)))
        return false;
    *ret = telling->message.at ? telling->message : span_trim(line);
    return true;
}

void telling_read(const struct evidence_index *index, struct span content, uint64_t record,
                  struct span line, struct telling *ret)
{
    const struct evidence_layout *layout = &index->layouts[index->layout[record]];
    struct evidence_fields fields;
    struct span text;
    *ret = (struct telling){.layout = layout, .rank = UINT32_MAX};
    if (is_json(layout)) {
        struct span object = evidence_record(index, content, record);
        const char *brace = memchr(object.at, '{', object.len);
        if (brace)
            json_members_until(span_from(object, (size_t)(brace - object.at)), &ret->certain,
                               note_member, ret);
    }
    if (!read_message(layout, record, line, ret, &text)) {
        evidence_fields_of(index, content, record, &fields);
        text = fields.message;
    }
    while (text.len &&
           (text.at[0] == ' ' || text.at[0] == '\t' || text.at[0] == '\r' || text.at[0] == '\n'))
        text = span_from(text, 1);
    ret->message = telling_line(text);
}

bool telling_is_line(const struct telling *telling, struct span line)
{
    bool told = telling->message.len == 0 || inside(telling->message, line);
    if (!is_json(telling->layout)) return told;
    return told && telling->layout->framing == FRAMING_JSON_LINES && line.len < MASK_LINE_MOST;
}

uint64_t telling_hash(const struct telling *telling)
{
    uint64_t hash = mask_hash(telling->message, telling->count);
    for (size_t i = 0; i < telling->count; i++) {
        hash = mask_hash_of_word(telling->key[i], hash);
        hash = mask_hash_of_word(telling->word[i], hash);
    }
    return hash;
}
