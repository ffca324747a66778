/* What a team can see of the ground it stands on: questions, areas, kinds of events, words. */
#include "web/pages.h"
#include "web/server.h"

static void put_questions(struct web_request *request)
{
    struct model *model = &request->model;
    struct value *topics = value_list(model, NULL, "topics"), *questions = NULL;
    const char *topic = "";
    for (size_t i = 0; i < review_bank_count; i++) {
        const struct review_asked *asked = &review_bank[i];
        if (!questions || strcmp(topic, asked->topic) != 0) {
            struct value *to = value_object(model, topics, NULL);
            topic = asked->topic;
            value_text(model, to, "topic", topic);
            value_text(model, to, "first", asked->text);
            questions = value_list(model, to, "questions");
        }
        struct value *to = value_object(model, questions, NULL);
        value_text(model, to, "code", asked->code);
        value_text(model, to, "text", asked->text);
    }
}

static void put_words(struct web_request *request, const char *key, const struct vocabulary *words,
                      uint8_t count)
{
    struct model *model = &request->model;
    struct value *list = value_list(model, NULL, key);
    for (uint8_t i = 1; i < count; i++) {
        struct value *to = value_object(model, list, NULL);
        value_text(model, to, "word", vocabulary_word(words, i));
        value_text(model, to, "meaning", vocabulary_meaning(words, i));
    }
}

static enum status put_guard(struct web_request *request, struct error *error)
{
    struct guard guard;
    struct model *model = &request->model;
    enum status status = desk_guard_find(request->server->settings.folder, &(struct guard_wish){0},
                                         &request->arena, &guard, error);
    if (status) return status;
    struct value *to = value_object(model, NULL, "guard");
    value_flag(model, to, "set", guard.path != NULL);
    value_text(model, to, "file", GUARD_SETTINGS_NAME);
    value_count(model, to, "aside", (int64_t)guard.baseline.count);
    return STATUS_OK;
}

enum status web_settings_page(struct web_request *request, struct error *error)
{
    web_title(request, "Settings");
    put_questions(request);
    put_words(request, "areas", &review_words_area, REVIEW_AREA_COUNT);
    put_words(request, "events", &review_words_event, REVIEW_EVENT_COUNT);
    put_words(request, "circles", &review_words_circle, REVIEW_CIRCLE_COUNT);
    put_words(request, "parts", &review_words_part, REVIEW_PART_COUNT);
    return put_guard(request, error);
}
