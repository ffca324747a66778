// Nothing that people write, or that evidence holds, runs as script: payloads in every place that
// shows text, looked at in a browser with our policy and without it.
// usage: node xss.mjs PROGRAM SOURCE_ROOT   (TAP; POSTMORTEM_SLOW=1: all 1,000 payloads;
// POSTMORTEM_SHORT=1: without our policy alone, which is where more would run)
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { canLaunch, launch } from "../browser.mjs";
import { payloads } from "./payloads.mjs";

const [program, root] = process.argv.slice(2);
const PASSWORD = "four quiet rivers run";
const slow = Boolean(process.env.POSTMORTEM_SLOW);
const short = Boolean(process.env.POSTMORTEM_SHORT);
const BATCH = slow ? 100 : 16;
const texts = payloads(slow ? 1000 : BATCH);

if (!canLaunch(root)) {
  console.log("1..1\n# chromium is not installed, or .deps/web-tests is not there: no page was looked at\nok 1 - nothing to look with");
  process.exit(0);
}

const folder = mkdtempSync(join(tmpdir(), "postmortem-xss-"));
const workspace = join(folder, "ws");
execFileSync(program, ["-C", workspace, "--quiet", "init"]);
const server = spawn(program, ["-C", workspace, "serve", "--listen", "127.0.0.1:0"], { stdio: ["ignore", "ignore", "pipe"] });
const { origin, link } = await new Promise((resolve) => {
  let said = "";
  server.stderr.on("data", (piece) => {
    said += piece;
    const found = /http:\/\/[^/\s]+:\d+/.exec(said);
    const first = /\/welcome\/[0-9a-f]{64}/.exec(said);
    if (found && first) resolve({ origin: found[0], link: first[0] });
  });
});

// Sends as our own scripts do, from within a page; [status, text of the answer].
const send = (page, method, path, body, type = "application/json") =>
  page.evaluate(
    async ([method, path, body, type]) => {
      const headers = { "X-Token": document.body.dataset.token, "Content-Type": type };
      const answer = await fetch(path, { method, headers, body });
      return [answer.status, await answer.text()];
    },
    [method, path, body, type],
  );
const make = async (page, review, { kind, ...fields }) => send(page, "POST", `/api/reviews/${review}/entries`, JSON.stringify({ kind, fields }));

const isoMinute = (n) => new Date(Date.UTC(2026, 10, 20, 10, 0, n)).toISOString();

// For fields of one line, which refuse the breaks and tabs that some payloads have.
const onLine = (text) => text.replaceAll(/[\p{Cc}\u2028]/gu, " ");

// A batch of payloads in a review of its own; gives its id and how many were taken by each sink.
const refused = [];
const plant = async (page, batch) => {
  const taken = {};
  const note = (sink, [status, said]) => {
    taken[sink] = (taken[sink] ?? 0) + (status < 300 ? 1 : 0);
    if (status >= 300) refused.push(`${sink}: ${status} ${said}`);
  };
  const title = onLine(batch[0]);
  const made = await send(page, "POST", "/api/reviews", JSON.stringify({ title, day: "2026-11-20", severity: onLine(batch[1]) }));
  note("title", made);
  const review = JSON.parse(made[1]).id;
  for (const [n, text] of batch.entries()) {
    const line = onLine(text);
    note("markdown", await make(page, review, { kind: "event", at: isoMinute(n), what: line, context: text, how: text, actor: line }));
    note("label", await make(page, review, { kind: "factor", text: line, detail: text, note: text }));
    note("statement", await make(page, review, { kind: "statement", code: "wish", text, role: line }));
    if (n % 4 === 0) note("item", await make(page, review, { kind: "item", text: line, detail: text, owner: line }));
    if (n % 8 === 0) note("person", await make(page, review, { kind: "person", role: line, name: line }));
    if (n % 8 === 1) note("hypothesis", await make(page, review, { kind: "hypothesis", text: line }));
  }
  const logged = (n, rest) => `${isoMinute(n)} web[${n}]: ERROR ${rest.replaceAll(/[\r\n]/g, " ")}\n`;
  const csv = (text) => `"${text.replaceAll('"', '""')}"`;
  const files = {
    "web.log": batch.map((text, n) => logged(n, text)).join(""),
    "keys.jsonl": batch.map((text, n) => JSON.stringify({ time: isoMinute(n), level: "error", msg: text, [text]: text }) + "\n").join(""),
    "chat.json": JSON.stringify(batch.map((text, n) => ({ type: "message", user: text, text, ts: `${1795600000 + n}.000100` }))),
    "metric.csv": "time,value\n" + batch.map((text, n) => `${isoMinute(n)},${csv(text)}\n`).join(""),
    "picture.svg": `<svg xmlns="http://www.w3.org/2000/svg" onload="canary(1)"><script>canary(2)</script><text>${batch[2]}</text></svg>`,
    "page.html": `<!doctype html><title>x</title><script>canary(3)</script>${batch.join("\n")}`,
  };
  for (const [n, text] of batch.entries()) if (n % 6 === 0) files[`${text.replaceAll("/", "_")}.log`] = logged(n, "named");
  for (const [name, content] of Object.entries(files))
    note("file", await send(page, "POST", `/api/reviews/${review}/evidence?name=${encodeURIComponent(name)}`, content, "application/octet-stream"));
  note("user", await send(page, "POST", "/account/name", `name=${encodeURIComponent(onLine(batch[3]))}&token=${await page.evaluate(() => document.body.dataset.token)}`, "application/x-www-form-urlencoded"));
  return { review, taken };
};

const addresses = (review, batch) => [
  "/", "/new", "/board", "/learning", "/settings", "/account", "/accounts", "/audit",
  ...["", "/timeline", "/known", "/discussion", "/meeting", "/notes", "/causes", "/plan", "/report", "/history", "/people", "/evidence",
    "/E1", "/E2", "/F1", "/F2", "/I1", "/P1", "/H1", "/new/event", "/evidence/S1", "/evidence/S5", "/evidence/S6"].map((part) => `/${review}${part}`),
  ...["/entries", "/evidence", "/plan", "/history"].map((part) => `/api/reviews/${review}${part}`),
  ...batch.slice(0, slow ? 8 : short ? 1 : 3).flatMap((text) => {
    const escaped = encodeURIComponent(text);
    return [`/search?q=${escaped}`, `/${escaped}`, `/${review}/timeline?q=${escaped}`, `/sign-in?to=/${escaped}`];
  }),
];

// Run before any script of the page: what is called is told, and so is what would run on a click.
const watch = () => {
  globalThis.ran = [];
  globalThis.canary = (n) => globalThis.ran.push(n);
};
const lookFor = () => {
  const found = [...globalThis.ran].map((n) => `ran ${n}`);
  for (const element of document.querySelectorAll("*"))
    for (const { name, value } of element.attributes) {
      if (/^on/i.test(name)) found.push(`<${element.localName} ${name}>`);
      if (/^(href|xlink:href|src|action|formaction|data|srcdoc)$/i.test(name) && /^[\s\u0000-\u0020]*(javascript|vbscript|data:text)/i.test(value))
        found.push(`<${element.localName} ${name}=${value.slice(0, 60)}>`);
    }
  return found;
};

const look = async (context, address) => {
  const page = await context.newPage();
  let found = [];
  try {
    page.on("dialog", (dialog) => dialog.dismiss());
    await page.goto(address, { waitUntil: "load", timeout: 90000 }).catch((error) => {
      if (!/Download|ERR_ABORTED/.test(String(error))) throw error;
    });
    await page.waitForTimeout(slow ? 300 : 60);
    found = await page.evaluate(lookFor);
  } catch (error) {
    found = [`could not be looked at: ${String(error).split("\n")[0]}`];
  }
  await page.close();
  return found.map((each) => `${address.slice(0, 80)}: ${each}`);
};

const browser = await launch(root);
const wrong = [];
let visits = 0;
const taken = {};
try {
  const first = await browser.newContext({ baseURL: origin });
  const page = await first.newPage();
  await page.goto(link);
  await page.fill("#login", "ada");
  await page.fill("#password", PASSWORD);
  await page.click("main button");
  await page.waitForURL((url) => !url.pathname.startsWith("/welcome"));
  const cookies = await first.cookies();
  const contexts = [];
  for (const bypassCSP of short ? [true] : [false, true]) {
    const context = await browser.newContext({ baseURL: origin, bypassCSP });
    await context.addCookies(cookies);
    await context.addInitScript(watch);
    contexts.push(context);
  }
  for (let at = 0; at < texts.length; at += BATCH) {
    const batch = texts.slice(at, at + BATCH);
    await page.goto("/help");
    const planted = await plant(page, batch);
    for (const [sink, count] of Object.entries(planted.taken)) taken[sink] = (taken[sink] ?? 0) + count;
    for (const context of contexts) {
      const waiting = addresses(planted.review, batch);
      visits += waiting.length;
      const worker = async () => {
        while (waiting.length) wrong.push(...(await look(context, waiting.shift())));
      };
      await Promise.all([worker(), worker(), worker(), worker()]);
    }
  }
  // So that the test can fail: a page that does run them is noticed.
  const probe = await contexts.at(-1).newPage();
  await probe.goto("/help");
  await probe.evaluate(() => document.body.insertAdjacentHTML("beforeend", "<img src=x onerror=canary(1)><a href='javascript:canary(2)'>x</a>"));
  await probe.waitForTimeout(500);
  const noticed = await probe.evaluate(lookFor);
  if (!noticed.includes("ran 1") || noticed.length < 3) wrong.push(`the probe was not noticed: ${noticed}`);
} finally {
  await browser.close();
  server.kill("SIGTERM");
  await new Promise((resolve) => server.once("exit", resolve));
  rmSync(folder, { recursive: true, force: true });
}
console.log("1..2");
console.log(`# ${texts.length} payloads; taken: ${JSON.stringify(taken)}; ${visits} pages looked at`);
for (const line of refused.slice(0, 10)) console.log(`# refused: ${line.slice(0, 300).replaceAll("\n", " ")}`);
console.log(`${refused.length ? "not ok" : "ok"} 1 - every sink takes each of them`);
console.log(`${wrong.length ? "not ok" : "ok"} 2 - none runs`);
for (const line of wrong.slice(0, 40)) console.log(`# ${line.replaceAll("\n", " ")}`);
process.exit(wrong.length || refused.length ? 1 : 0);
