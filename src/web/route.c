/* Finding the route of a path, and what stands for its {…}. */
#include "web/route.h"

#include "web/routes.h"

#define X(METHOD, path, handler, NEED, BODY, page, summary)                                        \
    {WEB_##METHOD, path, handler, WEB_##NEED, WEB_##BODY, page, summary},
const struct web_route web_routes[] = {WEB_ROUTES(X)};
#undef X
const size_t web_route_count = sizeof web_routes / sizeof web_routes[0];

const char *web_need_words(enum web_need need)
{
    static const char *const words[] = {
#define X(name, text) text,
        WEB_NEEDS(X)
#undef X
    };
    return words[need];
}

const char *web_method_word(enum web_method method)
{
    static const char *const words[] = {"GET", "POST", "PUT", "DELETE"};
    return words[method];
}

/* "{review}" takes PM1, "{entry}" E12, "{rest}" all that follows; any other name one segment. */
static bool segment_fits(struct span pattern, struct span given)
{
    struct review_id id;
    if (pattern.len == 0 || pattern.at[0] != '{') return span_equal(pattern, given);
    if (given.len == 0) return false;
    bool review = span_is(pattern, "{review}"), entry = span_is(pattern, "{entry}");
    if (!review && !entry) return true;
    if (review_id_read(given, &id, NULL) != STATUS_OK) return false;
    bool names_review = id.kind == REVIEW_KIND_REVIEW && id.number != 0;
    return review ? names_review : !names_review;
}

static bool path_fits(const char *pattern, struct span path, struct span captured[4])
{
    struct span rest = span_of(pattern);
    size_t count = 0;
    while (rest.len || path.len) {
        struct span wanted = span_cut(&rest, '/');
        if (span_is(wanted, "{rest}")) {
            captured[count] = path;
            return path.len != 0;
        }
        bool more = path.len != 0;
        struct span given = span_cut(&path, '/');
        if (!more || !segment_fits(wanted, given)) return false;
        if (wanted.len && wanted.at[0] == '{' && count < 4) captured[count++] = given;
        if ((rest.len == 0) != (path.len == 0)) return false;
    }
    return true;
}

const struct web_route *route_find(enum web_method method, struct span path,
                                   struct span captured[4], unsigned *ret_methods)
{
    const struct web_route *found = NULL;
    struct span parts[4] = {{NULL, 0}};
    *ret_methods = 0;
    for (size_t i = 0; i < web_route_count; i++) {
        if (!path_fits(web_routes[i].path, path, parts)) continue;
        *ret_methods |= 1u << web_routes[i].method;
        if (found || web_routes[i].method != method) continue;
        found = &web_routes[i];
        memcpy(captured, parts, sizeof parts);
    }
    return found;
}
