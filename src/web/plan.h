/* What the files of the page of remediation share. */
#ifndef WEB_PLAN_H
#define WEB_PLAN_H

#include "web/graph_page.h"

/* An item as the list has it. */
void web_plan_item(const struct graph_page *page, struct value *list,
                   const struct review_item *item);
/* What items may be made from: wishes for information, documents, improvised tools. */
enum status web_plan_sources(const struct graph_page *page, struct error *error);
/* The form of an item: all its fields, what may be chosen, what acceptance still asks for. */
enum status web_plan_form(const struct graph_page *page, const struct review_item *item,
                          struct error *error);

#endif
