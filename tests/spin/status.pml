/* SPDX-License-Identifier: GPL-3.0-or-later
 * The status protocol of one engagement: a lead, a service partner, a clock, and a line between the two that
 * loses, repeats and reorders. What may happen when is not written here: transitions.pml is made of the table in
 * tb-workflow.c. What is written here is how the two sides agree on it: requests, answers, revisions, phases,
 * order by n, the pause. Names in brackets are functions of src/engine.
 *
 * A step of the model is a transaction. A crash loses what is under way and nothing that was committed, so it is
 * a loss of the line. Each side's outbox is an array that only grows; n is the index.
 *
 * Without -DLIVE the line is the worst there can be: any row that was ever queued may arrive at any time, in any
 * order, as often as it likes, or never. With -DLIVE rows travel in batches that are sent until they are
 * acknowledged; a batch or its answer is lost at most LOSSES times in a row (fair loss), and REPEATS batches
 * arrive twice. Then every request must be answered, and both sides must end alike.
 *
 * -DBUG_1 … -DBUG_12 plant a fault each; check.sh sees that every one is found. */

/* What must hold besides the table: rejections end some time; check_pending (). */
#define LEAD_MAY(action, verb) ((action) != A_REJECT || rejects > 0)
#define ASKED_TO_WAIT (pending[V_ACCEPT] + pending[V_DECLINE] + pending[V_SUBMIT] + pending[V_COMPLETE])
#define SERVICE_MAY(action, verb) \
  (((verb) == V_COMPLETE && pending[V_COMPLETE] == 0) || ASKED_TO_WAIT == 0)
#define CLOCK_MAY(action, verb) true
#include "transitions.pml"

#ifndef REJECTS
#define REJECTS 1
#endif
#ifndef ITEMS
#define ITEMS 1 /* of each side */
#endif
#ifndef LEAD_ITEMS
#define LEAD_ITEMS ITEMS
#endif
#ifndef LOSSES
#define LOSSES 1
#endif
#ifndef REPEATS
#define REPEATS 1
#endif
#define ROOM 28

#define LIVE_STATUS(s) ((s) == S_ACCEPTED || (s) == S_IN_PROGRESS)
#define FINAL_STATUS(s) ((s) == S_CANCELED || (s) == S_DECLINED || (s) == S_COMPLETE)
#define BIT(n) (1 << (n))

/* Kinds of rows. */
#define OFFER 1
#define STATUS 2
#define CUSTOMER 3
#define ITEM 4
#define REQUEST 5

typedef Event {
  byte kind;
  byte phase;
  byte what;     /* status, verb, or the number of the item */
  byte rev;      /* of a status */
  byte answers;  /* n of the request or item that a status answers; 0: none */
  byte verb;     /* of the request that it answers; V_NONE: an item */
  byte item;     /* the item that it answers */
  bool refused;
  bool in_time;  /* a request: signed at or before „Antwort bis“ */
}
Event from_lead[ROOM];
Event from_service[ROOM];

/* The lead's side. */
byte l_status = S_ASSIGNED, l_rev = 1, l_phase, l_out, l_in;
bool l_pause;
int l_parked;
/* The service side: what was confirmed, and what is asked for (n of the request, by verb). */
byte s_status, s_rev, s_phase, s_out, s_in, s_pause;
int s_parked;
byte pending[6];
bool start_queued;

/* The clock: whether „Antwort bis“ has passed, and the 24 hours after it. */
bool is_late, is_grace_over;
byte said_in_time; /* rows that the service side had queued until then */

/* What people may still do. */
byte rejects = REJECTS, s_items = ITEMS, l_items = LEAD_ITEMS;

/* Only for the proof. */
byte history[ROOM]; /* status by rev */
byte l_winner, s_winner; /* what became of the offer */
#define ON_ITS_WAY 1
#define ARRIVED 2
#define STAYED 3
byte s_item[ITEMS + 1], l_item[ITEMS + 1];

/* One row of the table, as a step has found it. */
byte action, row, row_to, row_verb;
int row_needs, row_effects;
byte n;

/* ---- The line ---- */

#ifdef LIVE
typedef Line {
  byte under_way; /* a batch with all rows up to this n */
  byte ack;       /* its acknowledgement */
  byte acknowledged;
  byte lost;
}
Line to_service, to_lead;
byte repeats = REPEATS;

inline send(line, out)
{
  line.acknowledged < out && line.under_way == 0 &&
#ifdef BUG_8
    line.lost == 0 && /* gives up after a loss */
#endif
    line.ack == 0 -> line.under_way = out
}
inline lose(line)
{
  line.lost < LOSSES && (line.under_way != 0 || line.ack != 0) ->
    line.under_way = 0; line.ack = 0; line.lost++
}
inline arrive(line)
{
  n = line.under_way;
  line.ack = n;
  if
  :: line.under_way = 0
  :: repeats > 0 -> repeats-- /* and the batch arrives once more */
  fi
}
inline acknowledge(line)
{
  line.ack != 0 ->
    if
    :: line.ack > line.acknowledged -> line.acknowledged = line.ack
    :: else
    fi;
    line.ack = 0; line.lost = 0
}
#endif

/* ---- The lead's side ---- */

/* queue_status () */
inline say_status(answers_n, answered_verb, answered_item, is_refused)
{
  l_out++;
  assert(l_out < ROOM);
  from_lead[l_out].kind = STATUS;
  from_lead[l_out].phase = l_phase;
  from_lead[l_out].what = l_status;
  from_lead[l_out].rev = l_rev;
  from_lead[l_out].answers = answers_n;
  from_lead[l_out].verb = answered_verb;
  from_lead[l_out].item = answered_item;
  from_lead[l_out].refused = is_refused
}

/* tb_core_decide (): with the row that was found */
inline decide(answers_n, answered_verb)
{
  if
  :: row_to == l_status -> say_status(answers_n, answered_verb, 0, false)
  :: else ->
    assert(!FINAL_STATUS(l_status)); /* what has ended stays as it ended */
    if
    :: l_status == S_ASSIGNED ->
      assert(l_winner == 0); /* exactly one becomes of an offer */
      l_winner = row_to
    :: else -> assert(row_to != S_CANCELED && row_to != S_DECLINED) /* what was accepted is not taken back */
    fi;
    if
    :: row_effects & E_OPEN_SYNC -> l_phase = 1
    :: else
    fi;
    if
    :: row_effects & E_RESUME -> l_phase++
    :: else
    fi;
    if
    :: row_effects & (E_RESUME | E_END) -> l_pause = false
    :: row_effects & E_SUSPEND -> l_pause = true
    :: else
    fi;
    /* Phase: 0 until accepted, then 1, one more with each rejected completion. */
    assert(l_phase == (l_winner == S_ACCEPTED -> 1 + REJECTS - rejects : 0));
    l_rev++;
    l_status = row_to;
    assert(l_rev < ROOM);
    history[l_rev] = l_status;
    assert(row_effects & E_STATUS_EVENT); /* no step that the other side would not hear of */
    say_status(answers_n, answered_verb, 0, false);
    if
    :: row_effects & E_OPEN_SYNC -> /* tb_core_open_sync () */
      l_out++;
      assert(l_out < ROOM);
      from_lead[l_out].kind = CUSTOMER
    :: else
    fi
  fi
}

/* judge () */
inline judge(event)
{
  find_request(l_status, event.what);
#ifdef BUG_1
  if
  :: event.what == V_ACCEPT -> find_request(S_ASSIGNED, V_ACCEPT) /* whatever happened meanwhile */
  :: else
  fi;
#endif
  if
  :: row == 0 ->
#ifdef BUG_9
    skip /* a request that cannot be done gets no answer */
#else
    say_status(n, event.what, 0, true)
#endif
  :: row != 0 && (event.what == V_START || event.what == V_SUBMIT) && event.phase != l_phase ->
    assert(false); /* between two honest sides a stale phase never comes */
    say_status(n, event.what, 0, true)
  :: row != 0 && (row_needs & N_IN_TIME) && !event.in_time -> /* judge_late_acceptance () */
    choose_as_clock(l_status);
    decide(0, V_NONE);
    say_status(n, event.what, 0, true)
  :: else ->
    assert(event.what != V_ACCEPT || event.in_time || l_status != S_ASSIGNED);
    decide(n, event.what)
  fi
}

/* apply_as_lead () */
inline apply_at_lead(event)
{
  if
  :: event.kind == ITEM && !LIVE_STATUS(l_status) ->
#ifdef BUG_10
    s_item[event.what] = ARRIVED;
    assert(LIVE_STATUS(l_status)) /* nothing is applied after the end */
#else
    say_status(n, V_NONE, event.what, true)
#endif
  :: event.kind == ITEM && LIVE_STATUS(l_status) ->
    assert(event.phase == l_phase);
    assert(l_status == S_IN_PROGRESS); /* its `start` came first */
    assert(s_item[event.what] == ON_ITS_WAY);
    s_item[event.what] = ARRIVED
  :: event.kind == REQUEST -> judge(event)
  fi;
#ifndef BUG_3
  /* A repeat changes nothing: the content is not looked at again. */
  event.phase = 0; event.what = 0; event.in_time = false;
#endif
  event.kind = event.kind
}

/* A person of the lead's: everything that the table offers. */
inline act_as_lead()
{
  choose_as_lead(l_status);
  if
  :: action == A_REJECT -> rejects--
  :: else
  fi;
  decide(0, V_NONE)
}

inline add_item_as_lead()
{
  l_items > 0 && LIVE_STATUS(l_status) && !l_pause ->
    l_item[l_items] = ON_ITS_WAY;
    l_out++;
    assert(l_out < ROOM);
    from_lead[l_out].kind = ITEM;
    from_lead[l_out].phase = l_phase;
    from_lead[l_out].what = l_items;
    l_items--
}

/* tb_core_expire (): only after a contact, with nothing parked, or when the grace is over */
inline expire()
{
  is_late &&
#ifndef BUG_6
    ((l_in >= said_in_time && l_parked == 0) || is_grace_over) &&
#endif
    l_status == S_ASSIGNED ->
    /* An acceptance that was asked for in time is beaten by the end of the grace only. */
    assert(is_grace_over || pending[V_ACCEPT] == 0 || pending[V_ACCEPT] > said_in_time);
    choose_as_clock(l_status);
    decide(0, V_NONE)
}

/* ---- The service side ---- */

/* tb_core_request () */
inline request(verb)
{
  s_out++;
  assert(s_out < ROOM);
  from_service[s_out].kind = REQUEST;
  from_service[s_out].phase = s_phase;
  from_service[s_out].what = verb;
  from_service[s_out].in_time = !is_late;
  assert(pending[verb] == 0);
  pending[verb] = s_out;
  if
  :: verb == V_SUBMIT && s_pause == 0 -> s_pause = 1
  :: else
  fi
}

/* A person of the service side: everything that the table offers, as long as check_pending () lets it. */
inline act_as_service()
{
  choose_as_service(s_status);
  request(row_verb)
}

/* tb_core_add_item () with tb_core_activity (): `start` is queued before the item, once */
inline add_item_as_service()
{
  s_items > 0 &&
#ifndef BUG_4
    s_pause == 0 && /* born in a pause it stays for ever: nothing is queued */
#endif
    LIVE_STATUS(s_status) ->
    if
    :: s_status == S_ACCEPTED && !start_queued && s_pause == 0 &&
       ASKED_TO_WAIT + pending[V_START] == 0 ->
#ifndef BUG_11
      request(V_START);
#endif
      start_queued = true
    :: else
    fi;
    s_item[s_items] = ON_ITS_WAY;
    s_out++;
    assert(s_out < ROOM);
    from_service[s_out].kind = ITEM;
    from_service[s_out].phase = s_phase;
    from_service[s_out].what = s_items;
    s_items--
}

/* adopt () */
inline adopt(event)
{
  find_adoption(s_status, event.what, event.verb);
  assert(row != 0); /* an honest lead's status is always a step of the table: it is never nacked */
  if
  :: s_status == S_ASSIGNED ->
    s_winner = event.what;
    assert(s_winner == l_winner)
  :: else
  fi;
  if
  :: event.what == S_WAITING_APPROVAL -> s_pause = 2
#ifdef BUG_12
  :: event.what == S_COMPLETE -> s_pause = 0 /* a rejection does not end the pause */
#else
  :: event.what == S_COMPLETE || (row_effects & E_RESUME) -> s_pause = 0
#endif
  :: else
  fi;
  s_status = event.what;
  s_rev = event.rev;
#ifndef BUG_7
  s_phase = event.phase;
#endif
  /* The service side shows what the lead had decided at that revision: no third truth, no final statuses that
   * contradict each other. */
  assert(history[s_rev] == s_status);
  assert(s_rev <= l_rev)
}

/* settle_request (), keep_refused_items () */
inline settle(event)
{
  if
  :: event.answers != 0 && event.verb != V_NONE ->
#ifndef BUG_5
    assert(pending[event.verb] == event.answers); /* each request is answered once, and as itself */
#endif
    pending[event.verb] = 0;
    assert(event.verb != V_ACCEPT || event.refused == (l_winner != S_ACCEPTED));
    assert(event.verb != V_DECLINE || event.refused == (l_winner != S_DECLINED) || l_winner == S_DECLINED);
    assert(event.refused || event.verb != V_COMPLETE || l_status == S_COMPLETE);
    if
    :: event.refused && event.verb == V_SUBMIT && s_pause == 1 -> s_pause = 0
    :: else
    fi
  :: event.answers != 0 && event.verb == V_NONE ->
    assert(s_item[event.item] == ON_ITS_WAY && event.refused);
    s_item[event.item] = STAYED
  :: else
  fi
}

/* apply_as_service () */
inline apply_at_service(event)
{
  if
  :: event.kind == OFFER -> s_status = S_ASSIGNED; s_rev = 1
  :: event.kind == STATUS ->
    if
    :: event.rev > s_rev ->
#ifdef BUG_5
      pending[V_ACCEPT] = 0; pending[V_SUBMIT] = 0; /* any newer status ends what was asked for */
#endif
      adopt(event)
    :: else
    fi;
    settle(event)
  :: event.kind == CUSTOMER -> assert(s_winner == S_ACCEPTED)
  :: event.kind == ITEM ->
    /* What the lead has published is never too late here. */
    assert(LIVE_STATUS(s_status) && event.phase == s_phase);
    assert(l_item[event.what] == ON_ITS_WAY);
    l_item[event.what] = ARRIVED
  fi;
#ifndef BUG_3
  event.phase = 0; event.what = 0; event.rev = 0; event.answers = 0; event.verb = 0; event.item = 0;
  event.refused = false;
#endif
  event.kind = event.kind
}

/* ---- Order: tb_core_apply_row (), apply_parked () ---- */

inline receive_at_lead()
{
  do
  :: n == l_in + 1 ->
    apply_at_lead(from_service[n]);
    l_in = n;
    l_parked = l_parked & ~BIT(n);
    if
    :: l_parked & BIT(n + 1) -> n++
    :: else -> break
    fi
#ifdef BUG_2
  :: n > l_in + 1 -> apply_at_lead(from_service[n]); l_in = n; break
#else
  :: n > l_in + 1 -> l_parked = l_parked | BIT(n); break
#endif
#ifdef BUG_3
  :: n <= l_in -> apply_at_lead(from_service[n]); break
#else
  :: n <= l_in -> break
#endif
  od
}

inline receive_at_service()
{
  do
  :: n == s_in + 1 ->
    apply_at_service(from_lead[n]);
    s_in = n;
    s_parked = s_parked & ~BIT(n);
    if
    :: s_parked & BIT(n + 1) -> n++
    :: else -> break
    fi
#ifdef BUG_2
  :: n > s_in + 1 -> apply_at_service(from_lead[n]); s_in = n; break
#else
  :: n > s_in + 1 -> s_parked = s_parked | BIT(n); break
#endif
  :: n <= s_in -> break
  od
}

#ifdef BUG_3
#define FIRST(n_in) 1
#else
#define FIRST(n_in) (n_in) + 1 /* what came already would change nothing */
#endif

inline forget()
{
  action = 0; row = 0; row_to = 0; row_verb = 0; row_needs = 0; row_effects = 0; n = 0
}

/* Nothing is under way, and nobody does anything more. */
inline check_the_end()
{
  byte i;

  assert(s_status == l_status && s_rev == l_rev);
  assert(ASKED_TO_WAIT + pending[V_START] == 0);
  assert(s_phase == l_phase && (s_pause != 0) == l_pause);
  for (i : 1 .. ITEMS) {
    assert(s_item[i] != ON_ITS_WAY); /* either there, or its owner knows that it is not */
    assert(l_item[i] == 0 || l_item[i] == ARRIVED)
  }
}

active proctype engagement()
{
  byte last;

  atomic {
    history[1] = S_ASSIGNED;
    l_out = 1;
    from_lead[1].kind = OFFER
  };
  do
  :: atomic { act_as_lead(); forget() }
  :: atomic { add_item_as_lead(); forget() }
  :: atomic { act_as_service(); forget() }
  :: atomic { add_item_as_service(); forget() }
  :: atomic { !is_late && (l_status == S_ASSIGNED || s_status == S_ASSIGNED) -> is_late = true; said_in_time = s_out }
#ifndef LIVE
  :: atomic { is_late && !is_grace_over && l_status == S_ASSIGNED -> is_grace_over = true }
#endif
  :: atomic { expire(); forget() }
#ifdef LIVE
  :: atomic { send(to_service, l_out) }
  :: atomic { send(to_lead, s_out) }
  :: atomic { lose(to_service) }
  :: atomic { lose(to_lead) }
  :: atomic {
      to_service.under_way != 0 ->
      arrive(to_service);
      last = n;
      n = s_in + 1;
      do
      :: n <= last -> receive_at_service(); n = s_in + 1
      :: else -> break
      od;
      last = 0; forget()
    }
  :: atomic {
      to_lead.under_way != 0 ->
      arrive(to_lead);
      last = n;
      n = l_in + 1;
      do
      :: n <= last -> receive_at_lead(); n = l_in + 1
      :: else -> break
      od;
      last = 0; forget()
    }
  :: atomic { acknowledge(to_service) }
  :: atomic { acknowledge(to_lead) }
#else
  :: atomic {
      s_in < l_out ->
      n = FIRST(s_in);
      do
      :: n < l_out -> n++
      :: break
      od;
      receive_at_service(); forget()
    }
  :: atomic {
#ifdef BUG_3
      l_in > 0 ->
#else
      l_in < s_out ->
#endif
      n = FIRST(l_in);
      do
      :: n < s_out -> n++
      :: break
      od;
      receive_at_lead(); forget()
    }
#endif
  :: s_in == l_out && l_in == s_out -> break /* people may stop at any time; what is under way arrives */
  :: timeout -> break
  od;
  check_the_end()
}

#ifdef LIVE
/* People do only so much; so in every run there comes a time from which on no request waits for its answer. */
ltl answered { <> [] (ASKED_TO_WAIT + pending[V_START] == 0) }
#endif
