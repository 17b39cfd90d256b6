public import Retention

/// What a partition did in one transaction, in order: which events it folded, and how far its clock moved.
///
/// Everything that is not a pure function of the facts is in it, so that folding the same facts by it gives the same
/// states and signals. One or two bytes a step; a step is a run of consecutive records, not a single one.
public struct JournalRecord: Hashable, Sendable {
    /// The digest of the playbook that decided.
    public var playbook: StableHash
    /// What was done, in order.
    public var steps: [Step] = []

    /// Makes a record without steps.
    public init(playbook: StableHash) { self.playbook = playbook }

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
    public static let formatVersion: UInt8 = 1

    /// The record's bytes.
    public func encoded() -> [UInt8] {
        var bytes: [UInt8] = [Self.formatVersion]
        for half in [self.playbook.high, self.playbook.low] {
            for shift in stride(from: UInt64(0), to: 64, by: 8) {
                bytes.append(UInt8(truncatingIfNeeded: half >> shift))
            }
        }
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
        guard bytes.count >= 17, bytes[0] == Self.formatVersion else { return nil }
        var halves: [UInt64] = [0, 0]
        for index in 0..<16 { halves[index / 8] |= UInt64(bytes[1 + index]) << UInt64(index % 8 * 8) }
        self.playbook = StableHash(high: halves[0], low: halves[1])
        var reader = ByteReader(bytes.extracting(17..<bytes.count))
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
