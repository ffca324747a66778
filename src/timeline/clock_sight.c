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

/* What one task finds: some blocks of one source. */
struct sight {
    const struct timeline_source *source;
    uint32_t number;
    uint64_t first, end, step; /* of the blocks */
    struct sighting *at;       /* owned, as are the others */
    size_t count, room;
    struct instants failures, restarts;
    uint64_t looked, requests; /* records */
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
    enum status status = STATUS_OK;
    sight->requests += fields->is_request;
    sighting.key = clock_request_key(record);
    sighting.seen = SEEN_REQUEST;
    instant at = sighting.to;
    sighting.from = at;
    if (sighting.key) status = add(sight, &sighting, error);
    if (!status && fields->status >= 500) status = note_instant(&sight->failures, at, error);
    if (!status && fields->is_restart) status = note_instant(&sight->restarts, at, error);
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
    bool small = sight->source->index->count <= ENDINGS_MOST;
    if (status || !small || !ending) return status;
    sighting.seen = SEEN_ENDING;
    sighting.key = ending;
    return add(sight, &sighting, error);
}

static enum status look(struct sight *sight, uint64_t record, struct error *error)
{
    const struct timeline_source *source = sight->source;
    instant at = timeline_record_time(source, record);
    if (at == INSTANT_NONE) return STATUS_OK;
    struct evidence_fields fields = {0};
    evidence_fields_of(source->index, source->content, record, &fields);
    duration took = fields.took > 0 && fields.took <= TOOK_MOST ? fields.took : 0;
    struct sighting sighting = {.from = minus(at, took),
                                .to = at,
                                .source = sight->number,
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

static enum status look_at_blocks(void *context, size_t task, unsigned worker, struct error *error)
{
    struct sight *sight = &((struct sight *)context)[task];
    const uint64_t count = sight->source->index->count;
    enum status status = STATUS_OK;
    (void)worker;
    for (uint64_t block = sight->first; block < sight->end && !status; block += sight->step) {
        uint64_t end = (block + 1) * BLOCK < count ? (block + 1) * BLOCK : count;
        for (uint64_t record = block * BLOCK; record < end && !status; record++, sight->looked++)
            status = look(sight, record, error);
    }
    return status;
}

/* ---- which records ---- */

struct sights {
    struct sight *at;
    size_t count, room;
};

/* Blocks of neighbours at even distances, all over the file, some for each task. */
static enum status plan_source(struct sights *sights, const struct timeline_source *source,
                               uint32_t number, uint64_t most, struct error *error)
{
    enum { BLOCKS_A_TASK = 1024 };
    uint64_t blocks = (source->index->count + BLOCK - 1) / BLOCK;
    uint64_t wanted = (most + BLOCK - 1) / BLOCK;
    uint64_t step = blocks > wanted ? (blocks + wanted - 1) / wanted : 1;
    for (uint64_t first = 0; first < blocks; first += BLOCKS_A_TASK * step) {
        uint64_t end = first + BLOCKS_A_TASK * step;
        enum status status =
            grow_array(&sights->at, &sights->room, sights->count + 1, sizeof *sights->at, error);
        if (status) return status;
        sights->at[sights->count++] = (struct sight){.source = source,
                                                     .number = number,
                                                     .first = first,
                                                     .end = end < blocks ? end : blocks,
                                                     .step = step};
    }
    return STATUS_OK;
}

/* What each log may have looked at: all of it where all are small, an even share of what is too
 * much otherwise. */
static uint64_t share_of(uint64_t count, uint64_t in_all)
{
    uint64_t most = count < RECORDS_A_SOURCE ? count : RECORDS_A_SOURCE;
    if (in_all > RECORDS_IN_ALL) most = (uint64_t)((double)most * RECORDS_IN_ALL / (double)in_all);
    return most < 4 * BLOCK ? 4 * BLOCK : most;
}

static enum status plan(const struct clock_work *work, struct sights *sights, struct error *error)
{
    uint64_t in_all = 0;
    for (size_t i = 0; i < work->count; i++) {
        uint64_t count = work->sources[i].index->count;
        if (clock_counts(work, i)) in_all += count < RECORDS_A_SOURCE ? count : RECORDS_A_SOURCE;
    }
    enum status status = STATUS_OK;
    for (size_t i = 0; i < work->count && !status; i++) {
        if (!clock_counts(work, i)) continue;
        uint64_t most = share_of(work->sources[i].index->count, in_all);
        status = plan_source(sights, &work->sources[i], (uint32_t)i, most, error);
    }
    return status;
}

/* ---- all of it ---- */

static enum status append(struct instants *to, const struct instants *from, struct error *error)
{
    if (from->count == 0) return STATUS_OK;
    enum status status =
        grow_array(&to->at, &to->room, to->count + from->count, sizeof *to->at, error);
    if (status) return status;
    memcpy(to->at + to->count, from->at, from->count * sizeof *to->at);
    to->count += from->count;
    return STATUS_OK;
}

/* Facts of each source; its tasks stand one behind another. */
static enum status keep_facts(const struct sights *sights, struct timeline_ties *ties,
                              struct error *error)
{
    enum status status = STATUS_OK;
    for (size_t i = 0, next; i < sights->count && !status; i = next) {
        const uint32_t source = sights->at[i].number;
        uint64_t looked = 0, requests = 0;
        for (next = i; next < sights->count && sights->at[next].number == source; next++) {
            const struct sight *sight = &sights->at[next];
            looked += sight->looked;
            requests += sight->requests;
            if (!status) status = append(&ties->failures[source], &sight->failures, error);
            if (!status) status = append(&ties->restarts[source], &sight->restarts, error);
        }
        if (looked) ties->request_share[source] = (float)requests / (float)looked;
    }
    return status;
}

/* One array of all sightings, those of one part of the keys together. */
static enum status gather(const struct sights *sights, struct sighting **ret, size_t *ret_count,
                          struct error *error)
{
    size_t places[SIGHT_PARTS + 1] = {0}, count = 0;
    for (size_t i = 0; i < sights->count; i++)
        for (size_t k = 0; k < sights->at[i].count; k++)
            places[sighting_part(&sights->at[i].at[k]) + 1]++;
    for (size_t part = 0; part < SIGHT_PARTS; part++) places[part + 1] += places[part];
    count = places[SIGHT_PARTS];
    struct sighting *all = calloc(count + 1, sizeof *all);
    if (!all) return error_set(error, STATUS_NO_MEMORY, "no memory to compare clocks");
    for (size_t i = 0; i < sights->count; i++)
        for (size_t k = 0; k < sights->at[i].count; k++) {
            const struct sighting *sighting = &sights->at[i].at[k];
            all[places[sighting_part(sighting)]++] = *sighting;
        }
    *ret = all;
    *ret_count = count;
    return STATUS_OK;
}

enum status clock_sight(const struct clock_work *work, struct timeline_ties *ties,
                        struct sighting **ret, size_t *ret_count, struct error *error)
{
    struct sights sights = {.at = NULL};
    enum status status = plan(work, &sights, error);
    if (!status) status = threads_run(os_cpus(), sights.count, look_at_blocks, sights.at, error);
    if (!status) status = keep_facts(&sights, ties, error);
    if (!status) status = gather(&sights, ret, ret_count, error);
    for (size_t i = 0; i < sights.count; i++) {
        free(sights.at[i].at);
        free(sights.at[i].failures.at);
        free(sights.at[i].restarts.at);
    }
    free(sights.at);
    return status;
}
