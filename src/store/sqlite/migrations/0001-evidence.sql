-- What was collected, from where, by whom; and what people state about clocks.
-- Hashes are 32-byte blobs, instants are nanoseconds since 1970 UTC, NULL where unknown.

CREATE TABLE capture (
    id          INTEGER PRIMARY KEY,
    hash        BLOB NOT NULL UNIQUE CHECK (length(hash) = 32),
    size        INTEGER NOT NULL,
    packing     TEXT NOT NULL
) STRICT;

-- Every time a capture's bytes were collected, the same ones again included.
CREATE TABLE intake (
    id          INTEGER PRIMARY KEY,
    capture     INTEGER NOT NULL REFERENCES capture,
    origin      BLOB NOT NULL,
    collected_by TEXT NOT NULL,
    collected   INTEGER NOT NULL,
    modified    INTEGER
) STRICT;
CREATE INDEX intake_of_capture ON intake (capture);

CREATE TABLE source (
    id          INTEGER PRIMARY KEY,
    content     BLOB NOT NULL UNIQUE CHECK (length(content) = 32),
    size        INTEGER NOT NULL,
    capture     INTEGER NOT NULL REFERENCES capture,
    member      BLOB NOT NULL,
    name        BLOB NOT NULL,
    modified    INTEGER,
    kind        TEXT NOT NULL,
    picture_type TEXT,
    picture_width INTEGER,
    picture_height INTEGER
) STRICT;

-- Statements about a source's clock; the newest one is in force, older ones are its history.
CREATE TABLE clock_statement (
    id          INTEGER PRIMARY KEY,
    source      INTEGER NOT NULL REFERENCES source,
    zone        TEXT,
    offset_least INTEGER,
    offset_most INTEGER,
    why         TEXT NOT NULL,
    stated_by   TEXT NOT NULL,
    stated      INTEGER NOT NULL,
    CHECK ((offset_least IS NULL) = (offset_most IS NULL) AND offset_least <= offset_most)
) STRICT;
CREATE INDEX clock_statement_of_source ON clock_statement (source);
