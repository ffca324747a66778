/* What several readers look for in text: words, and rollouts of a version. */
#include "exchange/internal.h"

enum { WORDS_MOST = 60 };

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static bool is_bracket(char c)
{
    return memchr("()[]{}\"'`,;!?", c, 13) != NULL;
}

bool next_word(struct span *rest, struct span *ret)
{
    size_t from = 0, to;
    while (from < rest->len && (is_blank(rest->at[from]) || is_bracket(rest->at[from]))) from++;
    for (to = from; to < rest->len && !is_blank(rest->at[to]) && !is_bracket(rest->at[to]);) to++;
    if (to == from) return false;
    *ret = span_sub(*rest, from, to - from);
    *rest = span_from(*rest, to);
    while (ret->len > 1 && (ret->at[ret->len - 1] == ':' || ret->at[ret->len - 1] == '.'))
        ret->len--;
    return true;
}

/* "2.3.0", "v2.3", "2.3.0-rc1"; no address, no clock, no date. */
static bool is_version(struct span word)
{
    size_t dots = 0, at = word.len && (word.at[0] | 32) == 'v' ? 1 : 0, from = at;
    while (at < word.len && (byte_is_digit(word.at[at]) || word.at[at] == '.')) {
        if (word.at[at] == '.' && (at == from || word.at[at - 1] == '.')) return false;
        dots += word.at[at] == '.';
        at++;
    }
    if (at == from || word.at[at - 1] == '.' || dots == 0 || dots > 2) return false;
    return at == word.len || word.at[at] == '-' || word.at[at] == '+';
}

static bool is_commit(struct span word)
{
    size_t digits = 0;
    if (word.len < 7 || word.len > 64) return false;
    for (size_t i = 0; i < word.len; i++) {
        char c = word.at[i];
        if (!byte_is_digit(c) && !(c >= 'a' && c <= 'f')) return false;
        digits += byte_is_digit(c);
    }
    return digits > 0;
}

static bool begins_nocase(struct span word, const char *stem)
{
    size_t len = strlen(stem);
    return word.len >= len && span_equal_nocase(span_sub(word, 0, len), span_of(stem));
}

static bool is_one_of(struct span word, const char *const *list)
{
    for (; *list; list++)
        if (begins_nocase(word, *list)) return true;
    return false;
}

static bool is_service(struct span word)
{
    static const char *const none[] = {"version", "release", "deploy", "rollout", "rollback",
                                       "to",      "of",      "from",   "rolled",  NULL};
    bool letters = false;
    for (size_t i = 0; i < word.len; i++) letters = letters || (word.at[i] | 32) >= 'a';
    return letters && word.at[0] != ':' && !is_one_of(word, none);
}

bool rollout_of_text(struct span text, struct rollout *ret)
{
    static const char *const acts[] = {"deploy",   "rollout",   "rollback", "rolled",
                                       "released", "releasing", NULL};
    static const char *const backs[] = {"rollback", "rolled-back", ":rewind", NULL};
    static const char *const starts[] = {"start", "begin", "begun", NULL};
    static const char *const ends[] = {"finish", "complete", "succeed", "success", "done", NULL};
    static const char *const fails[] = {"fail", "abort", "error", "cancel", NULL};
    struct span word, last = {NULL, 0};
    struct rollout found = {.phase = ROLLOUT_DONE};
    bool act = false, by = false;
    for (size_t i = 0; i < WORDS_MOST && next_word(&text, &word); i++) {
        if (by) found.by = word;
        by = found.by.len == 0 && span_equal_nocase(word, SPAN("by"));
        act = act || is_one_of(word, acts);
        found.back = found.back || is_one_of(word, backs) ||
                     (begins_nocase(word, "back") && begins_nocase(last, "rolled"));
        if (found.version.len == 0 && is_version(word)) {
            found.version = word;
            if (last.len && is_service(last)) found.service = last;
        } else if (found.version.len && found.commit.len == 0 && is_commit(word)) {
            found.commit = word;
        } else if (found.version.len && is_one_of(word, starts)) {
            found.phase = ROLLOUT_STARTED;
        } else if (found.version.len && is_one_of(word, ends)) {
            found.phase = ROLLOUT_FINISHED;
        } else if (found.version.len && is_one_of(word, fails)) {
            found.phase = ROLLOUT_FINISHED;
            found.failed = true;
        }
        last = word;
    }
    if (!act || found.version.len == 0) return false;
    *ret = found;
    return true;
}

void rollout_tell(struct reading *reading, const struct rollout *rollout, struct interval at,
                  struct timeline_place place, enum trust trust, const char *basis)
{
    const char *version = reading_keep(reading, rollout->version, KEY_MOST);
    const char *service = reading_keep(reading, rollout->service, KEY_MOST);
    const char *commit = reading_keep(reading, span_sub(rollout->commit, 0, 7), KEY_MOST);
    const char *phase = rollout->failed                      ? "deploy did not finish"
                        : rollout->phase == ROLLOUT_STARTED  ? "deploy started"
                        : rollout->phase == ROLLOUT_FINISHED ? "deploy finished"
                                                             : "deployed";
    struct told told = {
        .event = {.kind = rollout->back ? TIMELINE_ACT_UNDO : TIMELINE_CHANGE_DEPLOY,
                  .at = at,
                  .end = INTERVAL_NONE,
                  .actor = reading_keep(reading, rollout->by, KEY_MOST),
                  .what = reading_say(reading, "%s%s%s%s%s%s: %s%s", service, *service ? " " : "",
                                      version, *commit ? " (" : "", commit, *commit ? ")" : "",
                                      phase, rollout->back ? ", a rollback" : ""),
                  .basis = basis,
                  .key = version,
                  .place = place,
                  .failed = rollout->failed,
                  .said = trust == TRUST_MESSAGE},
        .same = reading_say(reading, "deploy %s", version),
        .detail = *service ? service : NULL,
        .trust = trust};
    reading_tell(reading, &told);
}
