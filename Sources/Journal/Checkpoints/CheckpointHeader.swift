import Retention

/// How far a checkpoint reaches: everything up to journal record `low` is in its entries.
struct CheckpointHeader: Hashable {
    /// The journal's mark.
    var lineage: UInt64
    /// Steps of journal records up to this one are in the entries.
    var low: UInt64
    /// Up to which record the `state` topic was complete when this was written; in the topic itself, `low`.
    var topicLow: UInt64
    /// An offset in the journal before which no later record stands.
    var journalOffset: Int64
    /// The offset behind the last record of `events` that was folded.
    var next: Int64
    /// The clock.
    var clock: Timestamp
    /// The raw records seen.
    var origins: OriginFilter
    /// The raw topics that were folded in place.
    var sources: [String]
    /// The text of the playbook that decided last.
    var text: String

    static var format: UInt8 { 2 }
    /// The key under which it stands on the `state` topic; no subject's key, for it has no slash.
    static let key = "checkpoint"

    /// The bytes.
    func encoded(_ stateFormat: UInt8) -> [UInt8] {
        var bytes: [UInt8] = [Self.format, stateFormat]
        appendVarint(self.lineage, to: &bytes)
        appendVarint(self.low, to: &bytes)
        appendVarint(self.topicLow, to: &bytes)
        appendVarint(zigzag(self.journalOffset), to: &bytes)
        appendVarint(zigzag(self.next), to: &bytes)
        appendVarint(zigzag(self.clock.milliseconds), to: &bytes)
        Self.append(self.text, to: &bytes)
        appendVarint(UInt64(self.origins.entries.count), to: &bytes)
        for entry in self.origins.entries {
            Self.append(entry.source, to: &bytes)
            appendVarint(UInt64(UInt32(bitPattern: entry.partition)), to: &bytes)
            appendVarint(zigzag(entry.next), to: &bytes)
        }
        appendVarint(UInt64(self.sources.count), to: &bytes)
        for source in self.sources { Self.append(source, to: &bytes) }
        StableHash(bytes.span).append(to: &bytes)
        return bytes
    }

    /// Reads a header; `nil` for bytes of another format and for damaged ones.
    init?(_ all: Span<UInt8>, _ stateFormat: UInt8) {
        guard all.count > 18, all[0] == Self.format, all[1] == stateFormat else { return nil }
        let bytes = all.extracting(0..<all.count - 16)
        guard StableHash(bytes) == StableHash(stored: all.extracting(all.count - 16..<all.count)) else { return nil }
        let body = bytes.extracting(2..<bytes.count)
        var reader = ByteReader(body)
        guard let lineage = reader.varint(), let low = reader.varint(), let topicLow = reader.varint(),
            let journal = reader.varint(), let next = reader.varint(), let clock = reader.varint(),
            let range = reader.range(),
            let text = String(validating: body.extracting(range)), let count = reader.varint()
        else { return nil }
        var origins: [OriginFilter.Entry] = []
        for _ in 0..<count {
            guard let range = reader.range(), let source = String(validating: body.extracting(range)),
                let partition = reader.varint().flatMap(UInt32.init(exactly:)), let next = reader.varint()
            else { return nil }
            origins.append(.init(source: source, partition: Int32(bitPattern: partition), next: unzigzag(next)))
        }
        guard let count = reader.varint() else { return nil }
        var sources: [String] = []
        for _ in 0..<count {
            guard let range = reader.range(), let source = String(validating: body.extracting(range)) else {
                return nil
            }
            sources.append(source)
        }
        self.init(
            lineage: lineage,
            low: low,
            topicLow: topicLow,
            journalOffset: unzigzag(journal),
            next: unzigzag(next),
            clock: Timestamp(milliseconds: unzigzag(clock)),
            origins: OriginFilter(origins),
            sources: sources,
            text: text
        )
    }

    init(
        lineage: UInt64,
        low: UInt64,
        topicLow: UInt64,
        journalOffset: Int64,
        next: Int64,
        clock: Timestamp,
        origins: OriginFilter,
        sources: [String],
        text: String
    ) {
        self.lineage = lineage
        self.low = low
        self.topicLow = topicLow
        self.journalOffset = journalOffset
        self.next = next
        self.clock = clock
        self.origins = origins
        self.sources = sources
        self.text = text
    }

    private static func append(_ text: String, to bytes: inout [UInt8]) {
        appendVarint(UInt64(text.utf8.count), to: &bytes)
        bytes.append(contentsOf: text.utf8)
    }
}

extension StableHash {
    fileprivate init(_ span: Span<UInt8>) {
        self = unsafe span.withUnsafeBufferPointer { unsafe StableHash($0) }
    }
}
