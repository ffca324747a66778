#include "evidence/internal.h"

static const struct key {
    const char *name; /* lower case */
    size_t len;
    enum key_role role;
    unsigned rank;
} keys[] = {
#include "evidence/keys_table.inc"
};

/* Most names are told apart by their lengths and first letters. */
static const uint32_t starts[] = {
#define KEY_STARTS
#include "evidence/keys_table.inc"
};

static int compare_nocase(struct span name, const struct key *key)
{
    for (size_t i = 0; i < name.len && i < key->len; i++) {
        unsigned char c = (unsigned char)name.at[i];
        unsigned char k = (unsigned char)key->name[i];
        if (c >= 'A' && c <= 'Z') c |= 0x20;
        if (c != k) return c < k ? -1 : 1;
    }
    return name.len < key->len ? -1 : name.len > key->len;
}

enum key_role key_role_of(struct span name, unsigned *ret_rank)
{
    size_t low = 0, high = sizeof keys / sizeof keys[0];
    if (name.len == 0 || name.len >= sizeof starts / sizeof starts[0] ||
        !(starts[name.len] >> (unsigned char)name.at[0] % 32 & 1))
        return KEY_NONE;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = compare_nocase(name, &keys[middle]);
        if (order == 0) {
            if (ret_rank) *ret_rank = keys[middle].rank;
            return keys[middle].role;
        }
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return KEY_NONE;
}
