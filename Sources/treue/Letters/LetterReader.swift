import Journal
import Kafka
import Retention

/// Reads the topic `dead-letters`: all partitions, outside any group, committed records only, up to the end that they
/// had when the reader was made.
///
/// It goes through one partition after the other, so that every pass meets the same records in the same order.
final class LetterReader {
    /// What a pass came to.
    struct Pass {
        /// Letters that were meant.
        var count = 0
        /// Letters that were meant and stand on topics that nothing may be put back to.
        var leftOut = 0
        /// Whether more letters are meant than the limit lets through.
        var isCut = false
    }

    /// The topics of the cluster with their partitions, as of when the reader was made.
    let partitions: [String: Int32]
    /// The reasons of all letters, once the ledger was read.
    private(set) var reasons: Set<String> = []
    private let spans: [TopicSpan]
    private var consumer: Consumer
    private let total: Int64

    /// Settles what is read.
    init(_ settings: Settings) throws {
        let admin = try Admin(settings.client("dead-letters"))
        try admin.checkReachable()
        let topics = try admin.topics()
        self.partitions = Dictionary(topics.map { ($0.name, $0.partitionCount) }) { $1 }
        let topic = settings.topics.deadLetters
        guard self.partitions[topic] != nil else {
            throw Failure(.unavailable, "topic \(topic) is missing; is --prefix right?")
        }
        self.spans = try TopicSpan.resolve(topics: [topic], from: .beginning, to: .end, admin: admin)
        self.total = self.spans.reduce(0) { $0 + $1.count }
        var client = settings.quietClient("dead-letters")
        // What is fetched ahead: one partition is read at a time. Properties given by the user win.
        client.properties = ["queued.max.messages.kbytes": "16384"].merging(client.properties) { $1 }
        var configuration = ConsumerConfiguration(client: client, group: "treue-dead-letters")
        // A jump over records that retention has deleted meanwhile must not go unnoticed.
        configuration.reset = .error
        self.consumer = try Consumer(configuration)
    }

    /// Reads everything once to know what became of each letter.
    func readLedger() throws -> LetterLedger {
        var ledger = LetterLedger()
        try self.forEach("reading dead letters") { record in
            let headers = record.packedHeaders
            if let letter = Letter(headers, timestamp: Timestamp(milliseconds: record.timestamp)) {
                ledger.note(letter)
                self.reasons.insert(letter.reason)
            } else {
                var key = Span<UInt8>()
                if let bytes = record.key { key = bytes }
                if let mark = RetryMark(key: key, headers) { ledger.note(mark) }
            }
        }
        return ledger
    }

    /// Lends the letters that are meant, with what became of each, and calls `rest` after every `batch` of records.
    ///
    /// `doing` tells people what goes on; `nil` where `body` prints what they see.
    @discardableResult
    func forEachLetter(
        _ filter: LetterFilter,
        _ ledger: LetterLedger,
        limit: Int? = nil,
        doing: String? = nil,
        batch: Int = 1_024,
        _ body: (Letter, LetterState, borrowing Record) -> Void,
        rest: () throws -> Void = {}
    ) throws -> Pass {
        var pass = Pass()
        let maximum = limit ?? .max
        try self.forEach(doing, batch: batch) { record in
            guard !pass.isCut,
                let letter = Letter(record.packedHeaders, timestamp: Timestamp(milliseconds: record.timestamp))
            else { return }
            let state = ledger.state(of: letter)
            guard filter.accepts(letter, state) else { return }
            guard !filter.isLeftOut(letter) else {
                pass.leftOut += 1
                return
            }
            guard pass.count < maximum else {
                pass.isCut = true
                return
            }
            pass.count += 1
            body(letter, state, record)
        } rest: {
            try rest()
            return !pass.isCut
        }
        return pass
    }

    /// Lends every record; ends early when `rest`, called after every `batch` of them, answers so.
    private func forEach(
        _ doing: String?,
        batch: Int = 1_024,
        _ body: (borrowing Record) -> Void,
        rest: () throws -> Bool = { true }
    ) throws {
        let progress = ProgressLine()
        defer { progress.finish() }
        var before: Int64 = 0
        for span in self.spans where span.from < span.to {
            var next = span.from
            try self.consumer.assign([span.place: next])
            var patience = Patience()
            while next < span.to {
                let count = try self.readSome(span, &next, batch, &patience, body)
                guard try rest() else { return }
                try Interruption.check("nothing more was done")
                if count > 0 { patience = Patience() }
                try patience.wait(self.consumer.health) { "\(span.place) at offset \(next) of \(span.to)" }
                guard let doing else { continue }
                progress.update { "\(doing)  \(Spoken.share(before + next - span.from, of: self.total))" }
            }
            before += span.count
        }
    }

    /// Reads what is there of a partition, and bears trouble that may pass; returns how many records there were.
    private func readSome(
        _ span: TopicSpan,
        _ next: inout Int64,
        _ batch: Int,
        _ patience: inout Patience,
        _ body: (borrowing Record) -> Void
    ) throws -> Int {
        var reached = next
        defer { next = reached }
        do throws(KafkaError) {
            let wait: Duration = patience.isNew ? .milliseconds(50) : .milliseconds(500)
            let result = try self.consumer.read(span.place, maximum: batch, timeout: wait) { record in
                reached = max(reached, record.offset + 1)
                if record.offset < span.to { body(record) }
            }
            if let end = result.endOffset { reached = max(reached, end) }
            if result.count == 0 { _ = try self.consumer.poll() }
            return result.count
        } catch {
            if error.code == .automaticReset {
                throw Failure(
                    .work,
                    "\(span.place): records at offset \(reached) are gone, deleted by the topic's retention; start again"
                )
            }
            // A reader outside any group needs no right to one.
            guard error.remedy == .retry || error.code == .groupAuthorizationFailed else { throw error }
            patience.lastError = error
            return 0
        }
    }
}

extension KafkaError.Code {
    /// The offset to be read is not there, and no other one was allowed.
    fileprivate static let automaticReset = Self(rawValue: -140)
    /// The consumer may not use its group.
    fileprivate static let groupAuthorizationFailed = Self(rawValue: 30)
}
