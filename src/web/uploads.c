/* Files that come over the network: with a form, as one body, or in pieces that go on where they
 * were cut off. The name that somebody gave a file is kept as its origin and never used as a path.
 */
#include "web/gather.h"
#include "web/pages.h"
#include "web/words.h"

#include <stdio.h>

#define LARGEST  (UINT64_C(64) << 30)
#define PATIENCE (2500 * NS_PER_MS)

/* The folder for files on their way, made when it is missing; NULL without memory. */
static const char *make_folder(struct web_request *request, struct error *error)
{
    const char *folder =
        arena_printf(&request->arena, "%s/incoming", request->server->settings.folder);
    if (!folder) {
        (void)arena_full(&request->arena, error);
        return NULL;
    }
    return os_make_folder(folder, error) ? NULL : folder;
}

static enum status add(struct web_request *request, uint32_t review, const char *name,
                       const char *path, const char *id, instant modified, struct error *error)
{
    struct gather_file file = {.review = review,
                               .account = (uint32_t)request->me.account,
                               .by = request->me.login ? request->me.login : "",
                               .name = *name ? name : "unnamed",
                               .path = path,
                               .id = id,
                               .modified = modified};
    return gather_add(request->server, &file, error);
}

enum status uploads_take(struct web_request *request, uint32_t review, struct error *error)
{
    enum status status = STATUS_OK;
    size_t number = 0;
    for (struct web_upload *u = request->uploads; u && status == STATUS_OK; u = u->next) {
        const char *path = arena_printf(&request->arena, "%s-taken-%zu", u->path, number++);
        if (!path) return arena_full(&request->arena, error);
        status = os_rename(u->path, path, error);
        if (status == STATUS_OK)
            status = add(request, review, u->name, path, "", INSTANT_NONE, error);
    }
    if (status == STATUS_OK && request->uploads)
        (void)gather_wait(request->server, review, (uint32_t)request->me.account, PATIENCE);
    return status;
}

/* ---- in pieces ---- */

struct piece {
    const char *name, *path;
    char id[41];
    uint64_t size, modified_ms;
};

/* Which upload: the same account, review, name, size and time of change go on with the same file.
 */
static enum status read_piece(struct web_request *request, struct piece *ret, struct error *error)
{
    struct piece piece = {.name = web_query(request, "name")};
    struct text key;
    char hex[65];
    if (!piece.name || !*piece.name)
        return error_set(error, STATUS_USAGE, "an upload wants the name of the file, as in ?name=");
    enum status status = web_query_number(request, "size", 0, LARGEST, 0, &piece.size, error);
    if (status == STATUS_OK)
        status = web_query_number(request, "modified", 0, UINT64_C(1) << 52, 0, &piece.modified_ms,
                                  error);
    const char *folder = status ? NULL : make_folder(request, error);
    if (!folder) return error->status;
    text_init(&key, 0);
    text_addf(&key, "%u %llu %llu %llu ", request->review, (unsigned long long)request->me.account,
              (unsigned long long)piece.size, (unsigned long long)piece.modified_ms);
    text_adds(&key, piece.name);
    struct sha256 hash = sha256_of(text_span(&key));
    text_release(&key);
    sha256_hex(&hash, hex);
    (void)snprintf(piece.id, sizeof piece.id, "%.40s", hex);
    piece.path = arena_printf(&request->arena, "%s/part-%s", folder, piece.id);
    if (!piece.path) return arena_full(&request->arena, error);
    *ret = piece;
    return STATUS_OK;
}

static uint64_t have(const struct piece *piece)
{
    struct os_facts facts;
    return os_facts(piece->path, &facts, NULL) == STATUS_OK && facts.kind == OS_FILE ? facts.size
                                                                                     : 0;
}

static void tell(struct web_request *request, const struct piece *piece)
{
    struct model *model = &request->model;
    enum gather_state state = GATHER_WAITING;
    bool given = gather_find(request->server, piece->id, &state);
    value_text(model, NULL, "id", piece->id);
    value_text(model, NULL, "name", piece->name);
    value_count(model, NULL, "size", (int64_t)piece->size);
    value_count(model, NULL, "have", (int64_t)have(piece));
    value_text(model, NULL, "state", given ? gather_state_word(state) : "arriving");
}

/* Without a name: all files of this account here, and how many wait. */
enum status web_incoming(struct web_request *request, struct error *error)
{
    struct piece piece;
    size_t count = 0;
    if (!web_query(request, "name")) {
        gather_put(request, "files", &count);
        value_count(&request->model, NULL, "waiting", (int64_t)count);
        return STATUS_OK;
    }
    enum status status = read_piece(request, &piece, error);
    if (status == STATUS_OK) tell(request, &piece);
    return status;
}

static enum status write_piece(const struct piece *piece, uint64_t offset, struct span bytes,
                               struct error *error)
{
    int fd = -1;
    enum status status = os_open_write(piece->path, true, &fd, error);
    if (status == STATUS_OK) status = os_write_at(fd, piece->path, offset, bytes, error);
    os_close(fd);
    return status;
}

enum status web_incoming_piece(struct web_request *request, struct error *error)
{
    struct piece piece;
    uint64_t offset = 0;
    enum status status = read_piece(request, &piece, error);
    if (status == STATUS_OK)
        status = web_query_number(request, "offset", 0, LARGEST, 0, &offset, error);
    if (status) return status;
    if (offset > have(&piece))
        return error_set(error, STATUS_BUSY, "%llu bytes are here: go on from there",
                         (unsigned long long)have(&piece));
    if (offset + request->body.len > piece.size)
        return error_set(error, STATUS_USAGE, "this piece ends behind the size that was told");
    status = write_piece(&piece, offset, request->body, error);
    if (status == STATUS_NO_SPACE)
        (void)error_set(error, status,
                        "the disk of the server is full; what came is kept, and the upload can go "
                        "on when there is room");
    error->where[0] = '\0'; /* where it lies here is nobody's business */
    if (status == STATUS_OK) tell(request, &piece);
    return status;
}

enum status web_incoming_done(struct web_request *request, struct error *error)
{
    struct piece piece;
    enum gather_state state = GATHER_WAITING;
    enum status status = read_piece(request, &piece, error);
    if (status) return status;
    bool given = gather_find(request->server, piece.id, &state);
    struct os_facts facts;
    bool there = os_facts(piece.path, &facts, NULL) == STATUS_OK;
    if (!there && given) { /* the answer was lost on the way */
        tell(request, &piece);
        return STATUS_OK;
    }
    if (!there || facts.size != piece.size)
        return error_set(error, STATUS_BUSY, "%llu of %llu bytes are here: send the rest first",
                         (unsigned long long)have(&piece), (unsigned long long)piece.size);
    const char *whole =
        arena_printf(&request->arena, "%s/whole-%s-%llx", make_folder(request, error), piece.id,
                     (unsigned long long)request->now);
    if (!whole) return arena_full(&request->arena, error);
    status = os_rename(piece.path, whole, error);
    instant modified = piece.modified_ms ? (instant)piece.modified_ms * NS_PER_MS : INSTANT_NONE;
    if (status == STATUS_OK)
        status = add(request, request->review, piece.name, whole, piece.id, modified, error);
    if (status == STATUS_OK) tell(request, &piece);
    return status;
}

/* ---- as one body, for programs ---- */

enum status web_evidence_send(struct web_request *request, struct error *error)
{
    const char *name = web_query(request, "name");
    const char *folder = make_folder(request, error);
    size_t count = 0;
    int fd = -1;
    if (!folder) return error->status;
    if (!name || !*name)
        return error_set(error, STATUS_USAGE, "evidence wants a name, as in ?name=app.log");
    const char *path = arena_printf(&request->arena, "%s/sent-%llx-%p", folder,
                                    (unsigned long long)request->now, (void *)request);
    if (!path) return arena_full(&request->arena, error);
    enum status status = os_create(path, &fd, error);
    if (status == STATUS_OK) status = os_write(fd, path, request->body, error);
    os_close(fd);
    if (status == STATUS_OK)
        status = add(request, request->review, name, path, "", INSTANT_NONE, error);
    if (status) return status;
    (void)gather_wait(request->server, request->review, (uint32_t)request->me.account, PATIENCE);
    gather_put(request, "files", &count);
    value_count(&request->model, NULL, "waiting", (int64_t)count);
    return STATUS_OK;
}
