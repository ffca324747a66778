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
        status = desk_guard_dismissal_of(finding, lint->text->text, lint->why, &lint->call->arena,
                                         &lint->aside[lint->aside_count], error);
    if (status) return status;
    lint->aside_count++;
    return STATUS_OK;
}

/* Writes what was gathered for the baseline at hand. */
static enum status keep_aside(struct lint *lint, struct error *error)
{
    if (!lint->aside_count) return STATUS_OK;
    struct guard_baseline *baseline = &lint->guard.baseline;
    struct text path;
    enum status status = desk_guard_baseline_add(baseline, lint->aside, lint->aside_count,
                                                 &lint->call->arena, error);
    if (status) return status;
    text_init(&path, 0);
    text_add_visible(&path, span_of(baseline->path));
    output_notice(lint->call, "set aside: %zu; in %s are now %zu", lint->aside_count, path.at,
                  baseline->count);
    text_release(&path);
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
    if (status == STATUS_OK)
        status = desk_guard_find(folder, &lint->wish, arena, &lint->guard, error);
    if (status) return status;
    lint->guard_folder = arena_copy(arena, span_of(folder));
    lint->settings = lint->guard.settings;
    return lint->guard_folder ? STATUS_OK : arena_full(arena, error);
}

enum status lint_know(struct lint *lint, const struct language_settings *known, struct arena *arena,
                      struct error *error)
{
    return desk_guard_with(&lint->guard.settings, known, arena, &lint->settings, error);
}

/* Counted as findings are told: one a sentence, or all. */
static void count_aside(struct lint *lint, const struct language_finding *finding)
{
    const bool all = lint->every || lint->teller->each;
    if (all || finding->sentence_from.byte != lint->tally.aside_at) lint->tally.set_aside++;
    lint->tally.aside_at = finding->sentence_from.byte;
}

static enum status take(void *context, const struct language_finding *finding, struct error *error)
{
    struct lint *lint = context;
    if (lint->why) return set_aside(lint, finding, error);
    if (!finding->dismissed && finding->level >= lint->fail) lint->tally.failing = true;
    if (finding->level < lint->level) return STATUS_OK;
    if (finding->dismissed) count_aside(lint, finding);
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
    if (status) return status;
    struct language_request request = {.text = text->text,
                                       .document = text->document,
                                       .field = text->field,
                                       .settings = &lint->settings};
    lint->text = text;
    lint->tally.aside_at = SIZE_MAX;
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

static enum status read_fingerprint(struct lint *lint, const char *word, struct error *error)
{
    lint->one = language_fingerprint_read(span_of(word), &lint->fingerprint);
    if (lint->one) return STATUS_OK;
    return error_set(error, STATUS_USAGE,
                     "\"%s\" is no fingerprint: those are 16 hex digits, told with a finding",
                     word);
}

static enum status read_reason(struct lint *lint, const char *option, struct error *error)
{
    struct span reason = span_trim(span_of(call_value(lint->call, "why")));
    if (!desk_guard_is_reason(reason))
        return error_set(error, STATUS_USAGE,
                         "--%s needs --why REASON, on one line: who reads this later will ask",
                         option);
    lint->why = arena_copy(&lint->call->arena, reason);
    return lint->why ? STATUS_OK : arena_full(&lint->call->arena, error);
}

/* What is to become of findings, in place of telling them. */
static enum status read_answer(struct lint *lint, struct error *error)
{
    const char *aside = call_value(lint->call, "set-aside"), *ask = call_value(lint->call, "ask");
    bool all = call_has(lint->call, "write-baseline");
    lint->asking = ask != NULL;
    if ((aside != NULL) + lint->asking + all > 1)
        return error_set(error, STATUS_USAGE,
                         "--set-aside, --write-baseline or --ask: only one of them");
    if (lint->asking && !lint->review)
        return error_set(error, STATUS_USAGE,
                         "--ask makes a question of a review: name one, such as PM1");
    if (lint->asking) return read_fingerprint(lint, ask, error);
    if (aside || all) {
        enum status status = read_reason(lint, all ? "write-baseline" : "set-aside", error);
        return status || all ? status : read_fingerprint(lint, aside, error);
    }
    if (!call_has(lint->call, "why")) return STATUS_OK;
    return error_set(error, STATUS_USAGE, "--why goes with --set-aside, --write-baseline or --ask");
}

static enum status read_options(struct lint *lint, struct error *error)
{
    const struct call *call = lint->call;
    lint->review = lint_is_review(call);
    lint->level = LANGUAGE_LEVEL_OFFER;
    lint->fail = LANGUAGE_LEVEL_WARNING;
    lint->every = call_has(call, "every");
    lint->colour = output_colour(call);
    enum status status = read_level(call, "level", &lint->level, error);
    if (status == STATUS_OK) status = read_level(call, "fail", &lint->fail, error);
    if (status == STATUS_OK) status = read_field(lint, error);
    if (status == STATUS_OK) status = read_teller(lint, error);
    if (status == STATUS_OK) status = read_answer(lint, error);
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
    text_addf(&out, " in %zu %s%s", tally->texts, lint->review ? "text" : "file",
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
        if (lint->aside_all) return STATUS_OK;
        if (!lint->one) {
            output_notice(lint->call, "nothing is left to set aside");
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
    if (!lint.why && !lint.asking && lint.teller->begin) lint.teller->begin(&lint);
    const bool answered = lint.review && (lint.asking || lint.why);
    status = lint.review ? lint_reviews(&lint, error) : lint_files(&lint, error);
    if (status == STATUS_NOT_FOUND && !call->operand_count && !lint.guard_folder)
        status = error_set(error, status,
                           "no workspace here or above: name a FILE, a DIR or - to look at");
    if (status == STATUS_OK && !answered) status = finish(&lint, error);
    text_release(&lint.out);
    free(lint.aside);
    return status;
}

static const struct option_spec options[] = {
    {"level", 'l', "LEAST", "tell findings from this on: warning, hint, offer (the default), note"},
    {"fail", 0, "LEAST|never",
     "exit with 1 on findings from this on: warning (the default), hint, offer, note; or never"},
    {"every", 'e', NULL, "tell every finding of a sentence, not the weightiest alone"},
    {"field", 0, "FIELD",
     "read each text as one of these, not as a document: event, context, analysis, what-if, "
     "remediation, actions"},
    {"sarif", 0, NULL, "print SARIF 2.1.0"},
    {"github", 0, NULL, "print workflow commands of GitHub Actions"},
    {"config", 0, "FILE", "the settings, in place of the nearest .postmortem-guard"},
    {"baseline", 0, "FILE", "findings that were set aside, in place of those of the settings"},
    {"set-aside", 0, "FINGERPRINT",
     "keep this finding as set aside: in the review, or the baseline"},
    {"write-baseline", 0, NULL, "the same for all findings that would be told"},
    {"why", 0, "REASON", "of what is set aside"},
    {"ask", 0, "FINGERPRINT", "make a question for the meeting out of a finding in a review"},
    {"by", 0, "NAME", "who writes it (default: POSTMORTEM_BY, else the login name)"},
    {NULL, 0, NULL, NULL},
};

const struct command_spec command_lint = {
    .name = "lint",
    .operands = "[FILE|DIR|-]... | [REVIEW [ENTRY]]",
    .most = UINT32_MAX,
    .summary = "find words that close down learning, and ask a question in their place",
    .text =
        "Looks at Markdown and plain text: .md, .markdown, .mdx, .txt, .rst and .adoc in folders, "
        "and any file that is named; - is standard input. PM1, or PM1 E12, are the texts of that "
        "review, each as what it is for; without operands those of all reviews that are open. A "
        "file may have 1 GiB. English alone; text in other "
        "languages is left alone, and that is told.\n"
        "Each finding has one line of why and one question. It is no verdict on who wrote it: "
        "whoever sees more sets it aside, with a reason, in the text (<!-- guard: off RULE "
        "REASON -->), in the settings (.postmortem-guard, in the file's folder or above), or with "
        "--set-aside.\n"
        "The exit code is 1 when a warning was told (--fail chooses another level). docs/guard.md "
        "tells more, postmortem explain RULE about one rule.",
    .example = "postmortem lint docs/postmortems --fail never",
    .options = options,
    .run = run,
};
