/* What a piece of evidence is, told by its content and never by its name. */
#ifndef EVIDENCE_KIND_H
#define EVIDENCE_KIND_H

#include "base/base.h"

/* identifier, word shown to people, has records of its own */
#define EVIDENCE_KINDS(X)                                                                          \
    X(LOG, "log", true)                     /* lines or JSON elements with times */                \
    X(CHAT, "chat", true)                   /* messages of one channel and day (Slack export) */   \
    X(CHAT_PEOPLE, "chat directory", false) /* users.json, channels.json of a chat export */       \
    X(ALERTS, "alerts", true)               /* Alertmanager webhook body or API answer */          \
    X(SERIES, "metric series", false)       /* Prometheus query_range matrix */                    \
    X(GIT_LOG, "git log", true)             /* output of git log, text */                          \
    X(GIT_PACK, "git pack", false)          /* bundle or pack: commits inside */                   \
    X(GIT_OBJECT, "git object", false)      /* one loose object of a repository */                 \
    X(SHELL_HISTORY, "shell history", true) /* commands with #epoch or ": epoch:0;" lines */       \
    X(SHELL_SESSION, "terminal session", false) /* prompts, commands and output without times */   \
    X(MAIL, "mail", true)                       /* RFC 5322 message */                             \
    X(TABLE, "table", true)                     /* CSV with a header row */                        \
    X(PICTURE, "picture", false)       /* PNG, JPEG, GIF, WebP, SVG: type and size only */         \
    X(ATTACHMENT, "attachment", false) /* anything else; kept, listed, not read */

enum evidence_kind {
#define X(name, word, records) EVIDENCE_##name,
    EVIDENCE_KINDS(X)
#undef X
        EVIDENCE_KIND_COUNT
};

const char *evidence_kind_word(enum evidence_kind kind);
bool evidence_kind_from_word(struct span word, enum evidence_kind *ret);

struct evidence_picture {
    const char *type;       /* media type, a literal; NULL when it is no picture */
    uint32_t width, height; /* pixels; 0 when the header does not say */
};

/* Looks at the first bytes (64 KiB are plenty) and, for documents, at the whole when it is small.
 * `total` is the full size. Never fails: what is not understood is an attachment, and text with
 * time stamps is a log. *ret_picture may be NULL. */
enum evidence_kind evidence_kind_of(struct span head, uint64_t total,
                                    struct evidence_picture *ret_picture);

#endif
