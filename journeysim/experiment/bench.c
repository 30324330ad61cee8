/* The bench world in plain C, to measure against: what `engine/des/textbook.py` tells, event by event,
   on a binary heap, with a row of 40 bytes a happening where LOGGED is 1. Draws come from one generator
   in the order of events; it agrees with the engines within chance and is no part of any result.

   cc -O2 bench.c -lm; ./a.out LOGGED CUSTOMERS DAYS SEED AGENTS and the numbers of `enum`, in order.
   Prints seconds, events, rows, bytes, purchases, contacts, abandoned, minutes waited, customers who left. */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { GAP, CREDIT_EFFECT, SCALE, GOOD_HALF_LIFE, BAD_HALF_LIFE, FORGIVEN, REACH, DELAY, TOUCH_CREDIT,
       RATE, SEVERITY, SPREAD, COMPLAINS, CONTACT_AFTER, PATIENCE, REDIAL, REDIAL_WITHIN, HANDLING,
       SIGMA, RETRIES, RETRY_AFTER, WARMTH, TOLERANCE, WAITING, WAITING_MOST, COLD, EFFORT, RESOLUTION,
       UNRESOLVED, ABANDONMENT, AT_ONCE, SLOW, HALF_TIME, MOST_RECOVERY, RECOVERY_COLD, NUMBERS };
enum { OCCASION, TOUCH, FAILURE, CONTACT, IMPATIENT, TALKED };
enum { NOBODY = -1 };

typedef struct { double base, threshold, hazard, credit, credit_at, debit, debit_at; int fresh, active; } Person;
typedef struct { double hit, opened, arrived; int person, served, waiting, turn, before, after; } Case;
typedef struct { double time; int what, who, turn; } Event;
typedef struct { double time, value, money; int32_t customer, number; int16_t slot, attempt, place; int8_t kind, marks; } Row;

static double P[NUMBERS], now;
static Person *people;
static Case *cases;
static Event *heap;
static Row *rows;
static int logged, many_cases, room_cases, spare = NOBODY, first = NOBODY, last = NOBODY, busy, agents;
static long planned, room, written, room_rows, events, purchases, contacts, abandoned;
static double waited_minutes;
static uint64_t s[4];

static uint64_t turn_left(uint64_t x, int k) { return (x << k) | (x >> (64 - k)); }
static double uniform(void) { /* xoshiro256+, Blackman & Vigna 2018 */
  uint64_t sum = s[0] + s[3], t = s[1] << 17;
  s[2] ^= s[0]; s[3] ^= s[1]; s[1] ^= s[2]; s[0] ^= s[3]; s[2] ^= t; s[3] = turn_left(s[3], 45);
  return ((sum >> 12) + 0.5) * 0x1p-52;
}
static double exponential(double mean) { return -mean * log(uniform()); }
static double normal(void) { return sqrt(-2.0 * log(uniform())) * cos(6.283185307179586 * uniform()); }
static double gamma_of(double shape) { /* Marsaglia & Tsang 2000, shape at least 1 */
  double d = shape - 1.0 / 3.0, c = 1.0 / sqrt(9.0 * d);
  for (;;) {
    double x = normal(), v = 1.0 + c * x;
    if (v <= 0.0) continue;
    v = v * v * v;
    if (log(uniform()) < 0.5 * x * x + d - d * v + d * log(v)) return d * v;
  }
}

static void record(int kind, int who, double value) {
  if (!logged) return;
  if (written == room_rows) rows = realloc(rows, (room_rows *= 2) * sizeof(Row));
  Row *row = &rows[written++];
  *row = (Row){now, value, 0.0, who, 0, 0, 0, 0, (int8_t)kind, 0};
}
static void plan(double when, int what, int who, int turn) {
  if (planned == room) heap = realloc(heap, (room *= 2) * sizeof(Event));
  long child = planned++;
  while (child > 0) {
    long parent = (child - 1) / 2;
    if (heap[parent].time <= when) break;
    heap[child] = heap[parent];
    child = parent;
  }
  heap[child] = (Event){when, what, who, turn};
}
static Event next(void) {
  Event soonest = heap[0], moved = heap[--planned];
  long parent = 0, child = 1;
  while (child < planned) {
    if (child + 1 < planned && heap[child + 1].time < heap[child].time) child++;
    if (moved.time <= heap[child].time) break;
    heap[parent] = heap[child];
    parent = child;
    child = 2 * parent + 1;
  }
  heap[parent] = moved;
  return soonest;
}

static double halved(double size, double since, double half_life) {
  return size * exp(-0.6931471805599453 * since / half_life);
}
static double debit_now(const Person *p) { return halved(p->debit, now - p->debit_at, P[BAD_HALF_LIFE]); }
static double credit_now(const Person *p) { return halved(p->credit, now - p->credit_at, P[GOOD_HALF_LIFE]); }
static void set_debit(Person *p, double debit) { p->debit = debit > 0.0 ? debit : 0.0; p->debit_at = now; }
static double worsen(Person *p, double size) {
  double debit = debit_now(p), added = size * (debit < 1.0 ? 1.0 - debit : 0.0);
  set_debit(p, debit + added);
  return added;
}

static void occasion(int who) {
  Person *p = &people[who];
  double debit = debit_now(p);
  p->hazard += exp(-P[CREDIT_EFFECT] * credit_now(p)) * (p->base + P[SCALE] * debit * debit);
  if (p->hazard >= p->threshold) { p->active = 0; record(9, who, 0.0); return; }
  purchases++;
  record(1, who, 0.0);
  if (!p->fresh) set_debit(p, debit * (1.0 - P[FORGIVEN]));
  p->fresh = 0;
  if (uniform() < P[REACH]) plan(now + P[DELAY], TOUCH, who, 0);
  plan(now + exponential(P[GAP]), OCCASION, who, 0);
}
static void touched(int who) {
  Person *p = &people[who];
  if (!p->active) return;
  double credit = credit_now(p);
  p->credit = credit + P[TOUCH_CREDIT] * (1.0 - credit);
  p->credit_at = now;
  set_debit(p, debit_now(p) * (1.0 - P[TOUCH_CREDIT]));
  record(2, who, 0.0);
}
static int new_case(void) {
  if (spare != NOBODY) { int place = spare; spare = cases[place].after; return place; }
  if (many_cases == room_cases) cases = realloc(cases, (room_cases *= 2) * sizeof(Case));
  return many_cases++;
}
static void over(int place) { cases[place].after = spare; spare = place; }
static void failure(int who) {
  Person *p = &people[who];
  if (!p->active) return;
  double hit = worsen(p, P[SEVERITY] * (1.0 - P[SPREAD] + 2.0 * P[SPREAD] * uniform()));
  p->fresh = 1;
  record(3, who, hit);
  if (uniform() < P[COMPLAINS]) {
    int place = new_case();
    cases[place] = (Case){hit, now, 0.0, who, 0, 0, cases[place].turn + 1, NOBODY, NOBODY};
    plan(now + exponential(P[CONTACT_AFTER]), CONTACT, place, 0);
  }
  plan(now + exponential(1.0 / P[RATE]), FAILURE, who, 0);
}
static void answer(int place) {
  Case *c = &cases[place];
  busy++;
  c->served++;
  c->arrived = now - c->arrived; /* from here on: how long the wait was */
  waited_minutes += c->arrived * 1440.0;
  record(5, c->person, c->arrived);
  plan(now + P[HANDLING] * exp(P[SIGMA] * normal()), TALKED, place, 0);
}
static void contact(int place) {
  Case *c = &cases[place];
  if (!people[c->person].active) { over(place); return; }
  contacts++;
  record(4, c->person, 0.0);
  c->arrived = now;
  double patience = exponential(P[PATIENCE]);
  if (busy < agents) { answer(place); return; }
  c->waiting = 1;
  c->before = last;
  c->after = NOBODY;
  if (last != NOBODY) cases[last].after = place; else first = place;
  last = place;
  plan(now + patience, IMPATIENT, place, ++c->turn);
}
static void out_of_line(Case *c) {
  if (c->before != NOBODY) cases[c->before].after = c->after; else first = c->after;
  if (c->after != NOBODY) cases[c->after].before = c->before; else last = c->before;
  c->waiting = 0;
}
static void impatient(int place, int turn) {
  Case *c = &cases[place];
  if (!c->waiting || c->turn != turn) return;
  out_of_line(c);
  abandoned++;
  waited_minutes += (now - c->arrived) * 1440.0;
  record(6, c->person, now - c->arrived);
  if (people[c->person].active) worsen(&people[c->person], P[ABANDONMENT]);
  if (uniform() >= P[REDIAL]) { over(place); return; }
  plan(now + uniform() * P[REDIAL_WITHIN], CONTACT, place, 0);
}
static void talked(int place) {
  Case *c = &cases[place];
  Person *p = &people[c->person];
  busy--;
  if (first != NOBODY) { int following = first; out_of_line(&cases[following]); answer(following); }
  if (!p->active) { over(place); return; }
  int warm = uniform() < P[WARMTH];
  if (c->arrived > P[TOLERANCE]) {
    double beyond = P[WAITING] * (c->arrived - P[TOLERANCE]) / P[TOLERANCE];
    worsen(p, beyond < P[WAITING_MOST] ? beyond : P[WAITING_MOST]);
  }
  if (!warm) worsen(p, P[COLD]);
  if (c->served > 1) worsen(p, P[EFFORT]);
  if (uniform() >= P[RESOLUTION]) {
    worsen(p, P[UNRESOLVED]);
    record(7, c->person, 0.0);
    if (uniform() >= P[RETRIES]) { over(place); return; }
    plan(now + exponential(P[RETRY_AFTER]), CONTACT, place, 0);
    return;
  }
  double given = P[SLOW] + (P[AT_ONCE] - P[SLOW]) * halved(1.0, now - c->opened, P[HALF_TIME]);
  if (warm) given = given < P[MOST_RECOVERY] ? given : P[MOST_RECOVERY];
  else given *= P[RECOVERY_COLD];
  set_debit(p, debit_now(p) - c->hit * given);
  record(8, c->person, given);
  over(place);
}

int main(int count, char **given) {
  if (count != 6 + NUMBERS) return 2;
  logged = atoi(given[1]);
  int customers = atoi(given[2]), gone = 0;
  double days = atof(given[3]);
  agents = atoi(given[5]);
  for (int i = 0; i < NUMBERS; i++) P[i] = atof(given[6 + i]);
  uint64_t seed = strtoull(given[4], NULL, 10);
  for (int i = 0; i < 4; i++) { /* splitmix64 */
    uint64_t z = (seed += 0x9E3779B97F4A7C15u);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    s[i] = z ^ (z >> 31);
  }
  struct timespec begun, ended;
  clock_gettime(CLOCK_MONOTONIC, &begun);
  people = malloc(customers * sizeof(Person));
  cases = calloc(room_cases = 1024, sizeof(Case));
  heap = malloc((room = 4L * customers + 1024) * sizeof(Event));
  rows = malloc((room_rows = logged ? 32L * customers + 1024 : 1) * sizeof(Row));
  for (int who = 0; who < customers; who++) {
    double a = gamma_of(1.5), b = gamma_of(30.0);
    people[who] = (Person){-log(1.0 - a / (a + b)), exponential(1.0), 0, 0, 0, 0, 0, 0, 1};
    record(0, who, 0.0);
    plan(exponential(P[GAP]), OCCASION, who, 0);
    plan(exponential(1.0 / P[RATE]), FAILURE, who, 0);
  }
  while (planned && heap[0].time < days) {
    Event event = next();
    now = event.time;
    events++;
    switch (event.what) {
      case OCCASION: occasion(event.who); break;
      case TOUCH: touched(event.who); break;
      case FAILURE: failure(event.who); break;
      case CONTACT: contact(event.who); break;
      case IMPATIENT: impatient(event.who, event.turn); break;
      case TALKED: talked(event.who); break;
    }
  }
  clock_gettime(CLOCK_MONOTONIC, &ended);
  for (int who = 0; who < customers; who++) gone += !people[who].active;
  long bytes = customers * sizeof(Person) + many_cases * sizeof(Case) + room * sizeof(Event);
  printf("%.6f %ld %ld %ld %ld %ld %ld %.6f %d\n",
         (ended.tv_sec - begun.tv_sec) + 1e-9 * (ended.tv_nsec - begun.tv_nsec), events, written, bytes,
         purchases, contacts, abandoned, waited_minutes, gone);
  return 0;
}
