/* Windows events as a shipper writes them in JSON: about 1.5 kB each, the level a number (1
 * critical, 2 error, 3 warning, 4 information, 5 verbose, 0 for audit events that state none).
 * `source` is "event id|channel|provider", `extra` the event's own fields with JSON escapes already
 * in them. */
#include "bench/generate/maker.h"

#define AUDIT    "Security|Microsoft-Windows-Security-Auditing"
#define SYSMON   "Microsoft-Windows-Sysmon/Operational|Microsoft-Windows-Sysmon"
#define SERVICES "System|Service Control Manager"
#define SHELL    "Microsoft-Windows-PowerShell/Operational|Microsoft-Windows-PowerShell"
#define WHO                                                                                        \
    "\"SubjectUserSid\":\"S-1-5-21-{N}-{N}-{N}-{n}\",\"SubjectUserName\":\"{e}\","                 \
    "\"SubjectDomainName\":\"SHOP\",\"SubjectLogonId\":\"0x{h}\""
#define IMAGE                                                                                      \
    "\"ProcessGuid\":\"{u}\",\"ProcessId\":\"{n}\",\"Image\":\"C:\\\\Program "                     \
    "Files\\\\Shop\\\\{s}\\\\{s}.exe\",\"User\":\"SHOP\\\\{e}\""
#define NET                                                                                        \
    "\"SourceIp\":\"{a}\",\"SourcePort\":\"{P}\",\"DestinationIp\":\"{a}\",\"DestinationPort\":"   \
    "\"{n}\",\"Protocol\":\"tcp\""

/* NONE in this table means Level 0. */
/* clang-format off */
static const struct phrase phrases[] = {
    {NONE, "4624|" AUDIT, "An account was successfully logged on. Subject: SHOP {e}. Logon Type: {i}. Network address: {a}", WHO ",\"LogonType\":\"{i}\",\"IpAddress\":\"{a}\",\"IpPort\":\"{P}\""},
    {NONE, "4634|" AUDIT, "An account was logged off. Logon ID: 0x{h}. Logon Type: {i}", WHO ",\"LogonType\":\"{i}\""},
    {NONE, "4625|" AUDIT, "An account failed to log on. Account: {e}. Status: 0x{h}. Sub Status: 0x{h}", WHO ",\"Status\":\"0x{h}\",\"IpAddress\":\"{a}\""},
    {NONE, "4648|" AUDIT, "A logon was attempted using explicit credentials. Target: {w}", WHO ",\"TargetServerName\":\"{w}\""},
    {NONE, "4656|" AUDIT, "A handle to an object was requested. Handle ID: 0x{h}", WHO ",\"ObjectType\":\"File\",\"HandleId\":\"0x{h}\""},
    {NONE, "4658|" AUDIT, "The handle to an object was closed. Handle ID: 0x{h}", WHO ",\"HandleId\":\"0x{h}\""},
    {NONE, "4663|" AUDIT, "An attempt was made to access an object. Accesses: ReadData. Process ID: 0x{h}", WHO ",\"AccessMask\":\"0x{i}\""},
    {NONE, "4672|" AUDIT, "Special privileges assigned to new logon. Privileges: SeBackupPrivilege, SeDebugPrivilege", WHO},
    {NONE, "4688|" AUDIT, "A new process has been created. New process: {s}.exe ({n})", WHO ",\"NewProcessId\":\"0x{h}\""},
    {NONE, "4689|" AUDIT, "A process has exited. Process: {s}.exe. Exit Status: 0x{i}", WHO ",\"Status\":\"0x{i}\""},
    {NONE, "4697|" AUDIT, "A service was installed in the system. Service: {s}", WHO ",\"ServiceName\":\"{s}\""},
    {NONE, "4698|" AUDIT, "A scheduled task was created. Task: {k}-sweep", WHO ",\"TaskName\":\"{k}-sweep\""},
    {NONE, "4720|" AUDIT, "A user account was created. Account: {e}", WHO},
    {NONE, "4740|" AUDIT, "A user account was locked out. Account: {e}. Caller: {w}", WHO},
    {NONE, "4768|" AUDIT, "A Kerberos authentication ticket was requested for {e} from {a}", "\"TicketOptions\":\"0x{h}\",\"IpAddress\":\"{a}\""},
    {NONE, "4769|" AUDIT, "A Kerberos service ticket was requested for {w} from {a}", "\"ServiceName\":\"{w}\",\"IpAddress\":\"{a}\""},
    {NONE, "4776|" AUDIT, "The computer attempted to validate the credentials for {e} at {w}", "\"Workstation\":\"{w}\",\"Status\":\"0x{i}\""},
    {NONE, "5140|" AUDIT, "A network share was accessed. Share: {k}. Address: {a}", WHO ",\"ShareName\":\"{k}\""},
    {NONE, "5145|" AUDIT, "A network share was checked for access. Share: {k}. File: {s}.csv", WHO ",\"AccessMask\":\"0x{h}\""},
    {NONE, "5156|" AUDIT, "The filtering platform has permitted a connection from {a}:{P} to {a}:{n}", NET},
    {NONE, "5158|" AUDIT, "The filtering platform has permitted a bind to local port {P}", NET},
    {INFO, "1|" SYSMON, "Process created: {s}.exe with parent {s}.exe, integrity Medium", IMAGE ",\"Hashes\":\"SHA256={H}{H}{H}{H}\""},
    {INFO, "3|" SYSMON, "Network connection detected: {s}.exe to {a}:{n}", IMAGE "," NET},
    {INFO, "5|" SYSMON, "Process terminated: {s}.exe", IMAGE},
    {INFO, "7|" SYSMON, "Image loaded: {s}.dll, signed by Example Ltd", IMAGE ",\"Signed\":\"true\""},
    {INFO, "8|" SYSMON, "Remote thread created in {s}.exe at address 0x{H}", IMAGE},
    {INFO, "10|" SYSMON, "Process accessed: {s}.exe, granted access 0x{h}", IMAGE ",\"GrantedAccess\":\"0x{h}\""},
    {INFO, "11|" SYSMON, "File created by {s}.exe: {h}.tmp", IMAGE ",\"TargetFilename\":\"C:\\\\Temp\\\\{h}.tmp\""},
    {INFO, "12|" SYSMON, "Registry object added by {s}.exe, key {H}", IMAGE},
    {INFO, "13|" SYSMON, "Registry value set by {s}.exe: DWORD 0x{h}", IMAGE},
    {INFO, "22|" SYSMON, "DNS query by {s}.exe: {w}.shop.example, answer {a}", IMAGE ",\"QueryName\":\"{w}.shop.example\""},
    {INFO, "23|" SYSMON, "File deleted and archived: {h}.log", IMAGE},
    {INFO, "7036|" SERVICES, "The {s} service entered the running state.", "\"param1\":\"{s}\",\"param2\":\"running\""},
    {INFO, "7036|" SERVICES, "The {s} service entered the stopped state.", "\"param1\":\"{s}\",\"param2\":\"stopped\""},
    {INFO, "7040|" SERVICES, "The start type of the {s} service was changed from auto start to demand start.", "\"param1\":\"{s}\""},
    {INFO, "7045|" SERVICES, "A service was installed in the system: {s} {v}", "\"ServiceName\":\"{s}\""},
    {INFO, "800|" SHELL, "Pipeline execution details for command line: Get-Item {k}, run {n}", "\"HostId\":\"{u}\""},
    {INFO, "4103|" SHELL, "Module logging: CommandInvocation(Out-File): {k}.csv", "\"HostId\":\"{u}\",\"RunspaceId\":\"{u}\""},
    {INFO, "19|System|Microsoft-Windows-WindowsUpdateClient", "Installation successful: update KB{N}", "\"updateGuid\":\"{u}\""},
    {INFO, "1074|System|User32", "The process {s}.exe has initiated the restart of {w} for {e}", "\"param1\":\"{s}.exe\""},
    {INFO, "6005|System|EventLog", "The event log service was started, uptime {N} s, ERROR count {i}", "\"uptime\":\"{N}\""},
    {INFO, "16384|Application|Software Protection Platform", "Scheduled the service for restart in {n} minutes, rule {h}", "\"rule\":\"{h}\""},
    {DEBUG, "4105|" SHELL, "Started invocation of script block {u}", "\"ScriptBlockId\":\"{u}\""},
    {DEBUG, "4106|" SHELL, "Completed invocation of script block {u}", "\"ScriptBlockId\":\"{u}\""},
    {DEBUG, "4104|" SHELL, "Creating script block text ({i} of {i}): Get-Content {k}.csv", "\"ScriptBlockId\":\"{u}\""},
    {DEBUG, "81|Microsoft-Windows-CAPI2/Operational|Microsoft-Windows-CAPI2", "Chain built for certificate {H}, {i} elements", "\"ProcessName\":\"{s}.exe\""},
    {WARNING, "4100|" SHELL, "Error message = cannot find path {k}, command Get-Content", "\"HostId\":\"{u}\""},
    {WARNING, "1014|System|Microsoft-Windows-DNS-Client", "Name resolution for {w}.shop.example timed out after none of the servers responded.", "\"Address\":\"{a}\""},
    {WARNING, "36|System|Microsoft-Windows-Time-Service", "The time service has not synchronized for {n} seconds.", "\"source\":\"{w}\""},
    {WARNING, "153|System|disk", "The IO operation at logical block address 0x{h} for disk {i} was retried.", "\"disk\":\"{i}\""},
    {WARNING, "2004|System|Resource-Exhaustion-Detector", "Low virtual memory condition diagnosed: {s}.exe ({n}) consumed {N} bytes", "\"process\":\"{s}.exe\""},
    {WARNING, "1530|Application|User Profile Service", "Registry file of {e} is still in use, {i} handles leaked", "\"handles\":\"{i}\""},
    {ERROR, "7031|" SERVICES, "The {s} service terminated unexpectedly. It has done this {i} time(s).", "\"param1\":\"{s}\",\"param2\":\"{i}\""},
    {ERROR, "7034|" SERVICES, "The {s} service terminated unexpectedly.", "\"param1\":\"{s}\""},
    {ERROR, "7009|" SERVICES, "A timeout was reached ({n} ms) while waiting for the {s} service to connect.", "\"param1\":\"{n}\""},
    {ERROR, "7000|" SERVICES, "The {s} service did not start in a timely fashion.", "\"param1\":\"{s}\""},
    {ERROR, "1000|Application|Application Error", "Faulting application {s}.exe {v}, module {s}.dll, code 0x{h}, offset 0x{H}", "\"AppPath\":\"C:\\\\Program Files\\\\Shop\\\\{s}.exe\""},
    {ERROR, "1026|Application|.NET Runtime", "Application {s}.exe ended by an unhandled exception at Shop.{s}.Run()", "\"Framework\":\"v4.0\""},
    {ERROR, "36874|System|Schannel", "A TLS 1.2 request was received from {a}, but no cipher suite is shared.", "\"ErrorState\":\"{n}\""},
    {ERROR, "10010|System|DistributedCOM", "The server {u} did not register within {i} seconds.", "\"param1\":\"{u}\""},
    {ERROR, "5719|System|NETLOGON", "No secure session with a domain controller for SHOP from {w}", "\"param1\":\"SHOP\""},
    {CRITICAL, "41|System|Microsoft-Windows-Kernel-Power", "The system has rebooted without cleanly shutting down first.", "\"BugcheckCode\":\"{i}\""},
    {CRITICAL, "6|System|Microsoft-Windows-Kernel-Processor-Power", "Processor {i} is being limited, {n} s since the last report", "\"Group\":\"0\""},
};
/* clang-format on */

/* "a|b|c" into quoted values after the given keys. */
static void put_source(struct maker *maker, const char *source)
{
    put_text(maker, ",\"EventID\":");
    const char *c = source;
    for (; *c != '|'; c++) put_char(maker, *c);
    put_text(maker, ",\"Channel\":\"");
    for (c++; *c != '|'; c++) put_char(maker, *c);
    put_text(maker, "\",\"SourceName\":\"");
    put_text(maker, c + 1);
    put_char(maker, '"');
}

static void put_common(struct maker *maker)
{
    put_phrase(
        maker,
        ",\"RecordNumber\":{N},\"Hostname\":\"{w}.shop.example\",\"ExecutionProcessID\":{n},"
        "\"ExecutionThreadID\":{n},\"ActivityID\":\"{u}\",\"Opcode\":\"Info\",\"OpcodeValue\":0,"
        "\"Task\":{n},\"Version\":{i},\"Keywords\":\"0x80{H}\",\"ProviderGuid\":\"{u}\",");
}

/* What the shipper adds after the event, the larger half of each line. */
static void put_tail(struct maker *maker)
{
    put_phrase(
        maker,
        ",\"agent\":{\"id\":\"{u}\",\"name\":\"{w}\",\"type\":\"ship\",\"version\":\"{v}\","
        "\"ephemeral_id\":\"{u}\"},\"host\":{\"name\":\"{w}\",\"ip\":[\"{a}\",\"{a}\"],"
        "\"mac\":\"52-54-00-{i}-7F-02\",\"architecture\":\"x86_64\",\"os\":{\"family\":"
        "\"windows\",\"kernel\":\"10.0.17763.{n}\",\"build\":\"17763.{n}\",\"name\":\"Windows "
        "Server 2019 Standard\",\"platform\":\"windows\"}},\"tags\":[\"{c}\",\"tier-{i}\","
        "\"{s}\"],\"SourceModuleName\":\"eventlog\",\"SourceModuleType\":\"im_msvistalog\","
        "\"related\":{\"user\":[\"{e}\",\"{e}\"],\"hash\":[\"{H}{H}{H}{H}\"],\"hosts\":[\"{w}\"]},"
        "\"labels\":{\"site\":\"{c}\",\"owner\":\"{s}\",\"ring\":\"{i}\",\"image\":"
        "\"golden-{v}\",\"batch\":\"{H}\"},\"offset\":{N}{N},\"port\":{P}}");
}

static void record(struct maker *maker, const struct phrase *phrase, int64_t now)
{
    struct stamp stamp = stamp_of(now);
    put_text(maker, "{\"@timestamp\":\"");
    put_date(maker, &stamp);
    put_char(maker, 'T');
    put_clock(maker, &stamp);
    put_char(maker, '.');
    put_padded(maker, stamp.nanosecond / 1000000, 3, '0');
    put_text(maker, "Z\",\"EventTime\":\"");
    put_date(maker, &stamp);
    put_char(maker, ' ');
    put_clock(maker, &stamp);
    put_char(maker, '"');
    put_source(maker, phrase->source);
    put_text(maker, ",\"Level\":");
    put_char(maker, "054321"[phrase->level]);
    put_common(maker);
    put_phrase(maker, phrase->extra);
    put_text(maker, ",\"Message\":\"");
    put_phrase(maker, phrase->text);
    put_text(maker, "\\r\\n\\r\\nThis event is written when the state of the component named above "
                    "changes; the fields beside it hold the particulars.\"");
    put_tail(maker);
    put_line_end(maker);
    if (phrase->level == NONE)
        count_unclear(maker, INFO, now - now % NS_PER_MS);
    else
        count_record(maker, phrase->level, now - now % NS_PER_MS);
}

const struct kind kind_windows = {
    .file = "winevt.jsonl",
    .zone = "UTC, stated",
    .why_unclear = "Level 0 is \"always logged\"; here it counts as info",
    .unclear_may_be = "[\"none\"]",
    .start = INT64_C(1772618537) * NS_PER_S,
    .phrases = phrases,
    .phrase_count = sizeof phrases / sizeof phrases[0],
    .record = record,
};
