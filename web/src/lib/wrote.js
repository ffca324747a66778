// Who wrote what, shown on demand: a tint a person, names in a legend. Nothing is counted.

import { StateEffect, StateField } from "@codemirror/state";
import { Decoration, EditorView } from "@codemirror/view";

const TINTS = 6;
export const showWho = StateEffect.define();

export const wrote = StateField.define({
  create: () => Decoration.none,
  update(marks, transaction) {
    let next = marks.map(transaction.changes);
    for (const effect of transaction.effects) if (effect.is(showWho)) next = effect.value;
    return next;
  },
  provide: (field) => EditorView.decorations.from(field),
});

// Marks for the runs of the server, and [[name, class], ...] for the legend.
export const marksOf = (runs, length) => {
  const names = [...new Set(runs.map((run) => run.who))];
  const tint = (who) => `cm-who cm-who-${names.indexOf(who) % TINTS}`;
  const ranges = runs
    .filter((run) => run.from < run.to && run.to <= length)
    .map((run) => Decoration.mark({ class: tint(run.who), attributes: { title: run.who } }).range(run.from, run.to));
  return { marks: Decoration.set(ranges), legend: names.map((name) => [name, tint(name)]) };
};
