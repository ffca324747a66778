/* klog: a letter for the level, month and day without a year, microseconds, no zone. */
#include "bench/generate/maker.h"

/* clang-format off */
static const struct phrase phrases[] = {
    {INFO, "kubelet.go", "\"SyncLoop (PLEG): event for pod\" pod=\"shop/{s}-{h}\" event={\"ID\":\"{u}\",\"Type\":\"ContainerStarted\"}", NULL},
    {INFO, "kubelet.go", "\"SyncLoop ADD\" source=\"api\" pods=[\"shop/{s}-{h}\"]", NULL},
    {INFO, "kubelet.go", "\"SyncLoop UPDATE\" source=\"api\" pods=[\"shop/{s}-{h}\"]", NULL},
    {INFO, "kubelet.go", "\"SyncLoop DELETE\" source=\"api\" pods=[\"shop/{s}-{h}\"]", NULL},
    {INFO, "kubelet.go", "\"SyncLoop (probe)\" probe=\"readiness\" status=\"ready\" pod=\"shop/{s}-{h}\"", NULL},
    {INFO, "kubelet_getters.go", "\"Pod status updated\" pod=\"kube-system/proxy-{w}\" status=\"Running\"", NULL},
    {INFO, "reconciler.go", "\"operationExecutor.VerifyControllerAttachedVolume started for volume\" volume=\"{k}-data\" pod=\"shop/{s}-{h}\"", NULL},
    {INFO, "operation_generator.go", "\"MountVolume.SetUp succeeded for volume\" volume=\"token-{h}\" pod=\"shop/{s}-{h}\"", NULL},
    {INFO, "operation_generator.go", "\"UnmountVolume.TearDown succeeded for volume\" volume=\"{k}-data\" path=\"{D}\"", NULL},
    {INFO, "scope.go", "\"RemoveContainer\" containerID=\"{H}{H}{H}{H}\"", NULL},
    {INFO, "kuberuntime_container.go", "\"Killing container with a grace period\" pod=\"shop/{s}-{h}\" containerName=\"{s}\" gracePeriod={i}", NULL},
    {INFO, "pod_startup_latency_tracker.go", "\"Observed pod startup duration\" pod=\"shop/{s}-{h}\" podStartSLOduration={f}", NULL},
    {INFO, "prober_manager.go", "\"Failed to trigger a manual run\" probe=\"Readiness\"", NULL},
    {INFO, "trace.go", "Trace[{N}]: \"List\" url:/api/v1/namespaces/shop/{k},user-agent:{s}/{v} (total time: {q}ms)", NULL},
    {INFO, "httplog.go", "\"HTTP\" verb=\"GET\" URI=\"/apis/shop.example/v1/{k}?limit={n}\" latency=\"{f}ms\" userAgent=\"{s}/{v}\" audit-ID=\"{u}\" srcIP=\"{a}:{P}\" resp=200", NULL},
    {INFO, "httplog.go", "\"HTTP\" verb=\"PATCH\" URI=\"/api/v1/nodes/{w}/status\" latency=\"{f}ms\" userAgent=\"kubelet/{v}\" audit-ID=\"{u}\" srcIP=\"{a}:{P}\" resp=200", NULL},
    {INFO, "httplog.go", "\"HTTP\" verb=\"WATCH\" URI=\"/api/v1/{k}?resourceVersion={N}\" latency=\"{f}s\" userAgent=\"{s}/{v}\" resp=200", NULL},
    {INFO, "get.go", "Starting watch for /api/v1/{k}, rv={N} labels= fields= timeout={i}m{i}s", NULL},
    {INFO, "controller.go", "\"Started worker\" controller=\"{k}\" workers={i}", NULL},
    {INFO, "controller.go", "\"Reconciled\" controller=\"{k}\" object=\"shop/{s}\" duration=\"{q}ms\" requeueAfter=\"{i}s\"", NULL},
    {INFO, "replica_set.go", "\"Too few replicas\" replicaSet=\"shop/{s}-{h}\" need={i} creating={i}", NULL},
    {INFO, "replica_set.go", "\"Too many replicas\" replicaSet=\"shop/{s}-{h}\" need={i} deleting={i}", NULL},
    {INFO, "event.go", "\"Event occurred\" object=\"shop/{s}\" kind=\"Deployment\" type=\"Normal\" reason=\"ScalingReplicaSet\" message=\"Scaled up to {i}\"", NULL},
    {INFO, "event.go", "\"Event occurred\" object=\"shop/{s}-{h}\" kind=\"Pod\" type=\"Warning\" reason=\"BackOff\" message=\"restarting, last exit ERROR {i}\"", NULL},
    {INFO, "deployment_controller.go", "\"Finished syncing deployment\" deployment=\"shop/{s}\" duration=\"{f}ms\"", NULL},
    {INFO, "garbagecollector.go", "\"Processing object\" object=\"shop/{s}-{h}\" objectUID=\"{u}\" kind=\"Pod\" virtual=false", NULL},
    {INFO, "shared_informer.go", "Caches are synced for {k}", NULL},
    {INFO, "shared_informer.go", "Waiting for caches to sync for {k}", NULL},
    {INFO, "schedule_one.go", "\"Successfully bound pod to node\" pod=\"shop/{s}-{h}\" node=\"{w}\" evaluatedNodes={i} feasibleNodes={i}", NULL},
    {INFO, "preemption.go", "\"No preemption candidate is found\" pod=\"shop/{s}-{h}\"", NULL},
    {INFO, "leaderelection.go", "successfully renewed lease kube-system/{s}", NULL},
    {INFO, "leaderelection.go", "attempting to acquire leader lease kube-system/{s}...", NULL},
    {INFO, "proxier.go", "\"Syncing iptables rules\" ipFamily=\"IPv4\" services={n} endpoints={n} elapsed=\"{f}ms\"", NULL},
    {INFO, "endpoints_controller.go", "\"Update endpoints\" service=\"shop/{s}\" ready={i} notReady={i}", NULL},
    {INFO, "horizontal.go", "\"Successful rescale\" hpa=\"shop/{s}\" currentReplicas={i} desiredReplicas={i} reason=\"cpu above target\"", NULL},
    {INFO, "autoregister_controller.go", "\"Adding APIService\" name=\"v1.{k}.shop.example\"", NULL},
    {INFO, "cert_rotation.go", "\"Certificate rotation\" expires in {n} hours, waiting {n}h", NULL},
    {INFO, "image_gc_manager.go", "\"Disk usage on image filesystem is over the high threshold\" usage={i} highThreshold=85 amountToFree={N}", NULL},
    {INFO, "csi_attacher.go", "\"attacher.Attach succeeded\" volume=\"pvc-{u}\" node=\"{w}\"", NULL},
    {INFO, "log.go", "http: TLS handshake with {a}:{P} ended: remote closed", NULL},
    {WARNING, "reflector.go", "watch of *v1.{k} ended with: too old resource version: {N} ({N})", NULL},
    {WARNING, "dispatcher.go", "Failed calling webhook, failing open {s}.shop.example: timeout after {i}s", NULL},
    {WARNING, "prober.go", "\"Probe failed\" probeType=\"Readiness\" pod=\"shop/{s}-{h}\" output=\"HTTP probe failed with statuscode: 503\"", NULL},
    {WARNING, "eviction_manager.go", "\"Attempting to reclaim\" resource=\"memory\" available={N} threshold={N}", NULL},
    {WARNING, "manager.go", "Failed to process watch event for cgroup {H}: no such device {d}", NULL},
    {WARNING, "lease.go", "resetting endpoints for service kubernetes to {a}", NULL},
    {WARNING, "warnings.go", "shop.example/v1beta1 {k} is deprecated, use v1", NULL},
    {WARNING, "node_lifecycle.go", "\"Node is unresponsive\" node=\"{w}\" lastHeartbeat={i}s", NULL},
    {ERROR, "pod_workers.go", "\"Error syncing pod, skipping\" err=\"back-off {i}m restarting container={s} pod={s}-{h}\" pod=\"shop/{s}-{h}\" podUID=\"{u}\"", NULL},
    {ERROR, "remote_runtime.go", "\"StopPodSandbox from runtime service failed\" err=\"rpc error: code = DeadlineExceeded\" podSandboxID=\"{H}{H}\"", NULL},
    {ERROR, "remote_image.go", "\"PullImage from image service failed\" err=\"manifest {h} not found\" image=\"registry.shop.example/{s}:{v}\"", NULL},
    {ERROR, "nestedpendingoperations.go", "Operation for pvc-{u} failed. No retries permitted for {i}s: volume {k}-data is in use on {w}", NULL},
    {ERROR, "reflector.go", "failed to list *v1.{k}: Get https://{a}:6443/api/v1/{k}: dial tcp {a}:6443: connect: connection refused", NULL},
    {ERROR, "controller.go", "\"Unable to sync\" controller=\"{k}\" object=\"shop/{s}\" err=\"the object has been modified\"", NULL},
    {ERROR, "leaderelection.go", "error retrieving resource lock kube-system/{s}: context deadline exceeded after {i}s", NULL},
    {ERROR, "server.go", "\"Unable to authenticate the request\" err=\"invalid bearer token, token lookup failed\" remote=\"{a}\"", NULL},
    {ERROR, "kubelet_node_status.go", "\"Error updating node status, will retry\" err=\"etcdserver: request timed out\" node=\"{w}\"", NULL},
    {ERROR, "horizontal.go", "failed to compute desired number of replicas for shop/{s}: no metrics returned from {s}", NULL},
    {ERROR, "status.go", "apiserver received an error that is not an metav1.Status: rpc error: code = Unavailable, attempt {i}", NULL},
    {ERROR, "cni.go", "\"Error adding pod to network\" err=\"no address left in range\" pod=\"shop/{s}-{h}\" network=\"{c}\"", NULL},
    {CRITICAL, "server.go", "leaderelection lost, {s} stops", NULL},
    {CRITICAL, "run.go", "\"command failed\" err=\"listen tcp :{n}: bind: address already in use\"", NULL},
};
/* clang-format on */

static void record(struct maker *maker, const struct phrase *phrase, int64_t now)
{
    struct stamp stamp = stamp_of(now);
    put_char(maker, "IIIWEF"[phrase->level]);
    put_padded(maker, stamp.month, 2, '0');
    put_padded(maker, stamp.day, 2, '0');
    put_char(maker, ' ');
    put_clock(maker, &stamp);
    put_char(maker, '.');
    put_padded(maker, stamp.nanosecond / 1000, 6, '0');
    put_char(maker, ' ');
    put_padded(maker, 1 + maker_below(maker, 40000), 7, ' ');
    put_char(maker, ' ');
    put_text(maker, phrase->source);
    put_char(maker, ':');
    put_number(maker, 20 + maker_below(maker, 900));
    put_text(maker, "] ");
    put_phrase(maker, phrase->text);
    put_line_end(maker);
    count_record(maker, phrase->level, now - now % 1000);
}

const struct kind kind_klog = {
    .file = "klog.log",
    .zone = "not stated, read as UTC; year not stated, from the file's date",
    .start = INT64_C(1772618537) * NS_PER_S,
    .phrases = phrases,
    .phrase_count = sizeof phrases / sizeof phrases[0],
    .record = record,
};
