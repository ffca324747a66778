// Work that the server has not confirmed yet, in this browser's IndexedDB, until it has.
//
// A record is { key, place, number, doc, client, updates }: the text as the server had it at `number`,
// and what was typed upon it. Whoever opens the place again goes on from there: a change that did
// arrive is known by its client and not made twice. A page that is alive holds a lock on its record.

const open = () =>
  new Promise((done, failed) => {
    const request = indexedDB.open("postmortem-unsent", 1);
    request.onupgradeneeded = () => request.result.createObjectStore("texts", { keyPath: "key" });
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error);
  });

let database = null;
const work = async (mode, task) => {
  database ??= open();
  const transaction = (await database).transaction("texts", mode);
  const request = task(transaction.objectStore("texts"));
  return new Promise((done, failed) => {
    transaction.oncomplete = () => done(request?.result);
    transaction.onerror = transaction.onabort = () => failed(transaction.error);
  });
};

export const keep = (record) => work("readwrite", (store) => store.put(record));
export const drop = (key) => work("readwrite", (store) => store.delete(key));

// True, and held until the page goes, unless another page of this browser has it.
const hold = (key) =>
  new Promise((done) => {
    if (!navigator.locks) return done(true);
    navigator.locks.request(`unsent ${key}`, { ifAvailable: true }, (lock) => {
      done(lock !== null);
      return lock ? new Promise(() => {}) : undefined;
    });
  });
export const claim = (key) => hold(key);

// One that an earlier page left behind for this place, now ours; or null.
export const leftBehind = async (place) => {
  const all = (await work("readonly", (store) => store.getAll())) ?? [];
  for (const record of all.filter((each) => each.place === place)) if (await hold(record.key)) return record;
  return null;
};
