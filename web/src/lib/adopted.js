// CodeMirror writes its styles into a <style> element, which our policy forbids (style-src 'self').
// The same rules in a sheet that the page adopts are allowed; so they are put there.
import { StyleModule } from "style-mod";

const known = [];
let sheet = null;

StyleModule.mount = (root, modules) => {
  const fresh = [modules].flat().filter((module) => !known.includes(module));
  if (!fresh.length) return;
  known.push(...fresh);
  sheet ??= new CSSStyleSheet();
  sheet.replaceSync(known.map((module) => module.getRules()).join("\n"));
  const place = root.adoptedStyleSheets ? root : document;
  if (!place.adoptedStyleSheets.includes(sheet)) place.adoptedStyleSheets = [...place.adoptedStyleSheets, sheet];
};
