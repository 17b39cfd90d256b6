internal import Journal
internal import Logging

/// What a store and its thread share: the queue of batches, the database, and what became of writing.
///
/// The thread never holds the lock while it works on the disk. A database is taken out and closed only when nobody uses
/// it; who takes it out is the only one to put another in.
final class StoreWriter: Sendable {
    struct State {
        /// Open, unless it is being replaced or could not be opened again.
        var database: OpenDatabase?
        /// How many calls use the database now.
        var users = 0
        /// Whether somebody closes the database to put another one in.
        var isBeingReplaced = false
        /// Whether it must be opened again before anything can be written.
        var needsReopening = false
        /// Whether a missing database may be made anew: only after the old one was set aside.
        var mayBegin = false

        var queue: [CheckpointBatch] = []
        /// Batches at the front of the queue that are written already.
        var done = 0
        /// Batches handed over that are on disk, or of no more use.
        var written = 0

        var trouble: CheckpointError?
        /// Attempts that failed in a row, and when the next one is due.
        var failures = 0
        var retry = Deadline.now
        /// The number of the last change that was written; a database opened again has at least that.
        var lastSequenceNumber: UInt64 = 0

        /// Set when the store is released: until when what is left is written.
        var closing: Deadline?
        var failuresAtClosing = 0
        var isFinished = false
    }

    /// What the thread does next.
    enum Step {
        case write(CheckpointBatch, OpenDatabase)
        /// Opens the database again, to write a batch of so many bytes.
        case reopen(bytes: Int)
        case stop
    }

    let folder: StoreFolder
    let resources: StoreResources
    let logger: Logger
    let state: Monitor<State>

    /// Makes one for a database that was just opened; `run` is for its thread.
    init(_ database: OpenDatabase, folder: StoreFolder, resources: StoreResources, logger: Logger) {
        self.folder = folder
        self.resources = resources
        self.logger = logger
        self.state = Monitor(State(database: database))
    }

    // MARK: The thread

    /// Writes batches until the store is released; closes the database then, and gives the folder back.
    func run() {
        var chunk = WriteBatch()
        loop: while true {
            switch self.nextStep() {
            case .write(let batch, let database):
                do throws(RocksError) {
                    let number = try Self.write(batch, with: &chunk, to: database)
                    self.succeeded(number)
                } catch {
                    self.failed(error.message, endsUse: true)
                }
            case .reopen(let bytes): self.reopen(bytes: bytes)
            case .stop: break loop
            }
        }
        self.finish()
    }

    private func nextStep() -> Step {
        self.state.wait { state in
            if state.isBeingReplaced { return .wait(until: .never) }
            let isEmpty = state.done == state.queue.count
            if let closing = state.closing {
                // One attempt more, then it is given up.
                if isEmpty || closing.isOver || state.failures > state.failuresAtClosing { return .done(.stop) }
            } else {
                if isEmpty { return .wait(until: .never) }
                if state.failures > 0, !state.retry.isOver { return .wait(until: state.retry) }
            }
            let batch = state.queue[state.done]
            guard !state.needsReopening, let database = state.database else {
                return .done(.reopen(bytes: batch.bytes.count))
            }
            state.users += 1
            return .done(.write(batch, database))
        }
    }

    /// Writes a batch in chunks, the header with the last one, and answers with the number of the last change.
    private static func write(
        _ batch: CheckpointBatch,
        with chunk: inout WriteBatch,
        to database: OpenDatabase
    ) throws(RocksError) -> UInt64 {
        let chunkBytes = 1 << 20
        chunk.clear()
        let bytes = batch.bytes.span
        for entry in batch.entries {
            chunk.put(
                prefix: StoreLayout.entry,
                key: bytes.extracting(entry.key),
                value: bytes.extracting(entry.value)
            )
            guard chunk.byteCount >= chunkBytes else { continue }
            try Self.write(&chunk, to: database, syncs: false)
        }
        if let header = batch.header {
            // A debug build lends nothing of a global.
            let name = StoreLayout.header
            chunk.put(prefix: StoreLayout.meta, key: name.span, value: header.span)
        }
        if chunk.byteCount > 0 { try Self.write(&chunk, to: database, syncs: batch.header != nil) }
        return database.use { $0.lastSequenceNumber }
    }

    private static func write(
        _ chunk: inout WriteBatch,
        to database: OpenDatabase,
        syncs: Bool
    ) throws(RocksError) {
        try database.write(&chunk, syncs: syncs)
        chunk.clear()
    }

    private func succeeded(_ number: UInt64) {
        let isBetter = self.state.change { state in
            state.users -= 1
            state.failures = 0
            let isBetter = state.trouble != nil
            state.trouble = nil
            state.lastSequenceNumber = number
            state.written += 1
            state.queue[state.done] = CheckpointBatch()
            state.done += 1
            if state.done == state.queue.count || state.done >= 256 {
                state.queue.removeFirst(state.done)
                state.done = 0
            }
            return isBetter
        }
        if isBetter { self.logger.notice("checkpoints of partition \(self.folder.partition) are written again") }
    }

    private func failed(_ reason: String, endsUse: Bool = false) {
        let trouble = CheckpointError(
            "checkpoints of partition \(self.folder.partition) can't be written to \(self.folder.path): "
                + "\(reason); it is tried again"
        )
        let isNew = self.state.change { state in
            if endsUse { state.users -= 1 }
            let isNew = state.trouble == nil
            state.trouble = trouble
            state.needsReopening = true
            state.failures += 1
            state.retry = .after(milliseconds: min(100 << Int64(min(state.failures - 1, 10)), 10_000))
            return isNew
        }
        if isNew { self.logger.warning("\(trouble.message)") }
    }

    /// Opens the database again, which is what ends RocksDB's refusal to write after a failure.
    ///
    /// Until there is room, the old one stays open, for lookups.
    private func reopen(bytes: Int) {
        if let reason = self.folder.lackOfRoom(for: bytes) {
            self.failed(reason)
            return
        }
        guard let change = self.beginReplacing(until: .after(milliseconds: 10_000)) else {
            self.failed("the database is in use")
            return
        }
        change.old?.close()
        do throws(RocksError) {
            let database = try OpenDatabase(
                self.folder,
                resources: self.resources,
                createsIfMissing: change.mayBegin
            )
            let number = database.use { $0.lastSequenceNumber }
            guard number >= change.lastSequenceNumber else {
                database.close()
                throw RocksError(.damaged, "entries that were written are missing")
            }
            self.endReplacing(with: database)
        } catch {
            self.endReplacing(with: nil)
            self.failed(error.message)
        }
    }

    private func finish() {
        let (database, left): (OpenDatabase?, Int) = self.state.wait { state in
            guard state.users == 0, !state.isBeingReplaced else { return .wait(until: .never) }
            let database = state.database
            state.database = nil
            return .done((database, state.queue.count - state.done))
        }
        database?.close()
        if left > 0 {
            self.logger.warning(
                "\(left) batches of checkpoints of partition \(self.folder.partition) were not written: recovery takes longer"
            )
        }
        StoreRegistry.release(self.folder.path)
        self.state.change { $0.isFinished = true }
    }

    // MARK: Replacing the database

    /// What `beginReplacing` takes out.
    struct Replacement {
        let old: OpenDatabase?
        let mayBegin: Bool
        let lastSequenceNumber: UInt64
    }

    /// Takes the database out once nobody uses it; `nil` when somebody still does at the deadline.
    func beginReplacing(until deadline: Deadline) -> Replacement? {
        self.state.wait { state in
            guard state.users == 0, !state.isBeingReplaced else {
                return deadline.isOver ? .done(nil) : .wait(until: deadline)
            }
            state.isBeingReplaced = true
            let old = state.database
            state.database = nil
            return .done(
                Replacement(old: old, mayBegin: state.mayBegin, lastSequenceNumber: state.lastSequenceNumber)
            )
        }
    }

    /// Puts another database in; `nil` leaves it to the thread to open it later.
    func endReplacing(with database: OpenDatabase?, isEmpty: Bool = false) {
        self.state.change { state in
            state.isBeingReplaced = false
            state.database = database
            if isEmpty {
                state.mayBegin = database == nil
                state.lastSequenceNumber = 0
                state.written += state.queue.count - state.done
                state.queue.removeAll()
                state.done = 0
            }
            if database != nil {
                state.mayBegin = false
                state.needsReopening = false
            }
            guard isEmpty, database != nil else { return }
            state.failures = 0
            state.trouble = nil
        }
    }
}
