internal import JSON

/// Why a datum can't be written as JSON; the texts are fixed and hold nothing of it.
enum AvroFault: Error {
    /// The bytes don't follow the schema.
    case malformed(StaticString)
    /// A value has no form in JSON.
    case value(StaticString)
    /// A bound is passed.
    case limit(StaticString)
}

/// Reads one binary datum by its schema and writes it as JSON.
///
/// Every length is checked against the bytes that are left before it is used, every value puts out at least one byte,
/// and what is put out is bounded: so no input takes more time or memory than its bounds allow.
struct AvroWalker: ~Escapable {
    /// Objects and arrays around a value; the JSON writer has room for as many.
    static let deepest = 64

    private let bytes: Span<UInt8>
    private let nodes: Span<AvroSchema.Node>
    private let parts: Span<AvroSchema.Part>
    private let names: Span<UInt8>
    private let limit: Int
    private var position = 0

    @_lifetime(copy bytes, borrow schema)
    init(_ bytes: Span<UInt8>, _ schema: borrowing AvroSchema, limit: Int) {
        self.bytes = bytes
        self.limit = limit
        nodes = schema.nodes.span
        parts = schema.parts.span
        names = schema.names.span
    }

    /// Writes the whole datum.
    mutating func run(root: Int32, _ writer: inout JSONWriter) throws(AvroFault) {
        try value(root, 0, &writer)
        guard position == bytes.count else { throw .malformed("bytes follow the datum") }
        guard writer.count <= limit else { throw .limit("its JSON is larger than 4 MiB") }
    }

    private mutating func value(_ index: Int32, _ depth: Int, _ writer: inout JSONWriter) throws(AvroFault) {
        guard writer.count <= limit else { throw .limit("its JSON is larger than 4 MiB") }
        let node = nodes[Int(index)]
        switch node.kind {
        case .null: writer.null()
        case .boolean: writer.boolean(try boolean())
        case .int: writer.integer(Int64(try int()))
        case .long: writer.integer(try long())
        case .float: try write(Float(bitPattern: UInt32(truncatingIfNeeded: try littleEndian(4))), &writer)
        case .double: try write(Double(bitPattern: try littleEndian(8)), &writer)
        case .string: writer.string(utf8: try text())
        case .record: try record(node, depth, &writer)
        case .union:
            let branch = try long()
            guard branch >= 0, branch < Int64(node.count) else { throw .malformed("a union has no such branch") }
            try value(parts[Int(node.first) &+ Int(branch)].node, depth, &writer)
        case .array: try array(node, depth, &writer)
        case .map: try map(node, depth, &writer)
        case .enum:
            let symbol = try int()
            guard symbol >= 0, symbol < node.count else { throw .malformed("an enum has no such symbol") }
            writer.string(utf8: name(of: parts[Int(node.first &+ symbol)]))
        default: try special(node, &writer)
        }
    }

    /// The kinds that are rarer, or cost more than the call.
    @inline(never)
    private mutating func special(_ node: AvroSchema.Node, _ writer: inout JSONWriter) throws(AvroFault) {
        switch node.kind {
        case .bytes: ValueText.base64(try take(length()), &writer)
        case .fixed: ValueText.base64(try take(Int(node.count)), &writer)
        case .decimalBytes:
            let size = try length()
            guard size > 0 else { throw .malformed("a decimal has no bytes") }
            guard size <= Int(node.count) else { throw .limit("a decimal is longer than 1,024 bytes") }
            ValueText.decimal(try take(size), scale: Int(node.first), &writer)
        case .decimalFixed: ValueText.decimal(try take(Int(node.count)), scale: Int(node.first), &writer)
        case .uuidFixed: ValueText.uuid(try take(16), &writer)
        case .date:
            guard ValueText.date(Int64(try int()), &writer) else {
                throw .value("a date is outside the years 1 to 9999")
            }
        case .timeMillis:
            guard ValueText.time(Int64(try int()), digits: 3, &writer) else { throw .value("a time is no time of day") }
        case .timeMicros:
            guard ValueText.time(try long(), digits: 6, &writer) else { throw .value("a time is no time of day") }
        case .timestampMillis: try instant(try long(), 1, &writer)
        case .timestampMicros: try instant(try long(), 1_000, &writer)
        case .timestampNanos: try instant(try long(), 1_000_000, &writer)
        default: throw .malformed("the schema has a type without a definition")
        }
    }

    // MARK: Structure

    private mutating func record(
        _ node: AvroSchema.Node,
        _ depth: Int,
        _ writer: inout JSONWriter
    ) throws(AvroFault) {
        guard depth < Self.deepest else { throw .limit("it is nested more deeply than 64 levels") }
        writer.beginObject()
        for i in Int(node.first)..<Int(node.first &+ node.count) {
            let field = parts[i]
            writer.key(utf8: name(of: field))
            try value(field.node, depth &+ 1, &writer)
        }
        writer.endObject()
    }

    private mutating func array(
        _ node: AvroSchema.Node,
        _ depth: Int,
        _ writer: inout JSONWriter
    ) throws(AvroFault) {
        guard depth < Self.deepest else { throw .limit("it is nested more deeply than 64 levels") }
        writer.beginArray()
        while let count = try block() {
            // However large the count is, the bound on the output ends the loop.
            for _ in 0..<count { try value(node.first, depth &+ 1, &writer) }
        }
        writer.endArray()
    }

    private mutating func map(_ node: AvroSchema.Node, _ depth: Int, _ writer: inout JSONWriter) throws(AvroFault) {
        guard depth < Self.deepest else { throw .limit("it is nested more deeply than 64 levels") }
        writer.beginObject()
        while let count = try block() {
            for _ in 0..<count {
                writer.key(utf8: try text())
                try value(node.first, depth &+ 1, &writer)
            }
        }
        writer.endObject()
    }

    /// The items of the next block of an array or map, or `nil` after the last one.
    private mutating func block() throws(AvroFault) -> Int64? {
        let count = try long()
        if count == 0 { return nil }
        if count > 0 { return count }
        // A negative count is followed by the bytes of the block, for readers that skip it.
        guard count != .min else { throw .malformed("a block has too many items") }
        let size = try long()
        guard size >= 0, size <= Int64(bytes.count &- position) else { throw .malformed("it ends too early") }
        return -count
    }

    @_lifetime(copy self)
    private func name(of part: AvroSchema.Part) -> Span<UInt8> {
        names.extracting(Int(part.nameStart)..<Int(part.nameEnd))
    }

    // MARK: Primitives

    private mutating func boolean() throws(AvroFault) -> Bool {
        let byte = try take(1)[0]
        guard byte <= 1 else { throw .malformed("a boolean is neither 0 nor 1") }
        return byte == 1
    }

    private mutating func int() throws(AvroFault) -> Int32 {
        guard let value = Int32(exactly: try long()) else { throw .malformed("an int needs more than 32 bits") }
        return value
    }

    @inline(__always)
    private mutating func long() throws(AvroFault) -> Int64 {
        guard let raw = Varint.read(bytes, &position) else { throw .malformed("a number is cut off or too long") }
        return Varint.zigzag(raw)
    }

    private mutating func littleEndian(_ size: Int) throws(AvroFault) -> UInt64 {
        let field = try take(size)
        var value: UInt64 = 0
        for i in 0..<size { value |= UInt64(field[i]) &<< UInt64(truncatingIfNeeded: i &* 8) }
        return value
    }

    private mutating func length() throws(AvroFault) -> Int {
        let length = try long()
        guard length >= 0, length <= Int64(bytes.count &- position) else { throw .malformed("it ends too early") }
        return Int(length)
    }

    @_lifetime(copy self)
    private mutating func take(_ count: Int) throws(AvroFault) -> Span<UInt8> {
        guard count <= bytes.count &- position else { throw .malformed("it ends too early") }
        let start = position
        position = start &+ count
        return bytes.extracting(start..<position)
    }

    @_lifetime(copy self)
    private mutating func text() throws(AvroFault) -> Span<UInt8> {
        let text = try take(length())
        guard ValueText.isUTF8(text) else { throw .malformed("a string is not valid UTF-8") }
        return text
    }

    private func write<Number: BinaryFloatingPoint & CustomStringConvertible>(
        _ value: Number,
        _ writer: inout JSONWriter
    ) throws(AvroFault) {
        guard value.isFinite else { throw .value("a number is infinite or not a number, which JSON has no form for") }
        ValueText.number(value, &writer)
    }

    private func instant(_ value: Int64, _ unit: Int64, _ writer: inout JSONWriter) throws(AvroFault) {
        // Downwards, also before 1970: an instant belongs to the millisecond that it lies in.
        let (quotient, rest) = value.quotientAndRemainder(dividingBy: unit)
        guard ValueText.instant(rest < 0 ? quotient - 1 : quotient, &writer) else {
            throw .value("a timestamp is outside the years 1 to 9999")
        }
    }
}

/// Numbers of seven bits a byte, the lowest first.
enum Varint {
    /// Reads one of at most 64 bits, or answers `nil` when it is cut off or longer.
    @inline(__always)
    static func read(_ bytes: Span<UInt8>, _ position: inout Int) -> UInt64? {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while position < bytes.count {
            let byte = bytes[position]
            position &+= 1
            if shift == 63, byte > 1 { return nil }
            value |= UInt64(byte & 127) &<< shift
            if byte < 128 { return value }
            shift &+= 7
        }
        return nil
    }

    /// The signed number that stands for small magnitudes of either sign.
    static func zigzag(_ raw: UInt64) -> Int64 { Int64(bitPattern: raw &>> 1 ^ (0 &- (raw & 1))) }
}
