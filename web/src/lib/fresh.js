// The page made anew in place: what others changed comes in; a form that somebody is typing into, and
// an island at work, stay as they are, within the fresh page.

const isField = (node) => node instanceof HTMLInputElement || node instanceof HTMLTextAreaElement || node instanceof HTMLSelectElement;

const isChanged = (field) => {
  if (field instanceof HTMLSelectElement) {
    const stated = [...field.options].some((option) => option.defaultSelected);
    return stated ? [...field.options].some((option) => option.selected !== option.defaultSelected) : field.selectedIndex > 0;
  }
  if (field.type === "checkbox" || field.type === "radio") return field.checked !== field.defaultChecked;
  if (field.type === "hidden" || field.type === "submit") return false;
  return field.value !== field.defaultValue;
};

// It keeps all it has, the version that it was made from too.
export const isInUse = (form) => (isField(document.activeElement) && form.contains(document.activeElement)) || [...form.elements].some((field) => isField(field) && isChanged(field));

// What a form is for: where it goes, and about what. Its version and tokens are no part of it.
const passing = new Set(["token", "base", "key"]);
const purpose = (form) =>
  [form.getAttribute("action"), form.id, ...[...form.querySelectorAll("input[type=hidden]")].filter((f) => !passing.has(f.name) && !f.name.startsWith("f.")).map((f) => `${f.name}=${f.value}`)].join(" ");

const label = (details) => details.id || `${details.querySelector("summary")?.textContent.trim()} in ${details.closest("[id]")?.id}`;

// An element's words are enough to find it again: its id, else what it says and where it leads.
const again = (main, element) => {
  if (element.id) return main.querySelector(`#${CSS.escape(element.id)}`);
  const words = element.textContent.trim();
  return [...main.querySelectorAll(element.tagName)].find((other) => other.textContent.trim() === words && other.getAttribute("href") === element.getAttribute("href"));
};

const keep = (main, fresh) => {
  const forms = [...main.querySelectorAll("form")].filter((form) => form.method === "post" && isInUse(form) && !form.closest("[data-island]"));
  const places = [...fresh.querySelectorAll("form")];
  for (const form of forms) {
    const at = places.findIndex((other) => purpose(other) === purpose(form));
    if (at >= 0) places.splice(at, 1)[0].replaceWith(form);
    else fresh.querySelector("h1")?.after(form); // what it was about has gone: the words have not
  }
  for (const island of main.querySelectorAll("[data-island][id]")) fresh.querySelector(`#${CSS.escape(island.id)}`)?.replaceWith(island);
  const told = main.querySelector(".flash"); // with its way back, also when others' changes come in
  if (told && !fresh.querySelector(".flash")) fresh.querySelector("h1")?.before(told);
  const open = new Map([...main.querySelectorAll("details")].map((details) => [label(details), details.open]));
  for (const details of fresh.querySelectorAll("details")) if (open.get(label(details))) details.open = true;
};

export const putIn = (text) => {
  const page = new DOMParser().parseFromString(text, "text/html");
  const main = document.getElementById("main");
  const fresh = page.getElementById("main");
  if (!main || !fresh) return false;
  const focus = main.contains(document.activeElement) ? document.activeElement : null;
  const range = focus && "selectionStart" in focus ? [focus.selectionStart, focus.selectionEnd] : null;
  if (page.body.dataset.token) document.body.dataset.token = page.body.dataset.token;
  document.title = page.title;
  keep(main, fresh);
  main.replaceChildren(...fresh.childNodes);
  const parts = document.querySelector("nav.parts");
  const freshParts = page.querySelector("nav.parts");
  if (parts && freshParts && !parts.contains(document.activeElement)) parts.replaceChildren(...freshParts.childNodes);
  const back = focus && (focus.isConnected ? focus : again(main, focus));
  if (back && back !== document.activeElement) {
    back.focus({ preventScroll: true });
    if (range?.[0] != null && back === focus) back.setSelectionRange(...range);
  }
  document.dispatchEvent(new CustomEvent("postmortem:fresh"));
  return true;
};

// An answer to a form is shown, such as two versions to choose from: it stays until it is answered.
export const show = (text, stays) => {
  asked++;
  putIn(text);
  document.getElementById("main")?.toggleAttribute("data-own-fresh", stays);
};

let asked = 0;
let typed = 0;
document.addEventListener("input", () => (typed = Date.now()), true);
const composing = { now: false };
document.addEventListener("compositionstart", () => (composing.now = true));
document.addEventListener("compositionend", () => (composing.now = false));

// Whether the page looks after itself, or shows an answer that waits for somebody.
export const staysAsItIs = () => document.querySelector("main[data-own-fresh], main [data-own-fresh]") !== null;

// `after`: a form of ours was answered, and what it showed gives way.
export const refresh = async ({ after = false } = {}) => {
  if (!after && staysAsItIs()) return;
  const turn = ++asked;
  const response = await fetch(location.href, { headers: { Accept: "text/html" } });
  const text = await response.text();
  // In the middle of a word nothing moves.
  while (turn === asked && (composing.now || Date.now() - typed < 400)) await new Promise((done) => setTimeout(done, 200));
  if (turn !== asked || !response.ok || response.redirected) return;
  document.getElementById("main")?.removeAttribute("data-own-fresh");
  putIn(text);
};
