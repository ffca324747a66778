// What is chosen, in words: with a way to take it over, to edit it, to copy it.

import { post, say } from "../post.js";
import { make } from "./dom.js";
import { timeText } from "./zones.js";

const copy = async (words) => {
  await navigator.clipboard?.writeText(words).catch(() => {});
  say("Copied");
};

export const take = async (app, place, button) => {
  button.disabled = true;
  try {
    const answer = await post(`${app.api}/take`, { place }, { key: crypto.randomUUID() });
    say(answer.told);
    await app.reload();
    if (answer.entry) app.choose({ id: answer.entry.id });
  } catch (error) {
    say(error.message);
    button.disabled = false;
    button.after(make("span", { role: "alert" }, ` ${error.message}`));
  }
};

const times = (app, at) => {
  const one = (us) => timeText(us, app.zone, app.day);
  if (!at) return "";
  const { earliest, latest } = at;
  if (earliest === undefined && latest === undefined) return "time not known";
  if (earliest === undefined) return `not after ${one(latest)}`;
  if (latest === undefined) return `not before ${one(earliest)}`;
  return latest - earliest < 1e6 ? one(earliest) : `${one(earliest)} to ${one(latest)}`;
};

export const detail = (app, chosen) => {
  const { item } = chosen;
  const entry = item.event?.href ? item.event : null;
  const words =
    item.record?.text ?? item.event?.what ?? item.milestone?.basis ?? item.spot?.why ?? item.picture?.name ?? item.words ?? "";
  const head = entry?.id ?? item.milestone?.word ?? item.spot?.word ?? item.event?.kind ?? item.record?.source ?? item.picture?.id ?? "";
  const place = item.record?.place ?? (entry ? entry.places?.[0]?.place : (item.event ?? item.milestone ?? item.spot)?.place);
  const who = item.event?.actor;
  const when = times(app, item.record?.at ?? item.at);
  const line = [head, when, who, words, place].filter(Boolean).join(" · ");
  const canTake = app.may && !entry && place?.includes(":");
  return [
    make("p", {}, make("b", {}, head), " ", when, who ? make("b", {}, ` ${who}`) : "", place ? make("span", { class: "aside" }, ` ${place}`) : ""),
    make("p", {}, words),
    item.picture ? make("p", {}, make("a", { href: item.picture.url }, "Open the picture")) : null,
    make(
      "p",
      {},
      canTake
        ? make("button", { type: "button", "data-key": "+", onclick: (event) => take(app, place, event.target) }, "+ Take over into the story")
        : null,
      entry ? make("a", { href: entry.href, "data-key": "e", class: "button" }, `Edit ${entry.id}`) : null,
      " ",
      make("button", { type: "button", onclick: () => copy(line) }, "Copy"),
    ),
  ].filter(Boolean);
};
