public import Retention

/// Turns raw records into events, or says why not.
public protocol RecordDecoder: AnyObject {
    /// Decodes one raw record. Errors are values: a bad record costs nothing else.
    func decode(_ record: borrowing LogRecord, at origin: Origin) -> DecodedRecord
}

/// What a raw record turned out to be.
public enum DecodedRecord: Sendable {
    /// A fact.
    case event(Event)
    /// Something well formed that is left out, with a short code for why, such as `type.unknown`.
    case ignored(String)
    /// Something that can't be taken.
    indirect case rejected(Rejection)
    /// Something that can't be read now, with what is missing for it in words: the same record is to be tried again.
    case unavailable(String)
}

/// Why a raw record can't be taken.
public struct Rejection: Error, Hashable, Sendable {
    /// A short code for machines, such as `field.missing`.
    public let reason: String
    /// A sentence for people, without the record's contents.
    public let message: String
    /// The JSON pointer to the fault, where there is one; empty for the record as a whole.
    public let pointer: String

    /// Makes a rejection.
    public init(reason: String, message: String, pointer: String = "") {
        self.reason = reason
        self.message = message
        self.pointer = pointer
    }
}

extension DecodedRecord {
    /// The record, refused when it is an event of a time after `latest`.
    ///
    /// One event from a clock that runs years ahead would move the clock of everybody and fire every timer.
    public func refusing(after latest: Timestamp) -> DecodedRecord {
        guard case .event(let event) = self, event.time > latest else { return self }
        return .rejected(.inFuture)
    }
}

extension Rejection {
    /// An event lies too far ahead of the wall clock.
    static var inFuture: Rejection {
        Rejection(reason: "time.in-future", message: "the event's time lies too far ahead of the wall clock")
    }
}

/// A raw record that can't be taken, on its way to `dead-letters`.
public struct RefusedRecord: Hashable, Sendable {
    /// Why it can't be taken.
    public var rejection: Rejection
    /// Where it stands.
    public var origin: Origin
    /// The timestamp it has there.
    public var timestamp: Timestamp
    /// Its key, untouched; empty for none.
    public var key: [UInt8]
    /// Its value, untouched.
    public var value: [UInt8]
    /// Its headers, untouched.
    public var headers: RecordHeaders

    /// Describes a record.
    public init(
        rejection: Rejection,
        origin: Origin,
        timestamp: Timestamp,
        key: [UInt8],
        value: [UInt8],
        headers: RecordHeaders = RecordHeaders()
    ) {
        self.rejection = rejection
        self.origin = origin
        self.timestamp = timestamp
        self.key = key
        self.value = value
        self.headers = headers
    }

    /// Copies a record that is lent.
    public init(_ rejection: Rejection, _ origin: Origin, _ record: borrowing LogRecord) {
        self.init(
            rejection: rejection,
            origin: origin,
            timestamp: record.timestamp,
            key: [UInt8](copying: record.key),
            value: [UInt8](copying: record.value),
            headers: RecordHeaders(bytes: [UInt8](copying: record.headers))
        )
    }
}

/// What stands on the `events` topic.
public enum EventsEntry: Hashable, Sendable {
    /// A fact to fold.
    case event(Event)
    /// A raw record for `dead-letters`; it takes this way so that it gets there exactly once.
    indirect case refused(RefusedRecord)
}

/// The encoding of the `events` topic.
public protocol EventCoding: AnyObject {
    /// Appends the bytes of an event.
    func encode(_ event: Event, to bytes: inout [UInt8])
    /// Appends the bytes of a record that can't be taken.
    func encode(_ record: RefusedRecord, to bytes: inout [UInt8])
    /// Reads an entry; `nil` when the bytes are malformed.
    func decode(_ bytes: Span<UInt8>) -> EventsEntry?
}

/// The encoding of signals on the output topics.
public protocol SignalCoding: AnyObject {
    /// Adds the headers of a signal's record to the batch.
    func encodeHeaders(of signal: Signal, to batch: inout OutputBatch)
    /// Appends the value of a signal's record.
    func encode(_ signal: Signal, to bytes: inout [UInt8])
}

extension SignalCoding {
    /// The headers of a signal's record as texts.
    public func headers(of signal: Signal) -> [(String, String)] {
        var batch = OutputBatch()
        self.encodeHeaders(of: signal, to: &batch)
        let bytes = batch.bytes
        return batch.headers.map { header in
            (String(decoding: bytes[header.name], as: UTF8.self), String(decoding: bytes[header.value], as: UTF8.self))
        }
    }
}
