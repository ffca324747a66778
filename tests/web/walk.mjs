// The whole life of a review as five people: a facilitator, a note-taker, two responders, a reader, each
// in a browser of their own, from dropping files to the published report; the server is killed on the way.
//
// usage: node walk.mjs PROGRAM SOURCE_ROOT [keyboard] (TAP); with `keyboard` every step is done by keys alone.

import assert from "node:assert/strict";
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { browser, PASSWORD, Person, root, serve, walk, workspace } from "./people.mjs";

const keyboard = process.argv[4] === "keyboard";
const TITLE = "Orders could not be placed";
let place, server, chromium;
const all = [];
let fay, ned, rea, rob, lea;
const roles = {}; // the ids of people, by role

const files = (folder) =>
  readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? files(path) : [path];
  });

const arrive = async (name) => {
  const context = await chromium.newContext({ viewport: { width: 1280, height: 900 } });
  const person = new Person(name, await context.newPage(), server.origin, keyboard);
  all.push(person);
  return person;
};

const makeAccount = async (person, link) => {
  await person.go(link);
  await person.type(person.find("#login"), person.name);
  await person.type(person.find("#name"), person.name[0].toUpperCase() + person.name.slice(1));
  await person.type(person.find("#password"), PASSWORD);
  await person.press(person.button("Make the account"));
  await person.sees("Reviews");
};

const invite = async (name, reach) => {
  const person = await arrive(name);
  await fay.go("/accounts");
  if (reach === "company") await fay.tick(fay.find("input[name=reach][value=company]"));
  await fay.press(fay.button("Make a link"));
  await makeAccount(person, new URL(await fay.find("[aria-label='The link']").inputValue()).pathname);
  return person;
};

// An entry by its form: `fields` by their names.
const write = async (person, kind, fields) => {
  await person.go(`/PM1/new/${kind}`);
  await fill(person, fields);
  await person.press(person.find("#main form .main"));
  await person.page.waitForURL((url) => !url.pathname.includes("/new/"));
  return person.page.url().split("/").pop().split("?")[0];
};
const fill = async (person, fields) => {
  for (const [name, value] of Object.entries(fields)) {
    const where = person.find(`#f-${name}`);
    const more = person.find(".more:not([open]) > summary");
    if (!(await where.isVisible()) && (await more.count())) await person.press(more);
    const tag = await where.evaluate((element) => `${element.tagName} ${element.type ?? ""}`);
    if (tag.startsWith("SELECT")) await person.choose(where, value);
    else if (tag.startsWith("FIELDSET")) for (const word of [value].flat()) await person.tick(where.locator(`input[value="${word}"]`));
    else if (tag.endsWith("checkbox")) await person.tick(where);
    else await person.type(where, value);
  }
};
const edit = async (person, id, fields) => {
  await person.go(`/PM1/${id}`);
  await person.press(person.find("#edit > summary"));
  await fill(person, fields);
};
const save = (person) => person.press(person.find("#edit form .main"));

const restart = async (signal) => {
  const { port } = server;
  await server.end(signal);
  const again = await serve(place.folder, port);
  server = { ...again, port };
};

// Asks again and again until it is so.
const until = async (what, is, seconds = 90) => {
  for (const end = Date.now() + seconds * 1000; ; ) {
    if (await is().catch(() => false)) return;
    if (Date.now() > end) throw new Error(`it did not come about: ${what}`);
    await new Promise((done) => setTimeout(done, 300));
  }
};
const entries = async (person, kind) =>
  person.page.evaluate(async (path) => (await (await fetch(path)).json()).entries, `/api/reviews/PM1/entries?kind=${kind}&limit=200`);

const body = async (person, id) =>
  person.page.evaluate(async (path) => (await fetch(path)).json(), `/api/reviews/PM1/entries/${id}`);

const parts = [
  ["the first account, and four invitations", async () => {
    fay = await arrive("fay");
    await makeAccount(fay, new URL(server.link).pathname);
    ned = await invite("ned", "team");
    rea = await invite("rea", "team");
    rob = await invite("rob", "team");
    lea = await invite("lea", "company");
  }],
  ["a review begins by dropping the sample's files", async () => {
    await fay.go("/new");
    await fay.type(fay.find("#begin-title"), TITLE);
    await fay.give(fay.find("#begin-files"), files(join(root, "examples", "orders-api-outage")));
    await fay.press(fay.button("Start the review"));
    await fay.page.waitForURL(/\/PM1/, { timeout: 120000 });
    await fay.page.waitForURL(/\/PM1\/evidence/); // it looks again by itself until all is read
    await fay.button(/proposed milestone/).waitFor({ timeout: 120000 });
    await fay.press(fay.button(/proposed milestone/));
    await fay.page.waitForURL(/PM1\/timeline|PM1$/);
    const list = await fay.page.evaluate(async () => (await fetch("/api/reviews/PM1/entries?kind=event&limit=100")).json());
    assert.ok(list.entries.length >= 6, `events: ${list.entries.length}`);
  }],
  ["people get their roles and their parts", async () => {
    for (const [role, part] of [["facilitator", "facilitator"], ["note-taker", "note-taker"], ["on-call engineer", "participant"], ["database engineer", "participant"]])
      await write(fay, "person", { role, parts: part });
    const people = await fay.page.evaluate(async () => (await fetch("/api/reviews/PM1/entries?kind=person")).json());
    for (const entry of people.entries) roles[entry.body.role] = entry.id;
    await fay.go("/PM1/people");
    for (const [login, part, person] of [["ned", "note-taker", roles["note-taker"]], ["rea", "participant", roles["on-call engineer"]], ["rob", "participant", roles["database engineer"]]]) {
      await fay.type(fay.find("#new-login"), login);
      const form = fay.page.locator("form:has(#new-login)");
      await fay.tick(form.locator(`input[value="${part}"]`));
      await fay.type(form.locator("input[name=person]"), person);
      await fay.press(fay.button("Add"));
      await fay.sees("The parts are changed");
    }
    await lea.go("/PM1");
    await lea.sees("Nothing here");
  }],
  ["two edit the same event: nobody's words are lost", async () => {
    await edit(rea, "E1", { what: "orders were answered with errors" });
    await edit(rob, "E1", { what: "the page for orders showed an error", context: "the graph was green for another minute" });
    await save(rea);
    await until("the first one's words are in", async () => (await body(rea, "E1")).body.what === "orders were answered with errors");
    await save(rob);
    await rob.sees("three ways on");
    assert.match(await rob.text(), /orders were answered with errors[\s\S]*the page for orders showed an error/);
    const both = rob.find("#m-what");
    await rob.type(both, "orders were answered with errors; the page showed an error");
    await rob.press(rob.button("Save what stands in the fields"));
    let event = {};
    await until("the words of both are in", async () => {
      event = (await body(rob, "E1")).body;
      return event.what === "orders were answered with errors; the page showed an error";
    });
    assert.equal(event.context, "the graph was green for another minute");
  }],
];

parts.push(
  ["first accounts are written apart, and seen side by side when both are in", async () => {
    await fay.go("/PM1/account");
    await fay.press(fay.page.locator("summary", { hasText: "Ask for first accounts" }));
    for (const role of ["on-call engineer", "database engineer"]) await fay.tick(fay.find(`input[name=person][value=${roles[role]}]`));
    const note = fay.find(`input[name=person][value=${roles["note-taker"]}]`);
    if (await note.isChecked()) await fay.untick(note);
    await fay.press(fay.button("Ask"));
    await fay.sees("2 of 2 first accounts");
    await rea.go("/PM1/account");
    await rea.type(rea.find("textarea[name=saw]"), "05:55 the error panel went red on my screen");
    await rea.press(rea.button("Keep"));
    await rea.sees("the error panel went red");
    await rea.press(rea.button("Hand it in"));
    await rob.go("/PM1/account");
    assert.doesNotMatch(await rob.text(), /error panel went red/);
    await rob.type(rob.find("textarea[name=thought]"), "the database looked calm to me");
    await rob.press(rob.button("Keep"));
    await rob.press(rob.button("Hand it in"));
    await rob.sees("the error panel went red");
    await rob.sees("the database looked calm");
  }],
  ["the facilitator begins the meeting and walks the timeline", async () => {
    await fay.go("/PM1/meeting");
    await fay.press(fay.button("Begin now"));
    await fay.page.waitForURL(/meeting/);
    await fay.sees(/Next event/);
    await fay.press(fay.link(/Next event/));
    await fay.press(fay.button("Ask"));
    await fay.type(fay.find("textarea[name='f.answer']"), "the panel had been red on other days");
    await fay.press(fay.button("Answered"));
    await fay.sees(/E\d+/);
    await fay.press(fay.link(/Next event/));
    await fay.type(fay.find("form:has(input[value=item]) input[name='f.text']"), "Let the panel say which page is meant");
    await fay.press(fay.button("Park it"));
    await fay.sees("Let the panel say which page is meant");
  }],
  ["the note-taker writes while the server is killed and comes back", async () => {
    await ned.go("/PM1/notes");
    const line = ned.find("#line");
    const note = async (words) => {
      await ned.type(line, words);
      await ned.page.keyboard.press("Enter");
    };
    const written = ["! the graph was a minute behind", "s the queue grew on the second screen", "a the rollout had been stopped"];
    await note(written[0]);
    await ned.page.waitForTimeout(600);
    const { port } = server;
    await server.end("SIGKILL");
    await note(written[1]);
    await note(written[2]);
    await ned.page.waitForTimeout(500);
    server = { ...(await serve(place.folder, port)), port };
    await note("+ the runbook had the right number");
    const wanted = ["the graph was a minute behind", "the queue grew on the second screen", "the rollout had been stopped", "the runbook had the right number"];
    await until("each note is there once", async () => {
      const texts = (await entries(ned, "statement")).map((entry) => entry.body.text);
      return wanted.every((text) => texts.filter((other) => other === text).length === 1);
    });
  }],
  ["two write the same text at once", async () => {
    const open = async (person) => {
      await person.go("/PM1/report");
      await person.press(person.find("#write-summary > summary"));
      const editor = person.find("#write-summary .cm-content");
      await editor.waitFor({ state: "visible" });
      return editor;
    };
    const [left, right] = [await open(ned), await open(rea)];
    const into = async (person, editor) => {
      if (!keyboard) return editor.click();
      for (let i = 0; i < 900 && !(await editor.evaluate((e) => e === document.activeElement)); i++) await person.page.keyboard.press("Tab");
    };
    await into(ned, left);
    await ned.page.keyboard.type("In short: \n");
    await ned.page.keyboard.press("ArrowUp");
    await ned.page.keyboard.press("End");
    await until("the other one sees the first words", async () => (await right.innerText()).includes("In short:"));
    await into(rea, right);
    await rea.page.keyboard.press("Control+End");
    const both = ["Orders were answered with errors for two minutes.", "Nobody lost an order that was already paid."];
    await Promise.all([ned.page.keyboard.type(both[0], { delay: 25 }), rea.page.keyboard.type(both[1], { delay: 28 })]);
    await until("both have what both wrote, and so has the record", async () => {
      const texts = [await left.innerText(), await right.innerText(), (await body(ned, "PM0")).body.summary ?? ""];
      return texts.every((text) => text.trim() === texts[0].trim() && both.every((sentence) => text.includes(sentence)));
    });
  }],
  ["conditions are drawn, and one link is tested", async () => {
    const condition = async (fields) => {
      await rob.go("/PM1/causes");
      for (const [id, value] of Object.entries(fields)) {
        const where = rob.find(`#${id}`);
        if (!(await where.isVisible())) await rob.press(rob.page.locator("form:has(#c-text) details:not([open]) > summary").first());
        if ((await where.evaluate((e) => e.tagName)) === "SELECT") await rob.choose(where, value);
        else await rob.type(where, value);
      }
      await rob.press(rob.button("Add the condition"));
      await rob.sees(fields["c-text"]);
    };
    await condition({ "c-text": "orders were answered with errors", "c-part": "outcome", "c-outcome": "onset" });
    await condition({ "c-text": "the pool of connections holds forty", "c-brings": "F1" });
    await condition({ "c-text": "a query waits for a lock", "c-brings": "F1" });
    await rob.go("/PM1/causes");
    await rob.press(rob.page.locator("summary", { hasText: "Test: without it" }).first());
    const test = rob.page.locator("details[open] form:has(button)").first();
    await rob.tick(test.locator("input[name=answer][value=no]"));
    await rob.type(test.locator("[name=because]"), "with eighty connections the pages went on");
    await rob.press(test.getByRole("button", { name: "Keep the answer" }));
    await until("the answer is kept", async () => (await entries(rob, "supposition")).length === 1);
  }],
  ["an idea becomes an item", async () => {
    await fay.go("/PM1/plan/new");
    await fay.type(fay.find("#text"), "Warn when thirty connections are in use");
    await fay.type(fay.find("#done_when"), "a drill with thirty open connections pages on call");
    await fay.type(fay.find("#proof"), "the next rollout is watched with it");
    await fay.type(fay.find("#owner"), "on-call engineer");
    await fay.type(fay.find("#team"), "orders");
    await fay.type(fay.find("#due"), "2026-12-01");
    await fay.choose(fay.find("#type"), "detect");
    await fay.choose(fay.find("#kind"), "tool");
    await fay.choose(fay.find("#strength"), "medium");
    await fay.type(fay.find("#strength_reason"), "it helps people to look in time");
    await fay.choose(fay.find("#effect"), "detects");
    await fay.tick(fay.find("input[name=breaks][value=F2]"));
    await fay.press(fay.button("Accept"));
    await fay.page.waitForURL(/\/PM1\/plan/);
    await fay.sees("Warn when thirty connections are in use");
  }],
  ["the report goes out, and a reader reads it", async () => {
    await edit(fay, "PM0", { sort: "incident", impact: "who opened the orders page between 05:54:53 and 05:56:51" });
    await save(fay);
    await until("the impact is said", async () => (await body(fay, "PM0")).body.impact);
    await edit(fay, "I1", { state: "declined", reason: "the warning on connections says it sooner" });
    await save(fay);
    await until("the idea is declined", async () => (await body(fay, "I1")).body.state === "declined");
    await fay.go("/PM1/report");
    await fay.tick(fay.find(".report-publish input[value=company]"));
    await fay.press(fay.button("Publish the report"));
    await until("it is published", async () => (await body(fay, "PM0")).body.published).catch(async (error) => {
      throw new Error(`${error.message}: ${(await fay.text()).slice(0, 1500)}`);
    });
    await lea.go("/PM1/report");
    await lea.sees("Nobody lost an order that was already paid");
    await lea.sees(/^Published/);
    assert.equal(await lea.page.getByRole("button", { name: /Publish|Amend|Save/ }).count(), 0);
  }],
);

const last = [
  ["no script of ours was in trouble, and no policy was broken", async () => {
    assert.deepEqual(all.flatMap((person) => person.wrong), []);
  }],
];

place = workspace();
let failed = 1;
try {
  server = await serve(place.folder);
  chromium = await browser();
  failed = await walk([...parts, ...last]);
  if (failed && process.env.WALK_SHOTS)
    for (const person of all) await person.page.screenshot({ path: join(process.env.WALK_SHOTS, `${person.name}.png`), fullPage: true });
} finally {
  await chromium?.close();
  await server?.end("SIGTERM");
  place.remove();
}
process.exit(failed);
