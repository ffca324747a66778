/* Entries as JSON. */
#include "desk/desk.h"

void desk_json_review(uint32_t number, struct json_writer *json)
{
    char name[16];
    json_string(json, review_id_text((struct review_id){REVIEW_KIND_REVIEW, number}, name));
}

void desk_json(const struct desk *desk, const struct review_entry *entry, struct json_writer *json)
{
    char name[16];
    json_object(json);
    json_key(json, "review");
    desk_json_review(desk->review.number, json);
    json_member_string(json, "id", review_id_text(entry->id, name));
    json_member_uint(json, "version", entry->version);
    json_member_object(json, "body");
    review_body_members(entry, json);
    json_object_end(json);
    json_object_end(json);
}
