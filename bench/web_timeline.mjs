// The timeline over a million records: how soon there is a picture, and how long frames take while
// somebody pans and zooms.
//
//     node bench/web_timeline.mjs build/src/postmortem [--records N] [--write]
//
// Makes a workspace of 12 logs (from 1 to 400 of each 1,000 records in one of them, a burst of
// errors in all), reads it with a server of its own, and opens the timeline in headless Chromium,
// 1400 by 900. Movement is real input: the wheel over 12 octaves in and out, and drags of the
// picture at several depths. Frames are the times between callbacks of requestAnimationFrame while
// that lasts. --write puts the result into bench/results/web_timeline.md.
import { execFileSync } from "node:child_process";
import { closeSync, mkdirSync, openSync, readFileSync, writeFileSync, writeSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { recordFrames, takeFrames } from "./frames.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const { canLaunch, enter, launch, serve, visitor } = await import(join(root, "tests", "web", "browser.mjs"));
const [given, ...options] = process.argv.slice(2);
if (given === "--help" || options.includes("--help")) {
  console.log("usage: bench/web_timeline.mjs PROGRAM [--records N] [--write]");
  process.exit(0);
}
const program = resolve(given ?? "build/src/postmortem");
const wanted = Number(options[options.indexOf("--records") + 1] || 0) || 1_000_000;
if (!(await canLaunch(root))) {
  console.log("# no browser is installed");
  process.exit(0);
}

const SHARES = [400, 200, 120, 80, 60, 50, 40, 20, 15, 10, 4, 1];
const NAMES = ["edge", "orders", "cart", "users", "search", "mail", "stock", "pay", "jobs", "deploy", "cron", "night"];
const START = Date.UTC(2026, 10, 20, 6);
const HOURS = 6;
const OCTAVES = 12;
const FIRSTS = 7;

let seed = 1;
const chance = () => (seed = (seed * 48271) % 2147483647) / 2147483647;

// Even over the hours, but for a fifth of all records that fall into 20 minutes after the third.
const momentOf = (share) => {
  if (share < 0.5) return (share / 0.5) * 3;
  if (share < 0.7) return 3 + ((share - 0.5) / 0.2) / 3;
  return 10 / 3 + ((share - 0.7) / 0.3) * (HOURS - 10 / 3);
};

const writeLog = (path, name, count) => {
  const file = openSync(path, "w");
  let lines = [];
  for (let i = 0; i < count; i++) {
    const hours = momentOf((i + chance()) / count);
    const bad = hours > 3 && hours < 10 / 3 ? 0.2 : 0.004;
    const dice = chance();
    const level = dice < bad ? "ERROR" : dice < bad * 3 ? "WARN" : dice < 0.9 ? "INFO" : "DEBUG";
    const what = level === "ERROR" ? "request failed: no connection became free in 2000 ms" : level === "WARN" ? "slow answer, tried again" : "request answered";
    lines.push(`${new Date(START + hours * 3600e3).toISOString()} ${level} ${name} ${what} id=${i} took=${Math.floor(chance() * 900)}ms\n`);
    if (lines.length === 20000 || i === count - 1) {
      writeSync(file, lines.join(""));
      lines = [];
    }
  }
  closeSync(file);
};

const furnish = (folder) => {
  const run = (...args) => execFileSync(program, ["-C", folder, "--quiet", ...args], { stdio: ["ignore", "ignore", "inherit"] });
  const logs = join(folder, "logs");
  mkdirSync(logs);
  SHARES.forEach((share, i) => writeLog(join(logs, `${NAMES[i]}.log`), NAMES[i], Math.round((share / 1000) * wanted)));
  run("init");
  run("collect", logs);
  run("new", "Orders were slow on Friday", "--circle", "team", "--day", "2026-11-20");
};

const quantile = (list, share) => [...list].sort((a, b) => a - b)[Math.min(list.length - 1, Math.floor(list.length * share))];
const marked = (page) => page.waitForFunction(() => performance.getEntriesByName("timeline-first").length > 0, null, { timeout: 180000 });

// From the navigation to the first picture in which no column is lacking; a browser that has nothing kept.
const firstPicture = async (browser, site) => {
  const context = await visitor(browser, site, { width: 1400, height: 900 });
  const page = await context.newPage();
  await page.goto("/PM1/timeline");
  await marked(page);
  const took = await page.evaluate(() => performance.getEntriesByName("timeline-first")[0].startTime);
  await context.close();
  return took;
};

const zoom = async (page, way) => {
  for (let i = 0; i < OCTAVES * 10; i++) {
    await page.mouse.wheel(0, way * 24);
    await page.waitForTimeout(8);
  }
};

const drag = async (page, box, times) => {
  for (let n = 0; n < times; n++) {
    const [from, to] = n % 2 ? [0.3, 0.85] : [0.85, 0.3];
    await page.mouse.move(box.x + box.width * from, box.y + 200);
    await page.mouse.down();
    for (let i = 1; i <= 40; i++) {
      await page.mouse.move(box.x + box.width * (from + ((to - from) * i) / 40), box.y + 200);
      await page.waitForTimeout(8);
    }
    await page.mouse.up();
  }
};

const move = async (page) => {
  const box = await page.locator("#timeline canvas").boundingBox();
  const found = {};
  await page.keyboard.press("0");
  await page.waitForTimeout(1500);
  await page.mouse.move(box.x + box.width * 0.6, box.y + 200);
  await recordFrames(page);
  await page.waitForTimeout(1500);
  found["nothing moves"] = await takeFrames(page);
  found[`zoom in, ${OCTAVES} octaves`] = (await zoom(page, -1), await takeFrames(page));
  found["pan, few records in view"] = (await drag(page, box, 4), await takeFrames(page));
  await page.mouse.move(box.x + box.width * 0.6, box.y + 200);
  found[`zoom out, ${OCTAVES} octaves`] = (await zoom(page, 1), await takeFrames(page));
  await page.mouse.wheel(0, -480);
  await page.waitForTimeout(600);
  await takeFrames(page);
  found["pan, a quarter in view"] = (await drag(page, box, 6), await takeFrames(page));
  return found;
};

const site = await serve(program, root, furnish);
const browser = await launch(root);
const before = loadavg()[0];
try {
  await enter(browser, site, ["PM1"]);
  await firstPicture(browser, site); // the evidence is read from here on
  const firsts = [];
  for (let i = 0; i < FIRSTS; i++) firsts.push(await firstPicture(browser, site));
  const page = await (await visitor(browser, site, { width: 1400, height: 900 })).newPage();
  const wrong = [];
  page.on("pageerror", (error) => wrong.push(error.message));
  await page.goto("/PM1/timeline");
  await marked(page);
  const found = await move(page);
  const all = Object.entries(found).filter(([name]) => name !== "nothing moves").flatMap(([, list]) => list);
  const row = (name, list) => `| ${name} | ${list.length} | ${quantile(list, 0.5).toFixed(1)} | ${quantile(list, 0.95).toFixed(1)} | ${quantile(list, 1).toFixed(1)} |`;
  const memory = /MemTotal:\s+(\d+)/.exec(readFileSync("/proc/meminfo", "utf8"))?.[1] / 1048576;
  const text = [
    "# The timeline over a million records",
    "",
    `\`script/bench web_timeline\`: ${wanted.toLocaleString("en")} records in ${SHARES.length} logs, headless Chromium ${browser.version()} with software`,
    `rendering, 1400 by 900. Machine: ${cpus().length} cores (${cpus()[0].model.trim()}), ${memory.toFixed(0)} GiB; browser, server and bench share them.`,
    `Load over a minute was ${before.toFixed(1)} at the beginning and ${loadavg()[0].toFixed(1)} at the end, the bench's own in it.`,
    "",
    "| | count | median ms | 95th percentile ms | longest ms |",
    "| --- | ---: | ---: | ---: | ---: |",
    row("from navigation to the first whole picture", firsts),
    ...Object.entries(found).map(([name, list]) => row(`between frames: ${name}`, list)),
    row("between frames: all that moves", all),
    "",
    "Wanted: the first picture within 1,000 ms, frames of at most 17 ms at the median and 34 at the 95th percentile.",
    "A screen of 60 pictures a second gives 16.7. The first picture counts once no column of it is lacking; the server has read the",
    "evidence before, the browser has nothing kept. Frames are those of the browser, which draws without a graphics processor here.",
    "",
  ].join("\n");
  console.log(text);
  for (const each of wrong) console.log(`# went wrong in the page: ${each}`);
  if (options.includes("--write")) writeFileSync(join(root, "bench", "results", "web_timeline.md"), text);
} finally {
  await browser.close();
  await site.stop();
}
