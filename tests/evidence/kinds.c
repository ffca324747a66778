#include "tests/evidence/kinds.h"

#include "bench/generate/maker.h"

static const struct kind *const kinds[LOG_KINDS] = {
    &kind_syslog,        &kind_app_text, &kind_openstack, &kind_access, &kind_postgres,
    &kind_postgres_json, &kind_app_json, &kind_windows,   &kind_logfmt, &kind_klog,
};

const char *log_kind_name(unsigned kind)
{
    return kinds[kind]->file;
}

bool log_kind_write(unsigned kind, uint64_t size, const char *path, uint64_t *ret_records)
{
    struct maker maker;
    if (!maker_init(&maker, path, kinds[kind], 20260304)) return false;
    bool written = maker_run(&maker, size);
    *ret_records = maker.tally.records;
    maker_release(&maker);
    return written;
}
