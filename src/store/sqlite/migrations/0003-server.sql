-- What is kept for the server: none of it follows from the log, and none of it goes into a bundle.
-- `seal` is a hash of the other columns of a row, so that one that decays is noticed. Instants are
-- nanoseconds since 1970 UTC. docs/formats/workspace.md tells how seals and links are made.

CREATE TABLE account (
  id INTEGER PRIMARY KEY,
  login TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  password TEXT NOT NULL,
  reach INTEGER NOT NULL,
  administrator INTEGER NOT NULL,
  closed INTEGER NOT NULL,
  created INTEGER NOT NULL,
  changed INTEGER NOT NULL,
  seal BLOB
) STRICT;

CREATE TABLE ticket (
  id INTEGER PRIMARY KEY,
  token BLOB NOT NULL UNIQUE CHECK (length(token) = 32),
  purpose INTEGER NOT NULL,
  account INTEGER,
  reach INTEGER NOT NULL,
  administrator INTEGER NOT NULL,
  given_by INTEGER,
  created INTEGER NOT NULL,
  expires INTEGER NOT NULL,
  seal BLOB
) STRICT;

CREATE TABLE session (
  id INTEGER PRIMARY KEY,
  token BLOB NOT NULL UNIQUE CHECK (length(token) = 32),
  account INTEGER NOT NULL,
  created INTEGER NOT NULL,
  used INTEGER NOT NULL,
  agent TEXT NOT NULL,
  form_token TEXT NOT NULL,
  seal BLOB
) STRICT;
CREATE INDEX session_of_account ON session (account);

CREATE TABLE token (
  id INTEGER PRIMARY KEY,
  secret BLOB NOT NULL UNIQUE CHECK (length(secret) = 32),
  account INTEGER NOT NULL,
  name TEXT NOT NULL,
  writes INTEGER NOT NULL,
  revoked INTEGER NOT NULL,
  created INTEGER NOT NULL,
  used INTEGER,
  expires INTEGER,
  seal BLOB
) STRICT;
CREATE INDEX token_of_account ON token (account);

CREATE TABLE member (
  id INTEGER PRIMARY KEY,
  review INTEGER NOT NULL,
  account INTEGER NOT NULL,
  parts INTEGER NOT NULL,
  person INTEGER,
  seal BLOB,
  UNIQUE (review, account)
) STRICT;
CREATE INDEX member_of_account ON member (account, review);

CREATE TABLE claim (
  id INTEGER PRIMARY KEY,
  content BLOB NOT NULL CHECK (length(content) = 32),
  review INTEGER NOT NULL,
  seal BLOB,
  UNIQUE (content, review)
) STRICT;
CREATE INDEX claim_of_review ON claim (review);

-- `link` covers the link before and all but `last` and `times`, which refusals that are alike add
-- to.
CREATE TABLE audit (
  id INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  account INTEGER,
  name TEXT NOT NULL,
  what TEXT NOT NULL,
  about TEXT NOT NULL,
  refused INTEGER NOT NULL,
  source TEXT NOT NULL,
  link BLOB NOT NULL CHECK (length(link) = 32),
  last INTEGER NOT NULL,
  times INTEGER NOT NULL,
  seal BLOB
) STRICT;
CREATE INDEX audit_refused ON audit (at, source) WHERE refused;

CREATE TABLE answer (
  id INTEGER PRIMARY KEY,
  account INTEGER NOT NULL,
  key TEXT NOT NULL,
  request BLOB NOT NULL CHECK (length(request) = 32),
  made INTEGER NOT NULL,
  http INTEGER,
  body BLOB,
  seal BLOB,
  UNIQUE (account, key)
) STRICT;

CREATE TABLE live (
  id INTEGER PRIMARY KEY,
  review INTEGER NOT NULL,
  kind TEXT NOT NULL,
  number INTEGER NOT NULL,
  field TEXT NOT NULL,
  base INTEGER NOT NULL,
  changes INTEGER NOT NULL,
  kept INTEGER NOT NULL,
  flowed INTEGER NOT NULL,
  flowed_at INTEGER,
  changed INTEGER NOT NULL,
  text TEXT NOT NULL,
  ranges TEXT NOT NULL,
  seal BLOB,
  UNIQUE (review, kind, number, field)
) STRICT;

CREATE TABLE live_change (
  id INTEGER PRIMARY KEY,
  live INTEGER NOT NULL,
  number INTEGER NOT NULL,
  account INTEGER,
  client TEXT NOT NULL,
  body TEXT NOT NULL,
  at INTEGER NOT NULL,
  seal BLOB,
  UNIQUE (live, number)
) STRICT;

-- One row: numbers that grow with what is committed, and how far the audit goes.
CREATE TABLE pulse (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  whole INTEGER NOT NULL,
  record INTEGER NOT NULL,
  people INTEGER NOT NULL,
  live INTEGER NOT NULL,
  audit INTEGER NOT NULL,
  seal BLOB
) STRICT;
