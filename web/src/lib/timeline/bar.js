// Buttons and chips above the picture: every key is one of them too.

import { make } from "./dom.js";

const KINDS = [
  ["story", "story"], ["milestones", "milestones"], ["spots", "hot spots"], ["share", "impact share"],
  ["change", "changes"], ["alert", "alerts"], ["people", "people"], ["action", "actions"],
  ["series", "metrics"], ["pictures", "pictures"],
];

const button = (words, key, act, label) =>
  make("button", { type: "button", "data-key": key, "aria-label": label, title: key ? `${label} (${key})` : label, onclick: act }, words);

const toggle = (list, id) => (list.includes(id) ? list.filter((other) => other !== id) : [...list, id]);

export const bar = (app) => {
  const { state } = app;
  const zones = [
    ["review", `review's zone, ${app.model.zone.review}`],
    ["utc", "UTC"],
    [Intl.DateTimeFormat().resolvedOptions().timeZone, `here, ${Intl.DateTimeFormat().resolvedOptions().timeZone}`],
  ];
  const zone = make(
    "select",
    { "aria-label": "Zone of times", onchange: (event) => app.set({ zone: event.target.value }) },
    ...zones.map(([value, words]) => make("option", { value, selected: (state.zone || "review") === value }, words)),
  );
  const level = make(
    "select",
    { "aria-label": "Levels shown", onchange: (event) => app.set({ level: event.target.value }) },
    ...[["", "all levels"], ["warn", "warnings and errors"], ["error", "errors"]].map(([value, words]) =>
      make("option", { value, selected: state.level === value }, words),
    ),
  );
  const tools = make(
    "div",
    { class: "timeline-bar", role: "toolbar", "aria-label": "Timeline" },
    button("−", "[", () => app.zoom(2), "Zoom out"),
    button("+", "]", () => app.zoom(0.5), "Zoom in"),
    button("‹", "", () => app.pan(-0.3), "Earlier"),
    button("›", "", () => app.pan(0.3), "Later"),
    button("Whole", "0", () => app.showWhole(), "Whole: show everything"),
    button("Impact", "i", () => app.showImpact(), "Impact: show when users were affected"),
    zone,
    level,
  );
  app.span = make("span", { class: "rest", role: "status" });
  tools.append(app.span);
  const here = new Set((app.model.events ?? []).map((event) => event.group));
  const kinds = KINDS.filter(([id]) => here.has(id) || !["change", "alert", "people", "action"].includes(id));
  const chip = (on, words, label, act) =>
    make("button", { type: "button", class: "chip", "aria-pressed": String(on), title: label, onclick: act }, words);
  const logs = (app.model.lanes ?? []).filter((lane) => lane.log);
  const on = (id) => !state.sources.length || state.sources.includes(id);
  const chips = make(
    "div",
    { class: "timeline-bar", role: "group", "aria-label": "What is shown" },
    ...kinds.map(([id, words]) =>
      chip(!state.hidden.includes(id), words, `Show or hide: ${words}`, () => app.set({ hidden: toggle(state.hidden, id) })),
    ),
    ...logs.slice(0, 40).map((lane) =>
      chip(on(lane.id), lane.id, lane.name, () => {
        const all = logs.map((each) => each.id);
        const next = toggle(state.sources.length ? state.sources : all, lane.id);
        app.set({ sources: next.length === all.length ? [] : next });
      }),
    ),
    state.words ? chip(true, `“${state.words}” ✕`, "Words that records hold; press to take them out", () => app.set({ words: "" })) : null,
  );
  return [tools, chips];
};
