/* The sources of one file: itself, or what is packed in it. */
#include "evidence/intake.h"

#include <assert.h>

/* Names and time of a source, which are known before its bytes are. */
static enum status describe(struct taken *taken, const char *member, instant modified,
                            struct evidence_source *ret, struct error *error)
{
    struct text name;
    text_init(&name, 0);
    text_add_visible(&name, span_of(taken->name));
    if (member[0]) text_addf(&name, "!%s", member);
    *ret = (struct evidence_source){.modified = modified,
                                    .member = arena_copy(&taken->arena, span_of(member)),
                                    .name = arena_copy(&taken->arena, text_span(&name))};
    enum status status = text_status(&name, error);
    text_release(&name);
    if (status == STATUS_OK && (!ret->member || !ret->name))
        status = arena_full(&taken->arena, error);
    return status;
}

static enum status add_source(struct taken *taken, const struct blob *blob, const char *member,
                              instant modified, struct error *error)
{
    struct evidence_source source;
    assert(blob->ended); /* its hash is known */
    enum status status =
        grow_array(&taken->sources, &taken->room, taken->count + 1, sizeof *taken->sources, error);
    if (status == STATUS_OK)
        status = grow_array(&taken->fresh, &taken->fresh_room, taken->count + 1,
                            sizeof *taken->fresh, error);
    if (status == STATUS_OK) status = describe(taken, member, modified, &source, error);
    if (status) return status;
    source.hash = blob->hash;
    source.size = blob->size;
    source.kind = evidence_kind_of(blob_head(blob), blob->size, &source.picture);
    source.capture = taken->capture.hash;
    taken->fresh[taken->count] = false;
    taken->sources[taken->count++] = source;
    return STATUS_OK;
}

/* ---- indexes ---- */

static struct ahead *begin_ahead(struct intake *intake, const struct blob *blob,
                                 const struct span *view, const char *member, instant modified)
{
    const struct evidence_collector *collector = intake->collector;
    struct evidence_index_hints hints = {.kind = EVIDENCE_ATTACHMENT};
    struct evidence_source source;
    if (!collector->hints || describe(intake->taken, member, modified, &source, NULL)) return NULL;
    if (!collector->hints(collector->context, &intake->taken->capture, &source, &hints))
        return NULL;
    return ahead_begin(blob, view, &hints);
}

/* Is there enough of it to tell that it is no archive, and is its size known? */
static bool can_begin(const struct blob *blob)
{
    return blob->growing && blob->expected &&
           unpack_packing_of(blob_head(blob)) == EVIDENCE_PACKED_PLAIN;
}

void intake_look_ahead(struct intake *intake)
{
    struct taken *taken = intake->taken;
    if (taken->begun || !taken->blob.growing) return;
    taken->begun = true;
    if (can_begin(&taken->blob))
        taken->ahead = begin_ahead(intake, &taken->blob, NULL, "", taken->capture.modified);
}

static bool is_indexed(const struct intake *intake, const struct sha256 *content)
{
    char path[DEPOT_PATH_MAX];
    struct os_facts facts;
    return !evidence_index_path(intake->sink.depot, content, path, sizeof path, NULL) &&
           os_facts(path, &facts, NULL) == STATUS_OK && facts.size > 0;
}

/* The last source's content is whole. Its index goes on being made, or begins only now. */
static void confirm(struct intake *intake, struct ahead **ahead, const struct blob *blob,
                    const struct span *view)
{
    const struct evidence_source *source = &intake->taken->sources[intake->taken->count - 1];
    if (*ahead && ahead_confirm(*ahead, source->kind)) return;
    ahead_end(*ahead);
    *ahead = NULL;
    if (is_indexed(intake, &source->hash)) return;
    *ahead = begin_ahead(intake, blob, view, source->member, source->modified);
    if (*ahead) (void)ahead_confirm(*ahead, source->kind); /* ignoring: it looks at all of it */
}

/* ---- what unpack() gives ---- */

static void sink_expect(void *context, struct unpack_pot *pot, const char *member, instant modified,
                        uint64_t size)
{
    (void)context;
    pot->member = member;
    pot->modified = modified;
    pot->blob.expected = size;
}

static void came(struct intake *intake, struct unpack_pot *pot, size_t len)
{
    intake_progress(intake, len);
    if (pot->begun || !pot->blob.growing) return;
    pot->begun = true;
    if (can_begin(&pot->blob))
        pot->ahead = begin_ahead(intake, &pot->blob, NULL, pot->member, pot->modified);
}

static enum status sink_add(void *context, struct unpack_pot *pot, struct span bytes,
                            struct error *error)
{
    enum status status = depot_sink_add(context, pot, bytes, error);
    if (status == STATUS_OK) came(context, pot, bytes.len);
    return status;
}

static enum status sink_grew(void *context, struct unpack_pot *pot, size_t len, struct error *error)
{
    enum status status = depot_sink_grew(context, pot, len, error);
    if (status == STATUS_OK) came(context, pot, len);
    return status;
}

/* A content is put in its place at once when that is quick. */
static enum status place(struct taken *taken, struct unpack_pot *pot, struct error *error)
{
    bool known = true;
    if (taken->late_count == INTAKE_LATE_MAX) {
        enum status status = intake_finish_late(taken, error);
        if (status) {
            depot_sink_drop(NULL, pot);
            return status;
        }
    }
    if (pot->blob.size > BLOB_CHECKED_MAX && !pot->blob.known) {
        taken->fresh[taken->count - 1] = true;
        taken->late[taken->late_count++] = (struct intake_late){pot, taken->count - 1};
        return STATUS_OK;
    }
    enum status status = blob_store(&pot->blob, &known, error);
    taken->fresh[taken->count - 1] = !known;
    depot_sink_drop(NULL, pot);
    return status;
}

static enum status sink_keep(void *context, struct unpack_pot *pot, const char *member,
                             instant modified, struct error *error)
{
    struct intake *intake = context;
    struct taken *taken = intake->taken;
    enum status status;
    if (!pot) {
        status = add_source(taken, &taken->blob, member, modified, error);
        if (status == STATUS_OK) confirm(intake, &taken->ahead, &taken->blob, &taken->packed);
        return status;
    }
    status = intake_settle_twin(intake, &pot->blob.hash, error);
    if (status == STATUS_OK) {
        blob_store_begin(&pot->blob);
        status = add_source(taken, &pot->blob, member, modified, error);
    }
    if (status) {
        depot_sink_drop(NULL, pot);
        return status;
    }
    confirm(intake, &pot->ahead, &pot->blob, &pot->view);
    return place(taken, pot, error);
}

static void sink_note(void *context, const char *member, const struct error *why)
{
    struct intake *intake = context;
    struct text path;
    text_init(&path, 0);
    text_adds(&path, intake->taken->path);
    if (member[0]) text_addf(&path, "!%s", member);
    struct error placed = *why;
    error_place(&placed, "%s", path.at);
    intake_pass_over(intake, path.at, &placed);
    text_release(&path);
}

enum status intake_find_sources(struct intake *intake, struct error *error)
{
    const struct unpack_sink sink = {.context = intake,
                                     .begin = depot_sink_begin,
                                     .expect = sink_expect,
                                     .add = sink_add,
                                     .room = depot_sink_room,
                                     .grew = sink_grew,
                                     .view = depot_sink_view,
                                     .keep = sink_keep,
                                     .drop = depot_sink_drop,
                                     .note = sink_note};
    struct taken *taken = intake->taken;
    struct evidence_capture *capture = &taken->capture;
    enum status status = blob_end(&taken->blob, &taken->packed, error);
    if (status == STATUS_OK) status = intake_settle_twin(intake, &taken->blob.hash, error);
    if (status) return status;
    blob_store_begin(&taken->blob);
    capture->hash = taken->blob.hash;
    capture->size = taken->blob.size;
    capture->packing = unpack_packing_of(taken->packed);
    if (capture->packing == EVIDENCE_PACKED_PLAIN)
        return sink_keep(intake, NULL, "", capture->modified, error);
    return unpack(taken->packed, capture->packing, capture->modified, &intake->left, &sink, error);
}
