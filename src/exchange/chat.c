/*
 * Chat: messages of a Slack export, one record a message.
 *
 * What kind of event a message is follows from the cues of data/event-cues.tsv; a message that none
 * fits is talk among the responders. Bots that relay alerts and deploys are read as these.
 */
#include "exchange/internal.h"

enum { HEAD_MOST = 16 * 1024 };

struct message {
    struct span element;
    struct span subtype, user, text, thread; /* raw JSON */
    struct interval at;
    const char *actor;
    const char *what;
    struct span plain; /* the whole text, decoded; in the arena */
    bool bot, support;
};

static struct span channel_of(const struct reading *reading)
{
    return chat_channel(span_of(reading_source(reading)->name));
}

static bool channel_is_support(struct span channel)
{
    return span_find_nocase(channel, SPAN("support")) != SIZE_MAX ||
           span_find_nocase(channel, SPAN("customer")) != SIZE_MAX ||
           span_find_nocase(channel, SPAN("helpdesk")) != SIZE_MAX;
}

static void read_author(struct reading *reading, struct message *message)
{
    const struct person *person = people_find(reading, message->user);
    message->support = person && person->support;
    if (person && !message->bot)
        message->actor = person->name;
    else
        message->actor = json_keep(
            reading,
            json_first_part(message->element, "username bot_profile.name user_profile.display_name "
                                              "user_profile.name user bot_id"),
            KEY_MOST);
}

/* Alert bots often leave the text empty and write a title above a coloured attachment. */
static struct span read_text(struct span element, const char *own)
{
    struct span text = json_first_part(element, own);
    if (text.len) return text;
    return json_first_part(element,
                           "attachments.0.title attachments.0.fallback attachments.0.text");
}

static const char *plain_text(struct reading *reading, struct span raw, struct span *ret_whole)
{
    struct text decoded;
    text_init(&decoded, 1 << 20);
    json_unescape(&decoded, raw);
    text_clear(&reading->scratch);
    chat_plain(reading, span_sub(text_span(&decoded), 0, 1 << 16));
    text_release(&decoded);
    const char *whole = arena_copy(reading->arena, span_sub(text_span(&reading->scratch), 0, 4096));
    if (!whole && !reading->status) reading->status = arena_full(reading->arena, reading->error);
    *ret_whole = span_of(whole);
    return reading_keep(reading, *ret_whole, WHAT_MOST);
}

/* Number of the record at this time, where messages stand in order; count when it is not there. */
static uint64_t record_at(const struct evidence_index *index, instant at)
{
    uint64_t low = 0, high = index->count;
    if (index->late || index->timed != index->count) return index->count;
    while (low < high) {
        uint64_t probe = low + (high - low) / 2;
        if (index->time[probe] < at)
            low = probe + 1;
        else
            high = probe;
    }
    return low < index->count && index->time[low] == at ? low : index->count;
}

/* "; reply to maya's message of 05:55:54.069", or "". */
static const char *reply_words(struct reading *reading, struct span thread)
{
    const struct timeline_source *source = reading_source(reading);
    struct interval at = reading_epoch(reading, thread);
    if (!interval_is_known(at)) return "";
    const char *clock = reading_clock_text(reading, at.earliest, false);
    instant raw = instant_add(at.earliest, source->clock.offset_most);
    uint64_t parent = record_at(source->index, raw);
    if (parent == source->index->count)
        return reading_say(reading, "; reply in the thread that began at %s", clock);
    /* Its author stands near its beginning; thousands may reply to one huge message. */
    struct span record =
        span_sub(evidence_record(source->index, source->content, parent), 0, HEAD_MOST);
    record = span_from(record, span_find(record, SPAN("{")));
    struct message head = {.element = record, .user = json_part(record, "user")};
    head.bot = json_find(record, "bot_id", NULL, NULL);
    read_author(reading, &head);
    return reading_say(reading, "; reply to %s's message of %s", head.actor, clock);
}

static const char *edit_words(struct reading *reading, struct span element)
{
    struct interval at = reading_epoch(reading, json_part(element, "edited.ts"));
    if (!interval_is_known(at)) return "";
    return reading_say(reading, "; edited at %s, this is the last text",
                       reading_clock_text(reading, at.earliest, false));
}

/* What a bot relays; false when it is no alert and no deploy. */
static bool tell_relayed(struct reading *reading, const struct message *message, const char *basis)
{
    struct span name;
    struct rollout rollout;
    struct told told = {.event = {.at = message->at,
                                  .actor = message->actor,
                                  .what = message->what,
                                  .place = reading_place(reading, message->element),
                                  .said = true},
                        .trust = TRUST_MESSAGE};
    enum alert_word word = alert_heading(message->plain, &name);
    if (word != ALERT_WORD_NONE) {
        bool firing = word == ALERT_WORD_FIRING;
        told.event.kind = firing ? TIMELINE_ALERT : TIMELINE_ALERT_END;
        told.event.key = reading_keep(reading, name, KEY_MOST);
        told.event.basis = reading_say(reading, "%s; the bot's heading says so", basis);
        told.same = reading_say(reading, "%s %s", firing ? "alert" : "alert-end", told.event.key);
        reading_tell(reading, &told);
        return true;
    }
    if (!rollout_of_text(message->plain, &rollout)) return false;
    rollout_tell(reading, &rollout, message->at, told.event.place, TRUST_MESSAGE, basis);
    return true;
}

static void tell_message(struct reading *reading, const struct message *message, const char *basis)
{
    struct told told = {.event = {.kind = TIMELINE_COMM,
                                  .at = message->at,
                                  .actor = message->actor,
                                  .what = message->what,
                                  .basis = basis,
                                  .place = reading_place(reading, message->element),
                                  .said = true},
                        .trust = TRUST_MESSAGE};
    struct span thread = message->thread;
    if (thread.len) told.event.key = reading_say(reading, "thread %.*s", SPAN_ARGS(thread));
    if (message->bot) {
        if (!tell_relayed(reading, message, basis)) reading_tell(reading, &told);
        return;
    }
    bool support = message->support || channel_is_support(channel_of(reading));
    struct cue_words words;
    const struct cue *cue = cue_find(message->plain, support ? CUE_SUPPORT : CUE_CHAT, &words);
    if (cue) {
        told.event.kind = cue->kind;
        told.event.basis = reading_say(reading, "%s; kind by the words \"%s\"", basis, words.text);
    }
    reading_tell(reading, &told);
}

/* An edit or a deletion that the export tells as a message of its own. */
static bool tell_change(struct reading *reading, const struct message *message, const char *basis)
{
    struct span before, kept;
    bool edit = span_is(message->subtype, "message_changed");
    bool gone =
        span_is(message->subtype, "message_deleted") || span_is(message->subtype, "tombstone");
    if (!edit && !gone) return false;
    struct told told = {.event = {.kind = TIMELINE_COMM,
                                  .at = message->at,
                                  .place = reading_place(reading, message->element),
                                  .said = true},
                        .trust = TRUST_MESSAGE};
    struct message inner = *message;
    inner.user = json_first_part(message->element, "message.user previous_message.user user");
    read_author(reading, &inner);
    told.event.actor = inner.actor;
    before = json_part(message->element, "previous_message.text");
    const char *old = plain_text(reading, before, &kept);
    if (edit) {
        const char *text = plain_text(reading, json_part(message->element, "message.text"), &kept);
        told.event.what = reading_say(reading, "message changed to: %s", text);
        told.event.basis = reading_say(reading, "%s; before the change it said: %s", basis, old);
    } else {
        told.event.what = before.len ? reading_say(reading, "message deleted: %s", old)
                                     : "message deleted; the export no longer has its text";
        told.event.basis = reading_say(reading, "%s; the export marks the deletion", basis);
    }
    reading_tell(reading, &told);
    return true;
}

static bool tell_join(struct reading *reading, const struct message *message, const char *basis)
{
    bool join =
        span_is(message->subtype, "channel_join") || span_is(message->subtype, "group_join");
    if (!join) return false;
    struct span channel = channel_of(reading);
    struct told told = {
        .event = {.kind = TIMELINE_JOIN,
                  .at = message->at,
                  .actor = message->actor,
                  .what = reading_say(reading, "joined the channel %.*s", SPAN_ARGS(channel)),
                  .basis = basis,
                  .place = reading_place(reading, message->element),
                  .said = true},
        .trust = TRUST_MESSAGE};
    reading_tell(reading, &told);
    return true;
}

static void read_message(struct reading *reading, uint64_t number)
{
    const struct timeline_source *source = reading_source(reading);
    struct span record = evidence_record(source->index, source->content, number);
    size_t open = span_find(record, SPAN("{"));
    if (open == SIZE_MAX) return;
    struct message message = {.element = span_trim(span_from(record, open))};
    struct span channel = channel_of(reading), element = message.element;
    struct span ts = json_part(element, "ts");
    message.at = reading_epoch(reading, ts);
    if (!interval_is_known(message.at)) {
        reading_notice(reading, "the message at byte %llu has no readable time",
                       (unsigned long long)source->index->start[number]);
        return;
    }
    message.subtype = json_part(element, "subtype");
    message.user = json_part(element, "user");
    message.bot =
        span_is(message.subtype, "bot_message") || json_find(element, "bot_id", NULL, NULL);
    message.thread = json_part(element, "thread_ts");
    message.what = plain_text(reading, read_text(element, "text"), &message.plain);
    read_author(reading, &message);
    bool reply = message.thread.len && !span_equal(message.thread, ts);
    const char *basis = reading_say(reading, "time of the message in #%.*s%s%s", SPAN_ARGS(channel),
                                    reply ? reply_words(reading, message.thread) : "",
                                    edit_words(reading, element));
    if (tell_change(reading, &message, basis) || tell_join(reading, &message, basis)) return;
    if (!*message.what)
        message.what = json_find(element, "files.0", NULL, NULL) ? "a file was shared"
                                                                 : "a message without text";
    tell_message(reading, &message, basis);
}

void chat_tell(struct reading *reading, struct interval at, const char *actor, struct span plain,
               struct span place, const char *basis)
{
    struct message message = {.element = place, .at = at, .actor = actor, .plain = plain};
    message.what = reading_keep(reading, plain, WHAT_MOST);
    if (interval_is_known(at) && *message.what) tell_message(reading, &message, basis);
}

void chat_read(struct reading *reading)
{
    const struct evidence_index *index = reading_source(reading)->index;
    for (uint64_t i = 0; i < index->count && !reading_is_full(reading); i++)
        read_message(reading, i);
}
