import Retention

/// A subject's state as it stands in the local store and on the `state` topic, with the journal record up to which
/// everything is in it.
///
/// One byte of format, one of the projection's state format, a varint, and the state.
struct CheckpointEntry: ~Copyable, ~Escapable {
    static var format: UInt8 { 1 }

    /// The number of the journal record.
    let record: UInt64
    /// The encoded state.
    let state: Span<UInt8>

    /// Reads an entry; `nil` for bytes of another format.
    @_lifetime(copy bytes)
    init?(_ bytes: Span<UInt8>, _ stateFormat: UInt8) {
        guard bytes.count >= 3, bytes[0] == Self.format, bytes[1] == stateFormat else { return nil }
        let rest = bytes.extracting(2..<bytes.count)
        var reader = ByteReader(rest)
        guard let record = reader.varint() else { return nil }
        self.record = record
        self.state = rest.extracting(reader.place..<rest.count)
    }

    /// Appends the bytes before the state.
    static func begin(_ stateFormat: UInt8, record: UInt64, in bytes: inout [UInt8]) {
        bytes.append(Self.format)
        bytes.append(stateFormat)
        appendVarint(record, to: &bytes)
    }

    /// The key of a subject: `kind/id`.
    static func key(of subject: Subject) -> [UInt8] {
        var bytes: [UInt8] = []
        self.appendKey(of: subject, to: &bytes)
        return bytes
    }

    static func appendKey(of subject: Subject, to bytes: inout [UInt8]) {
        bytes.append(contentsOf: subject.kind.name.utf8)
        bytes.append(UInt8(ascii: "/"))
        bytes.append(contentsOf: subject.id.utf8)
    }
}
