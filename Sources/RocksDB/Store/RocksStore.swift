internal import Journal

/// One partition's checkpoints in a RocksDB database.
///
/// What touches the disk for writing happens on the store's own thread. Reads take the calling thread.
final class RocksStore: CheckpointStore {
    private let writer: StoreWriter
    private var thread: Worker?

    /// Takes a writer over, and starts its thread; `nil` when the system gives none.
    init?(_ writer: StoreWriter) {
        guard let thread = Worker({ writer.run() }) else { return nil }
        self.writer = writer
        self.thread = consume thread
    }

    /// Waits until what was handed over is written, five seconds at most.
    ///
    /// A disk that does not even answer is left to the thread, which closes the database when it gets the chance.
    deinit {
        let deadline = Deadline.after(milliseconds: 5_000)
        self.writer.state.change { state in
            state.closing = deadline
            state.failuresAtClosing = state.failures
        }
        let patience = Deadline.after(milliseconds: 6_000)
        let isFinished = self.writer.state.wait { state in
            if state.isFinished { return .done(true) }
            return patience.isOver ? .done(false) : .wait(until: patience)
        }
        guard let thread = self.thread.take() else { return }
        if isFinished { thread.join() } else { thread.detach() }
    }

    func header() throws(CheckpointError) -> [UInt8]? {
        try self.value(of: [StoreLayout.meta] + StoreLayout.header)
    }

    func entry(of key: [UInt8]) throws(CheckpointError) -> [UInt8]? {
        try self.value(of: [StoreLayout.entry] + key)
    }

    func forEachEntry(
        _ body: (_ key: Span<UInt8>, _ value: Span<UInt8>) throws(CheckpointError) -> Void
    ) throws(CheckpointError) {
        try self.use { database throws(CheckpointError) in
            let cursor = database.cursor(readaheadBytes: 2 << 20)
            cursor.seek(to: StoreLayout.entry)
            while cursor.isValid {
                try cursor.lend { key, value throws(CheckpointError) in
                    try body(key.extracting(droppingFirst: 1), value)
                }
                cursor.advance()
            }
            do throws(RocksError) { try cursor.check() } catch { throw self.unreadable(error) }
        }
    }

    func write(_ batch: CheckpointBatch) { self.writer.state.change { $0.queue.append(batch) } }

    var writtenBatches: Int { self.writer.state.read { $0.written } }

    var trouble: CheckpointError? { self.writer.state.read { $0.trouble } }

    func setAside(_ reason: String) throws(CheckpointError) {
        let writer = self.writer
        guard let change = writer.beginReplacing(until: .after(milliseconds: 10_000)) else {
            throw self.error("can't be set aside", "the database is in use")
        }
        change.old?.close()
        do throws(RocksError) {
            let path = try writer.folder.setAside()
            RocksStorage.warn(of: reason, in: writer.folder, movedTo: path, logger: writer.logger)
        } catch {
            let old = try? OpenDatabase(writer.folder, resources: writer.resources, createsIfMissing: change.mayBegin)
            writer.endReplacing(with: old)
            throw self.error("can't be set aside", error.message)
        }
        do throws(RocksError) {
            let database = try OpenDatabase(writer.folder, resources: writer.resources, createsIfMissing: true)
            writer.endReplacing(with: database, isEmpty: true)
        } catch {
            writer.endReplacing(with: nil, isEmpty: true)
            throw self.error("can't be begun anew", error.message)
        }
    }

    private func value(of key: [UInt8]) throws(CheckpointError) -> [UInt8]? {
        try self.use { database throws(CheckpointError) in
            do throws(RocksError) { return try database.value(of: key) } catch { throw self.unreadable(error) }
        }
    }

    /// Lends the database; waits while it is being opened again.
    private func use<Result>(
        _ body: (borrowing Database) throws(CheckpointError) -> Result
    ) throws(CheckpointError) -> Result {
        let deadline = Deadline.after(milliseconds: 10_000)
        let database: OpenDatabase? = self.writer.state.wait { state in
            if state.isBeingReplaced, !deadline.isOver { return .wait(until: deadline) }
            guard !state.isBeingReplaced, let database = state.database else { return .done(nil) }
            state.users += 1
            return .done(database)
        }
        guard let database else {
            throw self.trouble ?? self.error("can't be read", "the database is closed")
        }
        defer { self.writer.state.change { $0.users -= 1 } }
        return try database.use(body)
    }

    private func unreadable(_ error: RocksError) -> CheckpointError { self.error("can't be read", error.message) }

    private func error(_ what: String, _ reason: String) -> CheckpointError {
        let folder = self.writer.folder
        return CheckpointError("checkpoints of partition \(folder.partition) in \(folder.path) \(what): \(reason)")
    }
}
