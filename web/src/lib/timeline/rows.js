// The list of records in step with the picture.

import { json, make } from "./dom.js";
import { writeTime } from "./state.js";
import { take } from "./detail.js";
import { timeText } from "./zones.js";

const query = (app) => {
  const asked = new URLSearchParams({ limit: "50", from: writeTime(Math.floor(app.view.from)), to: writeTime(Math.ceil(app.view.to)) });
  if (app.state.sources.length) asked.set("source", app.state.sources.join(","));
  if (app.state.level) asked.set("level", app.state.level);
  if (app.state.words) asked.set("q", app.state.words);
  return asked;
};

const cells = (app, record) => [
  make("td", {}, make("time", { datetime: record.at.iso }, timeText(record.us, app.zone, app.day))),
  make("td", { title: record.name }, record.source),
  make("td", {}, record.level ?? ""),
  make("td", { class: "timeline-text" }, make("div", {}, record.text, " ", make("span", { class: "aside" }, record.place))),
];

const row = (app, record) => {
  const made = make("tr", { "data-row": true, "data-us": record.us, "data-place": record.place, class: record.severe ? "severe" : undefined }, ...cells(app, record));
  if (app.may)
    made.append(
      make("td", {}, make("button", { type: "button", "aria-label": `Take over into the story: ${record.place}`, onclick: (event) => take(app, record.place, event.target) }, "+")),
    );
  made.record = record;
  return made;
};

let asked = 0;
export const fill = async (app) => {
  const body = document.getElementById("timeline-rows");
  if (!body || !app.model.ready) return;
  const mine = ++asked;
  const answer = await json(`${app.api}/records?${query(app)}`).catch(() => null);
  if (!answer || mine !== asked) return;
  app.found = app.state.words ? answer.records.map((record) => [record.us, record.source]) : [];
  body.replaceChildren(...answer.records.map((record) => row(app, record)));
  if (!answer.records.length) body.append(make("tr", {}, make("td", { colspan: "5" }, "No record fits.")));
  const pages = document.querySelector("#records .pages");
  pages?.replaceChildren();
  if (answer.next && pages) {
    const further = query(app);
    further.delete("limit");
    further.set("cursor", answer.next);
    pages.append(make("a", { href: `?${further}#records` }, "Further records"));
  }
  app.again();
};

// Times that the server wrote, in the zone that is chosen.
export const retell = (app, fromIso) => {
  for (const element of document.querySelectorAll(".timeline-sides time, #main section time")) {
    const us = fromIso(element.getAttribute("datetime"));
    if (!Number.isNaN(us)) element.textContent = timeText(us, app.zone, app.day);
  }
};
