// Texts that several write at once: <textarea data-live-field data-entry="M1" data-field="note">.
// Without script the textarea posts as any; here it becomes an editor that is in step with the
// others, keeps what is not sent yet, and asks about words that close down learning.

import { collab, getClientID } from "@codemirror/collab";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { linter, setDiagnostics } from "@codemirror/lint";
import { ChangeSet, EditorSelection, EditorState, Text, Transaction } from "@codemirror/state";
import { EditorView, drawSelection, keymap } from "@codemirror/view";
import { el } from "./lib/dom.js";
import { LiveText, ask } from "./lib/live.js";
import { namesOf, others, saw } from "./lib/others.js";
import { say } from "./lib/post.js";
import { asking, showQuestions } from "./lib/questions.js";
import { leftBehind } from "./lib/unsent.js";
import { around, before, writing } from "./lib/writing.js";
import { marksOf, showWho, wrote } from "./lib/wrote.js";

const mounted = new Map(); // place -> editor

const words = {
  all: "All is kept.",
  sending: "Keeping…",
  here: "Kept in this browser, not sent yet.",
};

class Editor {
  constructor(textarea, about, label) {
    Object.assign(this, { textarea, about, label });
    this.path = `/api/reviews/${document.body.dataset.review}/entries/${about.entry}/live/${about.field}`;
    this.place = `${document.body.dataset.login ?? ""} ${document.body.dataset.review} ${about.entry} ${about.field}`;
  }

  // ---- beginning ----

  async begin() {
    const { status, answer } = await ask(`${this.path}/open`, {});
    if (status !== 200) return false; // the plain form stays
    const old = await leftBehind(this.place).catch(() => null);
    this.build();
    this.show(this.stateOf(old, answer));
    if (old) this.live.key = old.key;
    if (old) this.live.synced = Text.of(old.doc.split("\n"));
    this.live.version = answer.version;
    this.live.say({ version: answer.version, other: answer.other ?? null });
    this.live.soon();
    this.guard.now(this.view.state.doc.toString());
    this.tellHere({ hello: true });
    return true;
  }

  stateOf(old, answer) {
    if (!old) return this.newState(Text.of((answer.text ?? "").split("\n")), answer.number);
    let state = this.newState(Text.of(old.doc.split("\n")), old.number, old.client);
    for (const update of old.updates) state = state.update({ changes: ChangeSet.fromJSON(update) }).state;
    return state;
  }

  newState(doc, number, client) {
    const named = { "aria-label": `${this.label}. Markdown. Escape, then Tab leaves the editor.`, spellcheck: "true", autocapitalize: "sentences" };
    const extensions = [
      history(),
      drawSelection(),
      keymap.of([{ key: "Mod-b", run: around("**") }, { key: "Mod-i", run: around("_") }, { key: "Mod-s", run: () => (this.save(), true) }, ...defaultKeymap, ...historyKeymap, indentWithTab]),
      collab({ startVersion: number, ...(client ? { clientID: client } : {}) }),
      others,
      wrote,
      linter(null),
      writing,
      EditorView.contentAttributes.of(named),
      EditorView.updateListener.of((update) => this.updated(update)),
    ];
    return EditorState.create({ doc, extensions });
  }

  build() {
    this.status = el("span.live-status", { role: "status" });
    this.here = el("span.live-here");
    this.notice = el("div.live-notice");
    this.questions = el("div.guard-list", { role: "region", "aria-label": `Questions about the words: ${this.label}` });
    this.holder = el("div.live-holder");
    this.legend = el("p.live-legend", { hidden: true });
    this.whoButton = el("button", { type: "button", "aria-pressed": "false", onclick: () => this.toggleWho() }, "Who wrote what");
    const tool = (name, title, run) => el("button", { type: "button", title, "aria-label": title, onclick: () => run(this.view) }, name);
    this.tools = el("div.live-tools", { role: "toolbar", "aria-label": `${this.label}: marks` },
      tool("B", "Strong", around("**")), tool("I", "Emphasis", around("_")), tool("•", "List", before("- ")), tool("H", "Heading", before("## ")), this.whoButton, this.here);
    this.box = el("div.live-box", { "data-island": true, id: `live-${this.about.entry}-${this.about.field}` },
      el("div.live-main", {}, this.tools, this.holder, this.legend, el("p.live-foot", {}, this.status, " ", el("span.quiet", {}, "Escape, then Tab leaves the editor."))),
      el("aside.live-side", { "aria-label": `About ${this.label}` }, this.notice, this.questions));
    this.textarea.hidden = true;
    this.textarea.disabled = true; // the editor keeps the text; the form does not send it
    for (const button of this.textarea.form?.matches("[data-live-form]") ? this.textarea.form.querySelectorAll("[type=submit]") : []) button.hidden = true;
    this.textarea.after(this.box);
    this.guard = asking(this.about, (findings, text) => this.asked(findings, text));
  }

  show(state) {
    this.view = new EditorView({ state, parent: this.holder });
    this.live = new LiveText({ path: this.path, place: this.place, view: this.view, tell: (now) => this.told(now) });
    this.live.restart = (doc, number) => {
      this.view.setState(this.newState(doc, number));
      this.live.client = getClientID(this.view.state);
      this.live.synced = doc;
    };
  }

  // ---- what happens ----

  updated(update) {
    if (update.docChanged) {
      this.guard.soon(() => this.view.state.doc.toString());
      const own = update.transactions.some((t) => t.docChanged && !t.annotation(Transaction.remote));
      if (own) this.live.typed();
      if (!this.legend.hidden) this.hideWho();
    }
    if (update.selectionSet || update.focusChanged) this.hereSoon();
    if (update.docChanged || update.transactions.some((t) => t.effects.some((e) => e.is(saw)))) this.showHere();
  }

  told(now) {
    this.status.textContent = now.words || (now.saved && now.kept === "all" ? "All is kept, and in the record." : words[now.kept]);
    this.box.dataset.kept = now.kept;
    if (now.kept !== "all") now.saved = false;
    const parts = [];
    if (now.other) parts.push(this.compare(now.other));
    if (now.aside) parts.push(this.aside(now.aside));
    if (parts.length || this.notice.childElementCount) this.notice.replaceChildren(...parts);
  }

  compare(other) {
    const take = () => {
      this.view.dispatch({ changes: { from: 0, to: this.view.state.doc.length, insert: other.text } });
      this.keepAgreed(other.version);
    };
    return el("div.notice", { role: "alert" },
      el("p", {}, el("strong", {}, "Two texts. "), `A form changed this text too; version ${other.version} of ${this.about.entry} says:`),
      el("pre.live-other", { tabindex: "0" }, other.text),
      el("p", {}, "Both are kept. Put into the editor what belongs together, then say which one goes on; the other stays in the history."),
      el("div.line", {},
        el("button", { type: "button", onclick: () => this.keepAgreed(other.version) }, "Keep what the editor says"),
        el("button", { type: "button", onclick: take }, "Take this one")));
  }

  async keepAgreed(version) {
    for (let tries = 0; tries < 50 && this.live.unsafe(); tries++) {
      this.live.soon();
      await new Promise((done) => setTimeout(done, 100));
    }
    if (await this.live.save(version)) say("Kept, and in the record");
  }

  aside(text) {
    const put = () => this.view.dispatch({ changes: { from: this.view.state.doc.length, insert: `\n\n${text}` } });
    const done = () => this.live.say({ aside: "" });
    return el("div.notice", { role: "alert" },
      el("p", {}, "You were away for long, and the text has moved on. This is how it was here, with what you wrote:"),
      el("pre.live-other", { tabindex: "0" }, text),
      el("div.line", {}, el("button", { type: "button", onclick: () => (put(), done()) }, "Put it at the end"), el("button", { type: "button", onclick: done }, "I have what I need of it")));
  }

  save() {
    this.live.save().then((went) => went && say("In the record"), () => {});
  }

  // ---- the guard ----

  asked(findings, text) {
    const doc = this.view.state.doc;
    if (doc.length !== text.length) return; // it was about an older text; another answer is on its way
    const diagnostics = findings.map((each) => ({
      from: Math.min(each.from, doc.length), to: Math.min(each.to, doc.length), severity: "info", message: each.question, source: "a question",
    }));
    this.view.dispatch(setDiagnostics(this.view.state, diagnostics));
    showQuestions(this.questions, findings, text, {
      about: this.about,
      done: () => this.guard.now(this.view.state.doc.toString()),
      go: (finding) => {
        this.view.dispatch({ selection: EditorSelection.range(Math.min(finding.from, this.view.state.doc.length), Math.min(finding.to, this.view.state.doc.length)), scrollIntoView: true });
        this.view.focus();
      },
    });
  }

  // ---- who is here, who wrote what ----

  hereSoon() {
    this.hereTimer ??= setTimeout(() => {
      this.hereTimer = undefined;
      this.tellHere({});
    }, 1200);
  }

  tellHere(more) {
    if (!this.view.hasFocus && !more.hello && !more.gone) return;
    ask(`${this.path}/here`, { client: this.live.client, at: more.gone ? "" : String(this.view.state.selection.main.head), ...(more.hello ? { hello: "yes" } : {}) }).catch(() => {});
  }

  hereHeard(detail) {
    if (detail.client === this.live.client) return;
    this.view.dispatch({ effects: saw.of(detail) });
    if (detail.hello && this.view.hasFocus) this.hereSoon();
  }

  showHere() {
    const names = namesOf(this.view.state);
    const text = names.length ? `Also here: ${names.join("; ")}` : "";
    if (this.here.textContent !== text) this.here.textContent = text;
  }

  async toggleWho() {
    if (!this.legend.hidden) return this.hideWho();
    const { status, answer } = await ask(`${this.path}/who`);
    if (status !== 200 || this.live.unsafe()) return say("Not now; try again in a moment");
    const { marks, legend } = marksOf(answer.runs, this.view.state.doc.length);
    this.view.dispatch({ effects: showWho.of(marks) });
    this.legend.replaceChildren(...legend.map(([name, tint]) => el(`span.${tint.replace(" ", ".")}`, {}, name)));
    this.legend.hidden = false;
    this.whoButton.setAttribute("aria-pressed", "true");
  }

  hideWho() {
    this.legend.hidden = true;
    this.whoButton.setAttribute("aria-pressed", "false");
    queueMicrotask(() => this.view.dispatch({ effects: showWho.of(marksOf([], 0).marks) }));
  }
}

// ---- the page ----

const labelOf = (textarea) => textarea.dataset.label ?? (textarea.labels?.[0]?.textContent ?? textarea.getAttribute("aria-label") ?? textarea.dataset.field).trim();

const mount = async (textarea) => {
  const about = { entry: textarea.dataset.entry, field: textarea.dataset.field };
  const place = `${about.entry} ${about.field}`;
  const before = mounted.get(place);
  if (before && !before.box) return; // it is being opened
  if (before?.box.isConnected) {
    if (before.textarea !== textarea && !textarea.hidden) Object.assign(textarea, { hidden: true, disabled: true });
    return;
  }
  const editor = new Editor(textarea, about, labelOf(textarea));
  mounted.set(place, editor);
  const began = await editor.begin().catch(() => false);
  if (!began) mounted.delete(place);
};

// One that lies in something closed waits until it is opened.
const look = () =>
  document.querySelectorAll("textarea[data-live-field]").forEach((textarea) => textarea.closest("details:not([open])") || mount(textarea));
const of = (detail) => {
  const editor = mounted.get(`${detail.entry} ${detail.field}`);
  return editor?.live ? editor : null;
};

look();
document.addEventListener("postmortem:fresh", look);
document.addEventListener("toggle", look, true);
document.addEventListener("postmortem:live", (event) => of(event.detail)?.live.heard(event.detail));
document.addEventListener("postmortem:live-here", (event) => of(event.detail)?.hereHeard(event.detail));
const all = (task) => mounted.forEach((editor) => editor.live && task(editor));
document.addEventListener("visibilitychange", () =>
  all((editor) => (document.visibilityState === "visible" ? editor.live.soon() : editor.live.keepNow().catch(() => {}))),
);
window.addEventListener("online", () => all((editor) => editor.live.soon()));
setInterval(() => document.visibilityState === "visible" && all((editor) => (editor.live.soon(), editor.tellHere({}))), 20000);
window.addEventListener("beforeunload", (event) => all((editor) => editor.live.unsafe() && editor.live.unkept && event.preventDefault()));
window.addEventListener("pagehide", () => all((editor) => {
  editor.tellHere({ gone: true });
  if (!editor.live.unsafe()) fetch(`${editor.path}/save`, { method: "POST", keepalive: true, headers: { "Content-Type": "application/json", "X-Token": document.body.dataset.token }, body: "{}" }).catch(() => {});
}));
