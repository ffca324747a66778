// Files dropped anywhere on a page, or chosen in its form: sent in pieces that go on where they
// were cut off, each with its progress. The form does the same without this script, all at once.

const PIECE = 4 << 20;
const AT_ONCE = 2;
const sleep = (ms) => new Promise((done) => setTimeout(done, ms));

const place = document.querySelector("[data-drop]");
const token = () => document.body.dataset.token;

class Refused extends Error {}

// JSON from the server. A connection that is lost is tried again, longer and longer apart.
const ask = async (method, url, body, type, row) => {
  for (let wait = 1; ; wait = Math.min(wait * 2, 30)) {
    let answer;
    try {
      answer = await fetch(url, { method, body, headers: { "X-Token": token(), ...(type ? { "Content-Type": type } : {}) } });
    } catch {
      row?.say(`No connection. It goes on by itself, next try in ${wait} s.`);
      await sleep(wait * 1000);
      continue;
    }
    if (answer.status === 503 || answer.status === 502) {
      row?.say(`The server is not ready. Next try in ${wait} s.`);
      await sleep(wait * 1000);
      continue;
    }
    const told = await answer.json().catch(() => ({}));
    if (answer.ok) return told;
    if (answer.status === 409) return { ...told, conflict: true };
    throw new Refused(told.detail || `The server answered ${answer.status}.`);
  }
};

const addRow = (name) => {
  const list = place.querySelector(".uploads");
  const item = document.createElement("li");
  const label = document.createElement("span");
  const bar = document.createElement("progress");
  const words = document.createElement("span");
  label.textContent = name;
  bar.max = 1;
  bar.value = 0;
  bar.setAttribute("aria-label", name);
  item.append(label, bar, words);
  list.append(item);
  return {
    say: (text) => (words.textContent = text),
    at: (part) => (bar.value = part),
    wrong: (text, again) => {
      item.classList.add("wrong");
      words.textContent = text;
      bar.hidden = true;
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = "Try again";
      button.addEventListener("click", () => {
        item.remove();
        again();
      });
      item.append(button);
    },
  };
};

const sendFile = async (review, file, name, row) => {
  const query = new URLSearchParams({ name, size: file.size, modified: file.lastModified || 0 });
  const where = `/api/reviews/${review}/incoming`;
  let { have } = await ask("GET", `${where}?${query}`, undefined, undefined, row);
  for (;;) {
    row.at(file.size ? have / file.size : 1);
    row.say(have === file.size ? "arrived" : `${Math.floor((100 * have) / file.size)} %`);
    if (have < file.size || file.size === 0) {
      query.set("offset", have);
      const piece = await file.slice(have, have + PIECE).arrayBuffer();
      const told = await ask("PUT", `${where}?${query}`, piece, "application/octet-stream", row);
      query.delete("offset");
      have = told.conflict ? (await ask("GET", `${where}?${query}`, undefined, undefined, row)).have : told.have;
      if (file.size) continue;
    }
    const told = await ask("POST", `${where}/done?${query}`, undefined, undefined, row);
    if (!told.conflict) break;
    ({ have } = await ask("GET", `${where}?${query}`, undefined, undefined, row));
  }
  row.at(1);
  row.say("arrived, being read");
};

// Files of folders, too, named by their way within what was dropped.
const filesOf = async (transfer) => {
  const found = [];
  const open = [...transfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
  if (!open.length) return [...transfer.files].map((file) => ({ file, name: file.name }));
  while (open.length) {
    const entry = open.shift();
    if (entry.isFile) {
      const file = await new Promise((done, no) => entry.file(done, no)).catch(() => null);
      const name = entry.fullPath.replace(/^\//, "");
      if (file) found.push({ file, name });
      else addRow(name).wrong("This file cannot be read here.", () => {});
      continue;
    }
    const reader = entry.createReader();
    for (;;) {
      const some = await new Promise((done, no) => reader.readEntries(done, no)).catch(() => []);
      if (!some.length) break;
      open.push(...some);
    }
  }
  return found;
};

const key = crypto.randomUUID();
const begin = async () => {
  const fields = place instanceof HTMLFormElement ? Object.fromEntries(new FormData(place)) : {};
  delete fields.files;
  delete fields.token;
  const row = addRow("The review");
  try {
    const told = await ask("POST", "/api/reviews", JSON.stringify({ ...fields, files: "yes", key }), "application/json", row);
    row.at(1);
    row.say(`${told.id} is begun`);
    return told.id;
  } catch (error) {
    row.wrong(error.message, () => {});
    throw error;
  }
};

let review = place?.dataset.drop;
let beginning;
let open = 0;
let refused = 0;

const whenRead = async () => {
  for (;;) {
    const told = await ask("GET", `/api/reviews/${review}/incoming`);
    if (!told.waiting) break;
    await sleep(700);
  }
  if (!refused && !open) location.assign(`/${review}/evidence`);
};

const send = async (files) => {
  if (!files.length || !place) return;
  open += files.length;
  try {
    if (review === "new") review = await (beginning ??= begin());
  } catch {
    beginning = undefined;
    open -= files.length;
    return;
  }
  const queue = [...files];
  const one = async () => {
    for (let next = queue.shift(); next; next = queue.shift()) {
      const row = addRow(next.name);
      const { file, name } = next;
      try {
        await sendFile(review, file, name, row);
      } catch (error) {
        refused++;
        const words = error instanceof Refused ? error.message : "This file cannot be read here.";
        row.wrong(words, () => {
          refused--;
          send([{ file, name }]);
        });
      }
      open--;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, one));
  if (!open) await whenRead();
};

if (place) {
  let depth = 0;
  const dropping = (on) => document.body.toggleAttribute("data-dropping", on);
  const holdsFiles = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");
  document.addEventListener("dragenter", (event) => holdsFiles(event) && dropping(++depth > 0));
  document.addEventListener("dragleave", (event) => holdsFiles(event) && dropping(--depth > 0));
  document.addEventListener("dragover", (event) => holdsFiles(event) && event.preventDefault());
  document.addEventListener("drop", async (event) => {
    if (!holdsFiles(event)) return;
    event.preventDefault();
    dropping((depth = 0) > 0);
    send(await filesOf(event.dataTransfer));
  });
  place.addEventListener("submit", (event) => {
    const input = place.querySelector("input[type=file]");
    if (!input?.files.length) return;
    event.preventDefault();
    send([...input.files].map((file) => ({ file, name: file.webkitRelativePath || file.name })));
    input.value = "";
  });
  for (const zone of place.querySelectorAll("[data-zone]"))
    zone.value ||= Intl.DateTimeFormat().resolvedOptions().timeZone ?? "";
}

// A page that waits for something looks again by itself.
const waits = document.querySelector("[data-poll]");
if (waits) {
  for (;;) {
    await sleep(1200);
    const told = await ask("GET", waits.dataset.poll).catch(() => ({}));
    if (!told.waiting && !told.reading && !open) break;
  }
  location.reload();
}
