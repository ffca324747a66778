#include "command/stats.h"

#include <stdio.h>

static const struct {
    const char *word;
    const char *formula;
} lengths[REVIEW_LENGTH_COUNT] = {
#define X(name, word, formula) {word, formula},
    REVIEW_LENGTHS(X)
#undef X
};
static const char *const found_words[] = {"unknown", "alert", "person", "user"};
static const char *const found_texts[] = {"not known", "an alert", "a person of the team",
                                          "a user"};

/* ---- text ---- */

static void add_bounds(struct text *out, duration least, duration most, bool ongoing)
{
    duration_add_text(out, least);
    if (ongoing) {
        text_adds(out, " and on");
    } else if (most != least) {
        text_adds(out, " to ");
        duration_add_text(out, most);
    }
}

static void spread_text(const struct review_spread *spread, struct text *out)
{
    text_addf(out, "  %s (%s): %zu", lengths[spread->kind].word, lengths[spread->kind].formula,
              spread->count);
    if (spread->left_out) text_addf(out, ", not known in %zu", spread->left_out);
    text_addc(out, '\n');
    if (spread->has_median) {
        text_adds(out, "    median ");
        add_bounds(out, spread->median_least, spread->median_most,
                   spread->median_most == INT64_MAX);
        if (spread->has_interval) {
            text_addf(out, "; with %.1f %% between ", spread->cover * 100);
            duration_add_text(out, spread->interval_least);
            text_adds(out, " and ");
            if (spread->interval_most == INT64_MAX)
                text_adds(out, "longer than is known");
            else
                duration_add_text(out, spread->interval_most);
        } else {
            text_adds(out, "; too few for an interval (6 or more give one)");
        }
        text_addc(out, '\n');
    }
    for (size_t i = 0; i < spread->count; i++) {
        const struct review_point *point = &spread->points[i];
        text_addf(out, "      PM%-5u ", point->review);
        add_bounds(out, point->least, point->most, point->ongoing);
        text_addc(out, '\n');
    }
}

static void found_text(const struct stats *stats, struct text *out)
{
    size_t known = stats->reviews - stats->found[REVIEW_FOUND_UNKNOWN];
    text_addf(out, "\nfound by (%zu; not known in %zu)\n", known,
              stats->found[REVIEW_FOUND_UNKNOWN]);
    for (size_t i = REVIEW_FOUND_ALERT; known && i <= REVIEW_FOUND_USER; i++) {
        double low, high;
        review_wilson(stats->found[i], known, 0.95, &low, &high);
        text_addf(out, "  %-22s %zu of %zu; with 95 %% between %.0f and %.0f %%\n", found_texts[i],
                  stats->found[i], known, low * 100, high * 100);
    }
}

static void list_text(const struct stats_list *list, const char *title, struct text *out)
{
    if (list->count == 0) return;
    text_addf(out, "\n%s\n", title);
    for (size_t i = 0; i < list->count; i++) {
        const struct review_tally *tally = &list->tallies[i];
        text_addf(out, "  %zu  ", tally->count);
        text_add_visible(out, span_of(tally->value));
        text_addc(out, ':');
        for (size_t r = 0; r < tally->count; r++) text_addf(out, " PM%u", tally->reviews[r]);
        text_addc(out, '\n');
    }
}

static void items_text(const struct stats *stats, struct text *out)
{
    const struct review_survival *survival = &stats->survival;
    char name[16];
    text_addf(out, "\nitems: %zu", stats->items);
    if (survival->left_out) text_addf(out, ", the days of %zu not known", survival->left_out);
    if (survival->has_median)
        text_addf(out,
                  "; half of them are done within %lld days of being raised (open ones "
                  "counted as not done yet)\n",
                  (long long)survival->median_day);
    else
        text_adds(out, "; fewer than half are done\n");
    for (size_t i = 0; i < survival->count; i++)
        text_addf(out, "  after %lld days %.0f %% open, of %zu then looked at\n",
                  (long long)survival->points[i].day, survival->points[i].open * 100,
                  survival->points[i].at_risk);
    if (stats->recurred_count) text_adds(out, "\nopen when the same factor took part again\n");
    for (size_t i = 0; i < stats->recurred_count; i++) {
        const struct review_recurred *recurred = &stats->recurred[i];
        text_addf(out, "  PM%u %s, then PM%u: ", recurred->earlier,
                  review_id_text(recurred->item.item->entry.id, name), recurred->later);
        text_add_visible(out, span_of(recurred->factor));
        text_adds(out, ": ");
        text_add_visible(out, span_of(review_entry_line(&recurred->item.item->entry)));
        text_addc(out, '\n');
    }
}

void stats_text(const struct stats *stats, struct text *out)
{
    static const char *const titles[STATS_LISTS] = {
        "conditions, by incidents they took part in", "improvised tools, by incidents",
        "chosen > passed over, by incidents", "components, by incidents", "labels, by incidents"};
    text_addf(out, "reviews: %zu; anchors incomplete in %zu\n\ndurations\n", stats->reviews,
              stats->incomplete);
    for (size_t i = 0; i < REVIEW_LENGTH_COUNT; i++) spread_text(&stats->spreads[i], out);
    found_text(stats, out);
    for (size_t i = 0; i < STATS_LISTS; i++) list_text(&stats->lists[i], titles[i], out);
    items_text(stats, out);
}

/* ---- JSON ---- */

static void add_seconds(struct json_writer *json, const char *key, duration length)
{
    json_key(json, key);
    if (length == INT64_MAX)
        json_null(json);
    else
        json_number(json, (double)length / 1e9);
}

static void add_review(struct json_writer *json, uint32_t number)
{
    char name[16];
    snprintf(name, sizeof name, "PM%u", number);
    json_string(json, name);
}

static void spread_json(const struct review_spread *spread, struct json_writer *json)
{
    json_object(json);
    json_key(json, "length");
    json_string(json, lengths[spread->kind].word);
    json_key(json, "formula");
    json_string(json, lengths[spread->kind].formula);
    json_key(json, "n");
    json_uint(json, spread->count);
    json_key(json, "left_out");
    json_uint(json, spread->left_out);
    if (spread->has_median) add_seconds(json, "median_least_s", spread->median_least);
    if (spread->has_median) add_seconds(json, "median_most_s", spread->median_most);
    if (spread->has_interval) {
        add_seconds(json, "interval_least_s", spread->interval_least);
        add_seconds(json, "interval_most_s", spread->interval_most);
        json_key(json, "cover");
        json_number(json, spread->cover);
    }
    json_key(json, "points");
    json_array(json);
    for (size_t i = 0; i < spread->count; i++) {
        json_object(json);
        json_key(json, "review");
        add_review(json, spread->points[i].review);
        add_seconds(json, "least_s", spread->points[i].least);
        add_seconds(json, "most_s", spread->points[i].most);
        json_key(json, "ongoing");
        json_bool(json, spread->points[i].ongoing);
        json_object_end(json);
    }
    json_array_end(json);
    json_object_end(json);
}

static void found_json(const struct stats *stats, struct json_writer *json)
{
    size_t known = stats->reviews - stats->found[REVIEW_FOUND_UNKNOWN];
    json_key(json, "found_by");
    json_array(json);
    for (size_t i = 0; i <= REVIEW_FOUND_USER; i++) {
        double low, high;
        json_object(json);
        json_key(json, "by");
        json_string(json, found_words[i]);
        json_key(json, "k");
        json_uint(json, stats->found[i]);
        json_key(json, "n");
        json_uint(json, i == REVIEW_FOUND_UNKNOWN ? stats->reviews : known);
        if (i != REVIEW_FOUND_UNKNOWN && known) {
            review_wilson(stats->found[i], known, 0.95, &low, &high);
            json_key(json, "low");
            json_number(json, low);
            json_key(json, "high");
            json_number(json, high);
        }
        json_object_end(json);
    }
    json_array_end(json);
}

static void list_json(const struct stats_list *list, struct json_writer *json)
{
    json_key(json, list->name);
    json_array(json);
    for (size_t i = 0; i < list->count; i++) {
        json_object(json);
        json_key(json, "value");
        json_string(json, list->tallies[i].value);
        json_key(json, "reviews");
        json_array(json);
        for (size_t r = 0; r < list->tallies[i].count; r++)
            add_review(json, list->tallies[i].reviews[r]);
        json_array_end(json);
        json_key(json, "mentions");
        json_uint(json, list->tallies[i].mentions);
        json_object_end(json);
    }
    json_array_end(json);
}

static void items_json(const struct stats *stats, struct json_writer *json)
{
    const struct review_survival *survival = &stats->survival;
    char name[16];
    json_key(json, "items");
    json_object(json);
    json_key(json, "n");
    json_uint(json, stats->items);
    json_key(json, "left_out");
    json_uint(json, survival->left_out);
    json_key(json, "median_days");
    if (survival->has_median)
        json_int(json, survival->median_day);
    else
        json_null(json);
    json_key(json, "survival");
    json_array(json);
    for (size_t i = 0; i < survival->count; i++) {
        json_object(json);
        json_key(json, "day");
        json_int(json, survival->points[i].day);
        json_key(json, "open");
        json_number(json, survival->points[i].open);
        json_key(json, "at_risk");
        json_uint(json, survival->points[i].at_risk);
        json_object_end(json);
    }
    json_array_end(json);
    json_object_end(json);
    json_key(json, "open_when_it_came_back");
    json_array(json);
    for (size_t i = 0; i < stats->recurred_count; i++) {
        const struct review_recurred *recurred = &stats->recurred[i];
        json_object(json);
        json_key(json, "factor");
        json_string(json, recurred->factor);
        json_key(json, "earlier");
        add_review(json, recurred->earlier);
        json_key(json, "item");
        json_string(json, review_id_text(recurred->item.item->entry.id, name));
        json_key(json, "later");
        add_review(json, recurred->later);
        json_object_end(json);
    }
    json_array_end(json);
}

void stats_json(const struct stats *stats, struct text *out)
{
    struct json_writer json;
    json_begin(&json, out);
    json_object(&json);
    json_key(&json, "reviews");
    json_uint(&json, stats->reviews);
    json_key(&json, "anchors_incomplete");
    json_uint(&json, stats->incomplete);
    json_key(&json, "lengths");
    json_array(&json);
    for (size_t i = 0; i < REVIEW_LENGTH_COUNT; i++) spread_json(&stats->spreads[i], &json);
    json_array_end(&json);
    found_json(stats, &json);
    for (size_t i = 0; i < STATS_LISTS; i++) list_json(&stats->lists[i], &json);
    items_json(stats, &json);
    json_object_end(&json);
    text_addc(out, '\n');
}
