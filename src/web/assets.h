/* What the program brings along for browsers: made by the build from web/ (web/build.mjs). */
#ifndef WEB_ASSETS_H
#define WEB_ASSETS_H

#include "base/span.h"

struct web_asset {
    const char *name; /* "app.js" */
    const char *url;  /* "/assets/app-1a2b3c4d.js": its content's hash is in it */
    const char *type; /* "text/javascript; charset=utf-8" */
    struct span plain, brotli;
};
extern const struct web_asset web_assets[];
extern const size_t web_asset_count;

struct web_template {
    const char *name; /* "timeline" */
    struct span text;
};
extern const struct web_template web_templates[];
extern const size_t web_template_count;

#endif
