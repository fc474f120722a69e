/* SPDX-License-Identifier: GPL-3.0-or-later
 * Drafts: what was typed into a form and not yet done. Nobody else is told of them. */
#include "config.h"

#include "tb-core-private.h"

static gboolean
find_draft (TbCore         *core,
            const char     *key,
            TbDraftRecord **draft,
            GError        **error)
{
  GError *local = NULL;

  *draft = tb_tx_find (core->tx, TB_Q_DRAFT_BY_NAME, &local, "s", key);
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, local);
  return FALSE;
}

gboolean
tb_core_save_draft (TbCore     *core,
                    const char *key,
                    const char *text,
                    GError    **error)
{
  g_autoptr (TbDraftRecord) old = NULL;
  g_autoptr (TbDraftRecord) draft = NULL;

  if (!find_draft (core, key, &old, error))
    return FALSE;
  if (text == NULL || *text == '\0')
    return old == NULL || tb_tx_remove (core->tx, &TB_DRAFT, old->id, error);
  draft = old != NULL ? tb_draft_record_copy (old) : tb_draft_record_new ();
  tb_set_text (&draft->name, key);
  tb_set_text (&draft->text, text);
  draft->updated_at = core->now;
  return old != NULL ? tb_tx_update (core->tx, draft, error) : tb_tx_insert (core->tx, draft, error);
}

gboolean
tb_core_load_draft (TbCore     *core,
                    const char *key,
                    char      **text,
                    GError    **error)
{
  g_autoptr (TbDraftRecord) draft = NULL;

  if (!find_draft (core, key, &draft, error))
    return FALSE;
  *text = draft != NULL ? g_strdup (draft->text) : NULL;
  return TRUE;
}
