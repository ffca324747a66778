// Where others are in a text: a thin mark at their place, and their names beside it.

import { StateEffect, StateField } from "@codemirror/state";
import { Decoration, EditorView, WidgetType } from "@codemirror/view";

const GONE = 45000; // ms without a word

export const saw = StateEffect.define();

class Mark extends WidgetType {
  constructor(name) {
    super();
    this.name = name;
  }
  eq(other) {
    return other.name === this.name;
  }
  toDOM() {
    const mark = document.createElement("span");
    mark.className = "cm-other";
    mark.title = this.name;
    mark.setAttribute("aria-hidden", "true");
    return mark;
  }
  ignoreEvent() {
    return true;
  }
}

// client -> { name, at, seen }; places move with the text.
export const others = StateField.define({
  create: () => new Map(),
  update(value, transaction) {
    let next = value;
    if (transaction.docChanged && value.size)
      next = new Map([...value].map(([client, each]) => [client, { ...each, at: transaction.changes.mapPos(each.at) }]));
    for (const effect of transaction.effects) {
      if (!effect.is(saw)) continue;
      next = new Map([...next].filter(([, each]) => Date.now() - each.seen < GONE));
      const { client, name, at, gone } = effect.value;
      if (gone) next.delete(client);
      else if (client) next.set(client, { name, at: Math.min(at, transaction.newDoc.length), seen: Date.now() });
    }
    return next;
  },
  provide: (field) =>
    EditorView.decorations.from(field, (map) =>
      Decoration.set([...map.values()].map((each) => Decoration.widget({ widget: new Mark(each.name), side: 1 }).range(each.at)), true),
    ),
});

// ["Bo, line 12"], each person once.
export const namesOf = (state) => {
  const lines = new Map();
  for (const each of state.field(others).values()) lines.set(each.name, state.doc.lineAt(Math.min(each.at, state.doc.length)).number);
  return [...lines].map(([name, line]) => `${name}, line ${line}`);
};
