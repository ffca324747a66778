// Two sheets over the page: all its keys (?), and anywhere by typing (Ctrl-K).

import { listed } from "./keys.js";

const element = (name, attributes = {}, ...children) => {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
};

const sheet = (label, ...children) => {
  const close = element("button", { type: "button", class: "quiet", "aria-label": "Close" }, "Close");
  const dialog = element("dialog", { class: "sheet", "aria-label": label }, ...children, close);
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => dialog.remove());
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
};

export const showKeys = () => {
  const rows = listed().map(({ key, words }) => [element("dt", {}, ...key.split(" ").flatMap((k) => [element("kbd", {}, k), " "])), element("dd", {}, words)]);
  const fixed = [["?", "these keys"], ["Ctrl K", "go anywhere by typing"], ["j k", "next, previous row"], ["Esc", "close, or leave a text"]];
  for (const [key, words] of fixed) rows.push([element("dt", {}, ...key.split(" ").flatMap((k) => [element("kbd", {}, k), " "])), element("dd", {}, words)]);
  sheet("Keys", element("h2", {}, "Keys"), element("dl", { class: "keys" }, ...rows.flat()));
};

// Everything that can be gone to or done from here, each once.
const choices = () => {
  const seen = new Set();
  const found = [];
  for (const link of document.querySelectorAll(".everywhere a, .parts a, main a[href^='/'], main button[data-key]")) {
    const words = (link.dataset.words ?? link.textContent).trim().replace(/\s+/g, " ");
    const mark = link.href ?? words;
    if (!words || seen.has(mark)) continue;
    seen.add(mark);
    found.push({ words, go: () => link.click() });
  }
  return found;
};

// Every letter in order; whole words and beginnings first.
export const fits = (words, typed) => {
  const hay = words.toLowerCase();
  const needle = typed.toLowerCase().trim();
  if (!needle) return 1;
  const at = hay.indexOf(needle);
  if (at === 0) return 4;
  if (at > 0) return hay[at - 1] === " " ? 3 : 2;
  let from = 0;
  for (const letter of needle) {
    from = hay.indexOf(letter, from) + 1;
    if (!from) return 0;
  }
  return 1;
};

export const showPalette = () => {
  const input = element("input", { type: "text", role: "combobox", "aria-expanded": "true", "aria-controls": "palette-list", "aria-label": "Go to", autocomplete: "off", placeholder: "Go to a page, or search" });
  const list = element("ul", { id: "palette-list", role: "listbox", "aria-label": "Ways on" });
  const all = choices();
  let at = 0;
  const dialog = sheet("Go to", input, list);
  const options = () => {
    const typed = input.value;
    const ranked = all.map((c) => ({ ...c, rank: fits(c.words, typed) })).filter((c) => c.rank).sort((a, b) => b.rank - a.rank).slice(0, 12);
    if (typed.trim()) ranked.push({ words: `Search for “${typed.trim()}”`, go: () => location.assign(`/search?q=${encodeURIComponent(typed.trim())}`) });
    return ranked;
  };
  const draw = () => {
    const shown = options();
    at = Math.max(0, Math.min(at, shown.length - 1));
    list.replaceChildren(
      ...shown.map((choice, i) => {
        const row = element("li", { role: "option", id: `palette-${i}`, "aria-selected": String(i === at) }, choice.words);
        row.addEventListener("click", () => (dialog.close(), choice.go()));
        return row;
      }),
    );
    input.setAttribute("aria-activedescendant", shown.length ? `palette-${at}` : "");
  };
  input.addEventListener("input", () => ((at = 0), draw()));
  input.addEventListener("keydown", (event) => {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (by) at += by;
    else if (event.key === "Enter") list.children[at]?.click();
    else return;
    event.preventDefault();
    if (by) draw();
  });
  draw();
  input.focus();
};
