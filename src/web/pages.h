/* The handlers of all routes; what each does stands in its row of routes.h. */
#ifndef WEB_PAGES_H
#define WEB_PAGES_H

#include "web/internal.h"

web_handler web_health, web_metrics, web_openapi_page, web_asset;
web_handler web_sign_in, web_sign_in_now, web_sign_out, web_welcome, web_welcome_now;

#endif
