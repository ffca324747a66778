/* Files in index/ that keep what took long to find out; see docs/formats/index.md. */
#ifndef DESK_FOUND_FILE_H
#define DESK_FOUND_FILE_H

#include "base/base.h"

enum { FOUND_BYTES_MOST = 256 << 20 };

/* `sort`: "found", "ties"; the ending of the file. Of each sort some files are kept, and when there
 * are too many all of it are begun anew. */

/* The body that was kept under this key; false when there is none, or not a byte of it can be
 * trusted. `file` is the caller's text, cleared here; *ret_body borrows from it. */
bool found_file_load(const char *folder, const char *sort, const struct sha256 *key,
                     struct text *file, struct span *ret_body);
/* Keeps it in one step: another process sees what was there before or all of this. Not being able
 * to is no failure: it is found out again next time. */
void found_file_save(const char *folder, const char *sort, const struct sha256 *key,
                     struct span body);

#endif
