/* What the lines of a layout have in common beside the stamp: it tells where their level is. */
#include "evidence/lines_propose.h"

static bool is_access(struct span line, const struct line_hit *hit)
{
    struct line_layout access = {.face = {.style = STYLE_ACCESS}};
    return level_of_line(&access, kernels_best(), line, hit->stamp_at,
                         hit->stamp_at + hit->stamp.len) != EVIDENCE_LEVEL_NONE;
}

/* " host process[12]: message" */
static bool has_host_and_process(struct span rest)
{
    size_t at = 0;
    if (rest.len < 4 || rest.at[0] != ' ') return false;
    if (rest.at[2] == '/') return false; /* Android's "D/Name( 12):" */
    for (unsigned word = 0; word < 2; word++) {
        size_t from = ++at;
        while (at < rest.len && rest.at[at] != ' ') at++;
        if (at == from || at >= rest.len) return false;
        if (word == 1) return rest.at[at - 1] == ':';
    }
    return false;
}

/* "1:C ", "[4711] ": the process, before the stamp */
static bool begins_like_redis(struct span line)
{
    size_t at = span_starts(line, SPAN("[")), from = at;
    while (at < line.len && line.at[at] >= '0' && line.at[at] <= '9') at++;
    if (at == from) return false;
    if (from > 0) return span_starts(span_from(line, at), SPAN("] "));
    return at + 2 < line.len && line.at[at] == ':' && byte_is_one_of(line.at[at + 1], "XCSM");
}

/* No word that says something else elsewhere, or one in brackets of its own. */
static bool level_is_sure(struct span line, struct span word)
{
    static const char *const vague[] = {"config", "default", "success", "failure",
                                        "note",   "fail",    "system",  "normal",
                                        "silly",  "http",    "fault",   "noise"};
    size_t end = (size_t)(word.at - line.at) + word.len;
    if (span_starts(span_from(line, end), SPAN(" = "))) return false; /* the name of a setting */
    if (span_is(word, "ALERT") && word.at > line.at + 1 && word.at[-2] >= 'A') return false;
    if (word.at > line.at && byte_is_one_of(word.at[-1], "[<|")) return true;
    for (size_t i = 0; i < sizeof vague / sizeof vague[0]; i++)
        if (span_equal_nocase(word, span_of(vague[i]))) return false;
    return true;
}

void line_note_habits(struct line_habits *habits, struct span line, const struct line_hit *hit)
{
    size_t behind = hit->stamp_at + hit->stamp.len;
    struct line_layout probe = {.face = {.style = STYLE_POSTGRES}};
    habits->hits++;
    habits->access += is_access(line, hit);
    habits->postgres +=
        level_of_line(&probe, kernels_best(), line, hit->stamp_at, behind) != EVIDENCE_LEVEL_NONE ||
        span_find(line, SPAN("STATEMENT:  ")) != SIZE_MAX ||
        span_find(line, SPAN("DETAIL:  ")) != SIZE_MAX;
    probe.face.style = STYLE_REDIS;
    habits->redis +=
        begins_like_redis(line) &&
        level_of_line(&probe, kernels_best(), line, hit->stamp_at, behind) != EVIDENCE_LEVEL_NONE;
    struct span rest = span_from(line, behind);
    habits->cri += span_starts(rest, SPAN(" stdout ")) || span_starts(rest, SPAN(" stderr "));
    bool letter_first = hit->stamp_at >= 1 && hit->stamp_at <= 3 && line.len > 1 &&
                        byte_is_one_of(line.at[0], "IWEFDNCMAXTV") &&
                        (hit->stamp_at == 1 || byte_is_one_of(line.at[1], " ["));
    habits->letter += letter_first;
    habits->comma += hit->stamp_at == 4 && line.at[1] == ',' && byte_is_one_of(line.at[0], "IWEFD");
    probe.face.style = STYLE_BEFORE;
    habits->before +=
        hit->stamp_at >= 3 && level_of_line(&probe, kernels_best(), span_sub(line, 0, behind),
                                            hit->stamp_at, behind) != EVIDENCE_LEVEL_NONE;
    habits->fields += level_of_field(line, hit->stamp_at) != EVIDENCE_LEVEL_NONE;
    habits->cisco += level_of_mnemonic(line, behind) != EVIDENCE_LEVEL_NONE;
    habits->syslog += has_host_and_process(rest);
    for (unsigned i = 0; i < 8; i++) {
        struct span word = line_word(line, behind, i);
        bool level = word.len >= 3 && level_of_word(word) != EVIDENCE_LEVEL_NONE;
        habits->words[i] += level;
        habits->sure[i] += level && level_is_sure(line, word);
        bool letter = word.len > 0 && level_of_initial(word) != EVIDENCE_LEVEL_NONE;
        if (letter) habits->initials[i] |= (size_t)1 << (word.at[0] & 0x1f);
        habits->letters[i] += letter && byte_is_one_of(word.at[0], "VDIWEFNCTA");
        habits->common[i] += letter && byte_is_one_of(word.at[0], "VDIWEF");
    }
}

bool line_begins_with_level(struct span line)
{
    struct line_layouts layouts = {.count = 1, .amended = 1};
    struct line_hit hit;
    layouts.item[0].face.style = STYLE_TWO_LINES;
    return line_amends(&layouts, line, &hit);
}

static bool most(size_t part, size_t whole, unsigned percent)
{
    return whole > 0 && part * 100 >= whole * percent;
}

void line_set_style(struct line_layout *layout, const struct line_habits *habits)
{
    struct evidence_layout *face = &layout->face;
    unsigned word = 0;
    if (face->framing != FRAMING_LINES || face->style != STYLE_TEXT) return;
    for (unsigned i = 1; i < 8; i++)
        if (habits->words[i] > habits->words[word]) word = i;
    /* "SYSTEM:", "(Allocation Failure)", "default" mean a level only among words that do anywhere
     */
    bool sure = habits->sure[word] > 0;
    if (strncmp(face->stamp, "sccm", 4) == 0) {
        face->style = STYLE_SCCM;
        return;
    }
    if (strncmp(face->stamp, "uptime behind", 13) == 0) { /* the stamp begins with the level */
        face->style = STYLE_LETTER;
        return;
    }
    if (most(habits->letter, habits->hits, 98) && layout->place != PLACE_AFTER) {
        face->style = STYLE_LETTER;
    } else if (most(habits->access, habits->hits, 60) &&
               /* a logger that is given requests, too: its own word counts */
               !most(habits->words[word], habits->hits, 98)) {
        face->style = STYLE_ACCESS;
    } else if (most(habits->two_lines, habits->hits, 60)) {
        face->style = STYLE_TWO_LINES;
    } else if (most(habits->postgres, habits->hits, 60)) {
        face->style = STYLE_POSTGRES;
    } else if (most(habits->cisco, habits->hits, 60)) {
        face->style = STYLE_CISCO;
    } else if (most(habits->cri, habits->hits, 95)) {
        face->style = STYLE_CRI;
    } else if (sure && most(habits->words[word], habits->hits, 80)) {
        face->style = STYLE_WORD;
        face->level_word = (uint8_t)word;
    } else if (most(habits->before, habits->hits, 90) && !most(habits->redis, habits->hits, 90)) {
        face->style = STYLE_BEFORE; /* "kern  :warn  : [   12.345678] usb 1-2: " is no host */
    } else if (most(habits->redis, habits->hits, 90)) {
        face->style = STYLE_REDIS;
    } else if (most(habits->syslog, habits->hits, 60)) {
        face->style = STYLE_SYSLOG;
    } else if (most(habits->before, habits->hits, 60)) {
        face->style = STYLE_BEFORE;
    } else {
        for (word = 0; word < 8; word++)
            if (most(habits->letters[word], habits->hits, 95) &&
                most(habits->common[word], habits->hits, 50) &&
                (word < 4 || (habits->initials[word] & (habits->initials[word] - 1))))
                break;
        if (word < 8) {
            face->style = STYLE_WORD_LETTER;
            face->level_word = (uint8_t)word;
        } else if (most(habits->comma, habits->hits, 98)) { /* "I, [2031-05-06T07:08:09" */
            face->style = STYLE_LETTER;
        } else if (habits->fields > 0) {
            face->style = STYLE_BEFORE;
        }
    }
}
