public import Journal
public import Logging

/// Keeps checkpoints in RocksDB databases on this machine: one per partition, in a folder named after its number.
///
/// What was written survives the end of the process at any moment, `kill -9` included. After a power loss, a prefix of
/// what was written stands, at least up to the last header. A database that is damaged, or of another layout, is
/// renamed to `<partition>.set-aside-<number>`, of which the latest two are kept, and an empty one takes its place.
///
/// Each open store has a thread that writes. RocksDB itself has one thread for flushing and one for compaction, for all
/// databases of the process together, and one block cache per storage. One process at a time may have a partition open.
public final class RocksStorage: CheckpointStorage {
    private let directory: String
    private let resources: StoreResources
    private let logger: Logger

    /// Makes a storage; touches nothing on the disk before the first `open`.
    ///
    /// - Parameters:
    ///   - directory: Where the partitions' folders are; made when it is missing.
    ///   - cacheBytes: What blocks, indexes and filters of all open partitions take in memory together.
    ///   - writeBufferBytes: What one partition holds in memory before it writes a file; up to twice that while it does.
    ///   - logger: Is told of what is set aside, and of writing that fails and works again.
    public init(
        directory: String,
        cacheBytes: Int = 32 << 20,
        writeBufferBytes: Int = 16 << 20,
        logger: Logger
    ) {
        self.directory = directory
        self.resources = StoreResources(cache: BlockCache(bytes: cacheBytes), writeBufferBytes: writeBufferBytes)
        self.logger = logger
    }

    /// Opens a partition's store, or makes it; replays what RocksDB had not yet put into files.
    ///
    /// Waits ten seconds for a store of this process that still has it. A database that is damaged as far as opening
    /// shows, or of another layout, is set aside with a warning in the log; damage further in shows when it is read.
    ///
    /// - Throws: `CheckpointError` when another process has it, when a store of this one does not let go, and when the
    ///   machine refuses (a full disk, missing rights); then nothing was changed.
    public func open(_ partition: Int32) throws(CheckpointError) -> any CheckpointStore {
        let directory: String
        do throws(RocksError) { directory = try StoreFolder.make(self.directory) } catch {
            throw CheckpointError("checkpoints of partition \(partition) can't be opened: \(error.message)")
        }
        let folder = StoreFolder(directory: directory, partition: partition)
        guard StoreRegistry.acquire(folder.path, until: .after(milliseconds: 10_000)) else {
            throw CheckpointError(
                "checkpoints of partition \(partition) in \(folder.path) are still in use by this process"
            )
        }
        do throws(RocksError) {
            let database = try self.open(folder)
            let writer = StoreWriter(database, folder: folder, resources: self.resources, logger: self.logger)
            if let store = RocksStore(writer) { return store }
            database.close()
            throw RocksError(.unavailable, "the system gives no thread")
        } catch {
            StoreRegistry.release(folder.path)
            throw Self.opening(folder, failedWith: error)
        }
    }

    private func open(_ folder: StoreFolder) throws(RocksError) -> OpenDatabase {
        do throws(RocksError) {
            return try OpenDatabase(folder, resources: self.resources, createsIfMissing: true)
        } catch {
            guard error.code == .damaged else { throw error }
            let path = try folder.setAside()
            Self.warn(of: error.message, in: folder, movedTo: path, logger: self.logger)
            return try OpenDatabase(folder, resources: self.resources, createsIfMissing: true)
        }
    }

    static func warn(of reason: String, in folder: StoreFolder, movedTo path: String?, logger: Logger) {
        logger.warning(
            """
            the checkpoints of partition \(folder.partition) can't be used: \(reason); \
            they are set aside in \(path ?? "no folder, as there was none"), \
            and \(folder.path) begins empty: recovery takes longer this time
            """
        )
    }

    private static func opening(_ folder: StoreFolder, failedWith error: RocksError) -> CheckpointError {
        let what = "checkpoints of partition \(folder.partition) in \(folder.path) can't be opened"
        guard error.code == .locked else { return CheckpointError("\(what): \(error.message)") }
        return CheckpointError("\(what): the database is locked; is another worker using this directory?")
    }
}
