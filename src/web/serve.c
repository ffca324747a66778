/* The server's life: it opens, ticks while others work, and ends without losing anything. */
#include "web/live.h"
#include "web/session.h"

#include <signal.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>

static const duration tick = 250 * NS_PER_MS;
enum { LIVE_TICKS = 4, BEAT_TICKS = 80, SWEEP_TICKS = 14400 }; /* 1 s; 20 s; 1 h */

void web_changed(struct web_server *server)
{
    atomic_fetch_add(&server->generation, 1);
}

/* ---- what others change ---- */

static void tell_change(struct web_server *server, const struct store_changed *changed)
{
    struct text out;
    struct json_writer json;
    char id[16];
    text_init(&out, 64 << 10);
    json_begin(&json, &out);
    json_object(&json);
    json_member_uint(&json, "change", changed->change);
    json_member(&json, "sort", changed->sort);
    json_member_array(&json, "entries");
    for (size_t i = 0; i < changed->count; i++)
        json_string(&json, review_id_text(changed->entries[i], id));
    json_array_end(&json);
    json_object_end(&json);
    if (text_status(&out, NULL) == STATUS_OK)
        web_tell(server, changed->review, "change", text_span(&out));
    text_release(&out);
}

static void tell_changes(struct web_server *server, struct store *store, uint64_t *last)
{
    enum { MOST = 200 };
    struct store_changed *changes;
    size_t count = MOST;
    struct arena arena;
    arena_init(&arena, (size_t)64 << 20);
    while (count == MOST &&
           store_changes_since(store, *last, MOST, &arena, &changes, &count, NULL) == STATUS_OK) {
        for (size_t i = 0; i < count; i++) {
            tell_change(server, &changes[i]);
            *last = changes[i].change;
        }
    }
    arena_release(&arena);
}

static void look(struct web_server *server, struct store *store, uint64_t *last)
{
    struct store_pulse now, before = server->pulse;
    if (store_pulse(store, &now, NULL)) return; /* next time */
    server->pulse = now;
    if (now.any != before.any) web_changed(server);
    if (now.people != before.people) atomic_fetch_add(&server->access, 1);
    streams_check(server, store);
    if (now.record != before.record) tell_changes(server, store, last);
}

static void run(struct web_server *server, struct store *store)
{
    uint64_t last = 0; /* streams tell of what comes after it */
    unsigned ticks = 0;
    (void)store_last_change(store, &last, NULL);    /* or else they are told of more than is new */
    (void)store_pulse(store, &server->pulse, NULL); /* the first look tells then */
    while (!os_wait_stop(tick)) {
        look(server, store, &last);
        http_sweep(server, os_now());
        if (ticks % LIVE_TICKS == 0) live_tick(server, store);
        if (++ticks % BEAT_TICKS == 0) streams_beat(server);
        if (ticks % SWEEP_TICKS == 0)
            (void)store_sweep(store, &session_limits, os_now(), NULL); /* next hour then */
    }
}

/* ---- beginning and end ---- */

static enum status settle_origin(struct web_server *server, const struct web_settings *settings,
                                 char *origin, size_t size, struct error *error)
{
    if (!settings->origin) {
        struct span listen = span_of(settings->listen);
        size_t colon = listen.len;
        while (colon && listen.at[colon - 1] != ':') colon--;
        (void)snprintf(origin, size, "http://%.*s%u", (int)colon, listen.at, server->port);
    } else if (span_starts(span_of(settings->origin), SPAN("https://")) &&
               strlen(settings->origin) < size) {
        (void)snprintf(origin, size, "%s", settings->origin);
    } else {
        return error_set(error, STATUS_USAGE,
                         "--origin %s: what people type begins with https://, without a path",
                         settings->origin);
    }
    server->settings.secure = settings->origin != NULL;
    server->settings.origin = origin;
    server->settings.host = strstr(origin, "://") + 3;
    return STATUS_OK;
}

static void say_where(struct web_server *server, struct store *store)
{
    struct text out;
    text_init(&out, 4 << 10);
    struct error error = ERROR_NONE;
    text_addf(&out, "postmortem: %s/\n", server->settings.origin);
    struct text link;
    text_init(&link, 4 << 10);
    if (session_first_link(server, store, &link, &error))
        text_addf(&out, "postmortem: no link for a first account: %s\n", error.message);
    else if (link.len)
        text_addf(&out,
                  "postmortem: nobody has an account yet. This link makes the first one, "
                  "once, within a day:\n\n    %s\n\n",
                  link.at);
    if (!server->quiet || link.len)
        (void)os_write(2, "standard error", text_span(&out), NULL); /* nobody is there to read */
    text_release(&link);
    text_release(&out);
}

static enum status open_log(struct web_server *server, const char *path, struct error *error)
{
    server->log = -1;
    if (!path) return STATUS_OK;
    if (strcmp(path, "-") == 0) {
        server->log = 2;
        return STATUS_OK;
    }
    return os_open_append(path, &server->log, error);
}

static enum status begin(struct web_server *server, const struct web_settings *settings,
                         char *origin, size_t origin_size, struct error *error)
{
    pthread_mutex_t *locks[] = {&server->work_lock, &server->streams_lock, &server->kept_lock,
                                &server->hash_lock, &server->log_lock,     &server->slow_lock};
    for (size_t i = 0; i < sizeof locks / sizeof locks[0]; i++) pthread_mutex_init(locks[i], NULL);
    pthread_cond_init(&server->work_there, NULL);
    server->settings.folder = settings->folder;
    server->settings.origin = settings->origin;
    server->settings.host = "";
    server->started = os_now();
    server->quiet = settings->quiet;
    server->guesses = guesses_new();
    server->evidence = evidence_shelf_new(settings->folder);
    server->gather = gather_new(server);
    if (!server->guesses || !server->evidence || !server->gather || sodium_init() < 0)
        return error_set(error, STATUS_NO_MEMORY, "out of memory");
    enum status status = open_log(server, settings->log, error);
    if (status == STATUS_OK) status = template_set_new(&server->templates, error);
    if (status == STATUS_OK) status = work_begin(server, error);
    if (status == STATUS_OK) status = http_listen(server, settings->listen, error);
    if (status == STATUS_OK) status = settle_origin(server, settings, origin, origin_size, error);
    if (status == STATUS_OK) status = http_open(server, settings->listen, error);
    return status;
}

/* No new connections; what is under way is finished; streams end. */
static void end(struct web_server *server)
{
    if (server->daemon) http_quiesce(server);
    work_end(server);
    streams_end(server);
    http_close(server);
    gather_free(server->gather);
    evidence_shelf_free(server->evidence);
    guesses_free(server->guesses);
    kept_release(server);
    template_set_free(server->templates);
    if (server->log > 2) os_close(server->log);
}

enum status web_serve(const struct web_settings *settings, struct error *error)
{
    struct web_server server = {.log = -1, .socket = -1};
    struct store *store = NULL;
    char origin[300];
    os_hold_stop();
    (void)signal(SIGPIPE, SIG_IGN);
    enum status status = store_open(settings->folder, true, &store, error);
    if (status == STATUS_OK) status = begin(&server, settings, origin, sizeof origin, error);
    if (status == STATUS_OK) {
        say_where(&server, store);
        run(&server, store);
    }
    end(&server);
    if (status == STATUS_OK) live_settle_all(&server, store, 0, os_now()); /* nobody writes now */
    store_close(store);
    return status;
}
