// On every page: keys, sheets, live forms, and what others do. All of it is a help: each page reads
// and each form works without.

import { liveForms } from "./lib/forms.js";
import { keys } from "./lib/keys.js";
import { showKeys, showPalette } from "./lib/sheets.js";
import { stream } from "./lib/stream.js";

keys({ "?": showKeys, ".": showPalette });
document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
    event.preventDefault();
    if (!document.querySelector("dialog[open]")) showPalette();
  }
});
document.addEventListener("click", (event) => {
  const open = event.target.closest?.("[data-sheet]");
  if (open) (open.dataset.sheet === "keys" ? showKeys : showPalette)();
});
liveForms();
stream();
document.documentElement.dataset.script = "yes";
