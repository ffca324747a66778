/* Writes the ten files of the evidence bench and expected.json, what a correct reader finds in
 * them.
 *
 *     generate [--size 200M] [--seed 1] [--only FILE] --out DIR
 *
 * The same seed and size give the same bytes on every machine. */
#include <stdlib.h>
#include <string.h>

#include "bench/generate/maker.h"

struct options {
    uint64_t size, seed;
    const char *out;
    const char *only; /* NULL: all files and their manifest */
};

static const struct kind *const kinds[] = {
    &kind_syslog,        &kind_app_text, &kind_openstack, &kind_access, &kind_postgres,
    &kind_postgres_json, &kind_app_json, &kind_windows,   &kind_logfmt, &kind_klog,
};
#define KINDS (sizeof kinds / sizeof kinds[0])

/* "200M", "64k", "1000": decimal multiples, as disks and our tables count. */
static bool parse_size(const char *text, uint64_t *ret)
{
    uint64_t value = 0;
    const char *c = text;
    for (; *c >= '0' && *c <= '9'; c++) {
        if (value > UINT64_C(1000000000000)) return false;
        value = value * 10 + (uint64_t)(*c - '0');
    }
    if (c == text) return false;
    if (*c == 'k')
        value *= 1000, c++;
    else if (*c == 'M')
        value *= 1000000, c++;
    else if (*c == 'G' && value < 100000)
        value *= 1000000000, c++;
    if (*c) return false;
    *ret = value;
    return true;
}

static bool parse_options(int argc, char **argv, struct options *ret)
{
    *ret = (struct options){.size = 200000000, .seed = 1};
    for (int i = 1; i + 1 < argc; i += 2) {
        const char *value = argv[i + 1];
        bool ok = false;
        if (strcmp(argv[i], "--size") == 0)
            ok = parse_size(value, &ret->size);
        else if (strcmp(argv[i], "--seed") == 0)
            ok = parse_size(value, &ret->seed);
        else if (strcmp(argv[i], "--only") == 0)
            ok = (ret->only = value) != NULL;
        else if (strcmp(argv[i], "--out") == 0)
            ok = (ret->out = value) != NULL;
        if (!ok) return false;
    }
    return argc % 2 == 1 && ret->out;
}

static void print_levels(FILE *to, const char *name, const uint64_t *levels)
{
    static const char *const names[LEVELS] = {"none",    "debug", "info",
                                              "warning", "error", "critical"};
    fprintf(to, ", \"%s\": {", name);
    for (int i = 0; i < LEVELS; i++)
        fprintf(to, "%s\"%s\": %llu", i ? ", " : "", names[i], (unsigned long long)levels[i]);
    fprintf(to, "}");
}

static void print_expected(FILE *to, const struct kind *kind, const struct tally *tally, bool last)
{
    fprintf(to, "    {\"file\": \"%s\", \"records\": %llu, \"lines\": %llu, \"bytes\": %llu, ",
            kind->file, (unsigned long long)tally->records, (unsigned long long)tally->lines,
            (unsigned long long)tally->bytes);
    fprintf(to, "\"first\": %lld, \"last\": %lld, \"time_sum\": %llu, \"zone\": \"%s\"",
            (long long)tally->first, (long long)tally->last, (unsigned long long)tally->time_sum,
            kind->zone);
    print_levels(to, "levels", tally->levels);
    if (kind->why_unclear) {
        print_levels(to, "unclear", tally->unclear);
        fprintf(to, ", \"unclear_may_be\": %s, \"why_unclear\": \"", kind->unclear_may_be);
        for (const char *c = kind->why_unclear; *c; c++) fprintf(to, *c == '"' ? "\\\"" : "%c", *c);
        fprintf(to, "\"");
    }
    fprintf(to, "}%s\n", last ? "" : ",");
}

static char *path_of(const char *folder, const char *name)
{
    size_t size = strlen(folder) + strlen(name) + 2;
    char *path = malloc(size);
    if (path) snprintf(path, size, "%s/%s", folder, name);
    return path;
}

static bool make_one(const struct options *options, const struct kind *kind, struct tally *ret)
{
    struct maker maker;
    char *path = path_of(options->out, kind->file);
    if (!path || !maker_init(&maker, path, kind, options->seed)) {
        free(path);
        return false;
    }
    bool ok = maker_run(&maker, options->size);
    if (!ok) fprintf(stderr, "%s is incomplete; is the disk full?\n", path);
    *ret = maker.tally;
    maker_release(&maker);
    free(path);
    return ok;
}

int main(int argc, char **argv)
{
    struct options options;
    struct tally tallies[KINDS];
    if (!parse_options(argc, argv, &options)) {
        fprintf(stderr, "usage: generate [--size 200M] [--seed 1] [--only FILE] --out DIR\n");
        return 2;
    }
    for (size_t i = 0; i < KINDS; i++) {
        if (options.only && strcmp(options.only, kinds[i]->file) != 0) continue;
        if (!make_one(&options, kinds[i], &tallies[i])) return 1;
    }
    if (options.only) return 0;

    /* Last, so that a folder with a manifest is a whole set. */
    char *path = path_of(options.out, "expected.json");
    FILE *manifest = path ? fopen(path, "wb") : NULL;
    if (!manifest) {
        perror(path ? path : "expected.json");
        free(path);
        return 1;
    }
    fprintf(manifest, "{\n  \"seed\": %llu, \"size\": %llu, \"files\": [\n",
            (unsigned long long)options.seed, (unsigned long long)options.size);
    for (size_t i = 0; i < KINDS; i++)
        print_expected(manifest, kinds[i], &tallies[i], i + 1 == KINDS);
    fprintf(manifest, "  ]\n}\n");
    bool ok = fclose(manifest) == 0;
    free(path);
    return ok ? 0 : 1;
}
