/* Introduces the two doors to each other: the command line may start the server. */
#include "command/command.h"
#include "web/web.h"

static enum status serve(const struct command_serving *serving, struct error *error)
{
    const struct web_settings settings = {.folder = serving->folder,
                                          .listen = serving->listen,
                                          .origin = serving->origin,
                                          .log = serving->log,
                                          .quiet = serving->quiet};
    return web_serve(&settings, error);
}

int main(int argc, char **argv)
{
    const struct command_doors doors = {.serve = serve};
    os_give_back_large_blocks();
    return command_main(argc, argv, &doors);
}
