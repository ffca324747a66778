// The questions of the guard, beside a text: asked after a pause, in the order of the text, each with
// why, a way to set it aside, and a way to put it to the meeting. It never changes the text.

import { el } from "./dom.js";
import { post } from "./post.js";

const PAUSE = 300; // ms without a key
const MOST = 40; // that are listed

const review = () => document.body.dataset.review ?? "";

// ask(text) again and again; only the answer to the last text counts.
export const asking = (about, found) => {
  let timer = 0;
  let under = null;
  let took = 0;
  const now = async (text) => {
    under?.abort();
    const mine = (under = new AbortController());
    const began = performance.now();
    try {
      const response = await fetch("/api/guard", {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-Token": document.body.dataset.token ?? "" },
        body: JSON.stringify({ ...about, review: review(), text }),
        signal: mine.signal,
      });
      const answer = response.ok ? await response.json() : { findings: [] };
      took = performance.now() - began;
      if (mine === under) found(answer.findings, text);
    } catch {
      /* not connected, or a newer text: nothing is said about the old one */
    }
  };
  return {
    soon(text) {
      clearTimeout(timer);
      under?.abort();
      timer = setTimeout(() => now(typeof text === "function" ? text() : text), Math.max(PAUSE, 2 * took));
    },
    now,
  };
};

const answers = (finding, text, about, done) => {
  const note = el("span.quiet", { role: "status" });
  const send = async (way, more) => {
    try {
      const answer = await post(`/api/reviews/${review()}/guard/${way}`, { ...about, text, fingerprint: finding.fingerprint, ...more });
      note.textContent = answer.told ?? "Done";
      done(way, finding);
    } catch (problem) {
      note.textContent = problem.message;
    }
  };
  const reason = el("input", { "aria-label": "Reason for setting it aside", placeholder: "Reason, in one line", maxlength: 300 });
  const form = el("form.line", { hidden: true }, reason, el("button", { type: "submit" }, "Set aside"));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    event.stopPropagation();
    if (reason.value.trim()) send("aside", { reason: reason.value.trim() });
    else reason.focus();
  });
  const aside = el("button", { type: "button", "aria-expanded": "false" }, "Set aside…");
  aside.addEventListener("click", () => {
    form.hidden = !form.hidden;
    aside.setAttribute("aria-expanded", String(!form.hidden));
    if (!form.hidden) reason.focus();
  });
  const put = el("button", { type: "button", onclick: () => send("ask", {}) }, "Put it to the meeting");
  return el("div.answers", {}, el("div.line", {}, aside, put), form, note);
};

const item = (finding, text, options) => {
  const words = text.slice(finding.from, finding.to).replace(/\s+/g, " ");
  const quote = options.go
    ? el("button.quoted", { type: "button", title: "Show it in the text", onclick: () => options.go(finding) }, `“${words}”`)
    : el("q.quoted", {}, words);
  return el(
    "li",
    { "data-fingerprint": finding.fingerprint },
    el("p", {}, quote, " ", finding.question),
    el("details", {}, el("summary", {}, "Why"), el("p", {}, `${finding.why}.`), el("p", {}, `${finding.offer}.`),
      el("p", {}, el("a", { href: finding.help, target: "_blank", rel: "noopener" }, "More about this, with examples"))),
    review() && options.answers !== false ? answers(finding, text, options.about, options.done) : null,
  );
};

// Draws the list into `place`; one that somebody is answering stays as it is.
export const showQuestions = (place, findings, text, options) => {
  if (place.contains(document.activeElement) && document.activeElement.matches("input")) return false;
  const open = new Set([...place.querySelectorAll("li:has(details[open])")].map((li) => li.dataset.fingerprint));
  const list = el("ol.questions", {}, ...findings.slice(0, MOST).map((each) => item(each, text, options)));
  for (const li of list.children) if (open.has(li.dataset.fingerprint)) li.querySelector("details").open = true;
  const head = findings.length
    ? el("h3", {}, findings.length === 1 ? "A question" : "Questions", " about the words ")
    : el("p.quiet", {}, "No questions about the words.");
  const more = findings.length > MOST ? el("p.quiet", {}, `Those are the first ${MOST}.`) : null;
  place.replaceChildren(...[head, findings.length ? list : null, more].filter(Boolean));
  return true;
};
