#include "evidence/fields_text.h"

/* ---- members of JSON and logfmt lines ---- */

struct reading {
    struct evidence_fields *fields;
    unsigned message_rank, host_rank, process_rank, status_rank, took_rank;
    struct span time_key; /* of the layout: that value is the stamp */
    bool names_request;   /* a method or a path is told */
};

static bool better(unsigned rank, unsigned *best)
{
    if (rank >= *best) return false;
    *best = rank;
    return true;
}

/* Members whose presence beside a status says that the record is about one handled request. */
static bool tells_request(struct span path)
{
    static const char *const names[] = {"method",      "path",        "url",         "uri",
                                        "http.method", "http_method", "request_uri", "verb",
                                        "req.method",  "req.url",     "requesturi",  "route"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (path.len == strlen(names[i]) && span_equal_nocase(path, span_of(names[i]))) return true;
    return false;
}

/* "request": "GET /orders HTTP/1.1" */
static bool is_request_line(const struct line_member *member)
{
    static const char *const methods[] = {"GET ",    "POST ",  "PUT ",    "HEAD ",
                                          "DELETE ", "PATCH ", "OPTIONS "};
    if (!span_equal_nocase(member->path, SPAN("request"))) return false;
    for (size_t i = 0; i < sizeof methods / sizeof methods[0]; i++)
        if (span_starts(member->value, span_of(methods[i]))) return true;
    return false;
}

static void take_member(void *context, const struct line_member *member)
{
    struct reading *reading = context;
    struct evidence_fields *fields = reading->fields;
    duration took;
    unsigned rank = member->rank * 2 + (member->depth > 1 ? 1 : 0);
    if (span_equal(member->path, reading->time_key)) fields->stamp = member->value;
    if (tells_request(member->path) || is_request_line(member)) reading->names_request = true;
    switch (member->role) {
    case KEY_MESSAGE:
        if (member->string && better(rank, &reading->message_rank)) fields->message = member->value;
        break;
    case KEY_HOST:
        if (better(rank, &reading->host_rank)) fields->host = member->value;
        break;
    case KEY_PROCESS:
        if (member->string && better(rank, &reading->process_rank)) fields->process = member->value;
        break;
    case KEY_ID: fields_add_id(fields, member->value); break;
    case KEY_STATUS:
        if (fields_status(member->value) && better(rank, &reading->status_rank))
            fields->status = fields_status(member->value);
        break;
    case KEY_TOOK_S:
    case KEY_TOOK_MS:
    case KEY_TOOK_US:
    case KEY_TOOK_NS:
        if (fields_duration(member->value, member->role, &took) &&
            better(rank, &reading->took_rank))
            fields->took = took;
        break;
    default: break;
    }
}

static void read_members(const struct evidence_layout *layout, struct span line,
                         struct evidence_fields *ret)
{
    struct reading reading = {.fields = ret,
                              .message_rank = UINT32_MAX,
                              .host_rank = UINT32_MAX,
                              .process_rank = UINT32_MAX,
                              .status_rank = UINT32_MAX,
                              .took_rank = UINT32_MAX,
                              .time_key = span_of(layout->time_key)};
    bool json = layout->framing == FRAMING_JSON_LINES;
    (json ? json_members : logfmt_members)(line, take_member, &reading);
    if (!ret->message.at) ret->message = line;
    ret->is_request =
        ret->status > 0 && (reading.names_request || span_is(ret->message, "request"));
    /* what the message speaks of counts where no member says it */
    fields_of_words(ret->message, ret);
}

/* ---- all line layouts ---- */

static void read_record(const struct line_layout *layout, struct span record, bool first,
                        struct evidence_fields *ret)
{
    struct stamp_reader reader;
    struct line_hit hit = {.stamp_at = 0};
    const struct evidence_layout *face = &layout->face;
    if (span_starts(record, SPAN("\xef\xbb\xbf"))) record = span_from(record, 3);
    /* only a content's first record has lines before its own first one */
    struct span text = first ? fields_skip_header(layout, record) : record;
    struct span line = text;
    line = span_sub(span_cut(&line, '\n'), 0, LINE_WINDOW);
    size_t skipped = face->position & PLACE_PREFIXED ? line_prefix(line) : 0;
    skipped += line_escapes(span_from(line, skipped));
    if (skipped > 0 && (face->position & PLACE_PREFIXED)) {
        struct span rest = line;
        ret->process = span_trim(span_cut(&rest, '|'));
    }
    if (face->framing == FRAMING_JSON_LINES || face->framing == FRAMING_LOGFMT) {
        read_members(face, span_trim(span_from(line, skipped)), ret);
    } else {
        reader.format = layout->format;
        if (layout->format) stamp_reader_init(&reader, layout->format);
        bool hits = line_match(layout, kernels_plain(), &reader, line, &hit);
        if (hits && hit.stamp.len > 0) ret->stamp = span_sub(line, hit.stamp_at, hit.stamp.len);
        fields_of_text(layout, text, line, hits ? hit.stamp_at + hit.stamp.len : skipped, ret);
    }
    ret->is_restart = fields_tell_restart(ret->message);
}

/* ---- UTF-16: the fields of a narrow copy, their places doubled ---- */

enum { NARROW_BYTES = 8192 };

static struct span widen(struct span narrow, const char *copy, struct span record)
{
    if (!narrow.at || narrow.at < copy || narrow.at > copy + NARROW_BYTES)
        return (struct span){record.at, 0};
    size_t at = (size_t)(narrow.at - copy);
    return span_sub(record, at * 2, narrow.len * 2);
}

static void read_wide(const struct line_layout *layout, struct span record, bool first,
                      struct evidence_fields *ret)
{
    char copy[NARROW_BYTES];
    size_t len = 0;
    struct line_layout narrow = *layout;
    bool big = (layout->face.position & PLACE_WIDE_BE) != 0;
    line_layout_lock(&narrow);
    narrow.face.position &= (uint16_t) ~(PLACE_WIDE_LE | PLACE_WIDE_BE);
    for (size_t i = 0; i + 1 < record.len && len < sizeof copy; i += 2)
        copy[len++] = lines_narrow(record.at[i], record.at[i + 1], big);
    /* the byte order mark is no text */
    if (len > 0 && (unsigned char)copy[0] == 0x1a) copy[0] = ' ';
    size_t from = len > 0 && copy[0] == ' ' ? 1 : 0;
    read_record(&narrow, (struct span){copy + from, len - from}, first, ret);
    ret->message = widen(ret->message, copy, record);
    ret->stamp = widen(ret->stamp, copy, record);
    ret->host = widen(ret->host, copy, record);
    ret->process = widen(ret->process, copy, record);
    for (size_t i = 0; i < ret->id_count; i++) ret->ids[i] = widen(ret->ids[i], copy, record);
}

void evidence_fields_of(const struct evidence_index *index, struct span content, uint64_t record,
                        struct evidence_fields *ret)
{
    const struct evidence_layout *face = &index->layouts[index->layout[record]];
    struct span text = evidence_record(index, content, record);
    *ret = (struct evidence_fields){.took = -1};
    if (face->framing >= FRAMING_DOCUMENT) {
        document_fields(face, text, ret);
        return;
    }
    const struct index_owner *owner = index->owner;
    struct line_layout own;
    struct stamp_made made;
    const struct line_layout *layout = owner ? &owner->lines[index->layout[record]] : &own;
    if (!owner) line_layout_of(face, &made, &own);
    if (face->position & (PLACE_WIDE_LE | PLACE_WIDE_BE))
        read_wide(layout, text, record == 0, ret);
    else
        read_record(layout, text, record == 0, ret);
    if (face->style == STYLE_W3C) {
        struct span line = record == 0 ? fields_skip_header(layout, text) : text;
        fields_of_w3c(content, span_cut(&line, '\n'), ret);
    }
}
