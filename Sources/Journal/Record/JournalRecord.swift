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
        case fold(source: Int, first: Int64, count: Int64)
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

    /// Notes that the clock moved.
    public mutating func noteClock(_ instant: Timestamp) { self.steps.append(.clock(instant)) }

    /// The format's version, the first byte of every record.
    public static let formatVersion: UInt8 = 2

    /// The record's bytes.
    public func encoded() -> [UInt8] {
        var bytes: [UInt8] = [Self.formatVersion]
        self.playbook.append(to: &bytes)
        appendVarint(self.number, to: &bytes)
        appendVarint(self.lineage, to: &bytes)
        appendVarint(self.text.map { UInt64($0.utf8.count) + 1 } ?? 0, to: &bytes)
        if let text = self.text { bytes.append(contentsOf: text.utf8) }
        var offset: Int64 = 0
        var clock: Int64 = 0
        for step in self.steps {
            switch step {
            case .fold(let source, let first, let count):
                appendVarint(UInt64(source) << 1, to: &bytes)
                appendVarint(zigzag(first &- offset), to: &bytes)
                appendVarint(UInt64(count), to: &bytes)
                offset = first
            case .clock(let instant):
                appendVarint(1, to: &bytes)
                appendVarint(zigzag(instant.milliseconds &- clock), to: &bytes)
                clock = instant.milliseconds
            }
        }
        return bytes
    }

    /// Reads a record; `nil` when the bytes are malformed or of another version.
    public init?(_ bytes: Span<UInt8>) {
        guard bytes.count >= 20, bytes[0] == Self.formatVersion else { return nil }
        self.playbook = StableHash(stored: bytes.extracting(1..<17))
        var reader = ByteReader(bytes.extracting(17..<bytes.count))
        guard let number = reader.varint(), let lineage = reader.varint(), let text = reader.varint() else {
            return nil
        }
        self.number = number
        self.lineage = lineage
        if text > 0 {
            let start = 17 + reader.place
            guard text - 1 <= UInt64(bytes.count - start), reader.skip(Int(text - 1)) else { return nil }
            guard let string = String(validating: bytes.extracting(start..<start + Int(text - 1))) else { return nil }
            self.text = string
        }
        var offset: Int64 = 0
        var clock: Int64 = 0
        while !reader.isAtEnd {
            guard let tag = reader.varint(), let delta = reader.varint() else { return nil }
            if tag == 1 {
                clock = clock &+ unzigzag(delta)
                self.steps.append(.clock(Timestamp(milliseconds: clock)))
            } else {
                guard tag & 1 == 0, tag >> 1 <= 0xFFFF, let count = reader.varint(), count > 0, count <= .max >> 1
                else { return nil }
                offset = offset &+ unzigzag(delta)
                self.steps.append(.fold(source: Int(tag >> 1), first: offset, count: Int64(count)))
            }
        }
    }
}
