// Every page as axe-core sees it, light and dark, and that none is wider than a small window.
// usage: node axe.mjs PROGRAM SOURCE_ROOT [all] (TAP)
import { canLaunch, enter, faults, launch, open, pages, serve, visitor, wrongAnswer } from "./browser.mjs";

const [program, root, which] = process.argv.slice(2);
if (!canLaunch(root)) {
  console.log("1..1\n# no browser here (chromium) or no .deps/web-tests: pages were not looked at\nok 1 - nothing to look with");
  process.exit(0);
}

// A small dark window and a large light one; with "all" each in both.
const views = [
  { width: 360, dark: true },
  { width: 1440, dark: false },
  { width: 360, dark: false },
  { width: 1440, dark: true },
].slice(0, which === "all" ? 4 : 2);
const chosen = pages.filter((page) => which === "all" || page.quick);

const site = await serve(program, root);
const browser = await launch(root);
let count = 0;
let failed = 0;
const told = (well, name, lines = []) => {
  count++;
  if (!well) failed++;
  console.log(`${well ? "ok" : "not ok"} ${count} - ${name}`);
  for (const line of lines) console.log(`# ${line.replaceAll("\n", " ")}`);
};
// A page that is made fresh while axe-core looks at it is looked at again.
const look = async (page, each) => {
  for (let tries = 0; ; tries++) {
    try {
      const status = await open(page, each.path);
      return [...wrongAnswer(each, status), ...(await faults(root, page))];
    } catch (error) {
      if (tries === 5 || !/context was destroyed/.test(error.message)) throw error;
    }
  }
};
try {
  await enter(browser, site);
  for (const view of views) {
    for (const each of chosen) {
      const context = await visitor(browser, site, { ...view, out: each.out });
      const page = await context.newPage();
      const errors = [];
      page.on("pageerror", (error) => errors.push(`script: ${error.message}`));
      const found = await look(page, each).catch((error) => [String(error.message).split("\n")[0]]);
      const lines = [...errors, ...found];
      told(lines.length === 0, `${each.name}, ${view.width} px, ${view.dark ? "dark" : "light"}`, lines);
      await context.close();
    }
  }
} finally {
  await browser.close();
  await site.stop();
}
console.log(`1..${count}`);
process.exit(failed ? 1 : 0);
