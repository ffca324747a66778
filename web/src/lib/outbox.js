// Work on its way to the server: kept before it is sent, sent in order, dropped when acknowledged.
//
//     const box = outbox({ store: inBrowser("notes", owner), send: byPost, changed: show });
//     await box.open();                            // what an earlier page kept goes out first
//     box.add("/api/reviews/PM1/notes", { ... });  // gives the entry at once
//
// An entry is { key, path, fields, at, state, told }: key is its Idempotency-Key, so that one sent
// twice is done once. state is "kept" (here, on its way), "refused" (the server said no; it stays
// until somebody edits or drops it, and holds nothing up), or "sent". The core knows neither browser
// nor clock and is tested in node; `inBrowser` and `byPost` at the end tie it to IndexedDB and fetch.

const RESTS = [0, 500, 1000, 2000, 4000, 8000, 15000]; // ms before a try, by how often it was tried

export const restBefore = (tries) => RESTS[Math.min(tries, RESTS.length - 1)];

// What an answer means: done, to be tried again, to be tried once signed in, or refused for good.
export const verdictOf = (status) => {
  if (status >= 200 && status < 300) return "done";
  if (status === 401) return "signed-out";
  if (status === 403 || status === 408 || status === 409 || status === 425 || status === 429) return "again";
  return status >= 400 && status < 500 ? "refused" : "again";
};

export const outbox = ({ store, send, changed = () => {}, now = Date.now, newKey, rest }) => {
  const entries = []; // oldest first
  let sending = null;
  let tries = 0;
  let wake = () => {};
  let closed = false;
  let keeping = Promise.resolve(); // writes to the store, one after the other
  let unkept = 0;
  const status = { online: true, signedOut: false, keeps: true, told: "" };

  const tell = (event) => changed({ entries: entries.slice(), status: { ...status }, ...event });
  // A store that cannot write (private windows, a full disk) holds nothing up; it is said.
  const keep = (work) => {
    unkept++;
    keeping = keeping.then(work).then(
      () => (unkept--, tell({})),
      () => (unkept--, (status.keeps = false), tell({})),
    );
    return keeping;
  };
  const pause = (ms) =>
    new Promise((done) => {
      wake = done;
      if (ms !== Infinity) (rest ?? setTimeout)(done, ms);
    });
  const drop = (entry) => {
    const at = entries.indexOf(entry);
    if (at >= 0) entries.splice(at, 1);
    return keep(() => store.remove(entry.key));
  };

  const settle = (entry, { verdict, answer, told }) => {
    status.online = verdict !== "again" || told !== undefined;
    status.signedOut = verdict === "signed-out";
    status.told = verdict === "done" ? "" : (told ?? "");
    if (verdict === "done") {
      entry.state = "sent";
      drop(entry);
      tell({ sent: entry, answer });
    } else if (verdict === "refused") {
      entry.state = "refused";
      entry.told = told;
      keep(() => store.put(entry));
      tell({ refused: entry });
    } else {
      tell({});
    }
    return verdict === "done" || verdict === "refused";
  };

  const run = async () => {
    for (;;) {
      const entry = entries.find((each) => each.state === "kept");
      if (!entry || closed) return;
      await keeping; // on disk here before it leaves
      const result = await Promise.resolve(send(entry)).catch(() => ({ verdict: "again" }));
      if (entry.state === "dropped") continue;
      if (settle(entry, result)) {
        tries = 0;
        continue;
      }
      await pause(restBefore(++tries));
    }
  };
  const go = () => {
    if (closed) return;
    sending ??= run().finally(() => {
      sending = null;
      if (!closed && entries.some((each) => each.state === "kept")) go();
    });
  };

  return {
    entries: () => entries.slice(),
    waiting: () => entries.filter((each) => each.state === "kept").length,
    // True as long as closing the page could lose something.
    unsafe: () => unkept > 0 || (!status.keeps && entries.length > 0),
    async open() {
      const before = await store.all().catch(() => ((status.keeps = false), []));
      entries.unshift(...before.filter((old) => !entries.some((each) => each.key === old.key)));
      tell({});
      go();
    },
    add(path, fields) {
      const entry = { key: newKey ? newKey() : crypto.randomUUID(), path, fields, at: now(), state: "kept" };
      entries.push(entry);
      keep(() => store.put(entry));
      tell({ added: entry });
      go();
      return entry;
    },
    // A refused entry with other words: another request, so another key; its place stays.
    edit(entry, fields) {
      const old = entry.key;
      entry.key = newKey ? newKey() : crypto.randomUUID();
      entry.fields = fields;
      entry.state = "kept";
      delete entry.told;
      keep(() => store.put(entry).then(() => store.remove(old)));
      tell({});
      go();
    },
    drop(entry) {
      entry.state = "dropped";
      drop(entry);
      tell({});
    },
    // The network is back, or somebody signed in again: no need to wait.
    hurry() {
      tries = 0;
      wake();
      go();
    },
    close() {
      closed = true;
      wake();
    },
    idle: async () => {
      while (sending) await sending;
      await keeping;
    },
  };
};

// ---- in a browser ----

const asked = (request) =>
  new Promise((done, failed) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error);
  });

// Keeps in IndexedDB what one account has on its way, for one use ("notes PM1"). Nothing of it is
// shown to, or sent for, another account on the same machine.
export const inBrowser = (use, owner) => {
  let base;
  const open = () =>
    (base ??= new Promise((done, failed) => {
      const request = indexedDB.open("postmortem-outbox", 1);
      request.onupgradeneeded = () => request.result.createObjectStore("entries", { keyPath: "key" });
      request.onsuccess = () => done(request.result);
      request.onerror = () => failed(request.error);
    }));
  const within = async (mode, work) => {
    const change = (await open()).transaction("entries", mode, { durability: "strict" });
    const result = await asked(work(change.objectStore("entries")));
    if (mode === "readwrite" && change.error) throw change.error;
    return result;
  };
  return {
    all: async () => {
      const found = await within("readonly", (entries) => entries.getAll());
      return found.filter((entry) => entry.use === use && entry.owner === owner).sort((a, b) => a.at - b.at);
    },
    put: (entry) => within("readwrite", (entries) => entries.put({ ...entry, use, owner })),
    remove: (key) => within("readwrite", (entries) => entries.delete(key)),
  };
};

// Posts an entry as JSON; the server answers a repeated key with what it answered then.
export const byPost = async (entry) => {
  let response;
  try {
    response = await fetch(entry.path, {
      method: "POST",
      headers: {
        "Content-Type": "application/json",
        "Idempotency-Key": entry.key,
        "X-Token": document.body.dataset.token ?? "",
      },
      body: JSON.stringify(entry.fields),
      signal: AbortSignal.timeout(20000),
    });
  } catch {
    return { verdict: "again" };
  }
  const answer = await response.json().catch(() => ({}));
  const told = response.ok ? undefined : (answer.detail ?? `the server answered ${response.status}`);
  return { verdict: verdictOf(response.status), answer, told };
};
