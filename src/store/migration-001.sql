-- SPDX-License-Identifier: GPL-3.0-or-later
-- Version 1: a table for each record of tb-records.h, what is kept beside them, and the rules that hold for every writer.
--
-- Never edit a script that was ever released: write the next one. Ids are never used twice (AUTOINCREMENT), because an
-- item's id tells whether it was there before a pause. Numbers of enums: tb-types.h.

CREATE TABLE "user" (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  uuid TEXT,
  name TEXT NOT NULL UNIQUE,
  permission INTEGER NOT NULL DEFAULT 0 CHECK (permission BETWEEN 0 AND 3),
  active INTEGER NOT NULL DEFAULT 0 CHECK (active IN (0, 1))
);

CREATE TABLE ticket_status (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL UNIQUE,
  position INTEGER NOT NULL DEFAULT 0,
  color TEXT,
  meaning INTEGER NOT NULL DEFAULT 0 CHECK (meaning BETWEEN 0 AND 3)
);

CREATE TABLE organisation (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL UNIQUE,
  kind TEXT,
  street TEXT,
  postcode TEXT,
  town TEXT,
  phone TEXT,
  alert TEXT
);

CREATE TABLE contact (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  organisation INTEGER NOT NULL REFERENCES organisation,
  name TEXT,
  phone TEXT,
  email TEXT
);

CREATE TABLE partner (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL UNIQUE,
  instance TEXT,
  link TEXT,
  link_state INTEGER NOT NULL DEFAULT 0 CHECK (link_state BETWEEN 0 AND 3),
  is_inviter INTEGER NOT NULL DEFAULT 0 CHECK (is_inviter IN (0, 1)),
  "key" BLOB,
  url TEXT,
  fingerprint TEXT,
  organisation INTEGER REFERENCES organisation,
  own_epoch INTEGER NOT NULL DEFAULT 0,
  own_epoch_id TEXT,
  their_epoch INTEGER NOT NULL DEFAULT 0,
  their_epoch_id TEXT,
  out_seq INTEGER NOT NULL DEFAULT 0,
  out_ack INTEGER NOT NULL DEFAULT 0,
  in_seq INTEGER NOT NULL DEFAULT 0,
  last_contact INTEGER NOT NULL DEFAULT 0,
  last_attempt INTEGER NOT NULL DEFAULT 0,
  next_attempt INTEGER NOT NULL DEFAULT 0,
  attempts INTEGER NOT NULL DEFAULT 0,
  problem TEXT,
  used_at INTEGER NOT NULL DEFAULT 0,
  join_body BLOB,
  join_key_id TEXT,
  owes_ack INTEGER NOT NULL DEFAULT 0 CHECK (owes_ack IN (0, 1)),
  heard_at INTEGER NOT NULL DEFAULT 0,
  batch_limit INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE agreement (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  uuid TEXT NOT NULL UNIQUE,
  partner INTEGER NOT NULL REFERENCES partner,
  role INTEGER NOT NULL DEFAULT 0 CHECK (role BETWEEN 1 AND 2),
  state INTEGER NOT NULL DEFAULT 0 CHECK (state BETWEEN 0 AND 4),
  n_out INTEGER NOT NULL DEFAULT 0,
  n_in INTEGER NOT NULL DEFAULT 0,
  own_off INTEGER NOT NULL DEFAULT 0 CHECK (own_off IN (0, 1)),
  their_off INTEGER NOT NULL DEFAULT 0 CHECK (their_off IN (0, 1)),
  created_at INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE invitation (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  uuid TEXT NOT NULL UNIQUE,
  partner INTEGER NOT NULL REFERENCES partner,
  access_key BLOB,
  expires_at INTEGER NOT NULL DEFAULT 0,
  bound TEXT,
  accepted INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE ticket (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  number TEXT NOT NULL UNIQUE,
  number_day INTEGER NOT NULL DEFAULT 0,
  number_seq INTEGER NOT NULL DEFAULT 0,
  alias TEXT UNIQUE,
  is_confirmed INTEGER NOT NULL DEFAULT 0 CHECK (is_confirmed IN (0, 1)),
  title TEXT,
  description TEXT,
  organisation INTEGER REFERENCES organisation,
  contact INTEGER REFERENCES contact,
  status INTEGER REFERENCES ticket_status,
  is_open INTEGER NOT NULL DEFAULT 0 CHECK (is_open IN (0, 1)),
  priority INTEGER NOT NULL DEFAULT 0 CHECK (priority BETWEEN 0 AND 3),
  queue TEXT,
  assignee INTEGER REFERENCES "user",
  due_at INTEGER NOT NULL DEFAULT 0,
  is_overdue INTEGER NOT NULL DEFAULT 0 CHECK (is_overdue IN (0, 1)),
  source TEXT,
  alert TEXT,
  is_taskfire INTEGER NOT NULL DEFAULT 0 CHECK (is_taskfire IN (0, 1)),
  created_at INTEGER NOT NULL DEFAULT 0,
  updated_at INTEGER NOT NULL DEFAULT 0,
  lead_engagement INTEGER REFERENCES engagement DEFERRABLE INITIALLY DEFERRED,
  lead_status INTEGER NOT NULL DEFAULT 0 CHECK (lead_status BETWEEN 0 AND 8),
  service_engagement INTEGER REFERENCES engagement DEFERRABLE INITIALLY DEFERRED,
  service_status INTEGER NOT NULL DEFAULT 0 CHECK (service_status BETWEEN 0 AND 8),
  sender INTEGER REFERENCES "user",
  was_accepted INTEGER NOT NULL DEFAULT 0 CHECK (was_accepted IN (0, 1))
);

CREATE TABLE engagement (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  eid TEXT NOT NULL UNIQUE,
  ticket INTEGER NOT NULL REFERENCES ticket ON DELETE CASCADE,
  partner INTEGER NOT NULL REFERENCES partner,
  agreement INTEGER REFERENCES agreement,
  role INTEGER NOT NULL DEFAULT 0 CHECK (role BETWEEN 1 AND 2),
  status INTEGER NOT NULL DEFAULT 0 CHECK (status BETWEEN 0 AND 8),
  status_epoch INTEGER NOT NULL DEFAULT 0,
  status_rev INTEGER NOT NULL DEFAULT 0,
  status_since INTEGER NOT NULL DEFAULT 0,
  status_event TEXT,
  reason TEXT,
  phase INTEGER NOT NULL DEFAULT 0,
  n_out INTEGER NOT NULL DEFAULT 0,
  n_in INTEGER NOT NULL DEFAULT 0,
  pause INTEGER NOT NULL DEFAULT 0 CHECK (pause BETWEEN 0 AND 2),
  pause_mark INTEGER NOT NULL DEFAULT 0,
  start_queued INTEGER NOT NULL DEFAULT 0 CHECK (start_queued IN (0, 1)),
  was_accepted INTEGER NOT NULL DEFAULT 0 CHECK (was_accepted IN (0, 1)),
  late_items INTEGER NOT NULL DEFAULT 0,
  held_problem TEXT,
  answer_by INTEGER NOT NULL DEFAULT 0,
  complete_by INTEGER NOT NULL DEFAULT 0,
  instructions TEXT,
  rate_kind INTEGER NOT NULL DEFAULT 0 CHECK (rate_kind BETWEEN 0 AND 2),
  amount INTEGER NOT NULL DEFAULT 0,
  authorized_minutes INTEGER NOT NULL DEFAULT 0,
  authorized_charges INTEGER NOT NULL DEFAULT 0,
  currency TEXT,
  customer_rate INTEGER NOT NULL DEFAULT 0,
  remote_number TEXT,
  accepted_by TEXT,
  accepted_at INTEGER NOT NULL DEFAULT 0,
  sent_at INTEGER NOT NULL DEFAULT 0,
  sent_by INTEGER REFERENCES "user",
  created_at INTEGER NOT NULL DEFAULT 0,
  customer_company TEXT,
  customer_contact TEXT,
  customer_address TEXT,
  customer_town TEXT,
  customer_phone TEXT
);

CREATE TABLE request (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  engagement INTEGER NOT NULL REFERENCES engagement ON DELETE CASCADE,
  event TEXT NOT NULL,
  verb INTEGER NOT NULL DEFAULT 0 CHECK (verb BETWEEN 1 AND 5),
  reason TEXT,
  "user" INTEGER REFERENCES "user",
  "at" INTEGER NOT NULL DEFAULT 0,
  state INTEGER NOT NULL DEFAULT 0 CHECK (state BETWEEN 0 AND 2),
  problem TEXT
);

CREATE TABLE item (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  uuid TEXT NOT NULL UNIQUE,
  ticket INTEGER NOT NULL REFERENCES ticket ON DELETE CASCADE,
  kind INTEGER NOT NULL DEFAULT 0 CHECK (kind BETWEEN 0 AND 3),
  partner INTEGER REFERENCES partner,
  engagement INTEGER REFERENCES engagement,
  author TEXT,
  "user" INTEGER REFERENCES "user",
  is_internal INTEGER NOT NULL DEFAULT 0 CHECK (is_internal IN (0, 1)),
  is_question INTEGER NOT NULL DEFAULT 0 CHECK (is_question IN (0, 1)),
  stays INTEGER NOT NULL DEFAULT 0 CHECK (stays IN (0, 1)),
  is_locked INTEGER NOT NULL DEFAULT 0 CHECK (is_locked IN (0, 1)),
  is_deleted INTEGER NOT NULL DEFAULT 0 CHECK (is_deleted IN (0, 1)),
  "text" TEXT,
  "date" TEXT,
  start_at INTEGER NOT NULL DEFAULT 0,
  end_at INTEGER NOT NULL DEFAULT 0,
  minutes INTEGER NOT NULL DEFAULT 0,
  work_type TEXT,
  quantity INTEGER NOT NULL DEFAULT 0,
  unit TEXT,
  unit_price INTEGER NOT NULL DEFAULT 0,
  amount INTEGER NOT NULL DEFAULT 0,
  is_billable INTEGER NOT NULL DEFAULT 0 CHECK (is_billable IN (0, 1)),
  file_name TEXT,
  content_type TEXT,
  size INTEGER NOT NULL DEFAULT 0,
  sha256 TEXT,
  created_at INTEGER NOT NULL DEFAULT 0,
  edited_at INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE item_link (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  item INTEGER NOT NULL REFERENCES item ON DELETE CASCADE,
  engagement INTEGER NOT NULL REFERENCES engagement ON DELETE CASCADE,
  uuid TEXT NOT NULL,
  rev INTEGER NOT NULL DEFAULT 0,
  phase INTEGER NOT NULL DEFAULT 0,
  local_only INTEGER NOT NULL DEFAULT 0 CHECK (local_only IN (0, 1)),
  is_cut INTEGER NOT NULL DEFAULT 0 CHECK (is_cut IN (0, 1)),
  is_gone INTEGER NOT NULL DEFAULT 0 CHECK (is_gone IN (0, 1)),
  is_waiting INTEGER NOT NULL DEFAULT 0 CHECK (is_waiting IN (0, 1)),
  UNIQUE (engagement, uuid)
);

CREATE TABLE history (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  ticket INTEGER NOT NULL REFERENCES ticket ON DELETE CASCADE,
  engagement INTEGER REFERENCES engagement,
  "at" INTEGER NOT NULL DEFAULT 0,
  actor TEXT,
  is_partner INTEGER NOT NULL DEFAULT 0 CHECK (is_partner IN (0, 1)),
  code TEXT,
  from_value TEXT,
  to_value TEXT,
  reason TEXT
);

CREATE TABLE outbox (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  partner INTEGER NOT NULL REFERENCES partner,
  seq INTEGER NOT NULL DEFAULT 0,
  epoch INTEGER NOT NULL DEFAULT 0,
  engagement INTEGER REFERENCES engagement,
  agreement INTEGER REFERENCES agreement,
  n INTEGER NOT NULL DEFAULT 0,
  event TEXT NOT NULL,
  bytes BLOB,
  created_at INTEGER NOT NULL DEFAULT 0,
  state INTEGER NOT NULL DEFAULT 0 CHECK (state BETWEEN 0 AND 2),
  settled_at INTEGER NOT NULL DEFAULT 0,
  problem TEXT,
  file TEXT,
  answers TEXT,
  UNIQUE (partner, seq)
);

CREATE TABLE inbox (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  partner INTEGER NOT NULL REFERENCES partner,
  seq INTEGER NOT NULL DEFAULT 0,
  epoch INTEGER NOT NULL DEFAULT 0,
  engagement INTEGER REFERENCES engagement,
  scope TEXT NOT NULL,
  event TEXT NOT NULL,
  n INTEGER NOT NULL DEFAULT 0,
  hash TEXT,
  bytes BLOB,
  state INTEGER NOT NULL DEFAULT 0 CHECK (state BETWEEN 0 AND 2),
  problem TEXT,
  received_at INTEGER NOT NULL DEFAULT 0,
  applied_at INTEGER NOT NULL DEFAULT 0,
  UNIQUE (partner, event)
);

CREATE TABLE taken (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  partner INTEGER NOT NULL DEFAULT 0,
  seq INTEGER NOT NULL DEFAULT 0,
  UNIQUE (partner, seq)
);

CREATE TABLE "put" (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  partner INTEGER NOT NULL REFERENCES partner,
  engagement INTEGER REFERENCES engagement,
  item INTEGER REFERENCES item ON DELETE CASCADE,
  sha256 TEXT NOT NULL,
  size INTEGER NOT NULL DEFAULT 0,
  have INTEGER NOT NULL DEFAULT 0,
  is_done INTEGER NOT NULL DEFAULT 0 CHECK (is_done IN (0, 1))
);

CREATE TABLE "change" (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL,
  row INTEGER NOT NULL DEFAULT 0
);

-- What is kept beside the records.

CREATE TABLE setting (
  "key" TEXT PRIMARY KEY,
  value TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE counter (
  name TEXT PRIMARY KEY,
  value INTEGER NOT NULL
) WITHOUT ROWID;

-- viewer 0 counts all tickets of a folder; a user's id those that the user is assigned to or sent.
CREATE TABLE folder_count (
  folder INTEGER NOT NULL,
  viewer INTEGER NOT NULL,
  n INTEGER NOT NULL,
  PRIMARY KEY (folder, viewer)
) WITHOUT ROWID;

-- One index for each named query (tb-queries.c) and each foreign key by which rows are removed.

CREATE INDEX contact_organisation ON contact (organisation);
CREATE INDEX partner_instance ON partner (instance) WHERE instance IS NOT NULL;
CREATE INDEX partner_link ON partner (link) WHERE link IS NOT NULL;
CREATE INDEX agreement_partner ON agreement (partner, role);
CREATE INDEX ticket_organisation ON ticket (organisation) WHERE organisation IS NOT NULL;
CREATE INDEX ticket_status_of ON ticket (status);
CREATE INDEX ticket_lead_engagement ON ticket (lead_engagement) WHERE lead_engagement IS NOT NULL;
CREATE INDEX ticket_service_engagement ON ticket (service_engagement) WHERE service_engagement IS NOT NULL;
CREATE INDEX ticket_number_seq ON ticket (number_seq, number_day);
CREATE INDEX ticket_to_turn ON ticket (due_at) WHERE is_open = 1 AND is_overdue = 0 AND due_at > 0;
CREATE INDEX engagement_ticket ON engagement (ticket);
CREATE INDEX engagement_partner ON engagement (partner, status);
CREATE INDEX engagement_answer_due ON engagement (answer_by) WHERE role = 1 AND status = 2 AND answer_by > 0;
CREATE INDEX request_engagement ON request (engagement);
CREATE INDEX request_event ON request (event);
CREATE INDEX item_ticket ON item (ticket);
CREATE INDEX item_engagement ON item (engagement) WHERE engagement IS NOT NULL;
CREATE INDEX item_sha256 ON item (sha256) WHERE sha256 IS NOT NULL;
CREATE INDEX item_link_item ON item_link (item);
CREATE INDEX item_link_waiting ON item_link (engagement) WHERE is_waiting = 1;
CREATE INDEX history_ticket ON history (ticket);
CREATE INDEX history_engagement ON history (engagement) WHERE engagement IS NOT NULL;
CREATE INDEX outbox_queued ON outbox (partner, seq) WHERE state = 0;
CREATE INDEX outbox_open ON outbox (partner, seq) WHERE state <> 1;
CREATE INDEX outbox_open_of_engagement ON outbox (engagement) WHERE state <> 1;
CREATE INDEX outbox_held ON outbox (engagement) WHERE state = 2;
CREATE INDEX outbox_engagement ON outbox (engagement, n) WHERE engagement IS NOT NULL;
CREATE INDEX outbox_event ON outbox (event);
CREATE INDEX outbox_answers ON outbox (partner, answers) WHERE answers IS NOT NULL;
CREATE INDEX outbox_bodies ON outbox (settled_at) WHERE state = 1 AND bytes IS NOT NULL AND settled_at > 0;
CREATE INDEX inbox_scope ON inbox (partner, scope, n);
CREATE INDEX inbox_engagement ON inbox (engagement) WHERE engagement IS NOT NULL;
CREATE INDEX inbox_parked ON inbox (partner, scope, n) WHERE state = 1;
CREATE INDEX inbox_refused ON inbox (partner) WHERE state = 2;
CREATE INDEX inbox_bodies ON inbox (applied_at) WHERE state = 0 AND bytes IS NOT NULL AND applied_at > 0;
CREATE INDEX put_open ON put (partner) WHERE is_done = 0;
CREATE INDEX put_sha256 ON put (sha256);
CREATE INDEX put_item ON put (item) WHERE item IS NOT NULL;
CREATE INDEX put_engagement ON put (engagement) WHERE engagement IS NOT NULL;

-- The lists. Each folder reads its ids from one index, in the order of the sort and without looking at a row: the
-- columns after the id are those that the folder's predicate or its viewer still asks for. The conditions stand word
-- for word in tb-sqlite-list.c.

CREATE INDEX list_all_number ON ticket (number_day, number_seq, id, is_confirmed, service_status);
CREATE INDEX list_all_updated ON ticket (updated_at, id, is_confirmed, service_status);
CREATE INDEX list_all_due ON ticket (due_at, id, is_confirmed, service_status);
CREATE INDEX list_all_title ON ticket (title COLLATE NOCASE, id, is_confirmed, service_status);
CREATE INDEX list_open_number ON ticket (number_day, number_seq, id, is_confirmed, is_open)
  WHERE is_confirmed = 1 AND is_open = 1;
CREATE INDEX list_open_updated ON ticket (updated_at, id, is_confirmed, is_open)
  WHERE is_confirmed = 1 AND is_open = 1;
CREATE INDEX list_open_due ON ticket (due_at, id, is_confirmed, is_open)
  WHERE is_confirmed = 1 AND is_open = 1;
CREATE INDEX list_open_title ON ticket (title COLLATE NOCASE, id, is_confirmed, is_open)
  WHERE is_confirmed = 1 AND is_open = 1;
CREATE INDEX list_overdue_number ON ticket (number_day, number_seq, id, is_confirmed, is_open, is_overdue)
  WHERE is_confirmed = 1 AND is_open = 1 AND is_overdue = 1;
CREATE INDEX list_overdue_updated ON ticket (updated_at, id, is_confirmed, is_open, is_overdue)
  WHERE is_confirmed = 1 AND is_open = 1 AND is_overdue = 1;
CREATE INDEX list_overdue_due ON ticket (due_at, id, is_confirmed, is_open, is_overdue)
  WHERE is_confirmed = 1 AND is_open = 1 AND is_overdue = 1;
CREATE INDEX list_overdue_title ON ticket (title COLLATE NOCASE, id, is_confirmed, is_open, is_overdue)
  WHERE is_confirmed = 1 AND is_open = 1 AND is_overdue = 1;
CREATE INDEX list_lead_open_number ON ticket (number_day, number_seq, id, lead_status, is_open, is_confirmed, assignee, sender)
  WHERE lead_status IN (1, 2, 4, 5, 6, 7) AND (is_open = 1 OR is_confirmed = 0);
CREATE INDEX list_lead_open_updated ON ticket (updated_at, id, lead_status, is_open, is_confirmed, assignee, sender)
  WHERE lead_status IN (1, 2, 4, 5, 6, 7) AND (is_open = 1 OR is_confirmed = 0);
CREATE INDEX list_lead_open_due ON ticket (due_at, id, lead_status, is_open, is_confirmed, assignee, sender)
  WHERE lead_status IN (1, 2, 4, 5, 6, 7) AND (is_open = 1 OR is_confirmed = 0);
CREATE INDEX list_lead_open_title ON ticket (title COLLATE NOCASE, id, lead_status, is_open, is_confirmed, assignee, sender)
  WHERE lead_status IN (1, 2, 4, 5, 6, 7) AND (is_open = 1 OR is_confirmed = 0);
CREATE INDEX list_lead_number ON ticket (lead_status, number_day, number_seq, id, is_open, is_confirmed, assignee, sender)
  WHERE lead_status > 0;
CREATE INDEX list_lead_updated ON ticket (lead_status, updated_at, id, is_open, is_confirmed, assignee, sender)
  WHERE lead_status > 0;
CREATE INDEX list_lead_due ON ticket (lead_status, due_at, id, is_open, is_confirmed, assignee, sender)
  WHERE lead_status > 0;
CREATE INDEX list_lead_title ON ticket (lead_status, title COLLATE NOCASE, id, is_open, is_confirmed, assignee, sender)
  WHERE lead_status > 0;
CREATE INDEX list_service_open_number ON ticket (number_day, number_seq, id, service_status, is_open, is_confirmed, assignee, sender)
  WHERE service_status IN (2, 5, 6, 7) AND (is_open = 1 OR is_confirmed = 0);
CREATE INDEX list_service_open_updated ON ticket (updated_at, id, service_status, is_open, is_confirmed, assignee, sender)
  WHERE service_status IN (2, 5, 6, 7) AND (is_open = 1 OR is_confirmed = 0);
CREATE INDEX list_service_open_due ON ticket (due_at, id, service_status, is_open, is_confirmed, assignee, sender)
  WHERE service_status IN (2, 5, 6, 7) AND (is_open = 1 OR is_confirmed = 0);
CREATE INDEX list_service_open_title ON ticket (title COLLATE NOCASE, id, service_status, is_open, is_confirmed, assignee, sender)
  WHERE service_status IN (2, 5, 6, 7) AND (is_open = 1 OR is_confirmed = 0);
CREATE INDEX list_service_number ON ticket (service_status, number_day, number_seq, id, is_open, is_confirmed, assignee, sender)
  WHERE service_status > 0;
CREATE INDEX list_service_updated ON ticket (service_status, updated_at, id, is_open, is_confirmed, assignee, sender)
  WHERE service_status > 0;
CREATE INDEX list_service_due ON ticket (service_status, due_at, id, is_open, is_confirmed, assignee, sender)
  WHERE service_status > 0;
CREATE INDEX list_service_title ON ticket (service_status, title COLLATE NOCASE, id, is_open, is_confirmed, assignee, sender)
  WHERE service_status > 0;

-- Search. One document for each ticket (docid = ticket << 31) and for each item that is not deleted
-- (docid = ticket << 31 | item), so that the documents of a ticket stand together and a match tells its ticket
-- without looking at the item. No triggers keep it: FTS5 writes out what it has gathered at each savepoint, and a
-- statement with triggers is one. The store brings the index up before it commits (tb-sqlite-index.c).

CREATE VIEW search_text AS
  SELECT id << 31 AS docid, coalesce(title, '') || char(10) || coalesce(description, '') AS text FROM ticket
  UNION ALL
  SELECT ticket << 31 | id, coalesce(text, '') || char(10) || coalesce(file_name, '') FROM item WHERE is_deleted = 0;

-- The shortest prefix that people wait for has an index of its own; longer ones stand for few words.
CREATE VIRTUAL TABLE search USING fts5 (
  text, content = 'search_text', content_rowid = 'docid', columnsize = 0, prefix = '3',
  tokenize = 'unicode61 remove_diacritics 2'
);

-- A batch that is committed as one is gathered as one.
INSERT INTO search (search, rank) VALUES ('hashsize', 8388608);

CREATE VIRTUAL TABLE search_organisation USING fts5 (
  name, content = 'organisation', content_rowid = 'id', columnsize = 0, tokenize = 'unicode61 remove_diacritics 2'
);

-- Read-only in the store too (product.md section 6): what is locked for ever, and what was there when a pause began.

CREATE VIEW item_paused AS
  SELECT i.id FROM item i JOIN engagement e ON e.ticket = i.ticket
  WHERE (e.pause = 2 AND (i.partner IS NULL OR i.partner = e.partner)
         AND (i.id <= e.pause_mark OR i.partner = e.partner))
    OR (e.pause = 1 AND i.partner IS NULL AND i.id <= e.pause_mark);

CREATE TRIGGER item_read_only_update BEFORE UPDATE ON item
WHEN OLD.is_locked = 1 OR EXISTS (SELECT 1 FROM item_paused p WHERE p.id = OLD.id) BEGIN
  SELECT RAISE (ABORT, 'tb-read-only');
END;

CREATE TRIGGER item_read_only_delete BEFORE DELETE ON item
WHEN OLD.is_locked = 1 OR EXISTS (SELECT 1 FROM item_paused p WHERE p.id = OLD.id) BEGIN
  SELECT RAISE (ABORT, 'tb-read-only');
END;

CREATE TRIGGER ticket_keep_accepted BEFORE DELETE ON ticket WHEN OLD.was_accepted = 1 BEGIN
  SELECT RAISE (ABORT, 'tb-read-only');
END;

-- A card of a list.

CREATE VIEW list_row AS
  SELECT
    t.id AS id,
    t.number AS number,
    t.title AS title,
    t.is_confirmed AS is_confirmed,
    o.name AS organisation,
    s.name AS status_name,
    s.color AS status_color,
    t.is_open AS is_open,
    t.is_overdue AS is_overdue,
    t.priority AS priority,
    t.due_at AS due_at,
    t.updated_at AS updated_at,
    u.name AS assignee,
    coalesce(e.role, 0) AS role,
    coalesce(e.id, 0) AS engagement,
    coalesce(e.status, 0) AS outsourcing_status,
    t.lead_status AS lead_status,
    t.service_status AS service_status,
    p.name AS partner,
    coalesce(e.complete_by, 0) AS complete_by,
    coalesce(e.answer_by, 0) AS answer_by,
    coalesce(e.authorized_minutes, -1) AS authorized_minutes,
    CASE e.role
      WHEN 1 THEN (SELECT coalesce(sum(max(i.minutes, 0)), 0) FROM item i
                   WHERE i.ticket = t.id AND i.kind = 1 AND i.is_deleted = 0 AND i.partner = e.partner)
      WHEN 2 THEN (SELECT coalesce(sum(max(i.minutes, 0)), 0) FROM item i
                   WHERE i.ticket = t.id AND i.kind = 1 AND i.is_deleted = 0 AND i.partner IS NULL)
      ELSE 0
    END AS used_minutes,
    EXISTS (SELECT 1 FROM outbox x
            WHERE x.engagement IN (t.lead_engagement, t.service_engagement) AND x.state <> 1) AS is_undelivered
  FROM ticket t
    LEFT JOIN organisation o ON o.id = t.organisation
    LEFT JOIN ticket_status s ON s.id = t.status
    LEFT JOIN "user" u ON u.id = t.assignee
    LEFT JOIN engagement e ON e.id = max(coalesce(t.lead_engagement, 0), coalesce(t.service_engagement, 0))
    LEFT JOIN partner p ON p.id = e.partner;
