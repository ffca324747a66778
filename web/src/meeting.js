// Meeting mode: the clock of the agenda, and everybody at the same event. Where one is stands in the
// address, so that a reload loses nothing; the page that leads says it again to whoever joins.

const at = (id) => document.getElementById(id);
const meet = () => at("meet");
const leads = meet().hasAttribute("data-leads");

// ---- the clock ----

const minutes = (count) => `${count} min`;
const tick = () => {
  const began = Date.parse(meet()?.dataset.began ?? "");
  const place = at("meet-clock");
  if (!place) return;
  place.hidden = Number.isNaN(began);
  if (place.hidden) return;
  const gone = (Date.now() - began) / 60000;
  const parts = [...document.querySelectorAll(".meet-plan li")];
  const part = parts.find((each) => each.getAttribute("aria-current"));
  const end = Number(parts.at(-1)?.dataset.until ?? 0);
  const until = Number(part?.dataset.until ?? end);
  const left = Math.ceil(until - gone);
  const words = left >= 0 ? `${minutes(left)} left of this part` : `${minutes(-left)} beyond this part; the timeline wins`;
  const text = `${words} · ${minutes(Math.max(0, Math.floor(gone)))} of ${end}`;
  if (place.textContent !== text) place.textContent = text;
  place.toggleAttribute("data-over", left < 0);
  for (const each of parts) each.toggleAttribute("data-due", gone >= Number(each.dataset.from) && gone < Number(each.dataset.until));
};

// ---- together ----

const tell = () =>
  fetch(meet().dataset.tell, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-Token": document.body.dataset.token },
    body: JSON.stringify({ event: meet().dataset.focus, part: meet().dataset.part }),
  }).catch(() => {});

const box = at("meet-follows");
const remembered = `follow ${document.body.dataset.review}`;
const go = (detail) => {
  const to = new URL(location.href);
  if (detail.event) to.searchParams.set("at", detail.event);
  if (detail.part) to.searchParams.set("part", detail.part);
  if (to.href !== location.href) location.replace(to);
};
// One who types is not taken away.
const typing = () => document.activeElement?.matches("input:not([type=checkbox]), textarea, select") && document.activeElement.value;

const together = () => {
  at("meet-follow").hidden = false;
  if (leads) {
    box.closest("label").hidden = true;
    if (meet().dataset.focus) tell();
    let soon = 0;
    document.addEventListener("postmortem:presence", () => {
      clearTimeout(soon);
      soon = setTimeout(tell, 400);
    });
    return;
  }
  box.checked = sessionStorage.getItem(remembered) !== "no";
  box.addEventListener("change", () => sessionStorage.setItem(remembered, box.checked ? "yes" : "no"));
  document.addEventListener("postmortem:focus", ({ detail }) => {
    if (box.checked && detail.leads && !typing()) go(detail);
  });
  at("meet-show")?.addEventListener("click", tell);
};

// Right and left walk on and back, as on any set of slides.
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select")) return;
  const way = { ArrowRight: "next", PageDown: "next", ArrowLeft: "prev", PageUp: "prev" }[event.key];
  const link = way && document.querySelector(`.meet-steps a[rel=${way}]`);
  if (!link) return;
  event.preventDefault();
  link.click();
});

together();
tick();
setInterval(tick, 5000);
document.addEventListener("postmortem:fresh", () => {
  at("meet-follow").hidden = false;
  tick();
});
