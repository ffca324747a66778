-- The record. `change` and `log` hold every version of everything in a chain of hashes; they are
-- only ever added to. What stands below them follows from them and can be made again.
-- docs/formats/workspace.md tells how the hashes are made.

CREATE TABLE change (
    id          INTEGER PRIMARY KEY, -- its place in the chain: 1, 2, 3 without a gap
    at          INTEGER NOT NULL,
    author      TEXT NOT NULL,
    why         TEXT NOT NULL,
    sort        TEXT NOT NULL,
    review      INTEGER CHECK (review > 0),
    undoes      INTEGER CHECK (undoes > 0),
    link        BLOB NOT NULL CHECK (length(link) = 32)
) STRICT;
CREATE INDEX change_of_review ON change (review) WHERE review IS NOT NULL;

-- One version of one entry of a review, or (review NULL) one row of a table named by `kind`.
CREATE TABLE log (
    seq         INTEGER PRIMARY KEY,
    change      INTEGER NOT NULL REFERENCES change DEFERRABLE INITIALLY DEFERRED,
    review      INTEGER CHECK (review > 0),
    kind        TEXT NOT NULL,
    number      INTEGER NOT NULL,
    version     INTEGER NOT NULL,
    body        TEXT,                -- NULL: it was taken out
    hash        BLOB NOT NULL CHECK (length(hash) = 32)
) STRICT;
CREATE INDEX log_of_change ON log (change);
CREATE UNIQUE INDEX log_of_entry ON log (review, kind, number, version);

-- number and uid are logged as the kind `uid`; the other columns are for lists.
CREATE TABLE review (
    number      INTEGER PRIMARY KEY,
    uid         TEXT NOT NULL UNIQUE CHECK (length(uid) = 32),
    title       TEXT NOT NULL DEFAULT '',
    severity    TEXT NOT NULL DEFAULT '',
    sort        INTEGER NOT NULL DEFAULT 0,
    stage       INTEGER NOT NULL DEFAULT 0,
    status      INTEGER NOT NULL DEFAULT 0,
    circle      INTEGER NOT NULL DEFAULT 0,
    day         INTEGER,
    created     INTEGER,
    changed     INTEGER,
    entries     INTEGER NOT NULL DEFAULT 0,
    last        INTEGER NOT NULL DEFAULT 0 -- its newest change
) STRICT;

-- The newest version of every entry, also of those that were taken out.
CREATE TABLE entry (
    review      INTEGER NOT NULL,
    kind        TEXT NOT NULL,
    number      INTEGER NOT NULL,
    seq         INTEGER NOT NULL,
    live        INTEGER NOT NULL,
    PRIMARY KEY (review, kind, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX entry_of_item ON entry (review, number) WHERE kind = 'item';

CREATE TABLE fact (
    kind        TEXT NOT NULL,
    field       TEXT NOT NULL,
    review      INTEGER NOT NULL,
    number      INTEGER NOT NULL,
    place       INTEGER NOT NULL, -- in a list
    value       TEXT NOT NULL,
    PRIMARY KEY (kind, field, review, number, place)
) STRICT, WITHOUT ROWID;
CREATE INDEX fact_of_entry ON fact (review, kind, number);

CREATE TABLE summary (
    review      INTEGER PRIMARY KEY,
    change      INTEGER NOT NULL, -- the review's newest change when it was made
    body        TEXT NOT NULL
) STRICT;

-- rowid is the entry's seq in the log.
CREATE VIRTUAL TABLE words USING fts5(text, content='', contentless_delete=1, prefix='2 3',
    tokenize="unicode61 remove_diacritics 2");
