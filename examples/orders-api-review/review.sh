#!/usr/bin/env bash
# The review of examples/orders-api-outage, as a team types it: from the first note to the last
# follow-up. Facts come from the evidence; what was said in the meeting is written for this example.
#
#   review.sh POSTMORTEM WORKSPACE     (the evidence is collected there already)
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
program=$1 workspace=$2

pm() { "$program" -C "$workspace" --quiet "$@" >/dev/null; }

# ---- 0 and 1: why, who, from what ----

pm new "Orders page and checkout answered with errors for two minutes" \
    --sort incident --severity SEV2 --day 2026-11-22 --zone UTC --circle company \
    --reasons "users, stepped-in, unseen" --components "orders-api, orders database" \
    --labels "connection pool, roll-out, lock" --meeting 2026-11-24T10:00Z \
    --window "2026-10-13..2026-11-22T05:57:30Z" \
    --why-held "Customers could not order, a customer told us before any alert did, and a repair made it worse for a while."

pm person --role "facilitator" --parts facilitator --team "search platform"
pm person --role "note-taker" --parts note-taker --team "payments"
pm person --role "orders developer" --parts "owner, participant" --team orders --handles jun --involved --account given
pm person --role "platform on-call" --parts participant --team platform --handles maya --involved --account given
pm person --role "database engineer" --parts participant --team database --handles "tomas, tomas2" --involved --account given
pm person --role "support lead" --parts participant --team support --handles ines --involved --account given
pm person --role "engineering manager" --parts "participant, reader" --handles ravi --involved --account passed

pm attach --all
pm attach --gone --name "dashboards as they were on the screens" \
    --because "nobody took a screenshot while it went on; panels show other ranges today"
pm attach --gone --name "statement log of the old primary" --because "kept for seven days only"

# ---- 2: the timeline ----

pm stage timeline --at 2026-11-22T07:00Z
pm event --from-file "$here/events.csv" --why "timeline drafted from the evidence"
pm conflict "the application log puts the first lost connection 37 s later than the edge log allows" \
    --claims "E9, E12" --disposition clock \
    --explanation "The clock of the application host is 37.0 s ahead; request ids that both logs share show it, to a hundredth of a second."
pm conflict "support counted nine tickets at 05:55:21, the export holds four" --claims "E13" \
    --disposition viewpoint \
    --explanation "The support lead counted chats and calls too; the export holds tickets alone. Both are true."

pm hypothesis "sessions that are stuck in the database hold the pool" --role "platform on-call" \
    --raised 05:55:57 --state kept --closed 05:56:49.074 --support "E22, E29, E31" --against E20 \
    --test "After a restart without stuck sessions the errors stay away." \
    --result "They came back within ten seconds: stuck sessions are one part, something kept making new ones." \
    --hypothesis-why "Ending 17 idle sessions ended the errors within two seconds; the restart alone did not last."
pm hypothesis "the missing index makes every page slow" --role "database engineer" \
    --raised 05:56:20 --state kept --closed 05:56:57.153 --support "E23" --against E26 \
    --test "With the index the scans are gone, and errors as well." \
    --result "Scans went; whether errors alone had gone without ending the sessions is not known."
pm hypothesis "the deploy broke it" --role "orders developer" --raised 05:56:58 --state dropped \
    --closed 2026-11-22T07:30Z --against "E5, E7, E10" --test "Errors begin with the deploy." \
    --result "Errors of the deploy lasted 1.3 s; impact began 85 s later, with the ramp at 52 %." \
    --hypothesis-why "Version 2.3.0 is needed, but with the flag at 10 % it ran well for half a minute."

pm measure --what "requests answered with an error" --value "25,175 of 77,393" --figure measured \
    --method "5xx in the edge access log, whole window; 1,475 of them belong to three restarts" \
    --source "nginx/access.log.gz" --final --scope "all customers"
pm measure --what "checkouts that did not succeed or were given up" --value "3,151 of 9,268" --figure measured \
    --method "checkout route, 5xx or closed by the customer, in the edge access log" \
    --source "nginx/access.log.gz" --final --scope checkout
pm measure --what "customers who got in touch" --value "two shoppers" --at 05:55:07 --figure estimated \
    --source "#support" --role "support lead" --scope "all customers"
pm measure --what "customers who got in touch" --value 9 --unit tickets --at 05:55:21 --figure estimated \
    --source "#support" --role "support lead" --scope "all customers"

pm document --title "orders-api runbook" --link docs/RUNBOOK.md --state outdated --opened 05:55:57 --about "E19, E20" \
    --found "linked from the page" \
    --differs "Step 1 runs a script that still had port 25431; the move to 25432 had reached README and configuration only."
pm document --title "migration 0042" --link migrations/0042_loyalty_index.sql --state current --opened 05:56:24 --about "E24, E25" \
    --found "named in a comment next to the query" \
    --differs "It says nothing about what to do when the table is in use."

# ---- 3: the discussion ----

pm stage discuss --at 2026-11-24T09:00Z
pm meeting --kind discussion --at 2026-11-24T10:00Z --minutes 60 --place "room 3 and call" --held \
    --present 11 --learned 9 --again 10
pm ask T1-1 --about E7 --answer "A channel message that said: no guardrail configured. It says so at every ramp."
pm ask T1-6 --about E24 --answer "Minutes at most: support had just told that customers could not pay."
pm ask T4-3 --about E24 --answer "The plan on the screen, one minute old."
pm ask A1-4 --about E15 --answer "The error-share rule waited for its 30 s; the latency rule needs a minute and opens a ticket only."
pm ask A3-1 --answer "Customers were told by nobody; support learnt from customers."
pm ask G-7 --answer "The first account of support had the two shoppers a minute earlier; their chat shows the times as they are here."
pm ask G-4 --answer "Ramps take a day, not two minutes; at that speed somebody sees p95 before it matters."

pm say assume "ten percent of customers is a small load for a query that is quick on the staging data" \
    --role "orders developer" --about "E4, E7" --since 2026-11-20 --changed 05:57:00 --said 2026-11-24T10:12Z
pm say assume "the page would tell us if something were wrong, so no page means no wide problem" \
    --role "engineering manager" --about E14 --since 2026-10-24 --changed 05:55:49 --said 2026-11-24T10:20Z
pm say intent "end the scans, since they were what the screen showed" --role "database engineer" --about E24 --said 2026-11-24T10:31Z
pm say conf "the widget looked right and answered at once with my account" --role "orders developer" --about E6 \
    --ground test --source "own account, flag at 10 %" --sureness 8 --said 2026-11-24T10:13Z
pm say conf "the plan showed the scan and the migration was reviewed" --role "database engineer" --about E24 \
    --ground page --source "explain analyze, migration 0042" --sureness 8 --said 2026-11-24T10:31Z
pm say conf "the runbook was linked from the page itself" --role "platform on-call" --about E19 \
    --ground page --source "docs/RUNBOOK.md" --sureness 7 --said 2026-11-24T10:24Z
pm say tool "wrote the query for who blocks whom on the spot, and the one that ended idle sessions" \
    --role "database engineer" --about "E29, E31" --tool "blocked-sessions query" --said 2026-11-24T10:35Z
pm say data "error share on the dashboard, to see whether the restart had helped" --role "platform on-call" \
    --about E20 --source "error share panel" --delay 30s --said 2026-11-24T10:27Z
pm say data "edge log by second, the day after" --role "note-taker" --about E33 --source nginx/access.log.gz --said 2026-11-24T10:40Z
pm say pref "psql rather than the database dashboard" --role "database engineer" --about E22 \
    --chosen psql --passed-over "database dashboard" \
    --statement-why "the dashboard needs another login and refreshes every minute" --said 2026-11-24T10:34Z
pm say surprise "a plain index build can stop all inserts although it only waits" --role "orders developer" --about E26 --said 2026-11-24T10:36Z
pm say surprise "the bot had been telling us about the missing guardrail for months" --role "engineering manager" --about E7 --said 2026-11-24T10:15Z
pm say wish "share of checkouts by flag group" --role "orders developer" --wanted-at 05:54:40 \
    --place "the ramp-bot's channel" --about "E8, E7" --said 2026-11-24T10:45Z
pm say wish "who blocks whom, at a glance" --role "platform on-call" --wanted-at 05:56:10 \
    --place "the pool panel" --about E22 --said 2026-11-24T10:46Z
pm say belief "no page means no wide problem" --role "engineering manager" --then "No page: customers are fine." \
    --now "The page needs 30 % of errors for a minute; five customers in a hundred can be hurt without it." \
    --through "the rule file, read together" --about E14 --said 2026-11-24T10:22Z
pm say belief "an index build only slows things down" --role "database engineer" \
    --then "CREATE INDEX on this table takes about a second." \
    --now "It first waits for every open transaction, and all writes queue up behind it." \
    --through "the list of blocked sessions" --about E25 --said 2026-11-24T10:37Z
pm say learned "an early return in a checkout keeps its connection and its locks" --about E9 --said 2026-11-24T10:50Z
pm say learned "the request id ties the edge log to the application log, even when a clock is off" --about E12 --said 2026-11-24T10:51Z
pm say well "support spoke up in the open channel, twice, with numbers" --about "E11, E13, E27" --said 2026-11-24T10:41Z
pm say well "request ids everywhere and log_lock_waits made the story readable afterwards" --said 2026-11-24T10:42Z
pm say luck "the database engineer was reading along; the runbook pages the database on-call only in step 3" --about E21 --said 2026-11-24T10:43Z
pm say hard "two repairs were under way at once in two terminals and one channel" --about "E20, E24" --said 2026-11-24T10:38Z
pm say risk "any other early return in this service keeps connections in the same way" --said 2026-11-24T10:52Z
pm say finding "orders placed twice after a retry: ticket 7752 speaks of one" --said 2026-11-24T10:53Z
pm say open "would ending the sessions alone have been enough, without the index?" --asked-of "database engineer" --about "E25, E31" --said 2026-11-24T10:54Z

pm area detection discussed "Customers were 42 s ahead of the page. The rule looks at one number for all customers and needs a share of 30 %."
pm area impact discussed "Nobody could say how many customers were affected; checkout and reading were seen as one."
pm area notification discussed "Customers were told by nobody, support learnt from customers and later from the channel."
pm area coordination discussed "Nobody led; two repairs ran at the same time. One question in the channel, whether the build holds a lock, changed the course."
pm area tools discussed "The script of the runbook had an old address; blocked sessions can only be seen by hand-written SQL."
pm area metrics discussed "The error share smooths over 30 s; the edge log by second showed the start 10 s earlier than any graph."
pm area documentation discussed "The move of the database reached two files of three."

# ---- 4: conditions, none enough alone ----

pm stage causes --at 2026-11-24T11:00Z
pm factor "version 2.3.0 sums up a ledger on every orders page and in every checkout of customers in the roll-out" \
    --outcome onset --category technical --part latent --since 2026-11-22T05:53:26Z --still no \
    --form process --instead "the sum is left out of the page and the checkout" \
    --good-for "customers see their points without another page" --rests-on "E4, E5, E23" --evidence git/v2.3.0.patch --areas tools
pm factor "the ledger has no index for that sum" --outcome onset --category technical --part latent \
    --since 2026-10-13 --still no --good-for "the table was written often and read by nightly jobs only" \
    --form absence --expected "queries over large tables get their index first; this one had its place on Monday" \
    --instead "the ledger has the index" \
    --detail "181,095 rows were read for each sum, 71 ms each." --rests-on "E4, E23" --shared "index missing at roll-out" --areas tools
pm factor "a checkout whose customer has gone away returns without giving its connection back" --outcome onset \
    --category technical --part latent --since 2026-11-22T05:53:26Z --still yes \
    --instead "a checkout gives its connection back on every way out" \
    --good-for "saves work for an answer that nobody reads" --rests-on "E9" --evidence "git/v2.3.0.patch, app/orders-api.jsonl.gz:16558511-16558690" \
    --shared "connection kept on early return" --areas tools
pm factor "nothing ends a session that is idle in a transaction" --outcome onset --category technical --part latent \
    --since 2026-10-13 --still yes --good-for "long maintenance sessions are not cut off" \
    --form barrier --barrier absent --instead "the database ends a session after ten idle seconds" \
    --rests-on "E22, E29" --evidence postgres/settings.json:90-184 --shared "no limit on idle transactions" --areas tools
pm factor "the ramp went on by itself, without looking at errors or latency" --outcome spread --category process --part trigger \
    --since 2026-11-22T05:53:55Z --still yes --good-for "roll-outs finish without anybody watching a clock" \
    --form process --instead "the ramp stops at 28 percent" \
    --rests-on "E7, E8" --shared "roll-out without guardrail" --areas "detection, coordination"
pm factor "the page waits for 30 % of errors, for a minute in effect" --outcome length --category information --part latent \
    --since 2026-10-24 --still yes --good-for "in the October sale it stopped pages that asked for nothing" \
    --form barrier --barrier silent --instead "the page comes at 5 % of errors" \
    --rests-on "E2, E15, E16" --evidence deploy/alerts.yml:36-200 --shared "alert threshold raised against noise" --areas detection
pm factor "the runbook's script had the address from before the move of the database" --outcome length --category process --part latent \
    --since 2026-11-10T05:52:40Z --still yes --good-for "a fixed address keeps the script short enough to trust at night" \
    --instead "the script reads the address from the service's configuration" \
    --rests-on "E1, E3, E19" --shared "address copied into a script" --areas documentation
pm factor "the repair at hand takes a lock that every checkout needs" --outcome length --category technical --part latent \
    --since 2026-11-22T05:53:10Z --still yes --good-for "in a quiet database window it is the fastest way" \
    --instead "the index is built without the lock" \
    --rests-on "E24, E25, E26" --shared "repair takes a lock" --areas tools
pm factor "request ids are in every log, lock waits are logged, the flag can be set to 0 at once" --outcome length \
    --category technical --part mitigator --good-for "every day: finding one order among thousands" --rests-on "E31, E34" --areas tools
pm factor "the pool holds twenty connections" --outcome onset --category technical --part latent --since 2026-10-13 --still yes \
    --good-for "the database keeps memory for the nightly jobs" --rests-on "E12" --instead "the pool holds forty connections" --areas tools
pm factor "customers leave a checkout whose page is slow" --outcome onset --category environment --part latent --normal \
    --still yes --good-for "nobody has to wait for us" --rests-on "E9" --evidence "app/orders-api.jsonl.gz:16558511-16558690" \
    --stop "people are free to go; what the service keeps when they do is ours" --instead "nobody leaves a checkout half-way"
pm factor "no screen in use shows the latency of the customers in a roll-out" --outcome length --category information --part latent \
    --form absence --expected "a ramp that is raised in steps is meant to be looked at between them" --since 2026-10-13 --still yes \
    --good-for "one panel for all customers is quickly read" --rests-on "E8, T13" --instead "the pool panel shows the latency of the flag group" \
    --areas "detection, metrics"
pm factor "who blocks whom is seen by a query that has to be written on the spot" --outcome length --category workplace --part latent \
    --since 2026-10-13 --still yes --good-for "the panel stays short" --rests-on "E29, E30, T7, T14" \
    --instead "the pool panel lists who blocks whom" --areas tools
pm factor "the sums of all customers at once are more than the database can work through" --outcome onset --category technical \
    --part latent --was unknown --good-for "at 16 to 28 percent nothing was to be seen" --rests-on "E23" \
    --instead "the database has room for the sums of all customers"
pm factor "pages with orders became slow" --part step --form process --since E8 --rests-on "E8, E9"
pm factor "connections stayed taken" --part step --form process --since E9 --rests-on "E9, E12"
pm factor "for 55 s nothing asked anybody to look" --part step --form process --since E10 --until E16 --rests-on "E10, E15, E16"
pm factor "the repair took another minute" --part step --form process --since E18 --until E31 --rests-on "E19, E24, E25, E26, E31"
pm factor "from 05:54:53 on most customers got errors or waited" --part outcome --outcome onset --form event --since E10 --rests-on "E10, E12"
pm factor "it went on for two minutes, until 05:56:52" --part outcome --outcome length --form process --since E10 --until E33 --rests-on "E10, E33"

# What took what. Each way is all of its conditions together.
pm way F15 F1 F2 F5
pm way F16 F15 F11 F3 F4
pm way F19 F16 F10
pm way F19 F15 F14 --reason first --note "The pool was taken before the ramp reached everybody, so this way had no time to show."
pm way F17 F6 F12
pm way F18 F7 F13
pm way F18 F8 F16 --reason both
pm way F20 F19 F17 F18

# Suppose one had been otherwise, and all else as it was: could it still have come about?
pm suppose W1 F1 no "Version 2.2.9 answered within 20 ms before and after, with the same customers." --role "orders developer" --evidence nginx/access.log.gz
pm suppose W1 F2 no "With the index the same sum reads a few rows; from the moment it was in, pages were quick again." --role "database engineer"
pm suppose W1 F5 no "At 16, 22 and 28 percent p95 stayed in its band, so a ramp that waits there shows nothing." --role "orders developer"
pm suppose W1 all no "At 46 percent it was there, with nothing else unusual in any log." --role "database engineer"
pm suppose W2 F15 no "On a quick page a checkout is over before anybody leaves it; no connection was kept on the days before." --role "orders developer"
pm suppose W2 F3 no "Every connection that stayed taken goes back to this return, 42 of 42." --role "orders developer" --evidence "app/orders-api.jsonl.gz:16558511-16558690"
pm suppose W2 F4 no "Twenty had to be taken at once. After ten seconds the first ones come back, and half of them stay free." --role "database engineer"
pm suppose W3 F16 no "With connections to be had, requests were slow and were answered." --role "orders developer"
pm suppose W3 F10 cannot-tell "A pool of forty is taken later. A replay with forty would show whether the ramp is over by then." --role "platform on-call"
pm suppose W3 all no "The first 503 and the twentieth connection are in the same second." --role "orders developer" --rests-on T18
pm suppose W5 F6 no "At 5 % the rule fires at 05:55:10 in a replay, 37 s sooner." --role "platform on-call"
pm suppose W6 F7 no "The script ends idle sessions in a second, when it reaches the database." --role "platform on-call" --rests-on T6
pm suppose W7 F8 no "Without the lock checkouts go on while the index is built." --role "database engineer" --rests-on "T11, T16"
pm suppose W7 F16 no "An index build that waits for nobody was over in a second." --role "database engineer"
pm suppose W8 F18 cannot-tell "Whether ending the sessions alone would have done was not tried; the drill in December can try it." --role "database engineer" --rests-on T25

# ---- 5: what to do ----

pm stage remediate --at 2026-11-26T10:00Z
pm meeting --kind remediation --at 2026-11-26T10:00Z --minutes 45 --held --present 6
pm item "Release the connection on every way out of a checkout" --state accepted --type prevent --kind guardrail \
    --strength strong --strength-reason "one place gives it back, whatever happens in between" --effect removes --outcome onset \
    --owner "orders developer" --team orders --due 2026-12-04 --done-when "a test closes the connection in the middle of a checkout and counts 20 free connections afterwards" \
    --proof "pool panel over a week with aborted checkouts" --breaks F3 --side-effects "none seen" --tracker "ORD-812"
pm item "Set idle_in_transaction_session_timeout to 10 s for the application's role" --state accepted --type mitigate --kind guardrail \
    --strength strong --strength-reason "the database ends what nobody else does" --effect removes --outcome onset \
    --owner "database engineer" --team database --due 2026-12-01 --done-when "a session left idle for 11 s is gone, in staging and production" \
    --proof "a drill on the first Tuesday of the month" --breaks F4 --side-effects "long reports under that role are cut off; they move to the reporting role"
pm item "Stop a ramp by itself when errors or p95 of the flag group leave their band" --state accepted --type prevent --kind tool \
    --strength strong --strength-reason "an automatic stop, no one has to watch" --effect limits --outcome spread \
    --owner "orders developer" --team platform --due 2026-12-18 --done-when "an injected 5 % of errors at 16 % stops the ramp at 22 % or below" \
    --proof "the next three ramps, and one drill" --breaks F5 --side-effects "noisy metrics may stop good ramps: the band is wide at first"
pm item "Page on errors by route at 5 % for one minute, tickets below" --state accepted --type detect --kind guardrail \
    --strength medium --strength-reason "a person still has to act on it" --effect detects --outcome length \
    --owner "platform on-call" --team platform --due 2026-12-11 --done-when "the rule fires on a replay of this incident before 05:55:10, and not on the October sale" \
    --proof "pages that asked for something, counted over two months" --breaks F6 --side-effects "more pages; the replay of October says how many"
pm item "Read the database address of runbook scripts from the service's configuration" --state accepted --type respond --kind tool \
    --strength medium --strength-reason "one address instead of three; the script can still age in other ways" --effect removes --outcome length \
    --owner "platform on-call" --team platform --due 2026-12-08 --done-when "a moved database in staging needs no change in bin/" \
    --proof "the monthly drill runs every step of the runbook" --breaks F7
pm item "Put the blocked-sessions query into bin/ and on the pool panel" --from T7 --state accepted --type respond --kind tool \
    --strength medium --strength-reason "a better tool at the point of work" --effect prepares --outcome length \
    --owner "database engineer" --team database --due 2026-12-08 --done-when "somebody new finds a blocker in staging within two minutes" \
    --proof "the monthly drill" --broader --areas tools
pm item "One hour a month for the platform rota to run the runbook against staging" --state accepted --type learn --kind resource \
    --strength medium --strength-reason "practice, with time that is given for it" --effect prepares --outcome handling \
    --owner "engineering manager" --team platform --due 2026-12-15 --done-when "it stands in the rota with a date" \
    --proof "what the first three drills found" --broader --areas "documentation, coordination"
pm item "Refuse migrations that build an index without CONCURRENTLY on tables in use" --state waiting --type prevent --kind guardrail \
    --waits-for "the migration tool's next version, which can see table use" --until 2027-01-15 --breaks F8 --owner "database engineer"
pm item "Ask for a second approval on every flag change above 50 %" --state declined --type prevent --kind guardrail --strength weak \
    --breaks F5 --reason "It asks people to look, at a time when nothing is to be seen yet; the automatic stop does more."
pm item "Add one more dashboard for the loyalty feature" --state declined --kind tool --strength weak \
    --reason "One more screen makes the next search longer; the pool panel gets the blocked sessions instead."

# ---- 6: the report's own words, and out ----

pm edit PM0 --summary "For two minutes on Sunday morning, 05:54:53 to 05:56:52 UTC, most customers got errors or waited when they looked at their orders, and one checkout in three did not go through. A new query without its index, connections that stayed taken, sessions that nothing ended, and a roll-out that went on by itself had to come together. Detection took close to a minute, because the page waits for 30 % of errors; a customer was faster. The first step of the runbook went to an old address, and the repair at hand took a lock that stopped checkouts for another 26 s. Connections will be given back on every way out, the database ends idle sessions, and ramps stop by themselves." \
    --concerns "you roll out behind a percentage flag, run migrations on tables in use, or own a script with an address in it." \
    --background "orders-api shows and takes orders. It talks to one PostgreSQL primary through a pool of 20 connections. New features go out behind a percentage flag, which a bot raises in steps; the bot can look at metrics, when a guardrail is configured." \
    --safe "Ramps usually take a day. Queries are looked at by the database team when they touch large tables; this one was, and its index was planned for Monday. A restart frees the pool. The flag can be set to 0 in a second." \
    --story "The loyalty points were meant to be small: one more number on the orders page. The developer split the index off into a migration of its own, because building it locks the table, and the database team has a window for that on Mondays. On a test account the page was quick.

At 05:53:55 the ramp began. The bot wrote, as at every ramp, that no guardrail was configured. Nothing was to be seen at 16, 22, 28 percent. At 46 percent p95 left its band; no screen in use showed it, and nothing asked anybody to look.

Slow pages make people leave. A customer who left in the middle of a checkout took something along: the new code returned early, and its connection stayed taken, in the middle of a transaction. The first one went at 05:54:47. Six seconds later more than one request in twenty was slow or failed. At 05:55:07 the twentieth connection was gone, and nearly everything was answered with 503.

That same second, support wrote that two shoppers see the page spin. Half a minute later the answer was that nothing is paging. From that seat it was true: the rule wants 30 percent, over half a minute, for half a minute.

The page came at 05:55:48. The on-call tied it to what support had said, and opened the runbook that the page links to. Its first step went to a port that the database had left twelve days before. Its second step, the restart, helped for ten seconds.

The database engineer had been reading along. A listing showed eleven idle sessions, a query plan showed a scan over the whole table. The scan was the thing on the screen that was wrong, the migration was there and reviewed, and it takes a second on that table. It was started. It did not return: it waited for the idle sessions, and every checkout waited for it.

Support wrote that nobody could check out. The on-call asked one question: does your build hold a lock? Nine seconds later the answer was there, two seconds after that seventeen sessions were ended, the index was in, and so was everybody waiting behind it. Setting the flag to 0 and rolling back came after the end; from where people sat, that was not to be seen yet." \
    --impact "25,175 of 77,393 requests in five minutes got an error, nearly all of them within two minutes. 3,151 of 9,268 checkouts did not succeed or were given up. One customer told of an order that was placed twice after a retry. No data was lost." \
    --recurrence "None of these conditions is known from an earlier review. The raised threshold goes back to the October sale, which had no review." \
    --method "Looked at: 59 sources, among them the edge log, the application log, both database logs, alerts, chat, shell histories. Heard: orders, platform, database, support, management. The application's clock was 37 s ahead and was corrected by shared request ids. The meeting's sentences in this example are invented; the evidence is not." \
    --public-note "On Sunday between 05:54 and 05:57 UTC, looking at orders and checking out did not work for most customers. It is solved. Orders that were confirmed are safe; if you see one twice, our support puts it right."
pm stage publish --at 2026-11-26T11:00Z
pm stage published --at 2026-11-27T15:00Z
pm stage follow-up --at 2026-11-27T15:01Z

# ---- 7: until it is seen to work ----

pm edit I2 --state done --done 2026-11-30 --why "in staging and production"
pm edit I2 --state verified --checked 2026-12-01 --check-method "left a session idle for 11 s under the application's role" \
    --result effective --level exercised --evidence postgres/settings.json:90-184
