/* Instants as pages tell them. */
#include "web/server.h"

void web_when(struct web_request *request, struct value *in, const char *key, instant at)
{
    struct text words;
    if (at == INSTANT_NONE || at == 0) return;
    struct value *to = value_object(&request->model, in, key);
    text_init(&words, 0);
    instant_add_text(&words, at, NULL, INSTANT_FULL, 0);
    value_span(&request->model, to, "iso", text_span(&words));
    text_clear(&words);
    instant_add_text(&words, at, NULL, INSTANT_DATE, 0);
    text_addc(&words, ' ');
    instant_add_text(&words, at, NULL, INSTANT_CLOCK, 0);
    value_span(&request->model, to, "words", span_sub(text_span(&words), 0, 16));
    text_release(&words);
}
