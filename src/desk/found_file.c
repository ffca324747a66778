#include "desk/found_file.h"

#include <stdio.h>

enum { FILES_MOST = 16 }; /* of one sort, of as many different sets of sources */

static const char magic[8] = {'p', 'm', 'f', 'o', 'u', 'n', 'd', '\n'};

struct head {
    char magic[8];
    struct sha256 key, check; /* check: of the bytes behind the head */
};

static bool path_of(const char *folder, const char *sort, const struct sha256 *key, char *out,
                    size_t size)
{
    char hex[65];
    sha256_hex(key, hex);
    int len = snprintf(out, size, "%s/index/%.16s.%s", folder, hex, sort);
    return len > 0 && (size_t)len < size;
}

struct clearing {
    const char *folder, *sort;
    size_t count;
    bool remove;
};

static enum status clear_one(void *context, const char *name, struct error *error)
{
    struct clearing *clearing = context;
    char path[4200];
    size_t len = strlen(name);
    (void)error;
    if (len < 18 || name[16] != '.' || strcmp(name + 17, clearing->sort) != 0) return STATUS_OK;
    clearing->count++;
    int wrote = snprintf(path, sizeof path, "%s/%s", clearing->folder, name);
    if (clearing->remove && wrote > 0 && (size_t)wrote < sizeof path) (void)os_remove(path, NULL);
    return STATUS_OK;
}

/* Those of sets of sources that are no more would pile up. */
static void clear_old(const char *workspace, const char *sort)
{
    char folder[4200];
    struct clearing clearing = {.folder = folder, .sort = sort};
    int len = snprintf(folder, sizeof folder, "%s/index", workspace);
    if (len < 0 || (size_t)len >= sizeof folder) return;
    if (os_list(folder, clear_one, &clearing, NULL) || clearing.count < FILES_MOST) return;
    clearing.remove = true;
    (void)os_list(folder, clear_one, &clearing, NULL);
}

bool found_file_load(const char *folder, const char *sort, const struct sha256 *key,
                     struct text *file, struct span *ret_body)
{
    char path[4200];
    struct head head;
    text_clear(file);
    if (!path_of(folder, sort, key, path, sizeof path)) return false;
    if (os_slurp(path, FOUND_BYTES_MOST, file, NULL) || file->len < sizeof head) return false;
    struct span body = span_from(text_span(file), sizeof head);
    memcpy(&head, file->at, sizeof head);
    struct sha256 check = sha256_of(body);
    if (memcmp(head.magic, magic, sizeof magic) != 0 || !sha256_equal(&head.key, key) ||
        !sha256_equal(&head.check, &check))
        return false;
    *ret_body = body;
    return true;
}

void found_file_save(const char *folder, const char *sort, const struct sha256 *key,
                     struct span body)
{
    char path[4200];
    struct head head = {.key = *key, .check = sha256_of(body)};
    struct span parts[2] = {{(const char *)&head, sizeof head}, body};
    if (body.len > FOUND_BYTES_MOST - sizeof head || !path_of(folder, sort, key, path, sizeof path))
        return;
    memcpy(head.magic, magic, sizeof magic);
    clear_old(folder, sort);
    (void)os_replace_parts(path, parts, 2, NULL);
}
