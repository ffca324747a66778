/* What the renderers share. */
#ifndef REPORT_INTERNAL_H
#define REPORT_INTERNAL_H

#include "report/report.h"

/* Hands the text to the sink and clears it; passes on a sticky failure of the text. */
enum status report_flush(const struct report_sink *sink, struct text *text, struct error *error);
/* As report_flush, but only when enough has gathered. */
enum status report_flush_some(const struct report_sink *sink, struct text *text,
                              struct error *error);

/* "S3" for a source number, "all" for UINT32_MAX. */
void report_add_source(struct text *text, const struct report_model *model, uint32_t number);
/* "S3:120-340" */
void report_add_place(struct text *text, const struct report_model *model,
                      const struct timeline_place *place);
const char *report_source_name(const struct report_model *model, uint32_t number);
/* The hash of the content a place is in, 64 hex digits; "" for none. */
void report_place_hash(const struct report_model *model, const struct timeline_place *place,
                       char out[65]);
/* {"source":"S3","name":...,"from":120,"to":340,"sha256":...} */
void report_json_place(struct json_writer *json, const struct report_model *model,
                       const struct timeline_place *place);
void report_json_instant(struct json_writer *json, instant at, const struct zone *zone);
/* {"earliest":...,"latest":...}, null when unknown; open ends are null */
void report_json_interval(struct json_writer *json, struct interval at, const struct zone *zone);

void report_json_source(struct json_writer *json, const struct report_model *model, size_t number);
void report_json_spot(struct json_writer *json, const struct report_model *model,
                      const struct timeline_spot *spot);

/* One instant, or "between A and B", "not before A", "not after B", "not known". */
void report_add_interval(struct text *text, struct interval at, const struct zone *zone);
/* "56 s to 1 min 02 s", "at least 5 s", "12 s before", "not known" */
void report_add_length(struct text *text, struct span_of_time length);

/* The worst level that a fiftieth of a template's records have. */
enum evidence_level report_template_level(const struct evidence_template *shape);

/* Cuts to `most` bytes at a character's edge, marks the cut, makes control bytes visible. */
void report_add_cut(struct text *text, struct span bytes, size_t most);
/* As report_add_cut, for a cell or a line of Markdown: what it would take for markup is escaped. */
void report_add_markdown(struct text *text, struct span bytes, size_t most);
/* Day of an instant in the zone, counted from 1970. */
int64_t report_day(instant at, const struct zone *zone);
/* First line of a message, trimmed. */
struct span report_first_line(struct span message);

#endif
