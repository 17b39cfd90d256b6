/// Reads a file of the tz database, in the format of RFC 9636, from version 2 on.
///
/// Whatever the bytes are, it reads none beyond them and allocates no more than a small multiple of them, besides the
/// 400 years of a table.
struct ZoneFileReader: ~Escapable {
    private struct Malformed: Error {}

    /// What a header says comes behind it.
    private struct Counts {
        let universal: Int
        let standard: Int
        let leaps: Int
        let changes: Int
        let types: Int
        let characters: Int

        /// How many bytes come behind the header, where a time has so many.
        func size(ofTime bytes: Int) -> Int {
            self.changes * (bytes + 1) + self.types * 6 + self.characters + self.leaps * (bytes + 4) + self.standard
                + self.universal
        }
    }

    private let bytes: Span<UInt8>
    private var index = 0

    @_lifetime(copy bytes)
    private init(_ bytes: Span<UInt8>) { self.bytes = bytes }

    /// Reads a file; `nil` if it is malformed, counts leap seconds, or has no data of 64 bits.
    static func table(_ name: String, _ bytes: Span<UInt8>) -> ZoneTable? {
        var reader = ZoneFileReader(bytes)
        return try? reader.table(name)
    }

    private var left: Int { self.bytes.count - self.index }

    @_lifetime(self: copy self)
    private mutating func table(_ name: String) throws(Malformed) -> ZoneTable {
        // Data of 32 bits, for old programs.
        try self.skip(try self.header().size(ofTime: 4))
        let counts = try self.header()
        // Instants are counted without leap seconds here.
        guard counts.leaps == 0, counts.changes <= ZoneTable.limit, (1...256).contains(counts.types),
            counts.characters > 0,
            counts.standard == 0 || counts.standard == counts.types,
            counts.universal == 0 || counts.universal == counts.types, counts.size(ofTime: 8) <= self.left
        else { throw Malformed() }
        var changes: [(instant: Int64, offset: Int32)] = []
        changes.reserveCapacity(counts.changes)
        for _ in 0..<counts.changes {
            let instant = Int64(bitPattern: try self.integer(8))
            guard ZoneTable.instants.contains(instant), changes.last.map({ $0.instant < instant }) ?? true else {
                throw Malformed()
            }
            changes.append((instant, 0))
        }
        var kinds: [Int] = []
        kinds.reserveCapacity(counts.changes)
        for _ in 0..<counts.changes {
            let kind = Int(try self.integer(1))
            guard kind < counts.types else { throw Malformed() }
            kinds.append(kind)
        }
        var offsets: [Int32] = []
        for _ in 0..<counts.types {
            let offset = Int32(truncatingIfNeeded: try self.integer(4))
            guard ZoneTable.offsets.contains(offset), try self.integer(1) <= 1,
                Int(try self.integer(1)) < counts.characters
            else { throw Malformed() }
            offsets.append(offset)
        }
        for index in changes.indices { changes[index].offset = offsets[kinds[index]] }
        try self.skip(counts.characters + counts.standard + counts.universal)
        return ZoneTable(name, first: offsets[0], changes: changes, footer: try self.footer())
    }

    @_lifetime(self: copy self)
    private mutating func header() throws(Malformed) -> Counts {
        guard try self.integer(4) == 0x545A_6966, try self.integer(1) >= UInt64(UInt8(ascii: "2")) else {
            throw Malformed()
        }
        try self.skip(15)
        return Counts(
            universal: Int(try self.integer(4)),
            standard: Int(try self.integer(4)),
            leaps: Int(try self.integer(4)),
            changes: Int(try self.integer(4)),
            types: Int(try self.integer(4)),
            characters: Int(try self.integer(4))
        )
    }

    /// Reads the rules between two line feeds; `nil` if there are none.
    @_lifetime(self: copy self)
    private mutating func footer() throws(Malformed) -> Footer? {
        guard try self.integer(1) == 0x0A else { throw Malformed() }
        let first = self.index
        while try self.integer(1) != 0x0A {}
        let text = self.bytes.extracting(first..<self.index - 1)
        if text.isEmpty { return nil }
        guard let footer = FooterReader.read(text) else { throw Malformed() }
        return footer
    }

    @_lifetime(self: copy self)
    private mutating func skip(_ count: Int) throws(Malformed) {
        guard count <= self.left else { throw Malformed() }
        self.index += count
    }

    /// Reads a number of so many bytes, the highest first.
    @_lifetime(self: copy self)
    private mutating func integer(_ count: Int) throws(Malformed) -> UInt64 {
        guard count <= self.left else { throw Malformed() }
        var number: UInt64 = 0
        for _ in 0..<count {
            number = number << 8 | UInt64(self.bytes[self.index])
            self.index += 1
        }
        return number
    }
}
