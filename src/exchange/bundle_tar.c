/* Headers of POSIX tar (IEEE Std 1003.1, pax, ustar interchange format). */
#include "exchange/bundle.h"

#include <assert.h>
#include <stdio.h>

struct ustar {
    char name[100], mode[8], uid[8], gid[8], size[12], mtime[12], sum[8], type, link[100], magic[6],
        version[2], user[32], group[32], major[8], minor[8], prefix[155], rest[12];
};
_Static_assert(sizeof(struct ustar) == BUNDLE_BLOCK, "a header is one block");

static void put_octal(char *field, size_t size, uint64_t value)
{
    for (size_t i = size - 1; i-- > 0; value >>= 3) field[i] = (char)('0' + (value & 7));
    assert(value == 0);
}

/* More than eleven octal digits: the first bit set, then the number with its highest byte first, as
 * GNU tar and others write it. */
static void put_size(char field[12], uint64_t size)
{
    if (size < UINT64_C(1) << 33) {
        put_octal(field, 12, size);
        return;
    }
    field[0] = (char)0x80;
    for (size_t i = 11; i > 3; i--, size >>= 8) field[i] = (char)(size & 0xff);
}

void bundle_header(const char *name, uint64_t size, char out[BUNDLE_BLOCK])
{
    struct ustar header = {.type = '0', .magic = "ustar", .version = {'0', '0'}};
    size_t length = strlen(name);
    assert(length < sizeof header.name);
    memcpy(header.name, name, length);
    put_octal(header.mode, sizeof header.mode, 0644);
    put_octal(header.uid, sizeof header.uid, 0);
    put_octal(header.gid, sizeof header.gid, 0);
    put_size(header.size, size);
    put_octal(header.mtime, sizeof header.mtime, 0);
    put_octal(header.major, sizeof header.major, 0);
    put_octal(header.minor, sizeof header.minor, 0);
    memset(header.sum, ' ', sizeof header.sum); /* as it counts in the sum itself */
    unsigned sum = 0;
    for (size_t i = 0; i < sizeof header; i++) sum += ((unsigned char *)&header)[i];
    put_octal(header.sum, sizeof header.sum - 1, sum);
    header.sum[6] = '\0';
    memcpy(out, &header, sizeof header);
}

void bundle_part_name(const struct sha256 *hash, char out[BUNDLE_NAME])
{
    char hex[65];
    sha256_hex(hash, hex);
    snprintf(out, BUNDLE_NAME, "evidence/%s", hex);
}
