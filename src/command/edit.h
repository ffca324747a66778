/* Changing one entry, by fields (edit.c) or as a form (edit_form.c). */
#ifndef COMMAND_EDIT_H
#define COMMAND_EDIT_H

#include "command/desk.h"

/* Loads the review and finds the entry that the operands name: the review itself without one. */
enum status edit_find(struct desk *desk, struct review_entry **ret, struct error *error);
enum status edit_save(struct desk *desk, struct review_entry *changed, struct error *error);

/* Opens the entry's form in the person's editor. A form that cannot be stored is kept in a file,
 * and the person is told where. */
enum status edit_in_editor(struct call *call, struct error *error);
/* Stores a form that --form names. */
enum status edit_from_form(struct call *call, struct error *error);

#endif
