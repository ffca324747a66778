// Labels beside marks, in rows, so that none covers another. Those that find no room go without:
// their mark stays.

// items: [{x, end, width, weight}], sorted by x; gives for each {row, label}. `end` is where the
// mark ends, `width` that of its label. Heavier ones choose first.
export const place = (items, rows, gap = 6) => {
  const taken = Array.from({ length: rows }, () => []);
  const free = (row, from, to) => taken[row].every(([a, b]) => to <= a || from >= b);
  const put = (row, from, to) => taken[row].push([from, to]);
  const found = items.map(() => ({ row: rows - 1, label: false }));
  const order = items.map((_, i) => i).sort((a, b) => (items[b].weight ?? 0) - (items[a].weight ?? 0) || a - b);
  for (const i of order) {
    const { x, end, width } = items[i];
    const from = x - gap;
    const to = Math.max(end, x) + width + gap * 2;
    const row = taken.findIndex((_, r) => free(r, from, to));
    if (row >= 0) {
      put(row, from, to);
      found[i] = { row, label: true };
      continue;
    }
    const bare = taken.findIndex((_, r) => free(r, x - gap, Math.max(end, x) + gap));
    if (bare >= 0) {
      put(bare, x - gap, Math.max(end, x) + gap);
      found[i] = { row: bare, label: false };
    }
  }
  return found;
};

export const shorten = (words, most) => (words.length <= most ? words : `${words.slice(0, most - 1).trimEnd()}…`);
