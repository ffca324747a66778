/* What the members of one JSON object or logfmt line suggest as layouts. */
#include "evidence/lines_propose.h"

enum { PER_VALUE = 4 };

static void set_text(char *to, size_t room, struct span text)
{
    if (text.len >= room) text.len = room - 1;
    memcpy(to, text.at, text.len);
    to[text.len] = '\0';
}

enum { STRANGE_MAX = 4 };

struct member_search {
    struct line_proposals *proposals;
    struct line_layout best;
    /* members that hold a time by names nobody knows: which one it is their values tell */
    struct {
        struct evidence_layout face; /* time_key alone */
        const struct stamp_format *format;
        uint16_t flags;
        bool nested;
    } strange[STRANGE_MAX];
    unsigned strange_count;
    char strange_level[32];
    bool strange_level_nested;
    unsigned time_rank, level_rank, message_rank;
    unsigned pairs;
    bool graylog, windows; /* whose levels are numbers below 10 */
    bool low_level;        /* the level is one, by a name that does not tell whose */
    const char *end;       /* of the line, when bare values may go on behind a blank; else NULL */
    const char *line_end;
};

/* 9-10, 12-13, 15-16 or 18-19 digits: what stamp_epoch takes; shorter ones are counters. */
static bool consider_time(struct member_search *search, const struct line_member *member)
{
    const struct stamp_format *formats[PER_VALUE];
    struct stamp stamps[PER_VALUE];
    struct span value = member->value;
    if (search->end && !member->string) value.len = (size_t)(search->end - value.at);
    unsigned count = stamp_candidates(value, true, formats, stamps, PER_VALUE);
    if (!search->end && count > 0 && (stamps[0].flags & STAMP_DATE_ONLY)) {
        /* the clock may be the next member */
        value.len = (size_t)(search->line_end - value.at);
        count = stamp_candidates(value, true, formats, stamps, PER_VALUE);
    }
    for (unsigned i = 0; i < count; i++) {
        if (!lines_plausible(search->proposals, &stamps[i])) continue;
        if (stamps[i].flags & (STAMP_NO_DATE | STAMP_SINCE_BOOT)) continue;
        search->best.format = formats[i];
        search->best.stamp_flags = stamps[i].flags;
        return true;
    }
    return false;
}

static void consider_strange(struct member_search *search, const struct line_member *member)
{
    const struct stamp_format *format;
    struct stamp stamp;
    unsigned count = search->strange_count;
    if (member->string && search->strange_level[0] == '\0' && member->value.len >= 4 &&
        member->path.len < sizeof search->strange_level &&
        level_of_letters(member->value.at, member->value.len) != EVIDENCE_LEVEL_NONE &&
        !span_equal_nocase(member->value, SPAN("alert")) &&
        !span_equal_nocase(member->value, SPAN("notice"))) {
        set_text(search->strange_level, sizeof search->strange_level, member->path);
        search->strange_level_nested = member->depth > 1;
    }
    if (count == STRANGE_MAX || member->path.len >= sizeof search->best.face.time_key ||
        !line_member_may_be_time(member) ||
        stamp_candidates(member->value, true, &format, &stamp, 1) == 0 ||
        !lines_plausible(search->proposals, &stamp))
        return;
    set_text(search->strange[count].face.time_key, sizeof search->best.face.time_key, member->path);
    search->strange[count].format = format;
    search->strange[count].flags = stamp.flags;
    search->strange[count].nested = member->depth > 1;
    search->strange_count++;
}

/* Who writes such objects, as far as the meaning of a level depends on it. */
static void note_maker(struct member_search *search, struct span path)
{
    static const char *const windows[] = {"eventid", "channel", "providername", "providerguid"};
    search->graylog = search->graylog || span_is(path, "short_message");
    size_t last = path.len > 5 ? path.len - 5 : 0;
    search->windows = search->windows || span_is(span_from(path, last), "Level");
    for (size_t i = 0; i < sizeof windows / sizeof windows[0]; i++) {
        size_t len = strlen(windows[i]);
        if (path.len >= len &&
            span_equal_nocase(span_from(path, path.len - len), span_of(windows[i])))
            search->windows = true;
    }
}

/* Numbers below 10 mean one thing to Windows, another to syslog and a third to others: what nobody
 * can tell is no level. */
static void settle_low_level(struct member_search *search)
{
    struct evidence_layout *face = &search->best.face;
    if (!search->low_level || search->windows) return;
    if (search->graylog)
        face->style = STYLE_JSON_SYSLOG;
    else
        face->level_key[0] = '\0';
}

static void visit_member(void *context, const struct line_member *member)
{
    struct member_search *search = context;
    struct evidence_layout *face = &search->best.face;
    search->pairs++;
    if (member->path.len >= MEMBER_PATH_MAX) return;
    if (member->role == KEY_NONE) consider_strange(search, member);
    /* an outer member is preferred to an inner one of the same rank */
    note_maker(search, member->path);
    unsigned rank = member->rank * 2 + (member->depth > 1 ? 1 : 0);
    if (member->role == KEY_TIME && rank < search->time_rank &&
        member->path.len < sizeof face->time_key && consider_time(search, member)) {
        search->time_rank = rank;
        set_text(face->time_key, sizeof face->time_key, member->path);
        search->best.time_nested = member->depth > 1;
    }
    if (member->role == KEY_LEVEL && rank < search->level_rank &&
        member->path.len < sizeof face->level_key &&
        (level_of_value(member->value, true) != EVIDENCE_LEVEL_NONE ||
         level_of_value(member->value, false) != EVIDENCE_LEVEL_NONE)) {
        search->level_rank = rank;
        set_text(face->level_key, sizeof face->level_key, member->path);
        search->best.level_nested = member->depth > 1;
        uint64_t number;
        bool low = span_to_u64(member->value, &number) && number < 10;
        bool syslog = low && span_equal_nocase(member->path, SPAN("priority"));
        search->low_level = low && !syslog;
        face->style = syslog ? STYLE_JSON_SYSLOG : STYLE_JSON;
    }
    if (member->role == KEY_MESSAGE && member->depth == 1 && rank < search->message_rank &&
        member->path.len < sizeof face->message_key) {
        search->message_rank = rank;
        set_text(face->message_key, sizeof face->message_key, member->path);
    }
}

void lines_propose_members(struct line_proposals *proposals, struct span line, bool json)
{
    struct member_search search = {.proposals = proposals,
                                   .time_rank = UINT32_MAX,
                                   .level_rank = UINT32_MAX,
                                   .message_rank = UINT32_MAX,
                                   .end = json ? NULL : line.at + line.len,
                                   .line_end = line.at + line.len};
    search.best.place = PLACE_KEY;
    search.best.face.framing = json ? FRAMING_JSON_LINES : FRAMING_LOGFMT;
    search.best.face.style = json ? STYLE_JSON : STYLE_LOGFMT;
    (json ? json_members : logfmt_members)(line, visit_member, &search);
    if (!json && search.pairs < 2) return;
    settle_low_level(&search);
    search.best.face.position = (uint16_t)(PLACE_KEY << PLACE_SHIFT);
    if (proposals->prefixed) search.best.face.position |= PLACE_PREFIXED;
    if (!json) search.best.face.style = STYLE_LOGFMT;
    if (search.best.face.level_key[0] == '\0' && search.strange_level[0]) {
        memcpy(search.best.face.level_key, search.strange_level, sizeof search.strange_level);
        search.best.level_nested = search.strange_level_nested;
    }
    if (search.best.format) {
        lines_propose_layout(proposals, &search.best);
        return;
    }
    search.best.strange = true;
    for (unsigned i = 0; i < search.strange_count; i++) {
        memcpy(search.best.face.time_key, search.strange[i].face.time_key,
               sizeof search.best.face.time_key);
        search.best.format = search.strange[i].format;
        search.best.stamp_flags = search.strange[i].flags;
        search.best.time_nested = search.strange[i].nested;
        lines_propose_layout(proposals, &search.best);
    }
}
