#include "evidence/walk.h"

#include <zlib.h>

bool walk_is_git(const char *folder)
{
    return walk_holds(folder, "HEAD", OS_FILE) && walk_holds(folder, "objects", OS_FOLDER) &&
           walk_holds(folder, "refs", OS_FOLDER);
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
