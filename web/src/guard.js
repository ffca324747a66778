// The guard beside plain forms: <textarea data-guard data-kind="event" data-field="what"> and inputs.
// data-entry names the entry that is edited; data-field is the field's name where `name` is another.

import { el } from "./lib/dom.js";
import { asking, showQuestions } from "./lib/questions.js";

const known = new WeakSet();

const watch = (field) => {
  if (known.has(field)) return;
  known.add(field);
  const about = {
    field: field.dataset.field ?? field.name,
    kind: field.dataset.kind ?? field.dataset.guard ?? "",
    entry: field.dataset.entry ?? "",
  };
  const place = el("div.guard-list", { role: "region", "aria-label": "Questions about the words", "data-island": true, hidden: true });
  field.after(place);
  const guard = asking(about, (findings, text) => {
    place.hidden = findings.length === 0;
    showQuestions(place, findings, text, {
      about,
      answers: about.entry !== "",
      done: () => guard.now(field.value),
      go: (finding) => {
        field.focus();
        field.setSelectionRange(finding.from, finding.to);
      },
    });
  });
  field.addEventListener("input", () => guard.soon(() => field.value));
  if (field.value.trim()) guard.soon(() => field.value);
};

const look = () => document.querySelectorAll("textarea[data-guard], input[data-guard]").forEach(watch);
look();
document.addEventListener("postmortem:fresh", look);
