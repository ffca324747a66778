// What the browser tests and script/screenshots share: the sample workspace behind a server, a
// browser that is signed in, and the list of pages.
//
//     const site = await serve(PROGRAM, SOURCE_ROOT);       // makes the workspace in a folder of its own
//     const browser = await launch(SOURCE_ROOT);            // null where no browser is
//     const context = await visitor(browser, site, { dark: true, width: 360 });
//     ...
//     await browser.close(); await site.stop();
import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";

const PASSWORD = "four quiet rivers run";

// name and path; `out`: of nobody who is signed in; `quick`: looked at in every test run; `missing`: of
// a page that is not there, on purpose.
export const pages = [
  { name: "sign-in", path: "/sign-in", out: true, quick: true },
  { name: "reviews", path: "/", quick: true },
  { name: "new", path: "/new", quick: true },
  { name: "board", path: "/board" },
  { name: "learning", path: "/learning" },
  { name: "search", path: "/search?q=pool" },
  { name: "settings", path: "/settings" },
  { name: "account", path: "/account", quick: true },
  { name: "accounts", path: "/accounts" },
  { name: "audit", path: "/audit" },
  { name: "help", path: "/help" },
  { name: "guard-help", path: "/help/guard" },
  { name: "guard-class", path: "/help/guard/blame" },
  { name: "missing", path: "/nothing-here", missing: true },
  { name: "overview", path: "/PM1", quick: true },
  { name: "evidence", path: "/PM1/evidence", quick: true },
  { name: "timeline", path: "/PM1/timeline", quick: true },
  { name: "known", path: "/PM1/known", quick: true },
  { name: "discussion", path: "/PM1/discussion", quick: true },
  { name: "meeting", path: "/PM1/meeting", quick: true },
  { name: "notes", path: "/PM1/notes" },
  { name: "own-account", path: "/PM1/account" },
  { name: "causes", path: "/PM1/causes", quick: true },
  { name: "plan", path: "/PM1/plan", quick: true },
  { name: "report", path: "/PM1/report", quick: true },
  { name: "history", path: "/PM1/history" },
  { name: "people", path: "/PM1/people" },
  { name: "event", path: "/PM1/E24", quick: true },
  { name: "factor", path: "/PM1/F1" },
  { name: "item", path: "/PM1/I1" },
  { name: "new-event", path: "/PM1/new/event", quick: true },
  { name: "item-new", path: "/PM1/plan/new" },
  { name: "item-edit", path: "/PM1/plan/I1" },
  { name: "empty-overview", path: "/PM2" },
  { name: "empty-evidence", path: "/PM2/evidence" },
  { name: "empty-timeline", path: "/PM2/timeline", quick: true },
  { name: "empty-meeting", path: "/PM2/meeting" },
  { name: "empty-causes", path: "/PM2/causes" },
  { name: "empty-plan", path: "/PM2/plan" },
  { name: "empty-report", path: "/PM2/report" },
];

const packages = (root) => createRequire(join(root, ".deps", "web-tests", "package.json"));

// The first browser of these that is installed.
const chromium = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find((path) => existsSync(path));

export const canLaunch = (root) => Boolean(chromium) && existsSync(join(root, ".deps", "web-tests", "node_modules"));

export const launch = async (root) =>
  packages(root)("playwright-core").chromium.launch({
    executablePath: chromium,
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--hide-scrollbars"],
  });

// The evidence in examples/ and the review that a team made of it, and one that was only begun.
const furnish = (folder, program, root) => {
  const run = (...args) => execFileSync(program, ["-C", folder, "--quiet", ...args], { stdio: ["ignore", "ignore", "inherit"] });
  run("init");
  run("collect", join(root, "examples", "orders-api-outage"));
  execFileSync(join(root, "examples", "orders-api-review", "review.sh"), [program, folder], { stdio: ["ignore", "ignore", "inherit"] });
  run("new", "Exports were late on Monday", "--circle", "team");
};

// Resolves with the lines that the server says on its way up: where it listens, and the first link.
const firstLines = (process) =>
  new Promise((resolve, reject) => {
    let said = "";
    process.stderr.on("data", (piece) => {
      said += piece;
      const origin = /http:\/\/[^/\s]+:\d+/.exec(said);
      const link = /\/welcome\/[^\s]+/.exec(said);
      if (origin && link) resolve({ origin: origin[0], link: link[0] });
    });
    process.once("exit", (code) => reject(new Error(`the server ended with ${code}: ${said}`)));
  });

export const serve = async (program, root, fill = furnish) => {
  const folder = mkdtempSync(join(tmpdir(), "postmortem-pages-"));
  fill(folder, program, root);
  const server = spawn(program, ["-C", folder, "serve", "--listen", "127.0.0.1:0"], { stdio: ["ignore", "ignore", "pipe"] });
  const { origin, link } = await firstLines(server);
  const stop = () =>
    new Promise((resolve) => {
      server.removeAllListeners("exit");
      server.once("exit", () => {
        rmSync(folder, { recursive: true, force: true });
        resolve();
      });
      server.kill("SIGTERM");
    });
  return { origin, link, folder, stop, cookies: [] };
};

// Makes the first account and takes the reviews on; keeps its cookies in the site.
export const enter = async (browser, site, reviews = ["PM1", "PM2"]) => {
  const context = await browser.newContext({ baseURL: site.origin });
  const page = await context.newPage();
  await page.goto(site.link);
  await page.getByLabel("Sign-in name").fill("ada");
  await page.getByLabel("How others see you").fill("Ada");
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("button", { name: "Make the account" }).click();
  await page.waitForURL((url) => !url.pathname.startsWith("/welcome"));
  for (const review of reviews) {
    await page.goto(`/${review}/people`);
    await page.getByRole("button", { name: "Take it on" }).click();
    await page.waitForLoadState();
  }
  site.cookies = (await context.cookies()).filter((cookie) => !cookie.name.includes("flash"));
  await context.close();
};

export const visitor = async (browser, site, { dark = false, width = 1440, height = 900, out = false } = {}) => {
  const context = await browser.newContext({
    baseURL: site.origin,
    viewport: { width, height },
    colorScheme: dark ? "dark" : "light",
    reducedMotion: "reduce",
  });
  if (!out) await context.addCookies(site.cookies);
  return context;
};

// A page that waits for the evidence loads itself again, maybe at the same moment.
const go = (page, path) => page.goto(path, { waitUntil: "load" }).catch(() => page.waitForTimeout(1000).then(() => page.goto(path, { waitUntil: "load" })));

// Event streams stay open, so a page is ready when its own requests rest for a moment.
export const open = async (page, path) => {
  let answer = await go(page, path);
  for (let tries = 0; tries < 60 && (await page.getByText("The evidence is being read").count()); tries++) {
    await page.waitForTimeout(1000);
    answer = await go(page, path);
  }
  await page.waitForTimeout(400);
  return answer.status();
};

// What is wrong with an answer: a line, or none. A page that is missing on purpose is to say so.
export const wrongAnswer = ({ missing }, status) => ((missing ? status !== 404 : status >= 400) ? [`answered ${status}`] : []);

// What axe-core has against a page: a line for each kind, with the first places; and whether the page
// is wider than its window.
export const faults = async (root, page) => {
  const axe = packages(root)("axe-core");
  const found = await page.evaluate(`(() => { const module = undefined, exports = undefined, define = undefined; ${axe.source}; return axe.run(document, { resultTypes: ["violations"] }); })()`);
  // A box of the graph is a link whose label says its words in whole and in the order of a sentence;
  // drawn they are cut into lines without spaces between, which one rule takes for other words.
  const drawn = (each, node) => each.id === "label-content-name-mismatch" && /g\[data-name=/.test(node.target.join(" "));
  for (const each of found.violations) each.nodes = each.nodes.filter((node) => !drawn(each, node));
  const lines = found.violations.filter((each) => each.nodes.length > 0).map((each) => {
    const places = each.nodes.slice(0, 4).map((node) => `${node.target.join(" ")} (${(node.any[0] ?? node.all[0] ?? node.none[0])?.message ?? ""})`);
    return `${each.id}: ${each.help}; ${each.nodes.length} places: ${places.join("; ")}`;
  });
  const beyond = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  if (beyond > 0) lines.push(`wide: the page is ${beyond} px wider than its window`);
  return lines;
};
