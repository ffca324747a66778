// The timeline as a whole: what is shown, what is chosen, and what is still on its way.

import { bar } from "./bar.js";
import { detail } from "./detail.js";
import { json, make } from "./dom.js";
import { colours, layout, Picture } from "./draw.js";
import { input } from "./input.js";
import { fill, retell } from "./rows.js";
import { readState, writeState } from "./state.js";
import { Tiles } from "./tiles.js";
import { dateText, fromIso, isZone, lengthText, timeText } from "./zones.js";

const SINGLE = 4000; // below so many records in view each is a mark
const FINEST = 200; // microseconds in view, at least

export class App {
  constructor(place) {
    this.place = place;
    this.api = place.dataset.api;
    this.may = place.hasAttribute("data-may");
    this.state = readState(location.search);
    this.cursor = null;
    this.drag = null;
    this.chosen = null;
    this.marks = null;
    this.series = new Map();
    this.found = [];
    this.tiles = new Tiles(
      (from, to, buckets) => json(`${this.api}/counts?from=${from}&to=${to}&buckets=${buckets}`),
      () => this.again(),
    );
  }

  async start() {
    this.place.hidden = false;
    this.canvas = make("canvas", { role: "img", "aria-label": "Timeline" });
    this.pane = make(
      "div",
      { class: "timeline-pane", id: "picture", tabindex: "0", role: "group", "aria-label": "Timeline: arrows move and zoom, j and k go from event to event; the tables below say the same" },
      this.canvas,
    );
    this.head = make("div");
    this.detail = make("div", { class: "timeline-detail", role: "status", "aria-live": "polite" }, "Choose a mark or a row to see what it is.");
    this.place.append(this.head, this.pane, this.detail);
    // Past all links and buttons above it; there only where a script draws the picture.
    document.querySelector("a.skip")?.after(make("a", { class: "skip", href: "#picture" }, "To the picture"));
    this.picture = new Picture(this.canvas);
    await this.load();
    input(this, this.pane, this.canvas);
    new ResizeObserver(() => this.resize()).observe(this.pane);
    for (const question of ["(prefers-color-scheme: dark)", "(forced-colors: active)"])
      matchMedia(question).addEventListener("change", () => this.resize());
    window.addEventListener("popstate", () => this.set(readState(location.search)));
    // Others changed the record: the tables are fresh already, the picture follows.
    document.addEventListener("postmortem:fresh", () => this.follow());
  }

  // Until the evidence is read: the story at once, and a line that says how far it is.
  async load() {
    for (let tries = 0; ; tries++) {
      const model = await json(this.api).catch(() => null);
      if (model) {
        this.use(model);
        if (model.ready) break;
        const told = document.querySelector("#timeline-loading span");
        if (told && model.loading) told.textContent = model.loading;
      }
      await new Promise((done) => setTimeout(done, Math.min(300 + tries * 100, 2000)));
    }
    document.getElementById("timeline-loading")?.remove();
    if (!document.querySelector("#sources-head")) this.fetchTables();
  }

  // The page was made before the evidence was there: its tables come again.
  async fetchTables() {
    const text = await fetch(location.href).then((r) => r.text()).catch(() => "");
    const page = new DOMParser().parseFromString(text, "text/html");
    const sides = page.querySelector(".timeline-sides");
    if (!sides) return;
    for (const old of document.querySelectorAll("#main > section, #main > figure")) old.remove();
    document.querySelector(".timeline-sides").replaceWith(document.adoptNode(sides));
    let last = document.querySelector(".timeline-sides");
    for (const section of page.querySelectorAll("#main > section, #main > figure")) {
      last.after(document.adoptNode(section));
      last = last.nextElementSibling;
    }
    this.settled();
  }

  use(model) {
    const again = this.wasReady;
    this.model = model;
    const ends = [model.whole, model.window].filter(Boolean);
    for (const event of model.story) ends.push(event.at);
    const all = ends.flatMap((at) => [at.earliest, at.latest]).filter((us) => us !== undefined);
    const least = all.length ? Math.min(...all) : Date.now() * 1000 - 3600e6;
    const most = all.length ? Math.max(...all) : Date.now() * 1000;
    const room = Math.max((most - least) * 0.01, 1e5);
    this.whole = { from: least - room, to: most + room };
    if (!this.view || (model.ready && !this.wasReady)) {
      this.wasReady = model.ready;
      const { from, to } = this.state;
      this.view = from !== null || to !== null ? { from: from ?? this.whole.from, to: to ?? this.whole.to } : this.firstView();
      if (!(this.view.to > this.view.from)) this.view = { ...this.whole };
    }
    this.chooseZone();
    this.head.replaceChildren(...bar(this));
    this.resize();
    if (model.ready) performance.mark("timeline-model");
    if (model.ready && this.state.selected) this.choose({ id: this.state.selected }, again);
    this.moved();
  }

  // What has been so for weeks would press the incident into a few pixels: it is what comes first.
  firstView() {
    const of = (word) => this.model.milestones?.find((m) => m.word === word)?.at;
    const start = of("impact start")?.earliest;
    const end = of("impact end")?.latest;
    if (start === undefined || end === undefined || end <= start) return { ...this.whole };
    return { from: Math.max(this.whole.from, start - (end - start)), to: Math.min(this.whole.to, end + (end - start)) };
  }

  async follow() {
    const model = await json(this.api).catch(() => null);
    if (model) this.use(model);
  }

  async reload() {
    await this.follow();
    await this.fetchTables();
  }

  chooseZone() {
    const asked = this.state.zone || "review";
    const name = asked === "utc" ? "UTC" : asked === "review" ? this.model.zone.review : asked;
    this.zone = isZone(name) ? name : "UTC";
    const first = this.model.milestones?.find((m) => m.word === "impact start")?.at.earliest ?? this.model.whole?.earliest;
    this.day = first === undefined ? "" : dateText(first, this.zone);
  }

  set(change) {
    this.state = { ...this.state, ...change };
    if (change.from !== undefined && change.from !== null) this.view = { from: change.from, to: change.to ?? this.whole.to };
    this.chooseZone();
    this.head.replaceChildren(...bar(this));
    this.resize();
    this.moved();
  }

  resize() {
    const width = this.pane.clientWidth;
    if (!width || !this.model) return;
    const { lanes, height } = layout(this.model, this.state);
    this.lanes = lanes;
    this.canvas.style.height = `${height}px`;
    this.picture.size(width, height, Math.min(devicePixelRatio || 1, 2), colours(this.pane));
    this.again();
  }

  // ---- where ----

  timeAt(x) {
    return this.view.from + ((x - this.picture.left) * (this.view.to - this.view.from)) / this.picture.plot;
  }

  show(from, to) {
    const most = (this.whole.to - this.whole.from) * 1.2;
    const length = Math.max(FINEST, Math.min(to - from, most));
    const middle = Math.max(this.whole.from, Math.min(this.whole.to, (from + to) / 2));
    this.view = { from: middle - length / 2, to: middle + length / 2 };
    this.moved();
  }

  zoom(by, around = (this.view.from + this.view.to) / 2) {
    const { from, to } = this.view;
    this.show(around - (around - from) * by, around + (to - around) * by);
  }

  pan(share) {
    const by = (this.view.to - this.view.from) * share;
    this.show(this.view.from + by, this.view.to + by);
  }

  panPixels(pixels) {
    this.pan(pixels / this.picture.plot);
  }

  showWhole() {
    this.show(this.whole.from, this.whole.to);
  }

  showImpact() {
    const of = (word) => this.model.milestones?.find((m) => m.word === word)?.at;
    const start = of("impact start")?.earliest;
    const end = of("impact end")?.latest ?? of("recovery")?.latest ?? this.whole.to;
    if (start === undefined) return this.showWhole();
    const room = (end - start) * 0.1 + 1e6;
    this.show(start - room, end + room);
  }

  // After every move: draw at once, tell and ask a little later.
  moved() {
    this.again();
    clearTimeout(this.later);
    this.later = setTimeout(() => this.settled(), 180);
  }

  settled() {
    const state = { ...this.state, from: this.view.from, to: this.view.to };
    history.replaceState(history.state, "", location.pathname + writeState(state, this.whole) + location.hash);
    const shown = (us) => timeText(us, this.zone, this.day);
    this.span.textContent = `${shown(this.view.from)} to ${shown(this.view.to)}, ${lengthText(this.view.to - this.view.from)}`;
    retell(this, fromIso);
    this.describe();
    if (!this.model.ready) return;
    fill(this);
    this.askSeries();
    this.askMarks();
  }

  describe() {
    const { story = [], milestones = [], lanes = [] } = this.model;
    const logs = lanes.filter((lane) => lane.log).length;
    const near = story.filter((event) => event.at.earliest >= this.view.from && event.at.earliest <= this.view.to);
    this.canvas.setAttribute(
      "aria-label",
      `Timeline from ${timeText(this.view.from, this.zone, "")} to ${timeText(this.view.to, this.zone, "")}: ${logs} logs, ${milestones.length} milestones, ${near.length} of ${story.length} events of the story in view. The tables below say the same.`,
    );
  }

  askSeries() {
    const { from, to } = this.view;
    const room = (to - from) / 2;
    for (const lane of this.lanes ?? []) {
      if (lane.sort !== "series") continue;
      const a = Math.max(0, Math.floor(from - room));
      json(`${this.api}/series?number=${lane.number}&from=${a}&to=${Math.ceil(to + room)}&px=${Math.floor(this.picture.plot * 2)}`)
        .then((data) => {
          this.series.set(lane.number, data);
          this.again();
        })
        .catch(() => {});
    }
  }

  // Single records, once few enough are in view; kept with a margin for the next moves.
  async askMarks() {
    const { from, to } = this.view;
    if (this.marks && from >= this.marks.from && to <= this.marks.to) return;
    let count = 0;
    const columns = new Float64Array(Math.floor(this.picture.plot));
    for (const lane of this.lanes ?? [])
      if (lane.sort === "log")
        for (const n of this.tiles.columns(lane.id, "all", from, (to - from) / columns.length, columns)) count += n;
    if (count > SINGLE / 2) return;
    const room = (to - from) / 2;
    const a = Math.max(0, Math.floor(from - room));
    const b = Math.ceil(to + room);
    const answer = await json(`${this.api}/marks?from=${a}&to=${b}`).catch(() => null);
    if (!answer || answer.more) return;
    const byLane = new Map(this.lanes.filter((lane) => lane.sort === "log").map((lane) => [lane.id, []]));
    for (const mark of answer.marks) byLane.get(`S${mark[1]}`)?.push(mark);
    this.marks = { from: a, to: b, byLane };
    this.again();
  }

  marksInView() {
    const { marks, view } = this;
    if (!marks || view.from < marks.from || view.to > marks.to) return null;
    return marks.byLane;
  }

  // ---- drawing ----

  again() {
    if (this.pending || !this.model) return;
    this.pending = true;
    requestAnimationFrame(() => {
      this.pending = false;
      this.draw();
    });
  }

  draw() {
    if (!this.picture.colour) return;
    const { from, to } = this.view;
    const lanesById = new Map(this.lanes.filter((lane) => lane.sort === "log").map((lane) => [lane.id, lane]));
    if (this.model.ready && lanesById.size) this.tiles.want(from, to, (to - from) / this.picture.plot);
    this.picture.draw(this.view, this.model, this.lanes, this.tiles, {
      zone: this.zone,
      level: this.state.level,
      cursor: this.cursor,
      drag: this.drag,
      selected: this.chosen?.span,
      marks: this.marksInView(),
      series: this.series,
      found: this.found.map(([us, id]) => [us, lanesById.get(id)?.y ?? -9]).filter(([, y]) => y >= 0),
      again: () => this.again(),
    });
    if (this.model.ready && !this.first && !this.tiles.missing) {
      this.first = true;
      performance.mark("timeline-first");
    }
  }

  // ---- choosing ----

  // Events of the story and of the evidence, and milestones, in order of time.
  items() {
    const list = [
      ...this.model.story.map((event) => ({ id: event.id, at: event.at, event, words: event.what })),
      ...(this.model.milestones ?? []).map((m) => ({ id: m.word, at: m.at, milestone: m, words: m.basis })),
      ...(this.model.events ?? []).map((event) => ({ id: event.place, at: event.at, event, words: event.what })),
    ];
    const when = (item) => item.at.earliest ?? item.at.latest;
    return list.filter((item) => when(item) !== undefined).sort((a, b) => when(a) - when(b));
  }

  step(by) {
    const list = this.items();
    const at = list.findIndex((item) => item.id === this.chosen?.item.id);
    const near = list.findIndex((item) => (item.at.earliest ?? item.at.latest) >= this.view.from);
    const to = at < 0 ? (by > 0 ? near : near - 1) : at + by;
    const item = list[Math.max(0, Math.min(list.length - 1, to))];
    if (item) this.chooseItem(item);
  }

  choose({ id }, keep = false) {
    const item = this.items().find((each) => each.id === id);
    if (item) this.chooseItem(item, keep);
    else this.chooseRecord(id);
  }

  // A record that an address names is found among those in view.
  async chooseRecord(place) {
    if (this.chosen?.item.id === place || !/^S\d+:\d+-\d+$/.test(place)) return;
    await fill(this);
    const row = document.querySelector(`tr[data-place="${CSS.escape(place)}"]`);
    if (row && this.state.selected === place) this.chooseRow(row);
  }

  chooseItem(item, keep = false) {
    const from = item.at?.earliest ?? item.at?.latest ?? item.record?.us;
    if (from === undefined) return;
    this.chosen = { item, span: [from, item.at?.latest ?? from] };
    this.detail.replaceChildren(...detail(this, this.chosen));
    this.state.selected = item.id ?? "";
    for (const row of document.querySelectorAll("tr[data-chosen]")) row.removeAttribute("data-chosen");
    const row = item.event?.href ? document.querySelector(`tr[data-event="${CSS.escape(item.id)}"]`) : item.record && document.querySelector(`tr[data-place="${CSS.escape(item.record.place)}"]`);
    row?.setAttribute("data-chosen", "");
    if (!keep && (from < this.view.from || from > this.view.to)) {
      const half = (this.view.to - this.view.from) / 2;
      this.show(from - half, from + half);
    } else this.moved();
  }

  chooseRow(row) {
    this.row = row;
    const us = Number(row.dataset.us);
    const item =
      (row.dataset.event && this.items().find((each) => each.id === row.dataset.event)) ||
      (row.dataset.place && { id: row.dataset.place, at: { earliest: us, latest: us }, record: row.record ?? { us, place: row.dataset.place, text: row.querySelector(".timeline-text div")?.firstChild?.textContent?.trim(), source: row.cells[1]?.textContent, at: { earliest: us, latest: us } } }) ||
      { id: "", at: { earliest: us, latest: Number(row.dataset.until) || us }, words: row.textContent.trim().replace(/\s+/g, " ") };
    this.chooseItem(item);
  }

  // What lies under a point: the mark that is nearest, else the record in that lane.
  async pick(x, y) {
    this.pane.focus({ preventScroll: true });
    const hit = this.picture.hits.find((each) => x >= each.x && x <= each.to && y >= each.y && y <= each.bottom);
    if (hit) return this.chooseItem(hit.item, true);
    const lane = this.lanes.find((each) => each.sort === "log" && y >= each.y && y < each.y + each.height);
    if (!lane) return;
    const scale = (this.view.to - this.view.from) / this.picture.plot;
    const at = this.timeAt(x);
    const text = (us) => `@${(us / 1e6).toFixed(6)}`;
    const level = this.state.level ? `&level=${this.state.level}` : "";
    const answer = await json(`${this.api}/records?source=${lane.id}&from=${text(at - 4 * scale)}&to=${text(at + 4 * scale + 1)}&limit=200${level}`).catch(() => null);
    const rank = (record) => (record.severe ? -1e12 : 0) + Math.abs(record.us - at);
    const record = answer?.records.sort((a, b) => rank(a) - rank(b))[0];
    if (record) this.chooseItem({ id: record.place, at: { earliest: record.us, latest: record.us }, record }, true);
  }
}
