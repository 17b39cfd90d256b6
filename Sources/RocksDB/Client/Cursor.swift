internal import CRocksDB

/// A place in a database, which moves over its keys in their order and sees none of the later writes.
@safe
struct Cursor: ~Copyable, ~Escapable {
    private let raw: OpaquePointer?
    private let options: ReadOptions  // the iterator points into them

    @_lifetime(immortal)  // `Database.cursor` ties it to the database
    init(_ raw: OpaquePointer?, options: consuming ReadOptions) {
        unsafe self.raw = raw
        self.options = options
    }

    deinit { if let raw = unsafe self.raw { unsafe rocksdb_iter_destroy(raw) } }

    /// Goes to the first key that begins with `prefix` or comes later.
    borrowing func seek(to prefix: UInt8) {
        unsafe withUnsafeBytes(of: prefix) { bytes in
            unsafe rocksdb_iter_seek(self.raw, bytes.baseAddress?.assumingMemoryBound(to: CChar.self), 1)
        }
    }

    /// Goes to the next key.
    borrowing func advance() { unsafe rocksdb_iter_next(self.raw) }

    /// Whether it stands at a key; `false` behind the last one and after a failure, which `check` tells apart.
    var isValid: Bool { unsafe rocksdb_iter_valid(self.raw) != 0 }

    /// Throws what went wrong while it moved.
    borrowing func check() throws(RocksError) { try unsafe checked { unsafe rocksdb_iter_get_error(self.raw, $0) } }

    /// Lends the key and the value where it stands; without a copy, until it moves.
    borrowing func lend<E: Error>(
        _ body: (_ key: Span<UInt8>, _ value: Span<UInt8>) throws(E) -> Void
    ) throws(E) {
        var keyCount = 0
        var valueCount = 0
        let key = unsafe UnsafeRawPointer(rocksdb_iter_key(self.raw, &keyCount))
        let value = unsafe UnsafeRawPointer(rocksdb_iter_value(self.raw, &valueCount))
        let keyBytes = unsafe UnsafeBufferPointer(start: key?.assumingMemoryBound(to: UInt8.self), count: keyCount)
        let valueBytes = unsafe UnsafeBufferPointer(
            start: value?.assumingMemoryBound(to: UInt8.self),
            count: valueCount
        )
        try unsafe body(keyBytes.span, valueBytes.span)
    }
}
