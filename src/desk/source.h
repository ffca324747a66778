/* What workspace.c, sources.c and collect.c share: content and index of one source. */
#ifndef DESK_SOURCE_H
#define DESK_SOURCE_H

#include "desk/workspace.h"

/* Maps the content; the caller closes it (evidence_content_close). */
enum status desk_content(struct evidence_depot *depot, const struct store_source *source,
                         struct span *ret, struct error *error);
/* How the index of a content is made; borrows from all three. */
struct evidence_index_hints desk_index_hints(const struct evidence_source *source,
                                             const struct evidence_capture *capture,
                                             const struct evidence_formats *formats);
/* Makes the index of a content. What a format of `formats` (or NULL) fits is a log, whatever it was
 * taken for. */
enum status desk_index_of(const struct store_source *source, struct span content,
                          const struct evidence_formats *formats, const struct desk_doing *doing,
                          struct evidence_index *ret, struct error *error);
/* The same from wherever the content can be read. */
enum status desk_index_read(const struct store_source *source, const struct evidence_reader *reader,
                            const struct evidence_formats *formats, const struct desk_doing *doing,
                            struct evidence_index *ret, struct error *error);
/* The same from wherever the content can be read, and keeps it in the depot. */
enum status desk_index_from(struct evidence_depot *depot, const struct store_source *source,
                            const struct evidence_reader *reader,
                            const struct evidence_formats *formats, const struct desk_doing *doing,
                            struct evidence_index *ret, struct error *error);

#endif
