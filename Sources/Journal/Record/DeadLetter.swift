public import Retention

/// A record of `dead-letters`: the key, bytes and headers of a raw record, untouched, and before those some headers that
/// say why it could not be taken and where it stands.
public enum DeadLetter {
    /// The names of the headers that are put before those of the raw record.
    public enum Name {
        /// Why, for machines.
        public static let reason = "treue.reason"
        /// Why, for people.
        public static let message = "treue.message"
        /// The JSON pointer to the fault.
        public static let pointer = "treue.pointer"
        /// The topic of the raw record.
        public static let topic = "treue.topic"
        /// The partition of the raw record.
        public static let partition = "treue.partition"
        /// The offset of the raw record.
        public static let offset = "treue.offset"
        /// Carried by a raw record that was put back: `topic/partition/offset` of the one that was refused first.
        public static let retryOf = "treue.retry-of"
        /// Comes first in a mark, which says that a letter was put back: the place of the new record, empty when unknown.
        public static let retried = "treue.retried"

        /// All that are put before, in their order.
        public static let all = [reason, message, pointer, topic, partition, offset]
    }

    /// The headers to put before those of the record.
    public static func headers(_ rejection: Rejection, _ origin: Origin) -> [(String, String)] {
        [
            (Name.reason, rejection.reason), (Name.message, rejection.message), (Name.pointer, rejection.pointer),
            (Name.topic, origin.source), (Name.partition, "\(origin.partition)"), (Name.offset, "\(origin.offset)"),
        ]
    }

    /// The id of an event whose record has none: its place, or that of the record that was refused first.
    public static func derivedID(of record: borrowing LogRecord, at origin: Origin) -> String {
        let place = self.firstPlace(in: record.headers) ?? origin
        return "\(place.source)/\(place.partition)/\(place.offset)"
    }

    /// The place of the record that was refused first, where `headers` are those of one that was put back.
    public static func firstPlace(in headers: Span<UInt8>) -> Origin? {
        guard !headers.isEmpty, let value = HeaderReader.value(of: "treue.retry-of", in: headers) else { return nil }
        let text = unsafe value.withUnsafeBufferPointer { unsafe String(decoding: $0, as: UTF8.self) }
        let parts = text.split(separator: "/")
        guard parts.count == 3, let partition = Int32(parts[1]), let offset = Int64(parts[2]) else { return nil }
        return Origin(source: String(parts[0]), partition: partition, offset: offset)
    }
}
