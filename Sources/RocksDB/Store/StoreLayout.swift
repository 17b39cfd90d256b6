/// What stands under which key, and how a database of this layout is told from others.
enum StoreLayout {
    /// The version of what stands under which key; databases of other versions are set aside.
    static let version = 1

    /// The first byte of the keys that are not entries.
    static let meta: UInt8 = 0
    /// The first byte of an entry's key; nothing has a greater one.
    static let entry: UInt8 = 1

    /// The rest of the key of the header.
    static let header: [UInt8] = Array("header".utf8)
    /// The rest of the key of the version.
    private static let layout: [UInt8] = Array("layout".utf8)

    // RocksDB begins a file now and then, and lists the files in its manifest. A manifest that was cut off is one to it
    // that knows of fewer files: the entries in them are gone without an error, the header after them is not. Marks are
    // numbers in a ring of keys, written along with the entries every so often: where one is missing, entries are.

    /// How many bytes of entries have at least one mark among them.
    static let bytesPerMark = 4 << 10
    /// How many marks there are before the first one is replaced; enough for more than the log can hold.
    private static let marks: UInt64 = 16_384
    /// The second byte of the key of a mark; the number modulo `marks` follows.
    private static let mark = UInt8(ascii: "m")

    /// Puts the mark with this number.
    static func putMark(_ number: UInt64, into batch: inout WriteBatch) {
        let slot = number % self.marks
        let key = [self.mark, UInt8(truncatingIfNeeded: slot >> 8), UInt8(truncatingIfNeeded: slot)]
        let value = (0..<8).map { UInt8(truncatingIfNeeded: number >> (8 * UInt64($0))) }
        batch.put(prefix: self.meta, key: key.span, value: value.span)
    }

    /// The number of the last mark; throws when marks before it are missing.
    private static func lastMark(in database: borrowing Database) throws(RocksError) -> UInt64 {
        var last: UInt64 = 0
        var first = UInt64.max
        var count: UInt64 = 0
        var isBehind = false
        let cursor = database.cursor()
        cursor.seek(to: self.meta)
        while cursor.isValid, !isBehind {
            cursor.lend { key, value in
                isBehind = key[0] != self.meta
                guard !isBehind, key.count == 4, key[1] == self.mark, value.count == 8 else { return }
                var number: UInt64 = 0
                for place in 0..<8 { number |= UInt64(value[place]) << (8 * UInt64(place)) }
                last = max(last, number)
                first = min(first, number)
                count += 1
            }
            cursor.advance()
        }
        try cursor.check()
        guard count == min(last, self.marks), count == 0 || first == last - count + 1 else {
            throw RocksError(.damaged, "entries are missing that were written before others")
        }
        return last
    }

    /// Makes sure that a database is of this layout and misses nothing; an empty one gets the layout.
    ///
    /// - Returns: The number of the last mark.
    static func check(_ database: borrowing Database) throws(RocksError) -> UInt64 {
        if let value = try database.value(of: [self.meta] + self.layout) {
            let found = Int(String(decoding: value, as: UTF8.self))
            guard found == self.version else {
                let name = found.map { "\($0)" } ?? "unknown"
                throw RocksError(.damaged, "its layout has version \(name), not \(self.version)")
            }
            return try self.lastMark(in: database)
        }
        guard try self.isEmpty(database) else {
            throw RocksError(.damaged, "it has keys but no layout version")
        }
        var batch = WriteBatch()
        batch.put(prefix: self.meta, key: self.layout.span, value: Array("\(self.version)".utf8).span)
        try database.write(batch, syncs: false)
        return 0
    }

    private static func isEmpty(_ database: borrowing Database) throws(RocksError) -> Bool {
        let cursor = database.cursor()
        cursor.seek(to: 0)
        try cursor.check()
        return !cursor.isValid
    }
}
