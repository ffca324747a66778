/*
 * What comes over the wire: an address with its route, a form, a JSON body, a template over that
 * body. What is read is UTF-8 without NUL, a tree is told as JSON that gives the same tree again,
 * and no text of the model comes through a template with a mark of HTML in it.
 */
#include "tests/fuzz/fuzz.h"

#include "base/utf8.h"
#include "web/route.h"
#include "web/template.h"
#include "web/words.h"

#include <assert.h>

static void check_text(struct span text)
{
    assert(utf8_is_valid(text) && (text.len == 0 || !memchr(text.at, 0, text.len)));
}

static void check_address(struct span input, struct arena *arena)
{
    struct span path, captured[4] = {{NULL, 0}};
    struct web_pair *pairs;
    size_t count = 0;
    unsigned methods;
    struct span rest = input, head = span_cut(&rest, '?');
    if (words_decode(head, false, arena, &path)) {
        check_text(path);
        (void)route_find(WEB_GET, path, captured, &methods); /* found or not, within its bounds */
    }
    if (!words_pairs(rest, WEB_FIELDS, arena, &pairs, &count)) return;
    assert(count <= WEB_FIELDS);
    for (size_t i = 0; i < count; i++) {
        check_text(pairs[i].name);
        check_text(pairs[i].value);
        assert(strlen(pairs[i].value.at) == pairs[i].value.len);
    }
}

static void check_json(struct span input, struct arena *arena)
{
    struct model model, again;
    struct text first, second;
    if (model_init(&model, arena, NULL) || value_json(&model, NULL, "x", input, NULL)) return;
    text_init(&first, 0);
    text_init(&second, 0);
    value_write(value_get(model.root, "x"), &first);
    if (model_init(&again, arena, NULL) == STATUS_OK) {
        enum status status = value_json(&again, NULL, "x", text_span(&first), NULL);
        assert(status == STATUS_OK || again.failed);
        value_write(value_get(again.root, "x"), &second);
        /* What was no UTF-8 is written as an escape first, and as the character then. */
        assert(again.failed || !utf8_is_valid(input) ||
               span_equal(text_span(&first), text_span(&second)));
    }
    text_release(&first);
    text_release(&second);
}

static void check_template(struct span input, struct arena *arena)
{
    struct template_set *set = template_set_none();
    struct model model;
    struct text out;
    if (!set) return;
    text_init(&out, 1 << 20);
    if (model_init(&model, arena, NULL) == STATUS_OK) {
        value_span(&model, NULL, "x", input);
        struct value *list = value_list(&model, NULL, "list");
        value_span(&model, value_object(&model, list, NULL), "x", input);
        if (template_add(set, "shown", SPAN("{{x}}{{#list}}{{x}}{{@x}}{{/list}}"), NULL) ==
                STATUS_OK &&
            template_render(set, "shown", model.root, &out, NULL) == STATUS_OK)
            for (size_t i = 0; i < out.len; i++) assert(!byte_is_one_of(out.at[i], "<>\"'"));
        text_clear(&out);
        if (template_add(set, "try", input, NULL) == STATUS_OK)
            (void)template_render(set, "try", model.root, &out, NULL); /* ends, whatever it says */
    }
    text_release(&out);
    template_set_free(set);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct span input = {(const char *)data, size};
    struct arena arena;
    if (size > 1 << 14) return 0;
    arena_init(&arena, (size_t)8 << 20);
    check_address(input, &arena);
    check_json(input, &arena);
    check_template(input, &arena);
    arena_release(&arena);
    return 0;
}
