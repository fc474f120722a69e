/* SPDX-License-Identifier: GPL-3.0-or-later
 * What the sample company is made of: tables of customers, tickets and what happened to them. */
#pragma once

#include "tb-sample.h"

G_BEGIN_DECLS

/** TbSampleText: the same in both languages. */
typedef struct
{
  const char *de;
  const char *en;
} TbSampleText;

/** TbSampleWho: who does something; the last ones work at the partner. */
typedef enum
{
  TB_SAMPLE_JENS,    /* „Alle zulassen“ */
  TB_SAMPLE_MARLENE, /* „Partnerverwaltung zulassen“ */
  TB_SAMPLE_AYLIN,   /* „Outsourcing zulassen“ */
  TB_SAMPLE_REGINA,
  TB_SAMPLE_LUKAS,
} TbSampleWho;
#define TB_SAMPLE_N_WHO 5
#define TB_SAMPLE_SIDE(who) ((who) >= TB_SAMPLE_REGINA ? 1 : 0)

typedef enum
{
  TB_SAMPLE_END, /* no step */
  TB_SAMPLE_CREATE,
  TB_SAMPLE_SAVE, /* terms */
  TB_SAMPLE_SEND,
  TB_SAMPLE_ACT, /* `number` is the TbAction; the text is the reason */
  TB_SAMPLE_NOTE,
  TB_SAMPLE_INTERNAL, /* a note that stays in the house */
  TB_SAMPLE_QUESTION,
  TB_SAMPLE_TIME,   /* `number` is minutes */
  TB_SAMPLE_CHARGE, /* `number` is the price of one, `count` thousandths */
  TB_SAMPLE_FILE,   /* `name`; the text is its content */
  TB_SAMPLE_STATUS, /* `number` is the position of the Ticketstatus */
  TB_SAMPLE_ASSIGN, /* `number` is a TbSampleWho */
  TB_SAMPLE_ALERT,
  TB_SAMPLE_ORGANISATION_ALERT,
  TB_SAMPLE_UNDELIVERED, /* a note that nobody takes to the partner */
} TbSampleVerb;
#define TB_SAMPLE_N_VERBS 16

/** TbSampleWhen: a working day before (-) or after (+) today and its time as `930`; on day 0 @at is minutes
 * before (-) or after (+) now. */
typedef struct
{
  int day;
  int at;
} TbSampleWhen;

typedef struct
{
  TbSampleWhen when;
  TbSampleVerb verb;
  TbSampleWho  who;
  TbSampleText text;
  gint64       number;
  gint64       count;
  const char  *name;
} TbSampleStep;

/** TbSampleTerms: 0 is empty. */
typedef struct
{
  TbRateKind   kind;
  gint64       amount;
  gint64       minutes;
  gint64       charges;
  gint64       customer_rate;
  TbSampleWhen complete_by;
  TbSampleText instructions;
} TbSampleTerms;

typedef struct
{
  const char *name;
  const char *contact;
  const char *phone;
  const char *street;
  const char *postcode;
  const char *town;
} TbSampleCustomer;

#define TB_SAMPLE_MAX_STEPS 18

typedef struct
{
  TbSampleWhen            when;
  TbSampleWho             who;
  const TbSampleCustomer *customer;
  TbPriority              priority;
  const TbSampleText     *queue;
  TbSampleWhen            due; /* { 0, 0 }: none */
  gboolean                is_taskfire;
  TbSampleText            title;
  TbSampleText            description;
  TbSampleTerms           terms;
  TbSampleStep            steps[TB_SAMPLE_MAX_STEPS]; /* up to the first END */
} TbSampleTicket;

/* Customers and queues: tb-sample-people.c */
extern const TbSampleCustomer tb_sample_hotel, tb_sample_tax, tb_sample_cars, tb_sample_clinic,
  tb_sample_painter, tb_sample_shipping, tb_sample_school, tb_sample_bakery;
extern const TbSampleCustomer tb_sample_dairy, tb_sample_sports, tb_sample_brewery;
extern const TbSampleText     tb_sample_server, tb_sample_network, tb_sample_desk, tb_sample_security;

/** tb_sample_tickets_own, …: (out): Returns: (transfer none) (array length=n): a table of tickets */
const TbSampleTicket *tb_sample_tickets_own (guint *n);
const TbSampleTicket *tb_sample_tickets_given (guint *n);
const TbSampleTicket *tb_sample_tickets_lead (guint *n);
const TbSampleTicket *tb_sample_tickets_service (guint *n);

/* Short words for the rows of the tables; only the sample's own files include this. */
#define JENS TB_SAMPLE_JENS
#define MARLENE TB_SAMPLE_MARLENE
#define AYLIN TB_SAMPLE_AYLIN
#define REGINA TB_SAMPLE_REGINA
#define LUKAS TB_SAMPLE_LUKAS
#define SAVE(day, at, who)           \
  {                                  \
    { day, at }, TB_SAMPLE_SAVE, who \
  }
#define SEND(day, at, who)           \
  {                                  \
    { day, at }, TB_SAMPLE_SEND, who \
  }
#define ACT(day, at, who, action)                                   \
  {                                                                 \
    { day, at }, TB_SAMPLE_ACT, who, { "", "" }, TB_ACTION_##action \
  }
#define SAY(day, at, who, action, de, en)                           \
  {                                                                 \
    { day, at }, TB_SAMPLE_ACT, who, { de, en }, TB_ACTION_##action \
  }
#define TEXT(day, at, who, verb, de, en) \
  {                                      \
    { day, at }, TB_SAMPLE_##verb, who,  \
    {                                    \
      de, en                             \
    }                                    \
  }
#define TIME(day, at, who, minutes, de, en)               \
  {                                                       \
    { day, at }, TB_SAMPLE_TIME, who, { de, en }, minutes \
  }
#define CHARGE(day, at, who, price, count, de, en)               \
  {                                                              \
    { day, at }, TB_SAMPLE_CHARGE, who, { de, en }, price, count \
  }
#define FILE_(day, at, who, name, de, en)                    \
  {                                                          \
    { day, at }, TB_SAMPLE_FILE, who, { de, en }, 0, 0, name \
  }
#define STATUS(day, at, who, position)                           \
  {                                                              \
    { day, at }, TB_SAMPLE_STATUS, who, { NULL, NULL }, position \
  }
#define ASSIGN(day, at, who, whom)                           \
  {                                                          \
    { day, at }, TB_SAMPLE_ASSIGN, who, { NULL, NULL }, whom \
  }

G_END_DECLS
