// Forms, live: sent without leaving the page, tried again while the network is away, and a stale one
// answered in place. Without script the same forms are sent as forms are.

import { refresh, show } from "./fresh.js";
import { say, token } from "./post.js";

const waiting = new Set();
const rests = [500, 1000, 2000, 4000, 8000];
const rest = (ms) => new Promise((done) => setTimeout(done, ms));

const note = (form, words) => {
  let place = form.querySelector(":scope > .form-note");
  if (!place) {
    place = document.createElement("p");
    place.className = "form-note";
    place.setAttribute("role", "alert");
    form.append(place);
  }
  place.textContent = words;
};

// The same key each time: what arrived although its answer was lost is done once.
const send = async (form, body, key) => {
  for (let tries = 0; ; tries++) {
    try {
      return await fetch(form.action, {
        method: "POST",
        body,
        headers: { "X-Live": "1", "X-Token": token(), "Idempotency-Key": key },
        signal: AbortSignal.timeout(30000),
      });
    } catch {
      note(form, "Not sent yet: the connection is lost. It is kept here and tried again.");
      await rest(rests[Math.min(tries, rests.length - 1)]);
    }
  }
};

const go = async (href) => {
  const to = new URL(href, location.href);
  if (to.pathname !== location.pathname) return location.assign(to);
  if (to.search !== location.search || to.hash !== location.hash) history.pushState(null, "", to);
  await refresh({ after: true });
};

const settle = async (form, response) => {
  const next = response.headers.get("X-Location");
  form.reset(); // what was typed is there now: the fresh page may replace the form
  if (next) return go(next);
  const text = await response.text();
  if (response.status === 409 || response.ok) {
    show(text, true);
    return document.getElementById("main")?.focus({ preventScroll: response.ok });
  }
  const page = new DOMParser().parseFromString(text, "text/html");
  return page.querySelector("#main .notice")?.textContent.trim().replace(/\s+/g, " ") ?? `The server answered ${response.status}.`;
};

const submit = async (form, submitter) => {
  if (waiting.has(form)) return;
  waiting.add(form);
  form.setAttribute("aria-busy", "true");
  const data = new FormData(form, submitter);
  const kept = [...form.elements].map((field) => [field, field.value, field.checked]);
  try {
    const response = await send(form, new URLSearchParams(data), crypto.randomUUID());
    const wrong = await settle(form, response);
    if (wrong) {
      for (const [field, value, checked] of kept) {
        if (field.type !== "file") field.value = value;
        if (checked !== undefined) field.checked = checked;
      }
      note(form, wrong);
    } else {
      say(document.querySelector("#main .flash p")?.textContent ?? "Saved");
    }
  } finally {
    waiting.delete(form);
    form.removeAttribute("aria-busy");
  }
};

export const liveForms = () => {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post" || !form.matches("[data-live]")) return;
    if (form.enctype === "multipart/form-data") return;
    event.preventDefault();
    submit(form, event.submitter);
  });
  window.addEventListener("beforeunload", (event) => {
    if (waiting.size) event.preventDefault();
  });
};
