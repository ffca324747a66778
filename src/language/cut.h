/* Where the words of a sentence begin and end; words.c gives them their classes. */
#ifndef LANGUAGE_CUT_H
#define LANGUAGE_CUT_H

#include "language/internal.h"

enum cut_kind {
    CUT_WORD,   /* letters, with hyphens and apostrophes inside */
    CUT_NUMBER, /* begins with a digit, or is all figures: "10:02", "30s", "1,204", "5xx" */
    CUT_CODE,   /* an identifier, a path, a host, a version, and the bytes PLAIN_* */
    CUT_HANDLE, /* @ana */
    CUT_MARK,   /* anything else */
    CUT_CLITIC, /* 's, n't, 've, ... and the apostrophe of "engineers'" */
};

struct cut {
    uint16_t from, to;
    enum cut_kind kind;
};

/* The next piece at or behind `at`; false at the end of the text. */
bool cut_next(struct span text, size_t at, struct cut *ret);

#endif
