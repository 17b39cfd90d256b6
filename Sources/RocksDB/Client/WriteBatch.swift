internal import CRocksDB

/// Changes that are written together; to be used again after `clear`.
@safe
struct WriteBatch: ~Copyable {
    let raw: OpaquePointer
    private var key: [UInt8] = []
    /// The bytes of the keys and values put so far.
    private(set) var byteCount = 0

    init() { unsafe self.raw = rocksdb_writebatch_create() }

    deinit { unsafe rocksdb_writebatch_destroy(self.raw) }

    /// Puts a value under a key that begins with `prefix`; copies both.
    mutating func put(prefix: UInt8, key: Span<UInt8>, value: Span<UInt8>) {
        self.key.removeAll(keepingCapacity: true)
        self.key.append(prefix)
        unsafe key.withUnsafeBufferPointer { unsafe self.key.append(contentsOf: $0) }
        self.byteCount += self.key.count + value.count
        unsafe self.key.withUnsafeBytes { key in
            unsafe value.withUnsafeBytes { value in
                unsafe rocksdb_writebatch_put(
                    self.raw,
                    key.baseAddress?.assumingMemoryBound(to: CChar.self),
                    key.count,
                    value.baseAddress?.assumingMemoryBound(to: CChar.self),
                    value.count
                )
            }
        }
    }

    /// Empties it.
    mutating func clear() {
        self.byteCount = 0
        unsafe rocksdb_writebatch_clear(self.raw)
    }
}
