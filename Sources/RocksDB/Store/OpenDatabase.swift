/// A database that several threads use, until one closes it for all.
///
/// Whoever closes it sees to it that nobody uses it then: `StoreWriter` counts its users.
final class OpenDatabase: @unchecked Sendable {  // closed when nobody uses it, written by one thread at a time
    private var database: Database?
    /// The number of the last mark, and how much was written since; for the thread that writes.
    private var lastMark: UInt64
    private var unmarkedBytes = StoreLayout.bytesPerMark

    /// Opens the database of a folder, and checks that it is of the known layout.
    init(_ folder: StoreFolder, resources: StoreResources, createsIfMissing: Bool) throws(RocksError) {
        if let damage = folder.damage { throw RocksError(.damaged, damage) }
        // RocksDB may end the process when it can't write its own log while it opens.
        if let reason = folder.lackOfRoom() { throw RocksError(.unavailable, reason) }
        let options = Options(
            cache: resources.cache,
            writeBufferBytes: resources.writeBufferBytes,
            createsIfMissing: createsIfMissing
        )
        let database = try Database(path: folder.path, options: options)
        self.lastMark = try StoreLayout.check(database)
        self.database = consume database
    }

    /// Closes it.
    func close() { self.database = nil }

    /// Writes a batch, with a mark when one is due.
    func write(_ batch: inout WriteBatch, syncs: Bool) throws(RocksError) {
        self.unmarkedBytes += batch.byteCount
        if self.unmarkedBytes >= StoreLayout.bytesPerMark {
            self.lastMark += 1
            self.unmarkedBytes = 0
            StoreLayout.putMark(self.lastMark, into: &batch)
        }
        try self.use { database throws(RocksError) in try database.write(batch, syncs: syncs) }
    }

    /// Lends the database, which must not be closed.
    func use<Result, E: Error>(_ body: (borrowing Database) throws(E) -> Result) throws(E) -> Result {
        switch self.database {
        case .some(let database): return try body(database)
        case .none: preconditionFailure("a database is used that was closed")
        }
    }
}

/// What all stores of a storage share.
final class StoreResources: Sendable {
    let cache: BlockCache
    let writeBufferBytes: Int

    init(cache: consuming BlockCache, writeBufferBytes: Int) {
        self.cache = cache
        self.writeBufferBytes = writeBufferBytes
    }
}
