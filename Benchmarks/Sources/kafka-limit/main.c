// What Kafka itself costs: librdkafka reads topics to their end and does nothing with what it reads, or passes every
// tenth record on in transactions that carry the offsets read. No JSON, no state, no order between topics. What an
// engine needs beyond this is its own.
//
//     kafka-limit BROKERS TOPIC,TOPIC,...                     reads
//     kafka-limit BROKERS TOPIC,TOPIC,... OUT COMMIT_MS       reads and writes exactly once
//
// Prints one JSON line.

#include <librdkafka/rdkafka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

enum { batch = 5000, timeout = 30000, passed_on = 150 };

static char text[512];

static void fail(const char *what, const char *why) {
    fprintf(stderr, "kafka-limit: %s: %s\n", what, why);
    exit(1);
}

static void check(const char *what, rd_kafka_error_t *error) {
    if (error) fail(what, rd_kafka_error_string(error));
}

static void set(rd_kafka_conf_t *settings, const char *name, const char *value) {
    if (rd_kafka_conf_set(settings, name, value, text, sizeof text)) fail(name, text);
}

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec + time.tv_nsec / 1e9;
}

static rd_kafka_t *client(rd_kafka_type_t type, rd_kafka_conf_t *settings) {
    rd_kafka_t *made = rd_kafka_new(type, settings, text, sizeof text);
    if (!made) fail("client", text);
    return made;
}

static rd_kafka_t *reader(const char *brokers, const char *group) {
    rd_kafka_conf_t *settings = rd_kafka_conf_new();
    set(settings, "bootstrap.servers", brokers);
    set(settings, "group.id", group);
    set(settings, "enable.auto.commit", "false");
    set(settings, "enable.partition.eof", "true");
    set(settings, "isolation.level", "read_committed");
    set(settings, "queued.max.messages.kbytes", "65536");
    rd_kafka_t *consumer = client(RD_KAFKA_CONSUMER, settings);
    rd_kafka_poll_set_consumer(consumer);
    return consumer;
}

static rd_kafka_t *writer(const char *brokers, const char *name) {
    rd_kafka_conf_t *settings = rd_kafka_conf_new();
    set(settings, "bootstrap.servers", brokers);
    set(settings, "transactional.id", name);
    set(settings, "compression.type", "lz4");
    set(settings, "linger.ms", "20");
    set(settings, "queue.buffering.max.messages", "1000000");
    rd_kafka_t *producer = client(RD_KAFKA_PRODUCER, settings);
    check("init_transactions", rd_kafka_init_transactions(producer, timeout));
    return producer;
}

// All partitions of the topics, from their beginning.
static rd_kafka_topic_partition_list_t *partitions(rd_kafka_t *consumer, char *topics) {
    rd_kafka_topic_partition_list_t *list = rd_kafka_topic_partition_list_new(64);
    for (char *name = strtok(topics, ","); name; name = strtok(NULL, ",")) {
        const struct rd_kafka_metadata *found;
        rd_kafka_topic_t *topic = rd_kafka_topic_new(consumer, name, NULL);
        rd_kafka_resp_err_t error = rd_kafka_metadata(consumer, 0, topic, &found, timeout);
        if (error) fail(name, rd_kafka_err2str(error));
        for (int number = 0; number < found->topics[0].partition_cnt; number++)
            rd_kafka_topic_partition_list_add(list, name, number)->offset = 0;
        rd_kafka_metadata_destroy(found);
        rd_kafka_topic_destroy(topic);
    }
    return list;
}

// Notes that a record was read. Records of a partition come one after the other: its place is rarely looked for.
static void note(rd_kafka_topic_partition_list_t *places, const rd_kafka_message_t *message) {
    static rd_kafka_topic_partition_t *place;
    static rd_kafka_topic_t *topic;
    if (topic != message->rkt || place->partition != message->partition) {
        topic = message->rkt;
        place = rd_kafka_topic_partition_list_find(places, rd_kafka_topic_name(topic), message->partition);
    }
    place->offset = message->offset + 1;
}

static void pass_on(rd_kafka_t *producer, const char *topic, const rd_kafka_message_t *message) {
    size_t size = message->len < passed_on ? message->len : passed_on;
    for (;;) {
        rd_kafka_resp_err_t error = rd_kafka_producev(
            producer, RD_KAFKA_V_TOPIC(topic), RD_KAFKA_V_MSGFLAGS(RD_KAFKA_MSG_F_COPY),
            RD_KAFKA_V_KEY(message->key, message->key_len), RD_KAFKA_V_VALUE(message->payload, size), RD_KAFKA_V_END);
        if (!error) return;
        if (error != RD_KAFKA_RESP_ERR__QUEUE_FULL) fail("produce", rd_kafka_err2str(error));
        rd_kafka_poll(producer, 10);
    }
}

static void commit(rd_kafka_t *consumer, rd_kafka_t *producer, rd_kafka_topic_partition_list_t *places) {
    rd_kafka_consumer_group_metadata_t *group = rd_kafka_consumer_group_metadata(consumer);
    check("offsets", rd_kafka_send_offsets_to_transaction(producer, places, group, timeout));
    check("commit", rd_kafka_commit_transaction(producer, timeout));
    rd_kafka_consumer_group_metadata_destroy(group);
}

int main(int count, char **arguments) {
    if (count != 3 && count != 5) fail("usage", "kafka-limit BROKERS TOPIC,TOPIC,... [OUT COMMIT_MS]");
    char name[64];
    snprintf(name, sizeof name, "kafka-limit-%ld-%d", (long)time(NULL), (int)getpid());
    double start = now(), every = count == 5 ? atof(arguments[4]) / 1000 : 0, next = start + every;
    rd_kafka_t *consumer = reader(arguments[1], name);
    rd_kafka_t *producer = count == 5 ? writer(arguments[1], name) : NULL;
    rd_kafka_topic_partition_list_t *places = partitions(consumer, arguments[2]);
    rd_kafka_assign(consumer, places);
    rd_kafka_queue_t *queue = rd_kafka_queue_get_consumer(consumer);
    static rd_kafka_message_t *messages[batch];
    long records = 0, bytes = 0, transactions = 0;
    int ended = 0;
    if (producer) check("begin", rd_kafka_begin_transaction(producer));
    while (ended < places->cnt) {
        ssize_t taken = rd_kafka_consume_batch_queue(queue, 50, messages, batch);
        for (ssize_t each = 0; each < taken; each++) {
            rd_kafka_message_t *message = messages[each];
            if (message->err == RD_KAFKA_RESP_ERR__PARTITION_EOF) {
                ended++;
            } else if (message->err) {
                fail("read", rd_kafka_message_errstr(message));
            } else {
                bytes += (long)message->len;
                if (producer) {
                    note(places, message);
                    if (records % 10 == 0) pass_on(producer, arguments[3], message);
                }
                records++;
            }
            rd_kafka_message_destroy(message);
        }
        if (!producer) continue;
        rd_kafka_poll(producer, 0);
        if (ended == places->cnt || now() >= next) {
            commit(consumer, producer, places);
            transactions++;
            next = now() + every;
            if (ended < places->cnt) check("begin", rd_kafka_begin_transaction(producer));
        }
    }
    double seconds = now() - start;
    struct rusage used;
    getrusage(RUSAGE_SELF, &used);
    double processor =
        used.ru_utime.tv_sec + used.ru_stime.tv_sec + (used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1e6;
    printf(
        "{\"records\":%ld,\"mb\":%.1f,\"transactions\":%ld,\"wall_s\":%.3f,\"events_s\":%.0f,\"cpu_us\":%.3f,"
        "\"rss_mb\":%.0f}\n",
        records, bytes / 1e6, transactions, seconds, records / seconds, processor * 1e6 / records,
        used.ru_maxrss / 1e3);
    return 0;
}
