/*
 * Elements of a model, by expat. Where the parser stands is on a stack of fixed depth; what is of
 * no use here is passed over as a whole. Nothing is expanded and nothing is fetched.
 */
#include "exchange/psa_reader.h"

#include <assert.h>
#include <stdio.h>

struct psa_spot psa_here(const struct psa_reader *reader)
{
    return (struct psa_spot){(uint32_t)XML_GetCurrentLineNumber(reader->parser),
                             (uint32_t)XML_GetCurrentColumnNumber(reader->parser) + 1};
}

void psa_stop(struct psa_reader *reader, enum status status)
{
    if (!status || reader->status) return;
    reader->status = status;
    XML_StopParser(reader->parser, XML_FALSE);
}

void psa_stop_here(struct psa_reader *reader, const char *format, ...)
{
    char message[500];
    va_list args;
    va_start(args, format);
    vsnprintf(message, sizeof message, format, args);
    va_end(args);
    psa_stop(reader, psa_refuse(reader->model, psa_here(reader), "%s", message));
}

/* The name without the prefix of a name space. */
static const char *plain(const XML_Char *name)
{
    const char *colon = strrchr(name, ':');
    return colon ? colon + 1 : name;
}

const char *psa_attribute(const XML_Char **attributes, const char *name)
{
    for (; *attributes; attributes += 2)
        if (strcmp(plain(attributes[0]), name) == 0) return attributes[1];
    return NULL;
}

void psa_push(struct psa_reader *reader, enum psa_place place, uint32_t at)
{
    reader->stack[reader->depth].place = place;
    reader->stack[reader->depth++].at = at;
}

static void pass_over(struct psa_reader *reader)
{
    reader->passed = 1;
}

static void open_in_container(struct psa_reader *reader, const char *element, uint32_t container,
                              const XML_Char **attributes)
{
    bool of_model = container == PSA_NONE;
    if (strcmp(element, of_model ? "define-fault-tree" : "define-component") == 0)
        psa_open_container(reader, element, container, attributes);
    else if (strcmp(element, "model-data") == 0 && of_model)
        psa_push(reader, PSA_IN_MODEL, PSA_NONE);
    else if (strcmp(element, "label") == 0)
        psa_push(reader, PSA_IN_LABEL, PSA_NONE);
    else if (strcmp(element, "define-substitution") == 0)
        psa_stop_here(reader,
                      "<%s> changes which events come together and is not read: take it out",
                      element);
    else if (!psa_open_define(reader, element, container, attributes))
        pass_over(reader);
}

static void open_root(struct psa_reader *reader, const char *element, const XML_Char **attributes)
{
    static const char *const names[] = {"opsa-mef", "open-psa", "opsa-model", "open-psa-mef"};
    for (size_t n = 0; n < sizeof names / sizeof *names; n++)
        if (strcmp(element, names[n]) == 0) {
            psa_push(reader, PSA_IN_MODEL, PSA_NONE);
            if (psa_attribute(attributes, "name"))
                reader->model->title = psa_name(reader, element, attributes).at;
            return;
        }
    psa_stop_here(reader, "<%.40s> is no Open-PSA model: it begins with <opsa-mef>", element);
}

static void open_in_event(struct psa_reader *reader, const char *element,
                          const XML_Char **attributes)
{
    struct psa_define *event = &reader->model->defines[reader->model->define_count - 1];
    bool constant = strcmp(element, "constant") == 0 || strcmp(element, "bool") == 0;
    if (event->kind == PSA_HOUSE && constant) event->value = psa_value(reader, attributes);
    pass_over(reader);
}

static void XMLCALL on_start(void *context, const XML_Char *name, const XML_Char **attributes)
{
    struct psa_reader *reader = context;
    const char *element = plain(name);
    if (reader->status) return;
    if (reader->passed) {
        reader->passed++;
        return;
    }
    if (reader->depth == PSA_DEPTH) {
        psa_stop_here(reader, "more than %d elements within each other: make the inner ones gates",
                      PSA_DEPTH);
        return;
    }
    if (reader->depth == 0) {
        open_root(reader, element, attributes);
        return;
    }
    enum psa_place place = reader->stack[reader->depth - 1].place;
    uint32_t at = reader->stack[reader->depth - 1].at;
    bool label = strcmp(element, "label") == 0, more = strcmp(element, "attributes") == 0;
    if (place == PSA_IN_MODEL || place == PSA_IN_CONTAINER)
        open_in_container(reader, element, at, attributes);
    else if (label && (place == PSA_IN_GATE || place == PSA_IN_EVENT))
        psa_push(reader, PSA_IN_LABEL, at);
    else if (place == PSA_IN_EVENT)
        open_in_event(reader, element, attributes);
    else if (more || place == PSA_IN_LABEL)
        pass_over(reader);
    else if (place == PSA_IN_GATE)
        psa_open_formula(reader, element, PSA_NONE, attributes);
    else if (!psa_is_leaf(reader->model->nodes[at].op))
        psa_open_formula(reader, element, at, attributes);
    else
        pass_over(reader);
}

static void close_label(struct psa_reader *reader, uint32_t define)
{
    struct psa_model *model = reader->model;
    struct text *label = &reader->label;
    for (size_t i = 0; i < label->len; i++) /* one line, whatever it was */
        if (label->at[i] == '\n' || label->at[i] == '\t' || label->at[i] == '\r')
            label->at[i] = ' ';
    struct span words = span_trim(text_span(label));
    while (words.len > PSA_LABEL ||
           (words.len && (words.at[words.len - 1] & 0xC0) == 0x80 && words.len == PSA_LABEL))
        words.len--;
    const char *copy = words.len ? arena_copy(model->arena, words) : NULL;
    if (words.len && !copy) psa_stop(reader, arena_full(model->arena, model->error));
    text_clear(label);
    if (!copy) return;
    if (define != PSA_NONE)
        model->defines[define].label = copy;
    else if (reader->depth <= 2) /* of the model or of a fault tree */
        model->title = copy;
}

static void XMLCALL on_end(void *context, const XML_Char *name)
{
    struct psa_reader *reader = context;
    (void)name; /* expat has compared it */
    if (reader->status) return;
    if (reader->passed) {
        reader->passed--;
        return;
    }
    assert(reader->depth > 0);
    reader->depth--;
    uint32_t at = reader->stack[reader->depth].at;
    switch (reader->stack[reader->depth].place) {
    case PSA_IN_FORMULA: psa_close_formula(reader, at); break;
    case PSA_IN_GATE: psa_close_gate(reader, at); break;
    case PSA_IN_LABEL: close_label(reader, at); break;
    default: break;
    }
}

static void XMLCALL on_text(void *context, const XML_Char *text, int len)
{
    struct psa_reader *reader = context;
    bool label = reader->depth && reader->stack[reader->depth - 1].place == PSA_IN_LABEL;
    if (!reader->status && !reader->passed && label && reader->label.len < 2 * PSA_LABEL)
        text_add(&reader->label, (struct span){text, (size_t)len});
}

/* ---- the parser ---- */

/* A document type may be named; what it would declare could be expanded, and is not read. */
static void XMLCALL on_doctype(void *context, const XML_Char *name, const XML_Char *system,
                               const XML_Char *public, int internal)
{
    struct psa_reader *reader = context;
    (void)name, (void)system, (void)public; /* nothing is fetched */
    if (internal)
        psa_stop_here(reader, "a document type with declarations of its own is not read: take out "
                              "\"<!DOCTYPE ...>\"");
}

static void XMLCALL on_entity(void *context, const XML_Char *name, int parameter)
{
    (void)parameter;
    psa_stop_here(context, "the entity &%.40s; is not known: write what it stands for", name);
}

static enum status parse(struct psa_reader *reader, struct span xml)
{
    struct psa_model *model = reader->model;
    XML_SetUserData(reader->parser, reader);
    XML_SetElementHandler(reader->parser, on_start, on_end);
    XML_SetCharacterDataHandler(reader->parser, on_text);
    XML_SetStartDoctypeDeclHandler(reader->parser, on_doctype);
    XML_SetSkippedEntityHandler(reader->parser, on_entity);
    if (XML_Parse(reader->parser, xml.at ? xml.at : "", (int)xml.len, 1) == XML_STATUS_OK)
        return reader->status;
    if (reader->status) return reader->status;
    enum XML_Error code = XML_GetErrorCode(reader->parser);
    if (code == XML_ERROR_NO_MEMORY)
        return error_set(model->error, STATUS_NO_MEMORY, "out of memory while reading a model");
    return psa_refuse(model, psa_here(reader), "no XML: %s", XML_ErrorString(code));
}

enum status psa_xml_read(struct span xml, struct psa_model *model)
{
    if (xml.len > PSA_BYTES)
        return error_set(model->error, STATUS_LIMIT, "a model of %zu MB: %zu are read; divide it",
                         xml.len >> 20, PSA_BYTES >> 20);
    struct psa_reader reader = {.model = model, .parser = XML_ParserCreate(NULL)};
    if (!reader.parser)
        return error_set(model->error, STATUS_NO_MEMORY, "out of memory for reading a model");
    text_init(&reader.label, 0);
    enum status status = parse(&reader, xml);
    if (!status) status = text_status(&reader.label, model->error);
    text_release(&reader.label);
    XML_ParserFree(reader.parser);
    return status;
}
