// What others do, as it happens. One stream a page that is in view: a browser opens few connections
// to one server, and hidden pages need none.

import { refresh } from "./fresh.js";

const line = (words) => {
  const place = document.getElementById("connection");
  if (!place) return;
  place.textContent = words;
  place.hidden = !words;
};

export const stream = () => {
  const path = document.body.dataset.stream;
  if (!path) return;
  let source = null;
  let lost = false;
  let timer = 0;
  const fresh = () => {
    clearTimeout(timer);
    timer = setTimeout(() => refresh().catch(() => {}), 120);
  };
  const pass = (name) =>
    source.addEventListener(name, (event) => {
      const detail = JSON.parse(event.data);
      document.dispatchEvent(new CustomEvent(`postmortem:${name}`, { detail }));
      if (name === "change") fresh();
      if (name === "presence") here(detail);
    });
  const open = () => {
    source = new EventSource(path);
    ["change", "presence", "focus", "live", "live-here", "progress"].forEach(pass);
    source.addEventListener("open", () => {
      if (lost) {
        fresh();
        line("The connection is back.");
        setTimeout(() => line(""), 3000);
      }
      lost = false;
    });
    source.addEventListener("error", () => {
      if (!lost) line("The connection is lost. What you write is kept here and sent when it is back.");
      lost = true;
      if (source.readyState === EventSource.CLOSED) setTimeout(() => document.visibilityState === "visible" && (source.close(), open()), 3000);
    });
  };
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") {
      source?.close();
      source = null;
    } else if (!source) {
      open();
      fresh();
    }
  });
  if (document.visibilityState === "visible") open();
};

// Readers are told how many are here, not who.
const here = ({ here: names, count = names.length }) => {
  const place = document.getElementById("presence");
  if (place) place.textContent = count < 2 ? "" : names ? `Here now: ${names.join(", ")}` : `${count} people are here now`;
};
