// The C boundary of the Kafka module: librdkafka's headers, and wrappers for what Swift can't call
// (unions as variadic arguments) or what is one step in C and five in Swift (eventfd and poll).
#ifndef TREUE_CRDKAFKA_SHIM_H
#define TREUE_CRDKAFKA_SHIM_H

#include <librdkafka/rdkafka.h>
#include <librdkafka/rdkafka_mock.h>

#include <poll.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

/// Appends one record, copying key and value. A negative timestamp means now. `headers` may be NULL.
/// On success librdkafka owns `headers`, on failure the caller still does. The error is the caller's to destroy.
static inline rd_kafka_error_t *treue_produce(
    rd_kafka_t *client, rd_kafka_topic_t *topic, int32_t partition,
    const void *key, size_t key_size, const void *value, size_t value_size,
    int64_t timestamp, rd_kafka_headers_t *headers) {
    rd_kafka_vu_t fields[7];
    size_t count = 0;
    fields[count].vtype = RD_KAFKA_VTYPE_RKT;
    fields[count++].u.rkt = topic;
    fields[count].vtype = RD_KAFKA_VTYPE_PARTITION;
    fields[count++].u.i32 = partition;
    fields[count].vtype = RD_KAFKA_VTYPE_MSGFLAGS;
    fields[count++].u.i = RD_KAFKA_MSG_F_COPY;
    fields[count].vtype = RD_KAFKA_VTYPE_KEY;
    fields[count].u.mem.ptr = (void *)key;
    fields[count++].u.mem.size = key_size;
    fields[count].vtype = RD_KAFKA_VTYPE_VALUE;
    fields[count].u.mem.ptr = (void *)value;
    fields[count++].u.mem.size = value_size;
    if (timestamp >= 0) {
        fields[count].vtype = RD_KAFKA_VTYPE_TIMESTAMP;
        fields[count++].u.i64 = timestamp;
    }
    if (headers) {
        fields[count].vtype = RD_KAFKA_VTYPE_HEADERS;
        fields[count++].u.headers = headers;
    }
    return rd_kafka_produceva(client, fields, count);
}

/// Gives an element of a partition list a copy of the metadata, which the list owns from then on.
static inline void treue_set_metadata(rd_kafka_topic_partition_t *element, const void *bytes, size_t size) {
    free(element->metadata);
    element->metadata = NULL;
    element->metadata_size = 0;
    if (size == 0) return;
    element->metadata = malloc(size);
    if (!element->metadata) abort();  // as librdkafka does when memory is out
    memcpy(element->metadata, bytes, size);
    element->metadata_size = size;
}

/// Makes a non-blocking event counter, or answers -1 with errno set.
static inline int treue_waker_new(void) { return eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC); }

/// Wakes whoever waits now, or the next one that does.
static inline void treue_waker_signal(int waker) {
    uint64_t one = 1;
    ssize_t written = write(waker, &one, sizeof(one));
    (void)written;  // the only failure is a full counter, which wakes as well
}

/// Blocks until the waker was signalled or the time is over, and resets it. Answers 1 when it was signalled.
static inline int treue_waker_wait(int waker, int timeout_ms) {
    struct pollfd descriptor = {.fd = waker, .events = POLLIN};
    uint64_t signals;
    if (poll(&descriptor, 1, timeout_ms) < 1) return 0;
    return read(waker, &signals, sizeof(signals)) == (ssize_t)sizeof(signals);
}

static inline void treue_waker_close(int waker) { close(waker); }

/// Lets librdkafka signal the waker when something arrives in the queue.
static inline void treue_queue_wakes(rd_kafka_queue_t *queue, int waker) {
    static const uint64_t one = 1;
    rd_kafka_queue_io_event_enable(queue, waker, &one, sizeof(one));
}

/// Stops the signals: a queue outlives our handle, and must not write to a descriptor that was closed.
static inline void treue_queue_stops_waking(rd_kafka_queue_t *queue) {
    rd_kafka_queue_io_event_enable(queue, -1, NULL, 0);
}

#endif
