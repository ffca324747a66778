/* The handlers of all routes; what each does stands in its row of routes.h. */
#ifndef WEB_PAGES_H
#define WEB_PAGES_H

#include "web/internal.h"

web_handler web_health, web_metrics, web_openapi_page, web_asset, web_help, web_settings_page;
web_handler web_sign_in, web_sign_in_now, web_sign_out, web_welcome, web_welcome_now;
web_handler web_accounts, web_accounts_invite, web_accounts_reset, web_accounts_change,
    web_accounts_drop, web_audit;
web_handler web_account, web_account_name, web_account_password, web_account_session_end,
    web_account_token, web_account_token_end;
web_handler web_people, web_people_set, web_people_lead, web_accounts_lead;
web_handler web_home, web_new, web_begin, web_search, web_board, web_learning;
web_handler web_live_open, web_live_pull, web_live_push, web_live_save, web_live_here, web_live_who;
web_handler web_guard, web_guard_aside, web_guard_ask, web_guard_help, web_guard_class;
web_handler web_causes, web_causes_what_if, web_causes_condition, web_causes_way, web_causes_link;
web_handler web_causes_test, web_causes_part, web_causes_unlink, web_causes_remove;
web_handler web_overview, web_stage, web_history, web_undo, web_ready, web_notices;
web_handler web_entry_page, web_entry_read, web_entry_save, web_entry_out, web_entry_answer,
    web_entry_new, web_entry_make;
web_handler web_reviews, web_review_read, web_entries;
web_handler web_sources, web_sources_add, web_sources_take, web_source_file, web_source_clock;
web_handler web_evidence_send, web_incoming, web_incoming_piece, web_incoming_done;
web_handler web_plan, web_plan_new, web_plan_edit, web_plan_save, web_plan_from;
web_handler web_report, web_report_html, web_report_markdown, web_report_json, web_report_publish,
    web_report_text;
web_handler web_notes, web_notes_add, web_talk_put, web_discussion;
web_handler web_meeting, web_meeting_start, web_meeting_focus;
web_handler web_first_accounts, web_first_accounts_add, web_first_accounts_end,
    web_first_accounts_ask;
web_handler web_timeline_page, web_timeline_api, web_timeline_records, web_timeline_counts,
    web_timeline_marks, web_timeline_series, web_timeline_picture, web_timeline_take,
    web_timeline_take_all, web_known;

#endif
