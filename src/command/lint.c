/* `lint`: looks at texts with the guard, tells what it finds, and sets findings aside. */
#include "command/lint.h"

#include <stdlib.h>

enum { OUT_BYTES = 1 << 16 };

struct span lint_words(const struct lint *lint, const struct language_finding *finding)
{
    return span_sub(lint->text->text, finding->from.byte, finding->to.byte - finding->from.byte);
}

/* ---- setting aside ---- */

static enum status set_aside(struct lint *lint, const struct language_finding *finding,
                             struct error *error)
{
    if (lint->one && finding->fingerprint != lint->fingerprint) return STATUS_OK;
    if (!lint->one && (finding->dismissed || finding->level < lint->level)) return STATUS_OK;
    enum status status = grow_array(&lint->aside, &lint->aside_room, lint->aside_count + 1,
                                    sizeof *lint->aside, error);
    if (status == STATUS_OK)
        status = guard_dismissal_of(finding, lint->text->text, lint->why, &lint->call->arena,
                                    &lint->aside[lint->aside_count], error);
    if (status) return status;
    lint->aside_count++;
    return STATUS_OK;
}

/* Writes what was gathered for the baseline at hand. */
static enum status keep_aside(struct lint *lint, struct error *error)
{
    if (!lint->aside_count) return STATUS_OK;
    enum status status = guard_baseline_add(&lint->guard.baseline, lint->aside, lint->aside_count,
                                            &lint->call->arena, error);
    if (status == STATUS_OK) status = guard_baseline_write(&lint->guard.baseline, error);
    if (status) return status;
    lint->aside_all += lint->aside_count;
    lint->aside_count = 0;
    return STATUS_OK;
}

/* ---- looking ---- */

enum status lint_enter(struct lint *lint, const char *folder, struct error *error)
{
    struct arena *arena = &lint->call->arena;
    if (lint->guard_folder && strcmp(lint->guard_folder, folder) == 0) return STATUS_OK;
    enum status status = keep_aside(lint, error);
    if (status == STATUS_OK) status = guard_find(folder, &lint->wish, arena, &lint->guard, error);
    if (status) return status;
    lint->guard_folder = arena_copy(arena, span_of(folder));
    lint->settings = lint->guard.settings;
    lint->known = NULL;
    return lint->guard_folder ? STATUS_OK : arena_full(arena, error);
}

static enum status join(const struct span *a, size_t a_count, const struct span *b, size_t b_count,
                        struct arena *arena, const struct span **ret, struct error *error)
{
    struct span *both = arena_array(arena, a_count + b_count + 1, sizeof *both);
    if (!both) return arena_full(arena, error);
    if (a_count) memcpy(both, a, a_count * sizeof *both);
    if (b_count) memcpy(both + a_count, b, b_count * sizeof *both);
    *ret = both;
    return STATUS_OK;
}

/* Two lists, each ascending, into one. */
static enum status join_dismissed(const struct language_settings *a,
                                  const struct language_settings *b, struct arena *arena,
                                  struct language_settings *ret, struct error *error)
{
    size_t count = a->dismissed_count + b->dismissed_count;
    uint64_t *both = arena_array(arena, count + 1, sizeof *both);
    if (!both) return arena_full(arena, error);
    for (size_t i = 0, j = 0; i + j < count;) {
        bool first = j == b->dismissed_count ||
                     (i < a->dismissed_count && a->dismissed[i] <= b->dismissed[j]);
        uint64_t next = first ? a->dismissed[i] : b->dismissed[j];
        both[i + j] = next;
        i += first;
        j += !first;
    }
    ret->dismissed = both;
    ret->dismissed_count = count;
    return STATUS_OK;
}

/* What the settings say and what comes with the texts; the same for many texts. */
static enum status take_known(struct lint *lint, const struct language_settings *known,
                              struct error *error)
{
    struct language_settings *all = &lint->settings;
    struct arena *arena = &lint->call->arena;
    if (known == lint->known) return STATUS_OK;
    lint->known = known;
    *all = lint->guard.settings;
    if (!known) return STATUS_OK;
    const struct language_names *own = &lint->guard.settings.names, *also = &known->names;
    enum status status = join(own->people, own->people_count, also->people, also->people_count,
                              arena, &all->names.people, error);
    if (status == STATUS_OK)
        status = join(own->components, own->component_count, also->components,
                      also->component_count, arena, &all->names.components, error);
    all->names.people_count += also->people_count;
    all->names.component_count += also->component_count;
    return status ? status : join_dismissed(&lint->guard.settings, known, arena, all, error);
}

static enum status take(void *context, const struct language_finding *finding, struct error *error)
{
    struct lint *lint = context;
    if (lint->why) return set_aside(lint, finding, error);
    if (!finding->dismissed && finding->level >= lint->fail) lint->tally.failing = true;
    if (finding->level < lint->level) return STATUS_OK;
    lint->tally.set_aside += finding->dismissed;
    if (finding->dismissed && !lint->teller->set_aside) return STATUS_OK;
    if (!finding->first && !lint->every && !lint->teller->each) return STATUS_OK;
    if (!finding->dismissed) lint->tally.levels[finding->level]++;
    lint->teller->finding(lint, finding);
    return lint->out.len < OUT_BYTES ? STATUS_OK : output_text(&lint->call->out, &lint->out, error);
}

static void tell_summary(struct lint *lint, const struct lint_text *text,
                         const struct language_summary *summary)
{
    struct error error = ERROR_NONE;
    struct text name;
    if (summary->remark_wrong) {
        error_set(&error, STATUS_BAD_INPUT, "%s", summary->remark_wrong);
        error_place(&error, "%s:%u", text->name, summary->remark_at.line + 1);
        output_passed_over(lint->call, &error);
    }
    lint->tally.texts++;
    lint->tally.foreign += summary->off;
    if (!summary->off) return;
    text_init(&name, 0);
    text_add_visible(&name, span_of(text->name));
    output_notice(lint->call, "%s: not in English, so nothing was looked for", name.at);
    text_release(&name);
}

enum status lint_look(struct lint *lint, const struct lint_text *text, struct error *error)
{
    struct language_summary summary = {0};
    enum status status = lint->guard_folder ? STATUS_OK : lint_enter(lint, ".", error);
    if (status == STATUS_OK) status = take_known(lint, text->known, error);
    if (status) return status;
    struct language_request request = {.text = text->text,
                                       .document = text->document,
                                       .field = text->field,
                                       .settings = &lint->settings};
    lint->text = text;
    status = language_check(&request, take, lint, &summary, error);
    lint->text = NULL;
    if (status == STATUS_OK) tell_summary(lint, text, &summary);
    return status;
}

/* ---- the call ---- */

static enum status read_level(const struct call *call, const char *option, enum language_level *ret,
                              struct error *error)
{
    const char *word = call_value(call, option);
    bool never = strcmp(option, "fail") == 0;
    enum language_level level;
    if (!word) return STATUS_OK;
    if (never && strcmp(word, "never") == 0) {
        *ret = LANGUAGE_LEVEL_COUNT;
        return STATUS_OK;
    }
    if (!language_find_level(span_of(word), &level) || level == LANGUAGE_LEVEL_OFF)
        return error_set(error, STATUS_USAGE, "--%s wants warning, hint, offer%s, not \"%s\"",
                         option, never ? ", note or never" : " or note", word);
    *ret = level;
    return STATUS_OK;
}

static enum status read_teller(struct lint *lint, struct error *error)
{
    static const struct {
        const char *option;
        const struct lint_teller *teller;
    } ways[] = {{"json", &lint_json_teller},
                {"sarif", &lint_sarif_teller},
                {"github", &lint_github_teller}};
    const char *given = NULL;
    lint->teller = &lint_text_teller;
    for (size_t i = 0; i < sizeof ways / sizeof ways[0]; i++) {
        if (!call_has(lint->call, ways[i].option)) continue;
        if (given)
            return error_set(error, STATUS_USAGE, "--%s or --%s: only one of them", given,
                             ways[i].option);
        given = ways[i].option;
        lint->teller = ways[i].teller;
    }
    return STATUS_OK;
}

static enum status read_field(struct lint *lint, struct error *error)
{
    const char *word = call_value(lint->call, "field");
    lint->documents = !word;
    lint->field = LANGUAGE_FIELD_ANALYSIS;
    if (!word || language_find_field(span_of(word), &lint->field)) return STATUS_OK;
    struct text names;
    text_init(&names, 0);
    for (size_t i = 0; i < LANGUAGE_FIELD_COUNT; i++)
        text_addf(&names, "%s%s", i ? ", " : "", language_fields[i]);
    error_set(error, STATUS_USAGE, "--field wants one of %s, not \"%s\"", names.at, word);
    text_release(&names);
    return STATUS_USAGE;
}

static enum status read_aside(struct lint *lint, struct error *error)
{
    const char *fingerprint = call_value(lint->call, "set-aside"),
               *why = call_value(lint->call, "why");
    bool all = call_has(lint->call, "write-baseline");
    if (!fingerprint && !all) {
        if (!why) return STATUS_OK;
        return error_set(error, STATUS_USAGE, "--why goes with --set-aside or --write-baseline");
    }
    struct span reason = span_trim(span_of(why));
    if (fingerprint && all)
        return error_set(error, STATUS_USAGE, "--set-aside or --write-baseline: only one of them");
    if (!reason.len || memchr(reason.at, '\n', reason.len) || memchr(reason.at, '\t', reason.len))
        return error_set(error, STATUS_USAGE,
                         "--%s needs --why REASON, on one line: who reads this later will ask",
                         all ? "write-baseline" : "set-aside");
    if (fingerprint && !language_fingerprint_read(span_of(fingerprint), &lint->fingerprint))
        return error_set(error, STATUS_USAGE,
                         "\"%s\" is no fingerprint: those are 16 hex digits, told with a finding",
                         fingerprint);
    lint->why = arena_copy(&lint->call->arena, reason);
    lint->one = fingerprint != NULL;
    return lint->why ? STATUS_OK : arena_full(&lint->call->arena, error);
}

static enum status read_options(struct lint *lint, struct error *error)
{
    const struct call *call = lint->call;
    lint->level = LANGUAGE_LEVEL_OFFER;
    lint->fail = LANGUAGE_LEVEL_WARNING;
    lint->every = call_has(call, "every");
    lint->colour = output_colour(call);
    enum status status = read_level(call, "level", &lint->level, error);
    if (status == STATUS_OK) status = read_level(call, "fail", &lint->fail, error);
    if (status == STATUS_OK) status = read_field(lint, error);
    if (status == STATUS_OK) status = read_teller(lint, error);
    if (status == STATUS_OK) status = read_aside(lint, error);
    lint->wish = (struct guard_wish){.config = call_value(call, "config"),
                                     .baseline = call_value(call, "baseline"),
                                     .writing = lint->why != NULL};
    return status;
}

static void tell_count(struct text *out, size_t count, const char *what)
{
    text_addf(out, "%s%zu %s%s", out->len ? ", " : "", count, what, count == 1 ? "" : "s");
}

static void tell_closing(const struct lint *lint)
{
    const struct lint_tally *tally = &lint->tally;
    struct text out;
    text_init(&out, 0);
    tell_count(&out, tally->levels[LANGUAGE_LEVEL_WARNING], "warning");
    tell_count(&out, tally->levels[LANGUAGE_LEVEL_HINT], "hint");
    if (tally->levels[LANGUAGE_LEVEL_OFFER])
        tell_count(&out, tally->levels[LANGUAGE_LEVEL_OFFER], "offer");
    if (tally->levels[LANGUAGE_LEVEL_NOTE])
        tell_count(&out, tally->levels[LANGUAGE_LEVEL_NOTE], "note");
    text_addf(&out, " in %zu %s%s", tally->texts, lint->call->operand_count ? "file" : "text",
              tally->texts == 1 ? "" : "s");
    if (tally->set_aside) text_addf(&out, ", %zu set aside", tally->set_aside);
    if (tally->foreign) text_addf(&out, ", %zu not in English (off)", tally->foreign);
    if (tally->ignored) text_addf(&out, ", %zu passed over by the settings", tally->ignored);
    output_notice(lint->call, "%s", out.at);
    text_release(&out);
}

static enum status finish(struct lint *lint, struct error *error)
{
    if (lint->why) {
        enum status status = keep_aside(lint, error);
        if (status) return status;
        if (lint->aside_all || !lint->one) {
            output_notice(lint->call, "%zu set aside", lint->aside_all);
            return STATUS_OK;
        }
        return error_set(error, STATUS_NOT_FOUND,
                         "no finding here has that fingerprint: name the file it is in");
    }
    if (lint->teller->end) lint->teller->end(lint);
    enum status status = output_text(&lint->call->out, &lint->out, error);
    if (status) return status;
    tell_closing(lint);
    return lint->tally.failing ? STATUS_FINDINGS : STATUS_OK;
}

static enum status run(struct call *call, struct error *error)
{
    struct lint lint = {.call = call};
    enum status status = read_options(&lint, error);
    if (status) return status;
    text_init(&lint.out, 0);
    json_begin(&lint.json, &lint.out);
    if (!lint.why && lint.teller->begin) lint.teller->begin(&lint);
    status = call->operand_count ? lint_files(&lint, error) : lint_reviews(&lint, error);
    if (status == STATUS_OK) status = finish(&lint, error);
    text_release(&lint.out);
    free(lint.aside);
    return status;
}

static const struct option_spec options[] = {
    {"level", 'l', "LEAST", "tell findings from this on: warning, hint, offer (the default), note"},
    {"fail", 0, "LEAST",
     "exit with 1 on findings from this on: warning (the default), hint, offer, note; or never"},
    {"every", 'e', NULL, "tell every finding of a sentence, not the weightiest alone"},
    {"field", 0, "FIELD",
     "read each text as one of these, not as a document: event, context, analysis, what-if, "
     "remediation, actions"},
    {"sarif", 0, NULL, "print SARIF 2.1.0"},
    {"github", 0, NULL, "print workflow commands of GitHub Actions"},
    {"config", 0, "FILE", "the settings, in place of the nearest .postmortem-guard"},
    {"baseline", 0, "FILE", "findings that were set aside, in place of those of the settings"},
    {"set-aside", 0, "FINGERPRINT", "put this finding into the baseline"},
    {"write-baseline", 0, NULL, "put all findings that would be told into the baseline"},
    {"why", 0, "REASON", "of what is set aside"},
    {NULL, 0, NULL, NULL},
};

const struct command_spec command_lint = {
    .name = "lint",
    .operands = "[FILE|DIR|-]...",
    .most = UINT32_MAX,
    .summary = "find words that close down learning, and ask a question in their place",
    .text =
        "Looks at Markdown and plain text: .md, .markdown, .mdx, .txt, .rst and .adoc in folders, "
        "and any file that is named; - is standard input. Without operands it looks at every text "
        "of every review of the workspace. A file may have 1 GiB. English alone; text in other "
        "languages is left alone, and that is told.\n"
        "Each finding has one line of why and one question. It is no verdict on who wrote it: "
        "whoever knows better sets it aside, with a reason, in the text (<!-- guard: off RULE "
        "REASON -->), in the settings (.postmortem-guard, in the file's folder or above), or with "
        "--set-aside.\n"
        "The exit code is 1 when a warning was told (--fail chooses another level). docs/guard.md "
        "tells more, postmortem explain RULE about one rule.",
    .example = "postmortem lint docs/postmortems --fail never",
    .options = options,
    .run = run,
};
