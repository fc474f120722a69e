-- SPDX-License-Identifier: GPL-3.0-or-later
-- Version 12: a ticket that has grown long has further documents in the search index, so that a new note does not have
-- all that was ever said indexed anew.

-- Where a further document of a ticket begins: with the item `first`; it ends where the next one begins. The ticket's own
-- document, called by its id, ends where the first of these begins. id = 2^41 + ticket * 1024 + 0, 1, 2, … 1022: they
-- stand behind all others, whose ids stay small.
CREATE TABLE search_part (
  id INTEGER PRIMARY KEY,
  first INTEGER NOT NULL
);

DROP VIEW search_text;

CREATE VIEW search_text AS
  SELECT t.id AS docid,
    coalesce(t.title, '') || char(10) || coalesce(t.description, '')
      || coalesce((SELECT group_concat(text, '') FROM
           (SELECT char(10) || coalesce(i.text, '') || char(10) || coalesce(i.file_name, '') AS text FROM item i
            WHERE i.ticket = t.id AND i.is_deleted = 0
              AND i.id < coalesce((SELECT p.first FROM search_part p
                                   WHERE p.id >= 2199023255552 + t.id * 1024 AND p.id < 2199023256576 + t.id * 1024
                                   ORDER BY p.id LIMIT 1), 9223372036854775807)
            ORDER BY i.id)), '') AS text
  FROM ticket t
  UNION ALL
  SELECT p.id,
    coalesce((SELECT group_concat(text, '') FROM
      (SELECT char(10) || coalesce(i.text, '') || char(10) || coalesce(i.file_name, '') AS text FROM item i
       WHERE i.ticket = (p.id - 2199023255552) / 1024 AND i.is_deleted = 0 AND i.id >= p.first
         AND i.id < coalesce((SELECT n.first FROM search_part n WHERE n.id = p.id + 1), 9223372036854775807)
       ORDER BY i.id)), '')
  FROM search_part p;
