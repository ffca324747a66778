/* Kinds of message in each file, for measuring. */
#include "bench/tools.h"

#include <stdio.h>

enum { MOST_SHAPES = 5000 };

static void put(const char *path, const struct evidence_index *index,
                const struct evidence_templates *set, double seconds)
{
    struct text out;
    struct json_writer json;
    text_init(&out, 0);
    json_begin(&json, &out);
    json_object(&json);
    json_key(&json, "file");
    json_string(&json, path);
    json_key(&json, "records");
    json_uint(&json, index->count);
    json_key(&json, "seconds");
    json_number(&json, seconds);
    json_key(&json, "templates");
    json_uint(&json, evidence_templates_count(set));
    json_object_end(&json);
    text_addc(&out, '\n');
    fwrite(out.at, 1, out.len, stdout);
    text_release(&out);
}

static enum status mine(const char *path, const struct evidence_index *index, struct error *error)
{
    struct span content;
    struct evidence_templates *set = evidence_templates_new(MOST_SHAPES);
    enum status status = os_map(path, &content, error);
    if (status == STATUS_OK && !set) status = error_set(error, STATUS_NO_MEMORY, "out of memory");
    if (status == STATUS_OK) {
        instant from = os_now();
        status = evidence_templates_add(set, 0, index, content, 0, index->count, NULL, NULL, NULL,
                                        error);
        if (status == STATUS_OK) put(path, index, set, tool_seconds(from));
        os_unmap(content);
    }
    evidence_templates_free(set);
    return status;
}

enum status templates_tool(const struct tool_call *call, struct error *error)
{
    enum status status = STATUS_OK;
    for (size_t i = 0; i < call->count && status == STATUS_OK; i++) {
        struct evidence_index index;
        status = tool_index(call->paths[i], os_cpus(), &index, error);
        if (status) break;
        status = mine(call->paths[i], &index, error);
        evidence_index_close(&index);
    }
    return status;
}
