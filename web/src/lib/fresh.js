// The page made anew in place: what others changed comes in, what is being typed stays.

import { Idiomorph } from "idiomorph";

const isField = (node) => node instanceof HTMLInputElement || node instanceof HTMLTextAreaElement || node instanceof HTMLSelectElement;

const isChanged = (field) => {
  if (field instanceof HTMLSelectElement) return [...field.options].some((o) => o.selected !== o.defaultSelected) && [...field.options].some((o) => o.defaultSelected);
  if (field.type === "checkbox" || field.type === "radio") return field.checked !== field.defaultChecked;
  if (field.type === "hidden" || field.type === "submit") return false;
  return field.value !== field.defaultValue;
};

// A form that somebody is in, or has typed into, keeps all it has: the version that it was made from too.
export const isInUse = (form) => form.contains(document.activeElement) && isField(document.activeElement) ? true : [...form.elements].some((e) => isField(e) && isChanged(e));

const keep = {
  beforeNodeMorphed(old) {
    if (!(old instanceof Element)) return true;
    if (old.matches("[data-island]")) return false;
    return !(old instanceof HTMLFormElement && isInUse(old));
  },
  beforeNodeRemoved: (old) => !(old instanceof HTMLFormElement && isInUse(old)) && !old.matches?.("[data-island]"),
  beforeAttributeUpdated: (name) => name !== "open",
};

export const putIn = (text) => {
  const page = new DOMParser().parseFromString(text, "text/html");
  const main = document.getElementById("main");
  const fresh = page.getElementById("main");
  if (!main || !fresh) return false;
  const token = page.body.dataset.token;
  if (token) document.body.dataset.token = token;
  document.title = page.title;
  Idiomorph.morph(main, fresh, { morphStyle: "innerHTML", ignoreActiveValue: true, restoreFocus: true, callbacks: keep });
  const parts = document.querySelector("nav.parts");
  const freshParts = page.querySelector("nav.parts");
  if (parts && freshParts) Idiomorph.morph(parts, freshParts, { morphStyle: "innerHTML" });
  document.dispatchEvent(new CustomEvent("postmortem:fresh"));
  return true;
};

let asked = 0;
export const refresh = async () => {
  const turn = ++asked;
  const response = await fetch(location.href, { headers: { Accept: "text/html" } });
  const text = await response.text();
  if (turn === asked && response.ok && !response.redirected) putIn(text);
};
