-- SPDX-License-Identifier: GPL-3.0-or-later
-- Version 5: of the authorized hours only those of the latest engagement count as used: at the lead what came by
-- it, at the service side what travels in it. Failed attempts are counted apart while something waits.

DROP VIEW list_row;
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
                   WHERE i.engagement = e.id AND i.kind = 1 AND i.is_deleted = 0)
      WHEN 2 THEN (SELECT coalesce(sum(max(i.minutes, 0)), 0) FROM item i
                   WHERE i.ticket = t.id AND i.kind = 1 AND i.is_deleted = 0 AND i.partner IS NULL
                     AND EXISTS (SELECT 1 FROM item_link l
                                 WHERE l.item = i.id AND l.engagement = e.id
                                   AND l.local_only = 0 AND l.is_gone = 0))
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

ALTER TABLE partner ADD COLUMN failures INTEGER NOT NULL DEFAULT 0;
