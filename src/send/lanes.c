/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "send/lanes.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "base/mem.h"

enum { LESS_URGENT = 10 }; /* nice(2): a tenth of what others get who want it as well */

enum order { ORDER_NONE, ORDER_TRY, ORDER_REST, ORDER_END };

struct sp_gate {
	pthread_mutex_t *lock; /* lanes->lock */
	pthread_cond_t changed;
	enum gate_state { GATE_OPEN, GATE_CLOSED, GATE_BACK } state;
};

struct worker {
	struct sp_lanes *lanes;
	struct sp_lane *lane;
	pthread_t thread;
	pthread_cond_t ordered;
	struct sp_gate gate;
	bool warm; /* its connection is good */
	/* Under lanes->lock. */
	enum order order;
	bool done; /* the mail was tried and not yet taken back */
	const struct sp_outbox *mail;
	struct sp_try attempt;
};

struct sp_lanes {
	const struct sp_route *route;
	pthread_mutex_t lock;
	int done_fd;
	size_t room, count, busy;
	struct worker *workers;
};

static void ring(int fd)
{
	uint64_t one = 1;

	while (write(fd, &one, sizeof one) < 0 && errno == EINTR)
		;
}

/* Wait for an order, and take it. */
static enum order next_order(struct worker *worker)
{
	enum order order;

	pthread_mutex_lock(&worker->lanes->lock);
	while (worker->order == ORDER_NONE)
		pthread_cond_wait(&worker->ordered, &worker->lanes->lock);
	order = worker->order;
	worker->order = ORDER_NONE;
	pthread_mutex_unlock(&worker->lanes->lock);
	return order;
}

bool sp_gate_pass(struct sp_gate *gate)
{
	bool open;

	pthread_mutex_lock(gate->lock);
	while (gate->state == GATE_CLOSED)
		pthread_cond_wait(&gate->changed, gate->lock);
	open = gate->state == GATE_OPEN;
	pthread_mutex_unlock(gate->lock);
	return open;
}

static void try_mail(struct worker *worker)
{
	struct sp_try attempt;

	worker->lanes->route->transport->send(worker->lane, worker->mail, &worker->gate,
		&attempt);
	pthread_mutex_lock(&worker->lanes->lock);
	worker->attempt = attempt;
	worker->done = true;
	pthread_mutex_unlock(&worker->lanes->lock);
	ring(worker->lanes->done_fd);
}

/* A message that comes in goes before one that goes out: where processors are few, the
 * dialogs give way to deliveries.  On Linux this is of the calling thread alone.  Not
 * the one that started us: it holds the database's lock at times, and starts the storer.
 */
static void give_way(void)
{
	int ignored = nice(LESS_URGENT); /* a lane that cannot is as good a lane */

	(void)ignored;
}

static void *work(void *context)
{
	struct worker *worker = context;
	const struct sp_transport *transport = worker->lanes->route->transport;

	give_way();
	for (;;) {
		switch (next_order(worker)) {
		case ORDER_TRY:
			try_mail(worker);
			break;
		case ORDER_REST:
			transport->rest(worker->lane);
			break;
		default:
			transport->free(worker->lane);
			return NULL;
		}
	}
}

/* Signalled without the lock, or who wakes up would wait for it at once. */
static void give_order(struct worker *worker, enum order order)
{
	pthread_mutex_lock(&worker->lanes->lock);
	worker->order = order;
	pthread_mutex_unlock(&worker->lanes->lock);
	pthread_cond_signal(&worker->ordered);
}

struct sp_lanes *sp_lanes_create(const struct sp_route *route, size_t count)
{
	struct sp_lanes *lanes = sp_alloc(1, sizeof *lanes);

	lanes->route = route;
	lanes->room = count;
	lanes->workers = sp_alloc(count, sizeof *lanes->workers);
	pthread_mutex_init(&lanes->lock, NULL);
	lanes->done_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	if (lanes->done_fd < 0)
		sp_out_of_memory();
	return lanes;
}

void sp_lanes_free(struct sp_lanes *lanes)
{
	if (!lanes)
		return;
	for (size_t i = 0; i < lanes->count; i++)
		give_order(&lanes->workers[i], ORDER_END);
	for (size_t i = 0; i < lanes->count; i++) {
		pthread_join(lanes->workers[i].thread, NULL);
		pthread_cond_destroy(&lanes->workers[i].ordered);
		pthread_cond_destroy(&lanes->workers[i].gate.changed);
	}
	close(lanes->done_fd);
	pthread_mutex_destroy(&lanes->lock);
	free(lanes->workers);
	free(lanes);
}

int sp_lanes_fd(const struct sp_lanes *lanes)
{
	return lanes->done_fd;
}

size_t sp_lanes_busy(const struct sp_lanes *lanes)
{
	return lanes->busy;
}

/* Signals are the main thread's: a worker must not be who gets them. */
static void start_worker(struct worker *worker)
{
	sigset_t all, before;

	pthread_cond_init(&worker->ordered, NULL);
	pthread_cond_init(&worker->gate.changed, NULL);
	worker->gate.lock = &worker->lanes->lock;
	worker->lane = worker->lanes->route->transport->create(worker->lanes->route);
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	if (pthread_create(&worker->thread, NULL, work, worker) != 0)
		sp_out_of_memory();
	pthread_sigmask(SIG_SETMASK, &before, NULL);
}

/* `mail` is only changed here and in sp_lanes_take(), by the calling thread. */
static struct worker *find_idle(struct sp_lanes *lanes)
{
	struct worker *idle = NULL;

	for (size_t i = 0; i < lanes->count; i++)
		if (!lanes->workers[i].mail && (!idle || lanes->workers[i].warm > idle->warm))
			idle = &lanes->workers[i];
	if (idle)
		return idle;
	lanes->workers[lanes->count].lanes = lanes;
	start_worker(&lanes->workers[lanes->count]);
	return &lanes->workers[lanes->count++];
}

void sp_lanes_give(struct sp_lanes *lanes, const struct sp_outbox *mail, bool gated)
{
	struct worker *worker = find_idle(lanes);

	worker->mail = mail; /* it is idle: nobody else looks */
	worker->gate.state = gated ? GATE_CLOSED : GATE_OPEN;
	give_order(worker, ORDER_TRY);
	lanes->busy++;
}

static void set_gates(struct sp_lanes *lanes, enum gate_state state)
{
	for (size_t i = 0; i < lanes->count; i++) {
		struct sp_gate *gate = &lanes->workers[i].gate;

		if (gate->state != GATE_CLOSED)
			continue;
		pthread_mutex_lock(gate->lock);
		gate->state = state;
		pthread_mutex_unlock(gate->lock);
		pthread_cond_signal(&gate->changed);
	}
}

void sp_lanes_open_gates(struct sp_lanes *lanes)
{
	set_gates(lanes, GATE_OPEN);
}

void sp_lanes_turn_back(struct sp_lanes *lanes)
{
	set_gates(lanes, GATE_BACK);
}

/* Gates are only changed by the calling thread. */
size_t sp_lanes_past_gate(const struct sp_lanes *lanes)
{
	size_t count = 0;

	for (size_t i = 0; i < lanes->count; i++)
		count += lanes->workers[i].mail && lanes->workers[i].gate.state == GATE_OPEN;
	return count;
}

bool sp_lanes_take(struct sp_lanes *lanes, const struct sp_outbox **mail_r, struct sp_try *try_r)
{
	bool found = false;
	uint64_t rings;

	while (read(lanes->done_fd, &rings, sizeof rings) < 0 && errno == EINTR)
		;
	pthread_mutex_lock(&lanes->lock);
	for (size_t i = 0; i < lanes->count && !found; i++) {
		struct worker *worker = &lanes->workers[i];

		if (!worker->done)
			continue;
		*mail_r = worker->mail;
		*try_r = worker->attempt;
		worker->done = false;
		worker->mail = NULL;
		worker->warm = worker->attempt.verdict == SP_VERDICT_SENT;
		lanes->busy--;
		found = true;
	}
	pthread_mutex_unlock(&lanes->lock);
	return found;
}

void sp_lanes_rest(struct sp_lanes *lanes)
{
	for (size_t i = 0; i < lanes->count; i++)
		if (!lanes->workers[i].mail) {
			lanes->workers[i].warm = false;
			give_order(&lanes->workers[i], ORDER_REST);
		}
}

void sp_lanes_interrupt(struct sp_lanes *lanes)
{
	sp_lanes_turn_back(lanes);
	for (size_t i = 0; i < lanes->count; i++)
		if (lanes->workers[i].mail)
			lanes->route->transport->interrupt(lanes->workers[i].lane);
}
