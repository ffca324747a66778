// Counts in tiles: at level k a bucket is 2^k microseconds wide and a tile has SIZE of them. What a
// view needs is asked for, and drawn from whatever level is there until it comes.

export const SIZE = 512;
const KEPT = 900; // tiles
const AT_ONCE = 4; // requests
const JOINED = 8; // tiles of one request

export const levelFor = (usPerPixel) => Math.max(0, Math.floor(Math.log2(Math.max(usPerPixel, 1))));
export const bucketWidth = (level) => 2 ** level;
export const tileWidth = (level) => SIZE * 2 ** level;
export const tilesOf = (level, from, to) => {
  const width = tileWidth(level);
  return [Math.floor(from / width), Math.ceil(to / width) - 1];
};
export const keyOf = (level, number) => `${level}/${number}`;

// Numbers that follow each other are asked for together: [[first, count], ...].
export const join = (numbers, most = JOINED) => {
  const runs = [];
  for (const number of [...numbers].sort((a, b) => a - b)) {
    const run = runs.at(-1);
    if (run && run[0] + run[1] === number && run[1] < most) run[1]++;
    else runs.push([number, 1]);
  }
  return runs;
};

// Cuts the server's answer for `count` tiles into tiles: lane id -> {all, warn, error}.
export const cut = (answer, count) => {
  const tiles = Array.from({ length: count }, () => new Map());
  for (const lane of answer.lanes) {
    for (let i = 0; i < count; i++) {
      const parts = {};
      let any = false;
      for (const group of ["all", "warn", "error"]) {
        const part = lane[group]?.slice(i * SIZE, (i + 1) * SIZE);
        if (!part?.some((n) => n > 0)) continue;
        parts[group] = new Float64Array(SIZE);
        parts[group].set(part);
        any = true;
      }
      if (any) tiles[i].set(lane.id, parts);
    }
  }
  return tiles;
};

// Adds a tile's buckets into columns of `usPerPixel` that begin at `from`, within [least, most).
// A bucket that spans several columns is shared out among them.
const pour = (tile, level, number, group, lane, columns, from, usPerPixel, least, most) => {
  const counts = tile.get(lane)?.[group];
  if (!counts) return;
  const width = bucketWidth(level);
  const start = number * tileWidth(level);
  const first = Math.max(0, Math.floor((least - start) / width));
  const last = Math.min(SIZE, Math.ceil((most - start) / width));
  for (let i = first; i < last; i++) {
    const n = counts[i];
    if (!n) continue;
    const begin = start + i * width;
    if (width <= usPerPixel * 1.01) {
      const column = Math.floor((begin - from) / usPerPixel);
      if (column >= 0 && column < columns.length) columns[column] += n;
      continue;
    }
    const a = Math.max(0, Math.floor((Math.max(begin, least) - from) / usPerPixel));
    const b = Math.min(columns.length - 1, Math.floor((Math.min(begin + width, most) - from) / usPerPixel - 1e-9));
    const share = (n * usPerPixel) / width;
    for (let column = a; column <= b; column++) columns[column] += share;
  }
};

export class Tiles {
  // `ask(from, to, buckets)` gives a promise of the server's answer; `changed` is called when there
  // is more to draw.
  constructor(ask, changed) {
    this.ask = ask;
    this.changed = changed;
    this.kept = new Map(); // in the order they were last used
    this.asked = new Set();
    this.wanted = [];
    this.running = 0;
  }

  get(level, number) {
    const key = keyOf(level, number);
    const tile = this.kept.get(key);
    if (tile) {
      this.kept.delete(key);
      this.kept.set(key, tile);
    }
    return tile;
  }

  put(level, number, tile) {
    this.kept.set(keyOf(level, number), tile);
    while (this.kept.size > KEPT) this.kept.delete(this.kept.keys().next().value);
  }

  // What is nearest stands in: a wider level above, else the two below.
  standIn(level, number) {
    for (let up = 1; up <= 14; up++) {
      const above = Math.floor(number / 2 ** up);
      const tile = this.get(level + up, above);
      if (tile) return [[tile, level + up, above]];
    }
    const below = [];
    for (let i = 0; i < 2 && level > 0; i++) {
      const tile = this.get(level - 1, number * 2 + i);
      if (tile) below.push([tile, level - 1, number * 2 + i]);
    }
    return below;
  }

  // Columns of one lane and group for a view.
  columns(lane, group, from, usPerPixel, into) {
    into.fill(0);
    const level = levelFor(usPerPixel);
    const to = from + usPerPixel * into.length;
    const [first, last] = tilesOf(level, from, to);
    for (let number = first; number <= last; number++) {
      const least = Math.max(from, number * tileWidth(level));
      const most = Math.min(to, (number + 1) * tileWidth(level));
      const tile = this.kept.get(keyOf(level, number));
      const sources = tile ? [[tile, level, number]] : this.standIn(level, number);
      for (const [piece, at, n] of sources) pour(piece, at, n, group, lane, into, from, usPerPixel, least, most);
    }
    return into;
  }

  // Asks for what a view lacks, then for its neighbours and the next zooms.
  want(from, to, usPerPixel) {
    const level = levelFor(usPerPixel);
    const [first, last] = tilesOf(level, from, to);
    const list = [];
    const add = (k, a, b) => {
      if (k < 0) return;
      const missing = [];
      for (let n = Math.max(0, a); n <= b; n++)
        if (!this.kept.has(keyOf(k, n)) && !this.asked.has(keyOf(k, n))) missing.push(n);
      for (const [n, count] of join(missing)) list.push([k, n, count]);
    };
    add(level, first, last);
    this.missing = false; // until all of the view has come
    for (let n = Math.max(0, first); n <= last; n++) this.missing ||= !this.kept.has(keyOf(level, n));
    add(level + 2, Math.floor(first / 4) - 1, Math.floor(last / 4) + 1);
    add(level, first - 2, last + 2);
    const middle = tilesOf(level - 1, from + (to - from) / 4, to - (to - from) / 4);
    add(level - 1, middle[0], middle[1]);
    this.wanted = list;
    this.go();
  }

  go() {
    while (this.running < AT_ONCE && this.wanted.length) {
      const [level, number, count] = this.wanted.shift();
      const keys = Array.from({ length: count }, (_, i) => keyOf(level, number + i));
      if (keys.some((key) => this.kept.has(key) || this.asked.has(key))) continue;
      keys.forEach((key) => this.asked.add(key));
      this.running++;
      const width = tileWidth(level);
      this.ask(number * width, (number + count) * width, count * SIZE)
        .then((answer) => {
          cut(answer, count).forEach((tile, i) => this.put(level, number + i, tile));
          this.changed();
        })
        .catch(() => {}) // asked for again when it is next in view
        .finally(() => {
          keys.forEach((key) => this.asked.delete(key));
          this.running--;
          this.go();
        });
    }
  }
}
