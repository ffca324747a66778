// The timeline's pure parts, in node: tiles, labels, times in words, and the address.
import { test } from "node:test";
import assert from "node:assert/strict";

const lib = "../../web/src/lib/timeline";
const { SIZE, Tiles, cut, join, keyOf, levelFor, tileWidth, tilesOf } = await import(`${lib}/tiles.js`);
const { place, shorten } = await import(`${lib}/labels.js`);
const { clockText, dateText, fromIso, isZone, lengthText, offsetText, ticks, timeText } = await import(`${lib}/zones.js`);
const { readState, writeState, writeTime } = await import(`${lib}/state.js`);

const total = (columns) => columns.reduce((sum, n) => sum + n, 0);
const tileOf = (counts) => new Map([["S1", { all: Float64Array.from({ length: SIZE }, (_, i) => counts[i] ?? 0) }]]);
const still = () => new Tiles(() => new Promise(() => {}), () => {});

test("a bucket is never wider than a pixel, and more than half of one", () => {
  for (const scale of [1, 1.5, 2, 3, 1000, 123456.7]) {
    const width = 2 ** levelFor(scale);
    assert.ok(width <= scale && width * 2 > scale, `${scale}`);
  }
  assert.equal(levelFor(0.01), 0);
});

test("tiles of a span hold all of it, and end where it ends", () => {
  const width = tileWidth(3);
  assert.deepEqual(tilesOf(3, 0, width), [0, 0]);
  assert.deepEqual(tilesOf(3, width - 1, width + 1), [0, 1]);
  assert.deepEqual(tilesOf(3, -1, 1), [-1, 0]);
});

test("neighbours are asked for together, up to a limit", () => {
  assert.deepEqual(join([5, 3, 4, 9]), [[3, 3], [9, 1]]);
  assert.deepEqual(join([1, 2, 3, 4], 2), [[1, 2], [3, 2]]);
  assert.deepEqual(join([]), []);
});

test("an answer for several tiles is cut at their edges", () => {
  const all = new Array(2 * SIZE).fill(0);
  all[SIZE - 1] = 3;
  all[SIZE] = 4;
  const [first, second] = cut({ lanes: [{ id: "S1", all }, { id: "S2", all: [] }] }, 2);
  assert.equal(first.get("S1").all[SIZE - 1], 3);
  assert.equal(second.get("S1").all[0], 4);
  assert.equal(first.has("S2"), false);
});

test("no record is lost or counted twice, whichever level stands in", () => {
  const columns = new Float64Array(SIZE);
  const exact = still();
  exact.put(4, 0, tileOf([5, 0, 7]));
  assert.equal(total(exact.columns("S1", "all", 0, 16, columns)), 12);
  assert.deepEqual([columns[0], columns[2]], [5, 7]);
  const wider = still(); // what is asked for lies in half of the tile above
  wider.put(5, 0, tileOf([6, 6]));
  assert.ok(Math.abs(total(wider.columns("S1", "all", 0, 16, columns)) - 12) < 1e-9);
  assert.deepEqual([...columns.slice(0, 5)], [3, 3, 3, 3, 0]);
  const finer = still();
  finer.put(3, 0, tileOf([1, 2]));
  finer.put(3, 1, tileOf([4]));
  assert.equal(total(finer.columns("S1", "all", 0, 16, columns)), 7);
  assert.deepEqual([columns[0], columns[SIZE / 2]], [3, 4]);
});

test("a tile is asked for once, and what came is drawn", async () => {
  const asked = [];
  let drawn = 0;
  const tiles = new Tiles(async (from, to, buckets) => (asked.push([from, to, buckets]), { lanes: [] }), () => drawn++);
  const width = tileWidth(4);
  tiles.want(0, width, 16);
  tiles.want(0, width, 16);
  assert.equal(tiles.missing, true); // until it has come
  await new Promise((done) => setTimeout(done, 20));
  const spans = asked.map(String);
  assert.equal(new Set(spans).size, spans.length);
  tiles.want(0, width, 16);
  assert.equal(tiles.missing, false);
  assert.ok(tiles.kept.has(keyOf(4, 0)));
  assert.ok(drawn > 0);
  for (const [from, to, buckets] of asked) assert.equal(Number.isInteger(Math.log2((to - from) / buckets)), true);
});

test("labels do not cover each other, and heavier ones come first", () => {
  const items = [
    { x: 0, end: 0, width: 100 },
    { x: 20, end: 20, width: 100, weight: 2 },
    { x: 40, end: 40, width: 100 },
    { x: 300, end: 300, width: 50 },
  ];
  const found = place(items, 3);
  assert.deepEqual(found[1], { row: 0, label: true });
  assert.deepEqual(found[3], { row: 0, label: true });
  assert.equal(found.filter((each) => !each.label).length, 1);
  assert.equal(found.find((each) => !each.label).row, 2);
  const shown = items.map((item, i) => ({ ...item, ...found[i] })).filter((item) => item.label);
  for (const a of shown)
    for (const b of shown)
      assert.ok(a === b || a.row !== b.row || a.x + a.width <= b.x || b.x + b.width <= a.x);
  assert.equal(shorten("connection pool", 11), "connection…");
  assert.equal(shorten("pool", 11), "pool");
});

test("times in words follow the zone, over the hour that is put back too", () => {
  const us = Date.UTC(2026, 9, 25, 0, 30) * 1000;
  assert.equal(clockText(us, "Europe/Berlin"), "02:30:00");
  assert.equal(clockText(us + 3600e6, "Europe/Berlin"), "02:30:00");
  assert.deepEqual([offsetText(us, "Europe/Berlin"), offsetText(us + 3600e6, "Europe/Berlin")], ["+02:00", "+01:00"]);
  assert.equal(offsetText(us, "America/St_Johns"), "-02:30");
  assert.equal(dateText(us, "America/New_York"), "2026-10-24");
  assert.equal(timeText(us + 120000, "UTC", "2026-10-25"), "00:30:00.12");
  assert.equal(timeText(us, "UTC", "2026-10-24"), "2026-10-25 00:30:00");
  assert.equal(clockText(us, "UTC", 60e6), "00:30");
  assert.equal(isZone("Mars/Olympus"), false);
});

test("what the server writes is read to the microsecond", () => {
  assert.equal(fromIso("1970-01-01T00:00:01.000002Z"), 1000002);
  assert.equal(fromIso("1970-01-01T02:00:01.5+02:00"), 1500000);
  assert.equal(fromIso("1970-01-01T00:00:01.123456789Z"), 1123456);
  assert.ok(Number.isNaN(fromIso("yesterday")));
});

test("the axis has lines at whole steps of local time", () => {
  const from = Date.UTC(2026, 2, 4, 10) * 1000;
  const { step, list } = ticks(from, from + 86400e6, 86400e6 / 1000, "Asia/Kolkata");
  assert.ok(list.length > 3 && list.length <= 20);
  for (const at of list) assert.equal((at + 5.5 * 3600e6) % step, 0);
  assert.equal(lengthText(90e6), "1 min 30 s");
  assert.equal(lengthText(1500), "1.5 ms");
});

test("the address brings the same view back", () => {
  const state = { from: 1772618400123456, to: 1772618500e6, zone: "utc", sources: ["S1", "S3"], level: "error", hidden: ["spots"], words: "a b&c", selected: "E12" };
  const text = writeState(state, { from: 0, to: 2e15 });
  assert.deepEqual(readState(text), state);
  assert.equal(writeTime(1772618400100000), "@1772618400.1");
  assert.equal(writeState({ ...readState(""), from: 0, to: 10 }, { from: 0, to: 10 }), "");
  assert.equal(readState("?from=x&zone=Mars&level=loud&source=S1,evil").from, null);
  assert.deepEqual(readState("?from=x&zone=Mars&level=loud&source=S1,evil").sources, ["S1"]);
});
