/* `stats` for people: each number with what it rests on and what was left out. */
#include "command/stats.h"

static const char *const found_texts[] = {"not known", "an alert", "a person of the team",
                                          "a user"};

static void add_bounds(struct text *out, duration least, duration most, bool ongoing)
{
    report_length_text((struct span_of_time){true, least, most}, ongoing, out);
}

static void spread_text(const struct review_spread *spread, struct text *out)
{
    text_addf(out, "  %s (%s): %zu", desk_lengths[spread->kind].word,
              desk_lengths[spread->kind].formula, spread->count);
    if (spread->left_out) text_addf(out, ", not known in %zu", spread->left_out);
    text_addc(out, '\n');
    if (spread->has_median) {
        text_adds(out, "    median ");
        add_bounds(out, spread->median_least, spread->median_most, false);
        if (spread->has_interval) {
            text_addf(out, "; with %.1f %%: ", spread->cover * 100);
            add_bounds(out, spread->interval_least, spread->interval_most, false);
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
    if (stats->items == 0) {
        text_addc(out, '\n');
        return;
    }
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
