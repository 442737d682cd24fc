/*
 * What any broker has to ask of the kernel for one message or one call, and nothing else: the floor under the figures of
 * benchmarks/compare, on the machine where it runs.
 *
 *     cc -O2 -pthread -o floor benchmarks/floor.c
 *     ./floor echo          one request and its answer over loopback, the next when it is there (W10chan: two, W12: two)
 *     ./floor relay         64 KiB at a time from one connection to another, as fast as they come (W2b)
 *     ./floor sync DIR      5,000 messages of 1 KiB a second: to a consumer, to a file in DIR, fdatasync, a confirm (W9)
 *     ./floor hand-over DIR the same, with the file in the hands of a second thread, so that other clients need not wait for it
 *     ./floor spread PAIRS  20 messages of 16 B at a time from each of so many connections to another, each 20 confirmed at once
 *     ./floor open CLIENTS  so many clients who open a connection, have four requests answered and close it, again and again (W10conn: 4)
 *     ./floor cold QUEUES   a look at 60 cache lines, all of them changed, of each of so many queues in turn: memory, not the kernel
 *
 * It prints the CPU time that the serving process takes for each; the client is a process of its own.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { BURST = 20, SHORT = 80, LINES = 60, LINE = 64, SECONDS = 5, RATE = 5000, CALL = 30, REQUESTS = 4, REQUEST = 100, ANSWER = 100, MESSAGE = 1100, LARGE = 64 << 10, CONFIRM = 21, LOG_SIZE = 256 << 20 };

static char bytes[1 << 20];

static void check(int succeeded, const char *what) {
    if (succeeded) return;
    perror(what);
    exit(1);
}

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec + time.tv_nsec / 1e9;
}

static double cpu(void) {
    struct rusage used;
    getrusage(RUSAGE_SELF, &used);
    return used.ru_utime.tv_sec + used.ru_stime.tv_sec + (used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1e6;
}

static int without_delay(int socket) {
    int on = 1;
    check(setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on) == 0, "TCP_NODELAY");
    return socket;
}

static int connection(struct sockaddr_in *server) {
    int client = socket(AF_INET, SOCK_STREAM, 0);
    check(connect(client, (struct sockaddr *) server, sizeof *server) == 0, "connect");
    return without_delay(client);
}

/* The client: returns how often it has had its way. */

static long call_again_and_again(int connection) {
    long calls = 0;
    for (double end = now() + SECONDS; now() < end; calls++) {
        check(write(connection, bytes, CALL) == CALL, "call");
        check(read(connection, bytes, CALL) > 0, "answer");
    }
    return calls;
}

static long publish_by_the_clock(int publisher, int consumer) {
    long messages = 0;
    double start = now();
    fcntl(publisher, F_SETFL, O_NONBLOCK);
    fcntl(consumer, F_SETFL, O_NONBLOCK);
    while (messages < (long) SECONDS * RATE) {
        check(write(publisher, bytes, MESSAGE) == MESSAGE, "publish, which the machine is too busy for");
        double next = start + (double) ++messages / RATE;
        for (double left = next - now(); left > 0; left = next - now()) {
            struct pollfd both[] = {{publisher, POLLIN, 0}, {consumer, POLLIN, 0}};
            struct timespec patience = {0, (long) (left * 1e9)};
            ppoll(both, 2, &patience, NULL);
            for (int i = 0; i < 2; i++) if (both[i].revents) (void) !read(both[i].fd, bytes, sizeof bytes);
        }
    }
    return messages;
}

/* Publisher and consumer are processes, too, so that neither waits for the other. */
static long publish_all_the_time(int publisher, int consumer) {
    long messages = 0;
    if (fork() == 0) {
        close(publisher);
        while (read(consumer, bytes, LARGE) > 0);
        exit(0);
    }
    for (double end = now() + SECONDS; now() < end; messages++) {
        for (int sent = 0; sent < LARGE; ) {
            ssize_t size = write(publisher, bytes, LARGE - sent);
            check(size > 0, "publish");
            sent += size;
        }
    }
    return messages;
}

/* A publisher sends again when its confirm is there. All on one thread, as nobody measures this side. */
static long publish_from_many(int pairs, int *publishers, int *consumers) {
    long bursts = 0;
    int all = epoll_create1(0);
    for (int i = 0; i < pairs; i++) {
        struct epoll_event confirms = {EPOLLIN, {.u64 = 1ull << 32 | publishers[i]}}, deliveries = {EPOLLIN, {.u64 = consumers[i]}};
        epoll_ctl(all, EPOLL_CTL_ADD, publishers[i], &confirms);
        epoll_ctl(all, EPOLL_CTL_ADD, consumers[i], &deliveries);
        check(write(publishers[i], bytes, BURST * SHORT) > 0, "publish");
    }
    struct epoll_event ready[256];
    for (double end = now() + SECONDS; now() < end; ) {
        int some = epoll_wait(all, ready, 256, -1);
        for (int i = 0; i < some; i++) {
            int socket = (int) (uint32_t) ready[i].data.u64;
            check(read(socket, bytes, LARGE) > 0, "read");
            if (ready[i].data.u64 >> 32 == 0) continue;
            check(write(socket, bytes, BURST * SHORT) > 0, "publish");
            bursts++;
        }
    }
    return bursts * BURST;
}

/* The server */

static int journal, work, done;
static off_t end_of_journal;

static void store(void) {
    check(pwrite(journal, bytes, MESSAGE, end_of_journal % (LOG_SIZE - MESSAGE)) == MESSAGE, "write");
    end_of_journal += MESSAGE;
    check(fdatasync(journal) == 0, "fdatasync");
}

static void *store_for_the_other(void *unused) {
    for (uint64_t count = 1; read(work, &count, sizeof count) > 0; ) {
        store();
        check(write(done, &count, sizeof count) > 0, "tell");
    }
    return unused;
}

static void await(int all, int one) {
    struct epoll_event event = {EPOLLIN, {.fd = one}};
    check(epoll_ctl(all, EPOLL_CTL_ADD, one, &event) == 0, "epoll_ctl");
}

static void pass_on(int publisher, int consumer) {
    for (ssize_t size; (size = read(publisher, bytes, LARGE)) > 0; ) {
        for (ssize_t sent = 0; sent < size; ) {
            ssize_t part = write(consumer, bytes + sent, size - sent);
            check(part > 0, "pass on");
            sent += part;
        }
    }
}

static void serve(int publisher, int consumer, int hands_over) {
    int all = epoll_create1(0);
    uint64_t count = 1;
    await(all, publisher);
    if (hands_over) {
        pthread_t writer;
        await(all, done);
        pthread_create(&writer, NULL, store_for_the_other, NULL);
    }
    for (struct epoll_event ready; epoll_wait(all, &ready, 1, -1) > 0; ) {
        if (ready.data.fd == done) {
            check(read(done, &count, sizeof count) > 0, "done");
            check(write(publisher, bytes, CONFIRM) > 0, "confirm");
            continue;
        }
        ssize_t size = read(publisher, bytes, sizeof bytes);
        if (size <= 0) return;
        check(write(consumer < 0 ? publisher : consumer, bytes, size) == size, "send");
        if (consumer < 0) continue;
        if (hands_over) {
            check(write(work, &count, sizeof count) > 0, "hand over");
        } else {
            store();
            check(write(publisher, bytes, CONFIRM) > 0, "confirm");
        }
    }
}

static void serve_many(int pairs, int *publishers, int *consumers) {
    int all = epoll_create1(0);
    for (int i = 0; i < pairs; i++) {
        struct epoll_event event = {EPOLLIN, {.u32 = i}};
        check(epoll_ctl(all, EPOLL_CTL_ADD, publishers[i], &event) == 0, "epoll_ctl");
    }
    struct epoll_event ready[256];
    for (int some; (some = epoll_wait(all, ready, 256, -1)) > 0; ) {
        for (int i = 0; i < some; i++) {
            int pair = ready[i].data.u32;
            ssize_t size = read(publishers[pair], bytes, LARGE);
            if (size <= 0) return;
            if (write(consumers[pair], bytes, size) != size || write(publishers[pair], bytes, CONFIRM) != CONFIRM) return;
        }
    }
}

static int spread(int pairs) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof address;
    int listener = socket(AF_INET, SOCK_STREAM, 0), answer[2], *publishers = calloc(pairs, sizeof(int)), *consumers = calloc(pairs, sizeof(int));
    check(bind(listener, (struct sockaddr *) &address, size) == 0 && listen(listener, 128) == 0, "listen");
    check(getsockname(listener, (struct sockaddr *) &address, &size) == 0 && pipe(answer) == 0, "address");
    if (fork() == 0) {
        for (int i = 0; i < pairs; i++) {
            publishers[i] = connection(&address);
            consumers[i] = connection(&address);
        }
        long messages = publish_from_many(pairs, publishers, consumers);
        check(write(answer[1], &messages, sizeof messages) == sizeof messages, "result");
        return 0;
    }
    for (int i = 0; i < pairs; i++) {
        publishers[i] = without_delay(accept(listener, NULL, NULL));
        consumers[i] = without_delay(accept(listener, NULL, NULL));
    }
    double before = cpu();
    long messages;
    signal(SIGPIPE, SIG_IGN);
    serve_many(pairs, publishers, consumers);
    check(read(answer[0], &messages, sizeof messages) == sizeof messages, "result");
    printf("spread over %d: %ld a second, %.2f us of CPU each\n", pairs, messages / SECONDS, (cpu() - before) * 1e6 / messages);
    wait(NULL);
    return 0;
}

/* Protocol header, start-ok, tune-ok with open, close: as many requests as opening and closing a connection takes. */
static long open_again_and_again(struct sockaddr_in *server) {
    long opened = 0;
    for (double end = now() + SECONDS; now() < end; opened++) {
        int client = connection(server);
        for (int i = 0; i < REQUESTS; i++) {
            check(write(client, bytes, REQUEST) == REQUEST, "request");
            check(read(client, bytes, ANSWER) > 0, "answer");
        }
        close(client);
    }
    return opened;
}

static int open_and_close(int clients) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof address;
    int listener = socket(AF_INET, SOCK_STREAM, 0), answer[2], all = epoll_create1(0);
    check(bind(listener, (struct sockaddr *) &address, size) == 0 && listen(listener, 128) == 0, "listen");
    check(getsockname(listener, (struct sockaddr *) &address, &size) == 0 && pipe(answer) == 0, "address");
    for (int i = 0; i < clients; i++) {
        if (fork() != 0) continue;
        long opened = open_again_and_again(&address);
        check(write(answer[1], &opened, sizeof opened) == sizeof opened, "result");
        return 0;
    }
    double before = cpu();
    long opened = 0;
    await(all, listener);
    await(all, answer[0]);
    struct epoll_event ready[256];
    for (int left = clients, some; left > 0 && (some = epoll_wait(all, ready, 256, -1)) > 0; ) {
        for (int i = 0; i < some; i++) {
            int one = ready[i].data.fd;
            if (one == listener) {
                await(all, without_delay(accept(listener, NULL, NULL)));
            } else if (one == answer[0]) {
                long times;
                check(read(one, &times, sizeof times) == sizeof times, "result");
                opened += times;
                left--;
            } else if (read(one, bytes, sizeof bytes) > 0) {
                check(write(one, bytes, ANSWER) == ANSWER, "answer");
            } else {
                close(one);
            }
        }
    }
    printf("open, %d clients: %ld a second, %.1f us of CPU each\n", clients, opened / SECONDS, (cpu() - before) * 1e6 / opened);
    while (wait(NULL) > 0) { }
    return 0;
}

/* The lines of a queue stand together, and are looked at in another order: so the processor may fetch many at a time. */
static int cold(int queues) {
    int *order = malloc(queues * sizeof(int));
    char *memory = aligned_alloc(LINE, (size_t) queues * LINES * LINE);
    memset(memory, 1, (size_t) queues * LINES * LINE);
    for (int i = 0; i < queues; i++) {
        int other = rand() % (i + 1);
        order[i] = order[other];
        order[other] = i;
    }
    long looks = 0;
    double before = cpu();
    for (double end = now() + SECONDS; now() < end; looks += 100) {
        for (long i = looks; i < looks + 100; i++) {
            char *queue = memory + (size_t) order[i % queues] * LINES * LINE;
            for (int line = 0; line < LINES; line++) ++*(volatile int64_t *) (queue + line * 7 % LINES * LINE);
        }
    }
    printf("cold, %d queues: %.0f ns of CPU each\n", queues, (cpu() - before) * 1e9 / looks);
    return 0;
}

static void make_journal(const char *directory) {
    char name[4096];
    snprintf(name, sizeof name, "%s/floor.tmp", directory);
    journal = open(name, O_RDWR | O_CREAT | O_EXCL, 0600);
    check(journal >= 0, name);
    unlink(name);
    for (int written = 0; written < LOG_SIZE; written += sizeof bytes) check(write(journal, bytes, sizeof bytes) > 0, "fill");
    check(fsync(journal) == 0, "fsync");
    work = eventfd(0, 0);
    done = eventfd(0, 0);
}

int main(int count, char **arguments) {
    int many = count == 3 ? atoi(arguments[2]) : 0;
    if (many > 0 && strcmp(arguments[1], "spread") == 0) return spread(many);
    if (many > 0 && strcmp(arguments[1], "cold") == 0) return cold(many);
    if (many > 0 && strcmp(arguments[1], "open") == 0) return open_and_close(many);
    int echo = count == 2 && strcmp(arguments[1], "echo") == 0;
    int relay = count == 2 && strcmp(arguments[1], "relay") == 0;
    int hands_over = count == 3 && strcmp(arguments[1], "hand-over") == 0;
    if (!echo && !relay && !hands_over && (count != 3 || strcmp(arguments[1], "sync") != 0)) {
        fprintf(stderr, "usage: floor echo | relay | sync DIR | hand-over DIR | spread PAIRS | open CLIENTS | cold QUEUES\n");
        return 2;
    }
    done = -1;
    if (!echo && !relay) make_journal(arguments[2]);
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof address;
    int listener = socket(AF_INET, SOCK_STREAM, 0), answer[2];
    check(bind(listener, (struct sockaddr *) &address, size) == 0 && listen(listener, 2) == 0, "listen");
    check(getsockname(listener, (struct sockaddr *) &address, &size) == 0 && pipe(answer) == 0, "address");
    if (fork() == 0) {
        int publisher = connection(&address);
        int consumer = echo ? -1 : connection(&address);
        long times = echo ? call_again_and_again(publisher)
                : relay ? publish_all_the_time(publisher, consumer) : publish_by_the_clock(publisher, consumer);
        check(write(answer[1], &times, sizeof times) == sizeof times, "result");
        return 0;
    }
    close(answer[1]);
    int publisher = without_delay(accept(listener, NULL, NULL));
    int consumer = echo ? -1 : without_delay(accept(listener, NULL, NULL));
    double before = cpu();
    long times;
    if (relay) pass_on(publisher, consumer);
    else serve(publisher, consumer, hands_over);
    close(consumer);
    check(read(answer[0], &times, sizeof times) == sizeof times, "result");
    printf("%s: %ld a second, %.1f us of CPU each\n", arguments[1], times / SECONDS, (cpu() - before) * 1e6 / times);
    wait(NULL);
    return 0;
}
