/* What the guard says of one short text, gathered by class. */
#ifndef TESTS_LANGUAGE_SAID_H
#define TESTS_LANGUAGE_SAID_H

#include "language/language.h"

struct said {
    uint8_t level[LANGUAGE_CLASS_COUNT]; /* the highest of each class, LANGUAGE_LEVEL_OFF: none */
    const char *rule[LANGUAGE_CLASS_COUNT]; /* the rule that said so */
    size_t count;                           /* findings of any class and level */
};

/* `field` by its name; "document" reads the text as a document. Fails the test on an error. */
struct said said_of(struct span text, struct span field);

/* A table: rows of `columns` cells parted by tabs; remarks and empty lines are left out. */
#define TABLE_COLUMNS 5
struct table_row {
    size_t line;
    struct span cells[TABLE_COLUMNS]; /* of `content` */
};
/* Fails the test when it cannot be read. free() the rows and text_release the content at the end.
 */
size_t said_table(const char *path, size_t columns, struct text *content, struct table_row **ret);

#endif
