// Labels beside marks, in rows, so that none covers another. Those that find no room go without:
// their mark stays.

// items: [{x, end, width, weight}], sorted by x; gives for each {row, label}. `end` is where the
// mark ends, `width` that of its label. Heavier ones choose first; the last row is for marks alone.
export const place = (items, rows, gap = 6) => {
  const taken = Array.from({ length: rows - 1 }, () => []);
  const found = items.map(() => ({ row: rows - 1, label: false }));
  const order = items.map((_, i) => i).sort((a, b) => (items[b].weight ?? 0) - (items[a].weight ?? 0) || a - b);
  for (const i of order) {
    const from = items[i].x - gap;
    const to = Math.max(items[i].end, items[i].x) + items[i].width + gap * 2;
    const row = taken.findIndex((spans) => spans.every(([a, b]) => to <= a || from >= b));
    if (row < 0) continue;
    taken[row].push([from, to]);
    found[i] = { row, label: true };
  }
  return found;
};

export const shorten = (words, most) => (words.length <= most ? words : `${words.slice(0, most - 1).trimEnd()}…`);
