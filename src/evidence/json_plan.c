/* Finding the array that holds the records of a JSON document. */
#include "evidence/json_plan.h"

#include "evidence/internal.h"

/* What well-known exports call the array of their records. */
static const char *const known_paths[] = {
    "resourceLogs[].scopeLogs[].logRecords[]", /* OpenTelemetry */
    "Records[]",                               /* CloudTrail, S3 events */
    "logEvents[]",                             /* CloudWatch subscription */
    "events[]",                                /* CloudWatch and others */
    "items[]",                                 /* Kubernetes lists */
    "hits.hits[]",                             /* Elasticsearch, OpenSearch */
    "data.result[].values[]",                  /* Loki */
    "body.alerts[]",                           /* Alertmanager body kept with its headers */
    "data.alerts[]",                           /* Prometheus */
    "alerts[]",                                /* Alertmanager */
};

void json_scan_init(struct json_scan *scan, const char *path)
{
    struct span rest = span_of(path);
    *scan = (struct json_scan){.key_at = SIZE_MAX};
    while (rest.len && scan->step_count < JSON_STEPS_MAX) {
        struct json_step *step = &scan->steps[scan->step_count++];
        if (span_starts(rest, SPAN("[]"))) {
            step->array = true;
            rest = span_from(rest, 2);
        } else {
            size_t len = 0;
            while (len < rest.len && rest.at[len] != '.' && rest.at[len] != '[') len++;
            step->key = span_sub(rest, 0, len);
            rest = span_from(rest, len);
        }
        if (span_starts(rest, SPAN("."))) rest = span_from(rest, 1);
    }
}

static bool inside_array(const struct json_scan *scan)
{
    int level = scan->depth - 1;
    return level >= 0 && (scan->is_array[level / 64] >> (level % 64) & 1);
}

/* Opens a container; true when it is an element. */
static bool open_level(struct json_scan *scan, bool array)
{
    bool on_path = scan->on == scan->depth, element = false;
    if (scan->depth == JSON_DEPTH_MAX) {
        scan->too_deep = true;
        return false;
    }
    if (on_path && scan->depth == scan->step_count) {
        element = true;
    } else if (on_path) {
        const struct json_step *step = &scan->steps[scan->depth];
        bool follows = scan->depth == 0 || scan->steps[scan->depth - 1].array || scan->key_matches;
        if (follows && step->array == array) scan->on++;
    }
    uint64_t bit = UINT64_C(1) << (scan->depth % 64);
    uint64_t *word = &scan->is_array[scan->depth / 64];
    *word = array ? *word | bit : *word & ~bit;
    scan->depth++;
    scan->expect_key = !array;
    scan->key_matches = false;
    return element;
}

static void close_level(struct json_scan *scan)
{
    if (scan->depth == 0) return; /* a stray bracket: passed over */
    scan->depth--;
    if (scan->on > scan->depth) scan->on = scan->depth;
    scan->expect_key = false;
    scan->key_matches = false;
}

static void open_string(struct json_scan *scan)
{
    scan->in_string = true;
    scan->in_key = scan->expect_key;
    if (!scan->in_key) return;
    scan->expect_key = false;
    bool wanted = scan->on == scan->depth && scan->on > 0 && scan->on < scan->step_count &&
                  !scan->steps[scan->on - 1].array;
    scan->key_at = wanted ? 0 : SIZE_MAX;
    scan->key_matches = false;
}

static void close_string(struct json_scan *scan)
{
    scan->in_string = false;
    if (!scan->in_key) return;
    scan->in_key = false;
    scan->key_matches =
        scan->key_at != SIZE_MAX && scan->key_at == scan->steps[scan->on - 1].key.len;
}

static void compare_key(struct json_scan *scan, char c)
{
    if (scan->key_at == SIZE_MAX) return;
    struct span key = scan->steps[scan->on - 1].key;
    if (scan->key_at < key.len && key.at[scan->key_at] == c)
        scan->key_at++;
    else
        scan->key_at = SIZE_MAX;
}

static void inside_string(struct json_scan *scan, char c)
{
    if (scan->escaped) {
        scan->escaped = false;
    } else if (c == '\\') {
        scan->escaped = true;
        scan->key_at = SIZE_MAX; /* names with escapes are no path of ours */
    } else if (c == '"') {
        close_string(scan);
    } else if (scan->in_key) {
        compare_key(scan, c);
    }
}

bool json_scan_next(struct json_scan *scan, struct span piece, size_t *at)
{
    size_t i = *at;
    while (i < piece.len && !scan->too_deep) {
        char c = piece.at[i++];
        if (scan->in_string)
            inside_string(scan, c);
        else if (c == '"')
            open_string(scan);
        else if (c == '{' || c == '[') {
            if (open_level(scan, c == '[')) {
                *at = i;
                return true;
            }
        } else if (c == '}' || c == ']')
            close_level(scan);
        else if (c == ',')
            scan->expect_key = scan->depth > 0 && !inside_array(scan);
    }
    *at = i;
    return false;
}

struct span json_element(struct span record, const char *path)
{
    struct json_scan scan;
    size_t at = 0;
    json_scan_init(&scan, path);
    if (json_scan_next(&scan, record, &at)) return span_from(record, at - 1);
    json_scan_init(&scan, "");
    at = 0;
    return json_scan_next(&scan, record, &at) ? span_from(record, at - 1) : record;
}

/* ---- choosing the path ---- */

enum { OWN_PATH_MOST = 34 }; /* longest path that is not in the table: a layout's name holds it */

struct candidate {
    char path[JSON_PATH_MAX];
    size_t bytes;
    unsigned elements; /* 2 stands for more */
};

/* Members of the objects that lead to the present place, as "a.b". */
struct trail {
    char path[JSON_PATH_MAX];
    size_t len[JSON_STEPS_MAX]; /* length of the path before each level */
};

static bool push(struct trail *trail, int level, const struct json_token *token)
{
    if (level >= JSON_STEPS_MAX) return false;
    size_t len = strlen(trail->path);
    trail->len[level] = len;
    if (!token->has_key) return true;
    if (token->key_escaped || token->key.len == 0 || len + token->key.len + 4 > OWN_PATH_MOST ||
        memchr(token->key.at, '.', token->key.len) || memchr(token->key.at, '[', token->key.len) ||
        memchr(token->key.at, '\0', token->key.len))
        return false;
    if (len) trail->path[len++] = '.';
    memcpy(trail->path + len, token->key.at, token->key.len);
    trail->path[len + token->key.len] = '\0';
    return true;
}

/* Measures the array that the reader has just entered and leaves it behind. */
static struct candidate measure(struct json_reader *reader, const struct trail *trail)
{
    struct candidate found = {0};
    struct json_token token;
    size_t from = reader->at, to;
    while (json_next(reader, &token, NULL) == STATUS_OK && token.type != JSON_ARRAY_END) {
        bool opens = token.type == JSON_OBJECT || token.type == JSON_ARRAY;
        if (token.type == JSON_OBJECT && found.elements < 2) found.elements++;
        if (opens && json_skip(reader, &to, NULL)) {
            reader->at = reader->in.len; /* cut or not JSON: what is there counts */
            break;
        }
    }
    found.bytes = reader->at - from;
    size_t len = strlen(trail->path);
    memcpy(found.path, trail->path, len);
    memcpy(found.path + len, "[]", 3);
    return found;
}

static bool is_known(const char *path, char ret[JSON_PATH_MAX])
{
    for (size_t i = 0; i < sizeof known_paths / sizeof known_paths[0]; i++) {
        size_t len = strlen(path);
        /* the walk ends at the outermost array: a longer path is known by its start */
        if (strncmp(known_paths[i], path, len) != 0) continue;
        if (known_paths[i][len] != '\0' && known_paths[i][len] != '.') continue;
        memcpy(ret, known_paths[i], strlen(known_paths[i]) + 1);
        return true;
    }
    return false;
}

/* A path that is known only when more of the document agrees. */
static bool agrees(bool streams, const char *path)
{
    return streams || strcmp(path, "data.result[].values[]") != 0;
}

struct survey {
    struct candidate best;
    bool timed;    /* the outermost object has a time of its own */
    bool complete; /* the first value ends within the head */
    bool streams;  /* it is an answer of Loki */
    size_t bytes;
};

/* Walks the members of nested objects; arrays are measured and passed over. True with the path when
 * a known one is met. */
static bool survey_object(struct json_reader *reader, struct survey *survey,
                          char ret[JSON_PATH_MAX])
{
    struct trail trail = {{0}, {0}};
    struct json_token token;
    int unfit = 0; /* levels inside an object whose name is no path of ours */
    while (reader->depth > 0 && json_next(reader, &token, NULL) == STATUS_OK) {
        if (token.type == JSON_OBJECT) {
            if (unfit || !push(&trail, reader->depth - 1, &token)) unfit++;
        } else if (token.type == JSON_OBJECT_END) {
            if (unfit)
                unfit--;
            else if (reader->depth < JSON_STEPS_MAX)
                trail.path[trail.len[reader->depth]] = '\0';
        } else if (token.type == JSON_ARRAY) {
            size_t len = strlen(trail.path);
            bool fits = !unfit && push(&trail, reader->depth - 1, &token);
            struct candidate found = measure(reader, &trail);
            trail.path[len] = '\0';
            if (!fits) continue;
            if (found.elements && is_known(found.path, ret) && agrees(survey->streams, ret))
                return true;
            if (found.elements && found.bytes > survey->best.bytes) survey->best = found;
        } else if (reader->depth == 1 && key_role_of(token.key, NULL) == KEY_TIME) {
            survey->timed = true;
        }
    }
    survey->complete = reader->depth == 0;
    survey->bytes = reader->at;
    return false;
}

bool json_plan(struct span head, char ret[JSON_PATH_MAX])
{
    struct json_reader reader;
    struct json_token token;
    struct survey survey = {0};
    json_open(&reader, head);
    if (json_next(&reader, &token, NULL)) return false;
    if (token.type == JSON_ARRAY) {
        memcpy(ret, "[]", 3);
        return true;
    }
    if (token.type != JSON_OBJECT) return false;
    struct span type;
    survey.streams = json_find(head, "data.resultType", NULL, &type) && span_is(type, "streams");
    if (survey_object(&reader, &survey, ret)) return true;
    bool more = survey.complete && span_trim(span_from(head, survey.bytes)).len > 0;
    /* An object with its own time is a record that has lists, unless the list is most of it. */
    bool list =
        survey.best.elements > 0 && !more &&
        (!survey.timed || (survey.best.elements > 1 && survey.best.bytes > survey.bytes / 5 * 4));
    if (list)
        memcpy(ret, survey.best.path, sizeof survey.best.path);
    else
        ret[0] = '\0';
    return true;
}
