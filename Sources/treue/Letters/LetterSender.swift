import Journal
import Kafka
import Retention

/// Puts letters back where they stood and marks them, both in one transaction: a letter is back and marked, or neither.
///
/// There is one sender at a time: a new one ends what an earlier one left open, and the earlier one can't commit any more.
/// So who reads the letters after making a sender, and sends through it, puts none back that another one has put back.
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
    /// Whether nobody knows what became of the latest transaction.
    private var isOpen = false

    /// Connects, and takes over from any sender before this one.
    init(_ settings: Settings) throws {
        self.deadLetters = settings.topics.deadLetters
        var client = settings.quietClient("dead-letters")
        // Properties given by the user win.
        client.properties = ["queue.buffering.max.kbytes": "65536"].merging(client.properties) { $1 }
        var configuration = ProducerConfiguration(client: client)
        // Short, so that somebody can say what is being waited for.
        configuration.queueFullTimeout = .seconds(1)
        configuration.tellsDeliveries = true
        configuration.transactionalID = "\(settings.topics.deadLetters)-retry"
        // Readers of the topics put back to wait for so long when this process dies.
        configuration.transactionTimeout = .seconds(30)
        try Admin(settings.client("dead-letters")).checkReachable()
        self.producer = try Producer(configuration)
        try self.producer.initTransactions()
    }

    /// How many letters are back and marked.
    var count: Int { self.counts.values.reduce(0, +) }

    /// Puts letters back and marks them.
    func send(_ batch: [Outgoing]) throws {
        var batch = batch
        while !batch.isEmpty {
            let refusedBefore = self.refused.count
            do {
                return try self.transact(batch)
            } catch {
                if !self.isOpen { try? self.producer.abort(timeout: .seconds(10)) }
                self.waiting = [:]
                _ = self.producer.takeDeliveries()
                guard let error = error as? KafkaError else { throw error }
                // What no broker takes spoils the transaction of all: the others go without it.
                let refused = Set(self.refused[refusedBefore...].map(\.letter.place))
                guard !refused.isEmpty else { throw Self.explained(error) }
                batch.removeAll { refused.contains($0.letter.place) }
            }
        }
    }

    private func transact(_ batch: [Outgoing]) throws {
        try self.producer.begin()
        var failure: KafkaError?
        for outgoing in batch where failure == nil { failure = try self.append(outgoing) }
        try self.awaitDelivery()
        var marks: [RetryMark] = []
        for delivery in self.producer.takeDeliveries() {
            guard let letter = self.takeWaiting(delivery.place) else { continue }
            if let error = delivery.failure {
                failure = self.note(error, letter) ?? failure ?? error
            } else {
                let (topic, partition) = (delivery.place.topic, delivery.place.partition)
                let place = delivery.offset.map { Origin(source: topic, partition: partition, offset: $0) }
                marks.append(RetryMark(letter, retried: place))
            }
        }
        if let failure { throw failure }
        try self.mark(marks)
        self.isOpen = true
        try self.producer.commit()
        self.isOpen = false
        for mark in marks { self.counts[mark.letter.source, default: 0] += 1 }
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
        try self.awaitDelivery()
        if let failure = self.producer.takeDeliveries().compactMap(\.failure).first { throw failure }
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
        let open = self.isOpen ? "; whether the last ones are back as well will be known then" : ""
        return
            "\(Spoken.count(self.count)) letters were put back and marked. Run the command again: it goes on where it "
            + "stood, and puts none back twice\(open)"
    }

    private static func explained(_ error: KafkaError) -> Failure {
        if error.remedy == .restart {
            return Failure(.work, "another retry has begun, or has put letters back, since this one began")
        }
        let kind: Failure.Kind = error.isTimeout || error.remedy == .retry ? .unavailable : .work
        return Failure(kind, "letters could not be put back: \(error)")
    }
}
