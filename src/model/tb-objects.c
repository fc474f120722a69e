/* SPDX-License-Identifier: GPL-3.0-or-later
 * The objects that views show, each over one kind of record, and what they show besides it. */
#include "config.h"

#include "tb-objects.h"

#include "tb-workflow.h"

#define READ_ONLY (G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS)

/* clang-format off */
static const TbField ticket_details_extra_fields[] = {
  TB_FIELD (TbTicketDetailsExtra, status_name, TEXT),
  TB_FIELD (TbTicketDetailsExtra, status_color, TEXT),
  TB_FIELD (TbTicketDetailsExtra, status_meaning, INT),
  TB_FIELD (TbTicketDetailsExtra, organisation_name, TEXT),
  TB_FIELD (TbTicketDetailsExtra, organisation_alert, TEXT),
  TB_FIELD (TbTicketDetailsExtra, contact_name, TEXT),
  TB_FIELD (TbTicketDetailsExtra, contact_phone, TEXT),
  TB_FIELD (TbTicketDetailsExtra, assignee_name, TEXT),
  TB_FIELD (TbTicketDetailsExtra, erasures, INT),
  TB_FIELD (TbTicketDetailsExtra, arriving, TEXT),
  TB_FIELD (TbTicketDetailsExtra, come, INT),
  TB_FIELD (TbTicketDetailsExtra, come_size, INT),
};
const TbRecordType TB_TICKET_DETAILS_EXTRA = {
  "", sizeof (TbTicketDetailsExtra), ticket_details_extra_fields, G_N_ELEMENTS (ticket_details_extra_fields)
};

static const TbField item_extra_fields[] = {
  TB_FIELD (TbItemExtra, partner_name, TEXT),
  TB_FIELD (TbItemExtra, is_read_only, INT),
  TB_FIELD (TbItemExtra, is_local_only, INT),
  TB_FIELD (TbItemExtra, is_waiting, INT),
  TB_FIELD (TbItemExtra, is_cut, INT),
  TB_FIELD (TbItemExtra, is_late, INT),
  TB_FIELD (TbItemExtra, transfer, INT),
  TB_FIELD (TbItemExtra, across, INT),
  TB_FIELD (TbItemExtra, most, INT),
  TB_FIELD (TbItemExtra, counts_in, INT),
};
const TbRecordType TB_ITEM_EXTRA = {
  "", sizeof (TbItemExtra), item_extra_fields, G_N_ELEMENTS (item_extra_fields)
};

static const TbField engagement_extra_fields[] = {
  TB_FIELD (TbEngagementExtra, partner_name, TEXT),
  TB_FIELD (TbEngagementExtra, pending, INT),
  TB_FIELD (TbEngagementExtra, delivery, INT),
  TB_FIELD (TbEngagementExtra, next_attempt, INT),
  TB_FIELD (TbEngagementExtra, link_problem, TEXT),
};
const TbRecordType TB_ENGAGEMENT_EXTRA = {
  "", sizeof (TbEngagementExtra), engagement_extra_fields, G_N_ELEMENTS (engagement_extra_fields)
};

static const TbField partner_extra_fields[] = {
  TB_FIELD (TbPartnerExtra, lead_state, INT),
  TB_FIELD (TbPartnerExtra, service_state, INT),
  TB_FIELD (TbPartnerExtra, waiting, INT),
  TB_FIELD (TbPartnerExtra, held, INT),
  TB_FIELD (TbPartnerExtra, travel, INT),
  TB_FIELD (TbPartnerExtra, organisation_name, TEXT),
};
const TbRecordType TB_PARTNER_EXTRA = {
  "", sizeof (TbPartnerExtra), partner_extra_fields, G_N_ELEMENTS (partner_extra_fields)
};

/* An object that is nothing but its records. */
#define DEFINE_OBJECT(Name, name, RECORD, EXTRA)                               \
  struct _##Name                                                               \
  {                                                                            \
    TbObject parent_instance;                                                  \
  };                                                                           \
  G_DEFINE_FINAL_TYPE (Name, name, TB_TYPE_OBJECT)                             \
  static void                                                                  \
  name##_class_init (Name##Class *klass)                                       \
  {                                                                            \
    tb_object_class_set_types (TB_OBJECT_CLASS (klass), RECORD, EXTRA);        \
  }                                                                            \
  static void                                                                  \
  name##_init (Name *self)                                                     \
  {                                                                            \
  }

DEFINE_OBJECT (TbTicketDetails, tb_ticket_details, &TB_TICKET, &TB_TICKET_DETAILS_EXTRA)
DEFINE_OBJECT (TbItem, tb_item, &TB_ITEM, &TB_ITEM_EXTRA)
DEFINE_OBJECT (TbPartner, tb_partner, &TB_PARTNER, &TB_PARTNER_EXTRA)
DEFINE_OBJECT (TbAgreement, tb_agreement, &TB_AGREEMENT, NULL)
DEFINE_OBJECT (TbUser, tb_user, &TB_USER, NULL)
DEFINE_OBJECT (TbTicketStatus, tb_ticket_status, &TB_TICKET_STATUS, NULL)
DEFINE_OBJECT (TbOrganisation, tb_organisation, &TB_ORGANISATION, NULL)
DEFINE_OBJECT (TbContact, tb_contact, &TB_CONTACT, NULL)
DEFINE_OBJECT (TbHistoryEntry, tb_history_entry, &TB_HISTORY, NULL)
DEFINE_OBJECT (TbItemLink, tb_item_link, &TB_ITEM_LINK, NULL)
/* clang-format on */

struct _TbTicket
{
  TbObject parent_instance;
};

struct _TbEngagement
{
  TbObject parent_instance;
};

G_DEFINE_FINAL_TYPE (TbTicket, tb_ticket, TB_TYPE_OBJECT)
G_DEFINE_FINAL_TYPE (TbEngagement, tb_engagement, TB_TYPE_OBJECT)

enum
{
  PROP_IS_LOADING = TB_OBJECT_FIRST_OWN,
  PROP_TOTAL,
};

static GParamSpec *is_loading_property;
static GParamSpec *total_property;

static gint64
read_total (TbEngagementRecord *record)
{
  return record != NULL ? tb_engagement_total (record) : TB_AMOUNT_NONE;
}

static void
tb_ticket_record_changed (TbObject     *object,
                          gconstpointer old)
{
  if (old == NULL)
    g_object_notify_by_pspec (G_OBJECT (object), is_loading_property);
}

static void
tb_ticket_get_property (GObject    *object,
                        guint       prop_id,
                        GValue     *value,
                        GParamSpec *pspec)
{
  if (prop_id == PROP_IS_LOADING)
    g_value_set_boolean (value, tb_ticket_is_loading (TB_TICKET_OBJECT (object)));
  else
    G_OBJECT_CLASS (tb_ticket_parent_class)->get_property (object, prop_id, value, pspec);
}

static void
tb_ticket_class_init (TbTicketClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  tb_object_class_set_types (TB_OBJECT_CLASS (klass), &TB_LIST_ROW, NULL);
  TB_OBJECT_CLASS (klass)->record_changed = tb_ticket_record_changed;
  object_class->get_property = tb_ticket_get_property;

  /**
   * TbTicket:is-loading: whether nothing but the id is known yet.
   */
  is_loading_property = g_param_spec_boolean ("is-loading", NULL, NULL, TRUE, READ_ONLY);
  g_object_class_install_property (object_class, PROP_IS_LOADING, is_loading_property);
}

static void
tb_ticket_init (TbTicket *self)
{
}

static void
tb_engagement_record_changed (TbObject     *object,
                              gconstpointer old)
{
  if (read_total ((TbEngagementRecord *)old) != read_total (tb_object_get_record (object)))
    g_object_notify_by_pspec (G_OBJECT (object), total_property);
}

static void
tb_engagement_get_property (GObject    *object,
                            guint       prop_id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  if (prop_id == PROP_TOTAL)
    g_value_set_int64 (value, read_total (tb_object_get_record (TB_OBJECT (object))));
  else
    G_OBJECT_CLASS (tb_engagement_parent_class)->get_property (object, prop_id, value, pspec);
}

static void
tb_engagement_class_init (TbEngagementClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  tb_object_class_set_types (TB_OBJECT_CLASS (klass), &TB_ENGAGEMENT, &TB_ENGAGEMENT_EXTRA);
  TB_OBJECT_CLASS (klass)->record_changed = tb_engagement_record_changed;
  object_class->get_property = tb_engagement_get_property;

  /**
   * TbEngagement:total: the authorised total in minor units.
   */
  total_property = g_param_spec_int64 ("total", NULL, NULL, TB_AMOUNT_NONE, G_MAXINT64, TB_AMOUNT_NONE,
                                       READ_ONLY);
  g_object_class_install_property (object_class, PROP_TOTAL, total_property);
}

static void
tb_engagement_init (TbEngagement *self)
{
}

TbTicket *
tb_ticket_new (gint64 id)
{
  return g_object_new (TB_TYPE_TICKET, "id", id, NULL);
}

gboolean
tb_ticket_is_loading (TbTicket *self)
{
  g_return_val_if_fail (TB_IS_TICKET_OBJECT (self), TRUE);

  return tb_object_get_record (TB_OBJECT (self)) == NULL;
}
