/* What the members of one JSON object say, by the roles of their names (data/keys.tsv). */
#ifndef EVIDENCE_JSON_FACTS_H
#define EVIDENCE_JSON_FACTS_H

#include "evidence/fields.h"
#include "evidence/internal.h"

enum { JSON_KEY_MAX = 48 };

/* Spans borrow from the element and are raw: escapes are not decoded. */
struct json_facts {
    struct span time;
    bool strange;                /* the time's member has a name that nobody has told the program */
    char time_key[JSON_KEY_MAX]; /* path of the member with the time, "" for none */
    struct span level, message, host, process;
    char level_key[JSON_KEY_MAX], message_key[JSON_KEY_MAX];
    struct span ids[EVIDENCE_IDS_MAX];
    size_t id_count;
    int status;
    duration took;      /* negative when not stated */
    bool names_request; /* a method, a path or the like is told */
};

/* Reads the first value in `element`. What is cut or broken ends the reading; what came before it
 * counts. */
void json_facts_of(struct span element, struct json_facts *ret);

#endif
