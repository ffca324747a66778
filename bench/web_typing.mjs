// How long a frame takes while somebody types into a text of 200 kB with the guard on.
//
//     node bench/web_typing.mjs build/src/postmortem [KEYS]
//
// A key every 50 ms; measured in the page: from the key to the end of the frame that shows it, and
// the time between frames. Prints rows of Markdown.
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { recordFrames, takeFrames } from "./frames.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const { canLaunch, enter, launch, serve, visitor } = await import(join(root, "tests", "web", "browser.mjs"));
const program = resolve(process.argv[2] ?? "build/src/postmortem");
const keys = Number(process.argv[3] ?? 300);
if (!(await canLaunch(root))) {
  console.log("# no browser is installed");
  process.exit(0);
}

const lines = [
  "At 05:54 the roll-out of the new query reached half of the requests, and connections stayed taken.",
  "The engineer should have noticed the graph earlier. It was caused by human error, somebody said.",
  "- **06:02** the pool was raised to 40; the on-call engineer saw `pool: 40/40` for eleven seconds.",
  "",
];
let note = "";
for (let i = 0; note.length < 200_000; i++) note += `${lines[i % lines.length]}\n`;

const site = await serve(program, root);
const browser = await launch(root);
const quantile = (list, share) => [...list].sort((a, b) => a - b)[Math.min(list.length - 1, Math.floor(list.length * share))];
try {
  await enter(browser, site);
  const page = await (await visitor(browser, site)).newPage();
  await page.goto("/PM2/report");
  await page.evaluate(async (text) => {
    const at = "/api/reviews/PM2/entries/PM0/live/background";
    const send = (path, body) =>
      fetch(path, { method: "POST", headers: { "Content-Type": "application/json", "X-Token": document.body.dataset.token }, body: JSON.stringify(body) }).then((r) => r.json());
    const { number } = await send(`${at}/open`, {});
    await send(at, { number, updates: [{ clientID: "bench", changes: [[0, ...text.split("\n")]] }] });
  }, note);
  await page.locator("#write-background > summary").click();
  await page.waitForSelector("#write-background .questions li", { timeout: 30000 });
  await page.locator("#write-background .cm-content").click();
  await recordFrames(page);
  await page.evaluate(() => {
    window.keys_ = [];
    document.addEventListener("keydown", () => {
      const began = performance.now();
      requestAnimationFrame(() => setTimeout(() => window.keys_.push(performance.now() - began)));
    }, true);
  });
  for (let i = 0; i < keys; i++) await page.keyboard.type("abcdefg hijklmn "[i % 16], { delay: 50 });
  const asked = await page.locator("#write-background .questions li").count();
  const frames = await takeFrames(page);
  const took = await page.evaluate(() => window.keys_);
  const row = (name, list) => console.log(`| ${name} | ${list.length} | ${quantile(list, 0.5).toFixed(1)} | ${quantile(list, 0.95).toFixed(1)} |`);
  console.log(`text of ${note.length} bytes, ${asked} questions listed beside it\n`);
  console.log("| | count | median ms | 95th percentile ms |\n| --- | ---: | ---: | ---: |");
  row("from a key to the end of its frame", took);
  row("between frames while typing", frames);
} finally {
  await browser.close();
  await site.stop();
}
