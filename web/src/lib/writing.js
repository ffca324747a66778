// How the editor looks and what it understands: Markdown as plain text, with the page's own colours.

import { HighlightStyle, Language, defineLanguageFacet, syntaxHighlighting } from "@codemirror/language";
import { tags } from "@lezer/highlight";
import { parser } from "@lezer/markdown";
import { EditorSelection } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import "./adopted.js";

const markdown = new Language(defineLanguageFacet({ commentTokens: { block: { open: "<!--", close: "-->" } } }), parser, [], "markdown");

const marks = HighlightStyle.define([
  { tag: tags.heading, fontWeight: "650" },
  { tag: tags.strong, fontWeight: "650" },
  { tag: tags.emphasis, fontStyle: "italic" },
  { tag: tags.monospace, fontFamily: "var(--mono)" },
  { tag: tags.link, color: "var(--link)" },
  { tag: tags.url, color: "var(--soft)" },
  { tag: tags.quote, color: "var(--soft)" },
  { tag: tags.processingInstruction, color: "var(--soft)" },
]);

const look = EditorView.theme({
  "&": { backgroundColor: "var(--field)", color: "var(--ink)", border: "1px solid var(--edge)", borderRadius: "6px", fontSize: "1rem" },
  "&.cm-focused": { outline: "2px solid var(--focus)", outlineOffset: "1px" },
  ".cm-scroller": { fontFamily: "inherit", lineHeight: "1.55", maxHeight: "70vh", overflow: "auto" },
  ".cm-content": { padding: ".6rem .2rem", caretColor: "var(--ink)", minHeight: "7rem" },
  ".cm-line": { padding: "0 .6rem" },
  ".cm-cursor": { borderLeftColor: "var(--ink)" },
  ".cm-lintRange": { backgroundImage: "none", textDecoration: "underline dotted 2px var(--ask-edge)", textUnderlineOffset: ".22em", paddingBottom: "0" },
  ".cm-lintRange-active": { backgroundColor: "var(--ask)" },
  ".cm-tooltip": { backgroundColor: "var(--card)", color: "var(--ink)", border: "1px solid var(--line)", borderRadius: "6px", maxWidth: "26rem" },
  ".cm-diagnostic, .cm-diagnostic-info, .cm-diagnostic-hint": { borderLeft: "3px solid var(--ask-edge)", padding: ".4rem .6rem" },
  ".cm-other": { borderLeft: "2px solid var(--good)", marginLeft: "-1px", marginRight: "-1px" },
});

export const writing = [markdown, syntaxHighlighting(marks), look, EditorView.lineWrapping];

// **words**, _words_, "- " before each line: what a small toolbar puts around a selection.
export const around = (mark) => (view) => {
  view.dispatch(
    view.state.changeByRange((range) => {
      const words = view.state.sliceDoc(range.from, range.to);
      const inserted = `${mark}${words}${mark}`;
      const from = range.from + mark.length;
      return { changes: { from: range.from, to: range.to, insert: inserted }, range: EditorSelection.range(from, from + words.length) };
    }),
  );
  view.focus();
  return true;
};
export const before = (mark) => (view) => {
  const { from, to } = view.state.selection.main;
  const changes = [];
  for (let at = from; ; ) {
    const line = view.state.doc.lineAt(at);
    changes.push({ from: line.from, insert: mark });
    if (line.to >= to) break;
    at = line.to + 1;
  }
  view.dispatch({ changes });
  view.focus();
  return true;
};
