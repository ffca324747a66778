// Several editors write the same text at random, over HTTP, each as a browser would: changes are made
// on its own copy, pushed, and made anew upon those of others when the server says so.
//
// usage: node live_clients.mjs MODULES ORIGIN PATH SEED EDITS PEOPLE...   (PERSON: COOKIE;TOKEN as JSON)
// Prints one JSON object: texts of all copies, the server's, and how often somebody was behind.
import { createRequire } from "node:module";
import { request as http } from "node:http";

const [modules, origin, path, seed, edits, ...people] = process.argv.slice(2);
const require = createRequire(`${modules}/package.json`);
const { EditorState, ChangeSet } = require("@codemirror/state");
const { collab, sendableUpdates, receiveUpdates, getSyncedVersion } = require("@codemirror/collab");

let state = Number(seed) >>> 0;
const below = (most) => {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return Math.floor((state / 2 ** 32) * most);
};

const ask = (method, where, person, body) =>
  new Promise((done, failed) => {
    const url = new URL(origin + where);
    const headers = { Cookie: person.cookie, Origin: origin, "X-Token": person.token };
    if (body) headers["Content-Type"] = "application/json";
    const r = http({ host: url.hostname, port: url.port, path: url.pathname + url.search, method, headers }, (answer) => {
      const parts = [];
      answer.on("data", (part) => parts.push(part));
      answer.on("end", () => {
        const text = Buffer.concat(parts).toString("utf8");
        if (answer.statusCode !== 200 && answer.statusCode !== 409) failed(new Error(`${answer.statusCode} ${text}`));
        else done({ status: answer.statusCode, json: JSON.parse(text) });
      });
    });
    r.on("error", failed);
    r.end(body && JSON.stringify(body));
  });

const words = ["a", "Ω", "😀", "👩‍👩‍👧", "\n", "é", "line\nbreak", "\t", "的", "🇩🇪", "\u0301", " \" \\ ", "\u2028"];
const boundary = (text, at) => {
  const code = text.charCodeAt(at);
  return at > 0 && code >= 0xdc00 && code <= 0xdfff ? at - 1 : at;
};
const randomChange = (doc) => {
  const text = doc.toString();
  const from = boundary(text, below(text.length + 1));
  const to = boundary(text, Math.min(text.length, from + (below(3) ? 0 : below(9))));
  let insert = "";
  for (let i = below(4); i > 0; i--) insert += words[below(words.length)];
  return { from, to: Math.max(from, to), insert };
};

let behind = 0;
const open = async (person) => {
  const { json } = await ask("POST", `${path}/open`, person, {});
  return { person, state: EditorState.create({ doc: json.text ?? "", extensions: [collab({ startVersion: json.number })] }) };
};
const take = (editor, updates) => {
  const read = updates.map((u) => ({ clientID: u.clientID, changes: ChangeSet.fromJSON(u.changes) }));
  editor.state = receiveUpdates(editor.state, read).state;
};
const pull = async (editor) => {
  const { json } = await ask("GET", `${path}?since=${getSyncedVersion(editor.state)}`, editor.person);
  take(editor, json.updates);
  return json.more;
};
const push = async (editor) => {
  const updates = sendableUpdates(editor.state).slice(0, 100); // at a time, as the editor does
  if (!updates.length) return;
  const number = getSyncedVersion(editor.state);
  const body = { number, updates: updates.map((u) => ({ clientID: u.clientID, changes: u.changes.toJSON() })) };
  const { status, json } = await ask("POST", path, editor.person, body);
  if (status === 409) {
    behind++;
    take(editor, json.updates);
  } else {
    editor.state = receiveUpdates(editor.state, updates).state;
  }
};

const editors = await Promise.all(people.map((each) => open(JSON.parse(each))));
const each = Math.ceil(Number(edits) / editors.length);
await Promise.all(
  editors.map(async (editor) => {
    for (let i = 0; i < each; i++) {
      editor.state = editor.state.update({ changes: randomChange(editor.state.doc) }).state;
      if (below(3) === 0) await push(editor);
      else if (below(8) === 0) await pull(editor);
    }
    while (sendableUpdates(editor.state).length) await push(editor);
  }),
);
for (const editor of editors) while (await pull(editor));
const last = await open(editors[0].person);
console.log(
  JSON.stringify({ texts: editors.map((e) => e.state.doc.toString()), server: last.state.doc.toString(), number: getSyncedVersion(last.state), behind }),
);
