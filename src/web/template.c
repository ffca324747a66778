/* Compiling templates into steps, and walking the steps over a model. */
#include "web/template.h"

#include "web/assets.h"

#include <assert.h>
#include <stdlib.h>

enum { SECTIONS = 32, PARTIALS = 12 };

enum step_kind {
    STEP_TEXT,
    STEP_VALUE,
    STEP_MARKUP,
    STEP_COUNTED,
    STEP_EACH,
    STEP_UNLESS,
    STEP_END,
    STEP_PARTIAL
};

struct step {
    enum step_kind kind;
    struct span text; /* the text itself, or the name */
    struct span one, many;
    size_t other; /* of EACH and UNLESS: their END; of END: its beginning */
};

struct template
{
    const char *name;
    struct span source; /* borrowed */
    struct step *steps;
    size_t count, room;
};

struct template_set {
    struct template *all;
    size_t count, room;
};

/* ---- compiling ---- */

static enum status add_step(struct template *to, enum step_kind kind, struct span text,
                            struct error *error)
{
    enum status status = grow_array(&to->steps, &to->room, to->count + 1, sizeof *to->steps, error);
    if (status) return status;
    to->steps[to->count++] = (struct step){.kind = kind, .text = text};
    return STATUS_OK;
}

static unsigned line_of(const struct template *template, const char *at)
{
    unsigned line = 1;
    for (const char *p = template->source.at; p < at; p++) line += *p == '\n';
    return line;
}

static enum status wrong(const struct template *template, struct span tag, const char *what,
                         struct error *error)
{
    enum status status = error_set(error, STATUS_BAD_INPUT, "{{%.*s}} %s", SPAN_ARGS(tag), what);
    error_place(error, "%s.html:%u", template->name, line_of(template, tag.at));
    return status;
}

struct compiling {
    struct template *to;
    size_t open[SECTIONS];
    size_t depth;
};

static enum status close_section(struct compiling *c, struct span tag, struct span name,
                                 struct error *error)
{
    if (c->depth == 0) return wrong(c->to, tag, "ends what never began", error);
    size_t begin = c->open[--c->depth];
    if (!span_equal(c->to->steps[begin].text, name))
        return wrong(c->to, tag, "ends another section than the one that is open", error);
    enum status status = add_step(c->to, STEP_END, name, error);
    if (status) return status;
    c->to->steps[begin].other = c->to->count - 1;
    c->to->steps[c->to->count - 1].other = begin;
    return STATUS_OK;
}

/* {{+count one thing|several things}} */
static enum status counted(struct compiling *c, struct span tag, struct span words,
                           struct error *error)
{
    struct span name = span_cut(&words, ' '), one = span_cut(&words, '|');
    if (!one.len || !words.len) return wrong(c->to, tag, "wants a name and one|many", error);
    enum status status = add_step(c->to, STEP_COUNTED, name, error);
    if (status) return status;
    c->to->steps[c->to->count - 1].one = one;
    c->to->steps[c->to->count - 1].many = words;
    return STATUS_OK;
}

static enum status compile_tag(struct compiling *c, struct span tag, struct error *error)
{
    static const char marks[] = "#^/@>+!";
    static const enum step_kind kinds[] = {STEP_EACH,    STEP_UNLESS,  STEP_END, STEP_MARKUP,
                                           STEP_PARTIAL, STEP_COUNTED, STEP_TEXT};
    struct span name = span_trim(tag);
    const char *mark =
        name.len && byte_is_one_of(name.at[0], marks) ? strchr(marks, name.at[0]) : NULL;
    if (mark && *mark == '!') return STATUS_OK;
    if (mark) name = span_trim(span_from(name, 1));
    if (name.len == 0) return wrong(c->to, tag, "names nothing", error);
    if (mark && *mark == '+') return counted(c, tag, name, error);
    if (mark && *mark == '/') return close_section(c, tag, name, error);
    if (mark && (*mark == '#' || *mark == '^')) {
        if (c->depth == SECTIONS) return wrong(c->to, tag, "lies too deep", error);
        c->open[c->depth++] = c->to->count;
    }
    return add_step(c->to, mark ? kinds[mark - marks] : STEP_VALUE, name, error);
}

static enum status compile(struct template *to, struct error *error)
{
    struct compiling c = {.to = to};
    struct span rest = to->source;
    enum status status = STATUS_OK;
    while (status == STATUS_OK && rest.len) {
        size_t at = span_find(rest, SPAN("{{"));
        if (at == SIZE_MAX) at = rest.len;
        if (at) status = add_step(to, STEP_TEXT, span_sub(rest, 0, at), error);
        if (at == rest.len) break;
        rest = span_from(rest, at + 2);
        size_t end = span_find(rest, SPAN("}}"));
        if (end == SIZE_MAX) return wrong(to, span_sub(rest, 0, 20), "never ends", error);
        if (status == STATUS_OK) status = compile_tag(&c, span_sub(rest, 0, end), error);
        rest = span_from(rest, end + 2);
    }
    if (status == STATUS_OK && c.depth)
        return wrong(to, to->steps[c.open[c.depth - 1]].text, "begins and never ends", error);
    return status;
}

enum status template_add(struct template_set *set, const char *name, struct span source,
                         struct error *error)
{
    enum status status = grow_array(&set->all, &set->room, set->count + 1, sizeof *set->all, error);
    if (status) return status;
    struct template *made = &set->all[set->count];
    /* The line end of a file is not a part of what it says: a full stop may follow a partial. */
    if (source.len && source.at[source.len - 1] == '\n') source.len--;
    *made = (struct template){.name = name, .source = source};
    status = compile(made, error);
    if (status == STATUS_OK)
        set->count++;
    else
        free(made->steps);
    return status;
}

struct template_set *template_set_none(void)
{
    return calloc(1, sizeof(struct template_set));
}

enum status template_set_new(struct template_set **ret, struct error *error)
{
    struct template_set *set = template_set_none();
    enum status status = set ? STATUS_OK : error_set(error, STATUS_NO_MEMORY, "out of memory");
    for (size_t i = 0; i < web_template_count && status == STATUS_OK; i++)
        status = template_add(set, web_templates[i].name, web_templates[i].text, error);
    if (status == STATUS_OK)
        *ret = set;
    else
        template_set_free(set);
    return status;
}

void template_set_free(struct template_set *set)
{
    for (size_t i = 0; set && i < set->count; i++) free(set->all[i].steps);
    if (set) free(set->all);
    free(set);
}

/* ---- rendering ---- */

static const struct template *find(const struct template_set *set, struct span name)
{
    for (size_t i = 0; i < set->count; i++)
        if (span_is(name, set->all[i].name)) return &set->all[i];
    return NULL;
}

/* One section that is open: the value that it looks names up in, and for a list its present item.
 */
struct scope {
    const struct value *value;
    bool repeats;
};

/* A template under way; a partial goes on top of the one that names it. */
struct frame {
    const struct template *template;
    size_t step;
};

struct rendering {
    const struct template_set *set;
    struct scope scopes[SECTIONS * 2];
    size_t depth;
    struct frame frames[PARTIALS];
    size_t frame_count;
    struct text *out;
};

static const struct value *look_up(const struct rendering *r, struct span name)
{
    if (span_is(name, ".")) return r->scopes[r->depth - 1].value;
    struct span rest = name, head = span_cut(&rest, '.');
    for (size_t i = r->depth; i-- > 0;) {
        const struct value *found = value_at(r->scopes[i].value, head);
        if (found) return rest.len ? value_at(found, rest) : found;
    }
    return NULL;
}

static void put(struct rendering *r, const struct value *value, bool markup)
{
    if (!value) return;
    if (value->type == VALUE_TRUE) text_adds(r->out, "true");
    if (markup && value->type == VALUE_MARKUP)
        text_add(r->out, value->text);
    else
        text_add_html(r->out, value->text);
}

static void put_counted(struct rendering *r, const struct step *step)
{
    const struct value *value = look_up(r, step->text);
    put(r, value, false);
    text_addc(r->out, ' ');
    text_add(r->out, value && span_is(value->text, "1") ? step->one : step->many);
}

static enum status enter(struct rendering *r, struct frame *frame, const struct step *step,
                         struct error *error)
{
    const struct value *value = look_up(r, step->text);
    bool wanted = value_true(value) == (step->kind == STEP_EACH);
    if (!wanted) {
        frame->step = step->other + 1;
        return STATUS_OK;
    }
    if (r->depth == sizeof r->scopes / sizeof r->scopes[0])
        return error_set(error, STATUS_LIMIT, "sections of template %s lie too deep",
                         frame->template->name);
    bool list = step->kind == STEP_EACH && value->type == VALUE_LIST;
    const struct value *inner = r->scopes[r->depth - 1].value;
    if (list)
        inner = value->first;
    else if (step->kind == STEP_EACH)
        inner = value; /* an object is where names are looked up; a string is {{.}} */
    r->scopes[r->depth++] = (struct scope){inner, list};
    frame->step++;
    return STATUS_OK;
}

static void leave(struct rendering *r, struct frame *frame, const struct step *step)
{
    struct scope *scope = &r->scopes[r->depth - 1];
    assert(r->depth > 1);
    if (scope->repeats && scope->value->next) {
        scope->value = scope->value->next;
        frame->step = step->other + 1;
        return;
    }
    r->depth--;
    frame->step++;
}

static enum status push(struct rendering *r, struct span name, struct error *error)
{
    const struct template *template = find(r->set, name);
    if (!template)
        return error_set(error, STATUS_NOT_FOUND, "there is no template \"%.*s\"", SPAN_ARGS(name));
    if (r->frame_count == PARTIALS)
        return error_set(error, STATUS_LIMIT, "partials lie too deep at \"%.*s\"", SPAN_ARGS(name));
    r->frames[r->frame_count++] = (struct frame){template, 0};
    return STATUS_OK;
}

static enum status walk(struct rendering *r, struct error *error)
{
    enum status status = STATUS_OK;
    while (r->frame_count && status == STATUS_OK) {
        struct frame *frame = &r->frames[r->frame_count - 1];
        if (frame->step == frame->template->count) {
            r->frame_count--;
            continue;
        }
        const struct step *step = &frame->template->steps[frame->step];
        switch (step->kind) {
        case STEP_TEXT: text_add(r->out, step->text); break;
        case STEP_VALUE: put(r, look_up(r, step->text), false); break;
        case STEP_MARKUP: put(r, look_up(r, step->text), true); break;
        case STEP_COUNTED: put_counted(r, step); break;
        case STEP_EACH:
        case STEP_UNLESS: status = enter(r, frame, step, error); continue;
        case STEP_END: leave(r, frame, step); continue;
        case STEP_PARTIAL:
            frame->step++;
            status = push(r, step->text, error);
            continue;
        }
        frame->step++;
    }
    return status;
}

enum status template_render(const struct template_set *set, const char *name,
                            const struct value *model, struct text *out, struct error *error)
{
    struct rendering r = {.set = set, .out = out};
    r.scopes[r.depth++] = (struct scope){model, false};
    enum status status = push(&r, span_of(name), error);
    if (status == STATUS_OK) status = walk(&r, error);
    return status ? status : text_status(out, error);
}
