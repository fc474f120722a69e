-- SPDX-License-Identifier: GPL-3.0-or-later
-- Version 4: the ways to a partner, files that are fetched, letters that travel through a mailbox, and boxes
-- that this instance offers to others.

ALTER TABLE partner ADD COLUMN way INTEGER NOT NULL DEFAULT 0 CHECK (way BETWEEN 0 AND 3);
ALTER TABLE partner ADD COLUMN box TEXT;
ALTER TABLE partner ADD COLUMN box_url TEXT;
ALTER TABLE partner ADD COLUMN box_fingerprint TEXT;
ALTER TABLE partner ADD COLUMN box_token BLOB;

CREATE TABLE want (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  partner INTEGER NOT NULL REFERENCES partner,
  engagement TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  size INTEGER NOT NULL DEFAULT 0,
  have INTEGER NOT NULL DEFAULT 0,
  UNIQUE (partner, sha256)
);

CREATE TABLE mail (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  partner INTEGER NOT NULL REFERENCES partner,
  kind INTEGER NOT NULL DEFAULT 0 CHECK (kind BETWEEN 0 AND 2),
  letter TEXT,
  address TEXT,
  bytes BLOB,
  request BLOB,
  top INTEGER NOT NULL DEFAULT 0,
  tries INTEGER NOT NULL DEFAULT 0,
  put_at INTEGER NOT NULL DEFAULT 0,
  next_at INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE box (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  uuid TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL UNIQUE,
  token BLOB,
  created_at INTEGER NOT NULL DEFAULT 0,
  used_at INTEGER NOT NULL DEFAULT 0,
  n_letters INTEGER NOT NULL DEFAULT 0,
  n_bytes INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE letter (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  box INTEGER NOT NULL REFERENCES box,
  address TEXT NOT NULL,
  uuid TEXT NOT NULL,
  bytes BLOB,
  size INTEGER NOT NULL DEFAULT 0,
  put_at INTEGER NOT NULL DEFAULT 0,
  taken_at INTEGER NOT NULL DEFAULT 0,
  UNIQUE (box, uuid)
);

CREATE INDEX mail_partner ON mail (partner, kind);
CREATE INDEX letter_waiting ON letter (box, address, id) WHERE taken_at = 0;
CREATE INDEX letter_put ON letter (put_at) WHERE taken_at = 0;
CREATE INDEX letter_taken ON letter (taken_at) WHERE taken_at > 0;
