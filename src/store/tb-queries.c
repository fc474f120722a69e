/* SPDX-License-Identifier: GPL-3.0-or-later
 * The table of the queries by name. */
#include "config.h"

#include "tb-queries.h"

/* Numbers of enums in the texts: permission 3 all; meaning 3 complete; role 1 lead; agreement 2 active;
 * link 1 joining, 2 linked; arrival 0 comes, 2 declined, 3 wanted; put 0 goes, 1 canceled;
 * status 2 assigned, 5 accepted, 6 in progress, 7 waiting for approval; outbox 0 queued, 1 acknowledged,
 * 2 held; inbox 0 applied, 1 parked, 2 refused. */
G_STATIC_ASSERT (TB_PERMISSION_ALL == 3 && TB_MEANING_COMPLETE == 3 && TB_ROLE_LEAD == 1);
G_STATIC_ASSERT (TB_AGREEMENT_ACTIVE == 2 && TB_STATUS_ASSIGNED == 2 && TB_STATUS_ACCEPTED == 5);
G_STATIC_ASSERT (TB_ARRIVAL_COMES == 0 && TB_ARRIVAL_DECLINED == 2 && TB_ARRIVAL_WANTED == 3);
G_STATIC_ASSERT (TB_PUT_DECLINED == 2 && TB_PUT_GOES == 0 && TB_PUT_CANCELED == 1);
G_STATIC_ASSERT (TB_LINK_JOINING == 1 && TB_LINK_LINKED == 2);
G_STATIC_ASSERT (TB_STATUS_IN_PROGRESS == 6 && TB_STATUS_WAITING_APPROVAL == 7);

#define BY_NAME " ORDER BY lower(name), name, id"
/* The few different values of an indexed column, leaping from each to the next: DISTINCT would look at every
 * row. */
#define DIFFERENT(column, table)                                                                  \
  "WITH RECURSIVE names (name) AS ("                                                              \
  "SELECT min(" column ") FROM " table " WHERE " column " IS NOT NULL"                            \
  " UNION ALL SELECT (SELECT min(t." column ") FROM " table " t WHERE t." column " > names.name)" \
  " FROM names WHERE names.name IS NOT NULL)"                                                     \
  " SELECT name FROM names WHERE name IS NOT NULL LIMIT 1000"
/* Asked for by each transaction: a list of keys would be made into a table every time. */
#define SETTING(key) "SELECT '" key "=' || value FROM setting WHERE \"key\" = '" key "'"
#define ARRIVAL_IS_UNNAMED \
  "NOT EXISTS (SELECT 1 FROM item i WHERE i.sha256 = arrival.sha256 AND i.partner = arrival.partner)"
#define OUTBOX_IS_OPEN "state <> 1"
/* The first half says nothing new: by it the index of what is open is found. */
#define OUTBOX_IS_QUEUED OUTBOX_IS_OPEN " AND state = 0"
/* Left to itself SQLite would rather read all messages, since their index has the state in it, too. */
#define OUTBOX_HELD                                          \
  "SELECT h.engagement FROM outbox h INDEXED BY outbox_held" \
  " WHERE h.state = 2 AND h.engagement IS NOT NULL"
/* What may be sent now: nothing of its engagement is held, or has to be told first after a restore. */
#define OUTBOX_CAN_GO                                                                             \
  "partner = ? AND seq > ? AND " OUTBOX_IS_QUEUED " AND (engagement IS NULL OR engagement NOT IN" \
  " (" OUTBOX_HELD "))"                                                                           \
  " AND (is_state = 1 OR engagement IS NULL OR engagement NOT IN (SELECT e.id FROM engagement e"  \
  " WHERE e.heal <> 0 AND e.partner = outbox.partner AND (e.heal = 1 OR e.role = 2)))"

/* clang-format off */
static const TbQueryRow rows[TB_N_QUERIES] = {
  [TB_Q_USERS] = { &TB_USER, BY_NAME },
  [TB_Q_USER_BY_NAME] = { &TB_USER, "WHERE name = ?" },
  [TB_Q_ADMINS] = { &TB_USER, "WHERE active = 1 AND permission = 3" BY_NAME },
  [TB_Q_STATUSES] = { &TB_TICKET_STATUS, "ORDER BY position, id" },
  [TB_Q_STATUS_BY_NAME] = { &TB_TICKET_STATUS, "WHERE name = ?" },
  [TB_Q_STATUS_BY_MEANING] = { &TB_TICKET_STATUS, "WHERE meaning = ? ORDER BY position, id" },
  [TB_Q_ORGANISATIONS] = { &TB_ORGANISATION, BY_NAME },
  [TB_Q_ORGANISATION_BY_NAME] = { &TB_ORGANISATION, "WHERE name = ?" },
  [TB_Q_CONTACTS_OF_ORGANISATION] = { &TB_CONTACT, "WHERE organisation = ?" BY_NAME },
  [TB_Q_PARTNERS] = { &TB_PARTNER, BY_NAME },
  [TB_Q_PARTNERS_RECENT] = { &TB_PARTNER,
    "WHERE id IN (SELECT a.partner FROM agreement a WHERE a.role = 1 AND a.state = 2)"
    " ORDER BY used_at DESC, lower(name), name, id" },
  [TB_Q_PARTNER_BY_NAME] = { &TB_PARTNER, "WHERE name = ?" },
  [TB_Q_PARTNER_BY_LINK] = { &TB_PARTNER, "WHERE link = ? ORDER BY id DESC" },
  [TB_Q_PARTNER_BY_INSTANCE] = { &TB_PARTNER, "WHERE instance = ? ORDER BY id DESC" },
  [TB_Q_AGREEMENTS_OF_PARTNER] = { &TB_AGREEMENT, "WHERE partner = ? ORDER BY id" },
  [TB_Q_AGREEMENT_BY_UUID] = { &TB_AGREEMENT, "WHERE uuid = ?" },
  [TB_Q_AGREEMENT_BY_ROLE] = { &TB_AGREEMENT, "WHERE partner = ? AND role = ? ORDER BY id DESC" },
  [TB_Q_INVITATION_BY_UUID] = { &TB_INVITATION, "WHERE uuid = ?" },
  [TB_Q_INVITATIONS_EXPIRED] = { &TB_INVITATION,
    "WHERE expires_at <= ? AND access_key IS NOT NULL ORDER BY id" },
  [TB_Q_TICKET_BY_NUMBER] = { &TB_TICKET, "WHERE number = ? OR alias = ? ORDER BY id" },
  [TB_Q_ENGAGEMENT_BY_EID] = { &TB_ENGAGEMENT, "WHERE eid = ?" },
  [TB_Q_ENGAGEMENTS_OF_TICKET] = { &TB_ENGAGEMENT, "WHERE ticket = ? ORDER BY id" },
  [TB_Q_ENGAGEMENTS_LIVE_OF_PARTNER] = { &TB_ENGAGEMENT,
    "WHERE partner = ? AND status IN (2, 5, 6, 7) ORDER BY id" },
  [TB_Q_ENGAGEMENTS_TO_TELL] = { &TB_ENGAGEMENT,
    "WHERE partner = ? AND role = ? AND status >= 2 AND (status IN (2, 5, 6, 7)"
    " OR EXISTS (SELECT 1 FROM outbox o WHERE o.engagement = engagement.id"
    " AND (o.created_at >= ? OR o.settled_at >= ? OR o.state <> 1))"
    " OR EXISTS (SELECT 1 FROM inbox i WHERE i.engagement = engagement.id"
    " AND (i.received_at >= ? OR i.applied_at >= ?))) ORDER BY id" },
  [TB_Q_ENGAGEMENTS_HELD] = { &TB_ENGAGEMENT, "WHERE partner = ? AND held_problem IS NOT NULL ORDER BY id" },
  [TB_Q_ENGAGEMENTS_ANSWER_DUE] = { &TB_ENGAGEMENT,
    "WHERE role = 1 AND status = 2 AND answer_by > 0 AND answer_by < ? ORDER BY answer_by, id" },
  [TB_Q_ENGAGEMENTS_ANSWER_NEAR] = { &TB_ENGAGEMENT,
    "WHERE role = 2 AND status = 2 AND answer_by > 0 AND answer_by > ? AND answer_by <= ?"
    " AND warned <> answer_by ORDER BY answer_by, id" },
  [TB_Q_ENGAGEMENTS_COMPLETE_NEAR] = { &TB_ENGAGEMENT,
    "WHERE status IN (5, 6) AND complete_by > 0 AND complete_by > ? AND complete_by <= ?"
    " AND warned <> complete_by ORDER BY complete_by, id" },
  [TB_Q_REQUESTS_PENDING] = { &TB_REQUEST, "WHERE engagement = ? AND state = 0 ORDER BY id" },
  [TB_Q_REQUESTS_OF_ENGAGEMENT] = { &TB_REQUEST, "WHERE engagement = ? ORDER BY id" },
  [TB_Q_REQUEST_BY_EVENT] = { &TB_REQUEST, "WHERE event = ? ORDER BY id DESC" },
  [TB_Q_ITEMS_OF_TICKET] = { &TB_ITEM, "WHERE ticket = ? ORDER BY id" },
  [TB_Q_ITEM_BY_UUID] = { &TB_ITEM, "WHERE uuid = ?" },
  [TB_Q_LINKS_OF_ITEM] = { &TB_ITEM_LINK, "WHERE item = ? ORDER BY id" },
  [TB_Q_LINKS_OF_TICKET] = { &TB_ITEM_LINK,
    "WHERE item IN (SELECT i.id FROM item i WHERE i.ticket = ?) ORDER BY item, id" },
  [TB_Q_LINKS_OF_ENGAGEMENT] = { &TB_ITEM_LINK, "WHERE engagement = ? ORDER BY id" },
  [TB_Q_LINK_BY_UUID] = { &TB_ITEM_LINK, "WHERE engagement = ? AND uuid = ?" },
  [TB_Q_HISTORY_OF_TICKET] = { &TB_HISTORY, "WHERE ticket = ? ORDER BY id" },
  [TB_Q_OUTBOX_SENDABLE] = { &TB_OUTBOX, "WHERE " OUTBOX_CAN_GO " ORDER BY seq LIMIT 1001" },
  [TB_Q_OUTBOX_QUEUED_BETWEEN] = { &TB_OUTBOX,
    "WHERE partner = ? AND " OUTBOX_IS_QUEUED " AND seq >= ? AND seq <= ? ORDER BY seq" },
  [TB_Q_OUTBOX_OPEN] = { &TB_OUTBOX, "WHERE partner = ? AND " OUTBOX_IS_OPEN " ORDER BY seq" },
  [TB_Q_OUTBOX_OPEN_ALL] = { &TB_OUTBOX, "WHERE " OUTBOX_IS_OPEN " ORDER BY partner, seq" },
  [TB_Q_OUTBOX_OPEN_FIRST] = { &TB_OUTBOX, "WHERE " OUTBOX_IS_OPEN " ORDER BY partner, seq LIMIT 1000" },
  [TB_Q_OUTBOX_HELD_OF_TICKET] = { &TB_OUTBOX,
    "WHERE state = 2 AND engagement IN (SELECT e.id FROM engagement e WHERE e.ticket = ?)"
    " ORDER BY partner, seq" },
  [TB_Q_OUTBOX_HELD_OF_PARTNER] = { &TB_OUTBOX,
    "WHERE partner = ? AND state = 2 AND " OUTBOX_IS_OPEN " AND engagement IS NULL ORDER BY seq" },
  [TB_Q_OUTBOX_TAKEN_ABOVE] = { &TB_OUTBOX, "WHERE partner = ? AND seq > ? AND state = 1 ORDER BY seq" },
  [TB_Q_OUTBOX_BY_SEQ] = { &TB_OUTBOX, "WHERE partner = ? AND seq = ?" },
  [TB_Q_OUTBOX_BY_EVENT] = { &TB_OUTBOX, "WHERE event = ? ORDER BY id DESC" },
  [TB_Q_OUTBOX_OF_ENGAGEMENT] = { &TB_OUTBOX, "WHERE engagement = ? AND n > 0 ORDER BY n, id" },
  [TB_Q_OUTBOX_FIRST_OF_ENGAGEMENT] = { &TB_OUTBOX,
    "WHERE engagement = ? AND bytes IS NOT NULL ORDER BY id LIMIT 1" },
  [TB_Q_INBOX_FIRST_OF_ENGAGEMENT] = { &TB_INBOX,
    "WHERE engagement = ? AND bytes IS NOT NULL ORDER BY id LIMIT 1" },
  [TB_Q_INBOX_BY_EVENT] = { &TB_INBOX, "WHERE partner = ? AND event = ?" },
  [TB_Q_INBOX_BY_N] = { &TB_INBOX,
    "WHERE partner = ? AND engagement = ? AND n = ? AND state = 0 ORDER BY id DESC" },
  [TB_Q_INBOX_BY_SCOPE] = { &TB_INBOX,
    "WHERE partner = ? AND scope = ? AND engagement IS NULL AND n = ? AND state = 0 ORDER BY id DESC" },
  [TB_Q_INBOX_PARKED_BY_N] = { &TB_INBOX,
    "WHERE partner = ? AND scope = ? AND n = ? AND state = 1 ORDER BY id DESC" },
  [TB_Q_INBOX_REFUSED] = { &TB_INBOX, "WHERE partner = ? AND state = 2 ORDER BY id DESC LIMIT 1000" },
  [TB_Q_TAKEN_OF_PARTNER] = { &TB_TAKEN, "WHERE partner = ? ORDER BY seq" },
  [TB_Q_TAKEN_BY_SEQ] = { &TB_TAKEN, "WHERE partner = ? AND seq = ?" },
  [TB_Q_PUTS_OPEN] = { &TB_PUT,
    "WHERE partner = ? AND is_done = 0 AND state <> 2 AND (state = 1 OR EXISTS (SELECT 1 FROM engagement e"
    " WHERE e.partner = put.partner AND e.held_problem IS NULL AND ("
    " EXISTS (SELECT 1 FROM outbox o WHERE o.engagement = e.id AND o.state = 0 AND o.file = put.sha256"
    " AND (o.is_state = 1 OR e.role = 1 OR e.status IN (5, 6))) OR"
    " (e.status IN (5, 6) AND e.pause = 0 AND EXISTS (SELECT 1 FROM item_link l WHERE l.engagement = e.id"
    " AND l.is_waiting = 1 AND l.item IN (SELECT i.id FROM item i WHERE i.sha256 = put.sha256)))"
    /* The partner has asked for it. */
    " OR (put.most = -1 AND e.id = put.engagement AND e.status IN (5, 6)))))"
    " ORDER BY id" },
  [TB_Q_OUTBOX_OF_FILE] = { &TB_OUTBOX, "WHERE engagement = ? AND file = ? AND state = 0" },
  [TB_Q_PUT_BY_SHA] = { &TB_PUT, "WHERE partner = ? AND sha256 = ? ORDER BY id DESC" },
  [TB_Q_ITEM_UNLINKED_BY_KIND] = { &TB_ITEM,
    "WHERE ticket = ? AND kind = ? AND partner IS NULL AND is_deleted = 0 AND stays = 0"
    " AND NOT EXISTS (SELECT 1 FROM item_link l WHERE l.item = item.id AND l.engagement = ?) ORDER BY id" },
  [TB_Q_LINKS_WAITING_ALL] = { &TB_ITEM_LINK,
    "WHERE is_waiting = 1 AND engagement > 0 ORDER BY engagement, id LIMIT 1000" },
  [TB_Q_LINKS_WAITING] = { &TB_ITEM_LINK,
    "WHERE is_waiting = 1 AND engagement IN (SELECT e.id FROM engagement e WHERE e.partner = ?)"
    " AND item IN (SELECT i.id FROM item i WHERE i.sha256 = ?) ORDER BY id" },
  [TB_Q_TICKETS_TO_TURN_OVERDUE] = { &TB_TICKET,
    "WHERE is_open = 1 AND is_overdue = 0 AND due_at > 0 AND due_at <= ? ORDER BY due_at, id" },
  [TB_Q_TICKETS_OF_ORGANISATION] = { &TB_TICKET, "WHERE organisation = ? ORDER BY id" },
  [TB_Q_TICKETS_AGED] = { &TB_TICKET,
    "WHERE id > ? AND updated_at < ? AND (is_open = 0 OR is_confirmed = 0) ORDER BY id LIMIT ?" },
  [TB_Q_TICKETS_OF_CONTACT] = { &TB_TICKET, "WHERE contact = ? ORDER BY id" },
  [TB_Q_ERASURES_OPEN] = { &TB_ERASURE,
    "WHERE ticket = ? AND state = 0 ORDER BY id" },
  [TB_Q_TOMBSTONE_BY_EID] = { &TB_TOMBSTONE, "WHERE eid = ?" },
  [TB_Q_CONTACTS_BLOCKED] = { &TB_CONTACT, "WHERE is_blocked = 1" BY_NAME },
  [TB_Q_DRAFT_BY_NAME] = { &TB_DRAFT, "WHERE name = ?" },
  [TB_Q_ARRIVAL_BY_SHA] = { &TB_ARRIVAL, "WHERE partner = ? AND sha256 = ?" },
  [TB_Q_ARRIVAL_COMING] = { &TB_ARRIVAL,
    "WHERE engagement = ? AND state = 0 AND " ARRIVAL_IS_UNNAMED " ORDER BY id LIMIT 1" },
  [TB_Q_ARRIVALS_WANTED] = { &TB_ARRIVAL,
    "WHERE partner = ? AND state = 3 ORDER BY touched_at, id LIMIT 32" },
  [TB_Q_ARRIVALS_OLD] = { &TB_ARRIVAL, "WHERE touched_at < ? AND " ARRIVAL_IS_UNNAMED " ORDER BY id" },
  [TB_Q_WANTS_OF_PARTNER] = { &TB_WANT, "WHERE partner = ? ORDER BY id" },
  [TB_Q_WANT_BY_SHA] = { &TB_WANT, "WHERE partner = ? AND sha256 = ?" },
  [TB_Q_MAIL_OF_KIND] = { &TB_MAIL, "WHERE partner = ? AND kind = ? ORDER BY id" },
  [TB_Q_MAIL_BY_LETTER] = { &TB_MAIL, "WHERE partner = ? AND letter = ? ORDER BY id" },
  [TB_Q_BOXES] = { &TB_BOX, BY_NAME },
  [TB_Q_BOX_BY_NAME] = { &TB_BOX, "WHERE name = ?" },
  [TB_Q_BOX_BY_UUID] = { &TB_BOX, "WHERE uuid = ?" },
  [TB_Q_LETTER_WAITING] = { &TB_LETTER, "WHERE box = ? AND address = ? AND taken_at = 0 ORDER BY id" },
  [TB_Q_LETTER_BY_UUID] = { &TB_LETTER, "WHERE box = ? AND uuid = ?" },
  [TB_Q_LETTERS_OLD] = { &TB_LETTER, "WHERE taken_at = 0 AND put_at < ? ORDER BY put_at, id" },
  [TB_Q_INVITATIONS_OF_PARTNER] = { &TB_INVITATION,
    "WHERE partner = ? AND access_key IS NOT NULL ORDER BY id DESC LIMIT 3" },
  [TB_Q_PARTNERS_WAITED_FOR] = { &TB_PARTNER,
    "WHERE link_state IN (1, 2) AND (url IS NOT NULL OR box IS NOT NULL) AND EXISTS"
    " (SELECT 1 FROM outbox o WHERE o.partner = partner.id AND o.state <> 1 AND o.state = 0)"
    " ORDER BY next_attempt, id" },

  [TB_QN_PARKED_OF_SCOPE] = { NULL,
    "SELECT count(*) FROM inbox WHERE partner = ? AND scope = ? AND state = 1" },
  [TB_QN_OUTBOX_QUEUED_OF_PARTNER] = { NULL,
    "SELECT count(*) FROM outbox WHERE partner = ? AND " OUTBOX_IS_QUEUED },
  [TB_QN_OUTBOX_CAN_GO] = { NULL, "SELECT EXISTS (SELECT 1 FROM outbox WHERE " OUTBOX_CAN_GO ")" },
  [TB_QN_OUTBOX_HELD_OF_PARTNER] = { NULL,
    "SELECT count(*) FROM outbox WHERE partner = ? AND state = 2 AND " OUTBOX_IS_OPEN },
  [TB_QN_OUTBOX_QUEUED_OF_ENGAGEMENT] = { NULL,
    "SELECT count(*) FROM outbox WHERE engagement = ? AND state = 0" },
  [TB_QN_OUTBOX_HELD_OF_ENGAGEMENT] = { NULL,
    "SELECT count(*) FROM outbox WHERE engagement = ? AND state = 2" },
  [TB_QN_OUTBOX_ANY_OF_ENGAGEMENT] = { NULL, "SELECT count(*) FROM outbox WHERE engagement = ?" },
  [TB_QN_OUTBOX_LAST_N] = { NULL, "SELECT coalesce(max(n), 0) FROM outbox WHERE engagement = ?" },
  [TB_QN_MAX_ITEM_OF_ALL] = { NULL, "SELECT coalesce(max(id), 0) FROM item" },
  [TB_QN_ADMIN_COUNT] = { NULL, "SELECT count(*) FROM \"user\" WHERE active = 1 AND permission = 3" },
  [TB_QN_COMPLETE_STATUS_COUNT] = { NULL, "SELECT count(*) FROM ticket_status WHERE meaning = 3" },
  [TB_QN_NEXT_ANSWER_BY] = { NULL,
    "SELECT coalesce(min(answer_by), 0) FROM engagement WHERE role = 1 AND status = 2 AND answer_by > 0" },
  [TB_QN_NEXT_DUE] = { NULL,
    "SELECT coalesce(min(due_at), 0) FROM ticket WHERE is_open = 1 AND is_overdue = 0 AND due_at > 0" },
  [TB_QN_NEXT_ANSWER_NEAR] = { NULL,
    "SELECT coalesce(min(answer_by), 0) FROM engagement"
    " WHERE role = 2 AND status = 2 AND answer_by > 0 AND answer_by > ?" },
  [TB_QN_NEXT_COMPLETE_NEAR] = { NULL,
    "SELECT coalesce(min(complete_by), 0) FROM engagement"
    " WHERE status IN (5, 6) AND complete_by > 0 AND complete_by > ?" },
  [TB_QN_TICKET_COUNT] = { NULL, "SELECT count(*) FROM ticket" },
  [TB_QN_TABLE_CHANGE_LAST] = { NULL, "SELECT coalesce(max(id), 0) FROM change" },
  [TB_QN_INBOX_REFUSED_OF_PARTNER] = { NULL, "SELECT count(*) FROM inbox WHERE partner = ? AND state = 2" },
  [TB_QN_ARRIVALS_OF_PARTNER] = { NULL,
    "SELECT count(*) FROM arrival WHERE partner = ? AND " ARRIVAL_IS_UNNAMED },
  [TB_QN_ARRIVAL_BYTES_OF_PARTNER] = { NULL,
    "SELECT coalesce(sum(size), 0) FROM arrival WHERE partner = ? AND state <> 2 AND " ARRIVAL_IS_UNNAMED },
  [TB_QN_FILE_SHARED] = { NULL,
    "SELECT (SELECT count(*) FROM item i WHERE i.sha256 = ? AND i.partner = ?)"
    " + (SELECT count(*) FROM put p WHERE p.partner = ? AND p.sha256 = ? AND p.is_done = 1)" },
  [TB_QN_TICKETS_OF_STATUS] = { NULL, "SELECT count(*) FROM ticket WHERE status = ?" },
  [TB_QN_OUTBOX_QUEUED] = { NULL, "SELECT count(*) FROM outbox WHERE " OUTBOX_IS_QUEUED },
  [TB_QN_OUTBOX_HELD] = { NULL, "SELECT count(*) FROM outbox WHERE state = 2" },
  [TB_QN_LAST_CONTACT] = { NULL, "SELECT coalesce(max(last_contact), 0) FROM partner" },

  [TB_QT_SETTINGS] = { NULL,
    SETTING ("instance") " UNION ALL " SETTING ("name") " UNION ALL " SETTING ("timezone")
    " UNION ALL " SETTING ("currency") " UNION ALL " SETTING ("names") " UNION ALL " SETTING ("elsewhere")
    " UNION ALL " SETTING ("restored") },
  [TB_QT_QUEUES] = { NULL, DIFFERENT ("queue", "ticket") },
  [TB_QT_WORK_TYPES] = { NULL, DIFFERENT ("work_type", "item") },
  [TB_QT_OUTBOX_PLACES] = { NULL,
    "SELECT w.partner || ' ' || w.place || ' ' || w.row FROM ("
    "SELECT o.partner AS partner, o.id AS row, o.seq AS seq,"
    " CASE WHEN o.state = 2 THEN 0"
    " WHEN o.engagement IN (" OUTBOX_HELD ")"
    " THEN 1"
    " WHEN o.file IS NOT NULL AND EXISTS (SELECT 1 FROM put f WHERE f.sha256 = o.file"
    " AND f.partner = o.partner AND f.is_done = 0) THEN 3 ELSE 2 END AS place"
    " FROM outbox o WHERE o.state <> 1"
    " UNION ALL SELECT e.partner, l.id, l.id, 4 FROM item_link l JOIN engagement e ON e.id = l.engagement"
    " WHERE l.is_waiting = 1 AND l.engagement > 0"
    ") w JOIN partner p ON p.id = w.partner ORDER BY lower(p.name), p.name, p.id, w.place, w.seq" },

  [TB_QX_EMPTY_INBOX_BODIES] = { NULL,
    "UPDATE inbox SET bytes = NULL"
    " WHERE state = 0 AND bytes IS NOT NULL AND applied_at > 0 AND applied_at < ?" },
  [TB_QX_EMPTY_OUTBOX_BODIES] = { NULL,
    "UPDATE outbox SET bytes = NULL"
    " WHERE state = 1 AND bytes IS NOT NULL AND settled_at > 0 AND settled_at < ?"
    " AND (engagement IS NULL OR engagement NOT IN"
    " (" OUTBOX_HELD "))" },
  /* What is parked has not been applied yet and still needs its bytes. */
  [TB_QX_FORGET_SEQS] = { NULL, "UPDATE outbox SET seq = -id WHERE partner = ?" },
  [TB_QX_FORGET_TAKEN] = { NULL, "DELETE FROM taken WHERE partner = ?" },
  [TB_QX_ERASE_OFFER_BODY] = { NULL, "UPDATE inbox SET bytes = NULL WHERE engagement = ? AND state <> 1" },
  [TB_QX_FORGET_MAIL] = { NULL, "DELETE FROM mail WHERE partner = ?" },
  [TB_QX_FORGET_LETTERS] = { NULL, "DELETE FROM letter WHERE taken_at > 0 AND taken_at < ?" },
  [TB_QX_EMPTY_BOX] = { NULL, "DELETE FROM letter WHERE box = ?" },
  [TB_QX_ACKNOWLEDGE] = { NULL,
    "UPDATE outbox SET state = 1, settled_at = ?"
    " WHERE partner = ? AND " OUTBOX_IS_QUEUED " AND seq >= ? AND seq <= ?" },
  [TB_QX_WITHDRAW_OUTBOX] = { NULL,
    "UPDATE outbox SET seq = -id, n = 0, settled_at = CASE state WHEN 1 THEN settled_at ELSE ? END,"
    " problem = CASE state WHEN 1 THEN problem ELSE 'withdrawn' END, state = 1 WHERE partner = ?" },
  [TB_QX_FORGET_INBOX] = { NULL, "DELETE FROM inbox WHERE partner = ? AND state <> 0" },
  [TB_QX_FORGET_INBOX_N] = { NULL, "UPDATE inbox SET n = 0 WHERE partner = ? AND n > 0" },
  [TB_QX_HEAL_ENGAGEMENTS] = { NULL,
    "UPDATE engagement SET n_in = 0, n_out = 0, heal = CASE WHEN status >= 2 OR role = 1 THEN 1 ELSE 0 END"
    " WHERE partner = ?" },
  [TB_QX_HEAL_AGREEMENTS] = { NULL, "UPDATE agreement SET n_in = 0, n_out = 0 WHERE partner = ?" },
  [TB_QX_HEALED] = { NULL, "UPDATE engagement SET heal = 0 WHERE partner = ? AND heal = 1 AND role = ?" },
  [TB_QX_HEALED_ALL] = { NULL, "UPDATE engagement SET heal = 0 WHERE partner = ? AND heal <> 0" },
  [TB_QX_FORGET_TOLD] = { NULL, "UPDATE item_link SET told = told & 4 WHERE engagement = ? AND told <> 0" },
  [TB_QX_CLEAR_TOLD] = { NULL, "UPDATE item_link SET told = 0 WHERE engagement = ? AND told <> 0" },
  [TB_QX_BURY_OUTBOX] = { NULL, 
    "UPDATE outbox SET engagement = NULL, bytes = NULL, file = NULL WHERE engagement = ?" },
  [TB_QX_BURY_INBOX] = { NULL, "UPDATE inbox SET engagement = NULL, bytes = NULL WHERE engagement = ?" },
  [TB_QX_BURY_PUTS] = { NULL, "DELETE FROM \"put\" WHERE engagement = ?" },
  [TB_QX_BURY_DRAFTS] = { NULL, "DELETE FROM draft WHERE name LIKE '%-' || CAST (? AS TEXT)" },
  [TB_QX_BEGIN_ERASING] = { NULL, "INSERT OR IGNORE INTO erasing (id) VALUES (1)" },
  [TB_QX_END_ERASING] = { NULL, "DELETE FROM erasing" },
  [TB_QX_TRIM_CHANGES] = { NULL, "DELETE FROM change WHERE id <= ?" },
};
/* clang-format on */

const TbQueryRow *
tb_query_row (int query)
{
  g_return_val_if_fail (query >= 0 && query < TB_N_QUERIES, NULL);

  return &rows[query];
}
