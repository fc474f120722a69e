-- SPDX-License-Identifier: GPL-3.0-or-later
-- Version 11: the search index is put together less often, so that fewer commits have to wait for it.

INSERT INTO search (search, rank) VALUES ('automerge', 8);
