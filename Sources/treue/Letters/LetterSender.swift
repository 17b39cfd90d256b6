import Journal
import Kafka
import Retention

/// Puts letters back where they stood, and marks those that are back.
///
/// A mark is sent only when its record was acknowledged. A crash between the two leaves a letter open that is back
/// already; the next retry appends it once more, with the same id.
final class LetterSender {
    /// A letter with its bytes.
    struct Outgoing {
        let letter: Letter
        let key: [UInt8]?
        let value: [UInt8]?

        /// Copies a record of `dead-letters`.
        init(_ letter: Letter, _ record: borrowing Record) {
            self.letter = letter
            var key: [UInt8]?
            if let bytes = record.key { key = [UInt8](copying: bytes) }
            self.key = key
            var value: [UInt8]?
            if let bytes = record.value { value = [UInt8](copying: bytes) }
            self.value = value
        }
    }

    /// Letters that are back and marked, by topic.
    private(set) var counts: [String: Int] = [:]
    /// Letters that no broker takes, with the reason, such as for their size.
    private(set) var refused: [(letter: Letter, error: KafkaError)] = []
    private let deadLetters: String
    private var producer: Producer
    /// What was produced and is not acknowledged, in order.
    private var waiting: [TopicPartition: [Letter]] = [:]

    /// Makes a producer that connects in the background.
    init(_ settings: Settings) throws {
        self.deadLetters = settings.topics.deadLetters
        var client = settings.quietClient("dead-letters")
        // Properties given by the user win.
        let bounds = [
            "queue.buffering.max.kbytes": "65536", "message.timeout.ms": "\(Int(Patience.limit * 1_000))",
        ]
        client.properties = bounds.merging(client.properties) { $1 }
        var configuration = ProducerConfiguration(client: client)
        // Short, so that somebody can say what is being waited for.
        configuration.queueFullTimeout = .seconds(1)
        configuration.tellsDeliveries = true
        self.producer = try Producer(configuration)
    }

    /// How many letters are back and marked.
    var count: Int { self.counts.values.reduce(0, +) }

    /// Appends letters, waits until they are acknowledged, and marks them.
    func send(_ batch: [Outgoing]) throws {
        guard !batch.isEmpty else { return }
        var failure: KafkaError?
        for outgoing in batch where failure == nil { failure = try self.append(outgoing) }
        try self.awaitDelivery()
        let deliveries = self.producer.takeDeliveries()
        var marks: [RetryMark] = []
        for delivery in deliveries {
            guard let letter = self.takeWaiting(delivery.place) else { continue }
            if let error = delivery.failure {
                failure = self.note(error, letter) ?? failure
            } else {
                let (topic, partition) = (delivery.place.topic, delivery.place.partition)
                let place = delivery.offset.map { Origin(source: topic, partition: partition, offset: $0) }
                marks.append(RetryMark(letter, retried: place))
            }
        }
        try self.mark(marks)
        if let failure { throw self.explained(failure, "letters could not be put back") }
    }

    /// Returns why no more letters should be sent.
    private func append(_ outgoing: Outgoing) throws -> KafkaError? {
        let letter = outgoing.letter
        do throws(KafkaError) {
            try self.produce(
                OutgoingRecord(
                    topic: letter.place.source,
                    partition: letter.place.partition,
                    key: outgoing.key,
                    value: outgoing.value,
                    headers: letter.retryHeaders.map { Header($0.name, $0.value) },
                    timestamp: max(0, letter.timestamp.milliseconds)
                )
            )
            let place = TopicPartition(letter.place.source, letter.place.partition)
            self.waiting[place, default: []].append(letter)
            return nil
        } catch {
            return self.note(error, letter)
        }
    }

    private func mark(_ marks: [RetryMark]) throws {
        do throws(KafkaError) {
            for mark in marks {
                try self.produce(
                    OutgoingRecord(
                        topic: self.deadLetters,
                        key: Array(mark.key.utf8),
                        value: [],
                        headers: mark.headers.map { Header($0.0, text: $0.1) }
                    )
                )
            }
        } catch {
            throw self.explained(error, "letters were put back and could not be marked")
        }
        try self.awaitDelivery()
        let failures = self.producer.takeDeliveries().compactMap(\.failure)
        if let failure = failures.first {
            throw self.explained(failure, "letters were put back and could not be marked")
        }
        for mark in marks { self.counts[mark.letter.source, default: 0] += 1 }
    }

    /// Produces a record, and waits for room where there is none.
    private func produce(_ record: OutgoingRecord) throws(KafkaError) {
        for _ in 0..<Int(Patience.limit) {
            do throws(KafkaError) {
                return try self.producer.produce(record)
            } catch {
                guard error.code == .queueFull else { throw error }
            }
        }
        try self.producer.produce(record)
    }

    /// Waits until everything that was produced is acknowledged or given up.
    private func awaitDelivery() throws {
        var patience = Patience()
        while true {
            do throws(KafkaError) {
                return try self.producer.flush(timeout: .milliseconds(500))
            } catch {
                // Deliveries that failed are told one by one.
                guard error.isTimeout, error.operation == "flush" else { continue }
            }
            try Interruption.check()
            let waiting = self.producer.pendingCount
            try patience.wait(self.producer.health) { "the delivery of \(Spoken.count(waiting)) records" }
        }
    }

    /// Notes a letter that did not get back; returns the error when the others would not either.
    private func note(_ error: KafkaError, _ letter: Letter) -> KafkaError? {
        guard error.code == .messageTooLarge else { return error }
        self.refused.append((letter, error))
        return nil
    }

    private func takeWaiting(_ place: TopicPartition) -> Letter? {
        guard let letter = self.waiting[place]?.first else { return nil }
        self.waiting[place]?.removeFirst()
        return letter
    }

    /// What is true when a retry ends early.
    var leftBehind: String {
        "\(Spoken.count(self.count)) letters were put back and marked. A few more may be back without a mark; "
            + "run the command again: it goes on where it stood, and the engine takes a repeated id once"
    }

    private func explained(_ error: KafkaError, _ what: String) -> Failure {
        let kind: Failure.Kind = error.isTimeout || error.remedy == .retry ? .unavailable : .work
        return Failure(kind, "\(what): \(error)")
    }
}
