#include "command/command.h"

int main(int argc, char **argv)
{
    const struct command_doors doors = {.serve = NULL};
    return command_main(argc, argv, &doors);
}
