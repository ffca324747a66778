/* What the files that read elements share: the stack of where the parser stands. */
#ifndef EXCHANGE_PSA_READER_H
#define EXCHANGE_PSA_READER_H

#include "exchange/psa_parts.h"

#include <expat.h>

enum psa_place {
    PSA_IN_MODEL,
    PSA_IN_CONTAINER,
    PSA_IN_GATE,
    PSA_IN_EVENT,
    PSA_IN_FORMULA,
    PSA_IN_LABEL,
};

struct psa_reader {
    struct psa_model *model;
    XML_Parser parser;
    enum status status;
    struct {
        enum psa_place place;
        uint32_t at; /* container, definition, node; PSA_NONE of the model */
    } stack[PSA_DEPTH];
    int depth;
    uint32_t passed; /* depth within an element that is passed over */
    struct text label;
};

/* ---- psa_xml.c ---- */

struct psa_spot psa_here(const struct psa_reader *reader);
/* Ends the reading when the status is not OK; the first one counts. */
void psa_stop(struct psa_reader *reader, enum status status);
/* Refuses the model at the place where the parser stands. */
void psa_stop_here(struct psa_reader *reader, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* NULL when there is none. */
const char *psa_attribute(const XML_Char **attributes, const char *name);
void psa_push(struct psa_reader *reader, enum psa_place place, uint32_t at);

/* ---- psa_defines.c: each refuses what it cannot take, by psa_stop ---- */

/* The attribute "name", copied; an empty span after a refusal. */
struct span psa_name(struct psa_reader *reader, const char *element, const XML_Char **attributes);
bool psa_value(struct psa_reader *reader, const XML_Char **attributes);
void psa_open_container(struct psa_reader *reader, const char *element, uint32_t parent,
                        const XML_Char **attributes);
/* False when the element defines nothing. */
bool psa_open_define(struct psa_reader *reader, const char *element, uint32_t container,
                     const XML_Char **attributes);
void psa_close_gate(struct psa_reader *reader, uint32_t define);

/* ---- psa_formulas.c ---- */

/* Opens a part of the formula of the last definition; `parent` PSA_NONE: the whole of it. */
void psa_open_formula(struct psa_reader *reader, const char *element, uint32_t parent,
                      const XML_Char **attributes);
void psa_close_formula(struct psa_reader *reader, uint32_t node);

#endif
