/* Looking at records for what joins them to other sources. */
#include "timeline/clocks.h"

#include <stdlib.h>

enum {
    RECORDS_A_SOURCE = 200000, /* looked at, at most */
    RECORDS_IN_ALL = 600000,
    BLOCK = 16,          /* neighbours are looked at together: one page of the file, one request */
    RECORD_BYTES = 4096, /* of a record */
    KEYS_A_RECORD = 16,
    TOKEN_LEAST = 12, /* hexadecimal digits of a token that is taken for an id */
    TOKEN_MOST = 64,
    FIELD_LEAST = 6,    /* bytes of an id that its key names as one */
    MESSAGE_LEAST = 16, /* letters and digits of a message that can be told from others */
    MESSAGE_MOST = 512,
    ENDING = 20,          /* letters and digits at the end of a message */
    ENDINGS_MOST = 50000, /* records of a source that is worth looking at so closely */
};

#define TOOK_MOST NS_PER_DAY

struct keys {
    uint64_t at[KEYS_A_RECORD];
    size_t count;
};

static uint64_t mix(uint64_t hash, unsigned char byte)
{
    return (hash ^ byte) * UINT64_C(0x100000001b3); /* FNV-1a */
}

static uint64_t finish(uint64_t hash)
{
    hash ^= hash >> 32;
    hash *= UINT64_C(0xd6e8feb86659fd93);
    return hash ^ hash >> 32;
}

static bool is_letter(unsigned char c)
{
    return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
}

static bool is_digit(unsigned char c)
{
    return c >= '0' && c <= '9';
}

/* The same id is written with and without dashes, in capitals and in small letters. */
static uint64_t id_key(struct span id)
{
    uint64_t hash = UINT64_C(0xcbf29ce484222325);
    for (size_t i = 0; i < id.len; i++) {
        unsigned char c = (unsigned char)id.at[i];
        if (c == '-') continue;
        hash = mix(hash, is_letter(c) ? c | 0x20 : c);
    }
    return finish(hash);
}

static void add_key(struct keys *keys, uint64_t key)
{
    for (size_t i = 0; i < keys->count; i++)
        if (keys->at[i] == key) return;
    if (keys->count < KEYS_A_RECORD) keys->at[keys->count++] = key;
}

/* Long hexadecimal tokens with digits and letters, and other long mixtures of both. A number alone
 * is more often a time or an amount than an id. */
static bool looks_like_id(size_t digits, size_t hex_letters, size_t letters)
{
    if (digits < 2 || letters < 1) return false;
    if (hex_letters == letters) return digits + letters >= TOKEN_LEAST;
    return digits >= 4 && letters >= 4 && digits + letters >= 20;
}

static void token_keys(struct span text, struct keys *keys)
{
    const unsigned char *at = (const unsigned char *)text.at;
    for (size_t i = 0; i < text.len;) {
        size_t from = i, digits = 0, hex = 0, letters = 0;
        for (; i < text.len && (is_digit(at[i]) || is_letter(at[i]) || at[i] == '-'); i++) {
            digits += is_digit(at[i]);
            letters += is_letter(at[i]);
            hex += is_letter(at[i]) && (at[i] | 0x20) <= 'f';
        }
        if (i - from >= TOKEN_LEAST && i - from <= TOKEN_MOST &&
            looks_like_id(digits, hex, letters))
            add_key(keys, id_key(span_sub(text, from, i - from)));
        if (i == from) i++;
    }
}

/* A message by its letters and digits alone: the same one is quoted and escaped in different ways.
 * Keys are 0 where it is too short to be told from others. */
static void message_keys(struct span message, uint64_t *ret_whole, uint64_t *ret_ending)
{
    uint64_t whole = UINT64_C(0x84222325cbf29ce4), ending = UINT64_C(0xe484222325cbf29c);
    unsigned char kept[MESSAGE_MOST];
    size_t used = 0;
    for (size_t i = 0; i < message.len && used < MESSAGE_MOST; i++) {
        unsigned char c = (unsigned char)message.at[i];
        if (c == '\\') {
            i++; /* an escape: a line end, a tab, a quote */
            continue;
        }
        if (!is_letter(c) && !is_digit(c)) continue;
        whole = mix(whole, c);
        kept[used++] = c;
    }
    *ret_whole = used < MESSAGE_LEAST ? 0 : finish(whole);
    *ret_ending = 0;
    if (used < ENDING) return;
    for (size_t i = used - ENDING; i < used; i++) ending = mix(ending, kept[i]);
    *ret_ending = finish(ending);
}

struct sight {
    struct clock_work *work;
    struct sighting *at;
    size_t count, room;
};

static enum status add(struct sight *sight, const struct sighting *sighting, struct error *error)
{
    enum status status =
        grow_array(&sight->at, &sight->room, sight->count + 1, sizeof *sight->at, error);
    if (!status) sight->at[sight->count++] = *sighting;
    return status;
}

static enum status note_instant(struct instants *instants, instant at, struct error *error)
{
    enum status status =
        grow_array(&instants->at, &instants->room, instants->count + 1, sizeof at, error);
    if (!status) instants->at[instants->count++] = at;
    return status;
}

/* What the record says besides ids and words. */
static enum status look_at_facts(struct sight *sight, const struct evidence_fields *fields,
                                 struct sighting sighting, struct span record, struct error *error)
{
    struct clock_work *work = sight->work;
    enum status status = STATUS_OK;
    work->request_share[sighting.source] += fields->is_request;
    sighting.key = clock_request_key(record);
    sighting.seen = SEEN_REQUEST;
    instant at = sighting.to;
    sighting.from = at;
    if (sighting.key) status = add(sight, &sighting, error);
    if (!status && fields->status >= 500)
        status = note_instant(&work->failures[sighting.source], at, error);
    if (!status && fields->is_restart)
        status = note_instant(&work->restarts[sighting.source], at, error);
    return status;
}

static enum status look_at_message(struct sight *sight, struct sighting sighting,
                                   struct span message, struct error *error)
{
    uint64_t whole, ending;
    message_keys(message, &whole, &ending);
    sighting.from = sighting.to;
    sighting.seen = SEEN_MESSAGE;
    sighting.key = whole;
    enum status status = whole ? add(sight, &sighting, error) : STATUS_OK;
    bool small = sight->work->sources[sighting.source].index->count <= ENDINGS_MOST;
    if (status || !small || !ending) return status;
    sighting.seen = SEEN_ENDING;
    sighting.key = ending;
    return add(sight, &sighting, error);
}

static enum status look(struct sight *sight, uint32_t number, uint64_t record, struct error *error)
{
    const struct timeline_source *source = &sight->work->sources[number];
    instant at = timeline_record_time(source, record);
    if (at == INSTANT_NONE) return STATUS_OK;
    struct evidence_fields fields = {0};
    evidence_fields_of(source->index, source->content, record, &fields);
    duration took = fields.took > 0 && fields.took <= TOOK_MOST ? fields.took : 0;
    struct sighting sighting = {.from = minus(at, took),
                                .to = at,
                                .source = number,
                                .records = 1,
                                .digits = (uint8_t)EVIDENCE_DIGITS(source->index->flags[record])};
    struct keys keys = {.count = 0};
    for (size_t i = 0; i < fields.id_count; i++)
        if (fields.ids[i].len >= FIELD_LEAST) add_key(&keys, id_key(fields.ids[i]));
    struct span text =
        span_sub(evidence_record(source->index, source->content, record), 0, RECORD_BYTES);
    token_keys(text, &keys);
    enum status status = STATUS_OK;
    for (size_t i = 0; i < keys.count && !status; i++) {
        sighting.key = keys.at[i];
        status = add(sight, &sighting, error);
    }
    if (!status) status = look_at_message(sight, sighting, fields.message, error);
    if (!status) status = look_at_facts(sight, &fields, sighting, text, error);
    return status;
}

/* Blocks of neighbours at even distances, all over the file. */
static enum status look_at_source(struct sight *sight, uint32_t number, uint64_t most,
                                  struct error *error)
{
    uint64_t count = sight->work->sources[number].index->count;
    uint64_t blocks = (count + BLOCK - 1) / BLOCK, wanted = (most + BLOCK - 1) / BLOCK;
    uint64_t step = blocks > wanted ? (blocks + wanted - 1) / wanted : 1;
    uint64_t looked = 0;
    enum status status = STATUS_OK;
    for (uint64_t block = 0; block < blocks && !status; block += step) {
        uint64_t end = (block + 1) * BLOCK < count ? (block + 1) * BLOCK : count;
        for (uint64_t record = block * BLOCK; record < end && !status; record++, looked++)
            status = look(sight, number, record, error);
    }
    if (looked) sight->work->request_share[number] /= (float)looked;
    return status;
}

/* What each log may have looked at: all of it where all are small, an even share of what is too
 * much otherwise. */
static uint64_t share_of(uint64_t count, uint64_t in_all)
{
    uint64_t most = count < RECORDS_A_SOURCE ? count : RECORDS_A_SOURCE;
    if (in_all > RECORDS_IN_ALL) most = (uint64_t)((double)most * RECORDS_IN_ALL / (double)in_all);
    return most < 4 * BLOCK ? 4 * BLOCK : most;
}

enum status clock_sight(struct clock_work *work, struct sighting **ret, size_t *ret_count,
                        struct error *error)
{
    struct sight sight = {.work = work};
    uint64_t in_all = 0;
    for (size_t i = 0; i < work->count; i++) {
        uint64_t count = work->sources[i].index->count;
        if (clock_counts(work, i)) in_all += count < RECORDS_A_SOURCE ? count : RECORDS_A_SOURCE;
    }
    enum status status = STATUS_OK;
    for (size_t i = 0; i < work->count && !status; i++) {
        if (!clock_counts(work, i)) continue;
        uint64_t most = share_of(work->sources[i].index->count, in_all);
        status = look_at_source(&sight, (uint32_t)i, most, error);
    }
    if (status) {
        free(sight.at);
        return status;
    }
    *ret = sight.at;
    *ret_count = sight.count;
    return STATUS_OK;
}
