/* An edge server's access log in the "combined" layout, an hour east of UTC. A phrase is a request
 * with its usual answer: the status stands in `source`, the referrer in `extra`. */
#include "bench/generate/maker.h"

#define PAGE(path)                                                                                 \
    {                                                                                              \
        NONE, "200", "GET " path, "https://shop.example/"                                          \
    }
#define CALL(method, path, status)                                                                 \
    {                                                                                              \
        NONE, status, method " " path, NULL                                                        \
    }

/* clang-format off */
static const struct phrase phrases[] = {
    PAGE("/"),
    PAGE("/search?q={k}&page={i}"),
    PAGE("/p/{N}/{s}-{n}"),
    PAGE("/c/{k}?sort=price"),
    PAGE("/cart"),
    PAGE("/cart?added={N}"),
    PAGE("/checkout"),
    PAGE("/checkout/address"),
    PAGE("/checkout/thanks?order={N}"),
    PAGE("/account"),
    PAGE("/account/orders?page={i}"),
    PAGE("/account/orders/{N}"),
    PAGE("/help/{k}"),
    PAGE("/help/contact"),
    PAGE("/blog/{n}/{s}"),
    PAGE("/brands/{s}"),
    PAGE("/sale/{c}"),
    PAGE("/wishlist/{h}"),
    PAGE("/compare?a={N}&b={N}"),
    PAGE("/static/app.{h}.css"),
    PAGE("/static/app.{h}.js"),
    PAGE("/static/vendor.{h}.js"),
    PAGE("/img/p/{N}-{n}x{n}.webp"),
    PAGE("/img/b/{s}.svg"),
    PAGE("/fonts/plain-{i}.woff2"),
    CALL("GET", "/favicon.ico", "304"),
    CALL("GET", "/static/app.{h}.css", "304"),
    CALL("GET", "/img/p/{N}-{n}x{n}.webp", "304"),
    CALL("GET", "/robots.txt", "200"),
    CALL("GET", "/sitemap-{i}.xml.gz", "200"),
    CALL("GET", "/healthz", "200"),
    CALL("GET", "/metrics", "200"),
    CALL("GET", "/v1/orders?since={N}", "200"),
    CALL("GET", "/v1/orders/{u}", "200"),
    CALL("POST", "/v1/orders", "201"),
    CALL("PUT", "/v1/orders/{u}/address", "204"),
    CALL("DELETE", "/v1/orders/{u}", "204"),
    CALL("POST", "/v1/payments/{H}/capture", "202"),
    CALL("GET", "/v1/payments/{H}", "200"),
    CALL("GET", "/v1/stock/{N}?warehouse={c}", "200"),
    CALL("PATCH", "/v1/stock/{N}", "200"),
    CALL("GET", "/v2/prices?list={v}", "200"),
    CALL("HEAD", "/v2/prices?list={v}", "200"),
    CALL("POST", "/v1/sessions", "201"),
    CALL("DELETE", "/v1/sessions/{h}", "204"),
    CALL("POST", "/hooks/payment", "200"),
    CALL("POST", "/hooks/shipping", "202"),
    CALL("OPTIONS", "/v1/orders", "204"),
    CALL("GET", "/v1/events?after={N}&wait={i}", "200"),
    CALL("GET", "/old/{k}.html", "301"),
    CALL("GET", "/p/{N}", "302"),
    CALL("POST", "/v1/sessions", "401"),
    CALL("GET", "/admin/jobs", "403"),
    CALL("GET", "/p/{N}/{s}-{n}", "404"),
    CALL("GET", "/wp-login.php", "404"),
    CALL("GET", "/.env", "404"),
    CALL("POST", "/v1/orders", "409"),
    CALL("POST", "/v1/orders", "422"),
    CALL("GET", "/v1/events?after={N}", "499"),
    CALL("GET", "/search?q={H}", "429"),
    CALL("GET", "/v1/orders?since={N}", "500"),
    CALL("POST", "/checkout/pay", "502"),
    CALL("POST", "/v1/payments/{H}/capture", "503"),
    CALL("GET", "/search?q={k}", "504"),
};
/* clang-format on */

static const char *const agents[] = {
    "Mozilla/5.0 (X11; Linux x86_64; rv:{i}.0) Gecko/20100101 Firefox/{i}.0",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/1{i}.0.0.0 Safari/537.36",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_{i} like Mac OS X) AppleWebKit/605.1.15 (KHTML, like "
    "Gecko) Version/17.{i} Mobile/15E148 Safari/604.1",
    "Mozilla/5.0 (Linux; Android 14; Handset {i}) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/1{i}.0.0.0 Mobile Safari/537.36",
    "Mozilla/5.0 (compatible; ExampleBot/2.{i}; +https://bot.example/about)",
    "shop-app/{v} (android)",
    "shop-app/{v} (ios)",
    "curl/8.{i}.0",
    "probe/1.{i}",
    "-",
};

static enum level level_of(const char *status)
{
    return status[0] == '5' ? ERROR : status[0] == '4' ? WARNING : INFO;
}

static void record(struct maker *maker, const struct phrase *phrase, int64_t now)
{
    const char *status = phrase->source;
    if (maker->burst_left && maker_below(maker, 3) == 0) status = "503";
    struct stamp stamp = stamp_of(now + 3600 * NS_PER_S);
    put_phrase(maker, "{a} - ");
    put_phrase(maker, maker_below(maker, 8) ? "- [" : "{e} [");
    put_padded(maker, stamp.day, 2, '0');
    put_char(maker, '/');
    put_text(maker, month_name(stamp.month));
    put_text(maker, "/2026:");
    put_clock(maker, &stamp);
    put_text(maker, " +0100] \"");
    put_phrase(maker, phrase->text);
    put_text(maker, " HTTP/1.1\" ");
    put_text(maker, status);
    put_phrase(maker, status[0] == '3' || status[1] == '0' ? " {n} \"" : " {i} \"");
    put_phrase(maker, phrase->extra && maker_below(maker, 4) ? phrase->extra : "-");
    put_text(maker, "\" \"");
    put_phrase(maker, agents[maker_below(maker, 10)]);
    put_char(maker, '"');
    put_line_end(maker);
    count_unclear(maker, level_of(status), now - now % NS_PER_S);
}

const struct kind kind_access = {
    .file = "access.log",
    .zone = "+01:00, stated",
    .why_unclear =
        "an access log states no level; here 5xx counts as error, 4xx as warning, the rest as info",
    .unclear_may_be = "[\"none\", \"info\", \"warning\", \"error\"]",
    .start = INT64_C(1772618537) * NS_PER_S,
    .phrases = phrases,
    .phrase_count = sizeof phrases / sizeof phrases[0],
    .record = record,
};
