#include "evidence/json_facts.h"

#include "evidence/fields_text.h"
#include "evidence/lines.h"
#include "evidence/probe.h"

enum { ROLES = KEY_PROCESS + 1, PATH_ROOM = 160, LEVELS = 16 };

struct walk {
    struct json_facts *facts;
    unsigned ranks[ROLES]; /* of the value kept for each role; UINT_MAX for none */
    char path[PATH_ROOM];
    size_t len;
    size_t before[LEVELS]; /* length of the path before each level */
};

static void copy_key(char to[JSON_KEY_MAX], struct span from)
{
    size_t len = from.len < JSON_KEY_MAX - 1 ? from.len : JSON_KEY_MAX - 1;
    memcpy(to, from.at, len);
    to[len] = '\0';
}

/* Member names call many things a time: durations, zones, flags. A stamp has a date or is an epoch.
 */
static bool is_stamp(struct span value)
{
    if (value.len < 6 || value.len > 64) return false;
    uint64_t number;
    struct span rest = value, whole = span_cut(&rest, '.');
    if (span_to_u64(whole, &number)) return whole.len >= 9 && whole.len <= 19;
    if (probe_find_stamp(value, 0) != SIZE_MAX) return true;
    return value.len == 10 && value.at[4] == '-' && value.at[7] == '-'; /* a date alone */
}

static void keep_time(struct walk *walk, unsigned rank, struct span path, struct span value)
{
    /* Of the three times of a Kubernetes event the latest stands for it, and all are written alike.
     */
    bool kubernetes = span_is(path, "lastTimestamp") || span_is(path, "firstTimestamp") ||
                      span_is(path, "eventTime");
    bool before = strcmp(walk->facts->time_key, "lastTimestamp") == 0 ||
                  strcmp(walk->facts->time_key, "firstTimestamp") == 0 ||
                  strcmp(walk->facts->time_key, "eventTime") == 0;
    if (!is_stamp(value)) return;
    if (kubernetes && before) {
        if (span_compare(value, walk->facts->time) <= 0) return;
    } else if (rank >= walk->ranks[KEY_TIME]) {
        return;
    }
    walk->ranks[KEY_TIME] = rank;
    walk->facts->time = value;
    walk->facts->strange = false;
    copy_key(walk->facts->time_key, path);
}

/* The first member that holds a date with a clock counts while no better name is met. */
static void keep_strange_time(struct walk *walk, struct span path, struct span value)
{
    struct line_member member = {.path = path, .value = value, .role = KEY_NONE};
    if (walk->facts->time.len > 0 || value.len < 16 || value.at[0] < '0' || value.at[0] > '9')
        return;
    if (!line_member_may_be_time(&member)) return;
    walk->facts->time = value;
    walk->facts->strange = true;
    copy_key(walk->facts->time_key, path);
}

static void keep_number(struct walk *walk, enum key_role role, struct span value)
{
    duration took;
    if (role == KEY_STATUS && fields_status(value))
        walk->facts->status = fields_status(value);
    else if (role != KEY_STATUS && fields_duration(value, role, &took))
        walk->facts->took = took;
}

/* Members whose presence beside a status says that one request was handled. */
static bool names_request(struct span path, enum key_role role, unsigned rank)
{
    enum { RANK_OF_PLACES = 20 }; /* of request, uri, url, path among messages, see data/keys.tsv */
    return (role == KEY_MESSAGE && rank >= RANK_OF_PLACES) ||
           span_equal_nocase(path, SPAN("method")) ||
           span_equal_nocase(path, SPAN("http.method")) ||
           span_equal_nocase(path, SPAN("http_method")) || span_equal_nocase(path, SPAN("verb"));
}

static void note(struct walk *walk, struct span path, struct span value)
{
    unsigned rank = 0;
    enum key_role role = key_role_of(path, &rank);
    struct json_facts *facts = walk->facts;
    if (span_is(path, "body.stringValue")) role = KEY_MESSAGE; /* OpenTelemetry */
    if (names_request(path, role, rank)) facts->names_request = true;
    if (role == KEY_NONE) keep_strange_time(walk, path, value);
    if (role == KEY_NONE || value.len == 0) return;
    if (role == KEY_TIME) {
        keep_time(walk, rank, path, value);
        return;
    }
    if (role == KEY_ID) {
        if (facts->id_count < EVIDENCE_IDS_MAX) facts->ids[facts->id_count++] = value;
        return;
    }
    if (rank >= walk->ranks[role]) return;
    walk->ranks[role] = rank;
    if (role == KEY_LEVEL) {
        facts->level = value;
        copy_key(facts->level_key, path);
    } else if (role == KEY_MESSAGE) {
        facts->message = value;
        copy_key(facts->message_key, path);
    } else if (role == KEY_HOST) {
        facts->host = value;
    } else if (role == KEY_PROCESS) {
        facts->process = value;
    } else {
        keep_number(walk, role, value);
    }
}

/* Puts a member's name behind the path; false when it gets too long. */
static bool extend(struct walk *walk, struct span key)
{
    size_t dot = walk->len > 0;
    if (walk->len + dot + key.len >= PATH_ROOM) return false;
    if (dot) walk->path[walk->len] = '.';
    memcpy(walk->path + walk->len + dot, key.at, key.len);
    walk->len += dot + key.len;
    return true;
}

/* OpenTelemetry and its relatives write members as [{"key": "k", "value": {"stringValue": "v"}}].
 */
static bool read_attributes(struct walk *walk, struct json_reader *reader)
{
    struct json_token token;
    struct span key = {NULL, 0};
    int depth = reader->depth;
    while (reader->depth >= depth) {
        if (json_next(reader, &token, NULL)) return false;
        if (token.type == JSON_OBJECT && reader->depth == depth + 1) key.len = 0;
        if (token.type != JSON_STRING && token.type != JSON_NUMBER) continue;
        struct span text = json_text(reader, &token);
        if (reader->depth == depth + 1 && span_is(token.key, "key"))
            key = text;
        else if (reader->depth == depth + 2 && key.len)
            note(walk, key, text);
    }
    return true;
}

/* One token; false ends the walk. */
static bool step(struct walk *walk, struct json_reader *reader, const struct json_token *token)
{
    size_t to, before = walk->len;
    if (token->type == JSON_OBJECT_END) {
        if (reader->depth < LEVELS) walk->len = walk->before[reader->depth];
        return reader->depth > 0;
    }
    if (token->type == JSON_ARRAY) {
        if (span_is(token->key, "attributes")) return read_attributes(walk, reader);
        return json_skip(reader, &to, NULL) == STATUS_OK;
    }
    if (token->type == JSON_OBJECT) {
        if (reader->depth > LEVELS || (token->has_key && !extend(walk, token->key))) {
            walk->len = before;
            return json_skip(reader, &to, NULL) == STATUS_OK;
        }
        walk->before[reader->depth - 1] = before;
        return true;
    }
    if (token->has_key && (token->type == JSON_STRING || token->type == JSON_NUMBER) &&
        extend(walk, token->key))
        note(walk, (struct span){walk->path, walk->len}, json_text(reader, token));
    walk->len = before;
    return true;
}

/* Loki writes a line as ["1795326957000000000", "text"]. */
static void read_pair(struct json_reader *reader, struct json_facts *facts)
{
    struct json_token token;
    if (json_next(reader, &token, NULL) || token.type != JSON_STRING) return;
    struct span time = json_text(reader, &token);
    if (!is_stamp(time) || json_next(reader, &token, NULL) || token.type != JSON_STRING) return;
    facts->time = time;
    facts->message = json_text(reader, &token);
}

void json_facts_of(struct span element, struct json_facts *ret)
{
    struct walk walk = {.facts = ret};
    struct json_reader reader;
    struct json_token token;
    *ret = (struct json_facts){.took = -1};
    for (size_t i = 0; i < ROLES; i++) walk.ranks[i] = UINT32_MAX;
    json_open(&reader, element);
    if (json_next(&reader, &token, NULL)) return;
    if (token.type == JSON_ARRAY) read_pair(&reader, ret);
    if (token.type != JSON_OBJECT) return;
    while (json_next(&reader, &token, NULL) == STATUS_OK)
        if (!step(&walk, &reader, &token)) return;
}
