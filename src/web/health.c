/* For those who look after the server: is it up, how much does it do, and what it brings along. */
#include "web/assets.h"
#include "web/pages.h"
#include "web/server.h"

enum status web_health(struct web_request *request, struct error *error)
{
    struct store_pulse pulse;
    enum status status = store_pulse(request->store, &pulse, error);
    if (status) {
        request->response.http = 503;
        return status;
    }
    value_text(&request->model, NULL, "status", "ok");
    return STATUS_OK;
}

static void metric(struct text *out, const char *name, const char *type, const char *help)
{
    text_addf(out, "# HELP postmortem_%s %s\n# TYPE postmortem_%s %s\n", name, help, name, type);
}

enum status web_metrics(struct web_request *request, struct error *error)
{
    struct web_server *server = request->server;
    struct web_counters *c = &server->counters;
    struct text out;
    (void)error;
    text_init(&out, 64 << 10);
    metric(&out, "requests_total", "counter",
           "Requests answered, by the first digit of the status.");
    for (int i = 1; i < 6; i++)
        text_addf(&out, "postmortem_requests_total{class=\"%dxx\"} %llu\n", i,
                  (unsigned long long)atomic_load(&c->requests[i]));
    metric(&out, "request_seconds_total", "counter",
           "Time from the head of a request to its answer.");
    text_addf(&out, "postmortem_request_seconds_total %.6f\n",
              (double)atomic_load(&c->nanoseconds) / 1e9);
    metric(&out, "sent_bytes_total", "counter", "Bytes of bodies sent.");
    text_addf(&out, "postmortem_sent_bytes_total %llu\n",
              (unsigned long long)atomic_load(&c->bytes_out));
    metric(&out, "kept_pages_total", "counter",
           "Pages that were answered without making them anew.");
    text_addf(&out, "postmortem_kept_pages_total %llu\n",
              (unsigned long long)atomic_load(&c->kept_hits));
    metric(&out, "event_streams", "gauge", "Event streams that are open.");
    text_addf(&out, "postmortem_event_streams %zu\n", streams_count(server));
    metric(&out, "start_time_seconds", "gauge", "When the server began, in seconds since 1970.");
    text_addf(&out, "postmortem_start_time_seconds %lld\n",
              (long long)(server->started / NS_PER_S));
    web_bytes(request, "text/plain; version=0.0.4; charset=utf-8", &out);
    return STATUS_OK;
}

static bool takes_brotli(const struct web_request *request)
{
    const char *codings = request->header(request, "Accept-Encoding");
    struct span rest = span_of(codings ? codings : "");
    while (rest.len) {
        struct span weight = span_cut(&rest, ','), coding = span_trim(span_cut(&weight, ';'));
        if (span_is(coding, "br")) return !span_is(span_trim(weight), "q=0");
    }
    return false;
}

enum status web_asset(struct web_request *request, struct error *error)
{
    struct web_response *response = &request->response;
    for (size_t i = 0; i < web_asset_count; i++) {
        const struct web_asset *asset = &web_assets[i];
        if (strcmp(asset->url, request->path) != 0) continue;
        response->compressed = asset->brotli.len && takes_brotli(request);
        response->kept = response->compressed ? asset->brotli : asset->plain;
        response->type = asset->type;
        response->forever = true;
        response->http = 200;
        return STATUS_OK;
    }
    return web_nothing_there(request, error);
}

enum status web_help(struct web_request *request, struct error *error)
{
    (void)error;
    web_title(request, "Help");
    return STATUS_OK;
}
