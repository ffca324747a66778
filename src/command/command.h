/*
 * The face of command/: the command line. One file per subcommand: read flags, call rooms, print.
 */
#ifndef COMMAND_COMMAND_H
#define COMMAND_COMMAND_H

/* Runs the program; returns its exit code (see STATUS_TABLE in base/error.h). Prints results to
 * standard output, everything else to standard error. */
int command_main(int argc, char **argv);

#endif
