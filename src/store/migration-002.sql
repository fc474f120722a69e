-- SPDX-License-Identifier: GPL-3.0-or-later
-- Version 2: drafts, what somebody was warned of, and indexes over the names that are suggested while typing.

CREATE TABLE draft (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL UNIQUE,
  "text" TEXT NOT NULL,
  updated_at INTEGER NOT NULL DEFAULT 0
);

-- The instant of the deadline that was warned of last.
ALTER TABLE engagement ADD COLUMN warned INTEGER NOT NULL DEFAULT 0;

CREATE INDEX engagement_answer_near ON engagement (answer_by) WHERE role = 2 AND status = 2 AND answer_by > 0;
CREATE INDEX engagement_complete_near ON engagement (complete_by) WHERE status IN (5, 6) AND complete_by > 0;

-- The few different names among many rows are found by leaping from one to the next.
CREATE INDEX ticket_queue ON ticket (queue) WHERE queue IS NOT NULL;
CREATE INDEX item_work_type ON item (work_type) WHERE work_type IS NOT NULL;
