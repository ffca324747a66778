// Keys: every key is a link or button too, which says it in data-key ("e", "g t").

export const isTyping = (target) =>
  target instanceof Element &&
  (target.closest("input:not([type=checkbox],[type=radio],[type=range],[type=button],[type=submit]), textarea, select, [contenteditable=true], .cm-editor") !== null);

// What a key does next: { wait } for the second of two, { key } to look for, or nothing.
export const nextKey = (pending, key) => {
  if (pending === "g") return { key: `g ${key}` };
  return key === "g" ? { wait: "g" } : { key };
};

const shown = (element) => element.getClientRects().length > 0;

// Elements with a key, those of the page's own part first: they win over the frame's.
const holders = () => {
  const all = [...document.querySelectorAll("[data-key]")].filter(shown);
  const main = document.getElementById("main");
  return [...all.filter((e) => main?.contains(e)), ...all.filter((e) => !main?.contains(e))];
};

export const listed = () =>
  holders().map((element) => ({
    key: element.dataset.key,
    words: (element.dataset.words ?? element.getAttribute("aria-label") ?? element.textContent).trim().replace(/\s+/g, " "),
    element,
  }));

const press = (element) => {
  if (element.matches("input:not([type=submit],[type=button]), textarea, select")) element.focus();
  else element.click();
};

// j and k: from row to row; the row itself is focused, Enter follows its first link.
const step = (by) => {
  const rows = [...document.querySelectorAll("[data-row]")].filter(shown);
  if (!rows.length) return false;
  const at = rows.findIndex((row) => row === document.activeElement || row.contains(document.activeElement));
  const to = rows[Math.max(0, Math.min(rows.length - 1, at < 0 ? 0 : at + by))];
  if (!to.hasAttribute("tabindex")) to.tabIndex = -1;
  to.focus();
  to.scrollIntoView({ block: "nearest" });
  return true;
};

export const keys = (own) => {
  let pending = "";
  let timer = 0;
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    if (document.querySelector("dialog[open]") || event.key.length !== 1) {
      if (event.key !== "Enter" || !event.target.matches?.("[data-row]")) return;
      event.target.querySelector("a, button")?.click();
      return;
    }
    const next = nextKey(pending, event.key);
    clearTimeout(timer);
    pending = next.wait ?? "";
    if (pending) timer = setTimeout(() => (pending = ""), 1500);
    if (!next.key) return event.preventDefault();
    const found = holders().find((element) => element.dataset.key === next.key);
    const done = own[next.key]?.() ?? (found ? press(found) : next.key === "j" ? step(1) : next.key === "k" ? step(-1) : false);
    if (done !== false) event.preventDefault();
  });
};
