-- SPDX-License-Identifier: GPL-3.0-or-later
-- Version 6: how two sides find out that one of them went back to a backup.

-- Where what we tell of ourselves after a new epoch ends, as a seq; -1: nothing was told.
ALTER TABLE partner ADD COLUMN told INTEGER NOT NULL DEFAULT -1;
-- The event that was taken last in order: who does not know that it sent it has gone back.
ALTER TABLE partner ADD COLUMN in_event TEXT;
