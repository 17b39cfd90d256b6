internal import CRdKafka
public import Journal

/// A record lent to the closure that reads it; it can't be kept.
///
/// Everything is read in place from librdkafka's buffers. Nothing is copied or allocated unless a header is
/// looked up or the topic's name is asked for.
@safe
public struct Record: ~Copyable, ~Escapable {
    private let message: UnsafePointer<rd_kafka_message_t>

    /// Wraps a message for the time of one callback.
    @_lifetime(immortal)
    init(_ message: UnsafePointer<rd_kafka_message_t>) { unsafe self.message = message }

    /// Who set a record's timestamp.
    public enum TimestampType: Sendable {
        /// The record carries none.
        case none
        /// The producer, when the record was made.
        case created
        /// The broker, when the record was appended.
        case appended
    }

    /// The name of the topic.
    ///
    /// Costs an allocation when it is long.
    public var topic: String {
        guard let topic = unsafe message.pointee.rkt, let name = unsafe rd_kafka_topic_name(topic) else { return "" }
        return unsafe String(cString: name)
    }

    /// The number of the partition.
    public var partition: Int32 { unsafe message.pointee.partition }

    /// The place in the partition; the offset to commit once this record is done is one more.
    public var offset: Int64 { unsafe message.pointee.offset }

    /// Milliseconds since 1970 UTC, or -1 when the record carries no timestamp.
    public var timestamp: Int64 {
        var type = RD_KAFKA_TIMESTAMP_NOT_AVAILABLE
        return unsafe rd_kafka_message_timestamp(message, &type)
    }

    /// Who set ``timestamp``.
    public var timestampType: TimestampType {
        var type = RD_KAFKA_TIMESTAMP_NOT_AVAILABLE
        _ = unsafe rd_kafka_message_timestamp(message, &type)
        return type == RD_KAFKA_TIMESTAMP_CREATE_TIME
            ? .created : type == RD_KAFKA_TIMESTAMP_LOG_APPEND_TIME ? .appended : .none
    }

    /// The key, or `nil` when the record has none; an empty key is not `nil`.
    public var key: Span<UInt8>? {
        @_lifetime(copy self)
        get {
            guard let start = unsafe message.pointee.key else { return nil }
            return unsafe lent(start, message.pointee.key_len)
        }
    }

    /// The value, or `nil` for a tombstone; an empty value is not `nil`.
    public var value: Span<UInt8>? {
        @_lifetime(copy self)
        get {
            guard let start = unsafe message.pointee.payload else { return nil }
            return unsafe lent(start, message.pointee.len)
        }
    }

    @_lifetime(copy self)
    private func lent(_ start: UnsafeMutableRawPointer, _ count: Int) -> Span<UInt8> {
        let span = unsafe Span<UInt8>(
            _unsafeStart: UnsafePointer(start.assumingMemoryBound(to: UInt8.self)),
            count: count
        )
        return unsafe _overrideLifetime(span, copying: self)
    }

    /// A copy of the last header of that name, or `nil` when there is none or it is null.
    ///
    /// Headers are parsed at the first call on a record.
    public func header(_ name: String) -> [UInt8]? {
        guard let buffer = unsafe headerBytes(name) else { return nil }
        return unsafe [UInt8](buffer)
    }

    /// The last header of that name as text, or `nil` when there is none or it is null.
    ///
    /// What is not UTF-8 is replaced.
    public func headerText(_ name: String) -> String? {
        guard let buffer = unsafe headerBytes(name) else { return nil }
        return unsafe String(decoding: buffer, as: UTF8.self)
    }

    /// A copy of all headers, in their order.
    public var headers: [Header] {
        var list: OpaquePointer?
        guard unsafe rd_kafka_message_headers(message, &list) == RD_KAFKA_RESP_ERR_NO_ERROR,
            let list = unsafe list
        else { return [] }
        var result: [Header] = []
        var name: UnsafePointer<CChar>?
        var value: UnsafeRawPointer?
        var size = 0
        while unsafe rd_kafka_header_get_all(list, result.count, &name, &value, &size) == RD_KAFKA_RESP_ERR_NO_ERROR {
            let bytes = unsafe value.map { start in unsafe [UInt8](UnsafeRawBufferPointer(start: start, count: size)) }
            unsafe result.append(Header(name.map { name in unsafe String(cString: name) } ?? "", bytes))
        }
        return result
    }

    /// A copy of all headers in one run of bytes, in their order; allocates only where there are any.
    public var packedHeaders: RecordHeaders {
        var packed = RecordHeaders()
        var list: OpaquePointer?
        guard unsafe rd_kafka_message_headers(message, &list) == RD_KAFKA_RESP_ERR_NO_ERROR,
            let list = unsafe list
        else { return packed }
        var name: UnsafePointer<CChar>?
        var value: UnsafeRawPointer?
        var size = 0
        var index = 0
        while unsafe rd_kafka_header_get_all(list, index, &name, &value, &size) == RD_KAFKA_RESP_ERR_NO_ERROR {
            index += 1
            let text = unsafe name.map { name in unsafe String(cString: name) } ?? ""
            var bytes = Span<UInt8>()
            if let value = unsafe value {
                unsafe bytes = Span(_unsafeStart: value.assumingMemoryBound(to: UInt8.self), count: size)
            }
            packed.append(text, bytes)
        }
        return packed
    }

    private func headerBytes(_ name: String) -> UnsafeRawBufferPointer? {
        var list: OpaquePointer?
        guard unsafe rd_kafka_message_headers(message, &list) == RD_KAFKA_RESP_ERR_NO_ERROR,
            let list = unsafe list
        else { return nil }
        var value: UnsafeRawPointer?
        var size = 0
        guard unsafe rd_kafka_header_get_last(list, name, &value, &size) == RD_KAFKA_RESP_ERR_NO_ERROR,
            let value = unsafe value
        else { return nil }
        return unsafe UnsafeRawBufferPointer(start: value, count: size)
    }
}

/// A name with bytes, carried beside a record's value.
public struct Header: Hashable, Sendable {
    /// The name; several headers may share one.
    public var name: String
    /// The bytes; `nil` is allowed by Kafka and differs from empty.
    public var value: [UInt8]?

    /// A header with bytes.
    public init(_ name: String, _ value: [UInt8]?) {
        self.name = name
        self.value = value
    }

    /// A header with text in UTF-8.
    public init(_ name: String, text: String) { self.init(name, [UInt8](text.utf8)) }
}
