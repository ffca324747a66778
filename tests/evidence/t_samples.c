/*
 * Every built-in layout: samples/NAME.log indexed must give samples/NAME.json. With UPDATE=1 in the
 * environment the expected results are written anew; read the difference before keeping it.
 */
#include "tests/test.h"

#include <stdio.h>

#include "evidence/evidence.h"

#define SAMPLES SOURCE_ROOT "/tests/evidence/samples"

static struct error error;

static void put_time(struct json_writer *json, const char *key, int64_t time)
{
    struct text text;
    text_init(&text, 0);
    instant_add_text(&text, time, NULL, INSTANT_FULL, -1);
    json_key(json, key);
    json_string(json, text.at);
    text_release(&text);
}

static void put_count(struct json_writer *json, const char *key, uint64_t count)
{
    json_key(json, key);
    json_uint(json, count);
}

static void put_layouts(struct json_writer *json, const struct evidence_index *index)
{
    json_key(json, "layouts");
    json_array(json);
    for (unsigned i = 0; i < index->layout_count; i++) {
        json_object(json);
        json_key(json, "name");
        json_string(json, index->layouts[i].name);
        json_key(json, "stamp");
        json_string(json, index->layouts[i].stamp);
        put_count(json, "records", index->layouts[i].records);
        json_object_end(json);
    }
    json_array_end(json);
}

static void put_record(struct json_writer *json, const struct evidence_index *index,
                       struct span content, uint64_t record)
{
    struct evidence_fields fields;
    evidence_fields_of(index, content, record, &fields);
    json_object(json);
    put_count(json, "start", index->start[record]);
    put_time(json, "time", index->time[record]);
    json_key(json, "level");
    json_string(json, evidence_level_word((enum evidence_level)index->level[record]));
    json_key(json, "message");
    json_span(json, span_sub(fields.message, 0, 120));
    const struct {
        const char *key;
        struct span value;
    } parts[] = {{"host", fields.host}, {"process", fields.process}};
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        if (parts[i].value.len == 0) continue;
        json_key(json, parts[i].key);
        json_span(json, parts[i].value);
    }
    if (fields.status) put_count(json, "status", (uint64_t)fields.status);
    if (fields.took >= 0) put_count(json, "took", (uint64_t)fields.took);
    json_object_end(json);
}

static void put_index(struct text *out, const struct evidence_index *index, struct span content)
{
    struct json_writer json;
    json_begin(&json, out);
    json_object(&json);
    put_count(&json, "records", index->count);
    put_count(&json, "timed", index->timed);
    put_count(&json, "local", index->local);
    put_count(&json, "late", index->late);
    put_time(&json, "first", index->first);
    put_time(&json, "last", index->last);
    json_key(&json, "basis");
    json_string(&json, index->year_basis);
    json_key(&json, "zone");
    json_string(&json, index->zone_stated);
    json_key(&json, "levels");
    json_object(&json);
    for (unsigned i = 0; i < EVIDENCE_LEVEL_COUNT; i++)
        if (index->level_count[i])
            put_count(&json, evidence_level_word((enum evidence_level)i), index->level_count[i]);
    json_object_end(&json);
    put_layouts(&json, index);
    json_key(&json, "first_records");
    json_array(&json);
    for (uint64_t i = 0; i < index->count && i < 3; i++) put_record(&json, index, content, i);
    json_array_end(&json);
    json_object_end(&json);
    text_addc(out, '\n');
}

static enum status check_sample(void *context, const char *name, struct error *unused)
{
    struct text content, got, wanted;
    struct evidence_index index;
    char path[500];
    size_t *count = context;
    (void)unused;
    size_t len = strlen(name);
    if (len < 4 || strcmp(name + len - 4, ".log") != 0) return STATUS_OK;
    text_init(&content, 0);
    text_init(&got, 0);
    text_init(&wanted, 0);
    snprintf(path, sizeof path, "%s/%s", SAMPLES, name);
    assert_ok(os_slurp(path, 1 << 20, &content, &error));
    struct span bytes = text_span(&content);
    struct evidence_reader reader = evidence_reader_of_span(&bytes);
    struct evidence_index_hints hints = {.kind = EVIDENCE_LOG,
                                         .modified = INT64_C(1772713800) * NS_PER_S,
                                         .now = INT64_C(1795400000) * NS_PER_S,
                                         .threads = 1};
    assert_ok(evidence_index_build(&reader, &hints, &index, &error));
    put_index(&got, &index, bytes);
    snprintf(path, sizeof path, "%s/%.*s.json", SAMPLES, (int)(len - 4), name);
    if (os_env("UPDATE")) assert_ok(os_replace(path, text_span(&got), &error));
    assert_ok(os_slurp(path, 1 << 20, &wanted, &error));
    if (!span_equal(text_span(&got), text_span(&wanted)))
        fail_msg("%s\n   is %s   not %s", name, got.at, wanted.at);
    evidence_index_close(&index);
    text_release(&content);
    text_release(&got);
    text_release(&wanted);
    (*count)++;
    return STATUS_OK;
}

static void samples_give_what_is_expected(void **state)
{
    (void)state;
    size_t count = 0;
    assert_ok(os_list(SAMPLES, check_sample, &count, &error));
    assert_true(count >= 100);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(samples_give_what_is_expected),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
