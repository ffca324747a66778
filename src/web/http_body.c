/* The body of a request as it comes: gathered, or for files streamed to the disk. */
#include "web/http.h"
#include "web/words.h"

#include <stdlib.h>

enum {
    PART_HEADS = 4 << 10, /* of one part of a form with files */
    UPLOADS = 1000,
};

static void note(struct http_exchange *exchange, enum status status, const char *what)
{
    if (exchange->wrong.status == STATUS_OK) (void)error_set(&exchange->wrong, status, "%s", what);
}

/* ---- forms with files ---- */

static void end_field(struct http_exchange *exchange)
{
    struct web_pair *pair = exchange->form_count ? &exchange->form[exchange->form_count - 1] : NULL;
    if (!pair || pair->value.at) return;
    const char *copy = arena_copy(&exchange->request.arena, text_span(&exchange->field));
    if (!copy || text_status(&exchange->field, NULL))
        note(exchange, STATUS_LIMIT, "a field of the form is too long");
    pair->value = (struct span){copy ? copy : "", copy ? exchange->field.len : 0};
    text_clear(&exchange->field);
}

static void end_upload(struct http_exchange *exchange)
{
    struct web_upload *upload = exchange->upload;
    if (!upload) return;
    os_close(upload->fd);
    upload->fd = -1;
    exchange->upload = NULL;
}

static void begin_field(struct http_exchange *exchange, const char *name)
{
    if (exchange->form_count == WEB_FIELDS) {
        note(exchange, STATUS_LIMIT, "the form has too many fields");
        return;
    }
    if (grow_array(&exchange->form, &exchange->form_room, exchange->form_count + 1,
                   sizeof *exchange->form, &exchange->wrong))
        return;
    const char *copy = arena_copy(&exchange->request.arena, span_of(name));
    exchange->form[exchange->form_count++] =
        (struct web_pair){span_of(copy ? copy : ""), {NULL, 0}};
}

static void begin_upload(struct http_exchange *exchange, const char *field, const char *name)
{
    struct web_request *r = &exchange->request;
    struct web_upload *upload = arena_alloc(&r->arena, sizeof *upload), **end = &r->uploads;
    size_t count = 0;
    for (; *end; end = &(*end)->next) count++;
    if (!upload || count == UPLOADS) {
        note(exchange, STATUS_LIMIT, "the form has too many files");
        return;
    }
    const char *folder = r->server->settings.folder;
    *upload = (struct web_upload){.field = arena_copy(&r->arena, span_of(field)),
                                  .name = arena_copy(&r->arena, span_of(name)),
                                  .path = arena_printf(&r->arena, "%s/incoming/%llx-%p-%zu", folder,
                                                       (unsigned long long)exchange->began,
                                                       (void *)exchange, count),
                                  .fd = -1};
    if (!upload->field || !upload->name || !upload->path) {
        note(exchange, STATUS_NO_MEMORY, "out of memory");
        return;
    }
    const char *incoming = arena_printf(&r->arena, "%s/incoming", folder);
    if (!incoming || os_make_folder(incoming, &exchange->wrong) ||
        os_create(upload->path, &upload->fd, &exchange->wrong))
        return;
    *end = upload;
    exchange->upload = upload;
}

static enum MHD_Result on_part(void *context, enum MHD_ValueKind kind, const char *key,
                               const char *filename, const char *type, const char *coding,
                               const char *data, uint64_t offset, size_t size)
{
    struct http_exchange *exchange = context;
    (void)kind;
    (void)type;
    (void)coding;
    if (offset == 0) {
        end_field(exchange);
        end_upload(exchange);
        if (filename && *filename)
            begin_upload(exchange, key, filename);
        else if (!filename)
            begin_field(exchange, key);
    }
    if (exchange->wrong.status) return MHD_NO;
    if (exchange->upload) {
        exchange->upload->size += size;
        return os_write(exchange->upload->fd, exchange->upload->path, (struct span){data, size},
                        &exchange->wrong)
                   ? MHD_NO
                   : MHD_YES;
    }
    text_add(&exchange->field, (struct span){data, size});
    return MHD_YES;
}

/* ---- any body ---- */

static void begin(struct http_exchange *exchange)
{
    if (exchange->raw.at) return;
    text_init(&exchange->raw, exchange->most > WEB_PART ? 1 : exchange->most);
    text_init(&exchange->field, WEB_BODY);
    if (exchange->request.route->body != WEB_FILES) return;
    exchange->parts =
        MHD_create_post_processor(exchange->connection, PART_HEADS, on_part, exchange);
    if (!exchange->parts)
        note(exchange, STATUS_USAGE, "the body is no form; its Content-Type says what it is");
}

void http_body_add(struct http_exchange *exchange, struct span bytes)
{
    begin(exchange);
    if (exchange->wrong.status) return; /* the rest is read and dropped, so that it is told */
    if (exchange->parts) {
        if (MHD_post_process(exchange->parts, bytes.at, bytes.len) != MHD_YES)
            note(exchange, STATUS_BAD_INPUT, "the form cannot be read");
        return;
    }
    text_add(&exchange->raw, bytes);
    if (text_status(&exchange->raw, NULL))
        note(exchange, STATUS_LIMIT, "the body is larger than this address takes");
}

static bool is_type(struct http_exchange *exchange, const char *type)
{
    const char *given = exchange->request.header(&exchange->request, "Content-Type");
    struct span rest = span_of(given ? given : ""), head = span_cut(&rest, ';');
    return span_equal_nocase(span_trim(head), span_of(type));
}

static void read_form(struct http_exchange *exchange)
{
    struct web_request *r = &exchange->request;
    struct web_pair *pairs = NULL;
    if (is_type(exchange, "application/x-www-form-urlencoded")) {
        if (!words_pairs(r->body, WEB_FIELDS, &r->arena, &pairs, &r->form_count))
            note(exchange, STATUS_BAD_INPUT, "the form cannot be read");
        r->form = pairs;
    } else if (is_type(exchange, "application/json")) {
        struct model model;
        if (model_init(&model, &r->arena, &exchange->wrong) == STATUS_OK &&
            value_json(&model, model.root, NULL, r->body, &exchange->wrong) == STATUS_OK)
            r->json = model.root;
    } else {
        note(exchange, STATUS_USAGE,
             "the body is neither a form nor JSON; its Content-Type says what it is");
    }
}

void http_body_end(struct http_exchange *exchange)
{
    struct web_request *r = &exchange->request;
    begin(exchange);
    if (exchange->parts) {
        if (MHD_destroy_post_processor(exchange->parts) != MHD_YES)
            note(exchange, STATUS_BAD_INPUT, "the form ends in the middle");
        exchange->parts = NULL;
        end_field(exchange);
        end_upload(exchange);
        r->form = exchange->form;
        r->form_count = exchange->form_count;
    }
    r->body = text_span(&exchange->raw);
    if (r->route->body == WEB_FORM && r->body.len && exchange->wrong.status == STATUS_OK)
        read_form(exchange);
}

void http_body_release(struct http_exchange *exchange)
{
    if (exchange->parts) (void)MHD_destroy_post_processor(exchange->parts); /* nobody waits */
    end_upload(exchange);
    for (struct web_upload *u = exchange->request.uploads; u; u = u->next)
        (void)os_remove(u->path, NULL); /* ignoring: what was taken over is no longer there */
    free(exchange->form);
    text_release(&exchange->raw);
    text_release(&exchange->field);
}
