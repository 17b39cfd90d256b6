public import Journal

/// A storage of checkpoints in memory that behaves as one on a disk does where the engine can notice it.
///
/// Contents belong to the storage and outlive the stores, as a disk outlives a worker. Nothing happens by itself:
/// batches wait until the test lets them be written, so that a seeded scheduler decides the order of everything. It
/// picks a partition of `partitionsWithPendingBatches` and calls `writeNext`, or lets the machine `crash`, which may
/// tear a batch. For one thread.
public final class MemoryStorage: CheckpointStorage, @unchecked Sendable {  // a simulation has one thread
    /// An entry on the disk.
    public struct Entry: Hashable, Sendable {
        /// The key.
        public let key: [UInt8]
        /// The value.
        public let value: [UInt8]
    }

    /// Contents that were set aside.
    public struct Aside: Hashable, Sendable {
        /// The partition.
        public let partition: Int32
        /// Why, in the caller's words.
        public let reason: String
        /// How many entries it had.
        public let entries: Int
    }

    /// Whether batches are written as soon as they are handed over.
    public var writesAtOnce: Bool
    /// Whether releasing a store writes what was handed over; else it is dropped, as when the time for that is over.
    public var writesWhenReleased = true
    /// Fails every write while it is set, as a full disk does; it is the stores' `trouble` once one was tried.
    public var writeFailure: CheckpointError?
    /// Fails the next calls of `open`, the first one first; `nil` stands for one that works.
    public var openFailures: [CheckpointError?] = []
    /// Fails every read of these partitions, as damage does that shows only then; setting aside ends it.
    public var readFailures: [Int32: CheckpointError] = [:]
    /// What was set aside, in order.
    public private(set) var aside: [Aside] = []
    /// Called when `open` would wait for the store that still has the partition; it may release that one.
    public var whenWaiting: (() -> Void)?

    fileprivate struct Disk {
        var entries: [[UInt8]: [UInt8]] = [:]
        var header: [UInt8]?
    }

    fileprivate var disks: [Int32: Disk] = [:]
    private var writers: [Int32: MemoryWriter] = [:]

    /// Makes an empty storage.
    public init(writesAtOnce: Bool = false) { self.writesAtOnce = writesAtOnce }

    /// Opens a partition's store on what the storage holds for it.
    ///
    /// - Throws: What `openFailures` says; and `CheckpointError` while another store has the partition, also after
    ///   `whenWaiting`.
    public func open(_ partition: Int32) throws(CheckpointError) -> any CheckpointStore {
        if !self.openFailures.isEmpty, let failure = self.openFailures.removeFirst() { throw failure }
        if self.writers[partition] != nil { self.whenWaiting?() }
        guard self.writers[partition] == nil else {
            throw CheckpointError("checkpoints of partition \(partition) are still in use by this process")
        }
        let writer = MemoryWriter(storage: self, partition: partition)
        self.writers[partition] = writer
        return MemoryStore(writer)
    }

    // MARK: Scheduling

    /// The partitions whose open stores have batches to be written, in order.
    public var partitionsWithPendingBatches: [Int32] {
        self.writers.filter { !$0.value.queue.isEmpty }.keys.sorted()
    }

    /// How many batches of a partition wait to be written.
    public func pendingBatches(of partition: Int32) -> Int { self.writers[partition]?.queue.count ?? 0 }

    /// Tries to write the next batch of a partition.
    ///
    /// - Returns: Whether one was written; `false` when none waits, or when `writeFailure` forbids it.
    @discardableResult
    public func writeNext(_ partition: Int32) -> Bool { self.writers[partition]?.writeNext() ?? false }

    /// Tries to write every batch that waits.
    public func writeAll() {
        for partition in self.partitionsWithPendingBatches {
            while self.writeNext(partition) {}
        }
    }

    // MARK: Faults

    /// Ends the process: every open store is cut off, and what was not written is gone.
    ///
    /// Stores cut off answer with errors, and releasing them does nothing; partitions can be opened again at once.
    ///
    /// - Parameter tornEntries: How many entries of each partition's next batch stand on the disk nevertheless, by
    ///   partition; never all of them and the header.
    public func crash(tornEntries: [Int32: Int] = [:]) {
        for partition in self.writers.keys.sorted() { self.crash(partition, tornEntries: tornEntries[partition] ?? 0) }
    }

    /// Cuts one partition's store off, as `crash` does all.
    public func crash(_ partition: Int32, tornEntries: Int = 0) {
        guard let writer = self.writers.removeValue(forKey: partition) else { return }
        if let batch = writer.queue.first {
            for entry in batch.entries.prefix(tornEntries) { self.put(entry, of: batch, into: partition) }
        }
        writer.queue.removeAll()
        writer.isCutOff = true
    }

    /// Turns bits of a partition's header around; `nil` when there is none.
    ///
    /// - Returns: The header as it is now.
    @discardableResult
    public func garbleHeader(of partition: Int32, at place: Int = 0) -> [UInt8]? {
        guard let header = self.disks[partition]?.header else { return nil }
        let garbled = Self.garbled(header, at: place)
        self.disks[partition]?.header = garbled
        return garbled
    }

    /// Turns bits of an entry's value around; the entry is counted in the order of `entries(of:)`, from the front again
    /// behind the last one.
    ///
    /// - Returns: The key; `nil` when there are no entries.
    @discardableResult
    public func garbleEntry(_ number: Int, of partition: Int32, at place: Int = 0) -> [UInt8]? {
        let entries = self.entries(of: partition)
        guard !entries.isEmpty else { return nil }
        let entry = entries[number % entries.count]
        self.disks[partition]?.entries[entry.key] = Self.garbled(entry.value, at: place)
        return entry.key
    }

    private static func garbled(_ bytes: [UInt8], at place: Int) -> [UInt8] {
        guard !bytes.isEmpty else { return [0xA5] }
        var bytes = bytes
        bytes[place % bytes.count] ^= 0xA5
        return bytes
    }

    // MARK: Contents

    /// The entries on a partition's disk in the order of their keys.
    public func entries(of partition: Int32) -> [Entry] {
        (self.disks[partition]?.entries ?? [:])
            .map { Entry(key: $0.key, value: $0.value) }
            .sorted { $0.key.lexicographicallyPrecedes($1.key) }
    }

    /// The header on a partition's disk.
    public func header(of partition: Int32) -> [UInt8]? { self.disks[partition]?.header }

    /// Loses a partition's disk, as when a worker starts on another machine; the partition must not be open.
    public func removeContents(of partition: Int32) {
        precondition(self.writers[partition] == nil, "a partition is removed that is open")
        self.disks[partition] = nil
    }

    // MARK: For the stores

    fileprivate func put(
        _ entry: (key: Range<Int>, value: Range<Int>),
        of batch: CheckpointBatch,
        into partition: Int32
    ) {
        self.disks[partition, default: Disk()].entries[Array(batch.bytes[entry.key])] = Array(batch.bytes[entry.value])
    }

    fileprivate func put(header: [UInt8], into partition: Int32) {
        self.disks[partition, default: Disk()].header = header
    }

    fileprivate func setAside(_ partition: Int32, _ reason: String) {
        let disk = self.disks.removeValue(forKey: partition)
        self.readFailures[partition] = nil
        self.aside.append(Aside(partition: partition, reason: reason, entries: disk?.entries.count ?? 0))
    }

    fileprivate func release(_ writer: MemoryWriter) {
        guard !writer.isCutOff else { return }
        if self.writesWhenReleased { while writer.writeNext() {} }
        self.writers[writer.partition] = nil
    }
}

/// The queue of an open store, which a store and its storage share.
private final class MemoryWriter {
    let storage: MemoryStorage
    let partition: Int32
    var queue: [CheckpointBatch] = []
    var written = 0
    var trouble: CheckpointError?
    var isCutOff = false

    init(storage: MemoryStorage, partition: Int32) {
        self.storage = storage
        self.partition = partition
    }

    func writeNext() -> Bool {
        guard let batch = self.queue.first else { return false }
        self.trouble = self.storage.writeFailure
        guard self.trouble == nil else { return false }
        self.queue.removeFirst()
        for entry in batch.entries { self.storage.put(entry, of: batch, into: self.partition) }
        if let header = batch.header { self.storage.put(header: header, into: self.partition) }
        self.written += 1
        return true
    }

    func checkReading() throws(CheckpointError) {
        try self.checkCutOff()
        if let failure = self.storage.readFailures[self.partition] { throw failure }
    }

    func checkCutOff() throws(CheckpointError) {
        if self.isCutOff { throw CheckpointError("the process of this store has crashed") }
    }
}

/// A store in a `MemoryStorage`.
private final class MemoryStore: CheckpointStore {
    private let writer: MemoryWriter

    init(_ writer: MemoryWriter) { self.writer = writer }

    deinit { self.writer.storage.release(self.writer) }

    func header() throws(CheckpointError) -> [UInt8]? {
        try self.writer.checkReading()
        return self.writer.storage.header(of: self.writer.partition)
    }

    func forEachEntry(
        _ body: (_ key: Span<UInt8>, _ value: Span<UInt8>) throws(CheckpointError) -> Void
    ) throws(CheckpointError) {
        try self.writer.checkReading()
        for entry in self.writer.storage.entries(of: self.writer.partition) {
            try body(entry.key.span, entry.value.span)
        }
    }

    func entry(of key: [UInt8]) throws(CheckpointError) -> [UInt8]? {
        try self.writer.checkReading()
        return self.writer.storage.disks[self.writer.partition]?.entries[key]
    }

    func write(_ batch: CheckpointBatch) {
        guard !self.writer.isCutOff else { return }
        self.writer.queue.append(batch)
        if self.writer.storage.writesAtOnce { while self.writer.writeNext() {} }
    }

    var writtenBatches: Int { self.writer.written }

    var trouble: CheckpointError? { self.writer.trouble }

    func setAside(_ reason: String) throws(CheckpointError) {
        try self.writer.checkCutOff()
        self.writer.written += self.writer.queue.count
        self.writer.queue.removeAll()
        self.writer.trouble = nil
        self.writer.storage.setAside(self.writer.partition, reason)
    }
}
