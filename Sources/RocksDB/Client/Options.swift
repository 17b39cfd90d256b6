internal import CRocksDB

/// A cache of blocks that any number of databases share.
@safe
struct BlockCache: ~Copyable, @unchecked Sendable {  // RocksDB's cache may be used from every thread
    fileprivate let raw: OpaquePointer

    init(bytes: Int) { unsafe self.raw = rocksdb_cache_create_lru(bytes) }

    deinit { unsafe rocksdb_cache_destroy(self.raw) }
}

/// How a database is opened; tuned for writing behind, one scan at the start, and few lookups afterwards.
@safe
struct Options: ~Copyable {
    let raw: OpaquePointer

    /// Makes options for a database that puts its blocks into `cache`.
    ///
    /// - Parameters:
    ///   - cache: Where its blocks go.
    ///   - writeBufferBytes: What it holds in memory before a file is written; up to twice that much.
    ///   - createsIfMissing: Whether a folder without a database gets one.
    init(cache: borrowing BlockCache, writeBufferBytes: Int, createsIfMissing: Bool) {
        unsafe self.raw = rocksdb_options_create()
        unsafe rocksdb_options_set_create_if_missing(self.raw, createsIfMissing ? 1 : 0)
        self.setSafety()
        self.setMemory(writeBufferBytes: writeBufferBytes)
        self.setLogs()
        self.setTables(cache: cache)
    }

    deinit { unsafe rocksdb_options_destroy(self.raw) }

    private borrowing func setSafety() {
        unsafe rocksdb_options_set_paranoid_checks(self.raw, 1)
        // After a power loss a prefix of the writes stands, never a later one without an earlier one.
        unsafe rocksdb_options_set_wal_recovery_mode(self.raw, Int32(rocksdb_point_in_time_recovery))
    }

    private borrowing func setMemory(writeBufferBytes: Int) {
        unsafe rocksdb_options_set_write_buffer_size(self.raw, writeBufferBytes)
        unsafe rocksdb_options_set_max_write_buffer_number(self.raw, 2)
        unsafe rocksdb_options_set_arena_block_size(self.raw, min(writeBufferBytes / 8, 256 << 10))
        unsafe rocksdb_options_set_target_file_size_base(self.raw, UInt64(max(writeBufferBytes, 32 << 20)))
        unsafe rocksdb_options_set_max_bytes_for_level_base(self.raw, UInt64(max(writeBufferBytes, 32 << 20) * 4))
        unsafe rocksdb_options_set_max_open_files(self.raw, 64)
        unsafe rocksdb_options_set_max_file_opening_threads(self.raw, 1)
        // One thread that flushes and one that compacts, for all databases of the process together.
        unsafe rocksdb_options_set_max_background_jobs(self.raw, 2)
    }

    private borrowing func setLogs() {
        // Nothing goes into RocksDB's own log but the options, while it opens: where assertions are on, as in Debian's
        // library, the second line that a full disk does not take ends the process.
        unsafe rocksdb_options_set_info_log_level(self.raw, 5)
        unsafe rocksdb_options_set_keep_log_file_num(self.raw, 2)
        unsafe rocksdb_options_set_stats_dump_period_sec(self.raw, 0)
        unsafe rocksdb_options_set_stats_persist_period_sec(self.raw, 0)
        unsafe rocksdb_options_set_skip_stats_update_on_db_open(self.raw, 1)
    }

    private borrowing func setTables(cache: borrowing BlockCache) {
        unsafe rocksdb_options_set_compression(self.raw, Int32(rocksdb_lz4_compression))
        let tables = unsafe rocksdb_block_based_options_create()
        defer { unsafe rocksdb_block_based_options_destroy(tables) }
        unsafe rocksdb_block_based_options_set_block_size(tables, 16 << 10)
        unsafe rocksdb_block_based_options_set_format_version(tables, 5)
        unsafe rocksdb_block_based_options_set_block_cache(tables, cache.raw)
        // Indexes and filters count against the cache, so that memory is bounded however many databases are open.
        unsafe rocksdb_block_based_options_set_cache_index_and_filter_blocks(tables, 1)
        unsafe rocksdb_block_based_options_set_cache_index_and_filter_blocks_with_high_priority(tables, 1)
        // The table options take the filter over.
        unsafe rocksdb_block_based_options_set_filter_policy(tables, rocksdb_filterpolicy_create_bloom_full(10))
        unsafe rocksdb_options_set_block_based_table_factory(self.raw, tables)
    }
}

/// How a database is read: always with checksums.
@safe
struct ReadOptions: ~Copyable {
    let raw: OpaquePointer

    /// Makes options for lookups, or for a scan that reads ahead and leaves the cache to the lookups.
    init(readaheadBytes: Int? = nil) {
        unsafe self.raw = rocksdb_readoptions_create()
        unsafe rocksdb_readoptions_set_verify_checksums(self.raw, 1)
        guard let readaheadBytes else { return }
        unsafe rocksdb_readoptions_set_fill_cache(self.raw, 0)
        unsafe rocksdb_readoptions_set_readahead_size(self.raw, readaheadBytes)
    }

    deinit { unsafe rocksdb_readoptions_destroy(self.raw) }
}

/// How a batch is written: into the log, and on to the disk itself when asked for.
@safe
struct WriteOptions: ~Copyable {
    let raw: OpaquePointer

    /// Makes options; `syncs` waits until this write and all earlier ones survive a power loss.
    init(syncs: Bool) {
        unsafe self.raw = rocksdb_writeoptions_create()
        unsafe rocksdb_writeoptions_set_sync(self.raw, syncs ? 1 : 0)
    }

    deinit { unsafe rocksdb_writeoptions_destroy(self.raw) }
}
