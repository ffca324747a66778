// People at work in a real browser: a server on a workspace, contexts of their own, and what hands do,
// by pointer or by keyboard alone.

import { spawn, execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { canLaunch, launch } from "./browser.mjs";

export const [program, root] = process.argv.slice(2).map((path) => resolve(path));
export const PASSWORD = "four quiet rivers run";

export const browser = () => launch(root);

export const workspace = () => {
  const folder = mkdtempSync(join(tmpdir(), "postmortem-walk-"));
  execFileSync(program, ["-C", folder, "init"], { stdio: "ignore" });
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
};

export const serve = async (folder, port = 0) => {
  const child = spawn(program, ["-C", folder, "serve", "--listen", `127.0.0.1:${port}`], { stdio: ["ignore", "ignore", "pipe"] });
  let said = "";
  const origin = await new Promise((done, failed) => {
    child.on("exit", () => failed(new Error(`the server ended: ${said}`)));
    child.stderr.on("data", (piece) => {
      said += piece;
      const found = said.match(/postmortem: (http:\/\/[^/]+)\//);
      if (found && (said.includes("/welcome/") || port)) done(found[1]);
    });
  });
  const end = (signal) => new Promise((done) => (child.once("exit", done), child.kill(signal)));
  return { origin, port: Number(origin.split(":").pop()), link: said.match(/http:\S+\/welcome\/\S+/)?.[0], end };
};

// Hands: the same steps by pointer, or by the keyboard alone (Tab until it is there).
const byPointer = {
  press: async (page, where) => where.click(),
  type: async (page, where, words) => where.fill(words),
  choose: async (page, where, value) => where.selectOption(value),
  tick: async (page, where) => where.check(),
  untick: async (page, where) => where.uncheck(),
  give: async (page, where, files) => where.setInputFiles(files),
};

const isOn = (where, group) =>
  where.evaluate((element, name) => {
    const on = document.activeElement;
    return on === element || (name && on.type === "radio" && on.name === name && on.form === element.form);
  }, group);
const tabTo = async (page, where, group = "") => {
  const reachable = (element) => element.getClientRects().length > 0 && !element.disabled;
  for (let tries = 0; ; tries++) {
    await where.waitFor({ state: "visible" });
    if (await where.evaluate(reachable)) break;
    if (tries === 20) throw new Error(`not to be seen: ${where}`);
    await page.waitForTimeout(100); // a page that is made fresh has it again in a moment
  }
  for (let presses = 0; presses < 900; presses++) {
    if (await isOn(where, group)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`Tab does not lead to ${where}`);
};
const byKeyboard = {
  press: async (page, where) => {
    await tabTo(page, where);
    await page.keyboard.press("Enter");
  },
  type: async (page, where, words) => {
    await tabTo(page, where);
    if ((await where.getAttribute("type")) === "date") {
      const [year, month, day] = words.split("-");
      return page.keyboard.type(`${month}${day}${year}`); // as this browser's own control takes it
    }
    await page.keyboard.press("Control+a");
    await page.keyboard.press("Delete");
    await page.keyboard.insertText(words);
  },
  choose: async (page, where, value) => {
    await tabTo(page, where);
    const label = await where.evaluate((select, wanted) => [...select.options].find((o) => o.value === wanted).label, value);
    await page.keyboard.type(label);
    if ((await where.inputValue()) !== value) throw new Error(`typing "${label}" does not choose it`);
  },
  tick: async (page, where) => {
    if (await where.isChecked()) return;
    // Of radio buttons only one is on Tab's way: the arrows lead to the others.
    const group = await where.evaluate((box) => (box.type === "radio" ? box.name : ""));
    await tabTo(page, where, group);
    for (let presses = 0; presses < 9 && group && !(await where.isChecked()); presses++) await page.keyboard.press(presses ? "ArrowDown" : "Space");
    if (!group) await page.keyboard.press("Space");
  },
  untick: async (page, where) => {
    await tabTo(page, where);
    await page.keyboard.press("Space");
  },
  give: async (page, where, files) => {
    await tabTo(page, where);
    for (let tries = 0; tries < 4; tries++) {
      await where.focus(); // where Tab had led: a window that was just opened may have lost it
      const chooser = await Promise.all([page.waitForEvent("filechooser", { timeout: 5000 }), page.keyboard.press(tries % 2 ? "Space" : "Enter")]).catch(() => null);
      if (chooser) return chooser[0].setFiles(files);
    }
    throw new Error("no key opens the choice of files");
  },
};

export class Person {
  constructor(name, page, origin, keyboard) {
    Object.assign(this, { name, page, origin, hands: keyboard ? byKeyboard : byPointer, wrong: [] });
    page.setDefaultTimeout(90000); // long waits are for loaded machines; nobody waits where all is well
    page.on("pageerror", (error) => this.wrong.push(`${name}: ${error.message}`));
    page.on("console", (message) => {
      // A connection that is cut, and an answer that says no, are part of the walk; a policy that is broken is not.
      if (message.type() === "error" && !/Failed to load resource|ERR_/.test(message.text())) this.wrong.push(`${name}: ${message.text()}`);
    });
  }
  async go(path) {
    await this.page.goto(new URL(path, this.origin).href);
  }
  find(selector, options) {
    return this.page.locator(selector, options).first();
  }
  button(name) {
    return this.page.getByRole("button", { name }).first();
  }
  link(name) {
    return this.page.getByRole("link", { name }).first();
  }
  press = (where) => this.hands.press(this.page, where);
  type = (where, words) => this.hands.type(this.page, where, words);
  choose = (where, value) => this.hands.choose(this.page, where, value);
  tick = (where) => this.hands.tick(this.page, where);
  untick = (where) => this.hands.untick(this.page, where);
  give = (where, files) => this.hands.give(this.page, where, files);
  // The page says so, now or soon.
  async sees(words, seconds = 90) {
    await this.page.getByText(words).first().waitFor({ state: "visible", timeout: seconds * 1000 });
  }
  async text() {
    return this.page.locator("#main").innerText();
  }
}

// Runs parts one after another and tells them as TAP; the first that goes wrong ends it.
export const walk = async (parts) => {
  const lack = canLaunch(root) ? "" : "chromium or the packages of tests/web are not installed";
  console.log(`1..${parts.length}`);
  if (lack) {
    parts.forEach(([name], i) => console.log(`ok ${i + 1} - ${name} # ${lack}`));
    return 0;
  }
  let failed = 0;
  for (const [i, [name, work]] of parts.entries()) {
    if (failed) {
      console.log(`not ok ${i + 1} - ${name}\n# not reached`);
      continue;
    }
    try {
      await work();
      console.log(`ok ${i + 1} - ${name}`);
    } catch (error) {
      failed = 1;
      console.log(`not ok ${i + 1} - ${name}`);
      for (const line of String(error.stack ?? error).split("\n").slice(0, 14)) console.log(`# ${line}`);
    }
  }
  return failed;
};
