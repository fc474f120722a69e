/* SPDX-License-Identifier: GPL-3.0-or-later
 * Tests of the objects over records: properties, notifications. */
#include "config.h"

#include "tb-objects.h"

#include <stdlib.h>

static void
on_notify_cb (GObject    *object,
              GParamSpec *pspec,
              gpointer    data)
{
  GString *names = data;

  g_string_append_printf (names, "%s%s", names->len > 0 ? " " : "", pspec->name);
}

static int
compare_names (gconstpointer a,
               gconstpointer b)
{
  return g_strcmp0 (*(const char *const *)a, *(const char *const *)b);
}

/* Which properties were notified since the last call, by name: GObject promises no order. */
static void
assert_notified (GString    *names,
                 const char *expected)
{
  g_auto (GStrv) parts = g_strsplit (names->str, " ", -1);
  g_autofree char *sorted = NULL;

  qsort (parts, g_strv_length (parts), sizeof *parts, compare_names);
  sorted = g_strjoinv (" ", parts);
  g_assert_cmpstr (sorted, ==, expected);
  g_string_truncate (names, 0);
}

static TbUserRecord *
create_user (const char  *name,
             TbPermission permission)
{
  TbUserRecord *user = tb_user_record_new ();

  user->id = 3;
  tb_set_text (&user->name, name);
  user->permission = permission;
  return user;
}

static void
test_fields_are_properties (void)
{
  g_autoptr (TbUserRecord) record = create_user ("Erika", TB_PERMISSION_PARTNERS);
  g_autoptr (TbUser) user = tb_object_new (TB_TYPE_USER, record);
  g_autofree char *name = NULL;
  g_autofree char *uuid = NULL;
  gint64           id, permission;

  g_object_get (user, "id", &id, "name", &name, "permission", &permission, "uuid", &uuid, NULL);
  g_assert_cmpint (id, ==, 3);
  g_assert_cmpstr (name, ==, "Erika");
  g_assert_cmpint (permission, ==, TB_PERMISSION_PARTNERS);
  g_assert_null (uuid);
  g_assert_true (tb_object_get_record (TB_OBJECT (user)) == record);
}

static void
test_notifies_what_changed (void)
{
  g_autoptr (TbUserRecord) first = create_user ("Erika", TB_PERMISSION_NONE);
  g_autoptr (TbUserRecord) same = create_user ("Erika", TB_PERMISSION_NONE);
  g_autoptr (TbUserRecord) renamed = create_user ("Erika Muster", TB_PERMISSION_NONE);
  g_autoptr (TbUserRecord) both = create_user ("Erika", TB_PERMISSION_ALL);
  g_autoptr (TbUser) user = tb_object_new (TB_TYPE_USER, first);
  g_autoptr (GString) names = g_string_new (NULL);

  g_signal_connect (user, "notify", G_CALLBACK (on_notify_cb), names);
  tb_object_set_record (TB_OBJECT (user), first);
  assert_notified (names, "");
  tb_object_set_record (TB_OBJECT (user), same);
  assert_notified (names, "");
  g_assert_true (tb_object_get_record (TB_OBJECT (user)) == same);
  tb_object_set_record (TB_OBJECT (user), renamed);
  assert_notified (names, "name");
  tb_object_set_record (TB_OBJECT (user), both);
  assert_notified (names, "name permission");
}

static void
test_every_type (void)
{
  const struct
  {
    GType               type;
    const TbRecordType *record;
    const TbRecordType *extra;
  } rows[] = {
    { TB_TYPE_TICKET, &TB_LIST_ROW, NULL },
    { TB_TYPE_TICKET_DETAILS, &TB_TICKET, &TB_TICKET_DETAILS_EXTRA },
    { TB_TYPE_ITEM, &TB_ITEM, &TB_ITEM_EXTRA },
    { TB_TYPE_ENGAGEMENT, &TB_ENGAGEMENT, &TB_ENGAGEMENT_EXTRA },
    { TB_TYPE_PARTNER, &TB_PARTNER, &TB_PARTNER_EXTRA },
    { TB_TYPE_AGREEMENT, &TB_AGREEMENT, NULL },
    { TB_TYPE_USER, &TB_USER, NULL },
    { TB_TYPE_TICKET_STATUS, &TB_TICKET_STATUS, NULL },
    { TB_TYPE_ORGANISATION, &TB_ORGANISATION, NULL },
    { TB_TYPE_CONTACT, &TB_CONTACT, NULL },
    { TB_TYPE_HISTORY_ENTRY, &TB_HISTORY, NULL },
    { TB_TYPE_ITEM_LINK, &TB_ITEM_LINK, NULL },
  };
  guint i, j, k;

  for (i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      gpointer record = tb_record_new (rows[i].record);
      g_autoptr (GObject) object = tb_object_new (rows[i].type, record);
      const TbRecordType *types[] = { rows[i].record, rows[i].extra };

      if (rows[i].extra != NULL && sizeof (gpointer) == sizeof (gint64))
        g_assert_cmpuint (rows[i].extra->size, ==, (rows[i].extra->n_fields + 1) * sizeof (gint64));
      for (k = 0; k < 2 && types[k] != NULL; k++)
        for (j = 0; j < types[k]->n_fields; j++)
          {
            const TbField   *field = &types[k]->fields[j];
            g_autofree char *name = g_strdelimit (g_strdup (field->name), "_", '-');
            GParamSpec      *pspec = g_object_class_find_property (G_OBJECT_GET_CLASS (object), name);

            if (field->type == TB_FIELD_BYTES)
              {
                g_assert_null (pspec);
                continue;
              }
            g_assert_nonnull (pspec);
            g_assert_cmpuint (pspec->value_type, ==,
                              field->type == TB_FIELD_TEXT ? G_TYPE_STRING : G_TYPE_INT64);
            g_assert_false ((pspec->flags & G_PARAM_WRITABLE) != 0);
          }
      tb_record_unref (record);
    }
}

static void
test_keys_are_left_out (void)
{
  g_autoptr (GTypeClass) type_class = g_type_class_ref (TB_TYPE_PARTNER);
  GObjectClass *klass = G_OBJECT_CLASS (type_class);

  g_assert_nonnull (g_object_class_find_property (klass, "fingerprint"));
  g_assert_null (g_object_class_find_property (klass, "key"));
  g_assert_null (g_object_class_find_property (klass, "join-body"));
}

static void
test_extra (void)
{
  g_autoptr (TbItemRecord) record = tb_item_record_new ();
  g_autoptr (TbItemExtra) extra = tb_item_extra_new ();
  g_autoptr (TbItem) item = tb_object_new (TB_TYPE_ITEM, record);
  g_autoptr (GString) names = g_string_new (NULL);
  g_autofree char *partner = NULL;
  gint64           is_read_only = -1, is_local_only = -1;

  g_object_get (item, "is-read-only", &is_read_only, "partner-name", &partner, NULL);
  g_assert_cmpint (is_read_only, ==, 0);
  g_assert_null (partner);

  g_signal_connect (item, "notify", G_CALLBACK (on_notify_cb), names);
  tb_set_text (&extra->partner_name, "Süd-IT");
  extra->is_read_only = 1;
  tb_object_set_extra (TB_OBJECT (item), extra);
  assert_notified (names, "is-read-only partner-name");
  g_object_get (item, "is-read-only", &is_read_only, "is-local-only", &is_local_only,
                "partner-name", &partner, NULL);
  g_assert_cmpint (is_read_only, ==, 1);
  g_assert_cmpint (is_local_only, ==, 0);
  g_assert_cmpstr (partner, ==, "Süd-IT");
  tb_object_set_extra (TB_OBJECT (item), NULL);
  assert_notified (names, "is-read-only partner-name");
}

static void
test_placeholder (void)
{
  g_autoptr (TbTicket) ticket = tb_ticket_new (12);
  g_autoptr (TbListRow) row = tb_list_row_new ();
  g_autoptr (TbListRow) other = tb_list_row_new ();
  g_autoptr (GString) names = g_string_new (NULL);
  g_autofree char *title = NULL;
  gboolean         is_loading = FALSE;
  gint64           due_at = -1;

  g_object_get (ticket, "is-loading", &is_loading, "title", &title, "due-at", &due_at, NULL);
  g_assert_true (is_loading);
  g_assert_null (title);
  g_assert_cmpint (due_at, ==, 0);
  g_assert_cmpint (tb_object_get_id (TB_OBJECT (ticket)), ==, 12);

  row->id = other->id = 12;
  tb_set_text (&row->title, "Drucker");
  tb_set_text (&other->title, "Drucker");
  other->due_at = 5;
  g_signal_connect (ticket, "notify", G_CALLBACK (on_notify_cb), names);
  tb_object_set_record (TB_OBJECT (ticket), row);
  assert_notified (names, "is-loading title");
  g_assert_false (tb_ticket_is_loading (ticket));
  tb_object_set_record (TB_OBJECT (ticket), other);
  assert_notified (names, "due-at");
}

static void
test_total (void)
{
  g_autoptr (TbEngagementRecord) first = tb_engagement_record_new ();
  g_autoptr (TbEngagementRecord) second = NULL;
  g_autoptr (TbEngagement) engagement = NULL;
  g_autoptr (GString) names = g_string_new (NULL);
  gint64 total = -5;

  first->rate_kind = TB_RATE_HOURLY;
  first->amount = 8500;
  first->authorized_minutes = 240;
  first->authorized_charges = TB_AMOUNT_NONE;
  second = tb_engagement_record_copy (first);
  second->authorized_charges = 20000;
  engagement = tb_object_new (TB_TYPE_ENGAGEMENT, first);
  g_object_get (engagement, "total", &total, NULL);
  g_assert_cmpint (total, ==, 34000);

  g_signal_connect (engagement, "notify", G_CALLBACK (on_notify_cb), names);
  tb_object_set_record (TB_OBJECT (engagement), second);
  assert_notified (names, "authorized-charges total");
  g_object_get (engagement, "total", &total, NULL);
  g_assert_cmpint (total, ==, 54000);
}

static void
test_numbers_switch_booleans (void)
{
  g_autoptr (TbUserRecord) record = create_user ("Erika", TB_PERMISSION_NONE);
  g_autoptr (TbUser) user = NULL;
  g_auto (GValue) value = G_VALUE_INIT;

  /* So that a view can bind `visible` to a field that is 0 or 1. */
  record->active = 1;
  user = tb_object_new (TB_TYPE_USER, record);
  g_value_init (&value, G_TYPE_BOOLEAN);
  g_object_get_property (G_OBJECT (user), "active", &value);
  g_assert_true (g_value_get_boolean (&value));
}

static void
test_lets_go (void)
{
  TbUserRecord *record = create_user ("Erika", TB_PERMISSION_NONE);
  TbUser       *user = tb_object_new (TB_TYPE_USER, record);

  /* The object keeps its record alive, and nothing keeps the object. */
  tb_record_unref (record);
  g_assert_cmpstr (((TbUserRecord *)tb_object_get_record (TB_OBJECT (user)))->name, ==, "Erika");
  g_assert_finalize_object (user);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/object/fields-are-properties", test_fields_are_properties);
  g_test_add_func ("/model/object/notifies-what-changed", test_notifies_what_changed);
  g_test_add_func ("/model/object/every-type", test_every_type);
  g_test_add_func ("/model/object/keys-are-left-out", test_keys_are_left_out);
  g_test_add_func ("/model/object/extra", test_extra);
  g_test_add_func ("/model/object/placeholder", test_placeholder);
  g_test_add_func ("/model/object/total-follows", test_total);
  g_test_add_func ("/model/object/numbers-switch-booleans", test_numbers_switch_booleans);
  g_test_add_func ("/model/object/lets-go", test_lets_go);
  return g_test_run ();
}
