/* SPDX-License-Identifier: GPL-3.0-or-later
 * The table of commands and their options. */
#include "config.h"

#include "tb-ctl-private.h"

/* clang-format off */
static const TbCtlOption serve_options[] = {
  { "listen", N_("ADDR:PORT"),
    N_("Where to listen; port 0 finds a free one. Without it nobody can call: partners are called") },
  { "mailbox", NULL, N_("Open the boxes of “mailbox add” for those who have their codes") },
  { "tls", "auto|off", N_("With the own certificate, or, on this machine only, without") },
  { NULL }
};
static const TbCtlOption import_options[] = {
  { "dry-run", NULL, N_("Only read and check; nothing is stored") },
  { "map", N_("COLUMN=FIELD,…"),
    N_("Which column of the file is which field, e.g. subject=title,body=description") },
  { NULL }
};
static const TbCtlOption export_options[] = {
  { "folder", N_("ID"),
    N_("Only the tickets of a folder, e.g. lead-open, service-assigned, tickets-overdue") },
  { NULL }
};
static const TbCtlOption new_options[] = {
  { "title", N_("TEXT"), N_("What it is about"), TRUE },
  { "description", N_("TEXT"), N_("The whole text") },
  { "organisation", N_("NAME"), N_("The customer; it is made when absent") },
  { "contact", N_("NAME"), N_("Whom to ask there") },
  { "phone", N_("TEXT"), N_("The contact's phone") },
  { "street", N_("TEXT"), N_("The customer's street") },
  { "postcode", N_("TEXT"), N_("The customer's postcode") },
  { "town", N_("TEXT"), N_("The customer's town") },
  { "priority", N_("PRIORITY"), N_("low, medium, high, critical") },
  { "queue", N_("TEXT"), N_("The queue") },
  { "due", N_("TIME"), N_("The due date, e.g. 2026-11-25 18:00, 25.11.2026, +24h, +3d") },
  { NULL }
};
static const TbCtlOption list_options[] = {
  { "folder", N_("ID"),
    N_("Only the tickets of a folder, e.g. lead-open, service-assigned, tickets-overdue") },
  { "search", N_("TEXT"), N_("Words that must occur; the last one may be a beginning") },
  { "limit", "N", N_("At most so many; 0 means all, 100 is usual") },
  { NULL }
};
static const TbCtlOption invite_options[] = {
  { "out", N_("FILE"), N_("Where the invitation is written to"), TRUE, TRUE },
  { "mailbox", N_("CODE"), N_("Travel through this box; needed if you have no address") },
  { NULL }
};
static const TbCtlOption partner_set_options[] = {
  { "way", "auto|push|pull|mailbox", N_("How messages get there and back") },
  { "url", N_("URL"), N_("The partner's address; an empty text removes it") },
  { "mailbox", N_("CODE"), N_("The box through which both travel; an empty text removes it") },
  { "name", N_("NAME"), N_("What we call the partner") },
  { NULL }
};
static const TbCtlOption accept_options[] = {
  { "name", N_("NAME"), N_("What we call the partner") },
  { NULL }
};
static const TbCtlOption organisation_set_options[] = {
  { "alert", N_("TEXT"), N_("The alert at each of its tickets; an empty text removes it") },
  { "phone", N_("TEXT"), N_("Its phone") },
  { "street", N_("TEXT"), N_("Its street") },
  { "postcode", N_("TEXT"), N_("Its postcode") },
  { "town", N_("TEXT"), N_("Its town") },
  { NULL }
};
static const TbCtlOption terms_options[] = {
  { "partner", N_("NAME"), N_("To whom; may be left out when terms are saved") },
  { "rate", N_("AMOUNT"), N_("Hourly rate") },
  { "flat", N_("AMOUNT"), N_("Flat rate instead of an hourly rate") },
  { "customer-rate", N_("AMOUNT"), N_("Invoice my customer at this hourly rate; never sent") },
  { "hours", N_("HOURS"), N_("Authorized hours, e.g. 4, 1,5 or 1:30") },
  { "charges", N_("AMOUNT"), N_("Authorized charges") },
  { "answer-by", N_("TIME"), N_("Answer by; usually in 24 hours") },
  { "complete-by", N_("TIME"), N_("Complete by") },
  { "instructions", N_("TEXT"), N_("What the partner should know") },
  { NULL }
};
static const TbCtlOption act_options[] = {
  { "reason", N_("TEXT"), N_("Why; needed for reject") },
  { "organisation", N_("NAME"),
    N_("The own organisation that stands for this lead partner; asked at the first acceptance") },
  { NULL }
};
static const TbCtlOption note_options[] = {
  { "internal", NULL, N_("Only for users of this instance; never travels") },
  { "question", NULL, N_("A question to the partner") },
  { NULL }
};
static const TbCtlOption time_options[] = {
  { "minutes", "N", N_("How long"), TRUE },
  { "internal", NULL, N_("Only for users of this instance; never travels") },
  { NULL }
};
static const TbCtlOption charge_options[] = {
  { "amount", N_("AMOUNT"), N_("The price of one"), TRUE },
  { "quantity", N_("QUANTITY"), N_("How many; usually 1") },
  { "internal", NULL, N_("Only for users of this instance; never travels") },
  { NULL }
};
static const TbCtlOption attach_options[] = {
  { "internal", NULL, N_("Only for users of this instance; never travels") },
  { NULL }
};
static const TbCtlOption load_options[] = {
  { "decline", NULL, N_("Do not load it, or not any further") },
  { NULL }
};
static const TbCtlOption edit_options[] = {
  { "text", N_("TEXT"), N_("The new text") },
  { "minutes", "N", N_("How long") },
  { "amount", N_("AMOUNT"), N_("The price of one") },
  { "quantity", N_("QUANTITY"), N_("How many") },
  { "internal", NULL, N_("Only for users of this instance; never travels") },
  { "public", NULL, N_("No longer internal") },
  { NULL }
};
static const TbCtlOption user_add_options[] = {
  { "permission", N_("PERMISSION"), N_("none, outsource, partners, all") },
  { NULL }
};
static const TbCtlOption user_set_options[] = {
  { "permission", N_("PERMISSION"), N_("none, outsource, partners, all") },
  { "active", "yes|no", N_("Whether the user may do anything") },
  { "name", N_("NAME"), N_("What the user is called from now on") },
  { NULL }
};
static const TbCtlOption status_options[] = {
  { "meaning", N_("MEANING"), N_("new, in_progress, waiting, complete"), TRUE },
  { "color", "#RRGGBB", N_("Its color") },
  { NULL }
};
static const TbCtlOption sync_options[] = {
  { "wait", N_("SECONDS"), N_("Go on until nothing waits, at most for so long") },
  { NULL }
};
static const TbCtlOption outbox_options[] = {
  { "resend", N_("NUMBER"), N_("Send a message about this ticket again that the partner has refused") },
  { "skip", N_("NUMBER"), N_("Leave out what the partner has refused about this ticket") },
  { "now", NULL, N_("Do not wait for the next attempt") },
  { NULL }
};
static const TbCtlOption check_options[] = {
  { "partner", N_("NAME"), N_("Ask this partner, too, and compare") },
  { NULL }
};

static const TbCtlOption sample_options[] = {
  { "english", NULL, N_("With English texts instead of German ones") },
  { NULL }
};

static const TbCtlOption find_options[] = {
  { "email", N_("ADDRESS"), N_("The person's e-mail address") },
  { "phone", N_("TEXT"), N_("The person's phone") },
  { NULL }
};
static const TbCtlOption person_export_options[] = {
  { "out", N_("FILE"), N_("Where it is written to"), TRUE, TRUE },
  { "email", N_("ADDRESS"), N_("The person's e-mail address") },
  { "phone", N_("TEXT"), N_("The person's phone") },
  { NULL }
};
static const TbCtlOption block_options[] = {
  { "email", N_("ADDRESS"), N_("The person's e-mail address") },
  { "phone", N_("TEXT"), N_("The person's phone") },
  { "lift", NULL, N_("No longer blocked") },
  { NULL }
};
static const TbCtlOption anonymise_options[] = {
  { "email", N_("ADDRESS"), N_("The person's e-mail address") },
  { "phone", N_("TEXT"), N_("The person's phone") },
  { "names-only", NULL, N_("Only where the name stands by itself, not in texts") },
  { "closed", NULL, N_("Only in tickets that nobody works at any more") },
  { "backups", NULL, N_("Remove the backups in which the person stands") },
  { "yes", NULL, N_("Do it; without this it is only said what would happen") },
  { NULL }
};
static const TbCtlOption follow_options[] = {
  { "dismiss", NULL, N_("Keep what is here") },
  { NULL }
};
static const TbCtlOption retention_options[] = {
  { "contacts", N_("MONTHS"), N_("After how many months the contact of a closed ticket goes; 0: never") },
  { "tickets", N_("MONTHS"), N_("After how many months a closed ticket goes; 0: never") },
  { NULL }
};

static const TbCtlCommand commands[] = {
  { "new", "", N_("Make a ticket and print its number"), new_options, 0, 0, FALSE, tb_ctl_new },
  { "list", "", N_("List tickets and offers, the newest first"), list_options, 0, 0, FALSE, tb_ctl_list },
  { "show", N_("NUMBER"), N_("Show a ticket"), NULL, 1, 1, FALSE, tb_ctl_show },
  { "set", N_("NUMBER FIELD VALUE"),
    N_("Change a field: status, assignee, priority, queue, due, title, description, organisation"),
    NULL, 3, 3, FALSE, tb_ctl_set },
  { "alert", N_("NUMBER TEXT"), N_("Set the alert of a ticket; an empty text removes it"),
    NULL, 2, 2, FALSE, tb_ctl_alert },
  { "note", N_("NUMBER TEXT"), N_("Add a note"), note_options, 2, 2, FALSE, tb_ctl_note },
  { "time", N_("NUMBER TEXT"), N_("Add a time entry"), time_options, 2, 2, FALSE, tb_ctl_time_entry },
  { "charge", N_("NUMBER TEXT"), N_("Add a charge"), charge_options, 2, 2, FALSE, tb_ctl_charge },
  { "attach", N_("NUMBER FILE"), N_("Attach a file"), attach_options, 2, 2, FALSE, tb_ctl_attach },
  { "load", N_("NUMBER ENTRY"), N_("Load a large file of a partner that did not come by itself"),
    load_options, 2, 2, FALSE, tb_ctl_load },
  { "edit", N_("NUMBER ENTRY [TEXT]"), N_("Change an entry, named by its id or the beginning of it"),
    edit_options, 2, 3, FALSE, tb_ctl_edit },
  { "delete", N_("NUMBER [ENTRY]"), N_("Delete an entry, or the ticket"),
    NULL, 1, 2, FALSE, tb_ctl_delete },
  { "terms", N_("NUMBER"), N_("Save terms for outsourcing without sending them"),
    terms_options, 1, 1, FALSE, tb_ctl_terms },
  { "outsource", N_("NUMBER"), N_("Outsource a ticket; without options the saved terms are sent"),
    terms_options, 1, 1, FALSE, tb_ctl_outsource },
  { "act", N_("NUMBER accept|decline|submit|cancel|approve|reject|complete|discard"),
    N_("Take a step of the workflow"),
    act_options, 2, 2, FALSE, tb_ctl_act },
  { "partner list", "", N_("List the partners"), NULL, 0, 0, FALSE, tb_ctl_partner_list },
  { "partner invite", N_("NAME"), N_("Make an invitation, as a file and as a code"),
    invite_options, 1, 1, FALSE, tb_ctl_partner_invite },
  { "partner accept", N_("FILE|CODE|NAME"), N_("Accept an invitation, or a partner's counter-invitation"),
    accept_options, 1, 1, FALSE, tb_ctl_partner_accept },
  { "partner decline", N_("FILE|CODE|NAME"), N_("Decline an invitation"),
    NULL, 1, 1, FALSE, tb_ctl_partner_decline },
  { "partner set", N_("NAME"), N_("Change what is kept of a partner"),
    partner_set_options, 1, 1, FALSE, tb_ctl_partner_set },
  { "partner deactivate", N_("NAME"), N_("No new tickets; running ones come to their end"),
    NULL, 1, 1, FALSE, tb_ctl_partner_deactivate },
  { "partner activate", N_("NAME"), N_("Work together again"), NULL, 1, 1, FALSE, tb_ctl_partner_activate },
  { "partner test", N_("NAME"), N_("Try whether a partner can be reached"),
    NULL, 1, 1, TRUE, tb_ctl_partner_test },
  { "mailbox list", "", N_("List the boxes that you offer to others"),
    NULL, 0, 0, FALSE, tb_ctl_mailbox_list },
  { "mailbox add", N_("NAME"), N_("Make a box for two others and print its code"),
    NULL, 1, 1, FALSE, tb_ctl_mailbox_add },
  { "mailbox remove", N_("NAME"), N_("Remove a box with all that lies in it"),
    NULL, 1, 1, FALSE, tb_ctl_mailbox_remove },
  { "sync", "", N_("Send what waits, and fetch what partners have"),
    sync_options, 0, 0, TRUE, tb_ctl_sync },
  { "serve", "", N_("Listen for partners and deliver until stopped"),
    serve_options, 0, 0, TRUE, tb_ctl_serve },
  { "outbox", "", N_("List what waits for delivery"), outbox_options, 0, 0, FALSE, tb_ctl_outbox },
  { "check", "", N_("Check the stored data; 1 when something is wrong"),
    check_options, 0, 0, TRUE, tb_ctl_check },
  { "person find", N_("NAME"), N_("Show what is stored of a person"),
    find_options, 1, 1, FALSE, tb_ctl_person_find },
  { "person export", N_("NAME"), N_("Write what is stored of a person into a file"),
    person_export_options, 1, 1, FALSE, tb_ctl_person_export },
  { "person block", N_("NAME"), N_("Keep a contact's data, but use it for nothing new"),
    block_options, 1, 1, FALSE, tb_ctl_person_block },
  { "person anonymise", N_("NAME"), N_("Put a person out of everything, and tell the partners"),
    anonymise_options, 1, 1, FALSE, tb_ctl_person_anonymise },
  { "person follow", N_("NUMBER"), N_("Delete here, too, what a partner has deleted of a ticket"),
    follow_options, 1, 1, FALSE, tb_ctl_person_follow },
  { "retention show", "", N_("Show after which time closed tickets go"),
    NULL, 0, 0, FALSE, tb_ctl_retention_show },
  { "retention set", "", N_("Say after which time closed tickets go"),
    retention_options, 0, 0, FALSE, tb_ctl_retention_set },
  { "retention run", "", N_("Apply these rules now"), NULL, 0, 0, FALSE, tb_ctl_retention_run },
  { "backup list", "", N_("List the backups"), NULL, 0, 0, FALSE, tb_ctl_backup_list },
  { "backup now", "", N_("Make a backup and print its name"), NULL, 0, 0, FALSE, tb_ctl_backup_now },
  { "backup restore", N_("BACKUP"),
    N_("Go back to a backup; print the name under which the present state was kept"),
    NULL, 1, 1, FALSE, tb_ctl_backup_restore },
  { "profile moved", "", N_("Say that the profile has moved here, and deliver from here"),
    NULL, 0, 0, FALSE, tb_ctl_profile_moved },
  { "profile copied", "", N_("Say that the profile is a copy; it has to join its partners anew"),
    NULL, 0, 0, FALSE, tb_ctl_profile_copied },
  { "sample", "", N_("Fill a new profile with a sample company to look at"),
    sample_options, 0, 0, FALSE, tb_ctl_sample },
  { "import", N_("FILE.csv"), N_("Make tickets from a CSV file"),
    import_options, 1, 1, FALSE, tb_ctl_import },
  { "export", N_("FILE.csv"), N_("Write tickets into a CSV file"),
    export_options, 1, 1, FALSE, tb_ctl_export },
  { "organisation set", N_("NAME"), N_("Change what is known of an organisation"),
    organisation_set_options, 1, 1, FALSE, tb_ctl_organisation_set },
  { "user list", "", N_("List the users"), NULL, 0, 0, FALSE, tb_ctl_user_list },
  { "user add", N_("NAME"), N_("Add a user"), user_add_options, 1, 1, FALSE, tb_ctl_user_add },
  { "user set", N_("NAME"), N_("Change a user"), user_set_options, 1, 1, FALSE, tb_ctl_user_set },
  { "status list", "", N_("List the ticket statuses"), NULL, 0, 0, FALSE, tb_ctl_status_list },
  { "status add", N_("NAME"), N_("Add a ticket status"), status_options, 1, 1, FALSE, tb_ctl_status_add },
  { "config list", "", N_("List the settings"), NULL, 0, 0, FALSE, tb_ctl_config_list },
  { "config get", N_("KEY"),
    N_("Print a setting: name, url, user, currency, timezone, names, listen, certificate, mode, file-limit, "
       "fetch-limit, set-up"),
    NULL, 1, 1, FALSE, tb_ctl_config_get },
  { "config set", N_("KEY VALUE"),
    N_("Change a setting: name, url, user, currency, timezone, names, listen, certificate, mode, file-limit, "
       "fetch-limit, set-up"),
    NULL, 2, 2, FALSE, tb_ctl_config_set },
};
/* clang-format on */

const TbCtlCommand *
tb_ctl_commands (guint *n)
{
  *n = G_N_ELEMENTS (commands);
  return commands;
}
