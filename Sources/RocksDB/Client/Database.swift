internal import CRocksDB

/// An open database, which it closes when it goes.
///
/// One thread may write while others read. Cursors borrow it, so none outlives it: RocksDB ends the process otherwise.
@safe
struct Database: ~Copyable, @unchecked Sendable {  // RocksDB's handle may be used from every thread
    private let raw: OpaquePointer
    private let lookup = ReadOptions()
    private let unsynced = WriteOptions(syncs: false)
    private let synced = WriteOptions(syncs: true)

    /// Opens the database in a folder; replays its log.
    init(path: String, options: borrowing Options) throws(RocksError) {
        let options = unsafe options.raw
        guard let raw = try unsafe checked({ unsafe rocksdb_open(options, path, $0) }) else {
            throw RocksError(.unavailable, "RocksDB gave neither a database nor a reason")
        }
        unsafe self.raw = raw
    }

    deinit { unsafe rocksdb_close(self.raw) }

    /// A copy of the value of a key; `nil` when there is none.
    func value(of key: [UInt8]) throws(RocksError) -> [UInt8]? {
        let slice = try unsafe checked { error in
            unsafe key.withUnsafeBytes { key in
                unsafe rocksdb_get_pinned(
                    self.raw,
                    self.lookup.raw,
                    key.baseAddress?.assumingMemoryBound(to: CChar.self),
                    key.count,
                    error
                )
            }
        }
        guard let slice = unsafe slice else { return nil }
        defer { unsafe rocksdb_pinnableslice_destroy(slice) }
        var count = 0
        let start = unsafe rocksdb_pinnableslice_value(slice, &count)
        return unsafe [UInt8](UnsafeRawBufferPointer(start: start, count: count))
    }

    /// Writes a batch, all of it or nothing; `syncs` waits for the disk.
    func write(_ batch: borrowing WriteBatch, syncs: Bool) throws(RocksError) {
        let options = unsafe syncs ? self.synced.raw : self.unsynced.raw
        let batch = unsafe batch.raw
        try unsafe checked { unsafe rocksdb_write(self.raw, options, batch, $0) }
    }

    /// The number of the last change; it grows with each key that is put and survives with it.
    var lastSequenceNumber: UInt64 { unsafe rocksdb_get_latest_sequence_number(self.raw) }

    /// A cursor over what stands there now, behind the last key at first.
    @_lifetime(borrow self)
    borrowing func cursor(readaheadBytes: Int? = nil) -> Cursor {
        let options = ReadOptions(readaheadBytes: readaheadBytes)
        let iterator = unsafe rocksdb_create_iterator(self.raw, options.raw)
        return unsafe Cursor(iterator, options: options)
    }
}
