/* `import` of a bundle: a review that another workspace wrote. */
#include "command/bulk.h"

enum status import_bundle(struct call *call, const char *path, struct error *error)
{
    struct desk_doing doing = call_doing(call);
    struct exchange_bundle bundle;
    struct exchange_import nothing = {0};
    struct desk desk;
    const char *folder;
    uint32_t number = 0;
    if (call_has(call, "review"))
        return error_set(error, STATUS_USAGE, "%s is a bundle: it is a review of its own", path);
    enum status status = workspace_find(call, &folder, error);
    if (status == STATUS_OK)
        status = desk_bundle_unpack(folder, path, &doing, &call->arena, &bundle, error);
    output_progress_end(call);
    if (status == STATUS_OK) status = call_desk(call, true, &desk, error);
    if (status) return status;
    status = desk_bundle_save(&desk, &bundle, &number, error);
    desk_close(&desk);
    return status ? status : import_tell(call, number, &nothing, error);
}
