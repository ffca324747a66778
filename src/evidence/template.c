/*
 * A growing set of templates. The shape of a line is hashed in one pass over its bytes; shapes seen
 * before are answered from a table, so that the tree is asked for a few lines in ten thousand.
 *
 * The tree has two levels: number of words, and the first word. A leaf lists templates; a
 * message joins the most similar one when enough words agree, and the words that differ become <*>.
 */
#include "evidence/template.h"

#include <assert.h>

#include "evidence/lines.h"
#include "evidence/template_mask.h"
#include "evidence/template_tell.h"

#include <stdlib.h>

enum {
    CACHE_SLOTS = 1 << 16, /* a power of two */
    LEAF_SLOTS = 1 << 12,  /* a power of two */
    KEYS_BYTES = 1 << 20,  /* for the merged forms of "key=word" */
    LEAF_MOST = 100,       /* templates in a leaf before anything similar is good enough */
    SIMILAR_PERCENT = 60,
    TEMPLATES_MOST = 1 << 20,
};

static const char any_word[] = "<*>";

struct shape {
    struct evidence_template face;
    struct span *tokens; /* owned, one block with their bytes; merged ones point to any_word */
    size_t count;
    struct text text;
    uint64_t leaf; /* key of the leaf it is listed in */
    uint32_t next; /* in the slot's list; UINT32_MAX ends it */
};

struct cached {
    uint64_t hash;
    uint32_t shape; /* number + 1; 0: empty */
};

struct evidence_templates {
    struct shape *shapes; /* owned */
    size_t count, room, most;
    uint32_t leaves[LEAF_SLOTS]; /* first of the templates whose leaf key falls here */
    struct cached cache[CACHE_SLOTS];
    struct mask_tokens tokens; /* scratch */
    struct arena keys;         /* "key=<*>" */
};

struct evidence_templates *evidence_templates_new(size_t most)
{
    struct evidence_templates *set = calloc(1, sizeof *set);
    if (!set) return NULL;
    arena_init(&set->keys, KEYS_BYTES);
    set->most = most < TEMPLATES_MOST ? most : TEMPLATES_MOST;
    for (size_t i = 0; i < LEAF_SLOTS; i++) set->leaves[i] = UINT32_MAX;
    return set;
}

void evidence_templates_free(struct evidence_templates *set)
{
    if (!set) return;
    for (size_t i = 0; i < set->count; i++) {
        free(set->shapes[i].tokens);
        text_release(&set->shapes[i].text);
    }
    arena_release(&set->keys);
    free(set->shapes);
    free(set);
}

size_t evidence_templates_count(const struct evidence_templates *set)
{
    return set->count;
}

const struct evidence_template *evidence_templates_get(const struct evidence_templates *set,
                                                       size_t number)
{
    return number < set->count ? &set->shapes[number].face : NULL;
}

/* ---- templates ---- */

static enum status write_text(struct shape *shape, struct error *error)
{
    struct text text;
    text_init(&text, 0);
    for (size_t i = 0; i < shape->count; i++) {
        if (i) text_addc(&text, ' ');
        text_add(&text, shape->tokens[i]);
    }
    enum status status = text_status(&text, error);
    if (status) {
        text_release(&text);
        return status;
    }
    text_release(&shape->text); /* kept as a text: one without words owns no bytes */
    shape->text = text;
    shape->face.text = text.at;
    return STATUS_OK;
}

/* Copies the tokens into one block: the spans, then their bytes. */
static struct span *copy_tokens(const struct mask_tokens *tokens)
{
    size_t bytes = 0;
    for (size_t i = 0; i < tokens->count; i++) bytes += tokens->token[i].len;
    struct span *copy = malloc(tokens->count * sizeof *copy + bytes + 1);
    if (!copy) return NULL;
    char *at = (char *)(copy + tokens->count);
    for (size_t i = 0; i < tokens->count; i++) {
        copy[i] = (struct span){at, tokens->token[i].len};
        memcpy(at, tokens->token[i].at, tokens->token[i].len);
        at += tokens->token[i].len;
    }
    return copy;
}

static enum status add_shape(struct evidence_templates *set, uint64_t leaf, uint32_t *ret_number,
                             struct error *error)
{
    struct shape shape = {.count = set->tokens.count, .leaf = leaf};
    if (set->count == set->most) {
        *ret_number = UINT32_MAX;
        return STATUS_OK;
    }
    enum status status =
        grow_array(&set->shapes, &set->room, set->count + 1, sizeof *set->shapes, error);
    if (status) return status;
    shape.tokens = copy_tokens(&set->tokens);
    if (!shape.tokens) return error_set(error, STATUS_NO_MEMORY, "no memory for a template");
    status = write_text(&shape, error);
    if (status) {
        free(shape.tokens);
        return status;
    }
    shape.face.first = shape.face.last = EVIDENCE_NO_TIME;
    shape.face.example = UINT64_MAX;
    shape.next = set->leaves[leaf % LEAF_SLOTS];
    set->leaves[leaf % LEAF_SLOTS] = (uint32_t)set->count;
    *ret_number = (uint32_t)set->count;
    set->shapes[set->count++] = shape;
    return STATUS_OK;
}

/* ---- the tree ---- */

/* While there is room, the number of words and the first lead to a leaf; later the number alone. */
static uint64_t leaf_of(const struct evidence_templates *set)
{
    const struct mask_tokens *tokens = &set->tokens;
    uint64_t key = tokens->count + 1;
    if (set->count > set->most / 2) return key;
    if (tokens->count) {
        struct span token = tokens->token[0];
        key = mask_hash(mask_is_value(token) ? SPAN(any_word) : token, key);
    }
    return key | UINT64_C(1) << 63;
}

/* True when a template's token stands for another: the same, any word, or any value of one key. */
static bool covers(struct span general, struct span token)
{
    if (span_equal(general, token) || span_is(general, any_word)) return true;
    size_t key = mask_key(general);
    return key > 0 && key == mask_key(token) && span_is(span_from(general, key), any_word) &&
           memcmp(general.at, token.at, key) == 0;
}

/* What stands for both tokens. */
static struct span merged(struct evidence_templates *set, struct span a, struct span b)
{
    size_t key = mask_key(a);
    if (key == 0 || key != mask_key(b) || memcmp(a.at, b.at, key) != 0) return SPAN(any_word);
    char *text = arena_printf(&set->keys, "%.*s%s", (int)key, a.at, any_word);
    return text ? span_of(text) : SPAN(any_word);
}

static size_t equal_tokens(const struct shape *shape, const struct mask_tokens *tokens)
{
    size_t equal = 0;
    for (size_t i = 0; i < shape->count; i++)
        equal +=
            span_equal(shape->tokens[i], tokens->token[i]) || span_is(shape->tokens[i], any_word);
    return equal;
}

/* The most similar template of the leaf, or UINT32_MAX when none is similar enough. */
static uint32_t most_similar(const struct evidence_templates *set, uint64_t leaf)
{
    uint32_t best = UINT32_MAX;
    size_t best_equal = 0, seen = 0, count = set->tokens.count;
    for (uint32_t i = set->leaves[leaf % LEAF_SLOTS]; i != UINT32_MAX; i = set->shapes[i].next) {
        const struct shape *shape = &set->shapes[i];
        if (shape->leaf != leaf || shape->count != count) continue;
        size_t equal = equal_tokens(shape, &set->tokens);
        seen++;
        if (best == UINT32_MAX || equal > best_equal) {
            best = i;
            best_equal = equal;
        }
        if (equal == count) break;
    }
    if (seen >= LEAF_MOST) return best;
    return best_equal * 100 >= count * SIMILAR_PERCENT ? best : UINT32_MAX;
}

static enum status generalise(struct evidence_templates *set, struct shape *shape,
                              struct error *error)
{
    bool changed = false;
    assert(shape->count == set->tokens.count);
    for (size_t i = 0; i < shape->count; i++) {
        struct span token = set->tokens.token[i];
        if (covers(shape->tokens[i], token)) continue;
        shape->tokens[i] = merged(set, shape->tokens[i], token);
        changed = true;
    }
    return changed ? write_text(shape, error) : STATUS_OK;
}

static enum status classify(struct evidence_templates *set, uint32_t *ret_number,
                            struct error *error)
{
    uint64_t leaf = leaf_of(set);
    uint32_t found = most_similar(set, leaf);
    if (found == UINT32_MAX) return add_shape(set, leaf, ret_number, error);
    enum status status = generalise(set, &set->shapes[found], error);
    if (status == STATUS_OK) *ret_number = found;
    return status;
}

/* ---- records ---- */

static struct cached *slot_of(struct evidence_templates *set, uint64_t hash)
{
    return &set->cache[hash >> 40 & (CACHE_SLOTS - 1)];
}

static enum status classify_record(struct evidence_templates *set, const struct telling *telling,
                                   uint32_t *ret_number, struct error *error)
{
    mask_begin(&set->tokens);
    mask_text(&set->tokens, telling->message);
    for (size_t i = 0; i < telling->count; i++)
        mask_member(&set->tokens, telling->key[i], telling->word[i]);
    return classify(set, ret_number, error);
}

/* The kind of a record that its line's hash does not tell. Many lines differ by members that say
 * nothing about the kind: the hash of those that do stands for them. */
static enum status number_of(struct evidence_templates *set, const struct evidence_index *index,
                             struct span content, uint64_t record, struct span line,
                             struct cached *by_line, uint64_t hash, uint32_t *ret_number,
                             struct error *error)
{
    struct telling telling;
    struct cached *cached = NULL;
    uint64_t told = 0;
    telling_read(index, content, record, line, &telling);
    if (telling.count > 0) {
        told = telling_hash(&telling);
        cached = slot_of(set, told);
    }
    if (cached && cached->shape > 0 && cached->hash == told) {
        *ret_number = cached->shape - 1;
    } else {
        enum status status = classify_record(set, &telling, ret_number, error);
        if (status) return status;
        if (cached && *ret_number != UINT32_MAX) *cached = (struct cached){told, *ret_number + 1};
    }
    if (*ret_number != UINT32_MAX && telling_is_line(&telling, line))
        *by_line = (struct cached){hash, *ret_number + 1};
    return STATUS_OK;
}

static void count_record(struct shape *shape, uint32_t content, uint64_t record, int64_t time,
                         enum evidence_level level)
{
    struct evidence_template *face = &shape->face;
    if (face->count == 0) {
        face->example = record;
        face->example_content = content;
    }
    face->count++;
    face->level_count[level]++;
    if (time == EVIDENCE_NO_TIME) return;
    if (face->first == EVIDENCE_NO_TIME || time < face->first) face->first = time;
    if (face->last == EVIDENCE_NO_TIME || time > face->last) face->last = time;
}

/* Layouts of different contents may share a number but not what is message in a line. */
static void seeds_of(const struct evidence_index *index, uint64_t ret[EVIDENCE_LAYOUTS_MAX])
{
    for (unsigned i = 0; i < EVIDENCE_LAYOUTS_MAX; i++) {
        const struct evidence_layout *layout = &index->layouts[i];
        uint64_t seed = mask_hash(span_of(layout->name), layout->framing + 1u);
        ret[i] = mask_hash(span_of(layout->message_key), seed ^ layout->position);
    }
}

enum status evidence_templates_add(struct evidence_templates *set, uint32_t number,
                                   const struct evidence_index *index, struct span content,
                                   uint64_t from, uint64_t to,
                                   int64_t (*time_of)(void *context, uint64_t record),
                                   void *time_context, uint32_t *ret_ids, struct error *error)
{
    uint64_t seeds[EVIDENCE_LAYOUTS_MAX];
    seeds_of(index, seeds);
    for (uint64_t record = from; record < to && record < index->count; record++) {
        struct span line = telling_line(evidence_record(index, content, record));
        uint64_t hash = mask_hash(line, seeds[index->layout[record]]);
        struct cached *cached = slot_of(set, hash);
        uint32_t shape = cached->shape - 1;
        if (cached->shape == 0 || cached->hash != hash) {
            enum status status =
                number_of(set, index, content, record, line, cached, hash, &shape, error);
            if (status) return status;
        }
        if (ret_ids) ret_ids[record - from] = shape;
        if (shape == UINT32_MAX) continue;
        int64_t time = time_of ? time_of(time_context, record) : index->time[record];
        count_record(&set->shapes[shape], number, record, time,
                     (enum evidence_level)index->level[record]);
    }
    return STATUS_OK;
}
