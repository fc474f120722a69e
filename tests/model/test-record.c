/* SPDX-License-Identifier: GPL-3.0-or-later
 * Tests of records: their tables of fields, copies, counting. */
#include "config.h"

#include "tb-records.h"

#include <gio/gio.h>
#include <string.h>

static const TbRecordType *const types[] = {
  &TB_USER, &TB_TICKET_STATUS, &TB_ORGANISATION, &TB_CONTACT, &TB_PARTNER, &TB_AGREEMENT, &TB_INVITATION,
  &TB_TICKET, &TB_ENGAGEMENT, &TB_REQUEST, &TB_ITEM, &TB_ITEM_LINK, &TB_HISTORY, &TB_OUTBOX,
  &TB_INBOX, &TB_TAKEN, &TB_PUT, &TB_CHANGE, &TB_DRAFT, &TB_WANT, &TB_ARRIVAL, &TB_MAIL, &TB_BOX, &TB_LETTER,
  &TB_LIST_ROW
};

/* Another value for each field and each @salt. */
static void
fill (gpointer record,
      guint    salt)
{
  const TbRecordType *type = tb_record_get_type (record);
  guint               i;

  for (i = 0; i < type->n_fields; i++)
    {
      const TbField   *field = &type->fields[i];
      g_autofree char *text = g_strdup_printf ("%s %u", field->name, salt);
      g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));

      if (field->type == TB_FIELD_TEXT)
        tb_record_set_text (record, field, text);
      else if (field->type == TB_FIELD_BYTES)
        tb_record_set_bytes (record, field, bytes);
      else
        tb_record_set_int (record, field, 1000 * salt + i + 1);
    }
}

static void
test_fields_cover_the_struct (void)
{
  guint i, j;

  /* Each member is 8 bytes on the platforms that are tested, so a field that was forgotten leaves a gap. */
  if (sizeof (gpointer) != sizeof (gint64))
    {
      g_test_skip ("pointers are not as wide as gint64");
      return;
    }
  for (i = 0; i < G_N_ELEMENTS (types); i++)
    {
      g_test_message ("%s", types[i]->table);
      g_assert_cmpuint (types[i]->size, ==, (types[i]->n_fields + 1) * sizeof (gint64));
      for (j = 0; j < types[i]->n_fields; j++)
        g_assert_cmpuint (types[i]->fields[j].offset, ==, (j + 1) * sizeof (gint64));
    }
}

static void
test_names_are_unique (void)
{
  g_autoptr (GHashTable) tables = g_hash_table_new (g_str_hash, g_str_equal);
  guint i, j;

  for (i = 0; i < G_N_ELEMENTS (types); i++)
    {
      g_autoptr (GHashTable) names = g_hash_table_new (g_str_hash, g_str_equal);

      g_assert_true (g_hash_table_add (tables, (gpointer)types[i]->table));
      for (j = 0; j < types[i]->n_fields; j++)
        {
          g_assert_true (g_hash_table_add (names, (gpointer)types[i]->fields[j].name));
          g_assert_cmpstr (types[i]->fields[j].name, !=, "id");
        }
    }
}

static void
test_copy_is_equal_and_apart (void)
{
  guint i, j;

  for (i = 0; i < G_N_ELEMENTS (types); i++)
    {
      gpointer record = tb_record_new (types[i]);
      gpointer copy;

      *(gint64 *)record = 4711;
      fill (record, 1);
      copy = tb_record_copy (record);
      g_assert_true (tb_record_get_type (copy) == types[i]);
      g_assert_cmpint (*(gint64 *)copy, ==, 4711);
      for (j = 0; j < types[i]->n_fields; j++)
        g_assert_true (tb_record_field_equal (record, copy, j));
      fill (copy, 2);
      for (j = 0; j < types[i]->n_fields; j++)
        g_assert_false (tb_record_field_equal (record, copy, j));
      tb_record_unref (record);
      tb_record_unref (copy);
    }
}

static void
test_new_is_empty (void)
{
  guint i, j;

  for (i = 0; i < G_N_ELEMENTS (types); i++)
    {
      gpointer record = tb_record_new (types[i]);

      for (j = 0; j < types[i]->n_fields; j++)
        {
          const TbField *field = &types[i]->fields[j];

          if (field->type == TB_FIELD_TEXT)
            g_assert_null (tb_record_get_text (record, field));
          else if (field->type == TB_FIELD_BYTES)
            g_assert_null (tb_record_get_bytes (record, field));
          else
            g_assert_cmpint (tb_record_get_int (record, field), ==, 0);
        }
      tb_record_unref (record);
    }
}

static void
test_text_equality (void)
{
  g_autoptr (TbUserRecord) a = tb_user_record_new ();
  g_autoptr (TbUserRecord) b = tb_user_record_new ();

  g_assert_true (tb_record_field_equal (a, b, 1));
  tb_set_text (&a->name, "");
  g_assert_false (tb_record_field_equal (a, b, 1));
  tb_set_text (&b->name, "");
  g_assert_true (tb_record_field_equal (a, b, 1));
}

static void
test_set_own_value (void)
{
  g_autoptr (TbUserRecord) user = tb_user_record_new ();
  g_autoptr (TbPartnerRecord) partner = tb_partner_record_new ();

  tb_set_text (&user->name, "Erika");
  tb_set_text (&user->name, user->name);
  g_assert_cmpstr (user->name, ==, "Erika");
  tb_set_text (&user->name, NULL);
  g_assert_null (user->name);

  partner->key = g_bytes_new ("12", 2);
  tb_set_bytes (&partner->key, partner->key);
  g_assert_cmpuint (g_bytes_get_size (partner->key), ==, 2);
}

static gpointer
count_up_and_down (gpointer data)
{
  guint i;

  for (i = 0; i < 10000; i++)
    tb_record_unref (tb_record_ref (data));
  return NULL;
}

static void
test_counts_in_threads (void)
{
  g_autoptr (TbUserRecord) user = tb_user_record_new ();
  GThread *threads[4];
  guint    i;

  tb_set_text (&user->name, "Erika");
  for (i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("record", count_up_and_down, user);
  for (i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
  g_assert_cmpstr (user->name, ==, "Erika");
  tb_record_unref (NULL);
}

static void
test_nicks (void)
{
  GType enums[] = { TB_TYPE_STATUS, TB_TYPE_ROLE, TB_TYPE_ACTOR, TB_TYPE_ACTION, TB_TYPE_VERB,
                    TB_TYPE_PERMISSION, TB_TYPE_MEANING, TB_TYPE_ITEM_KIND, TB_TYPE_RATE_KIND,
                    TB_TYPE_PRIORITY, TB_TYPE_AGREEMENT_STATE, TB_TYPE_LINK_STATE, TB_TYPE_DELIVERY };
  guint i, j;

  for (i = 0; i < G_N_ELEMENTS (enums); i++)
    {
      g_autoptr (GEnumClass) klass = g_type_class_ref (enums[i]);

      for (j = 0; j < klass->n_values; j++)
        {
          int value = -1;

          g_assert_true (tb_from_nick (enums[i], klass->values[j].value_nick, &value));
          g_assert_cmpint (value, ==, (int)j);
          g_assert_cmpstr (tb_nick (enums[i], value), ==, klass->values[j].value_nick);
        }
      g_assert_false (tb_from_nick (enums[i], "no such word", &(int){ 0 }));
      g_assert_false (tb_from_nick (enums[i], NULL, &(int){ 0 }));
      g_assert_cmpstr (tb_nick (enums[i], 99), ==, "?");
    }
  g_assert_cmpstr (tb_nick (TB_TYPE_STATUS, TB_STATUS_WAITING_APPROVAL), ==, "waiting_approval");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/record/fields-cover-the-struct", test_fields_cover_the_struct);
  g_test_add_func ("/model/record/names-are-unique", test_names_are_unique);
  g_test_add_func ("/model/record/copy-is-equal-and-apart", test_copy_is_equal_and_apart);
  g_test_add_func ("/model/record/new-is-empty", test_new_is_empty);
  g_test_add_func ("/model/record/null-is-not-empty", test_text_equality);
  g_test_add_func ("/model/record/set-own-value", test_set_own_value);
  g_test_add_func ("/model/record/counts-in-threads", test_counts_in_threads);
  g_test_add_func ("/model/types/nicks-there-and-back", test_nicks);
  return g_test_run ();
}
