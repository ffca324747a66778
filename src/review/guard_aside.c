/* What becomes of a finding: set aside for a reason, or a question for the meeting. */
#include "review/conducting.h"
#include "review/guard.h"
#include "review/member.h"

/* The words from one place to another as one line without double quotes, so that what stands
 * around them can be told from them. */
static void add_words(const struct review_found *found, struct language_place from,
                      struct language_place to, size_t most, struct text *out)
{
    struct span words = span_sub(found->text->text, from.byte, to.byte - from.byte);
    bool blank = false, any = false;
    const size_t start = out->len;
    while (words.len && out->len - start < most) {
        uint32_t rune;
        const size_t len = utf8_next(words, &rune);
        const struct span next = span_sub(words, 0, len ? len : 1);
        words = span_from(words, next.len);
        if (!len || rune <= ' ' || utf8_drives_display(rune)) {
            blank = any;
            continue;
        }
        if (blank) text_addc(out, ' ');
        text_add(out, rune == '"' ? SPAN("'") : next);
        blank = false;
        any = true;
    }
    if (words.len) text_adds(out, "...");
}

/* The line about a finding: fingerprint, rule, reason, "sentence"; empty: there is none. */
static struct span find_aside(const struct review *review, uint64_t fingerprint)
{
    const struct review_lines *lines = &review->own->set_aside;
    char mark[17];
    language_fingerprint_text(fingerprint, mark);
    for (size_t i = 0; i < lines->count; i++)
        if (strncmp(lines->at[i], mark, sizeof mark - 1) == 0) return span_of(lines->at[i]);
    return (struct span){NULL, 0};
}

struct span review_aside_reason(const struct review *review, uint64_t fingerprint)
{
    struct span rest = find_aside(review, fingerprint);
    (void)span_cut(&rest, ' ');
    (void)span_cut(&rest, ' ');
    if (!rest.len || rest.at[rest.len - 1] != '"') return rest;
    /* the sentence has no double quotes of its own */
    for (size_t i = rest.len - 1; i-- > 0;)
        if (rest.at[i] == '"') return span_trim(span_sub(rest, 0, i));
    return rest;
}

/* Copied once: member_append goes on from a list that it made itself. */
enum status review_aside_begin(struct review *review, struct arena *arena, struct error *error)
{
    const struct review_field *field = review_field_find(REVIEW_KIND_REVIEW, SPAN("set_aside"));
    const struct review_lines all = review->own->set_aside;
    enum status status = STATUS_OK;
    member_clear(&review->own->entry, field);
    for (size_t i = 0; i < all.count && status == STATUS_OK; i++)
        status = member_append(&review->own->entry, field,
                               &(struct member_element){.line = all.at[i]}, arena, error);
    if (status) review->own->set_aside = all;
    return status;
}

enum status review_set_aside(struct review *review, const struct review_found *found,
                             struct span reason, struct arena *arena, struct error *error)
{
    enum { MOST_WORDS = 1000, MOST_REASON = 1000 };
    const struct language_finding *finding = found->finding;
    const struct review_field *field = review_field_find(REVIEW_KIND_REVIEW, SPAN("set_aside"));
    struct member_element element = {0};
    char fingerprint[17];
    struct text line;
    reason = span_trim(reason);
    if (reason.len == 0 || reason.len > MOST_REASON)
        return error_set(error, STATUS_BAD_INPUT,
                         "it is set aside for a reason, of 1 to %d bytes, such as \"the drill plan "
                         "asks for it\"",
                         (int)MOST_REASON);
    if (find_aside(review, finding->fingerprint).len) return STATUS_OK;
    language_fingerprint_text(finding->fingerprint, fingerprint);
    text_init(&line, 0);
    text_addf(&line, "%s %s ", fingerprint, finding->rule->id);
    text_add(&line, reason);
    text_adds(&line, " \"");
    add_words(found, finding->sentence_from, finding->sentence_to, MOST_WORDS, &line);
    text_addc(&line, '"');
    enum status status = text_status(&line, error);
    if (status == STATUS_OK)
        status = member_string(text_span(&line), true, arena, &element.line, error);
    if (status == STATUS_OK)
        status = member_append(&review->own->entry, field, &element, arena, error);
    text_release(&line);
    return status;
}

static const struct review_question *put_already(const struct review *review,
                                                 struct review_id about, struct span text)
{
    for (size_t i = 0; i < review->questions.count; i++) {
        const struct review_question *there = &review->questions.at[i];
        if (review_said(there->text) && span_equal(span_of(there->text), text) &&
            there->about.count == 1 && review_id_equal(there->about.at[0], about))
            return there;
    }
    return NULL;
}

enum status review_ask_finding(const struct review *review, const struct review_found *found,
                               struct arena *arena, struct review_question **ret,
                               struct error *error)
{
    enum { MOST_WORDS = 300 };
    const struct language_finding *finding = found->finding;
    const struct review_field *about = review_field_find(REVIEW_KIND_QUESTION, SPAN("about"));
    struct text line;
    text_init(&line, 0);
    text_addc(&line, '"');
    add_words(found, finding->from, finding->to, MOST_WORDS, &line);
    text_addf(&line, "\": %s", finding->question);
    enum status status = text_status(&line, error);
    const struct review_question *there =
        status ? NULL : put_already(review, found->text->about, text_span(&line));
    struct review_entry *entry = there ? review_entry_copy(&there->entry, arena)
                                       : review_entry_new(REVIEW_KIND_QUESTION, arena);
    struct review_question *question = (struct review_question *)entry;
    if (status == STATUS_OK && !entry) status = arena_full(arena, error);
    if (status == STATUS_OK && !there) {
        question->state = REVIEW_ASKING_QUEUED;
        status = member_string(text_span(&line), true, arena, &question->text, error);
        if (status == STATUS_OK)
            status = member_append(entry, about, &(struct member_element){.id = found->text->about},
                                   arena, error);
    }
    if (status == STATUS_OK) *ret = question;
    text_release(&line);
    return status;
}

bool review_found_is_wish(const struct review_found *found)
{
    return found->text->about.kind == REVIEW_KIND_ITEM &&
           found->finding->rule->class == LANGUAGE_CLASS_HINDSIGHT &&
           found->finding->level == LANGUAGE_LEVEL_OFFER;
}
