/* What formats are known, and what the program makes of one file. */
#include "command/formats.h"

#include <stdio.h>

#include "command/workspace.h"

enum { HEAD = 1 << 20 };

/* ---- counting ---- */

static void note_sample(struct formats_answer *answer, struct formats_layout *layout,
                        uint64_t record)
{
    const struct evidence_index *index = &answer->index;
    struct formats_sample *sample = &layout->samples[layout->sample_count++];
    struct span text = evidence_record(index, answer->content, record);
    sample->record = record;
    evidence_stamp_of(index, answer->content, record, &sample->stamp);
    layout->zone_unclear |= sample->stamp.zone_unclear;
    layout->short_year |= sample->stamp.short_year;
    size_t from = (size_t)index->start[record], at = from;
    if (sample->stamp.to > sample->stamp.from) at = (size_t)sample->stamp.from;
    while (at > from && answer->content.at[at - 1] != '\n') at--;
    text = span_sub(answer->content, at, from + text.len - at);
    sample->line = at;
    sample->line_end = at + span_cut(&text, '\n').len;
}

/* The first records of a layout, and its last. */
static void count_record(struct formats_answer *answer, uint64_t record)
{
    const struct evidence_index *index = &answer->index;
    struct formats_layout *layout = &answer->layouts[index->layout[record]];
    unsigned digits = EVIDENCE_DIGITS(index->flags[record]);
    bool timed = index->time[record] != EVIDENCE_NO_TIME;
    layout->records++;
    layout->timed += timed;
    layout->local += timed && (index->flags[record] & EVIDENCE_LOCAL);
    layout->levels[index->level[record]]++;
    layout->flags |= index->flags[record] & 0x0fff;
    if (timed && (layout->timed == 1 || digits < layout->digits_least))
        layout->digits_least = digits;
    if (timed && digits > layout->digits_most) layout->digits_most = digits;
    if (layout->sample_count < FORMATS_SAMPLES - 1) note_sample(answer, layout, record);
}

static void sample_last(struct formats_answer *answer)
{
    bool done[EVIDENCE_LAYOUTS_MAX] = {false};
    for (uint64_t i = answer->index.count; i-- > 0;) {
        unsigned number = answer->index.layout[i];
        struct formats_layout *layout = &answer->layouts[number];
        if (done[number]) continue;
        done[number] = true;
        if (layout->samples[layout->sample_count - 1].record < i) note_sample(answer, layout, i);
        if (answer->index.count - i > 1000000) return;
    }
}

static void count_lines(struct formats_answer *answer)
{
    const struct evidence_index *index = &answer->index;
    for (uint64_t i = 0; i < index->count; i++) {
        struct span rest = evidence_record(index, answer->content, i);
        uint64_t lines = 0;
        while (rest.len > 0) {
            struct span line = span_cut(&rest, '\n');
            bool example =
                lines > 0 && span_trim(line).len > 0 && answer->continued_count < FORMATS_SAMPLES;
            if (example && i > 0) answer->continued_lines[answer->continued_count++] = line;
            lines++;
        }
        answer->lines += lines;
        answer->continued += lines - 1;
    }
}

static const struct evidence_format *own_format(const struct evidence_formats *formats,
                                                const struct evidence_layout *layout)
{
    for (size_t i = 0; i < evidence_formats_count(formats); i++) {
        const struct evidence_format *format = evidence_formats_get(formats, i);
        if (strcmp(format->name, layout->name) == 0 && strcmp(format->stamp, layout->stamp) == 0)
            return format;
    }
    return NULL;
}

static void count(struct formats_answer *answer)
{
    for (unsigned i = 0; i < answer->index.layout_count; i++)
        answer->layouts[i].own = own_format(answer->formats, &answer->index.layouts[i]);
    for (uint64_t i = 0; i < answer->index.count; i++) count_record(answer, i);
    sample_last(answer);
    count_lines(answer);
}

const char *formats_zone(const struct formats_answer *answer, unsigned layout)
{
    const struct formats_layout *own = &answer->layouts[layout];
    if (own->timed == 0 || own->local == 0) return "stated";
    return answer->index.zone_stated[0] ? "source" : "unknown";
}

/* ---- one file ---- */

static enum status refuse_packed(struct span content, const char *path, struct error *error)
{
    static const struct span magics[] = {{"\x1f\x8b", 2},
                                         {"\x28\xb5\x2f\xfd", 4},
                                         {"\xfd"
                                          "7zXZ",
                                          5},
                                         {"PK\3\4", 4}};
    for (size_t i = 0; i < sizeof magics / sizeof magics[0]; i++) {
        if (!span_starts(content, magics[i])) continue;
        error_set(
            error, STATUS_BAD_INPUT,
            "this file is packed; unpack it first, or collect it and look at postmortem sources");
        error_place(error, "%s", path);
        return STATUS_BAD_INPUT;
    }
    return STATUS_OK;
}

static enum status look(struct formats_answer *answer, const struct os_facts *facts,
                        struct error *error)
{
    const char *name = strrchr(answer->path, '/');
    struct span head = span_sub(answer->content, 0, HEAD);
    struct evidence_reader reader = evidence_reader_of_span(&answer->content);
    answer->kind = evidence_kind_of(head, answer->content.len, NULL);
    bool open = answer->kind == EVIDENCE_ATTACHMENT || answer->kind == EVIDENCE_TABLE;
    if (open && evidence_formats_fit(answer->formats, head)) answer->kind = EVIDENCE_LOG;
    struct evidence_index_hints hints = {.kind = answer->kind,
                                         .modified = facts->modified,
                                         .now = os_now(),
                                         .name = name ? name + 1 : answer->path,
                                         .formats = answer->formats,
                                         .account = &answer->account};
    enum status status = evidence_index_build(&reader, &hints, &answer->index, error);
    if (status == STATUS_OK) count(answer);
    return status;
}

static enum status test_file(struct call *call, const char *path, struct error *error)
{
    const char *folder = NULL;
    struct os_facts facts;
    struct text out;
    struct formats_answer *answer = arena_array(&call->arena, 1, sizeof *answer);
    if (!answer) return arena_full(&call->arena, error);
    *answer = (struct formats_answer){.path = path};
    if (workspace_find(call, &folder, NULL)) folder = NULL; /* the user's own formats are enough */
    enum status status = desk_formats(folder, &answer->formats, error);
    if (status == STATUS_OK) status = os_facts(path, &facts, error);
    if (status == STATUS_OK) status = os_map_copy(path, &answer->content, error);
    if (status) {
        evidence_formats_free(answer->formats);
        return status;
    }
    text_init(&out, 0);
    status = refuse_packed(answer->content, path, error);
    if (status == STATUS_OK) status = look(answer, &facts, error);
    if (status == STATUS_OK) {
        formats_judge(answer, &call->arena);
        (call_json(call) ? formats_put_json : formats_put_text)(answer, &out);
        status = output_text(&call->out, &out, error);
    }
    text_release(&out);
    evidence_index_close(&answer->index);
    os_unmap(answer->content);
    evidence_formats_free(answer->formats);
    return status;
}

/* ---- all formats ---- */

static void put_own(const struct evidence_formats *formats, struct text *out,
                    struct json_writer *json)
{
    for (size_t i = 0; i < evidence_formats_count(formats); i++) {
        const struct evidence_format *f = evidence_formats_get(formats, i);
        const struct {
            const char *key, *value;
        } parts[] = {
            {"name", f->name},   {"stamp", f->stamp}, {"place", f->place[0] ? f->place : "start"},
            {"level", f->level}, {"words", f->words}, {"zone", f->zone},
            {"file", f->path}};
        if (!json) {
            text_addf(out, "%-20s  %-30s  %-16s  %s:%u\n", f->name, f->stamp, parts[2].value,
                      f->path, f->line);
            continue;
        }
        json_object(json);
        for (size_t j = 0; j < sizeof parts / sizeof parts[0]; j++)
            json_member(json, parts[j].key, parts[j].value);
        json_member_uint(json, "line", f->line);
        json_object_end(json);
    }
}

static void put_builtin(struct text *out, struct json_writer *json)
{
    struct span name, example;
    for (unsigned i = 0; evidence_stamp_example(i, &name, &example); i++) {
        if (!json) {
            text_addf(out, "%-40.*s  ", SPAN_ARGS(name));
            text_add_visible(out, example);
            text_addc(out, '\n');
            continue;
        }
        json_object(json);
        json_member_span(json, "name", name);
        json_member_span(json, "example", example);
        json_object_end(json);
    }
}

static enum status list(struct call *call, struct error *error)
{
    const char *folder = NULL;
    struct evidence_formats *formats = NULL;
    struct json_writer json;
    struct text out;
    bool as_json = call_json(call);
    if (workspace_find(call, &folder, NULL)) folder = NULL;
    enum status status = desk_formats(folder, &formats, error);
    if (status) return status;
    text_init(&out, 0);
    if (as_json) {
        json_begin(&json, &out);
        json_object(&json);
        json_member_array(&json, "own");
        put_own(formats, &out, &json);
        json_array_end(&json);
        json_member_array(&json, "stamps");
        put_builtin(&out, &json);
        json_array_end(&json);
        json_object_end(&json);
        text_addc(&out, '\n');
    } else {
        const char *own = desk_formats_own(&call->arena);
        text_addf(&out, "formats of your own (%s/formats.tsv%s%s): %zu\n",
                  folder ? folder : "WORKSPACE", own ? " and " : "", own ? own : "",
                  evidence_formats_count(formats));
        put_own(formats, &out, NULL);
        text_adds(&out, "\nstamps that are known, with an example of each\n");
        put_builtin(&out, NULL);
    }
    status = output_text(&call->out, &out, error);
    text_release(&out);
    evidence_formats_free(formats);
    return status;
}

static enum status run(struct call *call, struct error *error)
{
    if (call->operand_count == 0) return list(call, error);
    if (call->operand_count == 2 && strcmp(call->operands[0], "test") == 0)
        return test_file(call, call->operands[1], error);
    return error_set(error, STATUS_USAGE,
                     "give nothing to list the formats, or: postmortem formats test FILE");
}

const struct command_spec command_formats = {
    .name = "formats",
    .operands = "[test FILE]",
    .most = 2,
    .summary = "formats of logs that are known; test shows how a file is read and why",
    .text = "With test: kind and layouts with their share of records, sample lines with the stamp "
            "marked, the time that was read, whose word its zone is, what else was considered and "
            "why it lost, lines that continue others, doubts, and what to do next.\n\n"
            "Formats of your own are lines of formats.tsv in the workspace or in "
            "~/.config/postmortem: name, stamp, place, level, words and zone with tabs between "
            "them. docs/log-formats.md describes them.",
    .example = "postmortem formats test app.log",
    .run = run,
};
