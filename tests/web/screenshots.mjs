// Pictures of every page: large and small, light and dark, and on paper. Also says what axe-core finds.
// usage: node screenshots.mjs PROGRAM SOURCE_ROOT FOLDER [NAME...]     (exit 1 when something was found)
import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { canLaunch, enter, faults, launch, open, pages, serve, visitor, wrongAnswer } from "./browser.mjs";

const [program, root, folder, ...names] = process.argv.slice(2);
if (!canLaunch(root)) {
  console.error("screenshots: no browser is installed (chromium), or .deps/web-tests is missing: script/bootstrap test");
  process.exit(2);
}
mkdirSync(folder, { recursive: true });
const chosen = pages.filter((page) => names.length === 0 || names.includes(page.name));

// The first sheets of a page on paper, when there is a program that draws them.
const paper = async (page, name) => {
  const pdf = join(folder, `${name}-paper.pdf`);
  await page.pdf({ path: pdf, format: "A4", preferCSSPageSize: true });
  try {
    execFileSync("pdftoppm", ["-png", "-r", "60", "-l", "3", pdf, join(folder, `${name}-paper`)], { stdio: "ignore" });
    rmSync(pdf);
  } catch (error) {
    if (error.code !== "ENOENT") throw error; // no such program: the PDF stays
  }
};

const site = await serve(program, root);
const browser = await launch(root);
let found = 0;
try {
  await enter(browser, site);
  for (const [width, dark] of [[1440, false], [360, false], [360, true], [1440, true]]) {
    for (const each of chosen) {
      const { name, path, out } = each;
      const context = await visitor(browser, site, { width, height: width < 500 ? 780 : 900, dark, out });
      const page = await context.newPage();
      const status = await open(page, path);
      await page.screenshot({ path: join(folder, `${name}-${width}-${dark ? "dark" : "light"}.png`), fullPage: true });
      for (const line of [...wrongAnswer(each, status), ...(await faults(root, page))]) {
        found++;
        console.log(`${name}, ${width} px, ${dark ? "dark" : "light"}: ${line}`);
      }
      if (width === 1440 && !dark) await paper(page, name);
      await context.close();
    }
  }
} finally {
  await browser.close();
  await site.stop();
}
console.log(`${chosen.length} pages in ${folder}; ${found} findings`);
process.exit(found ? 1 : 0);
