-- SPDX-License-Identifier: GPL-3.0-or-later
-- Version 7: how much of a file has come from each partner by itself, and what was decided about it.

-- What one partner has of a file is nothing to another: a hash alone tells nobody that a file is here.
-- state: 0 it comes; 1 it is whole, no item names it yet; 2 it is not to come; 3 it is asked for again.
CREATE TABLE arrival (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  partner INTEGER NOT NULL REFERENCES partner,
  engagement INTEGER NOT NULL REFERENCES engagement ON DELETE CASCADE,
  sha256 TEXT NOT NULL,
  size INTEGER NOT NULL DEFAULT 0,
  have INTEGER NOT NULL DEFAULT 0,
  state INTEGER NOT NULL DEFAULT 0 CHECK (state BETWEEN 0 AND 3),
  touched_at INTEGER NOT NULL DEFAULT 0,
  UNIQUE (partner, sha256)
);
CREATE INDEX arrival_touched ON arrival (touched_at);
CREATE INDEX arrival_engagement ON arrival (engagement);

-- state: 0 it goes; 1 it is taken back, which the partner is told; 2 the partner does not take it now.
ALTER TABLE put ADD COLUMN state INTEGER NOT NULL DEFAULT 0 CHECK (state BETWEEN 0 AND 2);
-- Up to which size the partner takes files unasked, if that is why; 0: somebody there does not want this one.
ALTER TABLE put ADD COLUMN most INTEGER NOT NULL DEFAULT 0;
