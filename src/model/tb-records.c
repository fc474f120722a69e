/* SPDX-License-Identifier: GPL-3.0-or-later
 * The tables of fields of all records: column names, property names and struct members in one place. */
#include "config.h"

#include "tb-records.h"

#define RECORD(table, Struct, fields)                     \
  {                                                       \
    table, sizeof (Struct), fields, G_N_ELEMENTS (fields) \
  }

/* clang-format off */

static const TbField user_fields[] = {
  TB_FIELD (TbUserRecord, uuid, TEXT),
  TB_FIELD (TbUserRecord, name, TEXT),
  TB_FIELD (TbUserRecord, permission, INT),
  TB_FIELD (TbUserRecord, active, INT),
};
const TbRecordType TB_USER = RECORD ("user", TbUserRecord, user_fields);

static const TbField ticket_status_fields[] = {
  TB_FIELD (TbTicketStatusRecord, name, TEXT),
  TB_FIELD (TbTicketStatusRecord, position, INT),
  TB_FIELD (TbTicketStatusRecord, color, TEXT),
  TB_FIELD (TbTicketStatusRecord, meaning, INT),
};
const TbRecordType TB_TICKET_STATUS = RECORD ("ticket_status", TbTicketStatusRecord, ticket_status_fields);

static const TbField organisation_fields[] = {
  TB_FIELD (TbOrganisationRecord, name, TEXT),
  TB_FIELD (TbOrganisationRecord, kind, TEXT),
  TB_FIELD (TbOrganisationRecord, street, TEXT),
  TB_FIELD (TbOrganisationRecord, postcode, TEXT),
  TB_FIELD (TbOrganisationRecord, town, TEXT),
  TB_FIELD (TbOrganisationRecord, phone, TEXT),
  TB_FIELD (TbOrganisationRecord, alert, TEXT),
};
const TbRecordType TB_ORGANISATION = RECORD ("organisation", TbOrganisationRecord, organisation_fields);

static const TbField contact_fields[] = {
  TB_FIELD (TbContactRecord, organisation, REF),
  TB_FIELD (TbContactRecord, name, TEXT),
  TB_FIELD (TbContactRecord, phone, TEXT),
  TB_FIELD (TbContactRecord, email, TEXT),
  TB_FIELD (TbContactRecord, is_blocked, INT),
};
const TbRecordType TB_CONTACT = RECORD ("contact", TbContactRecord, contact_fields);

static const TbField partner_fields[] = {
  TB_FIELD (TbPartnerRecord, name, TEXT),
  TB_FIELD (TbPartnerRecord, instance, TEXT),
  TB_FIELD (TbPartnerRecord, link, TEXT),
  TB_FIELD (TbPartnerRecord, link_state, INT),
  TB_FIELD (TbPartnerRecord, is_inviter, INT),
  TB_FIELD (TbPartnerRecord, key, BYTES),
  TB_FIELD (TbPartnerRecord, url, TEXT),
  TB_FIELD (TbPartnerRecord, fingerprint, TEXT),
  TB_FIELD (TbPartnerRecord, organisation, REF),
  TB_FIELD (TbPartnerRecord, own_epoch, INT),
  TB_FIELD (TbPartnerRecord, own_epoch_id, TEXT),
  TB_FIELD (TbPartnerRecord, their_epoch, INT),
  TB_FIELD (TbPartnerRecord, their_epoch_id, TEXT),
  TB_FIELD (TbPartnerRecord, out_seq, INT),
  TB_FIELD (TbPartnerRecord, out_ack, INT),
  TB_FIELD (TbPartnerRecord, in_seq, INT),
  TB_FIELD (TbPartnerRecord, last_contact, INT),
  TB_FIELD (TbPartnerRecord, last_attempt, INT),
  TB_FIELD (TbPartnerRecord, next_attempt, INT),
  TB_FIELD (TbPartnerRecord, attempts, INT),
  TB_FIELD (TbPartnerRecord, problem, TEXT),
  TB_FIELD (TbPartnerRecord, used_at, INT),
  TB_FIELD (TbPartnerRecord, join_body, BYTES),
  TB_FIELD (TbPartnerRecord, join_key_id, TEXT),
  TB_FIELD (TbPartnerRecord, owes_ack, INT),
  TB_FIELD (TbPartnerRecord, heard_at, INT),
  TB_FIELD (TbPartnerRecord, batch_limit, INT),
  TB_FIELD (TbPartnerRecord, heal, INT),
  TB_FIELD (TbPartnerRecord, since, INT),
  TB_FIELD (TbPartnerRecord, their_since, INT),
  TB_FIELD (TbPartnerRecord, way, INT),
  TB_FIELD (TbPartnerRecord, box, TEXT),
  TB_FIELD (TbPartnerRecord, box_url, TEXT),
  TB_FIELD (TbPartnerRecord, box_fingerprint, TEXT),
  TB_FIELD (TbPartnerRecord, box_token, BYTES),
  TB_FIELD (TbPartnerRecord, failures, INT),
  TB_FIELD (TbPartnerRecord, told, INT),
  TB_FIELD (TbPartnerRecord, in_event, TEXT),
};
const TbRecordType TB_PARTNER = RECORD ("partner", TbPartnerRecord, partner_fields);

static const TbField agreement_fields[] = {
  TB_FIELD (TbAgreementRecord, uuid, TEXT),
  TB_FIELD (TbAgreementRecord, partner, REF),
  TB_FIELD (TbAgreementRecord, role, INT),
  TB_FIELD (TbAgreementRecord, state, INT),
  TB_FIELD (TbAgreementRecord, n_out, INT),
  TB_FIELD (TbAgreementRecord, n_in, INT),
  TB_FIELD (TbAgreementRecord, own_off, INT),
  TB_FIELD (TbAgreementRecord, their_off, INT),
  TB_FIELD (TbAgreementRecord, created_at, INT),
};
const TbRecordType TB_AGREEMENT = RECORD ("agreement", TbAgreementRecord, agreement_fields);

static const TbField invitation_fields[] = {
  TB_FIELD (TbInvitationRecord, uuid, TEXT),
  TB_FIELD (TbInvitationRecord, partner, REF),
  TB_FIELD (TbInvitationRecord, access_key, BYTES),
  TB_FIELD (TbInvitationRecord, expires_at, INT),
  TB_FIELD (TbInvitationRecord, bound, TEXT),
  TB_FIELD (TbInvitationRecord, accepted, INT),
};
const TbRecordType TB_INVITATION = RECORD ("invitation", TbInvitationRecord, invitation_fields);

static const TbField ticket_fields[] = {
  TB_FIELD (TbTicketRecord, number, TEXT),
  TB_FIELD (TbTicketRecord, number_day, INT),
  TB_FIELD (TbTicketRecord, number_seq, INT),
  TB_FIELD (TbTicketRecord, alias, TEXT),
  TB_FIELD (TbTicketRecord, is_confirmed, INT),
  TB_FIELD (TbTicketRecord, title, TEXT),
  TB_FIELD (TbTicketRecord, description, TEXT),
  TB_FIELD (TbTicketRecord, organisation, REF),
  TB_FIELD (TbTicketRecord, contact, REF),
  TB_FIELD (TbTicketRecord, status, REF),
  TB_FIELD (TbTicketRecord, is_open, INT),
  TB_FIELD (TbTicketRecord, priority, INT),
  TB_FIELD (TbTicketRecord, queue, TEXT),
  TB_FIELD (TbTicketRecord, assignee, REF),
  TB_FIELD (TbTicketRecord, due_at, INT),
  TB_FIELD (TbTicketRecord, is_overdue, INT),
  TB_FIELD (TbTicketRecord, source, TEXT),
  TB_FIELD (TbTicketRecord, alert, TEXT),
  TB_FIELD (TbTicketRecord, is_taskfire, INT),
  TB_FIELD (TbTicketRecord, created_at, INT),
  TB_FIELD (TbTicketRecord, updated_at, INT),
  TB_FIELD (TbTicketRecord, lead_engagement, REF),
  TB_FIELD (TbTicketRecord, lead_status, INT),
  TB_FIELD (TbTicketRecord, service_engagement, REF),
  TB_FIELD (TbTicketRecord, service_status, INT),
  TB_FIELD (TbTicketRecord, sender, REF),
  TB_FIELD (TbTicketRecord, was_accepted, INT),
};
const TbRecordType TB_TICKET = RECORD ("ticket", TbTicketRecord, ticket_fields);

static const TbField engagement_fields[] = {
  TB_FIELD (TbEngagementRecord, eid, TEXT),
  TB_FIELD (TbEngagementRecord, ticket, REF),
  TB_FIELD (TbEngagementRecord, partner, REF),
  TB_FIELD (TbEngagementRecord, agreement, REF),
  TB_FIELD (TbEngagementRecord, role, INT),
  TB_FIELD (TbEngagementRecord, status, INT),
  TB_FIELD (TbEngagementRecord, status_epoch, INT),
  TB_FIELD (TbEngagementRecord, status_rev, INT),
  TB_FIELD (TbEngagementRecord, status_since, INT),
  TB_FIELD (TbEngagementRecord, status_event, TEXT),
  TB_FIELD (TbEngagementRecord, reason, TEXT),
  TB_FIELD (TbEngagementRecord, phase, INT),
  TB_FIELD (TbEngagementRecord, n_out, INT),
  TB_FIELD (TbEngagementRecord, n_in, INT),
  TB_FIELD (TbEngagementRecord, pause, INT),
  TB_FIELD (TbEngagementRecord, pause_mark, INT),
  TB_FIELD (TbEngagementRecord, start_queued, INT),
  TB_FIELD (TbEngagementRecord, was_accepted, INT),
  TB_FIELD (TbEngagementRecord, late_items, INT),
  TB_FIELD (TbEngagementRecord, held_problem, TEXT),
  TB_FIELD (TbEngagementRecord, answer_by, INT),
  TB_FIELD (TbEngagementRecord, complete_by, INT),
  TB_FIELD (TbEngagementRecord, instructions, TEXT),
  TB_FIELD (TbEngagementRecord, rate_kind, INT),
  TB_FIELD (TbEngagementRecord, amount, INT),
  TB_FIELD (TbEngagementRecord, authorized_minutes, INT),
  TB_FIELD (TbEngagementRecord, authorized_charges, INT),
  TB_FIELD (TbEngagementRecord, currency, TEXT),
  TB_FIELD (TbEngagementRecord, customer_rate, INT),
  TB_FIELD (TbEngagementRecord, remote_number, TEXT),
  TB_FIELD (TbEngagementRecord, accepted_by, TEXT),
  TB_FIELD (TbEngagementRecord, accepted_at, INT),
  TB_FIELD (TbEngagementRecord, sent_at, INT),
  TB_FIELD (TbEngagementRecord, sent_by, REF),
  TB_FIELD (TbEngagementRecord, created_at, INT),
  TB_FIELD (TbEngagementRecord, customer_company, TEXT),
  TB_FIELD (TbEngagementRecord, customer_contact, TEXT),
  TB_FIELD (TbEngagementRecord, customer_address, TEXT),
  TB_FIELD (TbEngagementRecord, customer_town, TEXT),
  TB_FIELD (TbEngagementRecord, customer_phone, TEXT),
  TB_FIELD (TbEngagementRecord, warned, INT),
  TB_FIELD (TbEngagementRecord, heal, INT),
};
const TbRecordType TB_ENGAGEMENT = RECORD ("engagement", TbEngagementRecord, engagement_fields);

static const TbField request_fields[] = {
  TB_FIELD (TbRequestRecord, engagement, REF),
  TB_FIELD (TbRequestRecord, event, TEXT),
  TB_FIELD (TbRequestRecord, verb, INT),
  TB_FIELD (TbRequestRecord, reason, TEXT),
  TB_FIELD (TbRequestRecord, user, REF),
  TB_FIELD (TbRequestRecord, at, INT),
  TB_FIELD (TbRequestRecord, state, INT),
  TB_FIELD (TbRequestRecord, problem, TEXT),
};
const TbRecordType TB_REQUEST = RECORD ("request", TbRequestRecord, request_fields);

static const TbField item_fields[] = {
  TB_FIELD (TbItemRecord, uuid, TEXT),
  TB_FIELD (TbItemRecord, ticket, REF),
  TB_FIELD (TbItemRecord, kind, INT),
  TB_FIELD (TbItemRecord, partner, REF),
  TB_FIELD (TbItemRecord, engagement, REF),
  TB_FIELD (TbItemRecord, author, TEXT),
  TB_FIELD (TbItemRecord, user, REF),
  TB_FIELD (TbItemRecord, is_internal, INT),
  TB_FIELD (TbItemRecord, is_question, INT),
  TB_FIELD (TbItemRecord, stays, INT),
  TB_FIELD (TbItemRecord, is_locked, INT),
  TB_FIELD (TbItemRecord, is_deleted, INT),
  TB_FIELD (TbItemRecord, text, TEXT),
  TB_FIELD (TbItemRecord, date, TEXT),
  TB_FIELD (TbItemRecord, start_at, INT),
  TB_FIELD (TbItemRecord, end_at, INT),
  TB_FIELD (TbItemRecord, minutes, INT),
  TB_FIELD (TbItemRecord, work_type, TEXT),
  TB_FIELD (TbItemRecord, quantity, INT),
  TB_FIELD (TbItemRecord, unit, TEXT),
  TB_FIELD (TbItemRecord, unit_price, INT),
  TB_FIELD (TbItemRecord, amount, INT),
  TB_FIELD (TbItemRecord, is_billable, INT),
  TB_FIELD (TbItemRecord, file_name, TEXT),
  TB_FIELD (TbItemRecord, content_type, TEXT),
  TB_FIELD (TbItemRecord, size, INT),
  TB_FIELD (TbItemRecord, sha256, TEXT),
  TB_FIELD (TbItemRecord, created_at, INT),
  TB_FIELD (TbItemRecord, edited_at, INT),
};
const TbRecordType TB_ITEM = RECORD ("item", TbItemRecord, item_fields);

static const TbField item_link_fields[] = {
  TB_FIELD (TbItemLinkRecord, item, REF),
  TB_FIELD (TbItemLinkRecord, engagement, REF),
  TB_FIELD (TbItemLinkRecord, uuid, TEXT),
  TB_FIELD (TbItemLinkRecord, rev, INT),
  TB_FIELD (TbItemLinkRecord, phase, INT),
  TB_FIELD (TbItemLinkRecord, local_only, INT),
  TB_FIELD (TbItemLinkRecord, is_cut, INT),
  TB_FIELD (TbItemLinkRecord, is_gone, INT),
  TB_FIELD (TbItemLinkRecord, is_waiting, INT),
  TB_FIELD (TbItemLinkRecord, told, INT),
  TB_FIELD (TbItemLinkRecord, is_owed, INT),
};
const TbRecordType TB_ITEM_LINK = RECORD ("item_link", TbItemLinkRecord, item_link_fields);

static const TbField history_fields[] = {
  TB_FIELD (TbHistoryRecord, ticket, REF),
  TB_FIELD (TbHistoryRecord, engagement, REF),
  TB_FIELD (TbHistoryRecord, at, INT),
  TB_FIELD (TbHistoryRecord, actor, TEXT),
  TB_FIELD (TbHistoryRecord, is_partner, INT),
  TB_FIELD (TbHistoryRecord, code, TEXT),
  TB_FIELD (TbHistoryRecord, from_value, TEXT),
  TB_FIELD (TbHistoryRecord, to_value, TEXT),
  TB_FIELD (TbHistoryRecord, reason, TEXT),
};
const TbRecordType TB_HISTORY = RECORD ("history", TbHistoryRecord, history_fields);

static const TbField outbox_row_fields[] = {
  TB_FIELD (TbOutboxRow, partner, REF),
  TB_FIELD (TbOutboxRow, seq, INT),
  TB_FIELD (TbOutboxRow, epoch, INT),
  TB_FIELD (TbOutboxRow, engagement, REF),
  TB_FIELD (TbOutboxRow, agreement, REF),
  TB_FIELD (TbOutboxRow, n, INT),
  TB_FIELD (TbOutboxRow, event, TEXT),
  TB_FIELD (TbOutboxRow, bytes, BYTES),
  TB_FIELD (TbOutboxRow, created_at, INT),
  TB_FIELD (TbOutboxRow, state, INT),
  TB_FIELD (TbOutboxRow, settled_at, INT),
  TB_FIELD (TbOutboxRow, problem, TEXT),
  TB_FIELD (TbOutboxRow, file, TEXT),
  TB_FIELD (TbOutboxRow, answers, TEXT),
  TB_FIELD (TbOutboxRow, is_state, INT),
  TB_FIELD (TbOutboxRow, replaces, TEXT),
};
const TbRecordType TB_OUTBOX = RECORD ("outbox", TbOutboxRow, outbox_row_fields);

static const TbField inbox_row_fields[] = {
  TB_FIELD (TbInboxRow, partner, REF),
  TB_FIELD (TbInboxRow, seq, INT),
  TB_FIELD (TbInboxRow, epoch, INT),
  TB_FIELD (TbInboxRow, engagement, REF),
  TB_FIELD (TbInboxRow, scope, TEXT),
  TB_FIELD (TbInboxRow, event, TEXT),
  TB_FIELD (TbInboxRow, n, INT),
  TB_FIELD (TbInboxRow, hash, TEXT),
  TB_FIELD (TbInboxRow, bytes, BYTES),
  TB_FIELD (TbInboxRow, state, INT),
  TB_FIELD (TbInboxRow, problem, TEXT),
  TB_FIELD (TbInboxRow, received_at, INT),
  TB_FIELD (TbInboxRow, applied_at, INT),
  TB_FIELD (TbInboxRow, as_event, TEXT),
};
const TbRecordType TB_INBOX = RECORD ("inbox", TbInboxRow, inbox_row_fields);

static const TbField taken_fields[] = {
  TB_FIELD (TbTakenRecord, partner, INT),
  TB_FIELD (TbTakenRecord, seq, INT),
};
const TbRecordType TB_TAKEN = RECORD ("taken", TbTakenRecord, taken_fields);

static const TbField put_fields[] = {
  TB_FIELD (TbPutRecord, partner, REF),
  TB_FIELD (TbPutRecord, engagement, REF),
  TB_FIELD (TbPutRecord, item, REF),
  TB_FIELD (TbPutRecord, sha256, TEXT),
  TB_FIELD (TbPutRecord, size, INT),
  TB_FIELD (TbPutRecord, have, INT),
  TB_FIELD (TbPutRecord, is_done, INT),
  TB_FIELD (TbPutRecord, state, INT),
  TB_FIELD (TbPutRecord, most, INT),
};
const TbRecordType TB_PUT = RECORD ("put", TbPutRecord, put_fields);

static const TbField arrival_fields[] = {
  TB_FIELD (TbArrivalRecord, partner, REF),
  TB_FIELD (TbArrivalRecord, engagement, REF),
  TB_FIELD (TbArrivalRecord, sha256, TEXT),
  TB_FIELD (TbArrivalRecord, size, INT),
  TB_FIELD (TbArrivalRecord, have, INT),
  TB_FIELD (TbArrivalRecord, state, INT),
  TB_FIELD (TbArrivalRecord, touched_at, INT),
};
const TbRecordType TB_ARRIVAL = RECORD ("arrival", TbArrivalRecord, arrival_fields);

static const TbField want_fields[] = {
  TB_FIELD (TbWantRecord, partner, REF),
  TB_FIELD (TbWantRecord, engagement, TEXT),
  TB_FIELD (TbWantRecord, sha256, TEXT),
  TB_FIELD (TbWantRecord, size, INT),
  TB_FIELD (TbWantRecord, have, INT),
};
const TbRecordType TB_WANT = RECORD ("want", TbWantRecord, want_fields);

static const TbField mail_fields[] = {
  TB_FIELD (TbMailRecord, partner, REF),
  TB_FIELD (TbMailRecord, kind, INT),
  TB_FIELD (TbMailRecord, letter, TEXT),
  TB_FIELD (TbMailRecord, address, TEXT),
  TB_FIELD (TbMailRecord, bytes, BYTES),
  TB_FIELD (TbMailRecord, request, BYTES),
  TB_FIELD (TbMailRecord, top, INT),
  TB_FIELD (TbMailRecord, tries, INT),
  TB_FIELD (TbMailRecord, put_at, INT),
  TB_FIELD (TbMailRecord, next_at, INT),
};
const TbRecordType TB_MAIL = RECORD ("mail", TbMailRecord, mail_fields);

static const TbField box_fields[] = {
  TB_FIELD (TbBoxRecord, uuid, TEXT),
  TB_FIELD (TbBoxRecord, name, TEXT),
  TB_FIELD (TbBoxRecord, token, BYTES),
  TB_FIELD (TbBoxRecord, created_at, INT),
  TB_FIELD (TbBoxRecord, used_at, INT),
  TB_FIELD (TbBoxRecord, n_letters, INT),
  TB_FIELD (TbBoxRecord, n_bytes, INT),
};
const TbRecordType TB_BOX = RECORD ("box", TbBoxRecord, box_fields);

static const TbField letter_fields[] = {
  TB_FIELD (TbLetterRecord, box, REF),
  TB_FIELD (TbLetterRecord, address, TEXT),
  TB_FIELD (TbLetterRecord, uuid, TEXT),
  TB_FIELD (TbLetterRecord, bytes, BYTES),
  TB_FIELD (TbLetterRecord, size, INT),
  TB_FIELD (TbLetterRecord, put_at, INT),
  TB_FIELD (TbLetterRecord, taken_at, INT),
};
const TbRecordType TB_LETTER = RECORD ("letter", TbLetterRecord, letter_fields);

static const TbField change_fields[] = {
  TB_FIELD (TbChangeRecord, kind, TEXT),
  TB_FIELD (TbChangeRecord, row, INT),
};
const TbRecordType TB_CHANGE = RECORD ("change", TbChangeRecord, change_fields);

static const TbField draft_fields[] = {
  TB_FIELD (TbDraftRecord, name, TEXT),
  TB_FIELD (TbDraftRecord, text, TEXT),
  TB_FIELD (TbDraftRecord, updated_at, INT),
};
const TbRecordType TB_DRAFT = RECORD ("draft", TbDraftRecord, draft_fields);

static const TbField erasure_fields[] = {
  TB_FIELD (TbErasureRecord, ticket, REF),
  TB_FIELD (TbErasureRecord, engagement, REF),
  TB_FIELD (TbErasureRecord, event, TEXT),
  TB_FIELD (TbErasureRecord, bytes, BYTES),
  TB_FIELD (TbErasureRecord, at, INT),
  TB_FIELD (TbErasureRecord, state, INT),
};
const TbRecordType TB_ERASURE = RECORD ("erasure", TbErasureRecord, erasure_fields);

static const TbField tombstone_fields[] = {
  TB_FIELD (TbTombstoneRecord, partner, REF),
  TB_FIELD (TbTombstoneRecord, eid, TEXT),
  TB_FIELD (TbTombstoneRecord, n_in, INT),
  TB_FIELD (TbTombstoneRecord, at, INT),
};
const TbRecordType TB_TOMBSTONE = RECORD ("tombstone", TbTombstoneRecord, tombstone_fields);

static const TbField list_row_fields[] = {
  TB_FIELD (TbListRow, number, TEXT),
  TB_FIELD (TbListRow, title, TEXT),
  TB_FIELD (TbListRow, is_confirmed, INT),
  TB_FIELD (TbListRow, organisation, TEXT),
  TB_FIELD (TbListRow, status_name, TEXT),
  TB_FIELD (TbListRow, status_color, TEXT),
  TB_FIELD (TbListRow, is_open, INT),
  TB_FIELD (TbListRow, is_overdue, INT),
  TB_FIELD (TbListRow, priority, INT),
  TB_FIELD (TbListRow, due_at, INT),
  TB_FIELD (TbListRow, updated_at, INT),
  TB_FIELD (TbListRow, assignee, TEXT),
  TB_FIELD (TbListRow, role, INT),
  TB_FIELD (TbListRow, engagement, INT),
  TB_FIELD (TbListRow, outsourcing_status, INT),
  TB_FIELD (TbListRow, lead_status, INT),
  TB_FIELD (TbListRow, service_status, INT),
  TB_FIELD (TbListRow, partner, TEXT),
  TB_FIELD (TbListRow, complete_by, INT),
  TB_FIELD (TbListRow, answer_by, INT),
  TB_FIELD (TbListRow, authorized_minutes, INT),
  TB_FIELD (TbListRow, used_minutes, INT),
  TB_FIELD (TbListRow, is_undelivered, INT),
};
const TbRecordType TB_LIST_ROW = RECORD ("list_row", TbListRow, list_row_fields);
/* clang-format on */
