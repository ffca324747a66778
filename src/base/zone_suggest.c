/* Near matches for a mistyped zone name, by edit distance over letters. */
#include "base/zone.h"

#include "base/os.h"

enum { LETTERS_MAX = 40, TABLE_MAX = 1 << 20, SUGGESTIONS = 3, FAR = 100 };

struct letters {
    size_t len;
    char at[LETTERS_MAX];
};

/* Lower-case letters alone, so that "new york" meets "New_York". */
static struct letters letters_of(struct span s)
{
    struct letters letters = {0};
    for (size_t i = 0; i < s.len && letters.len < LETTERS_MAX; i++) {
        char c = s.at[i];
        if (c >= 'A' && c <= 'Z') c = (char)(c + 32);
        if (c >= 'a' && c <= 'z') letters.at[letters.len++] = c;
    }
    return letters;
}

static size_t distance(const struct letters *a, const struct letters *b)
{
    return span_distance((struct span){a->at, a->len}, (struct span){b->at, b->len});
}

static struct span last_part(struct span name)
{
    size_t from = name.len;
    while (from && name.at[from - 1] != '/') from--;
    return span_from(name, from);
}

struct guess {
    struct span name;
    size_t away;
};

/* Keeps the nearest few, nearest first. */
static void keep(struct guess *guesses, struct guess guess)
{
    for (size_t i = 0; i < SUGGESTIONS; i++) {
        if (guess.away >= guesses[i].away) continue;
        struct guess worse = guesses[i];
        guesses[i] = guess;
        guess = worse;
    }
}

/* zone.tab: country, coordinates, name, comment, with tabs between. */
static void search(struct span table, struct span name, struct guess *guesses)
{
    struct letters whole = letters_of(name), part = letters_of(last_part(name));
    size_t reach = part.len < 4 ? 0 : part.len < 8 ? 1 : 2;
    if (part.len == 0) return;
    while (table.len) {
        struct span line = span_cut(&table, '\n');
        if (span_starts(line, SPAN("#"))) continue;
        (void)span_cut(&line, '\t');
        (void)span_cut(&line, '\t');
        struct span candidate = span_cut(&line, '\t');
        struct letters full = letters_of(candidate), city = letters_of(last_part(candidate));
        size_t away = distance(&whole, &full), of_part = distance(&part, &city);
        if (of_part < away) away = of_part;
        if (away <= reach) keep(guesses, (struct guess){candidate, away});
    }
}

void zone_suggest(struct text *text, const char *folder, struct span name)
{
    struct text path, table;
    text_init(&path, 8192);
    text_init(&table, TABLE_MAX);
    text_adds(&path, folder);
    text_adds(&path, "/zone.tab");
    struct guess guesses[SUGGESTIONS];
    for (size_t i = 0; i < SUGGESTIONS; i++) guesses[i] = (struct guess){.away = FAR};
    if (!text_status(&path, NULL) && !os_slurp(path.at, TABLE_MAX, &table, NULL))
        search(text_span(&table), name, guesses);
    for (size_t i = 0; i < SUGGESTIONS && guesses[i].away < FAR; i++) {
        text_adds(text, i == 0 ? "; did you mean " : ", ");
        text_add(text, guesses[i].name);
    }
    if (guesses[0].away < FAR) text_adds(text, "? Give one of these names");
    text_release(&path);
    text_release(&table);
}
