/*
 * Between the steps of reading a model: elements become definitions and nodes of formulas
 * (psa_xml.c), references find their definitions (psa_names.c), formulas become ways (psa_ways.c),
 * constants are worked in (psa_fold.c).
 */
#ifndef EXCHANGE_PSA_PARTS_H
#define EXCHANGE_PSA_PARTS_H

#include "exchange/psa.h"

#define PSA_BYTES ((size_t)256 << 20) /* most that is read */
enum {
    PSA_DEPTH = 250,     /* elements within each other */
    PSA_NAME = 250,      /* bytes of a name, with those of its components before it */
    PSA_KNOWN = 160,     /* bytes of it that its name in the graph may have */
    PSA_LABEL = 500,     /* bytes of a label that are kept */
    PSA_CONTAINERS = 16, /* components within each other */
};
#define PSA_NONE UINT32_MAX

/* element, operator, fewest and most operands */
#define PSA_FORMULAS(X)                                                                            \
    X("event", ANY, 0, 0)                                                                          \
    X("gate", GATE, 0, 0)                                                                          \
    X("basic-event", BASIC, 0, 0)                                                                  \
    X("house-event", HOUSE, 0, 0)                                                                  \
    X("constant", CONSTANT, 0, 0)                                                                  \
    X("and", AND, 1, UINT32_MAX)                                                                   \
    X("or", OR, 1, UINT32_MAX)                                                                     \
    X("not", NOT, 1, 1)                                                                            \
    X("xor", XOR, 1, UINT32_MAX)                                                                   \
    X("nand", NAND, 1, UINT32_MAX)                                                                 \
    X("nor", NOR, 1, UINT32_MAX)                                                                   \
    X("atleast", ATLEAST, 1, UINT32_MAX)                                                           \
    X("cardinality", CARDINALITY, 1, UINT32_MAX)                                                   \
    X("iff", IFF, 2, 2)                                                                            \
    X("imply", IMPLY, 2, 2)

enum psa_op {
#define X(word, OP, fewest, most) PSA_##OP,
    PSA_FORMULAS(X)
#undef X
        PSA_OP_COUNT
};
/* The first four are references. A definition's kind is one of GATE, BASIC, HOUSE. */
static inline bool psa_is_reference(enum psa_op op)
{
    return op <= PSA_HOUSE;
}
static inline bool psa_is_leaf(enum psa_op op)
{
    return op <= PSA_CONSTANT;
}

/* Where in the file. */
struct psa_spot {
    uint32_t line, column;
};

/* A part of a formula. Parts of one gate stand behind each other, each before its operands. */
struct psa_node {
    enum psa_op op;
    uint32_t first, last, next, count; /* operands: first and last of them, the next beside this */
    uint32_t min, max;                 /* of atleast and cardinality */
    struct psa_spot spot;
    bool value;    /* of a constant */
    uint32_t to;   /* of a reference: number of the definition */
    uint32_t gate; /* of an operator: number of the condition whose ways it gives */
    struct span name;
};

struct psa_define {
    enum psa_op kind;
    uint32_t container;              /* PSA_NONE: of the model itself */
    bool hidden;                     /* private: known by its path alone */
    bool value;                      /* of a house event */
    bool used;                       /* by a gate */
    uint32_t first_node, node_count; /* of a gate; the first is the whole formula */
    struct psa_spot spot;
    struct span name;  /* as written */
    const char *path;  /* the names of its containers before it; the name alone when in none */
    const char *label; /* NULL */
    const char *known; /* its name in the graph: psa_names_give */
};

struct psa_container {
    const char *path;
    uint32_t parent;
    bool hidden;
};

/* A model as it was read. Arrays are on the heap, strings in `arena`. */
struct psa_model {
    struct arena *arena;
    struct error *error;
    const char *title;
    struct psa_define *defines;
    size_t define_count, define_room;
    bool has_basic; /* some basic events are defined */
    struct psa_node *nodes;
    size_t node_count, node_room;
    struct psa_container *containers;
    size_t container_count, container_room;
    struct psa_key {
        struct span text;
        uint32_t define;
    } * keys; /* sorted: how definitions can be called; then how they are in the graph */
    size_t key_count, key_room;
};

/* psa_xml.c: elements to definitions and formulas. */
enum status psa_xml_read(struct span xml, struct psa_model *model);
/* psa_defines.c */
enum status psa_define_add(struct psa_model *model, struct psa_define define);
/* psa_read.c: BAD_INPUT with its place. */
enum status psa_refuse(const struct psa_model *model, struct psa_spot spot, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* psa_names.c: ties each reference to its definition. */
enum status psa_names_tie(struct psa_model *model);
/* Gives each definition its name in the graph. */
enum status psa_names_give(struct psa_model *model);
/* Whether a definition has this name in the graph; after psa_names_give. */
bool psa_names_taken(const struct psa_model *model, struct span name);

/* Parts of a graph that grow; the links of all ways stand behind each other in `links`. */
struct psa_ways {
    struct psa_model *model;
    struct causes_condition *conditions;
    size_t condition_count, condition_room;
    struct causes_way *ways;
    size_t way_count, way_room;
    struct causes_link *links;
    size_t link_count, link_room;
    uint32_t always, never; /* conditions that are constants; PSA_NONE until needed */
};
/* psa_ways.c: conditions and ways of all definitions and formulas. A definition's condition has its
 * number. Arrays are on the heap and the caller's, also after a failure. */
enum status psa_ways_make(struct psa_model *model, struct psa_ways *ways);

/* psa_fold.c: the graph without its constants. `values`: a byte a condition; those of effects are
 * filled in. `ret` may be `graph`. */
enum psa_value { PSA_FREE, PSA_NEVER, PSA_ALWAYS };
enum status psa_fold(const struct causes_graph *graph, uint8_t *values, struct arena *arena,
                     struct causes_graph *ret, struct error *error);

#endif
