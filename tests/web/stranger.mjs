// Somebody who has read nothing: from the first link to an own event in the timeline, by what the pages
// themselves offer, the main button of each page first.
// usage: node stranger.mjs PROGRAM SOURCE_ROOT (TAP)
import { canLaunch, launch, serve } from "./browser.mjs";

const [program, root] = process.argv.slice(2);
if (!canLaunch(root)) {
  console.log("1..1\n# no browser here (chromium) or no .deps/web-tests: nobody walked\nok 1 - nothing to walk with");
  process.exit(0);
}

const site = await serve(program, root);
const browser = await launch(root);
let count = 0;
let failed = 0;
const step = async (name, act) => {
  const problem = await act().then(() => "", (error) => String(error.message).split("\n")[0]);
  count++;
  if (problem) failed++;
  console.log(`${problem ? "not ok" : "ok"} ${count} - ${name}${problem ? `\n# ${problem}` : ""}`);
};
try {
  const context = await browser.newContext({ baseURL: site.origin });
  const page = await context.newPage();
  page.setDefaultTimeout(90000);
  const arrived = (path) => page.waitForURL((url) => path.test(url.pathname + url.search));
  const main = (name) => page.locator("main .main", { hasText: name }).first();
  await step("the first link asks for a name, and the cursor is there", async () => {
    await page.goto(site.link);
    await page.keyboard.type("ada");
    await page.getByLabel("Password").fill("four quiet rivers run");
    await main("Make the account").click();
    await arrived(/^\/$/);
  });
  await step("a review begins with one line, and the cursor is there", async () => {
    await main("Start a review").click();
    await arrived(/^\/new$/);
    await page.keyboard.type("Exports came late");
    await main("Start the review").click();
    await arrived(/^\/PM\d+\/evidence$/);
  });
  await step("what is next is a button: an event, with a sentence and a time", async () => {
    await page.locator(".next").getByRole("link", { name: /Write (an event by hand|the first event)/ }).click();
    await arrived(/\/new\/event$/);
    await page.getByLabel("What", { exact: true }).fill("customers told support that their export had not come");
    await page.getByLabel("At", { exact: true }).fill("10:02");
    await main("Save").click();
    await arrived(/\/E1$/);
    await page.getByText("E1 is in the timeline now").waitFor();
  });
  await step("the way from it leads to the timeline, with the event in view and told", async () => {
    await main("See it in the timeline").click();
    await page.locator("tr[data-event=E1][data-chosen]").waitFor();
    await page.locator(".timeline-detail", { hasText: "customers told support" }).waitFor();
  });
  await step("two presses of Tab and Enter lead to the picture", async () => {
    await page.reload();
    await page.locator(".timeline-pane").waitFor();
    await page.keyboard.press("Tab");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.locator(".timeline-pane:focus").waitFor();
  });
} finally {
  await browser.close();
  await site.stop();
}
console.log(`1..${count}`);
process.exit(failed ? 1 : 0);
