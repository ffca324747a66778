/* Commits from packs, loose objects and the text of git log; packs that lie. */
#include "tests/exchange/fixture.h"
#include "tests/exchange/pack.h"

#include <stdio.h>
#include <zlib.h>

static struct desk desk;

static struct span commit_body(void)
{
    return SPAN(COMMIT_BODY);
}

struct seen {
    size_t count;
    char subjects[8][60];
    unsigned char last[20];
};

static bool see(void *context, const struct git_found *found)
{
    struct seen *seen = context;
    struct git_commit commit;
    if (seen->count < 8 && git_commit_of(found->type, found->body, &commit))
        snprintf(seen->subjects[seen->count], 60, "%.*s", SPAN_ARGS(commit.subject));
    memcpy(seen->last, found->hash, 20);
    seen->count++;
    return true;
}

static struct git_pack_facts read_pack(const struct text *pack, struct seen *seen)
{
    struct error error = ERROR_NONE;
    struct git_pack_facts facts = {0};
    *seen = (struct seen){.count = 0};
    assert_ok(git_pack_each(text_span(pack), see, seen, &facts, &error));
    return facts;
}

static void commits_parse(void **state)
{
    (void)state;
    struct git_commit commit;
    assert_true(git_commit_of(GIT_COMMIT, commit_body(), &commit));
    assert_span(commit.subject, "orders: show points");
    assert_span(commit.author, "Jun Park <jun@x.test>");
    assert_span(commit.author_date, "1795326700 +0100");
    assert_span(commit.date, "1795326790 +0000");
    assert_true(git_commit_of(
        GIT_TAG, SPAN("object 0123\ntype commit\ntag v1\ntagger A <a@x> 1795326790 +0000\n\nm\n"),
        &commit));
    assert_span(commit.tag, "v1");
    assert_false(git_commit_of(GIT_COMMIT, SPAN("tree 1\n\nno committer\n"), &commit));
    assert_false(git_commit_of(GIT_COMMIT, SPAN(""), &commit));
    /* a signed commit: the signature's lines begin with a blank */
    assert_true(git_commit_of(
        GIT_COMMIT, SPAN("committer A <a@x> 5 +0\ngpgsig -----\n author X <x> 1 +0\n -----\n\ns\n"),
        &commit));
    assert_int_equal(commit.author.len, 0);
}

/* A commit, one as a delta on it by place, one by name that comes before its base, a blob, a tag.
 */
static void deltas_are_solved(void **state)
{
    (void)state;
    struct text pack, delta, second;
    struct seen seen;
    unsigned char hash[20];
    text_init(&pack, 0);
    text_init(&delta, 0);
    text_init(&second, 0);
    git_hash(GIT_COMMIT, commit_body(), hash);
    pack_delta(&delta, commit_body().len, SPAN("tree 1111\n"), 46);
    pack_delta(&second, commit_body().len, SPAN("tree 2222\n"), 46);
    pack_begin(&pack, 5);
    pack_add(&pack, GIT_REF, second.len, text_span(&second), 0, hash);
    size_t base = pack_add(&pack, GIT_COMMIT, commit_body().len, commit_body(), 0, NULL);
    pack_add(&pack, GIT_BLOB, 5, SPAN("hello"), 0, NULL);
    pack_add(&pack, GIT_OFS, delta.len, text_span(&delta), base, NULL);
    struct span tag =
        SPAN("object 0123\ntype commit\ntag v1\ntagger A <a@x> 1795326790 +0000\n\nm\n");
    pack_add(&pack, GIT_TAG, tag.len, tag, 0, NULL);
    pack_end(&pack);
    struct git_pack_facts facts = read_pack(&pack, &seen);
    assert_null(facts.stopped);
    assert_int_equal(facts.read, 5);
    assert_int_equal(facts.unsolved, 0);
    assert_int_equal(seen.count, 4);
    assert_string_equal(seen.subjects[1], "orders: show points");
    /* git's own name for the second commit: "printf 'tree 2222\n...' | git hash-object -t commit"
     */
    struct text body;
    unsigned char wanted[20];
    text_init(&body, 0);
    text_adds(&body, "tree 2222\n");
    text_add(&body, span_from(commit_body(), 46));
    git_hash(GIT_COMMIT, text_span(&body), wanted);
    assert_memory_equal(seen.last, wanted, 20);
    /* every cut of it, and every single byte changed, ends in an orderly way */
    for (size_t len = 0; len < pack.len; len++) {
        struct text cut = pack;
        cut.len = len;
        facts = read_pack(&cut, &seen);
        assert_true(seen.count <= 4);
        if (len < pack.len - 20) assert_non_null(facts.stopped);
    }
    for (size_t i = 12; i < pack.len; i++) {
        pack.at[i] ^= 0x55;
        read_pack(&pack, &seen);
        pack.at[i] ^= 0x55;
    }
    text_release(&body);
    text_release(&pack);
    text_release(&delta);
    text_release(&second);
}

static void names_are_those_of_git(void **state)
{
    (void)state;
    unsigned char hash[20];
    char hex[41];
    git_hash(GIT_COMMIT, SPAN(""), hash);
    git_hex(hash, hex);
    assert_string_equal(hex, "dcf5b16e76cce7425d0beaef62d79a7d10fce1f5"); /* git hash-object */
}

static void packs_that_lie(void **state)
{
    (void)state;
    struct text pack, zeros;
    struct seen seen;
    text_init(&pack, 0);
    text_init(&zeros, 0);
    for (int i = 0; i < 40 << 20; i += 64) text_add(&zeros, (struct span){(const char[64]){0}, 64});
    static const struct {
        const char *what;
        enum git_type type;
        uint64_t stated;
        bool bomb;
    } cases[] = {
        {"says less than it holds", GIT_COMMIT, 3, false},
        {"says more than it holds", GIT_COMMIT, 5000, false},
        {"says far more than memory has", GIT_COMMIT, UINT64_C(1) << 50, false},
        {"a blob that says far more", GIT_BLOB, UINT64_C(1) << 50, false},
        {"a bomb", GIT_BLOB, 40 << 20, true},
        {"no such type", (enum git_type)5, 5, false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        text_clear(&pack);
        pack_begin(&pack, 2);
        pack_add(&pack, cases[i].type, cases[i].stated,
                 cases[i].bomb ? text_span(&zeros) : commit_body(), 0, NULL);
        pack_add(&pack, GIT_COMMIT, commit_body().len, commit_body(), 0, NULL);
        struct git_pack_facts facts = read_pack(&pack, &seen);
        if (!facts.stopped || seen.count) fail_msg("%s: taken", cases[i].what);
    }
    /* deltas that reach outside, and on themselves */
    static const struct span deltas[] = {
        {"\xb6\x01\x05\x91\xff\xff", 6},
        {"\x01\x05\x05hello", 8},
        {"\xff\xff\xff", 3},
        {"", 0},
        {"\xb6\x01\xff\xff\xff\xff\x7f\x00", 8},
        {"\xb6\x01\x05\x00", 4},
    };
    for (size_t i = 0; i < sizeof deltas / sizeof deltas[0]; i++) {
        text_clear(&pack);
        pack_begin(&pack, 3);
        size_t base = pack_add(&pack, GIT_COMMIT, commit_body().len, commit_body(), 0, NULL);
        pack_add(&pack, GIT_OFS, deltas[i].len, deltas[i], base, NULL);
        pack_add(&pack, GIT_OFS, deltas[i].len, deltas[i], pack.len, NULL);
        struct git_pack_facts facts = read_pack(&pack, &seen);
        assert_int_equal(seen.count, 1);
        assert_int_equal(facts.unsolved, 1);
    }
    text_clear(&pack);
    pack_begin(&pack, UINT32_MAX);
    assert_non_null(read_pack(&pack, &seen).stopped);
    text_release(&pack);
    text_release(&zeros);
}

static void one_commit_from_three_sources(void **state)
{
    (void)state;
    struct text bundle, log;
    unsigned char hash[20], packed[400];
    char hex[41], object[400];
    text_init(&bundle, 0);
    text_init(&log, 0);
    git_hash(GIT_COMMIT, commit_body(), hash);
    git_hex(hash, hex);
    text_addf(&bundle,
              "# v2 git bundle\n-%040d before\n%s refs/heads/main\n%s refs/tags/v2\n%s HEAD\n\n", 0,
              hex, hex, hex);
    pack_begin(&bundle, 1);
    pack_add(&bundle, GIT_COMMIT, commit_body().len, commit_body(), 0, NULL);
    pack_end(&bundle);
    text_addf(&log,
              "commit %s (HEAD -> main)\nAuthor:     Jun Park <jun@x.test>\n"
              "AuthorDate: 2026-11-22T05:51:40+00:00\nCommit:     Ana Diaz <ana@x.test>\n"
              "CommitDate: 2026-11-22T05:53:10+00:00\n\n    orders: show points\n",
              hex);
    uLongf len = sizeof packed;
    int size = snprintf(object, sizeof object, "commit %zu%c%s", commit_body().len, 0, COMMIT_BODY);
    assert_int_equal(compress(packed, &len, (const Bytef *)object, (uLong)size), Z_OK);
    desk_init(&desk);
    desk_add(&desk, "a.bundle", text_span(&bundle));
    desk_adds(&desk, "log.txt", log.at);
    desk_add(&desk, "objects/7f/a1", (struct span){(const char *)packed, len});
    assert_int_equal(desk.indexes[0].kind, EVIDENCE_GIT_PACK);
    assert_int_equal(desk.indexes[1].kind, EVIDENCE_GIT_LOG);
    assert_int_equal(desk.indexes[2].kind, EVIDENCE_GIT_OBJECT);
    desk_read(&desk);
    assert_int_equal(desk.reading.event_count, 1);
    const struct timeline_event *event = desk_expect(
        &desk, TIMELINE_CHANGE_CODE, "orders: show points (main, v2)", "2026-11-22T05:53:10Z");
    assert_string_equal(event->actor, "Jun Park");
    assert_int_equal(strlen(event->key), 7);
    assert_non_null(strstr(event->basis, "written 2026-11-22 05:51:40"));
    assert_non_null(strstr(event->basis, "also told by"));
    desk_release(&desk);
    text_release(&bundle);
    text_release(&log);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(commits_parse), cmocka_unit_test(deltas_are_solved),
        cmocka_unit_test(names_are_those_of_git), cmocka_unit_test(packs_that_lie),
        cmocka_unit_test(one_commit_from_three_sources)};
    return cmocka_run_group_tests_name("exchange: git", tests, NULL, NULL);
}
