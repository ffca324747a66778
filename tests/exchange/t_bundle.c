/* A bundle is the same bytes for the same review, comes back as it was, and shows every change. */
#include "exchange/bundle.h"
#include "tests/review/make.h"
#include "tests/test.h"

#include <stdio.h>
#include <unistd.h>

/* ---- a small review with two captures ---- */

static const char log_bytes[] = "05:54:53 pool: 0 free\n";
static const char packed_bytes[] = "PK not really\0\xff";

static enum status give(void *context, const struct exchange_evidence *evidence,
                        enum status (*piece)(void *to, struct span bytes, struct error *error),
                        void *to, struct error *error)
{
    struct span bytes = *(struct span *)context;
    (void)evidence;
    for (size_t at = 0; at < bytes.len; at += 7) {
        enum status status = piece(to, span_sub(bytes, at, 7), error);
        if (status) return status;
    }
    return STATUS_OK;
}

static struct span contents[2];
static struct exchange_evidence evidence[2];
static struct evidence_capture captures[3];
static struct evidence_source sources[2];
static struct exchange_clock clocks[1];
static struct review_past history[5];
static struct exchange_bundle sample;

static struct review_past past(uint64_t change, const char *id, uint32_t version, const char *body)
{
    struct review_past one = {.change = change,
                              .version = version,
                              .by = "sam",
                              .why = version > 1 ? "a \"second\" look" : "",
                              .at = (instant)change * NS_PER_HOUR + 5,
                              .body = span_of(body)};
    assert_int_equal(review_id_read(span_of(id), &one.id, NULL), STATUS_OK);
    return one;
}

static int setup(void **state)
{
    static struct arena arena;
    arena_init(&arena, 1 << 26);
    *state = &arena;
    contents[0] = SPAN(log_bytes);
    contents[1] = SPAN(packed_bytes);
    for (size_t i = 0; i < 2; i++)
        evidence[i] =
            (struct exchange_evidence){sha256_of(contents[i]), contents[i].len, give, &contents[i]};
    captures[0] =
        (struct evidence_capture){evidence[0].hash, evidence[0].size, "/var/log/pool.log",   "sam",
                                  77 * NS_PER_DAY,  76 * NS_PER_DAY,  EVIDENCE_PACKED_PLAIN, false};
    captures[1] = captures[0]; /* collected again */
    captures[1].collected += 3;
    captures[1].origin = "\xff not text";
    captures[2] = (struct evidence_capture){
        evidence[1].hash, evidence[1].size,    "a.zip", "kim", 78 * NS_PER_DAY,
        INSTANT_NONE,     EVIDENCE_PACKED_ZIP, true};
    sources[0] = (struct evidence_source){.hash = evidence[0].hash,
                                          .size = evidence[0].size,
                                          .capture = evidence[0].hash,
                                          .member = "",
                                          .name = "pool.log",
                                          .modified = 76 * NS_PER_DAY,
                                          .kind = EVIDENCE_LOG};
    sources[1] = (struct evidence_source){.hash = sha256_of(SPAN("picture")),
                                          .size = 7,
                                          .capture = evidence[1].hash,
                                          .member = "graph.png",
                                          .name = "a.zip!graph.png",
                                          .modified = INSTANT_NONE,
                                          .kind = EVIDENCE_PICTURE,
                                          .picture = {"image/png", 640, 480}};
    clocks[0] = (struct exchange_clock){
        evidence[0].hash,        "America/New_York", true, -5, 17 * NS_PER_S, "kim",
        "beside the deploy log", 80 * NS_PER_DAY};
    history[0] = past(4, "PM0", 1, "{\"title\":\"Writes stood still\"}");
    history[1] = past(4, "E1", 1, "{\"kind\":\"alert\",\"what\":\"the pager rang\"}");
    history[2] = past(9, "E1", 2, "{\"kind\":\"alert\",\"what\":\"the pager \xc3\xbc rang\"}");
    history[3] = past(17, "E2", 1, "{\"kind\":\"note\"}");
    history[4] = past(18, "E2", 2, "");
    history[4].body = (struct span){NULL, 0};
    history[4].undoes = 17;
    sample = (struct exchange_bundle){
        "00112233445566778899aabbccddeeff", history, 5, captures, 3, sources, 2, clocks, 1};
    return 0;
}

static int teardown(void **state)
{
    arena_release(*state);
    return 0;
}

static enum status append(void *context, struct span bytes, struct error *error)
{
    text_add(context, bytes);
    return text_status(context, error);
}

static void write_bundle(const struct exchange_bundle *bundle, struct text *out)
{
    struct error error = ERROR_NONE;
    text_init(out, 0);
    assert_ok(exchange_bundle_write(bundle, evidence, 2, append, out, &error));
}

struct taken {
    size_t count;
    enum status answer;
};

static enum status take(void *context, const struct sha256 *hash, struct span bytes,
                        struct error *error)
{
    struct taken *taken = context;
    struct sha256 really = sha256_of(bytes);
    assert_true(sha256_equal(hash, &really));
    taken->count++;
    return taken->answer ? error_set(error, taken->answer, "the disk is full") : STATUS_OK;
}

/* ---- tests ---- */

static void comes_back_as_it_was_and_goes_out_in_the_same_bytes(void **state)
{
    struct error error = ERROR_NONE;
    struct exchange_bundle back;
    struct taken taken = {0, STATUS_OK};
    struct text first, second;
    write_bundle(&sample, &first);
    assert_ok(bundle_of_bytes(text_span(&first), *state, &back, take, &taken, &error));
    assert_int_equal(taken.count, 2);
    write_bundle(&back, &second);
    assert_true(span_equal(text_span(&first), text_span(&second)));

    assert_string_equal(back.uid, sample.uid);
    assert_int_equal(back.history_count, 5);
    static const uint64_t changes[] = {1, 1, 2, 3, 4};
    for (size_t i = 0; i < 5; i++) {
        assert_int_equal(back.history[i].change, changes[i]);
        assert_int_equal(back.history[i].at, history[i].at);
        assert_true(span_equal(back.history[i].body, history[i].body));
        assert_string_equal(back.history[i].why, history[i].why);
    }
    assert_int_equal(back.history[4].undoes, 3);
    assert_null(back.history[4].body.at);
    assert_int_equal(back.capture_count, 3);
    bool bytes_kept = false;
    for (size_t i = 0; i < 3; i++)
        bytes_kept = bytes_kept || strcmp(back.captures[i].origin, "\xff not text") == 0;
    assert_true(bytes_kept);
    assert_int_equal(back.source_count, 2);
    assert_int_equal(back.clock_count, 1);
    assert_string_equal(back.clocks[0].zone, "America/New_York");
    assert_true(back.clocks[0].has_offset && back.clocks[0].offset_least == -5);
    text_release(&first);
    text_release(&second);
}

/* Every entry as its own change, by two people. */
static struct review_past *history_of(const struct review_stored *stored, size_t count,
                                      struct arena *arena)
{
    struct review_past *all = arena_array(arena, count, sizeof *all);
    assert_non_null(all);
    for (size_t i = 0; i < count; i++)
        all[i] = (struct review_past){.change = i + 1,
                                      .id = stored[i].id,
                                      .version = 1,
                                      .body = stored[i].body,
                                      .by = i % 3 ? "sam" : "kim",
                                      .why = "",
                                      .at = (instant)i * 7777777};
    return all;
}

static void generated_reviews_go_out_in_the_same_bytes(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 500; seed++) {
        struct error error = ERROR_NONE;
        struct exchange_bundle given = sample, back;
        struct taken taken = {0, STATUS_OK};
        struct arena arena;
        struct review review;
        struct review_stored *stored;
        struct text first, second;
        arena_init(&arena, 1 << 26);
        make_review(seed, &arena, &review, &stored, &given.history_count);
        given.history = history_of(stored, given.history_count, &arena);
        write_bundle(&given, &first);
        assert_ok(bundle_of_bytes(text_span(&first), &arena, &back, take, &taken, &error));
        write_bundle(&back, &second);
        assert_true(span_equal(text_span(&first), text_span(&second)));
        text_release(&first);
        text_release(&second);
        arena_release(&arena);
    }
}

static void order_of_what_is_given_does_not_matter(void **state)
{
    struct text first, second;
    (void)state;
    write_bundle(&sample, &first);
    struct evidence_capture capture = captures[0];
    struct evidence_source source = sources[0];
    struct exchange_evidence file = evidence[0];
    captures[0] = captures[2], captures[2] = capture;
    sources[0] = sources[1], sources[1] = source;
    evidence[0] = evidence[1], evidence[1] = file;
    for (size_t i = 0; i < 5; i++) history[i].change += 100; /* numbers of another workspace */
    history[4].undoes += 100;
    write_bundle(&sample, &second);
    assert_true(span_equal(text_span(&first), text_span(&second)));
    text_release(&first);
    text_release(&second);
}

static void every_flipped_bit_is_found(void **state)
{
    struct error error = ERROR_NONE;
    struct exchange_bundle back;
    struct taken taken = {0, STATUS_OK};
    struct text bytes;
    struct arena arena;
    (void)state;
    write_bundle(&sample, &bytes);
    for (size_t at = 0; at < bytes.len; at++)
        for (unsigned bit = 0; bit < 8; bit++) {
            bytes.at[at] = (char)(bytes.at[at] ^ (1 << bit));
            arena_init(&arena, 1 << 26);
            enum status status =
                bundle_of_bytes(text_span(&bytes), &arena, &back, take, &taken, &error);
            if (status != STATUS_DAMAGED && status != STATUS_BAD_INPUT)
                fail_msg("byte %zu, bit %u: %s", at, bit, status_name(status));
            arena_release(&arena);
            bytes.at[at] = (char)(bytes.at[at] ^ (1 << bit));
        }
    assert_int_equal(taken.count, 0); /* and nothing was handed out before it was found */
    text_release(&bytes);
}

static void every_cut_and_every_addition_is_found(void **state)
{
    struct error error = ERROR_NONE;
    struct exchange_bundle back;
    struct taken taken = {0, STATUS_OK};
    struct text bytes;
    write_bundle(&sample, &bytes);
    for (size_t len = 0; len < bytes.len; len += len < 2048 ? 1 : 61) {
        enum status status = bundle_of_bytes(span_sub(text_span(&bytes), 0, len), *state, &back,
                                             take, &taken, &error);
        assert_true(status == STATUS_DAMAGED || status == STATUS_BAD_INPUT);
    }
    text_addc(&bytes, '\0');
    assert_status(bundle_of_bytes(text_span(&bytes), *state, &back, take, &taken, &error),
                  STATUS_DAMAGED);
    assert_int_equal(taken.count, 0);
    text_release(&bytes);
}

/* A record with a right hash, written by somebody who knows how. */
static enum status read_record(const char *json, struct arena *arena, struct error *error)
{
    struct exchange_bundle back;
    struct bundle_part *parts;
    size_t count;
    struct text text;
    char hex[65];
    text_init(&text, 0);
    text_adds(&text, json);
    struct sha256 check = sha256_of(text_span(&text));
    sha256_hex(&check, hex);
    text_addf(&text, BUNDLE_CHECK "%s" BUNDLE_CHECK_END, hex);
    enum status status = bundle_json_read(text_span(&text), arena, &back, &parts, &count, error);
    text_release(&text);
    return status;
}

#define UID     "\"uid\":\"00112233445566778899aabbccddeeff\""
#define HEAD    "{\"bundle\":1," UID ",\"history\":[{\"change\":1,\"id\":\"PM0\",\"version\":1,"
#define NO_MORE "\"evidence\":[],\"captures\":[],\"sources\":[],\"clocks\":[]"

static void records_that_the_program_would_not_write_are_refused(void **state)
{
    static const struct {
        const char *json;
        enum status status;
    } cases[] = {
        {HEAD "\"body\":{\"title\":\"a\"}}]," NO_MORE, STATUS_OK},
        {"{\"bundle\":2,\"news\":[]", STATUS_TOO_NEW},
        {"{\"bundle\":\"1\"", STATUS_BAD_INPUT},
        {"[", STATUS_BAD_INPUT},
        {"{\"bundle\":1," UID ",\"history\":[]," NO_MORE, STATUS_BAD_INPUT},
        {HEAD "\"body\":{\"title\":\"a\"}} ]," NO_MORE, STATUS_BAD_INPUT},
        {HEAD "\"body\":{\"title\": \"a\"}}]," NO_MORE, STATUS_BAD_INPUT},
        {HEAD "\"body\":{\"nobody\":1}}]," NO_MORE, STATUS_BAD_INPUT},
        {HEAD "\"body\":{}},7]," NO_MORE, STATUS_BAD_INPUT},
        {HEAD "\"body\":{},\"body\":{}}]," NO_MORE, STATUS_BAD_INPUT},
        {HEAD "\"undoes\":1,\"body\":{}}]," NO_MORE, STATUS_BAD_INPUT},
        {HEAD "\"at\":\"yesterday\",\"body\":{}}]," NO_MORE, STATUS_BAD_INPUT},
        {HEAD "\"body\":{}}],\"evidence\":[{\"sha256\":"
              "\"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\",\"size\":0}],"
              "\"captures\":[],\"sources\":[],\"clocks\":[]",
         STATUS_BAD_INPUT}, /* evidence that nothing tells of */
        {"{\"bundle\":1,\"uid\":\"../../etc\",\"history\":[{\"change\":1,\"id\":\"PM0\","
         "\"version\":1,\"body\":{}}]," NO_MORE,
         STATUS_BAD_INPUT},
        {"{\"bundle\":1," UID ",\"history\":[{\"change\":1,\"id\":\"Z9\",\"version\":1,"
         "\"body\":{}}]," NO_MORE,
         STATUS_BAD_INPUT},
    };
    struct error error = ERROR_NONE;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        enum status status = read_record(cases[i].json, *state, &error);
        if (status != cases[i].status)
            fail_msg("%zu: %s, %s", i, status_name(status), error.message);
        assert_int_equal(read_record(cases[i].json, *state, NULL), status);
    }
}

static void evidence_that_changed_is_not_written(void **state)
{
    struct error error = ERROR_NONE;
    struct text out;
    (void)state;
    text_init(&out, 0);
    contents[0] = SPAN("05:54:53 pool: 9 free\n");
    assert_status(exchange_bundle_write(&sample, evidence, 2, append, &out, &error),
                  STATUS_DAMAGED);
    contents[0] = SPAN("longer than it was when it was collected\n");
    assert_status(exchange_bundle_write(&sample, evidence, 2, append, &out, &error),
                  STATUS_DAMAGED);
    contents[0] = SPAN("shorter");
    assert_status(exchange_bundle_write(&sample, evidence, 2, append, &out, &error),
                  STATUS_DAMAGED);
    text_release(&out);
}

static void a_refusal_of_the_taker_is_passed_on(void **state)
{
    struct error error = ERROR_NONE;
    struct exchange_bundle back = {.uid = "untouched"};
    struct taken taken = {0, STATUS_NO_SPACE};
    struct text bytes;
    write_bundle(&sample, &bytes);
    assert_status(bundle_of_bytes(text_span(&bytes), *state, &back, take, &taken, &error),
                  STATUS_NO_SPACE);
    assert_int_equal(taken.count, 1);
    assert_string_equal(back.uid, "untouched");
    text_release(&bytes);
}

static void sizes_beyond_eight_gibibytes_are_in_base_256(void **state)
{
    char header[BUNDLE_BLOCK];
    (void)state;
    bundle_header("review.json", (UINT64_C(1) << 33) - 1, header);
    assert_memory_equal(header + 124, "77777777777", 12);
    bundle_header("review.json", UINT64_C(0x0abc23456789), header);
    assert_memory_equal(header + 124, "\x80\0\0\0\0\0\x0a\xbc\x23\x45\x67\x89", 12);
    assert_memory_equal(header + 257, "ustar\00000", 8);
}

static void read_from_a_file(void **state)
{
    struct error error = ERROR_NONE;
    struct exchange_bundle back;
    struct taken taken = {0, STATUS_OK};
    struct text bytes;
    char path[] = "t_bundle.tar";
    write_bundle(&sample, &bytes);
    assert_ok(os_replace(path, text_span(&bytes), &error));
    assert_ok(exchange_bundle_read(path, *state, &back, take, &taken, &error));
    assert_int_equal(taken.count, 2);
    assert_ok(os_replace(path, SPAN("# Postmortem\n"), &error));
    assert_status(exchange_bundle_read(path, *state, &back, take, &taken, &error),
                  STATUS_BAD_INPUT);
    assert_string_equal(error.where, path);
    assert_ok(os_remove(path, &error));
    text_release(&bytes);
}

static enum status shrink(void *context, const struct sha256 *hash, struct span bytes,
                          struct error *error)
{
    const char *path = context;
    assert_int_equal(truncate(path, 0), 0);
    struct sha256 now = sha256_of(bytes); /* a mapped file would end the program here */
    assert_true(sha256_equal(&now, hash));
    (void)error;
    return STATUS_OK;
}

static void a_file_that_shrinks_while_it_is_read(void **state)
{
    struct error error = ERROR_NONE;
    struct exchange_bundle back;
    struct text bytes;
    char path[] = "t_bundle_shrinks.tar";
    write_bundle(&sample, &bytes);
    assert_ok(os_replace(path, text_span(&bytes), &error));
    assert_ok(exchange_bundle_read(path, *state, &back, shrink, path, &error));
    assert_ok(os_remove(path, &error));
    text_release(&bytes);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(comes_back_as_it_was_and_goes_out_in_the_same_bytes),
        TEST(generated_reviews_go_out_in_the_same_bytes),
        TEST(order_of_what_is_given_does_not_matter),
        TEST(every_flipped_bit_is_found),
        TEST(every_cut_and_every_addition_is_found),
        TEST(records_that_the_program_would_not_write_are_refused),
        TEST(evidence_that_changed_is_not_written),
        TEST(a_refusal_of_the_taker_is_passed_on),
        TEST(sizes_beyond_eight_gibibytes_are_in_base_256),
        TEST(read_from_a_file),
        TEST(a_file_that_shrinks_while_it_is_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
