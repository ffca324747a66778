/* Writing into the maker's buffer: text, numbers, time, and phrases with their holes filled. */
#include "bench/generate/maker.h"

#include <assert.h>
#include <string.h>

#define COUNT(array) ((uint32_t)(sizeof(array) / sizeof(array)[0]))

static const char *const hosts[] = {"web-01",  "web-02",   "web-03",   "api-11",    "api-12",
                                    "db-main", "db-read2", "queue-04", "cache-a7",  "edge-fra1",
                                    "batch-2", "mail-gw",  "node-17",  "node-23",   "node-31",
                                    "store-5", "vpn-gw2",  "build-09", "metrics-1", "ldap-3"};
static const char *const services[] = {"checkout", "orders",  "billing",   "search",  "catalogue",
                                       "stock",    "mailer",  "sessions",  "invoice", "ledger",
                                       "shipping", "reviews", "exporter",  "gateway", "profile",
                                       "pricing",  "fraud",   "thumbnail", "quotas",  "webhooks"};
static const char *const users[] = {"deploy",  "app",   "svc_report", "mira",  "tobias", "backup",
                                    "noor",    "root",  "ivo",        "ana.k", "etl",    "guest7",
                                    "www-run", "oper2", "readonly",   "kofi",  "lin",    "sven"};
static const char *const paths[] = {"/v1/orders",   "/v1/orders/open", "/cart",        "/login",
                                    "/v2/search",   "/static/app.css", "/img/p/1.jpg", "/healthz",
                                    "/v1/users/me", "/checkout/pay",   "/feeds/new",   "/v1/stock",
                                    "/admin/jobs",  "/v2/prices",      "/export.csv",  "/hooks/in"};
static const char *const tables[] = {"orders", "order_lines", "customers",   "payments",
                                     "stock",  "sessions",    "audit_trail", "events",
                                     "prices", "refunds",     "ledger_rows", "addresses",
                                     "jobs",   "coupons",     "mail_out"};
static const char *const devices[] = {"sda1", "sdb",   "nvme0n1", "nvme1n1p2",
                                      "dm-0", "md127", "vdc"};
static const char *const folders[] = {"/var/lib/app",   "/srv/export",   "/var/spool/out",
                                      "/data/a",        "/opt/shop/etc", "/srv/builds",
                                      "/var/cache/img", "/mnt/nas2",     "/run/worker",
                                      "/srv/www/html",  "/data/wal",     "/etc/shop"};
static const char *const regions[] = {"eu-west", "eu-north", "us-east", "ap-south", "sa-one"};

static void put(struct maker *maker, const char *bytes, size_t length)
{
    memcpy(maker->buffer + maker->length, bytes, length);
    maker->length += length;
}

void put_text(struct maker *maker, const char *text)
{
    put(maker, text, strlen(text));
}

void put_char(struct maker *maker, char c)
{
    maker->buffer[maker->length++] = c;
}

void put_line_end(struct maker *maker)
{
    put_char(maker, '\n');
    maker->tally.lines++;
}

void put_number(struct maker *maker, uint64_t value)
{
    put_padded(maker, value, 1, '0');
}

void put_padded(struct maker *maker, uint64_t value, int width, char pad)
{
    char digits[20];
    int used = 0;
    do digits[sizeof digits - (size_t)++used] = (char)('0' + value % 10);
    while (value /= 10);
    for (int i = used; i < width; i++) put_char(maker, pad);
    put(maker, digits + sizeof digits - used, (size_t)used);
}

void put_hex(struct maker *maker, int digits)
{
    assert(digits <= 16);
    uint64_t value = maker_random(maker);
    for (int i = 0; i < digits; i++, value >>= 4) put_char(maker, "0123456789abcdef"[value & 15]);
}

static void put_uuid(struct maker *maker)
{
    put_hex(maker, 8);
    put_char(maker, '-');
    put_hex(maker, 4);
    put_text(maker, "-4");
    put_hex(maker, 3);
    put_text(maker, "-a");
    put_hex(maker, 3);
    put_char(maker, '-');
    put_hex(maker, 12);
}

static void put_address(struct maker *maker)
{
    uint32_t draw = maker_below(maker, 1u << 24);
    put_text(maker, draw & 1 ? "10." : "192.0.");
    put_number(maker, draw >> 16);
    put_char(maker, '.');
    put_number(maker, (draw >> 8) & 255);
    if (!(draw & 1)) return;
    put_char(maker, '.');
    put_number(maker, draw & 255);
}

static void put_one_of(struct maker *maker, const char *const *choices, uint32_t count)
{
    put_text(maker, choices[maker_below(maker, count)]);
}

static void put_decimal(struct maker *maker)
{
    uint32_t thousandths = maker_below(maker, 60000);
    put_number(maker, thousandths / 1000);
    put_char(maker, '.');
    put_padded(maker, thousandths % 1000, 3, '0');
}

static void put_version(struct maker *maker)
{
    uint32_t draw = maker_below(maker, 1000);
    put_number(maker, draw % 7);
    put_char(maker, '.');
    put_number(maker, draw / 100);
    put_char(maker, '.');
    put_number(maker, draw % 10);
}

static void put_hole(struct maker *maker, char what)
{
    switch (what) {
    case 'i': put_number(maker, maker_below(maker, 100)); break;
    case 'n': put_number(maker, maker_below(maker, 10000)); break;
    case 'N': put_number(maker, maker_below(maker, 10000000)); break;
    case 'q': put_number(maker, 1 + maker_below(maker, 2999)); break;
    case 'P': put_number(maker, 32768 + maker_below(maker, 28000)); break;
    case 'f': put_decimal(maker); break;
    case 'a': put_address(maker); break;
    case 'h': put_hex(maker, 8); break;
    case 'H': put_hex(maker, 16); break;
    case 'u': put_uuid(maker); break;
    case 'v': put_version(maker); break;
    case 'w': put_one_of(maker, hosts, COUNT(hosts)); break;
    case 's': put_one_of(maker, services, COUNT(services)); break;
    case 'e': put_one_of(maker, users, COUNT(users)); break;
    case 't': put_one_of(maker, paths, COUNT(paths)); break;
    case 'k': put_one_of(maker, tables, COUNT(tables)); break;
    case 'd': put_one_of(maker, devices, COUNT(devices)); break;
    case 'D': put_one_of(maker, folders, COUNT(folders)); break;
    case 'c': put_one_of(maker, regions, COUNT(regions)); break;
    default: assert(0 && "a phrase has a hole of no known kind");
    }
}

void put_phrase(struct maker *maker, const char *text)
{
    for (const char *c = text; *c; c++) {
        if (*c == '{' && c[1] && c[2] == '}') {
            put_hole(maker, c[1]);
            c += 2;
        } else if (maker->json && (*c == '"' || *c == '\\' || *c == '\n' || *c == '\t')) {
            put_char(maker, '\\');
            put_char(maker, (char)(*c == '\n' ? 'n' : *c == '\t' ? 't' : *c));
        } else {
            if (*c == '\n') maker->tally.lines++;
            put_char(maker, *c);
        }
    }
}

struct stamp stamp_of(int64_t at)
{
    static const unsigned lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    const int64_t year_start = INT64_C(1767225600); /* 2026-01-01T00:00:00Z */
    uint64_t seconds = (uint64_t)(at / NS_PER_S - year_start);
    unsigned day = (unsigned)(seconds / 86400), in_day = (unsigned)(seconds % 86400), month = 0;
    assert(at >= year_start * NS_PER_S && day < 365);
    while (day >= lengths[month]) day -= lengths[month++];
    return (struct stamp){.month = month + 1,
                          .day = day + 1,
                          .hour = in_day / 3600,
                          .minute = in_day / 60 % 60,
                          .second = in_day % 60,
                          .nanosecond = (unsigned)(at % NS_PER_S)};
}

const char *month_name(unsigned month)
{
    static const char *const names[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                        "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    return names[month - 1];
}

void put_date(struct maker *maker, const struct stamp *stamp)
{
    put_text(maker, "2026-");
    put_padded(maker, stamp->month, 2, '0');
    put_char(maker, '-');
    put_padded(maker, stamp->day, 2, '0');
}

void put_clock(struct maker *maker, const struct stamp *stamp)
{
    put_padded(maker, stamp->hour, 2, '0');
    put_char(maker, ':');
    put_padded(maker, stamp->minute, 2, '0');
    put_char(maker, ':');
    put_padded(maker, stamp->second, 2, '0');
}
