// One picture of the view, as quickly as it can be made: a rectangle per pixel column and lane, never
// one per record.

import { place, shorten } from "./labels.js";
import { clockText, dateText, ticks } from "./zones.js";

export const AXIS = 26;
const BAR = 22;
const STRIP = 5;
const LOG = BAR + STRIP + 11;
const ROW = 17;
const STORY_ROWS = 5;
const MILE_ROWS = 4;
const SPOT_ROWS = 3;
const EVENTS = 20;
const SERIES = 44;
const PICTURE = 56;

export const leftOf = (width) => (width < 600 ? 84 : 168);

const NAMES = {
  change: "changes", alert: "alerts and pages", report: "reports from users", people: "people",
  action: "actions", impact: "impact", other: "other events",
};

// The lanes of a model from top to bottom, each with its place: what is hidden is not among them.
export const layout = (model, state, most = 30) => {
  const lanes = [];
  let y = AXIS;
  const add = (lane, height) => {
    lanes.push({ ...lane, y, height });
    y += height;
  };
  const shown = (kind) => !state.hidden.includes(kind);
  if (model.story.length && shown("story")) add({ sort: "story", name: "The story" }, STORY_ROWS * ROW + 8);
  if (model.milestones?.length && shown("milestones")) add({ sort: "milestones", name: "Milestones" }, MILE_ROWS * ROW + 6);
  if (model.spots?.length && shown("spots")) add({ sort: "spots", name: "Where to look" }, (SPOT_ROWS - 1) * ROW + 8);
  if (model.impact && shown("share")) add({ sort: "share", name: "Share not answered well" }, 34);
  const groups = new Set((model.events ?? []).map((event) => event.group));
  for (const group of Object.keys(NAMES))
    if (groups.has(group) && shown(group)) add({ sort: "events", group, name: NAMES[group] }, EVENTS);
  const logs = (model.lanes ?? []).filter((lane) => lane.log);
  const chosen = logs.filter((lane) => !state.sources.length || state.sources.includes(lane.id));
  for (const lane of chosen.slice(0, most)) add({ sort: "log", id: lane.id, name: lane.name }, LOG);
  if (shown("series"))
    for (const series of (model.series ?? []).slice(0, 8))
      add({ sort: "series", number: series.number, name: series.name }, SERIES);
  if ((model.pictures ?? []).some((picture) => picture.at) && shown("pictures"))
    add({ sort: "pictures", name: "Pictures" }, PICTURE);
  return { lanes, height: y + 6 };
};

export const colours = (element) => {
  const style = getComputedStyle(element);
  const read = {};
  for (const name of ["back", "ink", "soft", "line", "bar", "warn", "error", "spot", "impact", "story", "mile", "gap", "pick"])
    read[name] = resolve(element, style.getPropertyValue(`--tl-${name}`));
  return read;
};

// A custom property gives its words, such as light-dark(...): a probe gives the colour.
const resolve = (element, value) => {
  const probe = document.createElement("span");
  probe.style.color = value;
  element.append(probe);
  const colour = getComputedStyle(probe).color;
  probe.remove();
  return colour;
};

const hatch = (ctx, colour) => {
  const tile = new OffscreenCanvas(6, 6);
  const c = tile.getContext("2d");
  c.strokeStyle = colour;
  c.beginPath();
  c.moveTo(0, 6);
  c.lineTo(6, 0);
  c.stroke();
  return ctx.createPattern(tile, "repeat");
};

const widths = new Map();
const widthOf = (ctx, words) => {
  if (!widths.has(words)) widths.set(words, ctx.measureText(words).width);
  return widths.get(words);
};

export class Picture {
  constructor(canvas) {
    this.canvas = canvas;
    this.ctx = canvas.getContext("2d", { alpha: false });
    this.columns = new Float64Array(1);
    this.images = new Map();
    this.hits = [];
  }

  size(width, height, ratio, colour) {
    this.width = width;
    this.height = height;
    this.left = leftOf(width);
    const w = Math.round(width * ratio);
    const h = Math.round(height * ratio);
    if (this.canvas.width !== w || this.canvas.height !== h) {
      this.canvas.width = w;
      this.canvas.height = h;
    }
    this.ratio = ratio;
    this.plot = Math.max(1, width - this.left);
    if (this.columns.length !== Math.floor(this.plot)) this.columns = new Float64Array(Math.floor(this.plot));
    this.colour = colour;
    this.hatching = hatch(this.ctx, colour.gap);
    widths.clear();
  }

  x(us) {
    return this.left + (us - this.from) / this.scale;
  }

  // A span in pixels, cut to the plot; null outside.
  span(at, until = at) {
    const a = this.x(at);
    const b = this.x(until);
    if (b < this.left - 40 || a > this.width + 40) return null;
    return [Math.max(this.left - 40, a), Math.min(this.width + 40, b)];
  }

  draw(view, model, lanes, tiles, extra) {
    const { ctx, colour, ratio } = this;
    this.from = view.from;
    this.scale = (view.to - view.from) / this.plot;
    this.view = view;
    this.hits = [];
    ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
    ctx.fillStyle = colour.back;
    ctx.fillRect(0, 0, this.width, this.height);
    ctx.font = "12px system-ui, sans-serif";
    ctx.textBaseline = "middle";
    ctx.save();
    ctx.beginPath();
    ctx.rect(this.left, 0, this.plot, this.height);
    ctx.clip();
    this.shade(model);
    this.axis(extra.zone);
    for (const lane of lanes) this[lane.sort](lane, model, tiles, extra);
    this.over(extra);
    ctx.restore();
    this.names(lanes);
  }

  shade(model) {
    const { ctx, colour, height } = this;
    const start = model.milestones?.find((m) => m.word === "impact start")?.at;
    const end = model.milestones?.find((m) => m.word === "impact end")?.at;
    const span = start?.earliest && this.span(start.earliest, end?.latest ?? model.whole?.latest ?? start.earliest);
    if (!span) return;
    ctx.fillStyle = colour.impact;
    ctx.fillRect(span[0], AXIS, Math.max(1, span[1] - span[0]), height - AXIS);
  }

  axis(zone) {
    const { ctx, colour, height } = this;
    const { step, list } = ticks(this.view.from, this.view.to, this.scale, zone);
    ctx.fillStyle = colour.line;
    for (const at of list) ctx.fillRect(Math.round(this.x(at)), AXIS - 6, 1, height);
    ctx.fillStyle = colour.soft;
    let day = "";
    let free = 0; // what begins before this would lie on the label before it
    list.forEach((at, i) => {
      const date = i === 0 || step >= 3600e6 ? dateText(at, zone) : day;
      const clock = step >= 86400e6 ? "" : clockText(at, zone, step);
      const words = date === day || !clock ? clock || date : `${date} ${clock}`;
      day = date;
      if (this.x(at) < free) return;
      ctx.fillText(words, this.x(at) + 3, 10);
      free = this.x(at) + ctx.measureText(words).width + 10;
    });
  }

  log(lane, model, tiles, extra) {
    const { ctx, colour, columns, left } = this;
    const base = lane.y + BAR + 3;
    for (const spot of model.spots ?? []) {
      if (!spot.gap || (spot.source && spot.source !== lane.id)) continue;
      const span = this.span(spot.at.earliest, spot.at.latest ?? spot.at.earliest);
      if (!span) continue;
      ctx.fillStyle = this.hatching;
      ctx.fillRect(span[0], lane.y + 3, span[1] - span[0], BAR);
    }
    ctx.fillStyle = colour.line;
    ctx.fillRect(left, base, this.plot, 1);
    const marks = extra.marks?.get(lane.id);
    if (marks) return this.marks(lane, marks, base);
    if (extra.level === "") {
      tiles.columns(lane.id, "all", this.from, this.scale, columns);
      let peak = 0;
      for (let i = 0; i < columns.length; i++) if (columns[i] > peak) peak = columns[i];
      const unit = peak > 0 ? (BAR - 2) / Math.log1p(peak) : 0;
      ctx.fillStyle = colour.bar;
      ctx.beginPath();
      for (let i = 0; i < columns.length; ) {
        const high = columns[i] > 0 ? Math.round(2 + Math.log1p(columns[i]) * unit) : 0;
        let end = i + 1;
        while (end < columns.length && (columns[end] > 0 ? Math.round(2 + Math.log1p(columns[end]) * unit) : 0) === high) end++;
        if (high) ctx.rect(left + i, base - high, end - i, high);
        i = end;
      }
      ctx.fill();
    }
    if (extra.level !== "error") this.strip(lane, "warn", tiles, colour.warn, base + 2, STRIP - 2);
    this.strip(lane, "error", tiles, colour.error, base + 2, STRIP + 1);
  }

  strip(lane, group, tiles, fill, y, height) {
    const { ctx, columns } = this;
    tiles.columns(lane.id, group, this.from, this.scale, columns);
    ctx.fillStyle = fill;
    ctx.beginPath();
    for (let i = 0; i < columns.length; i++) {
      if (columns[i] <= 0) continue;
      let end = i + 1;
      while (end < columns.length && columns[end] > 0) end++;
      ctx.rect(this.left + i, y, Math.max(end - i, 2), height);
      i = end;
    }
    ctx.fill();
  }

  marks(lane, marks, base) {
    const { ctx, colour } = this;
    const fills = [colour.bar, colour.warn, colour.error];
    for (let level = 0; level < 3; level++) {
      ctx.fillStyle = fills[level];
      ctx.beginPath();
      for (const mark of marks) {
        if (mark[2] !== level) continue;
        const x = this.x(mark[0]);
        if (x < this.left - 2 || x > this.width) continue;
        ctx.rect(x - 1, base - (level ? BAR - 4 : 12), 2, level ? BAR - 4 : 12);
        if (level) ctx.rect(x - 1, base + 2, 3, STRIP);
      }
      ctx.fill();
    }
  }

  // Items with a label each, in rows: {at, words, id, weight}.
  labelled(lane, items, rows, fill, shape, inside = false) {
    const { ctx, colour } = this;
    const near = [];
    for (const item of items) {
      const span = this.span(item.at.earliest ?? item.at.latest, item.end ?? item.at.latest ?? item.at.earliest);
      if (span) near.push({ ...item, x: span[0], end: span[1], width: 0 });
    }
    if (near.length > 400) near.length = 400;
    for (const item of near) item.width = widthOf(ctx, item.words) + 10;
    near.sort((a, b) => a.x - b.x);
    const begin = (item) => (inside ? Math.max(this.left, item.x) - 4 : Math.max(item.end, item.x));
    const found = place(near.map((item) => ({ x: inside ? begin(item) : item.x, end: begin(item), width: item.width, weight: item.weight })), rows);
    const height = (i) => lane.y + 4 + found[i].row * ROW + ROW / 2;
    near.forEach((item, i) => shape(item, height(i), fill));
    ctx.fillStyle = colour.ink;
    near.forEach((item, i) => {
      const y = height(i);
      if (found[i].label) ctx.fillText(item.words, begin(item) + 8, y);
      this.hits.push({ x: item.x - 6, to: inside ? begin(item) + item.width : Math.max(item.end, item.x) + 6, y: y - ROW / 2, bottom: y + ROW / 2, item });
    });
  }

  // An interval with soft edges: it happened somewhere in here.
  doubt(item, y, fill) {
    const { ctx } = this;
    const width = item.end - item.x;
    if (width > 3) {
      const soft = ctx.createLinearGradient(item.x, 0, item.end, 0);
      soft.addColorStop(0, "transparent");
      soft.addColorStop(0.25, fill);
      soft.addColorStop(0.75, fill);
      soft.addColorStop(1, "transparent");
      ctx.globalAlpha = 0.45;
      ctx.fillStyle = soft;
      ctx.fillRect(item.x, y - 5, width, 10);
      ctx.globalAlpha = 1;
    }
    ctx.fillStyle = fill;
    ctx.beginPath();
    ctx.moveTo(item.x, y - 5);
    ctx.lineTo(item.x + 5, y);
    ctx.lineTo(item.x, y + 5);
    ctx.lineTo(item.x - 5, y);
    ctx.fill();
  }

  story(lane, model) {
    const items = model.story
      .filter((event) => event.at.earliest || event.at.latest)
      .map((event) => ({
        at: event.at,
        end: event.end?.latest ?? event.end?.earliest,
        words: `${event.id} ${shorten(event.what ?? event.kind, 34)}`,
        weight: event.turning ? 2 : 1,
        id: event.id,
        event,
      }));
    this.labelled(lane, items, STORY_ROWS, this.colour.story, (item, y, fill) => this.doubt(item, y, fill));
  }

  milestones(lane, model) {
    const items = model.milestones.map((m) => ({ at: m.at, words: m.word, id: m.word, milestone: m }));
    this.labelled(lane, items, MILE_ROWS, this.colour.mile, (item, y, fill) => this.doubt(item, y, fill));
  }

  spots(lane, model) {
    const { ctx } = this;
    const items = model.spots.filter((s) => !s.gap).map((s) => ({ at: s.at, words: s.word, id: s.word, spot: s }));
    const band = (item, y, fill) => {
      ctx.globalAlpha = 0.6;
      ctx.fillStyle = fill;
      ctx.fillRect(item.x, lane.y + 2, Math.max(2, item.end - item.x), (SPOT_ROWS - 1) * ROW + 4);
      ctx.globalAlpha = 1;
    };
    this.labelled(lane, items, SPOT_ROWS, this.colour.spot, band, true);
  }

  share(lane, model) {
    const { ctx, colour } = this;
    const { from, width, share } = model.impact;
    ctx.fillStyle = colour.error;
    ctx.beginPath();
    const first = Math.max(0, Math.floor((this.view.from - from) / width));
    const last = Math.min(share.length, Math.ceil((this.view.to - from) / width));
    for (let i = first; i < last; i++) {
      if (share[i] <= 0) continue;
      const high = Math.max(1, (share[i] / 1000) * 26);
      ctx.rect(this.x(from + i * width), lane.y + 30 - high, Math.max(1, width / this.scale), high);
    }
    ctx.fill();
  }

  events(lane, model) {
    const { ctx, colour } = this;
    const y = lane.y + EVENTS / 2;
    let last = -1e9;
    for (const event of model.events) {
      if (event.group !== lane.group || !(event.at.earliest ?? event.at.latest)) continue;
      const span = this.span(event.at.earliest ?? event.at.latest, event.end?.latest ?? event.at.latest);
      if (!span) continue;
      this.hits.push({ x: span[0] - 4, to: span[1] + 4, y: lane.y, bottom: lane.y + EVENTS, item: { event, id: event.place, at: event.at } });
      if (span[0] - last < 1.5 && span[1] - span[0] < 3) continue;
      last = span[0];
      ctx.fillStyle = event.failed ? colour.error : colour.ink;
      if (span[1] - span[0] > 5) {
        ctx.globalAlpha = 0.35;
        ctx.fillRect(span[0], y - 2, span[1] - span[0], 4);
        ctx.globalAlpha = 1;
      }
      ctx.fillRect(span[0] - 1.5, y - 6, 3, 12);
    }
  }

  series(lane, model, tiles, extra) {
    const { ctx, colour } = this;
    const data = extra.series?.get(lane.number);
    if (!data) return;
    let least = Infinity;
    let most = -Infinity;
    for (let i = 0; i < data.min.length; i++) {
      if (data.min[i] !== null && data.min[i] < least) least = data.min[i];
      if (data.max[i] !== null && data.max[i] > most) most = data.max[i];
    }
    if (least > most) return;
    const unit = (SERIES - 14) / (most - least || 1);
    const bottom = lane.y + SERIES - 6;
    ctx.strokeStyle = colour.story;
    ctx.beginPath();
    let open = false;
    for (let i = 0; i < data.min.length; i++) {
      if (data.min[i] === null) continue;
      const x = this.x(data.from + (i + 0.5) * data.width);
      const y = bottom - (data.max[i] - least) * unit;
      if (open) ctx.lineTo(x, y);
      else ctx.moveTo(x, y);
      if (data.min[i] !== data.max[i]) ctx.lineTo(x, bottom - (data.min[i] - least) * unit);
      open = true;
    }
    ctx.stroke();
    ctx.fillStyle = colour.soft;
    const tell = (value) => Number(value.toPrecision(3)).toString();
    ctx.fillText(tell(most), this.left + 4, lane.y + 8);
    ctx.fillText(tell(least), this.left + 4, bottom);
  }

  pictures(lane, model, tiles, extra) {
    const { ctx, colour } = this;
    for (const picture of model.pictures) {
      const span = picture.at && this.span(picture.at.earliest ?? picture.at.latest);
      if (!span) continue;
      let image = this.images.get(picture.url);
      if (!image) {
        image = new Image();
        image.onload = extra.again;
        image.src = picture.url;
        this.images.set(picture.url, image);
      }
      const height = PICTURE - 10;
      const width = image.naturalHeight ? Math.min(120, (image.naturalWidth / image.naturalHeight) * height) : 60;
      ctx.strokeStyle = colour.soft;
      if (image.naturalHeight) ctx.drawImage(image, span[0], lane.y + 4, width, height);
      ctx.strokeRect(span[0] + 0.5, lane.y + 4.5, width, height);
      this.hits.push({ x: span[0], to: span[0] + width, y: lane.y, bottom: lane.y + PICTURE, item: { picture, id: picture.id, at: picture.at } });
    }
  }

  // Cursor, selection, and the piece that is being chosen.
  over({ cursor, selected, drag, found }) {
    const { ctx, colour, height } = this;
    for (const [us, y] of found ?? []) {
      ctx.fillStyle = colour.pick;
      ctx.fillRect(this.x(us) - 2, y - 2, 4, 4);
    }
    if (drag) {
      ctx.globalAlpha = 0.2;
      ctx.fillStyle = colour.pick;
      ctx.fillRect(Math.min(drag[0], drag[1]), AXIS, Math.abs(drag[1] - drag[0]), height);
      ctx.globalAlpha = 1;
    }
    if (selected) {
      const span = this.span(selected[0], selected[1]);
      ctx.fillStyle = colour.pick;
      if (span) ctx.fillRect(span[0] - 1, AXIS - 4, Math.max(2, span[1] - span[0]), 4);
      if (span) ctx.fillRect(Math.round(span[0]) - 1, AXIS, 2, height);
    }
    if (cursor !== null && cursor >= this.left) {
      ctx.fillStyle = colour.soft;
      ctx.fillRect(cursor, AXIS, 1, height);
    }
  }

  names(lanes) {
    const { ctx, colour, left } = this;
    ctx.fillStyle = colour.line;
    ctx.fillRect(left - 1, 0, 1, this.height);
    const most = Math.floor((left - 12) / 6.3);
    for (const lane of lanes) {
      ctx.fillStyle = colour.line;
      ctx.fillRect(0, lane.y, left, 1);
      ctx.fillStyle = colour.ink;
      const name = lane.id ? `${lane.id} ${lane.name}` : lane.name;
      const words = name.length > most && lane.id ? `${lane.id} …${lane.name.slice(-(most - lane.id.length - 2))}` : shorten(name, most);
      ctx.fillText(words, 6, lane.y + Math.min(14, lane.height / 2));
    }
  }
}
