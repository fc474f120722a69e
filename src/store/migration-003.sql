-- SPDX-License-Identifier: GPL-3.0-or-later
-- Version 3: skipped events, and how far a link is in healing after one side went back to a backup.

-- 1: a new epoch was told, the partner has not confirmed it; 2: their states are awaited.
ALTER TABLE partner ADD COLUMN heal INTEGER NOT NULL DEFAULT 0 CHECK (heal BETWEEN 0 AND 2);
-- By their clock: what they knew until then was known here. By ours: the same, as they told it.
ALTER TABLE partner ADD COLUMN since INTEGER NOT NULL DEFAULT 0;
ALTER TABLE partner ADD COLUMN their_since INTEGER NOT NULL DEFAULT 0;
-- 1: nothing is told of it yet; 2: told, the other side's word is awaited.
ALTER TABLE engagement ADD COLUMN heal INTEGER NOT NULL DEFAULT 0 CHECK (heal BETWEEN 0 AND 2);
-- Bits, only while healing: 1 the partner told what it has of it, 2 and it differs, 4 it was not acknowledged.
ALTER TABLE item_link ADD COLUMN told INTEGER NOT NULL DEFAULT 0;
ALTER TABLE outbox ADD COLUMN is_state INTEGER NOT NULL DEFAULT 0 CHECK (is_state IN (0, 1));
-- The event in whose place an empty one is sent („Überspringen“).
ALTER TABLE outbox ADD COLUMN replaces TEXT;
-- The event under whose id this n was applied before.
ALTER TABLE inbox ADD COLUMN as_event TEXT;

CREATE INDEX engagement_heal ON engagement (partner) WHERE heal <> 0;
