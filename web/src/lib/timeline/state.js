// What the page shows, in its address: whoever opens the same address sees the same.

import { fromIso, isZone } from "./zones.js";

const LEVELS = ["", "warn", "error"];

const readTime = (text) => {
  if (!text) return null;
  const epoch = /^@(\d+)(?:\.(\d+))?$/.exec(text);
  if (epoch) return Number(epoch[1]) * 1e6 + Number((epoch[2] ?? "").padEnd(6, "0").slice(0, 6));
  const us = fromIso(text);
  return Number.isNaN(us) ? null : us;
};

export const writeTime = (us) => {
  const whole = Math.floor(us / 1e6);
  const rest = Math.round(us - whole * 1e6);
  return rest ? `@${whole}.${String(rest).padStart(6, "0").replace(/0+$/, "")}` : `@${whole}`;
};

export const readState = (search) => {
  const query = new URLSearchParams(search);
  const zone = query.get("zone") ?? "";
  const level = query.get("level") ?? "";
  return {
    from: readTime(query.get("from")),
    to: readTime(query.get("to")),
    zone: zone === "utc" || zone === "review" || (zone && isZone(zone)) ? zone : "",
    sources: (query.get("source") ?? "").split(",").filter((id) => /^S\d+$/.test(id)),
    level: LEVELS.includes(level) ? level : "",
    hidden: (query.get("without") ?? "").split(",").filter(Boolean),
    words: query.get("q") ?? "",
    selected: query.get("at") ?? "",
  };
};

export const writeState = (state, whole) => {
  const query = new URLSearchParams();
  const isWhole = !whole || (state.from <= whole.from && state.to >= whole.to);
  if (!isWhole) {
    query.set("from", writeTime(state.from));
    query.set("to", writeTime(state.to));
  }
  if (state.zone && state.zone !== "review") query.set("zone", state.zone);
  if (state.sources.length) query.set("source", state.sources.join(","));
  if (state.level) query.set("level", state.level);
  if (state.hidden.length) query.set("without", state.hidden.join(","));
  if (state.words) query.set("q", state.words);
  if (state.selected) query.set("at", state.selected);
  const text = query.toString().replaceAll("%2C", ",").replaceAll("%40", "@").replaceAll("%3A", ":");
  return text ? `?${text}` : "";
};
