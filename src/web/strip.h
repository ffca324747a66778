/* A distribution as a small picture: all its points on one line, its median with the interval. */
#ifndef WEB_STRIP_H
#define WEB_STRIP_H

#include "web/shelf.h"

/* Appends an SVG with a title and a description; its colours are the page's (60-shelf.css). */
void strip_draw(const struct review_spread *spread, const char *title, struct text *out);

#endif
