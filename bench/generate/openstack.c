/* The layout of a cloud controller's collected service logs: the name of the file that a line came
 * from stands before its stamp, and holds a date and a time of its own that are not the line's. */
#include "bench/generate/maker.h"

/* clang-format off */
static const struct phrase phrases[] = {
    {DEBUG, "nova.scheduler.host_manager", "host state of {w} updated: ram {n} MB free, disk {n} GB free, io_ops {i}", NULL},
    {DEBUG, "oslo_service.periodic_task", "running periodic task ComputeManager.sync_{k}", NULL},
    {DEBUG, "nova.network.neutron", "allocated port {u} on network {u}", NULL},
    {DEBUG, "oslo_concurrency.lockutils", "lock compute_resources acquired by instance_claim, waited {f}s", NULL},
    {DEBUG, "oslo_concurrency.lockutils", "lock compute_resources released by instance_claim, held {f}s", NULL},
    {DEBUG, "keystoneauth.session", "REQ GET http://{w}:9696/v2.0/ports?device_id={u} RESP 200 in {q} ms", NULL},
    {INFO, "nova.osapi_compute.wsgi.server", "{a} \"GET /v2/{H}{H}/servers/detail HTTP/1.1\" status: 200 len: {n} time: {f}", NULL},
    {INFO, "nova.osapi_compute.wsgi.server", "{a} \"POST /v2/{H}{H}/servers HTTP/1.1\" status: 202 len: {n} time: {f}", NULL},
    {INFO, "nova.osapi_compute.wsgi.server", "{a} \"GET /v2/{H}{H}/servers/{u} HTTP/1.1\" status: 404 len: {n} time: {f}", NULL},
    {INFO, "nova.osapi_compute.wsgi.server", "{a} \"DELETE /v2/{H}{H}/servers/{u} HTTP/1.1\" status: 204 len: 203 time: {f}", NULL},
    {INFO, "nova.metadata.wsgi.server", "{a},{a} \"GET /latest/meta-data/instance-id HTTP/1.1\" status: 200 len: {n} time: {f}", NULL},
    {INFO, "nova.metadata.wsgi.server", "{a},{a} \"GET /openstack/latest/user_data HTTP/1.1\" status: 200 len: {n} time: {f}", NULL},
    {INFO, "nova.compute.manager", "[instance: {u}] VM Started (Lifecycle Event)", NULL},
    {INFO, "nova.compute.manager", "[instance: {u}] VM Paused (Lifecycle Event)", NULL},
    {INFO, "nova.compute.manager", "[instance: {u}] VM Resumed (Lifecycle Event)", NULL},
    {INFO, "nova.compute.manager", "[instance: {u}] VM Stopped (Lifecycle Event)", NULL},
    {INFO, "nova.compute.manager", "[instance: {u}] Took {f} seconds to spawn the instance on the hypervisor.", NULL},
    {INFO, "nova.compute.manager", "[instance: {u}] Took {f} seconds to build instance.", NULL},
    {INFO, "nova.compute.manager", "[instance: {u}] Terminating instance", NULL},
    {INFO, "nova.compute.manager", "[instance: {u}] Took {f} seconds to destroy the instance on the hypervisor.", NULL},
    {INFO, "nova.compute.manager", "[instance: {u}] Took {f} seconds to deallocate network for instance.", NULL},
    {INFO, "nova.compute.manager", "[instance: {u}] While synchronizing instance power states, found {i} pending tasks. Skip.", NULL},
    {INFO, "nova.virt.libvirt.driver", "[instance: {u}] Creating image", NULL},
    {INFO, "nova.virt.libvirt.driver", "[instance: {u}] Instance spawned successfully.", NULL},
    {INFO, "nova.virt.libvirt.driver", "[instance: {u}] Instance destroyed successfully.", NULL},
    {INFO, "nova.virt.libvirt.driver", "[instance: {u}] Deleting instance files {D}/instances/{u}_del", NULL},
    {INFO, "nova.virt.libvirt.driver", "[instance: {u}] Deletion of {D}/instances/{u}_del complete", NULL},
    {INFO, "nova.compute.claims", "[instance: {u}] Attempting claim on node {w}: memory {n} MB, disk {i} GB, vcpus {i} CPU", NULL},
    {INFO, "nova.compute.claims", "[instance: {u}] memory limit: {n} MB, free: {n} MB", NULL},
    {INFO, "nova.compute.claims", "[instance: {u}] Claim successful on node {w}", NULL},
    {INFO, "nova.compute.resource_tracker", "Final resource view: name={w} phys_ram={n}MB used_ram={n}MB phys_disk={i}GB used_disk={i}GB total_vcpus={i} used_vcpus={i}", NULL},
    {INFO, "nova.compute.resource_tracker", "Auditing locally available compute resources for node {w}", NULL},
    {INFO, "nova.scheduler.client.report", "Compute node record updated for {w}, generation {n}", NULL},
    {INFO, "nova.api.openstack.compute.server_external_events", "Creating event network-vif-plugged:{u} for instance {u}", NULL},
    {INFO, "nova.api.openstack.wsgi", "HTTP exception thrown: Instance {u} could not be found.", NULL},
    {INFO, "neutron.wsgi", "{a} \"GET /v2.0/security-groups?id={u} HTTP/1.1\" status: 200 len: {n} time: {f}", NULL},
    {INFO, "neutron.plugins.ml2.managers", "port {u} bound by openvswitch on {w}, vif type ovs", NULL},
    {INFO, "cinder.volume.manager", "Created volume successfully: {u}, {i} GB on {d}", NULL},
    {INFO, "cinder.volume.manager", "Deleted volume {u}", NULL},
    {INFO, "cinder.volume.flows.create_volume", "volume {u}: being created as raw with size {i} on host {w}", NULL},
    {INFO, "glance.registry", "image {u} status changed from queued to active, {N} bytes", NULL},
    {INFO, "keystone.token.provider", "token for project {H}{H} issued, audit id {h}, valid {n} s", NULL},
    {INFO, "heat.engine.resource", "stack {s}-{n}: resource server_{i} CREATE_COMPLETE after {f} s", NULL},
    {INFO, "oslo.messaging.rabbit", "[{u}] Reconnected to AMQP server on {a}:5672 via [amqp] client with port {P}.", NULL},
    {INFO, "nova.virt.libvirt.imagecache", "image {H}{H} at ({D}/_base/{H}): in use: on this node {i} local, {i} on other nodes", NULL},
    {INFO, "nova.virt.libvirt.imagecache", "Active base files: {D}/_base/{H}{H}", NULL},
    {INFO, "nova.virt.libvirt.imagecache", "Base or swap file too young to remove: {D}/_base/{H}", NULL},
    {WARNING, "nova.virt.libvirt.imagecache", "Unknown base file: {D}/_base/{H}{H}", NULL},
    {WARNING, "nova.compute.manager", "[instance: {u}] Received unexpected event network-vif-unplugged-{u}", NULL},
    {WARNING, "nova.compute.resource_tracker", "Instance {u} is not being actively managed by this host but has allocations", NULL},
    {WARNING, "oslo_db.sqlalchemy.engines", "MySQL server has gone away, {i} attempts left", NULL},
    {WARNING, "oslo.service.loopingcall", "task report_state run outlasted interval by {f} sec", NULL},
    {WARNING, "nova.scheduler.utils", "Failed to schedule instance: no valid host for flavor m1.{e}", NULL},
    {WARNING, "keystonemiddleware.auth_token", "Authorization failed for token {h}", NULL},
    {ERROR, "nova.compute.manager", "[instance: {u}] Instance failed to spawn", "OSError: [Errno {i}] cannot open {D}/disk.config"},
    {ERROR, "oslo.messaging.rabbit", "[{u}] AMQP server on {a}:5672 is unreachable. Trying again in {i} seconds.", NULL},
    {ERROR, "nova.scheduler.filter_manager", "Filtering removed all hosts for request {u}", NULL},
    {ERROR, "cinder.volume.manager", "Unable to delete volume {u}: device {d} is busy", "ProcessExecutionError: lvremove exited with {i}"},
    {ERROR, "neutron.agent.ovs", "ovs-vsctl timed out after {i} s on {w}", "TimeoutError: no answer from vswitchd"},
    {ERROR, "nova.api.openstack.extensions", "Unexpected exception in API method", "MessagingTimeout: no reply to {H}"},
    {ERROR, "keystone.common.wsgi", "database connection from {w} was refused", NULL},
    {CRITICAL, "nova.compute.manager", "hypervisor on {w} does not answer, service stops", NULL},
    {CRITICAL, "cinder.volume.manager", "backend {d} not initialised, no volume can be served", NULL},
};
/* clang-format on */

static const char *const words[LEVELS] = {"", "DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"};
static const char *const files[] = {"nova-api.log.1",       "nova-compute.log.1",
                                    "nova-scheduler.log.1", "neutron-server.log.2",
                                    "cinder-volume.log.1",  "keystone.log.3"};

/* The part of a line before the message: file name, stamp, process, level, logger, request. */
static void head(struct maker *maker, const struct phrase *phrase, const struct stamp *stamp)
{
    put_text(maker, files[maker_below(maker, 6)]);
    put_text(maker, ".2026-03-04_13:53:08 ");
    put_date(maker, stamp);
    put_char(maker, ' ');
    put_clock(maker, stamp);
    put_char(maker, '.');
    put_padded(maker, stamp->nanosecond / 1000000, 3, '0');
    put_char(maker, ' ');
    put_number(maker, 2000 + maker_below(maker, 24000));
    put_char(maker, ' ');
    put_text(maker, words[phrase->level]);
    put_char(maker, ' ');
    put_text(maker, phrase->source);
    put_phrase(maker, " [req-{u} {H}{H} {H}{H} - - -] ");
}

/* These services write a trace as stamped lines, each a record of its own. */
static void trace_line(struct maker *maker, const struct phrase *phrase, int64_t now,
                       const char *text)
{
    struct stamp stamp = stamp_of(now);
    head(maker, phrase, &stamp);
    put_phrase(maker, text);
    put_line_end(maker);
    count_record(maker, phrase->level, now - now % NS_PER_MS);
}

static void record(struct maker *maker, const struct phrase *phrase, int64_t now)
{
    trace_line(maker, phrase, now, phrase->text);
    if (!phrase->extra) return;
    trace_line(maker, phrase, now, "Traceback (most recent call last):");
    uint32_t depth = 2 + maker_below(maker, 5);
    for (uint32_t i = 0; i < depth; i++)
        trace_line(maker, phrase, now,
                   "  File \"/usr/lib/python3/dist-packages/{s}/{k}.py\", line {n}, in do_{k}");
    trace_line(maker, phrase, now, phrase->extra);
}

const struct kind kind_openstack = {
    .file = "openstack.log",
    .zone = "not stated, read as UTC",
    .start = INT64_C(1772582400) * NS_PER_S, /* midnight: the day's first stamp is 00:00:00.00x */
    .phrases = phrases,
    .phrase_count = sizeof phrases / sizeof phrases[0],
    .record = record,
};
