/*
 * Every address of the server. A path is taken by the first row that fits it.
 *
 * From this table come: dispatch, what each request must be allowed, the OpenAPI document, and the
 * tests that try every row as everybody (tests/web). A row without a line in tests/web/matrix is a
 * failing test.
 */
#ifndef WEB_ROUTES_H
#define WEB_ROUTES_H

#include "web/pages.h"

/* method, path, handler, need, body, template (NULL: JSON), what it is for */
#define WEB_ROUTES(X)                                                                              \
    X(GET, "/health", web_health, ANYBODY, NO_BODY, NULL, "whether it is up")                      \
    X(GET, "/metrics", web_metrics, ANYBODY, NO_BODY, NULL, "counters, as Prometheus reads them")  \
    X(GET, "/api/openapi.json", web_openapi_page, ANYBODY, NO_BODY, NULL, "this document")         \
    X(GET, "/assets/{rest}", web_asset, ANYBODY, NO_BODY, NULL, "scripts, styles and icons")       \
    X(GET, "/sign-in", web_sign_in, ANYBODY, NO_BODY, "login", "the form to sign in")              \
    X(POST, "/sign-in", web_sign_in_now, ANYBODY, FORM, "login", "signs in")                       \
    X(POST, "/sign-out", web_sign_out, ACCOUNT, FORM, "login", "ends this session")                \
    X(GET, "/welcome/{ticket}", web_welcome, ANYBODY, NO_BODY, "welcome",                          \
      "where a link that works once leads to")                                                     \
    X(POST, "/welcome/{ticket}", web_welcome_now, ANYBODY, FORM, "welcome",                        \
      "makes the account, or the new password, of such a link")                                    \
    X(GET, "/help", web_help, ANYBODY, NO_BODY, "help", "keys, times, and how a review goes")      \
    X(GET, "/", web_home, ACCOUNT, NO_BODY, "home",                                                \
      "what needs one now, what is overdue, and all reviews one may read")                         \
    X(GET, "/new", web_new, ACCOUNT, NO_BODY, "new", "the form to start a review")                 \
    X(POST, "/new", web_begin, ACCOUNT, FILES, "new", "starts a review, with files or without")    \
    X(POST, "/api/reviews", web_begin, ACCOUNT, FORM, NULL, "starts a review")                     \
    X(GET, "/settings", web_settings_page, ACCOUNT, NO_BODY, "settings",                           \
      "questions, areas, kinds and words")                                                         \
    X(GET, "/api/settings", web_settings_page, ACCOUNT, NO_BODY, NULL,                             \
      "questions, areas, kinds and words")                                                         \
    X(GET, "/{review}/evidence", web_sources, READ, NO_BODY, "sources",                            \
      "what was collected, with its clocks")                                                       \
    X(POST, "/{review}/evidence", web_sources_add, TAKE_PART, FILES, "sources", "adds files")      \
    X(POST, "/{review}/evidence/take", web_sources_take, TAKE_PART, FORM, "sources",               \
      "takes the milestones over that the evidence proposes")                                      \
    X(GET, "/{review}/evidence/{source}", web_source_file, READ, NO_BODY, "sources",               \
      "a source as it came")                                                                       \
    X(POST, "/{review}/evidence/{source}/clock", web_source_clock, TAKE_PART, FORM, "sources",     \
      "states zone or offset of a source's clock")                                                 \
    X(GET, "/api/reviews/{review}/evidence", web_sources, READ, NO_BODY, NULL,                     \
      "what was collected, with its clocks")                                                       \
    X(POST, "/api/reviews/{review}/evidence", web_evidence_send, TAKE_PART, BYTES, NULL,           \
      "adds one file: its bytes, with ?name=")                                                     \
    X(POST, "/api/reviews/{review}/evidence/take", web_sources_take, TAKE_PART, FORM, NULL,        \
      "takes the milestones over that the evidence proposes")                                      \
    X(GET, "/api/reviews/{review}/incoming", web_incoming, TAKE_PART, NO_BODY, NULL,               \
      "how much of a file is here; without ?name= all files on their way")                         \
    X(PUT, "/api/reviews/{review}/incoming", web_incoming_piece, TAKE_PART, BYTES, NULL,           \
      "a piece of a file: ?name= size= modified= offset=")                                         \
    X(POST, "/api/reviews/{review}/incoming/done", web_incoming_done, TAKE_PART, NO_BODY, NULL,    \
      "all pieces are here: it becomes evidence")                                                  \
    X(GET, "/api/reviews/{review}/evidence/{source}", web_source_file, READ, NO_BODY, NULL,        \
      "a source as it came")                                                                       \
    X(POST, "/api/reviews/{review}/evidence/{source}/clock", web_source_clock, TAKE_PART, FORM,    \
      NULL, "states zone or offset of a source's clock")                                           \
    X(GET, "/search", web_search, ACCOUNT, NO_BODY, "search",                                      \
      "finds words in all one may read; with in=PM1 in its evidence too")                          \
    X(GET, "/api/search", web_search, ACCOUNT, NO_BODY, NULL, "finds words in all one may read")   \
    X(GET, "/board", web_board, ACCOUNT, NO_BODY, "board", "items of all reviews one may read")    \
    X(GET, "/api/items", web_board, ACCOUNT, NO_BODY, NULL, "items of all reviews one may read")   \
    X(GET, "/learning", web_learning, ACCOUNT, NO_BODY, "learning", "what reviews say together")   \
    X(GET, "/api/learning", web_learning, ACCOUNT, NO_BODY, NULL, "what reviews say together")     \
    X(GET, "/account", web_account, ACCOUNT, NO_BODY, "account", "one's own account")              \
    X(POST, "/account/name", web_account_name, ACCOUNT, FORM, "account", "how others see one")     \
    X(POST, "/account/password", web_account_password, ACCOUNT, FORM, "account",                   \
      "another password; ends the other sessions")                                                 \
    X(POST, "/account/sessions/{session}/end", web_account_session_end, ACCOUNT, FORM, "account",  \
      "ends a session")                                                                            \
    X(POST, "/account/tokens", web_account_token, ACCOUNT, FORM, "account",                        \
      "a token for a program")                                                                     \
    X(POST, "/account/tokens/{token}/end", web_account_token_end, ACCOUNT, FORM, "account",        \
      "takes a token back")                                                                        \
    X(GET, "/accounts", web_accounts, ADMIN, NO_BODY, "accounts", "all accounts")                  \
    X(POST, "/accounts/invite", web_accounts_invite, ADMIN, FORM, "accounts",                      \
      "a link that makes an account, once")                                                        \
    X(POST, "/accounts/lead", web_accounts_lead, ADMIN, FORM, "accounts",                          \
      "names the owner of a review that nobody leads")                                             \
    X(POST, "/accounts/{account}", web_accounts_change, ADMIN, FORM, "accounts",                   \
      "changes an account, or closes it")                                                          \
    X(POST, "/accounts/{account}/reset", web_accounts_reset, ADMIN, FORM, "accounts",              \
      "a link that sets a new password, once")                                                     \
    X(POST, "/accounts/links/{link}/end", web_accounts_drop, ADMIN, FORM, "accounts",              \
      "takes such a link back")                                                                    \
    X(GET, "/audit", web_audit, ADMIN, NO_BODY, "audit", "what was done with accounts and rights") \
    X(GET, "/{review}/people", web_people, READ, NO_BODY, "people", "who takes part, by role")     \
    X(GET, "/api/reviews/{review}/people", web_people, READ, NO_BODY, NULL,                        \
      "who takes part, by role")                                                                   \
    X(POST, "/{review}/people", web_people_set, LEAD, FORM, "people",                              \
      "gives an account its parts")                                                                \
    X(POST, "/{review}/people/lead", web_people_lead, READ, FORM, "people",                        \
      "takes on a review that nobody leads")                                                       \
    X(POST, "/api/reviews/{review}/people", web_people_set, LEAD, FORM, NULL,                      \
      "gives an account its parts")                                                                \
    X(POST, "/api/reviews/{review}/entries/{entry}/live/{field}/open", web_live_open, TAKE_PART,   \
      FORM, NULL, "opens a text to be written together")                                           \
    X(POST, "/api/reviews/{review}/entries/{entry}/live/{field}", web_live_push, TAKE_PART, FORM,  \
      NULL, "adds changes to a text; 409 with those of others who were faster")                    \
    X(GET, "/api/reviews/{review}/entries/{entry}/live/{field}", web_live_pull, TAKE_PART,         \
      NO_BODY, NULL, "changes of a text behind a number")                                          \
    X(POST, "/api/reviews/{review}/entries/{entry}/live/{field}/save", web_live_save, TAKE_PART,   \
      FORM, NULL, "puts what was written into the record now")                                     \
    X(POST, "/api/reviews/{review}/entries/{entry}/live/{field}/here", web_live_here, TAKE_PART,   \
      FORM, NULL, "tells the others where one is in a text")                                       \
    X(GET, "/api/reviews/{review}/entries/{entry}/live/{field}/who", web_live_who, TAKE_PART,      \
      NO_BODY, NULL, "who wrote what of a text")                                                   \
    X(POST, "/api/guard", web_guard, ACCOUNT, FORM, NULL,                                          \
      "what the guard asks about a text; changes nothing")                                         \
    X(POST, "/api/reviews/{review}/guard/aside", web_guard_aside, TAKE_PART, FORM, NULL,           \
      "sets a question of the guard aside, for a reason")                                          \
    X(POST, "/api/reviews/{review}/guard/ask", web_guard_ask, TAKE_PART, FORM, NULL,               \
      "puts a question of the guard to the meeting")                                               \
    X(GET, "/help/guard", web_guard_help, ANYBODY, NO_BODY, "guard_help",                          \
      "what the guard asks about")                                                                 \
    X(GET, "/help/guard/{class}", web_guard_class, ANYBODY, NO_BODY, "guard_class",                \
      "one class of words that the guard asks about")                                              \
    X(GET, "/{review}/notes", web_notes, TAKE_PART, NO_BODY, "notes", "the note-taker's console")  \
    X(POST, "/{review}/notes", web_notes_add, TAKE_PART, FORM, "notes", "keeps a line")            \
    X(GET, "/api/reviews/{review}/notes", web_notes, TAKE_PART, NO_BODY, NULL, "the last notes")   \
    X(POST, "/api/reviews/{review}/notes", web_notes_add, TAKE_PART, FORM, NULL,                   \
      "keeps a line of the note-taker: a key for what it is, then the words")                      \
    X(GET, "/{review}/discussion", web_discussion, READ, NO_BODY, "discussion",                    \
      "questions, ideas, differing accounts, what was said, areas, what is parked and open")       \
    X(GET, "/api/reviews/{review}/discussion", web_discussion, READ, NO_BODY, NULL,                \
      "questions, ideas, differing accounts, what was said, areas, what is parked and open")       \
    X(GET, "/{review}/meeting", web_meeting, TAKE_PART, NO_BODY, "meeting", "meeting mode")        \
    X(GET, "/api/reviews/{review}/meeting", web_meeting, TAKE_PART, NO_BODY, NULL,                 \
      "agenda, the walk at ?at=E12, and what the room has not come to yet")                        \
    X(POST, "/{review}/meeting/start", web_meeting_start, TAKE_PART, FORM, "meeting_before",       \
      "begins the meeting")                                                                        \
    X(POST, "/api/reviews/{review}/meeting/focus", web_meeting_focus, TAKE_PART, FORM, NULL,       \
      "tells everybody where the walk is")                                                         \
    X(GET, "/{review}/account", web_first_accounts, TAKE_PART, NO_BODY, "first_accounts",          \
      "first accounts, written apart before the talk")                                             \
    X(GET, "/api/reviews/{review}/account", web_first_accounts, TAKE_PART, NO_BODY, NULL,          \
      "first accounts: one's own, and all once they are in")                                       \
    X(POST, "/{review}/account", web_first_accounts_add, TAKE_PART, FORM, "first_accounts",        \
      "keeps lines of one's own first account")                                                    \
    X(POST, "/{review}/account/end", web_first_accounts_end, TAKE_PART, FORM, "first_accounts",    \
      "hands one's first account in, or passes")                                                   \
    X(POST, "/{review}/account/ask", web_first_accounts_ask, LEAD, FORM, "first_accounts",         \
      "asks roles for their first account")                                                        \
    X(POST, "/{review}/discussion", web_talk_put, TAKE_PART, FORM, "discussion_again",             \
      "adds an entry, or changes fields of one, in place")                                         \
    X(GET, "/{review}", web_overview, READ, NO_BODY, "overview", "where a review stands")          \
    X(POST, "/{review}/stage", web_stage, LEAD, FORM, "overview", "goes to another stage")         \
    X(GET, "/{review}/history", web_history, READ, NO_BODY, "history", "all changes")              \
    X(POST, "/{review}/undo", web_undo, TAKE_PART, FORM, "history", "takes a change back")         \
    X(GET, "/{review}/new/{kind}", web_entry_new, TAKE_PART, NO_BODY, "entry_new",                 \
      "the form of a new entry")                                                                   \
    X(POST, "/{review}/new/{kind}", web_entry_make, TAKE_PART, FORM, "entry_new", "a new entry")   \
    X(GET, "/{review}/timeline", web_timeline_page, READ, NO_BODY, "timeline",                     \
      "evidence and story on one axis")                                                            \
    X(POST, "/{review}/timeline/take", web_timeline_take, TAKE_PART, FORM, "timeline",             \
      "a record becomes an event of the story")                                                    \
    X(POST, "/{review}/timeline/milestones", web_timeline_take_all, TAKE_PART, FORM, "timeline",   \
      "all milestones that the evidence proposes become events")                                   \
    X(GET, "/{review}/known", web_known, READ, NO_BODY, "known",                                   \
      "the record as it was known to a role at a moment")                                          \
    X(GET, "/api/reviews/{review}/timeline", web_timeline_api, READ, NO_BODY, NULL,                \
      "sources with clocks, milestones, hot spots, events and story")                              \
    X(GET, "/api/reviews/{review}/timeline/counts", web_timeline_counts, READ, NO_BODY, NULL,      \
      "records per source and piece of time")                                                      \
    X(GET, "/api/reviews/{review}/timeline/marks", web_timeline_marks, READ, NO_BODY, NULL,        \
      "where single records stand in a window")                                                    \
    X(GET, "/api/reviews/{review}/timeline/records", web_timeline_records, READ, NO_BODY, NULL,    \
      "records with their text, a page at a time")                                                 \
    X(GET, "/api/reviews/{review}/timeline/series", web_timeline_series, READ, NO_BODY, NULL,      \
      "smallest and largest value of a metric per pixel")                                          \
    X(GET, "/api/reviews/{review}/timeline/pictures/{source}", web_timeline_picture, READ,         \
      NO_BODY, NULL, "a picture of the evidence")                                                  \
    X(POST, "/api/reviews/{review}/timeline/take", web_timeline_take, TAKE_PART, FORM, NULL,       \
      "a record becomes an event of the story")                                                    \
    X(POST, "/api/reviews/{review}/timeline/milestones", web_timeline_take_all, TAKE_PART, FORM,   \
      NULL, "all milestones that the evidence proposes become events")                             \
    X(GET, "/api/reviews/{review}/known", web_known, READ, NO_BODY, NULL,                          \
      "the record as it was known to a role at a moment")                                          \
    X(GET, "/{review}/{entry}", web_entry_page, READ, NO_BODY, "entry", "one entry of any kind")   \
    X(POST, "/{review}/{entry}", web_entry_save, TAKE_PART, FORM, "entry", "changes an entry")     \
    X(POST, "/{review}/{entry}/out", web_entry_out, TAKE_PART, FORM, "entry",                      \
      "takes an entry out")                                                                        \
    X(POST, "/{review}/{entry}/asked", web_entry_answer, TAKE_PART, FORM, "entry",                 \
      "sets a question of the guard aside, or puts it to the meeting")                             \
    X(GET, "/api/reviews", web_reviews, ACCOUNT, NO_BODY, NULL, "all reviews one may read")        \
    X(GET, "/api/reviews/{review}", web_review_read, READ, NO_BODY, NULL,                          \
      "a review: its own entry, what is missing, what is worth a question")                        \
    X(GET, "/api/reviews/{review}/ready", web_ready, READ, NO_BODY, NULL, "what is missing")       \
    X(GET, "/api/reviews/{review}/notices", web_notices, READ, NO_BODY, NULL,                      \
      "what is worth a question")                                                                  \
    X(POST, "/api/reviews/{review}/stage", web_stage, LEAD, FORM, NULL, "goes to another stage")   \
    X(GET, "/api/reviews/{review}/history", web_history, READ, NO_BODY, NULL, "all changes")       \
    X(POST, "/api/reviews/{review}/undo", web_undo, TAKE_PART, FORM, NULL, "takes a change back")  \
    X(GET, "/api/reviews/{review}/entries", web_entries, READ, NO_BODY, NULL,                      \
      "entries, of all kinds or one")                                                              \
    X(POST, "/api/reviews/{review}/entries", web_entry_make, TAKE_PART, FORM, NULL,                \
      "a new entry of a kind, with its fields")                                                    \
    X(GET, "/api/reviews/{review}/entries/{entry}", web_entry_read, READ, NO_BODY, NULL,           \
      "one entry; its ETag is its version")                                                        \
    X(PUT, "/api/reviews/{review}/entries/{entry}", web_entry_save, TAKE_PART, FORM, NULL,         \
      "changes the fields that are given; wants If-Match")                                         \
    X(DELETE, "/api/reviews/{review}/entries/{entry}", web_entry_out, TAKE_PART, NO_BODY, NULL,    \
      "takes an entry out; wants If-Match")                                                        \
    X(GET, "/{review}/report", web_report, READ, NO_BODY, "report",                                \
      "the report as it reads for a circle, and what is missing")                                  \
    X(GET, "/api/reviews/{review}/report", web_report, READ, NO_BODY, NULL,                        \
      "the report as it reads for a circle, and what is missing")                                  \
    X(GET, "/{review}/report.html", web_report_html, READ, NO_BODY, NULL, "the report as a page")  \
    X(GET, "/{review}/report.md", web_report_markdown, READ, NO_BODY, NULL,                        \
      "the report as Markdown")                                                                    \
    X(GET, "/{review}/report.json", web_report_json, READ, NO_BODY, NULL, "the report as JSON")    \
    X(POST, "/{review}/report/publish", web_report_publish, LEAD, FORM, "report",                  \
      "publishes the report")                                                                      \
    X(POST, "/{review}/report/text", web_report_text, TAKE_PART, FORM, "report_two",               \
      "changes a text of the report; amends one that is out")                                      \
    X(GET, "/api/stream", web_stream, ACCOUNT, NO_BODY, NULL,                                      \
      "events of all reviews one may read")                                                        \
    X(GET, "/api/reviews/{review}/stream", web_stream, READ, NO_BODY, NULL,                        \
      "events of one review, as they happen")                                                      \
    X(GET, "/{review}/plan", web_plan, READ, NO_BODY, "plan",                                      \
      "what is done about it, and what stays open")                                                \
    X(GET, "/api/reviews/{review}/plan", web_plan, READ, NO_BODY, NULL,                            \
      "items by where they stand, and what they break")                                            \
    X(GET, "/{review}/plan/new", web_plan_new, TAKE_PART, NO_BODY, "plan_item",                    \
      "the form of a new item")                                                                    \
    X(GET, "/{review}/plan/{entry}", web_plan_edit, TAKE_PART, NO_BODY, "plan_item",               \
      "the form of an item")                                                                       \
    X(POST, "/{review}/plan/items", web_plan_save, TAKE_PART, FORM, "plan_item",                   \
      "adds, shapes or decides on an item")                                                        \
    X(POST, "/api/reviews/{review}/plan/items", web_plan_save, TAKE_PART, FORM, NULL,              \
      "adds, shapes or decides on an item")                                                        \
    X(POST, "/{review}/plan/from", web_plan_from, TAKE_PART, FORM, "problem",                      \
      "makes an item from a wish, a document or a tool")                                           \
    X(POST, "/api/reviews/{review}/plan/from", web_plan_from, TAKE_PART, FORM, NULL,               \
      "makes an item from a wish, a document or a tool")                                           \
    X(GET, "/{review}/causes", web_causes, READ, NO_BODY, "causes",                                \
      "the conditions that had to come together")                                                  \
    X(GET, "/api/reviews/{review}/causes", web_causes, READ, NO_BODY, NULL,                        \
      "the graph of conditions, its sets, tests and checks")                                       \
    X(GET, "/api/reviews/{review}/causes/what-if", web_causes_what_if, READ, NO_BODY, NULL,        \
      "what is open with items or conditions supposed otherwise")                                  \
    X(POST, "/{review}/causes/conditions", web_causes_condition, TAKE_PART, FORM, "problem",       \
      "adds a condition, also below an effect")                                                    \
    X(POST, "/api/reviews/{review}/causes/conditions", web_causes_condition, TAKE_PART, FORM,      \
      NULL, "adds a condition, also below an effect")                                              \
    X(POST, "/{review}/causes/ways", web_causes_way, TAKE_PART, FORM, "problem",                   \
      "adds a way with its conditions")                                                            \
    X(POST, "/api/reviews/{review}/causes/ways", web_causes_way, TAKE_PART, FORM, NULL,            \
      "adds a way with its conditions")                                                            \
    X(POST, "/{review}/causes/links", web_causes_link, TAKE_PART, FORM, "problem",                 \
      "makes one condition part of how another came about")                                        \
    X(POST, "/api/reviews/{review}/causes/links", web_causes_link, TAKE_PART, FORM, NULL,          \
      "makes one condition part of how another came about")                                        \
    X(POST, "/{review}/causes/tests", web_causes_test, TAKE_PART, FORM, "problem",                 \
      "answers a test of a link or a way")                                                         \
    X(POST, "/api/reviews/{review}/causes/tests", web_causes_test, TAKE_PART, FORM, NULL,          \
      "answers a test of a link or a way")                                                         \
    X(POST, "/{review}/causes/part", web_causes_part, TAKE_PART, FORM, "problem",                  \
      "says that a condition is an outcome, a step, or neither")                                   \
    X(POST, "/api/reviews/{review}/causes/part", web_causes_part, TAKE_PART, FORM, NULL,           \
      "says that a condition is an outcome, a step, or neither")                                   \
    X(POST, "/{review}/causes/unlink", web_causes_unlink, TAKE_PART, FORM, "problem",              \
      "takes a condition out of a way")                                                            \
    X(POST, "/api/reviews/{review}/causes/unlink", web_causes_unlink, TAKE_PART, FORM, NULL,       \
      "takes a condition out of a way")                                                            \
    X(POST, "/{review}/causes/remove", web_causes_remove, TAKE_PART, FORM, "problem",              \
      "takes out a condition, a way or an answer, with what hangs on it")                          \
    X(POST, "/api/reviews/{review}/causes/remove", web_causes_remove, TAKE_PART, FORM, NULL,       \
      "takes out a condition, a way or an answer, with what hangs on it")

#endif
