-- SPDX-License-Identifier: GPL-3.0-or-later
-- Version 9: one document for each ticket in the search index, and conditions of indexes that cost nothing.

-- A list in a condition is made into a table of its own whenever a ticket is written; comparisons are not.
DROP INDEX list_lead_open_number;
DROP INDEX list_lead_open_updated;
DROP INDEX list_lead_open_due;
DROP INDEX list_lead_open_title;
DROP INDEX list_service_open_number;
DROP INDEX list_service_open_updated;
DROP INDEX list_service_open_due;
DROP INDEX list_service_open_title;

CREATE INDEX list_lead_open_number ON ticket (number_day, number_seq, id, lead_status, is_open, is_confirmed, assignee, sender)
  WHERE lead_status > 0 AND lead_status < 8 AND lead_status <> 3 AND (is_open = 1 OR is_confirmed = 0);
CREATE INDEX list_lead_open_updated ON ticket (updated_at, id, lead_status, is_open, is_confirmed, assignee, sender)
  WHERE lead_status > 0 AND lead_status < 8 AND lead_status <> 3 AND (is_open = 1 OR is_confirmed = 0);
CREATE INDEX list_lead_open_due ON ticket (due_at, id, lead_status, is_open, is_confirmed, assignee, sender)
  WHERE lead_status > 0 AND lead_status < 8 AND lead_status <> 3 AND (is_open = 1 OR is_confirmed = 0);
CREATE INDEX list_lead_open_title ON ticket (title COLLATE NOCASE, id, lead_status, is_open, is_confirmed, assignee, sender)
  WHERE lead_status > 0 AND lead_status < 8 AND lead_status <> 3 AND (is_open = 1 OR is_confirmed = 0);
CREATE INDEX list_service_open_number ON ticket (number_day, number_seq, id, service_status, is_open, is_confirmed, assignee, sender)
  WHERE service_status > 1 AND service_status < 8 AND service_status <> 3 AND service_status <> 4
    AND (is_open = 1 OR is_confirmed = 0);
CREATE INDEX list_service_open_updated ON ticket (updated_at, id, service_status, is_open, is_confirmed, assignee, sender)
  WHERE service_status > 1 AND service_status < 8 AND service_status <> 3 AND service_status <> 4
    AND (is_open = 1 OR is_confirmed = 0);
CREATE INDEX list_service_open_due ON ticket (due_at, id, service_status, is_open, is_confirmed, assignee, sender)
  WHERE service_status > 1 AND service_status < 8 AND service_status <> 3 AND service_status <> 4
    AND (is_open = 1 OR is_confirmed = 0);
CREATE INDEX list_service_open_title ON ticket (title COLLATE NOCASE, id, service_status, is_open, is_confirmed, assignee, sender)
  WHERE service_status > 1 AND service_status < 8 AND service_status <> 3 AND service_status <> 4
    AND (is_open = 1 OR is_confirmed = 0);

-- All texts of a ticket are one document, called by the ticket's id: words that stand in different entries are found
-- together by one question, the newest tickets first, and the index is a third of what it was.
DROP TABLE search;
DROP VIEW search_text;

CREATE VIEW search_text AS
  SELECT t.id AS docid,
    coalesce(t.title, '') || char(10) || coalesce(t.description, '')
      || coalesce((SELECT group_concat(text, '') FROM
           (SELECT char(10) || coalesce(i.text, '') || char(10) || coalesce(i.file_name, '') AS text FROM item i
            WHERE i.ticket = t.id AND i.is_deleted = 0 ORDER BY i.id)), '') AS text
  FROM ticket t;

CREATE VIRTUAL TABLE search USING fts5 (
  text, content = 'search_text', content_rowid = 'docid', columnsize = 0,
  tokenize = 'unicode61 remove_diacritics 2'
);
INSERT INTO search (search, rank) VALUES ('hashsize', 8388608);
INSERT INTO search (search) VALUES ('rebuild');
