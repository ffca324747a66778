// The outbox without a browser: order, repeats, refusals, and what survives a reload.
// usage: node outbox.mjs (TAP)
import assert from "node:assert/strict";
import { outbox, restBefore, verdictOf } from "../../web/src/lib/outbox.js";

const disk = () => {
  const kept = new Map();
  return {
    kept,
    all: async () => [...kept.values()].map((each) => ({ ...each })).sort((a, b) => a.at - b.at),
    put: async (entry) => void kept.set(entry.key, { ...entry }),
    remove: async (key) => void kept.delete(key),
  };
};
const counter = () => {
  let count = 0;
  return () => `key-${++count}`;
};
const ticking = () => {
  let at = 0;
  return () => ++at;
};
const soon = (done) => setImmediate(done);
const done = async () => ({ verdict: "done", answer: {} });
const box = (options) => outbox({ newKey: counter(), now: ticking(), rest: soon, ...options });

const cases = {
  async "lines go out in the order they were written, one at a time"() {
    const sent = [];
    let under = 0;
    const b = box({
      store: disk(),
      send: async (entry) => {
        assert.equal(++under, 1);
        await new Promise(soon);
        under--;
        sent.push(entry.fields.line);
        return { verdict: "done" };
      },
    });
    for (const line of ["a", "b", "c"]) b.add("/x", { line });
    await b.idle();
    assert.deepEqual(sent, ["a", "b", "c"]);
    assert.equal(b.entries().length, 0);
  },
  async "a line is on disk before it is sent, and off it once acknowledged"() {
    const store = disk();
    let seen;
    const b = box({ store, send: async (entry) => ((seen = store.kept.has(entry.key)), { verdict: "done" }) });
    b.add("/x", { line: "a" });
    await b.idle();
    assert.equal(seen, true);
    assert.equal(store.kept.size, 0);
  },
  async "a lost connection: the same key again, in order, nothing twice in the list"() {
    const tried = [];
    let left = 3;
    const b = box({
      store: disk(),
      send: async (entry) => {
        tried.push(`${entry.key} ${entry.fields.line}`);
        if (left-- > 0) throw new Error("offline");
        return { verdict: "done" };
      },
    });
    b.add("/x", { line: "a" });
    b.add("/x", { line: "b" });
    await b.idle();
    assert.deepEqual(tried, ["key-1 a", "key-1 a", "key-1 a", "key-1 a", "key-2 b"]);
  },
  async "what was not sent survives a reload, with its key"() {
    const store = disk();
    const first = box({ store, send: async () => ({ verdict: "again" }), rest: () => {} });
    first.add("/x", { line: "a" });
    first.add("/x", { line: "b" });
    await new Promise((go) => setTimeout(go, 5));
    first.close();
    await first.idle();
    const sent = [];
    const second = box({ store, send: async (entry) => (sent.push([entry.key, entry.fields.line]), { verdict: "done" }) });
    await second.open();
    await second.idle();
    assert.deepEqual(sent, [["key-1", "a"], ["key-2", "b"]]);
    assert.equal(store.kept.size, 0);
  },
  async "a refused line stays with its reason and holds nothing up"() {
    const store = disk();
    const sent = [];
    const b = box({
      store,
      send: async ({ fields }) =>
        fields.line === "bad" ? { verdict: "refused", told: "no such event" } : (sent.push(fields.line), { verdict: "done" }),
    });
    const bad = b.add("/x", { line: "bad" });
    b.add("/x", { line: "good" });
    await b.idle();
    assert.deepEqual(sent, ["good"]);
    assert.equal(bad.told, "no such event");
    assert.equal(store.kept.size, 1);
    b.edit(bad, { line: "better" });
    await b.idle();
    assert.deepEqual(sent, ["good", "better"]);
    assert.notEqual(bad.key, "key-1");
    assert.equal(store.kept.size, 0);
  },
  async "signed out: kept until somebody hurries it"() {
    let signedIn = false;
    const states = [];
    const b = box({
      store: disk(),
      send: async () => ({ verdict: signedIn ? "done" : "signed-out", told: signedIn ? undefined : "sign in first" }),
      rest: () => {},
      changed: ({ status }) => states.push(status.signedOut),
    });
    b.add("/x", { line: "a" });
    await new Promise((go) => setTimeout(go, 5));
    assert.equal(b.waiting(), 1);
    assert.equal(states.at(-1), true);
    signedIn = true;
    b.hurry();
    await b.idle();
    assert.equal(b.waiting(), 0);
  },
  async "a store that cannot write is said, and the line is sent all the same"() {
    const broken = { all: async () => [], put: async () => { throw new Error("full"); }, remove: async () => {} };
    let keeps;
    const b = box({ store: broken, send: done, changed: ({ status }) => (keeps = status.keeps) });
    b.add("/x", { line: "a" });
    assert.equal(b.unsafe(), true);
    await b.idle();
    assert.equal(keeps, false);
    assert.equal(b.entries().length, 0);
  },
  async "one that is dropped while it is on its way is not sent again"() {
    let count = 0;
    const b = box({ store: disk(), send: async () => (count++, { verdict: "again" }) });
    const entry = b.add("/x", { line: "a" });
    await new Promise(soon);
    b.drop(entry);
    await b.idle();
    const before = count;
    await new Promise((go) => setTimeout(go, 10));
    assert.equal(count, before);
    assert.equal(b.entries().length, 0);
  },
  async "what answers mean"() {
    const means = { 200: "done", 201: "done", 401: "signed-out", 400: "refused", 404: "refused", 409: "again", 429: "again", 500: "again", 503: "again" };
    for (const [status, verdict] of Object.entries(means)) assert.equal(verdictOf(Number(status)), verdict);
    assert.equal(restBefore(0), 0);
    assert.equal(restBefore(99), 15000);
  },
};

let number = 0;
let failed = 0;
const names = Object.keys(cases);
console.log(`1..${names.length}`);
for (const name of names) {
  try {
    await cases[name]();
    console.log(`ok ${++number} - ${name}`);
  } catch (error) {
    failed++;
    console.log(`not ok ${++number} - ${name}\n# ${String(error.stack).replaceAll("\n", "\n# ")}`);
  }
}
process.exitCode = failed ? 1 : 0;
