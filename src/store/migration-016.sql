-- SPDX-License-Identifier: GPL-3.0-or-later
-- Version 16: a row that is written is entered into fewer indexes, and counted without a search for its table.

-- What was applied under an n is found among the messages of its engagement; where there is none, among those.
DROP INDEX inbox_scope;
DROP INDEX inbox_engagement;
CREATE INDEX inbox_engagement ON inbox (engagement, n) WHERE engagement IS NOT NULL;
CREATE INDEX inbox_scope ON inbox (partner, scope, n) WHERE engagement IS NULL;

-- Nobody asks for it.
DROP INDEX outbox_answers;

-- Each title was entered in two places, somewhere among a million. All of them are the open ones and the rest.
DROP INDEX list_all_title;
CREATE INDEX list_rest_title ON ticket (title COLLATE NOCASE, id, is_confirmed, service_status, is_open)
  WHERE is_confirmed = 0 OR is_open = 0;

-- For a table whose ids are never given twice SQLite looks through the numbers of all such tables whenever a row is
-- added. Of these either no row is removed, or nobody remembers its id: what lies in the file stays as it is.
PRAGMA writable_schema = ON;
UPDATE sqlite_schema SET sql = replace (sql, 'PRIMARY KEY AUTOINCREMENT', 'PRIMARY KEY')
  WHERE type = 'table' AND name IN ('item_link', 'history', 'outbox', 'inbox', 'taken');
PRAGMA writable_schema = RESET;

-- The others stand in the order in which they are looked for.
CREATE TEMP TABLE number_16 AS SELECT name, seq FROM sqlite_sequence
  WHERE name NOT IN ('item_link', 'history', 'outbox', 'inbox', 'taken');
DELETE FROM sqlite_sequence;
INSERT INTO sqlite_sequence (name, seq)
  SELECT often.name, coalesce ((SELECT n.seq FROM number_16 n WHERE n.name = often.name), 0)
  FROM (SELECT 'item' AS name UNION ALL SELECT 'change' UNION ALL SELECT 'ticket' UNION ALL SELECT 'engagement') often;
INSERT INTO sqlite_sequence (name, seq)
  SELECT n.name, n.seq FROM number_16 n WHERE n.name NOT IN (SELECT s.name FROM sqlite_sequence s);
DROP TABLE temp.number_16;
