// The note-taker's console: Enter keeps the line here at once, and sends it when it can.
import { byPost, inBrowser, outbox } from "./lib/outbox.js";

const at = (id) => document.getElementById(id);
const page = at("notes");
const form = at("notes-form");
const line = at("line");
const list = at("notes-kept"); // what was written here and now; what is older stands below, as the server told it
const RECENT = 8;
const kinds = new Map([...form.querySelectorAll("[data-note-key]")].map((button) => [button.dataset.noteKey, button]));
const labelOf = (key) => kinds.get(key)?.textContent.trim().slice(1).trim() ?? "saw";

const make = (name, attributes = {}, ...children) => {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children.filter((child) => child !== undefined && child !== ""));
  return element;
};

// As src/web/notes_line.c reads it: a letter is a key only before a space.
const keyOf = (text) => {
  const first = text.trimStart()[0];
  if (!first || !kinds.has(first)) return "";
  const rest = text.trimStart().slice(1);
  if (/[a-z]/.test(first)) return rest.startsWith(" ") ? first : "";
  return first === "-" ? (rest.trim() ? "" : "-") : first;
};
const wordsOf = (fields) => (fields.kind || !keyOf(fields.line) ? fields.line : fields.line.trimStart().slice(1).trim());

// ---- what is on its way ----

const rows = new Map(); // entry of the outbox -> its row
const recent = []; // rows that are saved, newest first
const put = (entry) => {
  const key = entry.fields.kind || keyOf(entry.fields.line) || "s";
  const state = make("small", { class: "notes-state" }, "kept here");
  const item = make("li", { class: "notes-own" }, make("span", { class: "chip" }, labelOf(key)), " ", make("span", { class: "kept-lines" }, wordsOf(entry.fields)), " ", state);
  rows.set(entry, { item, state });
  list.prepend(item);
  list.hidden = false;
};

// A saved note stands in one list alone: here while it is recent, then among the older ones.
const settleLists = () => {
  while (recent.length > RECENT) recent.pop().item.remove();
  for (const { id } of recent) if (at(id)) at(id).hidden = true;
};
document.addEventListener("postmortem:fresh", settleLists);

const undo = async (made, answer) => {
  const response = await fetch(page.dataset.undo, {
    method: "POST",
    headers: { "X-Live": "1", "X-Token": document.body.dataset.token },
    body: new URLSearchParams({ change: answer.change }),
  }).catch(() => ({ ok: false, status: 0 }));
  made.state.textContent = response.ok ? "taken back" : "not taken back: change it on its own page";
  if (response.ok) made.item.classList.add("notes-undone");
  line.focus();
};
const change = (made, note) => {
  const row = at(note.id);
  if (!row) return location.assign(note.href);
  recent.splice(recent.indexOf(made), 1);
  made.item.remove();
  row.hidden = false;
  const details = row.querySelector("details");
  if (!details) return location.assign(note.href);
  details.open = true;
  details.querySelector("textarea").focus();
};
const button = (words, does) => {
  const made = make("button", { type: "button", class: "quiet" }, words);
  made.addEventListener("click", does);
  return made;
};

const acknowledge = (entry, answer) => {
  const made = rows.get(entry);
  rows.delete(entry);
  const note = answer?.note;
  if (!made) return;
  if (!note) return made.item.remove();
  made.id = note.id;
  recent.unshift(made);
  made.item.classList.add("notes-saved");
  made.state.replaceChildren(`${note.written ?? ""} · `, make("a", { href: note.href }, note.id), " ", button("Change", () => change(made, note)), " ");
  if (answer.change) made.state.append(button("Undo", () => undo(made, answer)));
  for (const hint of answer.hints ?? [])
    made.item.append(make("p", { class: "notes-hint" }, `\u201c${hint.words}\u201d ${hint.question}`));
  settleLists();
};

const status = at("notes-status");
const say = ({ entries, status: is }) => {
  const kept = entries.filter((entry) => entry.state === "kept").length;
  const parts = [];
  if (kept && is.signedOut) parts.push(`${kept} kept here. Sign in again in another tab, and they go out.`);
  else if (kept && !is.online) parts.push(`${kept} kept here: the server cannot be reached just now. They go out by themselves.`);
  else if (kept && is.told) parts.push(`${kept} kept here: ${is.told}`);
  if (!is.keeps) parts.push("This browser keeps nothing on disk: stay on this page until all is sent.");
  const words = parts.join(" ");
  if (status.textContent !== words) status.textContent = words;
};
const takeOff = (entry) => {
  box.drop(entry);
  rows.get(entry)?.item.remove();
  rows.delete(entry);
  line.focus();
};
const refuse = (entry) => {
  if (!rows.has(entry)) put(entry);
  const again = () => {
    line.value = entry.fields.line;
    takeOff(entry);
  };
  rows.get(entry).state.replaceChildren(`not saved: ${entry.told} `, button("Change it", again), " ", button("Leave it out", () => takeOff(entry)));
};

const box = outbox({
  store: inBrowser(`notes ${document.body.dataset.review}`, page.dataset.owner),
  send: byPost,
  changed: (now) => {
    if (now.added) put(now.added);
    if (now.sent) acknowledge(now.sent, now.answer);
    if (now.refused) refuse(now.refused);
    for (const entry of now.entries) {
      if (!rows.has(entry)) put(entry);
      if (entry.state === "refused" && !rows.get(entry).state.firstElementChild) refuse(entry);
    }
    say(now);
  },
});
box.open();
addEventListener("online", () => box.hurry());
addEventListener("focus", () => box.waiting() && box.hurry());
addEventListener("beforeunload", (event) => box.unsafe() && event.preventDefault());

// ---- typing ----

const shown = at("notes-kind");
const showKind = () => {
  const key = keyOf(line.value);
  shown.hidden = !key;
  shown.value = key ? labelOf(key) : "";
};
line.addEventListener("input", showKind);
form.addEventListener("submit", (event) => {
  event.preventDefault();
  const kind = event.submitter?.dataset.noteKey ?? "";
  const text = line.value;
  const bare = kind === "-" || text.trim() === "-";
  if (!text.trim() && !bare) return line.focus();
  line.value = "";
  showKind();
  line.focus();
  box.add(page.dataset.post, {
    line: text,
    kind,
    event: at("notes-event").value,
    role: at("notes-role").value,
    said: new Date().toISOString(),
  });
});
// Enter in the line notes it as it is: the first button of a form is not meant.
line.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.isComposing) return;
  event.preventDefault();
  form.requestSubmit(form.querySelector("button.main"));
});
at("notes-role").addEventListener("keydown", (event) => {
  if (event.key !== "Enter") return;
  event.preventDefault();
  line.focus();
});

// ---- the walk ----

const follow = at("notes-follow");
follow.closest("[hidden]").hidden = false;
document.addEventListener("postmortem:focus", ({ detail }) => {
  const events = at("notes-event");
  if (follow.checked && [...events.options].some((option) => option.value === detail.event)) events.value = detail.event;
});
