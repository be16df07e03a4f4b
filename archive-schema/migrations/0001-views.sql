-- The index: tables derived from the journal. Everything here can be thrown away and derived again.
-- Instants are milliseconds since 1970 UTC. "id" of a row is the position (seq) of the entry that made it,
-- so rows are numbered in the order of the journal.

CREATE TABLE position (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  seq INTEGER NOT NULL,
  head TEXT NOT NULL,
  segment INTEGER NOT NULL,
  "offset" INTEGER NOT NULL
) STRICT;
INSERT INTO position VALUES (1, 0, '0000000000000000000000000000000000000000000000000000000000000000', 1, 0);

CREATE TABLE counters (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID;

-- Where each entry lies in the journal, and what it is about ("delivery": the case that it belongs to).
CREATE TABLE entries (
  seq INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  kind TEXT NOT NULL,
  officer TEXT,
  delivery INTEGER,
  segment INTEGER NOT NULL,
  "offset" INTEGER NOT NULL,
  length INTEGER NOT NULL
) STRICT;
CREATE INDEX entries_by_kind ON entries (kind, seq);
CREATE INDEX entries_by_officer ON entries (officer, seq) WHERE officer IS NOT NULL;
CREATE INDEX entries_by_delivery ON entries (delivery, seq) WHERE delivery IS NOT NULL;

CREATE TABLE objects (digest BLOB PRIMARY KEY, size INTEGER NOT NULL, seq INTEGER NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE deliveries (
  id INTEGER PRIMARY KEY,
  delivery_id TEXT NOT NULL UNIQUE,
  channel TEXT NOT NULL,
  channel_kind TEXT NOT NULL,
  received_at INTEGER NOT NULL,
  raw TEXT NOT NULL,
  size INTEGER NOT NULL,
  name TEXT NOT NULL,
  address TEXT,
  submission INTEGER,
  attempts INTEGER NOT NULL DEFAULT 0,
  held INTEGER NOT NULL DEFAULT 0,
  reason TEXT,
  done INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX deliveries_by_raw ON deliveries (raw);
CREATE INDEX deliveries_unfinished ON deliveries (held, id) WHERE done = 0;

-- Every message id that a channel ever named, and the delivery that it came as first.
CREATE TABLE arrivals (
  channel TEXT NOT NULL,
  message_id TEXT NOT NULL,
  delivery INTEGER NOT NULL,
  PRIMARY KEY (channel, message_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE channels (
  channel TEXT PRIMARY KEY,
  arrived INTEGER NOT NULL DEFAULT 0,
  doubled INTEGER NOT NULL DEFAULT 0,
  sent INTEGER NOT NULL DEFAULT 0,
  last_arrival_at INTEGER,
  last_sent_at INTEGER
) STRICT, WITHOUT ROWID;

CREATE TABLE ordinals (year INTEGER PRIMARY KEY, last INTEGER NOT NULL) STRICT;

CREATE TABLE forms (knd TEXT PRIMARY KEY, name TEXT NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE submissions (
  id INTEGER PRIMARY KEY,
  submission_id TEXT NOT NULL UNIQUE,
  delivery INTEGER NOT NULL UNIQUE,
  delivery_id TEXT NOT NULL,
  number TEXT NOT NULL UNIQUE,
  received_at INTEGER NOT NULL,
  state TEXT NOT NULL,
  decided_at INTEGER,
  channel TEXT NOT NULL,
  channel_kind TEXT NOT NULL,
  container TEXT NOT NULL,
  name TEXT NOT NULL,
  subscriber_name TEXT NOT NULL DEFAULT '',
  subscriber_key TEXT NOT NULL DEFAULT '',
  tax_number TEXT NOT NULL DEFAULT '',
  kpp TEXT,
  sender_name TEXT,
  sender_tax_number TEXT,
  sender_kpp TEXT,
  operator TEXT,
  form_knd TEXT NOT NULL DEFAULT '',
  form_name TEXT,
  period TEXT,
  year INTEGER,
  correction INTEGER,
  subject TEXT,
  indication TEXT NOT NULL DEFAULT '',
  flow_id TEXT,
  flow_type TEXT,
  documents INTEGER NOT NULL DEFAULT 0,
  size INTEGER NOT NULL,
  due_at INTEGER,
  due_what TEXT,
  receipts_issued INTEGER NOT NULL DEFAULT 0,
  receipts_sent INTEGER NOT NULL DEFAULT 0,
  receipts_confirmed INTEGER NOT NULL DEFAULT 0,
  replies_sent INTEGER NOT NULL DEFAULT 0,
  raw TEXT NOT NULL,
  examined INTEGER,
  signers TEXT NOT NULL DEFAULT '',
  reasons TEXT NOT NULL DEFAULT '',
  search_text TEXT
) STRICT;
-- Covers the facets and the report of a stretch of time, and the default order of the table.
CREATE INDEX submissions_by_time ON submissions (received_at, state, form_knd, channel, indication, decided_at);
CREATE INDEX submissions_by_state ON submissions (state, received_at);
CREATE INDEX submissions_by_form ON submissions (form_knd, received_at);
CREATE INDEX submissions_by_channel ON submissions (channel, received_at);
CREATE INDEX submissions_by_indication ON submissions (indication, received_at);
CREATE INDEX submissions_by_subscriber ON submissions (subscriber_key, id);
CREATE INDEX submissions_by_tax_number ON submissions (tax_number, received_at);
CREATE INDEX submissions_by_size ON submissions (size, id);
CREATE INDEX submissions_due ON submissions (due_at, state) WHERE due_at IS NOT NULL;
CREATE INDEX submissions_by_due ON submissions (due_at IS NULL, due_at, id);
CREATE INDEX submissions_by_flow ON submissions (flow_id) WHERE flow_id IS NOT NULL;

-- How many submissions stand in each corner of the four facets: counts without counting.
CREATE TABLE tallies (
  state TEXT NOT NULL,
  form_knd TEXT NOT NULL,
  channel TEXT NOT NULL,
  indication TEXT NOT NULL,
  count INTEGER NOT NULL,
  PRIMARY KEY (state, form_knd, channel, indication)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER tally_new AFTER INSERT ON submissions BEGIN
  INSERT INTO tallies VALUES (new.state, new.form_knd, new.channel, new.indication, 1)
    ON CONFLICT DO UPDATE SET count = count + 1;
END;
CREATE TRIGGER tally_changed AFTER UPDATE OF state, form_knd, channel, indication ON submissions BEGIN
  UPDATE tallies SET count = count - 1
    WHERE state = old.state AND form_knd = old.form_knd AND channel = old.channel AND indication = old.indication;
  INSERT INTO tallies VALUES (new.state, new.form_knd, new.channel, new.indication, 1)
    ON CONFLICT DO UPDATE SET count = count + 1;
END;

CREATE TABLE duties (
  submission INTEGER NOT NULL,
  what TEXT NOT NULL,
  due_at INTEGER NOT NULL,
  done_at INTEGER,
  PRIMARY KEY (submission, what)
) STRICT, WITHOUT ROWID;

CREATE TABLE reasons (
  submission INTEGER NOT NULL,
  place INTEGER NOT NULL,
  code TEXT NOT NULL,
  text TEXT NOT NULL,
  PRIMARY KEY (submission, place)
) STRICT, WITHOUT ROWID;

CREATE TABLE receipts (
  id INTEGER PRIMARY KEY,
  receipt_id TEXT NOT NULL UNIQUE,
  submission INTEGER NOT NULL,
  kind TEXT NOT NULL,
  file_name TEXT NOT NULL,
  issued_at INTEGER NOT NULL,
  dispatch_id TEXT,
  sent_at INTEGER,
  confirmed_at INTEGER,
  UNIQUE (submission, kind)
) STRICT;
CREATE INDEX receipts_by_dispatch ON receipts (dispatch_id) WHERE dispatch_id IS NOT NULL;

CREATE TABLE dispatches (
  id INTEGER PRIMARY KEY,
  dispatch_id TEXT NOT NULL UNIQUE,
  channel TEXT NOT NULL,
  message_id TEXT NOT NULL,
  state TEXT NOT NULL,
  queued_at INTEGER NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 0,
  last_tried_at INTEGER,
  last_error TEXT,
  retry_at INTEGER,
  sent_at INTEGER,
  response TEXT,
  file_name TEXT NOT NULL,
  recipient_name TEXT NOT NULL,
  submission INTEGER,
  reply_id TEXT
) STRICT;
CREATE INDEX dispatches_by_state ON dispatches (state, id);
CREATE INDEX dispatches_owed ON dispatches (retry_at, id) WHERE state = 'owed';
CREATE INDEX dispatches_by_submission ON dispatches (submission, id) WHERE submission IS NOT NULL;
CREATE INDEX dispatches_by_message ON dispatches (message_id);

CREATE TABLE replies (
  id INTEGER PRIMARY KEY,
  reply_id TEXT NOT NULL UNIQUE,
  submission INTEGER,
  state TEXT NOT NULL,
  signed_at INTEGER NOT NULL,
  dispatch_id TEXT,
  sent_at INTEGER,
  confirmed_at INTEGER,
  flow_id TEXT NOT NULL,
  subject TEXT NOT NULL,
  to_name TEXT NOT NULL,
  tax_number TEXT NOT NULL
) STRICT;
CREATE INDEX replies_by_submission ON replies (submission, id) WHERE submission IS NOT NULL;
CREATE INDEX replies_by_flow ON replies (flow_id);

-- Names of files that went out (lower case, without extension), to know what an answer is about.
CREATE TABLE outgoing_names (
  name TEXT NOT NULL,
  id INTEGER NOT NULL,
  receipt_id TEXT,
  reply_id TEXT,
  dispatch_id TEXT,
  PRIMARY KEY (name, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE ties (
  id INTEGER PRIMARY KEY,
  delivery INTEGER NOT NULL,
  submission INTEGER,
  what TEXT NOT NULL
) STRICT;
CREATE INDEX ties_by_submission ON ties (submission, id) WHERE submission IS NOT NULL;

CREATE TABLE subscribers (
  id INTEGER PRIMARY KEY,
  tax_number TEXT NOT NULL UNIQUE,
  kpp TEXT,
  name TEXT NOT NULL,
  name_key TEXT NOT NULL
) STRICT;
CREATE INDEX subscribers_by_name ON subscribers (name_key, id);

CREATE TABLE subscriber_certificates (
  tax_number TEXT NOT NULL,
  digest TEXT NOT NULL,
  seq INTEGER NOT NULL,
  PRIMARY KEY (tax_number, digest)
) STRICT, WITHOUT ROWID;

CREATE TABLE subscriber_addresses (
  tax_number TEXT NOT NULL,
  channel TEXT NOT NULL,
  channel_kind TEXT NOT NULL,
  address TEXT NOT NULL,
  subject TEXT,
  operator TEXT,
  seen_at INTEGER NOT NULL,
  PRIMARY KEY (tax_number, channel)
) STRICT, WITHOUT ROWID;

-- The latest of each act upon the archive itself.
CREATE TABLE milestones (kind TEXT PRIMARY KEY, seq INTEGER NOT NULL, at INTEGER NOT NULL, number INTEGER) STRICT, WITHOUT ROWID;
