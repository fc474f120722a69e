-- SPDX-License-Identifier: GPL-3.0-or-later
-- Version 15: which words of the search index begin with one is told from a table of its own; the index would be read
-- through all that it knows of a common word (tb-sqlite-vocabulary.c).

-- All words of the index `search` that have at least three letters, none of the first three a digit, and perhaps some
-- that are in no text any more.
CREATE TABLE search_word (
  word TEXT PRIMARY KEY
) WITHOUT ROWID;

CREATE VIRTUAL TABLE temp.search_place_15 USING fts5vocab (main, search, instance);
INSERT INTO search_word (word)
  WITH RECURSIVE term (word) AS (
    SELECT (SELECT term FROM temp.search_place_15 WHERE term >= '' LIMIT 1)
    UNION ALL
    SELECT (SELECT p.term FROM temp.search_place_15 p WHERE p.term >= term.word || char(1) LIMIT 1)
    FROM term WHERE term.word IS NOT NULL)
  SELECT word FROM term WHERE length(word) >= 3 AND substr(word, 1, 3) NOT GLOB '*[0-9]*';
DROP TABLE temp.search_place_15;
