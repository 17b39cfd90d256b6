import Retention

/// What a fold lane notes with the offset it commits: how far the journal reaches then, and which journal it is.
struct CommitNote: Hashable {
    var record: UInt64
    var lineage: UInt64
    /// The partition's clock.
    var clock: Timestamp

    init(record: UInt64, lineage: UInt64, clock: Timestamp) {
        self.record = record
        self.lineage = lineage
        self.clock = clock
    }

    /// Reads a note; `nil` for anything else.
    init?(_ text: String) {
        let parts = text.split(separator: ":")
        guard parts.count == 3, let record = UInt64(parts[0]), let lineage = UInt64(parts[1], radix: 16),
            let clock = Int64(parts[2])
        else { return nil }
        self.init(record: record, lineage: lineage, clock: Timestamp(milliseconds: clock))
    }

    var text: String { "\(self.record):\(String(self.lineage, radix: 16)):\(self.clock.milliseconds)" }
}
