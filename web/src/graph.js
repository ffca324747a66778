// The graph of conditions under one's hands: the server draws it, this moves about in it and changes
// it by the same forms that the page has. What is posted is a live form (lib/forms.js).

import { token } from "./lib/post.js";

const page = () => document.querySelector(".causes-page");
const frame = () => document.querySelector(".graph-frame");
const svg = () => frame()?.querySelector("svg.causes");
const boxes = () => [...(frame()?.querySelectorAll("[data-name]") ?? [])];
const focusable = (box) => box?.querySelector("a, g[tabindex]");
const boxOf = (node) => node?.closest?.(".graph-frame [data-name]") ?? null;
const named = (name) => boxes().find((box) => box.dataset.name === name);
const isWay = (box) => box.classList.contains("cg-way");
const lines = () => [...(frame()?.querySelectorAll("path[data-way]") ?? [])].map((path) => ({ ...path.dataset, open: path.matches(".cg-asked-not, .cg-open") }));
const unique = (list) => [...new Set(list)];

let current = "";
let zoom = 0;

const focus = (box) => {
  focusable(box)?.focus({ preventScroll: true });
  box?.scrollIntoView({ block: "nearest", inline: "nearest" });
};

// ---- moving ----

const middle = (box) => {
  const at = box.querySelector(".cg-shape").getBoundingClientRect();
  return { x: at.x + at.width / 2, y: at.y + at.height / 2 };
};

// The nearest box that way; what lies aside counts more than what lies ahead.
const step = (from, dx, dy) => {
  const here = middle(from);
  let best = null;
  let least = Infinity;
  for (const box of boxes()) {
    const there = middle(box);
    const ahead = (there.x - here.x) * dx + (there.y - here.y) * dy;
    const aside = Math.abs((there.x - here.x) * dy) + Math.abs((there.y - here.y) * dx);
    if (box === from || ahead < 8) continue;
    const far = ahead + aside * 2.5;
    if (far < least) [best, least] = [box, far];
  }
  if (best) focus(best);
};

const arrows = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };

// ---- size ----

const natural = () => svg()?.viewBox.baseVal.width || 1;
const size = () => {
  if (!svg()) return;
  const room = frame().clientWidth - 8;
  if (!zoom) zoom = Math.max(0.65, Math.min(1, room / natural()));
  svg().setAttribute("width", String(Math.round(natural() * zoom)));
  svg().setAttribute("height", String(Math.round(svg().viewBox.baseVal.height * zoom))); // else the old shape stays
};
const resize = (by) => {
  zoom = by ? Math.max(0.25, Math.min(3, zoom * by)) : Math.min(1, (frame().clientWidth - 8) / natural());
  size();
};

// ---- forms ----

const element = (name, attributes = {}, ...children) => {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children.filter((child) => child !== null));
  return made;
};
const hidden = (name, value) => element("input", { type: "hidden", name, value });
const field = (label, input) => element("label", {}, label, " ", input);
const form = (path, values, ...children) =>
  element("form", { method: "post", action: `${page().dataset.causes}/${path}`, "data-live": "" }, hidden("token", token()), ...Object.entries(values).map(([name, value]) => hidden(name, value)), ...children);

const ask = (title, made) => {
  const close = element("button", { type: "button" }, "Leave it");
  const dialog = element("dialog", { class: "graph-dialog", "aria-label": title }, element("h2", {}, title), made);
  made.append(element("p", { class: "row" }, element("button", { type: "submit", class: "main" }, "Keep"), close));
  close.addEventListener("click", () => dialog.close());
  made.addEventListener("submit", () => (made.dataset.sent = "yes"));
  dialog.addEventListener("close", () => (dialog.remove(), focus(named(current))));
  document.body.append(dialog);
  dialog.showModal();
  dialog.querySelector("input:not([type=hidden]), select")?.focus();
};

// At once: there is an undo. A refusal is told in the line that it leaves.
const now = (path, values) => {
  document.querySelector(".graph-now")?.remove();
  const made = form(path, values);
  made.classList.add("graph-now");
  document.body.append(made);
  made.requestSubmit();
};

const choose = (name, options) => {
  const list = element("select", { name });
  for (const [value, text] of options) list.append(element("option", { value }, text));
  return list;
};
const waysTo = (effect) => unique(lines().filter((line) => line.to === effect).map((line) => line.way));
const members = (way) => unique(lines().filter((line) => line.way === way && line.from).map((line) => line.from)).join(" & ");
const whichWay = (effect) => {
  const ways = waysTo(effect);
  return ways.length < 2 ? null : field("In which way", choose("way", [...ways.map((way) => [way, `${way}: ${members(way)}`]), ["new", "a new way"]]));
};
const effectOf = (box) => (isWay(box) ? lines().find((line) => line.way === box.dataset.name)?.to : box.dataset.name);

const typed = (label, name, list) => {
  const input = element("input", { name, required: "", autocomplete: "off", class: "wide" });
  if (list) input.setAttribute("list", list);
  return field(label, input);
};

const newHere = (box) => {
  const effect = effectOf(box);
  ask(`What else had to be true for ${effect}?`, form("conditions", { brings: effect, ...(isWay(box) ? { way: box.dataset.name } : {}) }, typed("A condition", "text"), isWay(box) ? null : whichWay(effect)));
};

// Where the effect has several ways, which of them it joins is asked as soon as the effect is named.
const linkFrom = (box, to) => {
  if (isWay(box)) return;
  const place = element("div");
  const made = form("links", { cause: box.dataset.name }, to ? hidden("brings", to) : typed("helped to bring about", "brings", "known"), place);
  const put = (effect) => place.replaceChildren(...[whichWay(effect)].filter(Boolean));
  if (to) put(to);
  else made.querySelector("[name=brings]").addEventListener("input", (event) => put(event.target.value.trim()));
  ask(to ? `${box.dataset.name} helped to bring about ${to}` : `${box.dataset.name} as a condition`, made);
};

const join = (cause, target) => {
  const effect = effectOf(target);
  if (isWay(cause) || !effect || effect === cause.dataset.name) return;
  if (isWay(target)) return now("links", { cause: cause.dataset.name, brings: effect, way: target.dataset.name });
  if (waysTo(effect).length < 2) return now("links", { cause: cause.dataset.name, brings: effect });
  linkFrom(cause, effect);
};

const test = (box) => {
  const own = isWay(box) ? [{ way: box.dataset.name, without: "all", to: effectOf(box) }] : lines().filter((line) => line.from === box.dataset.name).map((line) => ({ ...line, without: line.from }));
  own.sort((a, b) => Number(b.open ?? true) - Number(a.open ?? true));
  if (!own.length) return;
  const question = element("p");
  const made = form("tests", { way: own[0].way, without: own[0].without }, question);
  const put = (one) => {
    made.querySelector("[name=way]").value = one.way;
    question.textContent = document.querySelector(`[data-question="${one.way} ${one.without === "all" ? "all" : one.without}"] summary`)?.textContent
      ?? (one.without === "all" ? `Suppose all of ${members(one.way)}, and nothing else unusual: could ${one.to} still not have come about?` : `Without ${one.without}, all else as it was: could ${one.to} still have come about?`);
  };
  if (own.length > 1) {
    const list = choose("", own.map((one, i) => [String(i), `${one.without} in ${one.way}, for ${one.to}${one.open ? " (open)" : ""}`]));
    list.addEventListener("change", () => put(own[Number(list.value)]));
    made.append(field("Which link", list));
  }
  put(own[0]);
  for (const [value, text] of [["no", "No"], ["yes", "Yes"], ["cannot-tell", "Cannot tell"]]) made.append(element("label", {}, element("input", { type: "radio", name: "answer", value, required: "" }), ` ${text}`));
  made.append(field("Because", element("input", { name: "because", class: "wide" })), field("Seen by, as a role", element("input", { name: "role", list: "roles" })));
  ask("Test", made);
};

const unlink = (box) => {
  if (isWay(box)) return;
  const own = lines().filter((line) => line.from === box.dataset.name);
  if (own.length === 1) now("unlink", { way: own[0].way, cause: own[0].from });
  if (own.length > 1) ask(`Unlink ${box.dataset.name}`, form("unlink", { cause: box.dataset.name }, field("from", choose("way", own.map((line) => [line.way, `${line.to} (${line.way})`])))));
};

const remove = (box) => now("remove", { entry: box.dataset.name });

const acts = { new: newHere, link: (box) => linkFrom(box), test, unlink, remove };
const mayChange = () => document.querySelector("[data-do=new]") !== null;
const act = (name) => {
  const sizes = { in: 1.25, out: 0.8, whole: 0 };
  if (name in sizes) return resize(sizes[name]);
  const box = named(current) ?? boxes()[0];
  if (box && mayChange()) acts[name]?.(box);
};

// ---- what is done with it ----

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-do]");
  if (button) act(button.dataset.do);
});
document.addEventListener("focusin", (event) => {
  const box = boxOf(event.target);
  if (box) current = box.dataset.name;
});
document.addEventListener("keydown", (event) => {
  const box = boxOf(event.target);
  if (!box || event.ctrlKey || event.metaKey || event.altKey) return;
  if (arrows[event.key]) step(box, ...arrows[event.key]);
  else if (event.key === "Delete" && mayChange()) remove(box);
  else return;
  event.preventDefault();
});

// Drag a box onto another one to link it; drag the ground to move the picture.
let held = null;
document.addEventListener("pointerdown", (event) => {
  if (event.button !== 0 || !frame()?.contains(event.target)) return;
  held = { box: boxOf(event.target), x: event.clientX, y: event.clientY, left: frame().scrollLeft, top: frame().scrollTop, moved: false };
  // by touch the picture is moved by the browser itself
  if (event.pointerType !== "mouse") held = null;
});
document.addEventListener("pointermove", (event) => {
  if (!held) return;
  const dx = event.clientX - held.x;
  const dy = event.clientY - held.y;
  if (!held.moved && Math.hypot(dx, dy) < 6) return;
  held.moved = true;
  if (!held.box) frame().scrollTo(held.left - dx, held.top - dy);
  else if (mayChange()) {
    held.box.classList.add("dragged");
    for (const box of boxes()) box.classList.toggle("over", box !== held.box && box === boxOf(event.target));
  }
});
document.addEventListener("pointerup", (event) => {
  if (!held) return;
  const { box, moved } = held;
  const target = boxOf(document.elementFromPoint(event.clientX, event.clientY));
  for (const one of boxes()) one.classList.remove("dragged", "over");
  held = null;
  if (!moved) return;
  // the link that was dragged is not followed; where no click follows, nothing waits for one
  const still = (click) => click.preventDefault();
  window.addEventListener("click", still, { capture: true, once: true });
  setTimeout(() => window.removeEventListener("click", still, { capture: true }), 0);
  if (box && target && target !== box && mayChange()) join(box, target);
});
document.addEventListener("dragstart", (event) => frame()?.contains(event.target) && event.preventDefault());

// The page made anew: the same size, and the focus where it was.
document.addEventListener("postmortem:fresh", () => {
  size();
  for (const dialog of document.querySelectorAll(".graph-dialog[open]")) if (dialog.querySelector("form[data-sent]")) dialog.close();
  const done = document.querySelector(".graph-now");
  const idle = document.activeElement === document.body || document.activeElement?.id === "main";
  if (done) done.remove();
  if ((done || idle) && current) focus(named(current) ?? boxes()[0]);
});
document.documentElement.dataset.graph = "yes";
size();
