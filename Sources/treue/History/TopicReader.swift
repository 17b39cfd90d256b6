import Formats
import Journal
import Kafka
import Retention

/// Reads partitions of topics outside any group and hands their events out merged by (time, partition, offset).
///
/// Changes nothing in the cluster. The order depends on the records alone, never on which of them arrive first: the
/// merge waits for a partition until its next event is there or its end is reached.
///
/// Memory: what librdkafka fetches ahead, a batch of decoded records per partition, and one event per partition in the
/// merge.
final class TopicReader: History {
    private(set) var counts = HistoryReader.Counts()
    private var sources: [Source]
    private var consumer: Consumer
    private let decoder: RawDecoder
    private let latest: Timestamp
    private let batch: Int
    private let total: Int64
    private var merge: HistoryMerge
    private var isStarted = false
    private let reject: (RejectedRecord) throws -> Void

    /// A partition and what was read of it and not yet handed out.
    private struct Source {
        let span: TopicSpan
        /// The next offset to be read.
        var next: Int64
        /// Whether records before the time to begin at still go by.
        var isBefore: Bool
        /// Whether nothing more is to be read.
        var isRead: Bool
        var records = 0
        var ahead = ReadAhead()

        init(_ span: TopicSpan) {
            self.span = span
            self.next = span.from
            self.isBefore = span.fromTime != nil
            self.isRead = span.from >= span.to
        }
    }

    /// Begins to fetch.
    ///
    /// `future` is how far ahead of the wall clock an event's time may lie before the event is refused; `reject` is
    /// called with each record that can't be taken, in an order that depends on the records alone.
    init(
        spans: [TopicSpan],
        client: ClientConfiguration,
        decoder: RawDecoder,
        future: TimeSpan,
        reject: @escaping (RejectedRecord) throws -> Void
    ) throws {
        self.sources = spans.map { Source($0) }
        self.decoder = decoder
        self.latest = Timestamp(milliseconds: Clocks.wall()) + future
        self.batch = max(16, min(256, 32_768 / max(1, spans.count)))
        self.total = spans.reduce(0) { $0 + $1.count }
        self.merge = HistoryMerge(count: spans.count)
        self.reject = reject
        let wanted = spans.filter { $0.from < $0.to }
        var configuration = ConsumerConfiguration(
            client: client.fetching(from: wanted.count),
            group: "treue-replay"
        )
        // A jump over records that retention has deleted meanwhile must not go unnoticed.
        configuration.reset = .error
        self.consumer = try Consumer(configuration)
        guard !wanted.isEmpty else { return }
        try self.consumer.assign(Dictionary(uniqueKeysWithValues: wanted.map { ($0.place, $0.from) }))
    }

    /// Offsets gone through so far and in all.
    var progress: (read: Int64, total: Int64?) {
        (self.sources.reduce(0) { $0 + min($1.next - $1.span.from, $1.span.count) }, self.total)
    }

    /// What was read of each partition.
    var readSpans: [(span: TopicSpan, end: Int64, records: Int)] {
        self.sources.map { (span: $0.span, end: $0.next, records: $0.records) }
    }

    /// The next event; `nil` at the end of all partitions.
    func next() throws -> (source: Int, event: Event)? {
        if !self.isStarted {
            self.isStarted = true
            for source in self.sources.indices { try self.refill(source) }
        }
        guard let (source, event) = self.merge.next() else { return nil }
        try self.refill(source)
        return (source, event)
    }

    /// Goes on in a partition up to its next event, or calls it silent at its end.
    private func refill(_ index: Int) throws {
        while true {
            switch self.sources[index].ahead.take() {
            case .event(let event): return self.merge.put(event, of: index)
            case .rejected(let record):
                self.counts.rejected[record.rejection.reason, default: 0] += 1
                try self.reject(record)
            case .failed(let error): throw error
            case nil where self.sources[index].isRead: return self.merge.put(nil, of: index)
            case nil: try self.fetch(index)
            }
        }
    }

    /// Reads the next batch of a partition, and waits for it as long as the cluster may take to recover.
    private func fetch(_ index: Int) throws {
        let place = self.sources[index].span.place
        var patience = Patience()
        while !self.sources[index].isRead, self.sources[index].ahead.isEmpty {
            do throws(KafkaError) {
                let wait: Duration = patience.isNew ? .milliseconds(50) : .milliseconds(500)
                let result = try self.consumer.read(place, maximum: self.batch, timeout: wait) { record in
                    self.take(record, index)
                }
                if let end = result.endOffset { self.reach(end, index) }
                if result.count == 0 { _ = try self.consumer.poll() }
                if result.count > 0 { break }
            } catch {
                try self.bear(error, place, &patience)
            }
            try Interruption.check()
            let source = self.sources[index]
            try patience.wait(self.consumer.health) {
                "\(place) at offset \(source.next) of \(source.span.to)"
            }
        }
        // A live topic goes on; what comes behind the end is nobody's business here.
        if self.sources[index].isRead { try? self.consumer.pause([place]) }
    }

    /// Notes trouble that may pass; throws what will not.
    private func bear(_ error: KafkaError, _ place: TopicPartition, _ patience: inout Patience) throws {
        if error.code == .automaticReset {
            throw Failure(
                .work,
                "\(place): the records at the offset to be read are gone, deleted by the topic's retention; "
                    + "start again, with a later --from"
            )
        }
        // A reader outside any group needs no right to one.
        guard error.remedy == .retry || error.code == .groupAuthorizationFailed else { throw error }
        patience.lastError = error
    }

    /// Decodes a record where it stands.
    private func take(_ record: borrowing Record, _ index: Int) {
        guard !self.sources[index].isRead else { return }
        let span = self.sources[index].span
        let (offset, timestamp) = (record.offset, record.timestamp)
        if offset >= span.to { return self.reach(offset, index) }
        if let end = span.toTime, timestamp >= end {
            self.sources[index].isRead = true
            return
        }
        self.reach(offset + 1, index)
        if self.sources[index].isBefore {
            guard let start = span.fromTime, timestamp >= start else { return }
            self.sources[index].isBefore = false
        }
        self.sources[index].records += 1
        self.counts.lines += 1
        let origin = Origin(source: span.place.topic, partition: span.place.partition, offset: offset)
        var value = Span<UInt8>()
        if let bytes = record.value { value = bytes }
        let headers = record.packedHeaders
        var key = Span<UInt8>()
        if let bytes = record.key { key = bytes }
        let raw = LogRecord(
            offset: offset,
            timestamp: Timestamp(milliseconds: timestamp),
            key: key,
            value: value,
            headers: headers.bytes.span
        )
        switch self.decoder.decodePatiently(raw, at: origin).refusing(after: self.latest) {
        case .unavailable(let reason):
            self.sources[index].ahead.put(.failed(Failure.missing(reason, for: origin)))
            self.sources[index].isRead = true
        case .event(let event): self.sources[index].ahead.put(.event(event))
        case .ignored(let reason): self.counts.ignored[reason, default: 0] += 1
        case .rejected(let rejection):
            var rejected = RejectedRecord(rejection, origin, [UInt8](copying: value), isLine: false)
            if let key = record.key { rejected.key = [UInt8](copying: key) }
            rejected.headers = headers
            rejected.timestamp = timestamp
            self.sources[index].ahead.put(.rejected(rejected))
        }
    }

    /// Notes that everything before `end` was read, or holds nothing for readers of committed records.
    private func reach(_ end: Int64, _ index: Int) {
        let span = self.sources[index].span
        self.sources[index].next = max(self.sources[index].next, min(end, span.to))
        if end >= span.to { self.sources[index].isRead = true }
    }
}

extension ClientConfiguration {
    /// The same client with bounds on what it fetches ahead; properties given by the user win.
    ///
    /// librdkafka counts each partition's queue by itself, so a budget for all is shared out among them. It looks only
    /// about once a second whether a full queue has room again: a share must last that long.
    fileprivate func fetching(from partitions: Int) -> ClientConfiguration {
        let share = max(512, min(64 << 10, (192 << 10) / max(1, partitions)))
        let bounds = [
            "queued.max.messages.kbytes": "\(share)",
            "max.partition.fetch.bytes": "\(min(1 << 20, share << 10))",
            // Partitions that were read to their end would else be asked for again and again while others go on.
            "fetch.min.bytes": "\(64 << 10)",
            "fetch.wait.max.ms": "100",
        ]
        var client = self
        client.properties = bounds.merging(self.properties) { $1 }
        return client
    }
}

extension KafkaError.Code {
    /// The offset to be read is not there, and no other one was allowed.
    fileprivate static let automaticReset = Self(rawValue: -140)
    /// The consumer may not use its group.
    fileprivate static let groupAuthorizationFailed = Self(rawValue: 30)
}
