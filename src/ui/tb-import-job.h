/* SPDX-License-Identifier: GPL-3.0-or-later
 * Reads a CSV file and stores its tickets, chunk by chunk, while the window goes on. */
#pragma once

#include "tb-csv.h"
#include "tb-desk.h"

G_BEGIN_DECLS

/** TbImportState: how far it is. */
typedef enum
{
  TB_IMPORT_LOOKING,  /* the file is read; nothing is stored */
  TB_IMPORT_READY,    /* it is known what would be stored */
  TB_IMPORT_STORING,  /* under way */
  TB_IMPORT_ENDED,    /* to the end of the file, or stopped */
  TB_IMPORT_UNUSABLE, /* the file cannot be read: see the error */
} TbImportState;

/** TbImportCell: the columns that are read. */
#define TB_IMPORT_N_CELLS (TB_CSV_TOWN + 1)
/** TB_IMPORT_MAX_SHOWN: so many rows are shown beforehand. */
#define TB_IMPORT_MAX_SHOWN 20
/** TB_IMPORT_MAX_TOLD: of so many rows that are left out it is told why; all are counted. */
#define TB_IMPORT_MAX_TOLD 200

/**
 * TbImportJob:
 *
 * Lives on the main thread; the file is read in others, one chunk at a time. What was stored stays, whatever
 * comes after. `changed` is emitted when anything of the below is new.
 */
#define TB_TYPE_IMPORT_JOB (tb_import_job_get_type ())
G_DECLARE_FINAL_TYPE (TbImportJob, tb_import_job, TB, IMPORT_JOB, GObject)

/** tb_import_job_new: begins to look at a file. @path: (nullable): a file that has none cannot be read */
TbImportJob *tb_import_job_new (TbDesk     *desk,
                                const char *path);
/** tb_import_job_set_column: says what a column of the file becomes (%TB_CSV_N_COLUMNS: nothing); another
 * column that has become this before becomes nothing. Looks again. */
void tb_import_job_set_column (TbImportJob *self,
                               guint        index,
                               TbCsvColumn  column);
/** tb_import_job_start: stores what was looked at. */
void tb_import_job_start (TbImportJob *self);
/** tb_import_job_stop: ends after what is being stored at the moment; also before its last reference goes. */
void tb_import_job_stop (TbImportJob *self);

TbImportState tb_import_job_get_state (TbImportJob *self);
/** tb_import_job_get_error: Returns: (transfer none) (nullable): why it is unusable, or ended early */
const GError *tb_import_job_get_error (TbImportJob *self);
gboolean      tb_import_job_is_stopped (TbImportJob *self);

/* The file, from %TB_IMPORT_READY on */
guint       tb_import_job_get_n_columns (TbImportJob *self);
const char *tb_import_job_get_name (TbImportJob *self,
                                    guint        index);
/** tb_import_job_get_sample: Returns: (transfer none): what the first row has in a column of the file */
const char *tb_import_job_get_sample (TbImportJob *self,
                                      guint        index);
TbCsvColumn tb_import_job_get_column (TbImportJob *self,
                                      guint        index);
const char *tb_import_job_get_encoding (TbImportJob *self);
char        tb_import_job_get_delimiter (TbImportJob *self);

/* What would be stored, or was */
guint tb_import_job_get_n_tickets (TbImportJob *self);
guint tb_import_job_get_n_left_out (TbImportJob *self);
/** tb_import_job_get_left_out: Returns: (transfer none) (element-type TbCsvError): the first of them */
GPtrArray *tb_import_job_get_left_out (TbImportJob *self);
/** tb_import_job_get_rows: Returns: (transfer none) (element-type GStrv): the first tickets,
 * %TB_IMPORT_N_CELLS texts each */
GPtrArray *tb_import_job_get_rows (TbImportJob *self);
/** tb_import_job_get_n_stored: how many tickets are stored */
guint tb_import_job_get_n_stored (TbImportJob *self);

G_END_DECLS
