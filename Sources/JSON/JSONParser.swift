internal import CSimdJSON

/// Parses JSON documents one after the other, reusing its buffers.
///
/// Every document is validated as a whole before any of it can be read: grammar, UTF-8, escapes and limits. Numbers
/// stay text, so reading them is exact. A parser is used by one thread at a time.
@safe
public struct JSONParser: ~Copyable {
    /// What a document may ask of the parser.
    public struct Limits: Hashable, Sendable {
        /// Bytes of a document.
        ///
        /// Defaults to 1 MiB; from 1 to 256 MiB.
        public var bytes: Int
        /// Objects and arrays around a value, the value itself counted.
        ///
        /// Defaults to 32; from 1 to 1,024.
        public var depth: Int
        /// Keys and values of a document.
        ///
        /// Defaults to 131,072; from 1 to 16,777,216. A token takes 16 bytes.
        public var tokens: Int

        /// Makes limits, the defaults where nothing else is given; values outside the ranges are moved into them.
        public init(bytes: Int = 1 << 20, depth: Int = 32, tokens: Int = 1 << 17) {
            self.bytes = bytes
            self.depth = depth
            self.tokens = tokens
        }
    }

    private let handle: OpaquePointer?

    /// Makes a parser.
    ///
    /// Buffers are allocated by the first document and grow with the largest one.
    public init(limits: Limits = Limits()) {
        func within(_ value: Int, _ maximum: Int) -> UInt32 { UInt32(max(1, min(value, maximum))) }
        unsafe handle = csj_parser_create(
            within(limits.bytes, 1 << 28),
            within(limits.depth, 1 << 10),
            within(limits.tokens, 1 << 24)
        )
    }

    deinit {
        unsafe csj_parser_destroy(handle)
    }

    /// Parses one document and lends its root value.
    ///
    /// The value and everything reached from it stay valid while both `bytes` and the parser are left alone; the
    /// compiler enforces this. The bytes are not copied, and no allocation happens once the buffers have grown.
    ///
    /// - Throws: ``JSONError`` with the first fault that was noticed.
    /// - Complexity: O(*n*) in the bytes.
    @_lifetime(&self, copy bytes)
    public mutating func parse(_ bytes: Span<UInt8>) throws(JSONError) -> JSONValue {
        var tape = unsafe csj_tape()
        let code = unsafe bytes.withUnsafeBufferPointer { buffer in
            unsafe Self.run(handle, buffer.baseAddress, buffer.count, &tape)
        }
        guard code == 0 else { throw unsafe Self.error(code, tape) }
        let root = unsafe JSONValue(
            tokens: UnsafeRawPointer(tape.tokens),
            source: tape.source,
            strings: tape.strings,
            index: 0
        )
        return unsafe _overrideLifetime(_overrideLifetime(root, copying: bytes), mutating: &self)
    }

    /// Parses one document that stands in foreign memory and lends its root value.
    ///
    /// The compiler enforces that the parser is left alone while the value is used; that `bytes` stays as it is for as
    /// long is up to the caller.
    ///
    /// - Throws: ``JSONError`` with the first fault that was noticed.
    @unsafe
    @_lifetime(&self)
    public mutating func parse(_ bytes: UnsafeRawBufferPointer) throws(JSONError) -> JSONValue {
        var tape = unsafe csj_tape()
        let start = unsafe bytes.baseAddress?.assumingMemoryBound(to: UInt8.self)
        let code = unsafe Self.run(handle, start, bytes.count, &tape)
        guard code == 0 else { throw unsafe Self.error(code, tape) }
        let root = unsafe JSONValue(
            tokens: UnsafeRawPointer(tape.tokens),
            source: tape.source,
            strings: tape.strings,
            index: 0
        )
        return unsafe _overrideLifetime(root, mutating: &self)
    }

    private static func run(
        _ handle: OpaquePointer?,
        _ bytes: UnsafePointer<UInt8>?,
        _ count: Int,
        _ tape: inout csj_tape
    ) -> Int32 {
        guard let handle = unsafe handle else {
            unsafe tape.error_offset = .max
            return Int32(JSONError.Code.Kind.outOfMemory.rawValue)
        }
        return unsafe csj_parser_parse(handle, bytes, count, &tape)
    }

    private static func error(_ code: Int32, _ tape: csj_tape) -> JSONError {
        let kind = JSONError.Code.Kind(rawValue: UInt8(truncatingIfNeeded: code)) ?? .unexpectedCharacter
        let offset = unsafe tape.error_offset
        return JSONError(JSONError.Code(kind: kind), offset: offset == .max ? nil : Int(offset))
    }
}
