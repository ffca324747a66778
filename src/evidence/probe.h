/* Tells what a content is, one question a file; for kinds, documents and detection. */
#ifndef EVIDENCE_PROBE_H
#define EVIDENCE_PROBE_H

#include "evidence/kind.h"

/* The start of a content. `whole` when nothing follows. */
struct probe {
    struct span head;
    bool whole;
};

/* Takes the next line (without LF, and CR before it) from *rest. False at the end and, when the
 * content goes on behind the head, for the last, cut line. */
bool probe_line(const struct probe *probe, struct span *rest, struct span *ret_line);

/* picture.c */
bool probe_picture(const struct probe *probe, struct evidence_picture *ret);

/* probe_json.c: false when the head does not start like a JSON document or JSON lines. */
bool probe_json(const struct probe *probe, enum evidence_kind *ret);
/* True when records of this JSON are values or elements of a document, false for JSON lines. */
bool probe_json_is_document(const struct probe *probe);

/* probe_text.c */
bool probe_git_log(const struct probe *probe);
bool probe_history(const struct probe *probe);
bool probe_session(const struct probe *probe);
bool probe_mail(const struct probe *probe);
bool probe_journal_export(const struct probe *probe);
/* Pages, patches, dumps of databases, subtitles. */
bool probe_written(const struct probe *probe);
/* The line begins with a stamp of a known format that has more than a date. */
bool probe_begins_with_stamp(struct span line);

/* probe_stamped.c: text whose lines carry stamps at a steady place. */
bool probe_stamped(const struct probe *probe);

/* probe_csv.c */
struct probe_csv {
    char delimiter;
    bool header;   /* the first row names the columns */
    bool postgres; /* PostgreSQL csvlog: no header, fixed columns */
    bool log;      /* a time and a message column: each row is something that happened */
    unsigned columns;
};
bool probe_csv(const struct probe *probe, struct probe_csv *ret);
/* Length of the row at the start of `s`, line breaks in quotes and its LF included; 0 when it is
 * cut, unless it is the last of a whole content. */
size_t probe_csv_row(struct span s, bool whole, char delimiter, unsigned *ret_columns);

/* document_xml.c: elements of which most have a time; *ret_name is theirs, borrowed. */
bool probe_xml(const struct probe *probe, struct span *ret_name);

/* First text at or behind `from` that looks like a time of day, a date with time or an epoch
 * number; SIZE_MAX for none. A cheap filter: what it finds need not be a stamp of any known format.
 */
size_t probe_find_stamp(struct span line, size_t from);

#endif
