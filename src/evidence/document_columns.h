/* The columns of a table: which of them have the time, the level and the message of a row. */
#ifndef EVIDENCE_DOCUMENT_COLUMNS_H
#define EVIDENCE_DOCUMENT_COLUMNS_H

#include "evidence/internal.h"

enum { NO_COLUMN = 0xff, COLUMNS_MOST = 255 };

struct columns {
    char delimiter;
    unsigned time, clock, level, message; /* `clock`: time of day when `time` is a date alone */
};

/* Takes the next field off a row; false at its end (*more starts true). Quotes around it are taken
 * off, doubled ones inside stay as they are. */
bool columns_next_cell(struct span *rest, char delimiter, bool *more, struct span *ret);
/* Sets columns by the names in the first row, and the keys in *layout. */
void columns_by_name(struct span names, struct columns *columns, struct evidence_layout *layout);
/* Sets those that names do not tell, or tell wrongly, by what the rows in `rest` have in them;
 * `rest` goes on behind the names, its last row may be cut off. */
void columns_by_content(struct span names, struct span rest, struct columns *columns,
                        struct evidence_layout *layout);

#endif
