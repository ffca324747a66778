// Remediation: the keys on an item's buttons work on the item that one is at (j, k, or by Tab).

const rows = () => document.querySelectorAll("[data-plan] [data-row]");

const give = () => {
  const at = document.activeElement?.closest?.("[data-plan] [data-row]");
  for (const row of rows())
    for (const button of row.querySelectorAll("[data-row-key]")) {
      if (row === at) button.dataset.key = button.dataset.rowKey;
      else delete button.dataset.key;
    }
};

document.addEventListener("focusin", give);
document.addEventListener("postmortem:fresh", give);
// A small form that opens is typed into at once.
document.addEventListener(
  "toggle",
  (event) => {
    if (event.target.matches?.("details.step[open]")) event.target.querySelector("textarea, input:not([type=hidden]), select")?.focus();
  },
  true,
);
document.addEventListener("keydown", (event) => {
  const step = event.key === "Escape" && event.target.closest?.("details.step[open]");
  if (!step) return;
  step.open = false;
  step.querySelector("summary").focus();
});
give();
