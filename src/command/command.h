/*
 * The face of command/: the command line. One file per subcommand: read flags, call rooms, print.
 */
#ifndef COMMAND_COMMAND_H
#define COMMAND_COMMAND_H

#include "base/base.h"

/* What `serve` asks of the room that serves; the two doors do not know each other, and main.c
 * introduces them. Borrowed for the call. */
struct command_serving {
    const char *folder; /* the workspace */
    const char *listen; /* "127.0.0.1:8017" */
    const char *origin; /* the address that people type, when a proxy stands before it; or NULL */
    const char *log;    /* a file; NULL is standard error */
    bool quiet;
};
struct command_doors {
    /* Returns when it was asked to stop. NULL: this program was built without it. */
    enum status (*serve)(const struct command_serving *serving, struct error *error);
};

/* Runs the program; returns its exit code (see STATUS_TABLE in base/error.h). Prints results to
 * standard output, everything else to standard error. */
int command_main(int argc, char **argv, const struct command_doors *doors);

#endif
