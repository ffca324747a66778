/* `stats` as JSON. */
#include "command/stats.h"

static const char *const found_words[] = {"unknown", "alert", "person", "user"};

static void add_seconds(struct json_writer *json, const char *key, duration length)
{
    json_key(json, key);
    if (length == INT64_MAX || length <= INSTANT_OPEN_START)
        json_null(json);
    else
        json_seconds(json, length);
}

static void spread_json(const struct review_spread *spread, struct json_writer *json)
{
    json_object(json);
    json_member_string(json, "length", desk_lengths[spread->kind].word);
    json_member_string(json, "formula", desk_lengths[spread->kind].formula);
    json_member_uint(json, "n", spread->count);
    json_member_uint(json, "left_out", spread->left_out);
    if (spread->has_median) add_seconds(json, "median_least_s", spread->median_least);
    if (spread->has_median) add_seconds(json, "median_most_s", spread->median_most);
    if (spread->has_interval) {
        add_seconds(json, "interval_least_s", spread->interval_least);
        add_seconds(json, "interval_most_s", spread->interval_most);
        json_member_number(json, "cover", spread->cover);
    }
    json_member_array(json, "points");
    for (size_t i = 0; i < spread->count; i++) {
        json_object(json);
        json_key(json, "review");
        desk_json_review(spread->points[i].review, json);
        add_seconds(json, "least_s", spread->points[i].least);
        add_seconds(json, "most_s", spread->points[i].most);
        json_member_bool(json, "ongoing", spread->points[i].ongoing);
        json_object_end(json);
    }
    json_array_end(json);
    json_object_end(json);
}

static void found_json(const struct stats *stats, struct json_writer *json)
{
    size_t known = stats->reviews - stats->found[REVIEW_FOUND_UNKNOWN];
    json_member_array(json, "found_by");
    for (size_t i = 0; i <= REVIEW_FOUND_USER; i++) {
        double low, high;
        json_object(json);
        json_member_string(json, "by", found_words[i]);
        json_member_uint(json, "k", stats->found[i]);
        json_member_uint(json, "n", i == REVIEW_FOUND_UNKNOWN ? stats->reviews : known);
        if (i != REVIEW_FOUND_UNKNOWN && known) {
            review_wilson(stats->found[i], known, 0.95, &low, &high);
            json_member_number(json, "low", low);
            json_member_number(json, "high", high);
        }
        json_object_end(json);
    }
    json_array_end(json);
}

static void list_json(const struct stats_list *list, struct json_writer *json)
{
    json_member_array(json, list->name);
    for (size_t i = 0; i < list->count; i++) {
        json_object(json);
        json_member_string(json, "value", list->tallies[i].value);
        json_member_array(json, "reviews");
        for (size_t r = 0; r < list->tallies[i].count; r++)
            desk_json_review(list->tallies[i].reviews[r], json);
        json_array_end(json);
        json_member_uint(json, "mentions", list->tallies[i].mentions);
        json_object_end(json);
    }
    json_array_end(json);
}

static void items_json(const struct stats *stats, struct json_writer *json)
{
    const struct review_survival *survival = &stats->survival;
    char name[16];
    json_member_object(json, "items");
    json_member_uint(json, "n", stats->items);
    json_member_uint(json, "left_out", survival->left_out);
    json_key(json, "median_days");
    if (survival->has_median)
        json_int(json, survival->median_day);
    else
        json_null(json);
    json_member_array(json, "survival");
    for (size_t i = 0; i < survival->count; i++) {
        json_object(json);
        json_member_int(json, "day", survival->points[i].day);
        json_member_number(json, "open", survival->points[i].open);
        json_member_uint(json, "at_risk", survival->points[i].at_risk);
        json_object_end(json);
    }
    json_array_end(json);
    json_object_end(json);
    json_member_array(json, "open_when_it_came_back");
    for (size_t i = 0; i < stats->recurred_count; i++) {
        const struct review_recurred *recurred = &stats->recurred[i];
        json_object(json);
        json_member_string(json, "factor", recurred->factor);
        json_key(json, "earlier");
        desk_json_review(recurred->earlier, json);
        json_member_string(json, "item", review_id_text(recurred->item.item->entry.id, name));
        json_key(json, "later");
        desk_json_review(recurred->later, json);
        json_object_end(json);
    }
    json_array_end(json);
}

void stats_json(const struct stats *stats, struct text *out)
{
    struct json_writer json;
    json_begin(&json, out);
    json_object(&json);
    json_member_uint(&json, "reviews", stats->reviews);
    json_member_uint(&json, "anchors_incomplete", stats->incomplete);
    json_member_array(&json, "lengths");
    for (size_t i = 0; i < REVIEW_LENGTH_COUNT; i++) spread_json(&stats->spreads[i], &json);
    json_array_end(&json);
    found_json(stats, &json);
    for (size_t i = 0; i < STATS_LISTS; i++) list_json(&stats->lists[i], &json);
    items_json(stats, &json);
    json_object_end(&json);
    text_addc(out, '\n');
}
