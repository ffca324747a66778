// A text that several write at once, in step with the server: pushes what was typed here, pulls what
// others typed, makes the one anew upon the other, and keeps what is not confirmed yet.
//
// The view is CodeMirror's; this file knows nothing of how it looks. `tell(state)` is told whenever
// something changed: { kept: "all" | "sending" | "here" | "nowhere", words, other, version, aside }.

import { ChangeSet, Text } from "@codemirror/state";
import { getClientID, getSyncedVersion, receiveUpdates, sendableUpdates } from "@codemirror/collab";
import { token } from "./post.js";
import { claim, drop, keep } from "./unsent.js";

const RESTS = [300, 1000, 2000, 4000, 8000];

export const ask = async (path, content) => {
  const options = content ? { method: "POST", body: JSON.stringify(content) } : {};
  const headers = { "Content-Type": "application/json", "X-Token": token() };
  const response = await fetch(path, { ...options, headers, signal: AbortSignal.timeout(20000) });
  const answer = await response.json().catch(() => ({}));
  return { status: response.status, answer };
};

export const readUpdates = (updates) =>
  updates.map((update) => ({ clientID: update.clientID, changes: ChangeSet.fromJSON(update.changes) }));

export class LiveText {
  constructor({ path, place, view, tell }) {
    Object.assign(this, { path, place, view, tell, client: getClientID(view.state) });
    this.key = `${place} ${this.client}`;
    this.synced = view.state.doc; // as the server had it at the synced number
    this.state = { kept: "all", words: "", other: null, version: 0, aside: "" };
    this.busy = false;
    this.again = false;
    this.tries = 0;
    this.timer = 0;
    this.closed = false;
    claim(this.key).catch(() => {});
  }

  say(change) {
    this.state = { ...this.state, ...change };
    this.tell(this.state);
  }

  // ---- what was typed here ----

  typed() {
    this.say({ kept: this.tries ? "here" : "sending" });
    this.keepSoon();
    this.soon(120);
  }

  keepSoon() {
    this.keeping ??= setTimeout(() => {
      this.keeping = undefined;
      this.keepNow();
    }, 250);
  }

  keepNow() {
    const updates = sendableUpdates(this.view.state);
    const done = updates.length
      ? keep({
          key: this.key,
          place: this.place,
          number: getSyncedVersion(this.view.state),
          doc: this.synced.toString(),
          client: this.client,
          updates: updates.map((update) => update.changes.toJSON()),
        })
      : drop(this.key);
    done.then(
      () => (this.unkept = false),
      () => (this.unkept = updates.length > 0),
    );
    return done;
  }

  unsafe() {
    return sendableUpdates(this.view.state).length > 0;
  }

  // ---- there and back, one request at a time ----

  soon(ms = 0) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.sync(), ms);
  }

  async sync() {
    if (this.busy) {
      this.again = true;
      return;
    }
    this.busy = true;
    this.again = false;
    try {
      const went = await this.once();
      this.tries = went ? 0 : this.tries + 1;
    } catch {
      this.tries++;
      this.say({ kept: this.unsafe() ? "here" : this.state.kept, words: "Not connected. What you write is kept in this browser and sent when the connection is back." });
    } finally {
      this.busy = false;
    }
    if (this.closed) return;
    if (this.tries) this.soon(RESTS[Math.min(this.tries, RESTS.length - 1)]);
    else if (this.again || sendableUpdates(this.view.state).length) this.soon(this.behind ? 0 : 120);
    else if (this.state.kept !== "all" || this.state.words) this.say({ kept: "all", words: "" });
  }

  // True when it went as it goes, even if others were faster.
  async once() {
    const updates = sendableUpdates(this.view.state);
    const number = getSyncedVersion(this.view.state);
    const sent = updates.slice(0, 100);
    const { status, answer } = sent.length
      ? await ask(this.path, { number, updates: sent.map((u) => ({ clientID: u.clientID, changes: u.changes.toJSON() })) })
      : await ask(`${this.path}?since=${number}`);
    this.behind = status === 409;
    if (status === 200 && sent.length) {
      this.take(sent);
      return true;
    }
    if ((status === 200 || status === 409) && answer.whole) {
      this.startAnew(answer);
      return true;
    }
    if (status === 200 || status === 409) {
      this.take(readUpdates(answer.updates));
      this.again = this.again || answer.more;
      return true;
    }
    return this.refused(status, answer);
  }

  take(updates) {
    if (!updates.length) return;
    let doc = this.synced;
    for (const update of updates) doc = update.changes.apply(doc);
    this.view.dispatch(receiveUpdates(this.view.state, updates));
    this.synced = doc;
    this.keepSoon();
  }

  async refused(status, answer) {
    if (status === 422 || status === 400) {
      const { status: opened, answer: text } = await ask(`${this.path}/open`, {});
      if (opened === 200) this.startAnew(text);
      return opened === 200;
    }
    const words = {
      401: "You are signed out. Sign in in another tab; what you write is kept here.",
      403: "This page is too old to save. Load it again; what you write is kept here.",
      404: "This text can no longer be written by you. What you wrote is kept here; copy it if you need it.",
      413: "The text is too long to be kept. Make it shorter, or put a part of it elsewhere.",
    };
    this.say({ kept: "here", words: words[status] ?? answer.detail ?? "The server is not ready. What you write is kept here and tried again." });
    return false;
  }

  // The log no longer reaches back to where this page was: the text as it is now, and what was typed
  // here beside it, for a person to put in.
  startAnew({ text = "", number }) {
    const mine = this.unsafe() ? this.view.state.doc.toString() : "";
    drop(this.key).catch(() => {});
    this.restart(Text.of(text.split("\n")), number);
    this.say({ kept: "all", words: "", aside: mine && mine !== text ? mine : "" });
  }

  // ---- told by others ----

  heard({ state, number, words }) {
    if (state === "changed" && number > getSyncedVersion(this.view.state)) this.soon();
    if (state === "saved") this.say({ saved: true, other: null });
    if (state === "refused") this.say({ words: words ?? "" });
    if (state === "differs") this.save().catch(() => {});
  }

  // Into the record now. `agreed` is the version that somebody looked at.
  async save(agreed) {
    const { status, answer } = await ask(`${this.path}/save`, agreed ? { agreed } : {});
    if (status === 409 && answer.other) this.say({ other: answer.other });
    if (status === 200) this.say({ other: null, saved: true, version: answer.version });
    return status === 200;
  }

  close() {
    this.closed = true;
    clearTimeout(this.timer);
  }
}
