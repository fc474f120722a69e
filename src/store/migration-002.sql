-- SPDX-License-Identifier: GPL-3.0-or-later
-- Version 2: drafts, what somebody was warned of, indexes over the names that are suggested while typing, offers
-- to everybody.

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

-- Viewer -1 counts, in the folders of what is received (9 all open, 10 waiting for acceptance), the offers that nobody
-- is assigned to.
INSERT INTO folder_count (folder, viewer, n)
  SELECT f.folder, -1, count(*) FROM (SELECT 9 AS folder UNION ALL SELECT 10) f, ticket t
  WHERE t.service_status = 2 AND t.assignee IS NULL AND t.sender IS NULL AND (t.is_open = 1 OR t.is_confirmed = 0)
  GROUP BY f.folder;
