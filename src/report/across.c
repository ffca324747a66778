/* Many graphs beside each other: what recurs, and which guardrails meet most of it. Counts are told
 * as k of n with the interval of the share; nothing is a rate or a risk. */
#include "report/causes_told.h"

#include <math.h>

enum { WIDTH = 78, INDENT = 2 };
#define COVERED 0.95 /* of the interval of a share */

struct screen {
    const struct report_across *report;
    struct text out, line;
};

static void put(struct screen *screen, size_t indent)
{
    text_add_wrapped(&screen->out, text_span(&screen->line), indent, WIDTH);
    text_clear(&screen->line);
}

static size_t counted(const struct report_across *report)
{
    return report->count - report->across->skipped;
}

/* "3 of 9 incidents (12 to 65 %)" */
static void add_share(struct screen *screen, uint64_t k)
{
    double low, high;
    const size_t n = counted(screen->report);
    review_wilson(k, n, COVERED, &low, &high);
    text_addf(&screen->line, "%llu of %zu incidents (%.0f to %.0f %%)", (unsigned long long)k, n,
              floor(low * 100), ceil(high * 100));
}

static void add_factors(struct screen *screen)
{
    const struct causes_across *across = screen->report->across;
    text_adds(&screen->out, "Conditions by the number of incidents they took part in\n");
    for (size_t i = 0; i < across->factor_count && i < screen->report->most; i++) {
        const struct causes_recurring *factor = &across->factors[i];
        text_add_visible(&screen->line, span_of(factor->factor));
        text_adds(&screen->line, ": ");
        add_share(screen, factor->incidents);
        if (factor->needed) text_addf(&screen->line, ", in every way of %u", factor->needed);
        for (uint32_t j = 0; j < factor->incidents; j++) {
            text_adds(&screen->line, j ? ", " : "; ");
            text_add_visible(&screen->line,
                             span_of(screen->report->incidents[factor->where[j]].name));
        }
        put(screen, INDENT);
    }
    if (across->factor_count == 0)
        text_adds(&screen->out, "  no condition has a name in the library (shared:) yet\n");
}

static const char *guardrail_name(const struct report_across *report, uint32_t number)
{
    return report->guardrails ? report->guardrails[number].name
                              : report->across->factors[number].factor;
}

static void add_guardrails(struct screen *screen)
{
    const struct causes_across *across = screen->report->across;
    if (across->guardrail_count == 0) return;
    text_adds(&screen->out, "\nGuardrails by what they would have broken\n");
    for (size_t i = 0; i < across->guardrail_count && i < screen->report->most; i++) {
        const struct causes_guarded *guarded = &across->guardrails[i];
        text_add_visible(&screen->line,
                         span_of(guardrail_name(screen->report, guarded->guardrail)));
        text_adds(&screen->line, ": every way that was there in ");
        add_share(screen, guarded->whole);
        text_addf(&screen->line, ", one at least in %u; %llu of %llu ways", guarded->incidents,
                  (unsigned long long)guarded->sets, (unsigned long long)across->sets);
        put(screen, INDENT);
    }
    text_addf(&screen->line, "%s %s that break each way %u times: ",
              across->cover_exact ? "The smallest group" : "A small group",
              screen->report->guardrails ? "of guardrails" : "of guardrails, one a condition,",
              screen->report->depth);
    for (size_t i = 0; i < across->cover_count; i++) {
        text_adds(&screen->line, i ? ", " : "");
        text_add_visible(&screen->line, span_of(guardrail_name(screen->report, across->cover[i])));
    }
    text_addc(&screen->line, '.');
    if (across->uncovered)
        text_addf(&screen->line, " %llu ways they cannot break so often.",
                  (unsigned long long)across->uncovered);
    text_addc(&screen->out, '\n');
    put(screen, 0);
}

enum status report_across_text(const struct report_across *report, const struct report_sink *sink,
                               struct error *error)
{
    struct screen screen = {.report = report};
    text_init(&screen.out, 0);
    text_init(&screen.line, 0);
    add_factors(&screen);
    add_guardrails(&screen);
    if (report->across->skipped)
        text_addf(&screen.out,
                  "\nLeft out: %u incidents with more ways than the budget lets list.\n",
                  report->across->skipped);
    enum status status = report_flush(sink, &screen.out, error);
    text_release(&screen.line);
    text_release(&screen.out);
    return status;
}

/* ---- JSON ---- */

static void json_share(struct json_writer *json, const struct report_across *report,
                       const char *key, uint64_t k)
{
    double low, high;
    review_wilson(k, counted(report), COVERED, &low, &high);
    json_member_object(json, key);
    json_member_uint(json, "k", k);
    json_member_uint(json, "n", counted(report));
    json_member_number(json, "low", low);
    json_member_number(json, "high", high);
    json_object_end(json);
}

static void json_factors(struct json_writer *json, const struct report_across *report)
{
    json_member_array(json, "factors");
    for (size_t i = 0; i < report->across->factor_count; i++) {
        const struct causes_recurring *factor = &report->across->factors[i];
        json_object(json);
        json_member(json, "factor", factor->factor);
        json_share(json, report, "incidents", factor->incidents);
        json_member_uint(json, "needed", factor->needed);
        json_member_array(json, "where");
        for (uint32_t j = 0; j < factor->incidents; j++)
            json_string(json, report->incidents[factor->where[j]].name);
        json_array_end(json);
        json_object_end(json);
    }
    json_array_end(json);
}

static void json_guardrails(struct json_writer *json, const struct report_across *report)
{
    const struct causes_across *across = report->across;
    json_member_array(json, "guardrails");
    for (size_t i = 0; i < across->guardrail_count; i++) {
        const struct causes_guarded *guarded = &across->guardrails[i];
        json_object(json);
        json_member(json, "guardrail", guardrail_name(report, guarded->guardrail));
        json_share(json, report, "whole", guarded->whole);
        json_member_uint(json, "incidents", guarded->incidents);
        json_member_uint(json, "ways", guarded->sets);
        json_object_end(json);
    }
    json_array_end(json);
    json_member_object(json, "cover");
    json_member_uint(json, "depth", report->depth);
    json_member_bool(json, "exact", across->cover_exact);
    json_member_uint(json, "not_covered", across->uncovered);
    json_member_array(json, "guardrails");
    for (size_t i = 0; i < across->cover_count; i++)
        json_string(json, guardrail_name(report, across->cover[i]));
    json_array_end(json);
    json_object_end(json);
}

enum status report_across_json(const struct report_across *report, const struct report_sink *sink,
                               struct error *error)
{
    struct text out;
    struct json_writer json;
    text_init(&out, 0);
    json_begin(&json, &out);
    json_object(&json);
    json_member_uint(&json, "incidents", report->count);
    json_member_uint(&json, "left_out", report->across->skipped);
    json_member_uint(&json, "ways", report->across->sets);
    json_factors(&json, report);
    json_guardrails(&json, report);
    json_object_end(&json);
    text_addc(&out, '\n');
    enum status status = report_flush(sink, &out, error);
    text_release(&out);
    return status;
}
