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
        let buffer = unsafe bytes.withUnsafeBufferPointer { UnsafeRawBufferPointer($0) }
        let root = unsafe JSONValue(try self.run(buffer))
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
        let root = unsafe JSONValue(try self.run(bytes))
        return unsafe _overrideLifetime(root, mutating: &self)
    }

    /// The tape of a document, which stays where it is until the next one.
    private func run(_ bytes: UnsafeRawBufferPointer) throws(JSONError) -> UnsafePointer<Tape> {
        guard let handle = unsafe self.handle else { throw Self.error(.outOfMemory, nil) }
        let start = unsafe bytes.baseAddress?.assumingMemoryBound(to: UInt8.self)
        let code = unsafe csj_parser_parse(handle, start, bytes.count)
        let tape = unsafe csj_parser_tape(handle)
        guard code == 0, let tape = unsafe tape else {
            let kind = JSONError.Code.Kind(rawValue: UInt8(truncatingIfNeeded: code)) ?? .unexpectedCharacter
            throw Self.error(kind, unsafe tape?.pointee.error_offset)
        }
        return unsafe UnsafeRawPointer(tape).assumingMemoryBound(to: Tape.self)
    }

    private static func error(_ kind: JSONError.Code.Kind, _ offset: Int?) -> JSONError {
        JSONError(JSONError.Code(kind: kind), offset: offset == .max ? nil : offset)
    }
}
