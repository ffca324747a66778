/* What must hold of review.json in a bundle before it is believed. */
#include "exchange/bundle.h"

static enum status check_hash(struct span json, struct error *error)
{
    char hex[65];
    size_t end = json.len < BUNDLE_CHECK_BYTES ? 0 : json.len - BUNDLE_CHECK_BYTES;
    struct sha256 hash = sha256_of(span_sub(json, 0, end));
    struct span tail = span_from(json, end), begin = SPAN(BUNDLE_CHECK);
    sha256_hex(&hash, hex);
    if (!span_starts(tail, begin) || !span_starts(span_from(tail, begin.len), span_of(hex)) ||
        !span_is(span_from(tail, begin.len + 64), BUNDLE_CHECK_END))
        return error_set(error, STATUS_DAMAGED,
                         BUNDLE_RECORD " does not match the hash at its end: the bundle was "
                                       "altered on its way; get it again, or export it anew");
    return STATUS_OK;
}

static enum status check_version(struct span json, struct error *error)
{
    struct span raw;
    uint64_t version;
    if (!json_find(json, "bundle", NULL, &raw) || !span_to_u64(raw, &version))
        return error_set(error, STATUS_BAD_INPUT,
                         BUNDLE_RECORD " does not say which version of the format it is in");
    if (version > BUNDLE_VERSION)
        return error_set(error, STATUS_TOO_NEW,
                         "the bundle has version %llu of the format, this program reads up to %d; "
                         "use a newer one",
                         (unsigned long long)version, BUNDLE_VERSION);
    return STATUS_OK;
}

static bool has_capture(const struct exchange_bundle *bundle, const struct bundle_part *part)
{
    size_t from = 0, to = bundle->capture_count;
    while (from < to) {
        size_t middle = from + (to - from) / 2;
        const struct evidence_capture *capture = &bundle->captures[middle];
        int order = memcmp(capture->hash.bytes, part->hash.bytes, sizeof part->hash.bytes);
        if (order == 0) return capture->size == part->size;
        if (order < 0)
            from = middle + 1;
        else
            to = middle;
    }
    return false;
}

/* Every body must be one that this program would have stored: of a known kind, in canonical form.
 */
static enum status check_body(const struct review_past *past, struct text *again,
                              struct error *error)
{
    struct arena arena;
    struct review_entry *entry = NULL;
    char id[16];
    if (!past->body.at) return STATUS_OK;
    arena_init(&arena, 64 * past->body.len + (1 << 20));
    text_clear(again);
    enum status status =
        review_body_read((enum review_kind)past->id.kind, past->body, &arena, &entry, error);
    if (!status) review_body_write(entry, again);
    if (!status) status = text_status(again, error);
    if (!status && !span_equal(text_span(again), past->body))
        status = error_set(error, STATUS_BAD_INPUT, "an entry is not in the form it is stored in");
    arena_release(&arena);
    if (status)
        error_place(error, BUNDLE_RECORD ", %s version %u", review_id_text(past->id, id),
                    past->version);
    return status;
}

static enum status check_history(const struct exchange_bundle *bundle, struct error *error)
{
    const struct review_past *first = bundle->history;
    if (bundle->history_count == 0 || first->id.kind != REVIEW_KIND_REVIEW || !first->body.at)
        return error_set(error, STATUS_BAD_INPUT,
                         BUNDLE_RECORD " does not begin with the review itself");
    struct text again;
    text_init(&again, BUNDLE_RECORD_BYTES);
    enum status status = STATUS_OK;
    for (size_t i = 0; !status && i < bundle->history_count; i++)
        status = check_body(&bundle->history[i], &again, error);
    text_release(&again);
    return status;
}

static bool is_uid(const char *uid)
{
    return strlen(uid) == 32 && strspn(uid, "0123456789abcdef") == 32;
}

static enum status check_form(const struct exchange_bundle *bundle, const struct bundle_part *parts,
                              size_t count, struct span json, struct error *error)
{
    struct text again;
    if (!bundle->uid || !is_uid(bundle->uid))
        return error_set(error, STATUS_BAD_INPUT, BUNDLE_RECORD " has no uid of 32 hex digits");
    for (size_t i = 0; i < count; i++) {
        const struct bundle_part *part = &parts[i];
        bool ordered =
            i == 0 || memcmp(part[-1].hash.bytes, part->hash.bytes, sizeof part->hash.bytes) < 0;
        if (!ordered || !has_capture(bundle, part))
            return error_set(error, STATUS_BAD_INPUT,
                             BUNDLE_RECORD ": evidence file %zu is out of order, or nothing says "
                                           "where it came from",
                             i + 1);
    }
    text_init(&again, BUNDLE_RECORD_BYTES + BUNDLE_BLOCK);
    enum status status = bundle_json_write(bundle, parts, count, &again, error);
    if (!status && !span_equal(text_span(&again), json))
        status = error_set(error, STATUS_BAD_INPUT,
                           BUNDLE_RECORD " is not in the form that the program writes");
    text_release(&again);
    return status;
}

static bool changes_ascend(const struct exchange_bundle *bundle)
{
    for (size_t i = 1; i < bundle->history_count; i++)
        if (bundle->history[i].change < bundle->history[i - 1].change) return false;
    return true;
}

enum status bundle_json_check_text(struct span json, struct error *error)
{
    enum status status = check_hash(json, error);
    return status ? status : check_version(json, error);
}

enum status bundle_json_check(const struct exchange_bundle *bundle, const struct bundle_part *parts,
                              size_t count, struct span json, struct error *error)
{
    if (!changes_ascend(bundle))
        return error_set(error, STATUS_BAD_INPUT, BUNDLE_RECORD ": changes are out of order");
    enum status status = check_form(bundle, parts, count, json, error);
    return status ? status : check_history(bundle, error);
}
