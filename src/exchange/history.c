/* Shell histories: each command with the second it was typed in. */
#include "exchange/internal.h"

enum { COMMAND_MOST = 2048 };

/* The command of a record: without "#1795326957", ": 1795326957:0;", "- cmd: ". */
struct span history_command(struct span record)
{
    struct span rest = record, line = span_cut(&rest, '\n');
    if (span_starts(line, SPAN("#")) && line.len > 9) return span_trim(rest);
    if (span_starts(line, SPAN(": ")) && span_find(line, SPAN(";")) < 24)
        return span_trim(span_from(record, span_find(record, SPAN(";")) + 1));
    if (span_starts(line, SPAN("- cmd: "))) return span_trim(span_from(line, 7));
    return span_trim(record);
}

struct span handle_of_name(struct span name)
{
    static const char *const words[] = {"history", "session", "typescript"};
    struct span folder = {NULL, 0}, last = name;
    for (size_t i = 0; i < name.len; i++) {
        if (name.at[i] != '/' && name.at[i] != '!') continue;
        folder = span_sub(last, 0, i - (size_t)(last.at - name.at));
        last = span_from(name, i + 1);
    }
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        size_t at = span_find_nocase(last, span_of(words[i]));
        if (at == SIZE_MAX) continue;
        struct span rest = span_from(last, at + strlen(words[i]));
        if (rest.len > 1 && memchr("_-.", rest.at[0], 3)) {
            rest = span_from(rest, 1);
            struct span handle = span_cut(&rest, '.');
            if (!span_is(handle, "txt") && !span_is(handle, "log")) return handle;
        }
    }
    /* maya/.bash_history: the folder is the home of whoever typed */
    bool home = last.len && last.at[0] == '.' && folder.len && !span_is(folder, "root");
    return home ? folder : (struct span){NULL, 0};
}

void typed_event(struct reading *reading, struct span command, struct timeline_event *ret)
{
    struct cue_words words;
    const struct cue *cue = cue_find(span_sub(command, 0, COMMAND_MOST), CUE_SHELL, &words);
    ret->kind = cue ? cue->kind : TIMELINE_NOTE;
    ret->key = reading_keep(reading, command, KEY_MOST);
    ret->what = reading_say(reading, "typed: %s", reading_keep(reading, command, WHAT_MOST - 8));
    ret->basis = cue ? reading_say(reading, "; kind by \"%s\"", words.text)
                     : "; no cue says what the command is for";
}

static void read_command(struct reading *reading, uint64_t number, const char *actor)
{
    const struct timeline_source *source = reading_source(reading);
    struct span record = evidence_record(source->index, source->content, number);
    struct span command = history_command(record);
    struct told told = {.trust = TRUST_TOOL};
    struct timeline_event *event = &told.event;
    if (command.len == 0) return;
    typed_event(reading, command, event);
    event->actor = actor;
    event->at = timeline_record_interval(source, number);
    event->end = INTERVAL_NONE;
    event->place = reading_place(reading, record);
    if (interval_is_known(event->at)) {
        event->basis = reading_say(reading, "second noted by the shell%s", event->basis);
        reading_tell(reading, &told);
    } else {
        event->basis = reading_say(reading, "the history gives no time%s", event->basis);
        reading_add_undated(reading, event);
    }
}

void history_read(struct reading *reading)
{
    const struct timeline_source *source = reading_source(reading);
    const char *actor = reading_keep(reading, handle_of_name(span_of(source->name)), KEY_MOST);
    for (uint64_t i = 0; i < source->index->count && !reading_is_full(reading); i++)
        read_command(reading, i, actor);
}
