public import Retention

/// What a partition did in one transaction, in order: which events it folded, and how far its clock moved.
///
/// Everything that is not a pure function of the facts is in it, so that folding the same facts by it gives the same
/// states and signals. One or two bytes a step; a step is a run of consecutive records, not a single one.
public struct JournalRecord: Hashable, Sendable {
    /// The number of the record in its partition, from 1 on without gaps; checkpoints name their place by it.
    public var number: UInt64
    /// What all records of one journal have in common, and no other journal has.
    ///
    /// A checkpoint of another journal, of a cluster or topic by the same name, is known by it.
    public var lineage: UInt64
    /// The digest of the playbook that decided.
    public var playbook: StableHash
    /// The playbook's text, in the first record that it decided.
    public var text: String?
    /// The raw topics that are folded in place, in the first record since they are these; source 1 is the first of them.
    public var sources: [String]?
    /// What was done, in order.
    public var steps: [Step] = []

    /// Makes a record without steps.
    public init(number: UInt64, lineage: UInt64, playbook: StableHash, text: String? = nil) {
        self.number = number
        self.lineage = lineage
        self.playbook = playbook
        self.text = text
    }

    /// One thing a partition did.
    public enum Step: Hashable, Sendable {
        /// Folded `count` consecutive records of a source, the first of them at offset `first`.
        ///
        /// Source 0 is `events`; the others are raw partitions that are folded in place.
        case fold(source: Int, first: Int64, count: Int64)
        /// Passed over the record of a source at an offset, which the wall clock said lies too far ahead.
        case refuse(source: Int, offset: Int64)
        /// Moved the clock to an instant and fired what lay before it.
        case clock(Timestamp)
    }

    /// Notes that the record at `offset` was folded; lengthens the latest run where it is consecutive.
    ///
    /// `follows` says that the record is the next one of its source after the last one noted, though offsets between
    /// them may be taken by transaction markers.
    public mutating func noteFold(source: Int, offset: Int64, follows: Bool) {
        if follows, case .fold(source, let first, let count)? = self.steps.last {
            self.steps[self.steps.count - 1] = .fold(source: source, first: first, count: count + 1)
        } else {
            self.steps.append(.fold(source: source, first: offset, count: 1))
        }
    }

    /// Notes that the record at `offset` was passed over by the wall clock's word.
    public mutating func noteRefusal(source: Int, offset: Int64) {
        self.steps.append(.refuse(source: source, offset: offset))
    }

    /// Notes that the clock moved.
    public mutating func noteClock(_ instant: Timestamp) { self.steps.append(.clock(instant)) }

    /// The format's version, the first byte of every record.
    public static let formatVersion: UInt8 = 3

    /// The record's bytes.
    public func encoded() -> [UInt8] {
        var bytes: [UInt8] = [Self.formatVersion]
        self.playbook.append(to: &bytes)
        appendVarint(self.number, to: &bytes)
        appendVarint(self.lineage, to: &bytes)
        Self.append(self.text.map { [$0] }, to: &bytes)
        Self.append(self.sources, to: &bytes)
        var places = Places()
        for step in self.steps {
            switch step {
            case .fold(let source, let first, let count):
                appendVarint(UInt64(source) << 2, to: &bytes)
                appendVarint(zigzag(first &- places[source]), to: &bytes)
                appendVarint(UInt64(count), to: &bytes)
                places[source] = first &+ count
            case .refuse(let source, let offset):
                appendVarint(UInt64(source) << 2 | 2, to: &bytes)
                appendVarint(zigzag(offset &- places[source]), to: &bytes)
                places[source] = offset &+ 1
            case .clock(let instant):
                appendVarint(1, to: &bytes)
                appendVarint(zigzag(instant.milliseconds &- places.clock), to: &bytes)
                places.clock = instant.milliseconds
            }
        }
        return bytes
    }

    /// Reads a record; `nil` when the bytes are malformed or of another version.
    public init?(_ bytes: Span<UInt8>) {
        guard bytes.count >= 20, bytes[0] == Self.formatVersion else { return nil }
        self.playbook = StableHash(stored: bytes.extracting(1..<17))
        let body = bytes.extracting(17..<bytes.count)
        var reader = ByteReader(body)
        guard let number = reader.varint(), let lineage = reader.varint(), let text = Self.texts(&reader, body),
            let sources = Self.texts(&reader, body), (text ?? [""]).count == 1
        else { return nil }
        self.number = number
        self.lineage = lineage
        self.text = text?.first
        self.sources = sources
        var places = Places()
        while !reader.isAtEnd {
            guard let tag = reader.varint(), let delta = reader.varint(), tag >> 2 <= 0xFFFF else { return nil }
            let source = Int(tag >> 2)
            switch tag & 3 {
            case 0:
                guard let count = reader.varint(), count > 0, count <= .max >> 1 else { return nil }
                let first = places[source] &+ unzigzag(delta)
                self.steps.append(.fold(source: source, first: first, count: Int64(count)))
                places[source] = first &+ Int64(count)
            case 1 where source == 0:
                places.clock = places.clock &+ unzigzag(delta)
                self.steps.append(.clock(Timestamp(milliseconds: places.clock)))
            case 2:
                let offset = places[source] &+ unzigzag(delta)
                self.steps.append(.refuse(source: source, offset: offset))
                places[source] = offset &+ 1
            default: return nil
            }
        }
    }

    /// What the steps of a record count on from: mostly the next one begins where the last one of its source ended.
    private struct Places {
        private var next: [Int64] = []
        var clock: Int64 = 0

        subscript(source: Int) -> Int64 {
            get { source < self.next.count ? self.next[source] : 0 }
            set {
                while self.next.count <= source { self.next.append(0) }
                self.next[source] = newValue
            }
        }
    }

    /// Texts, or that there are none to tell.
    private static func append(_ texts: [String]?, to bytes: inout [UInt8]) {
        appendVarint(texts.map { UInt64($0.count) + 1 } ?? 0, to: &bytes)
        for text in texts ?? [] {
            appendVarint(UInt64(text.utf8.count), to: &bytes)
            bytes.append(contentsOf: text.utf8)
        }
    }

    private static func texts(_ reader: inout ByteReader, _ bytes: Span<UInt8>) -> [String]?? {
        guard let count = reader.varint() else { return nil }
        guard count > 0 else { return .some(nil) }
        var texts: [String] = []
        for _ in 1..<count {
            guard let range = reader.range(), let text = String(validating: bytes.extracting(range)) else { return nil }
            texts.append(text)
        }
        return texts
    }
}
