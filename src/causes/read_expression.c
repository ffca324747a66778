/*
 * "(bad & C4) | 2 of (C5, C6, !C7)" as ways. A row of alternatives gives a way each; a group within
 * a way becomes a condition of its own, named after the effect: onset.1, onset.2. Parentheses are
 * kept on a stack of our own, and their depth is bounded.
 */
#include "causes/read.h"

#include <stdlib.h>

enum token { T_NAME, T_AND, T_OR, T_OPEN, T_GATE, T_COMMA, T_CLOSE, T_END, T_STRANGE };

struct lexer {
    struct span rest, word; /* what is to come, and the last token as written */
    uint64_t enough;        /* of T_GATE */
};

static size_t skip_blank(struct span s, size_t i)
{
    while (i < s.len && byte_is_blank(s.at[i])) i++;
    return i;
}

static size_t name_length(struct span s)
{
    size_t i = 0;
    while (i < s.len && is_name_byte(s.at[i])) i++;
    return i;
}

/* "2 of (": how many bytes, 0 when it is none. */
static size_t gate_length(struct span s, uint64_t *ret_enough)
{
    size_t number = name_length(s);
    if (!span_to_u64(span_sub(s, 0, number), ret_enough)) return 0;
    size_t i = skip_blank(s, number);
    if (!span_starts(span_from(s, i), SPAN("of")) || name_length(span_from(s, i)) != 2) return 0;
    i = skip_blank(s, i + 2);
    return i < s.len && s.at[i] == '(' ? i + 1 : 0;
}

static enum token word_token(struct lexer *lexer)
{
    size_t gate = gate_length(lexer->rest, &lexer->enough);
    lexer->word = span_sub(lexer->rest, 0, gate ? gate : name_length(lexer->rest));
    if (gate) return T_GATE;
    if (span_is(lexer->word, "and")) return T_AND;
    return span_is(lexer->word, "or") ? T_OR : T_NAME;
}

static enum token sign_token(struct lexer *lexer)
{
    char c = lexer->rest.at[0];
    bool twice = lexer->rest.len > 1 && lexer->rest.at[1] == c && (c == '&' || c == '|');
    lexer->word = span_sub(lexer->rest, 0, twice ? 2 : 1);
    switch (c) {
    case '&': return T_AND;
    case '|': return T_OR;
    case '(': return T_OPEN;
    case ')': return T_CLOSE;
    case ',': return T_COMMA;
    case '!': {
        size_t at = skip_blank(lexer->rest, 1);
        size_t len = name_length(span_from(lexer->rest, at));
        lexer->word = span_sub(lexer->rest, 0, len ? at + len : 1);
        return len ? T_NAME : T_STRANGE;
    }
    default: return T_STRANGE;
    }
}

static enum token next_token(struct lexer *lexer)
{
    lexer->rest = span_from(lexer->rest, skip_blank(lexer->rest, 0));
    if (!lexer->rest.len || lexer->rest.at[0] == '#') return T_END;
    enum token token = is_name_byte(lexer->rest.at[0]) ? word_token(lexer) : sign_token(lexer);
    lexer->rest = span_from(lexer->rest, lexer->word.len);
    return token;
}

bool is_expression(struct span text)
{
    uint64_t enough;
    for (size_t i = 0; i < text.len; i++)
        if (text.at[i] == '&' || text.at[i] == '|' ||
            ((i == 0 || !is_name_byte(text.at[i - 1])) &&
             gate_length(span_from(text, i), &enough) > 0))
            return true;
    return false;
}

bool is_row_of_names(struct span text)
{
    struct lexer lexer = {.rest = text};
    for (;;) {
        if (next_token(&lexer) != T_NAME) return false;
        enum token next = next_token(&lexer);
        if (next == T_END) return true;
        if (next != T_AND && next != T_OR) return false;
    }
}

/* ---- a tree of what is meant ---- */

enum node_kind { N_NAME, N_ALL, N_ANY, N_GATE };

struct node {
    enum node_kind kind;
    bool absent;
    uint32_t condition, enough;
    uint32_t first, last, next, count; /* the nodes within it, linked */
};

/* Within one pair of parentheses: the names joined by '&' so far, the alternatives before them, and
 * of "2 of (" what stands before the last comma. */
struct level {
    bool gate;
    uint32_t enough;
    struct node all, any, members;
};

struct parser {
    struct reader *r;
    struct lexer lexer;
    READ_LIST(struct node) nodes;
    struct level levels[READ_NESTED_MOST + 1];
    size_t depth;
    const char *effect;
};

static void append(struct parser *p, struct node *to, uint32_t number)
{
    if (to->count++)
        p->nodes.at[to->last].next = number;
    else
        to->first = number;
    to->last = number;
}

/* Joins a node to a row; what is a row of the same kind itself is poured into it. */
static void join(struct parser *p, struct node *to, uint32_t number)
{
    const struct node node = p->nodes.at[number];
    if (node.kind != to->kind || to->kind == N_GATE) {
        append(p, to, number);
        return;
    }
    if (to->count)
        p->nodes.at[to->last].next = node.first;
    else
        to->first = node.first;
    to->last = node.last;
    to->count += node.count;
}

static uint32_t add_node(struct parser *p, struct node node)
{
    struct node *added = READER_ADD(p->r, p->nodes);
    if (!added) return CAUSES_NONE;
    *added = node;
    return (uint32_t)p->nodes.count - 1;
}

/* A row of one is that one. */
static uint32_t node_of_row(struct parser *p, struct node row)
{
    return row.count == 1 ? row.first : add_node(p, row);
}

static void begin_level(struct parser *p, bool gate, uint64_t enough)
{
    p->levels[p->depth++] =
        (struct level){.gate = gate,
                       .enough = enough > UINT32_MAX ? UINT32_MAX : (uint32_t)enough,
                       .all = {.kind = N_ALL},
                       .any = {.kind = N_ANY},
                       .members = {.kind = N_GATE}};
}

/* At '|', ',' or ')': the row of '&' is an alternative. */
static bool end_all(struct parser *p)
{
    struct level *level = &p->levels[p->depth - 1];
    uint32_t number = node_of_row(p, level->all);
    if (number == CAUSES_NONE) return false;
    join(p, &level->any, number);
    level->all = (struct node){.kind = N_ALL};
    return true;
}

static bool end_member(struct parser *p)
{
    if (!end_all(p)) return false;
    struct level *level = &p->levels[p->depth - 1];
    uint32_t number = node_of_row(p, level->any);
    if (number == CAUSES_NONE) return false;
    append(p, &level->members, number);
    level->any = (struct node){.kind = N_ANY};
    return true;
}

static bool wrong(struct parser *p, const char *what)
{
    struct span word = p->lexer.word;
    reader_mistake(p->r, p->r->line, "in what brings %.80s about, at \"%.*s\": %s", p->effect,
                   (int)(word.len < 40 ? word.len : 40), word.at ? word.at : "", what);
    return false;
}

static bool close_level(struct parser *p)
{
    struct level *level = &p->levels[p->depth - 1];
    if (p->depth == 1) return wrong(p, "no '(' belongs to this ')': take it away");
    if (!end_member(p)) return false;
    uint32_t number = level->members.first;
    if (level->gate) {
        struct node gate = level->members;
        gate.enough = level->enough;
        if (gate.enough == 0 || gate.enough > gate.count) {
            reader_mistake(p->r, p->r->line,
                           "%u of the %u conditions in a way of %.80s cannot be enough: write 1 "
                           "to %u",
                           gate.enough, gate.count, p->effect, gate.count);
            return false;
        }
        number = add_node(p, gate);
    }
    p->depth--;
    if (number == CAUSES_NONE) return false;
    join(p, &p->levels[p->depth - 1].all, number);
    return true;
}

static bool take_name(struct parser *p)
{
    struct node node = {.kind = N_NAME};
    struct span name = p->lexer.word;
    if (name.at[0] == '!') {
        node.absent = true;
        name = span_from(name, skip_blank(name, 1));
    }
    node.condition = reader_condition(p->r, name);
    if (node.condition == CAUSES_NONE) return false;
    uint32_t number = add_node(p, node);
    if (number == CAUSES_NONE) return false;
    append(p, &p->levels[p->depth - 1].all, number);
    return true;
}

static bool take_operand(struct parser *p, enum token token, bool *ret_wants_operand)
{
    if (token == T_NAME) {
        *ret_wants_operand = false;
        return take_name(p);
    }
    if (token == T_OPEN || token == T_GATE) {
        if (p->depth > READ_NESTED_MOST)
            return wrong(p, "too many parentheses within each other: give the inner group a name");
        begin_level(p, token == T_GATE, token == T_GATE ? p->lexer.enough : 0);
        return true;
    }
    if (token == T_STRANGE && p->lexer.word.at[0] == '!')
        return wrong(p, "'!' turns one condition round, not a group: write it before each name");
    if (token == T_END && p->nodes.count == 0 && p->depth == 1)
        return wrong(p, "nothing is said here: write the conditions that it took, such as C1 & C2");
    return wrong(p, "the name of a condition is missing here");
}

static bool take_operator(struct parser *p, enum token token, bool *ret_wants_operand)
{
    *ret_wants_operand = true;
    switch (token) {
    case T_AND: return true;
    case T_OR: return end_all(p);
    case T_COMMA:
        if (!p->levels[p->depth - 1].gate)
            return wrong(p, "',' stands only in \"2 of (C1, C2, C3)\": use & for and, | for or");
        return end_member(p);
    case T_CLOSE: *ret_wants_operand = false; return close_level(p);
    case T_END: return wrong(p, "a ')' is missing before the end");
    default: return wrong(p, "use & (and) or | (or) between conditions; words go before '='");
    }
}

/* The root of the tree, CAUSES_NONE when something is wrong (told). */
static uint32_t parse(struct parser *p)
{
    bool wants_operand = true;
    begin_level(p, false, 0);
    for (;;) {
        p->lexer.word = (struct span){NULL, 0};
        enum token token = next_token(&p->lexer);
        if (token == T_END && !wants_operand && p->depth == 1) break;
        if (!(wants_operand ? take_operand(p, token, &wants_operand)
                            : take_operator(p, token, &wants_operand)))
            return CAUSES_NONE;
    }
    return end_member(p) ? p->levels[0].members.first : CAUSES_NONE;
}

/* ---- ways from the tree ---- */

struct way_words {
    uint8_t reason;
    const char *name, *else_text;
};

static uint32_t add_group(struct reader *r, uint32_t owner)
{
    struct draft *group = reader_draft(r, (struct span){NULL, 0});
    if (!group) return CAUSES_NONE;
    group->owner = owner;
    group->defined = group->linked = true;
    group->condition.line = r->line;
    return (uint32_t)r->drafts.count - 1;
}

/* Puts a way at the end of those of its effect. */
static struct draft_way *add_way(struct reader *r, uint32_t effect)
{
    uint32_t number = (uint32_t)r->ways.count;
    struct draft_way *way = READER_ADD(r, r->ways);
    if (!way) return NULL;
    struct draft *draft = &r->drafts.at[effect];
    if (draft->first_way == CAUSES_NONE)
        draft->first_way = number;
    else
        r->ways.at[draft->last_way].next = number;
    draft->last_way = number;
    *way = (struct draft_way){
        .effect = effect, .first = (uint32_t)r->links.count, .next = CAUSES_NONE, .line = r->line};
    return way;
}

/* A link of the last way; the same condition twice, or the effect itself, is told. */
static void add_link(struct parser *p, uint32_t condition, bool absent)
{
    struct reader *r = p->r;
    uint32_t way = (uint32_t)r->ways.count - 1;
    struct draft *draft = &r->drafts.at[condition];
    struct span name = draft->name;
    int shown = (int)(name.len < 60 ? name.len : 60);
    if (draft->stamp == way && r->ways.at[way].else_text) {
        draft->mentions--; /* words, perhaps, such as "again and again" */
        return;
    }
    if (condition == r->ways.at[way].effect)
        reader_mistake(r, r->line,
                       "%.*s stands in a way of itself: split it in time, such as %.*s.1 and "
                       "%.*s.2, what was so first and what came of it",
                       shown, name.at, shown, name.at, shown, name.at);
    else if (draft->stamp == way)
        reader_mistake(r, r->line, "%.*s stands twice in one way of %.80s: once is enough", shown,
                       name.at, p->effect);
    draft->stamp = way;
    draft->linked = true;
    struct draft_link *link = READER_ADD(r, r->links);
    if (!link) return;
    *link = (struct draft_link){.condition = condition, .absent = absent};
    r->ways.at[way].count++;
}

struct waiting {
    uint32_t condition, node;
};
typedef READ_LIST(struct waiting) waiting_list;

/* One way of an effect; groups within it wait for theirs. */
static void emit_way(struct parser *p, uint32_t owner, struct waiting at, waiting_list *waiting,
                     const struct way_words *words)
{
    struct reader *r = p->r;
    const struct node node = p->nodes.at[at.node];
    bool row = node.kind == N_ALL || node.kind == N_GATE;
    struct draft_way *way = add_way(r, at.condition);
    if (!way) return;
    way->reason = words->reason;
    way->name = words->name;
    way->else_text = words->else_text;
    uint32_t member = row ? node.first : at.node;
    for (uint32_t i = 0; i < (row ? node.count : 1) && !r->status; i++) {
        const struct node *one = &p->nodes.at[member];
        uint32_t condition = one->kind == N_NAME ? one->condition : add_group(r, owner);
        if (condition == CAUSES_NONE) return;
        add_link(p, condition, one->absent);
        if (one->kind != N_NAME) {
            struct waiting *group = READER_ADD(r, *waiting);
            if (group) *group = (struct waiting){condition, member};
        }
        member = one->next;
    }
    way = &r->ways.at[r->ways.count - 1];
    way->enough = node.kind == N_GATE ? node.enough : way->count;
}

static void emit(struct parser *p, uint32_t effect, uint32_t root, const struct way_words *words)
{
    static const struct way_words plain = {0};
    waiting_list waiting = {0};
    struct waiting *first = READER_ADD(p->r, waiting);
    if (first) *first = (struct waiting){effect, root};
    for (size_t i = 0; i < waiting.count && !p->r->status; i++) {
        struct waiting at = waiting.at[i];
        const struct node node = p->nodes.at[at.node];
        bool any = node.kind == N_ANY;
        uint32_t alternative = any ? node.first : at.node;
        if (any && i == 0 && words->name)
            reader_mistake(p->r, p->r->line,
                           "%.80s names one way: write each alternative on a line of its own",
                           words->name);
        for (uint32_t k = 0; k < (any ? node.count : 1); k++) {
            uint32_t next = p->nodes.at[alternative].next;
            emit_way(p, effect, (struct waiting){at.condition, alternative}, &waiting,
                     i == 0 ? words : &plain);
            alternative = next;
        }
    }
    free(waiting.at);
}

/* "which" before an expression, and "W3:" after it. */
static struct span take_words(struct reader *r, struct span text, struct way_words *words)
{
    struct lexer lexer = {.rest = text};
    if (next_token(&lexer) == T_NAME) {
        struct span word = lexer.word, rest = lexer.rest;
        enum token next = next_token(&lexer);
        for (uint8_t i = 1; i < causes_words_reason.count; i++)
            if (span_is(word, causes_words_reason.words[i].word) &&
                (next == T_NAME || next == T_OPEN || next == T_GATE)) {
                words->reason = i;
                text = rest;
            }
    }
    lexer = (struct lexer){.rest = text};
    if (next_token(&lexer) != T_NAME || lexer.word.at[0] == '!') return text;
    size_t colon = skip_blank(lexer.rest, 0);
    if (colon == lexer.rest.len || lexer.rest.at[colon] != ':') return text;
    if (is_graph_name(lexer.word)) words->name = reader_keep(r, lexer.word);
    return span_from(lexer.rest, colon + 1);
}

void read_ways(struct reader *r, uint32_t effect, struct span text, const char *else_text)
{
    struct way_words words = {.else_text = else_text};
    struct span name = r->drafts.at[effect].name;
    char shown[100];
    size_t len = name.len < sizeof shown - 1 ? name.len : sizeof shown - 1;
    memcpy(shown, name.at, len);
    shown[len] = '\0';
    struct parser p = {.r = r, .effect = shown};
    p.lexer.rest = take_words(r, text, &words);
    uint32_t root = parse(&p);
    if (root != CAUSES_NONE) emit(&p, effect, root, &words);
    free(p.nodes.at);
}
