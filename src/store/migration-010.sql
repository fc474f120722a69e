-- SPDX-License-Identifier: GPL-3.0-or-later
-- Version 10: a message that goes out is entered into four indexes instead of six.

-- What is queued is a part of what is open, and there are few open ones; what is open of an engagement is found among
-- its messages without a look at them.
DROP INDEX outbox_queued;
DROP INDEX outbox_open;
DROP INDEX outbox_open_of_engagement;
DROP INDEX outbox_engagement;
CREATE INDEX outbox_open ON outbox (partner, seq, state) WHERE state <> 1;
CREATE INDEX outbox_engagement ON outbox (engagement, n, state) WHERE engagement IS NOT NULL;
