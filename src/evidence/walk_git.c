#include "evidence/walk.h"

#include <stdio.h>
#include <zlib.h>

static bool has(const char *folder, const char *name, enum os_kind kind)
{
    char path[WALK_PATH_MAX];
    struct os_facts facts;
    int len = snprintf(path, sizeof path, "%s/%s", folder, name);
    if (len < 0 || (size_t)len >= sizeof path) return false;
    return os_facts(path, &facts, NULL) == STATUS_OK && facts.kind == kind;
}

bool walk_is_git(const char *folder)
{
    return has(folder, "HEAD", OS_FILE) && has(folder, "objects", OS_FOLDER) &&
           has(folder, "refs", OS_FOLDER);
}

bool walk_is_loose_commit(const char *path)
{
    unsigned char packed[128], head[8] = {0};
    size_t len = 0;
    int fd;
    z_stream stream = {0};
    if (os_open_read(path, false, &fd, NULL)) return false;
    enum status status = os_read(fd, path, packed, sizeof packed, &len, NULL);
    os_close(fd);
    if (status || inflateInit(&stream) != Z_OK) return false;
    stream.next_in = packed;
    stream.avail_in = (uInt)len;
    stream.next_out = head;
    stream.avail_out = sizeof head;
    int code = inflate(&stream, Z_SYNC_FLUSH);
    inflateEnd(&stream);
    return (code == Z_OK || code == Z_STREAM_END || code == Z_BUF_ERROR) &&
           memcmp(head, "commit ", 7) == 0;
}
