/*
 * Templates: HTML with the names of a model in it.
 *
 *   {{name}} {{a.b}} {{.}}     the value, escaped for text and for attributes in double quotes
 *   {{@name}}                  markup that our own renderers made; anything else is escaped
 *   {{+name one|many}}         a number, and the words that go with one and with any other
 *   {{#name}}...{{/name}}      for each item of a list, within an object, or when it is true
 *   {{^name}}...{{/name}}      when it is empty, false, or not there
 *   {{>partial}}               another template, in the same place of the model
 *   {{! a remark }}
 *
 * The line end at the end of a template is left out. A name is looked up in the innermost section
 * first, then outwards.
 */
#ifndef WEB_TEMPLATE_H
#define WEB_TEMPLATE_H

#include "web/value.h"

struct template;
struct template_set; /* all templates, compiled; read by many threads */

/* Compiles what the program was built with. BAD_INPUT names template and line. */
enum status template_set_new(struct template_set **ret, struct error *error);
/* An empty set, for tests; NULL when memory is out. */
struct template_set *template_set_none(void);
void template_set_free(struct template_set *set);
/* Compiles one more under a name (tests). */
enum status template_add(struct template_set *set, const char *name, struct span source,
                         struct error *error);
/* Renders; NOT_FOUND for a template that is not there. */
enum status template_render(const struct template_set *set, const char *name,
                            const struct value *model, struct text *out, struct error *error);

#endif
