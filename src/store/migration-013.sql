-- SPDX-License-Identifier: GPL-3.0-or-later
-- Version 13: the store says itself when the search index is put together, and how much of it at once
-- (tb-sqlite-index.c): FTS5 does several hundred pages within one commit.

INSERT INTO search (search, rank) VALUES ('automerge', 0);
INSERT INTO search (search, rank) VALUES ('usermerge', 8);
