-- SPDX-License-Identifier: GPL-3.0-or-later
-- Version 14: the search index is put together while nobody waits for it (tb-sqlite-tidy.c). Only who writes
-- on and on has FTS5 do it within a commit, and seldom: at 16 parts it would do so with all of a large store.

INSERT INTO search (search, rank) VALUES ('crisismerge', 128);
