-- SPDX-License-Identifier: GPL-3.0-or-later
-- Version 8: people can be blocked and erased; what a partner has erased; tickets that were deleted by their age.

-- Art. 18 DSGVO: kept, but neither offered nor handed on.
ALTER TABLE contact ADD COLUMN is_blocked INTEGER NOT NULL DEFAULT 0 CHECK (is_blocked IN (0, 1));

-- An own item that was changed in a pause, as only an erasure may: its next revision goes when the pause is over.
ALTER TABLE item_link ADD COLUMN is_owed INTEGER NOT NULL DEFAULT 0 CHECK (is_owed IN (0, 1));

CREATE INDEX ticket_contact ON ticket (contact) WHERE contact IS NOT NULL;

-- What a partner tells of what it has erased: its event, in which there is no name. 0 nobody has looked at it, 1 the
-- same was done here, 2 it was put aside.
CREATE TABLE erasure (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  ticket INTEGER NOT NULL REFERENCES ticket ON DELETE CASCADE,
  engagement INTEGER NOT NULL REFERENCES engagement ON DELETE CASCADE,
  event TEXT NOT NULL,
  bytes BLOB,
  "at" INTEGER NOT NULL DEFAULT 0,
  state INTEGER NOT NULL DEFAULT 0 CHECK (state BETWEEN 0 AND 2)
);
CREATE INDEX erasure_ticket ON erasure (ticket);
CREATE INDEX erasure_engagement ON erasure (engagement);

-- An engagement whose ticket was deleted by its age: a late event about it brings nothing back.
CREATE TABLE tombstone (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  partner INTEGER NOT NULL REFERENCES partner,
  eid TEXT NOT NULL UNIQUE,
  n_in INTEGER NOT NULL DEFAULT 0,
  "at" INTEGER NOT NULL DEFAULT 0
);

-- Whoever has somebody's data erased may do so where nobody else may change anything. A row is only there within the
-- transaction that does it.
CREATE TABLE erasing (
  id INTEGER PRIMARY KEY CHECK (id = 1)
);

DROP TRIGGER item_read_only_update;
CREATE TRIGGER item_read_only_update BEFORE UPDATE ON item
WHEN (OLD.is_locked = 1 OR EXISTS (SELECT 1 FROM item_paused p WHERE p.id = OLD.id))
  AND NOT EXISTS (SELECT 1 FROM erasing) BEGIN
  SELECT RAISE (ABORT, 'tb-read-only');
END;

DROP TRIGGER item_read_only_delete;
CREATE TRIGGER item_read_only_delete BEFORE DELETE ON item
WHEN (OLD.is_locked = 1 OR EXISTS (SELECT 1 FROM item_paused p WHERE p.id = OLD.id))
  AND NOT EXISTS (SELECT 1 FROM erasing) BEGIN
  SELECT RAISE (ABORT, 'tb-read-only');
END;

DROP TRIGGER ticket_keep_accepted;
CREATE TRIGGER ticket_keep_accepted BEFORE DELETE ON ticket
WHEN OLD.was_accepted = 1 AND NOT EXISTS (SELECT 1 FROM erasing) BEGIN
  SELECT RAISE (ABORT, 'tb-read-only');
END;
