/* Output of git log: blocks that begin with "commit ID"; patches and statistics belong to them. */
#include "evidence/document.h"

#include <stdio.h>

enum { ID_SHORTEST = 7, ID_LONGEST = 64 };

/* The commit's id when the line begins a block; empty otherwise. */
static struct span commit_id(struct span line)
{
    const struct span none = {NULL, 0};
    if (!span_starts(line, SPAN("commit "))) return none;
    struct span id = span_from(line, 7);
    size_t len = 0;
    while (len < id.len && memchr("0123456789abcdef", id.at[len], 16)) len++;
    bool ends = len == id.len || id.at[len] == ' ';
    return ends && len >= ID_SHORTEST && len <= ID_LONGEST ? span_sub(id, 0, len) : none;
}

/* Value of a header line such as "CommitDate: 2026-11-22T05:53:10+00:00". */
static bool header(struct span line, const char *name, struct span *ret)
{
    struct span key = span_of(name);
    if (!span_starts(line, key) || line.len == key.len || line.at[key.len] != ':') return false;
    *ret = span_trim(span_from(line, key.len + 1));
    return true;
}

/* The date to place a commit by: when it entered the history, else when it was written. */
static int date_rank(struct span line, struct span *ret)
{
    if (header(line, "CommitDate", ret)) return 3;
    if (header(line, "Date", ret)) return 2;
    return header(line, "AuthorDate", ret) ? 1 : 0;
}

struct commit {
    uint64_t start;
    struct document_time time;
    int rank;     /* of the date taken */
    bool open;    /* a commit is being read */
    bool headers; /* its headers are not over */
};

static enum status add_commit(struct document *document, struct commit *commit, struct error *error)
{
    if (!commit->open) return STATUS_OK;
    return document_add(document, commit->start, &commit->time, EVIDENCE_LEVEL_NONE, error);
}

enum status index_git_log(struct document *document, struct error *error)
{
    static const struct evidence_layout layout = {.framing = FRAMING_GIT_LOG,
                                                  .name = "git log",
                                                  .time_key = "CommitDate",
                                                  .message_key = "subject"};
    struct window_line line = {.next = 0};
    struct commit commit = {.open = false};
    struct span date;
    bool got;
    document_layout(document, &layout);
    for (;;) {
        enum status status = window_next_line(&document->window, &line, &got, error);
        if (status) return status;
        if (!got) return add_commit(document, &commit, error);
        if (commit_id(line.text).len) {
            status = add_commit(document, &commit, error);
            if (status) return status;
            commit = (struct commit){line.start, {EVIDENCE_NO_TIME, 0, NULL}, 0, true, true};
        } else if (line.text.len == 0) {
            commit.headers = false;
        } else if (commit.headers) {
            int rank = date_rank(line.text, &date);
            if (rank <= commit.rank) continue;
            commit.rank = rank;
            commit.time = document_clock_read(&document->clock, date);
        }
    }
}

void fields_git_log(struct span record, struct evidence_fields *ret)
{
    struct span rest = record, value;
    bool headers = true;
    int best = 0;
    while (rest.len && ret->message.len == 0) {
        struct span line = span_cut(&rest, '\n');
        if (line.len && line.at[line.len - 1] == '\r') line.len--;
        struct span id = commit_id(line);
        if (id.len) {
            fields_add_id(ret, id);
        } else if (line.len == 0) {
            headers = false;
        } else if (!headers) {
            ret->message = span_trim(line);
        } else if (header(line, "Author", &value)) {
            ret->process = value;
        } else {
            int rank = date_rank(line, &value);
            if (rank <= best) continue;
            best = rank;
            ret->stamp = value;
        }
    }
}
