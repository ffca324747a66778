/*
 * One line of a note-taker: a key for what it is, then the words.
 *
 *     s the graph went flat          saw
 *     ! the graph was cached         surprise
 *     > ask the widget's cache to tell its age     idea for later
 *     s @support two chats #detection       who says so, and an area it speaks to
 *
 * A letter is a key only before a space; a sign needs none. Pure: words in, words out.
 */
#ifndef WEB_NOTES_LINE_H
#define WEB_NOTES_LINE_H

#include "review/review.h"

/* NAME, key, what buttons say, what it means */
#define NOTE_KINDS(X)                                                                              \
    X(SAW, 's', "saw", "what somebody saw or heard")                                               \
    X(THOUGHT, 't', "thought", "what they made of it")                                             \
    X(WANTED, 'w', "wanted", "their goal at that moment")                                          \
    X(DID, 'd', "did", "what they did")                                                            \
    X(KNEW, 'k', "knew", "what they knew")                                                         \
    X(ASSUMED, 'a', "assumed", "what they took to be true")                                        \
    X(SURPRISE, '!', "surprise", "nobody expected it")                                             \
    X(QUESTION, '?', "open question", "nobody could answer it yet")                                \
    X(IDEA, '>', "idea for later", "parked for the remediation meeting")                           \
    X(TOOL, 'x', "tool made up", "scripted, pasted or rigged up on the spot")                      \
    X(DATA, 'f', "data looked at", "looked at for confirmation")                                   \
    X(CONFIDENCE, 'c', "confidence", "what made them sure enough")                                 \
    X(PREFERENCE, 'p', "preference", "one tool or way over another: psql rather than X")           \
    X(NEEDED, 'n', "needed", "information wanted and not there")                                   \
    X(HYPOTHESIS, 'h', "hypothesis", "an idea of what was going on")                               \
    X(OPTION, 'o', "option", "of the decision in view; else a decision")                           \
    X(WELL, '+', "went well", "went well")                                                         \
    X(LUCK, 'l', "luck", "helped by chance")                                                       \
    X(LEARNED, '*', "learned", "new to somebody here")                                             \
    X(CORRECTION, '=', "correction", "the timeline is to be corrected")                            \
    X(QUOTE, '"', "quote", "word for word; asks for consent")                                      \
    X(AREA, '#', "area", "#tools what was found there")                                            \
    X(STRIKE, '-', "strike out", "the last note, at somebody's wish")

enum note_kind {
    NOTE_NONE,
#define X(name, key, says, help) NOTE_##name,
    NOTE_KINDS(X)
#undef X
        NOTE_KIND_COUNT
};

struct note_spec {
    char key;
    const char *says, *help;
};
extern const struct note_spec note_specs[NOTE_KIND_COUNT];

struct note_line {
    enum note_kind kind;
    struct span role;  /* as typed behind @; empty: none */
    uint32_t areas;    /* mask 1 << area word */
    struct text words; /* the rest, trimmed; to be released */
};

/* `kind` is what a button stands for ("!" or NOTE_NONE's empty span: by the line itself; NOTE_SAW
 * when that has no key). BAD_INPUT for a line without words, or an area that there is not. */
enum status note_line_read(struct span line, struct span kind, struct note_line *ret,
                           struct error *error);
/* The sort of statement of a kind; 0 for what becomes another kind of entry. */
uint8_t note_code(enum note_kind kind);
/* "psql rather than the dashboard": what was chosen, and what was passed over. */
bool note_preference(struct span words, struct span *ret_chosen, struct span *ret_passed_over);

#endif
