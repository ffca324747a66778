/* What the subcommands share. One table row per command gives parser, --help and the manual page.
 */
#ifndef COMMAND_INTERNAL_H
#define COMMAND_INTERNAL_H

#include "command/command.h"
#include "desk/desk.h"

/* ---- the table ---- */

struct option_spec {
    const char *name;  /* long name without dashes */
    char letter;       /* short name, or 0 */
    const char *value; /* what to call its value ("DIR"), NULL for a switch; "[no]": a switch that
                          may also be taken back ("--turning=no"); given alone it says "yes" */
    const char *help;  /* one sentence, no full stop */
};

struct call;

struct command_spec {
    const char *name;
    const char *operands; /* "PATH...", "" for none */
    unsigned least, most; /* number of operands */
    const char *summary;  /* one line, no full stop */
    const char *text;     /* paragraphs for --help and the manual, separated by blank lines */
    const char *example;  /* one command line */
    const struct option_spec *options; /* ends with a NULL name; NULL for none */
    uint32_t fields; /* mask of the kinds of entries whose fields are options too (REVIEW_MASK) */
    enum status (*run)(struct call *call, struct error *error);
};

/* In the order of a review's life, as the overview and the manual have them. */
#define COMMANDS(X)                                                                                \
    X(init)                                                                                        \
    X(collect)                                                                                     \
    X(sources)                                                                                     \
    X(formats)                                                                                     \
    X(clocks)                                                                                      \
    X(timeline)                                                                                    \
    X(search)                                                                                      \
    X(hotspots)                                                                                    \
    X(templates)                                                                                   \
    X(new)                                                                                         \
    X(person)                                                                                      \
    X(attach)                                                                                      \
    X(event)                                                                                       \
    X(say)                                                                                         \
    X(ask)                                                                                         \
    X(hypothesis)                                                                                  \
    X(factor)                                                                                      \
    X(way)                                                                                         \
    X(suppose)                                                                                     \
    X(item)                                                                                        \
    X(area)                                                                                        \
    X(conflict)                                                                                    \
    X(measure)                                                                                     \
    X(document)                                                                                    \
    X(meeting)                                                                                     \
    X(edit)                                                                                        \
    X(stage)                                                                                       \
    X(ready)                                                                                       \
    X(undo)                                                                                        \
    X(history)                                                                                     \
    X(find)                                                                                        \
    X(items)                                                                                       \
    X(stats)                                                                                       \
    X(causes)                                                                                      \
    X(lint)                                                                                        \
    X(explain)                                                                                     \
    X(report)                                                                                      \
    X(show)                                                                                        \
    X(export)                                                                                      \
    X(import)                                                                                      \
    X(verify)                                                                                      \
    X(lsp)                                                                                         \
    X(serve)                                                                                       \
    X(backup)                                                                                      \
    X(repair)                                                                                      \
    X(completion)                                                                                  \
    X(help)                                                                                        \
    X(man)

#define X(name) extern const struct command_spec command_##name;
COMMANDS(X)
#undef X
extern const struct command_spec *const command_specs[]; /* ends with NULL */
extern const struct option_spec command_common[]; /* options of every command; NULL name ends */
const struct command_spec *command_named(struct span name);

/* ---- one call ---- */

enum { CALL_OPTIONS_MAX = 128 };

struct output_told; /* output.c */

struct call {
    const struct command_spec *spec;
    const struct option_spec
        *fields; /* of spec->fields; NULL name ends; NULL before they are made */
    struct {
        const struct option_spec *option;
        const char *value; /* "" for a switch */
    } given[CALL_OPTIONS_MAX];
    size_t given_count;
    const char *const *operands;
    size_t operand_count;
    const struct command_doors *doors;
    struct report_sink out; /* standard output */
    bool out_terminal, err_terminal;
    bool quiet;
    struct output_told *told; /* warnings so far */
    enum status passed_over;  /* first failure that did not stop the call; gives its exit code */
    struct arena arena;       /* lives as long as the call */
};

/* Parses the arguments behind the program's name. USAGE with a sentence that names the argument. */
enum status call_parse(struct call *call, int argc, char **argv, struct error *error);
bool call_has(const struct call *call, const char *option);
const char *call_value(const struct call *call,
                       const char *option); /* the last one given, or NULL */
bool call_json(const struct call *call);

/* ---- options that are fields of entries (fields.c) ---- */

/* The name of the option that gives a field: its own, or "item-reason" where the command or every
 * command has an option of that name itself. In `arena`; NULL when memory is out. */
const char *fields_option(const struct command_spec *spec, enum review_kind kind,
                          const struct review_field *field, struct arena *arena);
bool fields_given(const struct call *call); /* any at all */
/* USAGE names a given field that this kind has not. */
enum status fields_fit(struct call *call, enum review_kind kind, struct error *error);
/* The rows of all kinds in spec->fields, each name once; ends with a NULL name. */
enum status fields_options(const struct command_spec *spec, struct arena *arena,
                           const struct option_spec **ret, struct error *error);
/* Sizes such as 200M, 64G; times and durations as in base/instant.h. */
enum status call_size(const struct call *call, const char *option, uint64_t *ret,
                      struct error *error);
enum status call_number(const struct call *call, const char *option, uint64_t *ret,
                        struct error *error);

/* ---- talking (output.c) ---- */

/* Appends all of standard input, up to the cap of the text. */
enum status call_input(struct text *ret, struct error *error);
struct report_sink output_stdout(void);
struct report_sink output_gathered(struct text *into); /* borrows the text */
bool output_ends_in(const char *path, const char *ending);
/* Hands the text to the sink and clears it; passes on a sticky failure of the text. */
enum status output_text(const struct report_sink *sink, struct text *text, struct error *error);
/* Replaces the file that -o names, as a whole or not at all; never a folder, device, pipe or link.
 */
enum status output_file(const char *path, struct span bytes, struct error *error);
/* The same for what comes in pieces: written beside it, and put in its place by the end. "-" is
 * standard output. output_draft_end with `whole` false takes it back. */
struct output_draft {
    const struct report_sink *out; /* standard output, or NULL */
    const char *path, *temporary;
    int fd;
    uint64_t bytes;
};
enum status output_draft_begin(struct call *call, const char *path, struct output_draft *ret,
                               struct error *error);
enum status output_draft_write(void *draft, struct span bytes, struct error *error);
enum status output_draft_end(struct output_draft *draft, bool whole, struct error *error);
/* Tells that a file was written: a line on standard error, or an object where the call wants JSON.
 */
enum status output_written(struct call *call, const char *path, uint64_t bytes,
                           struct error *error);
/* A line on standard error, unless quiet; evidence-born names must be passed through
 * text_add_visible. */
void output_notice(const struct call *call, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void output_error(const struct call *call, const struct error *error);
/* As output_error for one part of the work while the rest goes on: notes the exit code. */
void output_passed_over(struct call *call, const struct error *error);
/* As output_error for what somebody has to mend though the call does what it was asked for; the
 * same warning only once. */
void output_warning(struct call *call, const struct error *error);
/* Progress on standard error, on a terminal only, at most a few times a second. */
void output_progress(const struct call *call, const char *doing, uint64_t bytes, const char *what);
void output_progress_end(const struct call *call);
bool output_colour(const struct call *call);

enum status help_print(struct call *call, const struct command_spec *spec, struct error *error);
enum status help_overview(struct call *call, struct error *error);
enum status manual_print(struct call *call, struct error *error);

#endif
