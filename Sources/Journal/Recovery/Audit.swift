public import Retention

/// Compares what a journal says was decided with what stands on the output topics.
///
/// First every decision of the refold is expected, then every record of the topics is seen, then `finish` tells what is
/// missing. Memory: some 60 bytes a decision.
public struct Audit {
    /// A record as far as it matters: the same record has the same fingerprint.
    public struct Fingerprint: Hashable, Sendable {
        fileprivate let hash: UInt64

        /// Takes the fingerprint of a record.
        public init(topic: String, key: [UInt8], timestamp: Timestamp, headers: [(String, String)], value: [UInt8]) {
            var bytes: [UInt8] = []
            for part in [Array(topic.utf8), key, value] + headers.flatMap({ [Array($0.0.utf8), Array($0.1.utf8)] }) {
                appendVarint(UInt64(part.count), to: &bytes)
                bytes.append(contentsOf: part)
            }
            appendVarint(zigzag(timestamp.milliseconds), to: &bytes)
            self.hash = unsafe bytes.withUnsafeBufferPointer { unsafe StableHash($0) }.high
        }
    }

    /// Where a decision was made.
    public struct Origin: Hashable, Sendable {
        /// The partition of the journal.
        public let partition: Int32
        /// The number of the journal record.
        public let record: UInt64

        /// Names a place.
        public init(partition: Int32, record: UInt64) {
            self.partition = partition
            self.record = record
        }
    }

    /// What is not as it should be.
    public enum Difference: Hashable, Sendable {
        /// The journal decides it, and no topic holds it.
        case missing(id: String, Origin)
        /// A topic holds it, and the journal does not decide it.
        case unexpected(id: String, TopicPartition, offset: Int64)
        /// A topic holds it with other contents than the journal decides.
        case different(id: String, Origin, TopicPartition, offset: Int64)
        /// A topic holds it once more.
        case twice(id: String, TopicPartition, offset: Int64)
    }

    private struct Expected {
        let fingerprint: Fingerprint
        let origin: Origin
        let isRequired: Bool
        var isSeen = false
    }

    private var decisions: [String: Expected] = [:]
    /// Decisions that must stand on the topics.
    public private(set) var required = 0
    /// Records seen that are what they should be.
    public private(set) var matching = 0
    /// How many differences there are.
    public private(set) var differences = 0
    /// The first difference that was found.
    public private(set) var first: Difference?

    /// Makes an audit that expects nothing.
    public init() {}

    /// Expects a decision; one that is not required may be too new to stand on the topics.
    public mutating func expect(_ id: String, _ fingerprint: Fingerprint, _ origin: Origin, isRequired: Bool) {
        if isRequired { self.required += 1 }
        self.decisions[id] = Expected(fingerprint: fingerprint, origin: origin, isRequired: isRequired)
    }

    /// Compares a record of an output topic.
    public mutating func see(_ id: String, _ fingerprint: Fingerprint, at place: TopicPartition, offset: Int64) {
        guard let expected = self.decisions[id] else {
            self.note(.unexpected(id: id, place, offset: offset))
            return
        }
        if expected.isSeen {
            self.note(.twice(id: id, place, offset: offset))
        } else if expected.fingerprint != fingerprint {
            self.note(.different(id: id, expected.origin, place, offset: offset))
        } else {
            self.matching += 1
        }
        self.decisions[id]?.isSeen = true
    }

    /// Looks for decisions that no topic holds; the earliest one of the lowest partition is told first.
    public mutating func finish() {
        let missing = self.decisions.filter { $0.value.isRequired && !$0.value.isSeen }
        let sorted = missing.sorted {
            ($0.value.origin.partition, $0.value.origin.record, $0.key)
                < ($1.value.origin.partition, $1.value.origin.record, $1.key)
        }
        for (id, expected) in sorted { self.note(.missing(id: id, expected.origin)) }
    }

    private mutating func note(_ difference: Difference) {
        self.differences += 1
        if self.first == nil { self.first = difference }
    }
}
