// The scripts' pure parts, in node: keys and the palette.
import { test } from "node:test";
import assert from "node:assert/strict";

globalThis.Element ??= class {};
const { nextKey, isTyping } = await import("../../web/src/lib/keys.js");
const { fits } = await import("../../web/src/lib/sheets.js");

test("g waits for a second key", () => {
  assert.deepEqual(nextKey("", "g"), { wait: "g" });
  assert.deepEqual(nextKey("g", "t"), { key: "g t" });
  assert.deepEqual(nextKey("g", "g"), { key: "g g" });
  assert.deepEqual(nextKey("", "e"), { key: "e" });
});

test("what is no element is not typed into", () => assert.equal(isTyping(null), false));

test("the palette finds beginnings before parts, and letters in order", () => {
  assert.ok(fits("Timeline", "tim") > fits("The timeline", "tim"));
  assert.ok(fits("The timeline", "tim") > fits("Overtime", "tim"));
  assert.ok(fits("As known then", "akt") > 0);
  assert.equal(fits("Board", "xyz"), 0);
  assert.ok(fits("Board", "") > 0);
});
