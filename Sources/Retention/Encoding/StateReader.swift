/// What reading finds in bytes that no state has.
struct MalformedState: Error {}

/// Reads what a `StateWriter` wrote; strict, so that each value has one form only.
///
/// No read allocates more than a small multiple of the bytes at hand.
struct StateReader: ~Copyable, ~Escapable {
    private let bytes: Span<UInt8>
    private var place = 0
    /// The instant from which the others are counted.
    var base = Timestamp.epoch

    /// Makes a reader that borrows `bytes`.
    @_lifetime(copy bytes)
    init(_ bytes: Span<UInt8>) { self.bytes = bytes }

    var isAtEnd: Bool { self.place == self.bytes.count }

    private var left: Int { self.bytes.count - self.place }

    @inline(__always)
    mutating func byte() throws(MalformedState) -> UInt8 {
        guard self.place < self.bytes.count else { throw MalformedState() }
        let byte = unsafe self.bytes[unchecked: self.place]
        self.place &+= 1
        return byte
    }

    /// Reads a varint; not one that is longer than it must be.
    mutating func varint() throws(MalformedState) -> UInt64 {
        let first = try self.byte()
        guard first >= 0x80 else { return UInt64(first) }
        var value = UInt64(first & 0x7F)
        var shift: UInt64 = 7
        while true {
            let byte = try self.byte()
            value |= UInt64(byte & 0x7F) &<< shift
            if byte < 0x80 {
                guard byte != 0, shift < 63 || byte == 1 else { throw MalformedState() }
                return value
            }
            shift &+= 7
            guard shift < 64 else { throw MalformedState() }
        }
    }

    @inline(__always)
    mutating func signed() throws(MalformedState) -> Int64 { unzigzag(try self.varint()) }

    @inline(__always)
    mutating func number<Number: FixedWidthInteger>() throws(MalformedState) -> Number {
        guard let number = Number(exactly: try self.signed()) else { throw MalformedState() }
        return number
    }

    /// Reads a number that would not be there if it were zero.
    mutating func nonzero<Number: FixedWidthInteger>() throws(MalformedState) -> Number {
        let number: Number = try self.number()
        guard number != 0 else { throw MalformedState() }
        return number
    }

    /// Reads how many follow, each of `size` bytes or more.
    @inline(__always)
    mutating func count(upTo limit: Int, size: Int) throws(MalformedState) -> Int {
        let count = try self.varint()
        guard count <= UInt64(limit), count <= UInt64(self.left / size) else { throw MalformedState() }
        return Int(count)
    }

    /// Reads how many follow that would not be there if there were none.
    @inline(__always)
    mutating func nonzeroCount(upTo limit: Int, size: Int) throws(MalformedState) -> Int {
        let count = try self.count(upTo: limit, size: size)
        guard count > 0 else { throw MalformedState() }
        return count
    }

    /// Reads `count` elements; checks nothing about that count.
    @inline(__always)
    mutating func array<Element>(
        _ count: Int,
        _ element: (inout StateReader) throws(MalformedState) -> Element
    ) throws(MalformedState) -> [Element] {
        // The most frequent length, and a literal is allocated faster than an array that grows.
        if count == 1 { return [try element(&self)] }
        var elements: [Element] = []
        try elements.append(addingCapacity: count) { span throws(MalformedState) in
            for _ in 0..<count { span.append(try element(&self)) }
        }
        return elements
    }

    @inline(__always)
    mutating func instant() throws(MalformedState) -> Timestamp {
        Timestamp(milliseconds: self.base.milliseconds &+ (try self.signed()))
    }

    /// Reads an instant that would not be there if it were `distantPast`.
    mutating func past() throws(MalformedState) -> Timestamp {
        let instant = try self.instant()
        guard instant != .distantPast else { throw MalformedState() }
        return instant
    }

    /// Reads an instant that would not be there if it were `never`.
    mutating func deadline() throws(MalformedState) -> Timestamp {
        let instant = try self.instant()
        guard instant != .never else { throw MalformedState() }
        return instant
    }

    mutating func day() throws(MalformedState) -> CalendarDay {
        let number = Int64(CalendarDay(containing: self.base).number) &+ (try self.signed())
        guard let number = Int32(exactly: number) else { throw MalformedState() }
        return CalendarDay(number: number)
    }

    /// Reads a day by how many lie between it and an earlier one.
    mutating func day(after earlier: CalendarDay) throws(MalformedState) -> CalendarDay {
        let between = try self.varint()
        guard between <= UInt64(UInt32.max),
            let number = Int32(exactly: Int64(earlier.number) + 1 + Int64(between))
        else { throw MalformedState() }
        return CalendarDay(number: number)
    }

    @inline(__always)
    mutating func fixed() throws(MalformedState) -> UInt64 {
        guard self.left >= 8 else { throw MalformedState() }
        let place = self.place
        self.place &+= 8
        return unsafe self.bytes.withUnsafeBytes { bytes in
            unsafe UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self))
        }
    }

    /// Reads how many bytes there are, and the bytes.
    mutating func blob() throws(MalformedState) -> [UInt8] {
        let count = try self.count(upTo: .max, size: 1)
        let start = self.place
        self.place = start + count
        return [UInt8](copying: self.bytes.extracting(start..<self.place))
    }

    mutating func text() throws(MalformedState) -> String {
        let length = try self.varint()
        return try self.text(length: length)
    }

    /// Reads so many bytes of UTF-8.
    mutating func text(length: UInt64) throws(MalformedState) -> String {
        guard length <= UInt64(self.left) else { throw MalformedState() }
        guard length > 0 else { return "" }
        let range = self.place..<self.place + Int(length)
        self.place = range.upperBound
        guard let text = try? UTF8Span(validating: self.bytes.extracting(range)) else { throw MalformedState() }
        return String(copying: text)
    }

    /// Reads which of `count` parts follow; unless `mayBeEmpty`, one does.
    @inline(__always)
    mutating func presence(of count: UInt16, mayBeEmpty: Bool = false) throws(MalformedState) -> Presence {
        var bits = UInt16(try self.byte())
        if count > 8 { bits |= UInt16(try self.byte()) << 8 }
        guard let presence = Presence(bits: bits, count: count), mayBeEmpty || bits != 0 else { throw MalformedState() }
        return presence
    }

    mutating func money() throws(MalformedState) -> Money {
        let minor = try self.signed()
        let code = UInt32(try self.byte()) | UInt32(try self.byte()) << 8
        let letters = (code & 0x7C00) << 6 | (code & 0x3E0) << 3 | code & 0x1F
        guard code >> 15 == 0, let currency = Currency(packed: letters &+ Currency.packedAAA) else {
            throw MalformedState()
        }
        return Money(minor: minor, currency)
    }
}
