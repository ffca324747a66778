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

const saved = async (person, words) => person.sees(words ?? /saved|changed|added|written|noted/i);

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
    await fay.go("/PM1/evidence");
    for (let tries = 0; tries < 60 && !(await fay.button(/proposed milestone/).count()); tries++) {
      await fay.page.waitForTimeout(1000);
      await fay.go("/PM1/evidence");
    }
    await fay.press(fay.button(/proposed milestone/));
    await fay.page.waitForURL(/PM1\/timeline|PM1$/);
    const list = await fay.page.evaluate(async () => (await fetch("/api/reviews/PM1/entries?kind=event&limit=100")).json());
    assert.ok(list.entries.length >= 6, `events: ${list.entries.length}`);
  }],
  ["people get their roles and their parts", async () => {
    for (const [role, part] of [["facilitator", "facilitator"], ["note-taker", "note-taker"], ["on-call engineer", "participant"], ["database engineer", "participant"]])
      await write(fay, "person", { role, parts: part });
    await fay.go("/PM1/people");
    for (const [login, part, person] of [["ned", "note-taker", "P2"], ["rea", "participant", "P3"], ["rob", "participant", "P4"]]) {
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
    await saved(rea);
    await save(rob);
    await rob.sees("three ways on");
    assert.match(await rob.text(), /orders were answered with errors[\s\S]*the page for orders showed an error/);
    const both = rob.find("#m-what");
    await rob.type(both, "orders were answered with errors; the page showed an error");
    await rob.press(rob.button("Save what stands in the fields"));
    await saved(rob);
    const event = await body(rob, "E1");
    assert.equal(event.body.what, "orders were answered with errors; the page showed an error");
    assert.equal(event.body.context, "the graph was green for another minute");
  }],
];

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
