/* Definitions of a model: fault trees and components, gates and events. */
#include "exchange/psa_reader.h"

struct span psa_name(struct psa_reader *reader, const char *element, const XML_Char **attributes)
{
    struct span name = span_trim(span_of(psa_attribute(attributes, "name")));
    if (name.len == 0) {
        psa_stop_here(reader, "<%.40s> has no name: write <%.40s name=\"...\">", element, element);
        return (struct span){NULL, 0};
    }
    if (name.len > PSA_NAME) {
        psa_stop_here(reader, "a name of %zu bytes: %d are read, with those of its components",
                      name.len, PSA_NAME);
        return (struct span){NULL, 0};
    }
    char *copy = arena_copy(reader->model->arena, name);
    if (!copy) psa_stop(reader, arena_full(reader->model->arena, reader->model->error));
    return (struct span){copy, copy ? name.len : 0};
}

bool psa_value(struct psa_reader *reader, const XML_Char **attributes)
{
    const char *text = psa_attribute(attributes, "value");
    struct span value = span_trim(span_of(text ? text : ""));
    bool yes = span_is(value, "true") || span_is(value, "1");
    if (!yes && !span_is(value, "false") && !span_is(value, "0"))
        psa_stop_here(reader, "a constant is \"true\" or \"false\", not \"%.*s\"", (int)value.len,
                      value.at);
    return yes;
}

static bool is_hidden(const struct psa_reader *reader, uint32_t container,
                      const XML_Char **attributes)
{
    const char *role = psa_attribute(attributes, "role");
    if (role) return strcmp(role, "private") == 0;
    return container != PSA_NONE && reader->model->containers[container].hidden;
}

/* "T.c.b1" in the arena; NULL after a refusal. */
static const char *path_of(struct psa_reader *reader, uint32_t container, struct span name)
{
    struct psa_model *model = reader->model;
    const char *within = container == PSA_NONE ? NULL : model->containers[container].path;
    if (!within) return name.at;
    if (strlen(within) + 1 + name.len > PSA_NAME) {
        psa_stop_here(reader, "%.40s has a name of more than %d bytes with those of its components",
                      name.at, PSA_NAME);
        return NULL;
    }
    const char *path = arena_printf(model->arena, "%s.%s", within, name.at);
    if (!path) psa_stop(reader, arena_full(model->arena, model->error));
    return path;
}

void psa_open_container(struct psa_reader *reader, const char *element, uint32_t parent,
                        const XML_Char **attributes)
{
    struct psa_model *model = reader->model;
    struct span name = psa_name(reader, element, attributes);
    const char *path = name.len ? path_of(reader, parent, name) : NULL;
    if (!path) return;
    int depth = 1;
    for (uint32_t c = parent; c != PSA_NONE; c = model->containers[c].parent) depth++;
    if (depth > PSA_CONTAINERS) {
        psa_stop_here(reader, "more than %d components within each other", PSA_CONTAINERS);
        return;
    }
    enum status status =
        model->container_count == CAUSES_CONDITIONS_MOST
            ? error_set(model->error, STATUS_LIMIT, "more than %d components: divide the model",
                        CAUSES_CONDITIONS_MOST)
            : grow_array(&model->containers, &model->container_room, model->container_count + 1,
                         sizeof *model->containers, model->error);
    psa_stop(reader, status);
    if (status) return;
    if (!model->title) model->title = name.at;
    psa_push(reader, PSA_IN_CONTAINER, (uint32_t)model->container_count);
    model->containers[model->container_count++] =
        (struct psa_container){path, parent, is_hidden(reader, parent, attributes)};
}

enum status psa_define_add(struct psa_model *model, struct psa_define define)
{
    if (model->define_count == CAUSES_CONDITIONS_MOST)
        return error_set(model->error, STATUS_LIMIT,
                         "more than %d gates and events: divide the model", CAUSES_CONDITIONS_MOST);
    enum status status = grow_array(&model->defines, &model->define_room, model->define_count + 1,
                                    sizeof *model->defines, model->error);
    if (!status) model->defines[model->define_count++] = define;
    return status;
}

static void open_define(struct psa_reader *reader, const char *element, enum psa_op kind,
                        uint32_t container, const XML_Char **attributes)
{
    struct psa_model *model = reader->model;
    struct span name = psa_name(reader, element, attributes);
    const char *path = name.len ? path_of(reader, container, name) : NULL;
    if (!path) return;
    psa_stop(reader, psa_define_add(model, (struct psa_define){
                                               .kind = kind,
                                               .container = container,
                                               .hidden = is_hidden(reader, container, attributes),
                                               .first_node = (uint32_t)model->node_count,
                                               .spot = psa_here(reader),
                                               .name = name,
                                               .path = path,
                                           }));
    psa_push(reader, kind == PSA_GATE ? PSA_IN_GATE : PSA_IN_EVENT,
             (uint32_t)model->define_count - 1);
}

bool psa_open_define(struct psa_reader *reader, const char *element, uint32_t container,
                     const XML_Char **attributes)
{
    static const struct {
        const char *element;
        enum psa_op kind;
    } kinds[] = {{"define-gate", PSA_GATE},
                 {"define-basic-event", PSA_BASIC},
                 {"define-house-event", PSA_HOUSE}};
    for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++)
        if (strcmp(element, kinds[k].element) == 0) {
            open_define(reader, element, kinds[k].kind, container, attributes);
            return true;
        }
    return false;
}

void psa_close_gate(struct psa_reader *reader, uint32_t number)
{
    const struct psa_define *gate = &reader->model->defines[number];
    if (gate->node_count == 0)
        psa_stop(reader, psa_refuse(reader->model, gate->spot,
                                    "the gate %.80s holds nothing: say what it takes, or make it a "
                                    "basic event",
                                    gate->name.at));
}
