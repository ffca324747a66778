/* The commands that add one entry of a kind each. */
#include "command/desk.h"

static const struct option_spec options[] = {
    DESK_OPTIONS,
    {NULL, 0, NULL, NULL},
};

const struct command_spec command_person = {
    .name = "person",
    .operands = "[REVIEW] [ROLE]",
    .most = 2,
    .summary = "add somebody who takes part, by role",
    .text = "Documents print roles. A name is kept for the working record alone, and printed only "
            "where the review's name policy says so. Nothing is ever counted by person.",
    .example = "postmortem person PM1 \"on-call engineer\" --parts participant --involved",
    .options = options,
    .fields = REVIEW_MASK(PERSON),
    .run = entry_run,
};

const struct command_spec command_say = {
    .name = "say",
    .operands = "[REVIEW] [CODE [TEXT]]",
    .most = 3,
    .summary = "write down what somebody said, saw, assumed, wanted or learnt",
    .text =
        "CODE says what sort of statement it is, such as assume, intent, conf, tool, data, "
        "pref, surprise, wish, learned or open. What was written before the talk is marked "
        "with --first and stays apart until every first account is in.\n\n"
        "One key does for who takes notes while people talk: s saw, t thought, w wanted, d did, "
        "k knew, a assume, c conf, x tool, f data, p pref, ! surprise, n wish, * learned, ? open, "
        "+ well, l luck, = correction.",
    .example =
        "postmortem say PM1 assume \"the pool grows on its own\" --about E3 --role \"on-call "
        "engineer\"",
    .options = options,
    .fields = REVIEW_MASK(STATEMENT),
    .run = entry_run,
};

const struct command_spec command_hypothesis = {
    .name = "hypothesis",
    .operands = "[REVIEW] [TEXT]",
    .most = 2,
    .summary = "note an idea of what was going on, with what speaks for and against it",
    .text = "An idea is raised, tested, kept or dropped; --test is what might show it wrong.",
    .example = "postmortem hypothesis PM1 \"the new index locks the table\" --raised 10:12 "
               "--support E4 --against E6",
    .options = options,
    .fields = REVIEW_MASK(HYPOTHESIS),
    .run = entry_run,
};

const struct command_spec command_factor = {
    .name = "factor",
    .operands = "[REVIEW] [TEXT]",
    .most = 2,
    .summary = "add a condition that took part, and what it is good for",
    .text =
        "An incident takes several conditions together. --good-for says how this one normally "
        "helps; --shared gives the name under which it is found again across reviews.\n\n"
        "What is to be explained is entered here as well, with --part outcome and which outcome "
        "it is: --outcome onset, length, ... What came about on the way to it is entered like "
        "any other; a way makes it a step. A barrier (--form barrier, --barrier silent) is named "
        "as what it is: \"alert on "
        "the error rate\"; the condition is that it did not hold. way then says which of them "
        "came together, and causes tells what follows.",
    .example = "postmortem factor PM1 \"one pool serves reads and writes\" --outcome spread "
               "--good-for \"fewer connections\"",
    .options = options,
    .fields = REVIEW_MASK(FACTOR),
    .run = entry_run,
};

static const struct option_spec item_options[] = {
    {"from", 0, "ID", "make it from a statement, document or event, and keep the tie"},
    DESK_OPTIONS,
    {NULL, 0, NULL, NULL},
};

const struct command_spec command_item = {
    .name = "item",
    .operands = "[REVIEW] [TEXT]",
    .most = 2,
    .summary = "add an idea for remediation; shape, accept or decline it with edit",
    .text = "An idea needs words alone. What is raised before the timeline is agreed is parked, "
            "not lost. Acceptance asks for owner, due date, done-when and proof.\n\n"
            "In the graph of conditions an item breaks what it removes (--breaks F3 --effect "
            "removes) and the ways that it cuts (--cuts W1); causes --cover tells which, of ideas "
            "with --items all.",
    .example = "postmortem item PM1 --from T4",
    .options = item_options,
    .fields = REVIEW_MASK(ITEM),
    .run = entry_run,
};

const struct command_spec command_area = {
    .name = "area",
    .operands = "[REVIEW] AREA [STATE [FOUND]]",
    .least = 1,
    .most = 4,
    .summary = "say what was found in one of the seven areas, or that nothing was",
    .text = "The areas are detection, impact, notification, coordination, tools, metrics and "
            "documentation; each is open, discussed, or nothing-found.",
    .example = "postmortem area PM1 detection discussed \"the first signal came from a user\"",
    .options = options,
    .fields = REVIEW_MASK(AREA),
    .run = entry_run,
};

const struct command_spec command_conflict = {
    .name = "conflict",
    .operands = "[REVIEW] [TEXT]",
    .most = 2,
    .summary = "keep accounts that differ side by side",
    .text = "Both stay as they were told; --disposition says how the difference is explained.",
    .example = "postmortem conflict PM1 \"the rollback: before or after the page?\" --claims T3,T7",
    .options = options,
    .fields = REVIEW_MASK(CONFLICT),
    .run = entry_run,
};

const struct command_spec command_measure = {
    .name = "measure",
    .operands = "[REVIEW] [WHAT [VALUE [UNIT]]]",
    .most = 4,
    .summary = "add a number of the report, with its source and whether it is measured",
    .text = "A number has a source, or is marked as estimated.",
    .example = "postmortem measure PM1 \"orders not accepted\" 1820 orders --figure measured "
               "--source \"order log\"",
    .options = options,
    .fields = REVIEW_MASK(MEASURE),
    .run = entry_run,
};

const struct command_spec command_document = {
    .name = "document",
    .operands = "[REVIEW] [TITLE [LINK]]",
    .most = 3,
    .summary = "note a page that was opened during the incident: how found, how current",
    .text = "",
    .example = "postmortem document PM1 \"Pool runbook\" --state outdated --about E5",
    .options = options,
    .fields = REVIEW_MASK(DOCUMENT),
    .run = entry_run,
};

const struct command_spec command_meeting = {
    .name = "meeting",
    .operands = "[REVIEW] [KIND [TIME]]",
    .most = 3,
    .summary = "note a meeting of the review: when, how many came, how many learnt something",
    .text = "KIND is interview, discussion, remediation or reading.",
    .example = "postmortem meeting PM1 discussion 2026-11-26T14:00Z --minutes 60",
    .options = options,
    .fields = REVIEW_MASK(MEETING),
    .run = entry_run,
};
