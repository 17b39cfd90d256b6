/// Where a worker keeps the checkpoints of its partitions on this machine.
public protocol CheckpointStorage: Sendable {
    /// Opens the store of a partition of `events`, and makes it when there is none.
    ///
    /// Waits some seconds for a lane of the same process that still has it. A store that can't be read, or that is of
    /// another format, is set aside under another name, reported through the log, and an empty one is opened.
    func open(_ partition: Int32) throws(CheckpointError) -> any CheckpointStore
}

/// The persisted states of one partition's subjects, and how far they reach.
///
/// Entries and headers are bytes to it. Batches are written by a background thread in the order in which they were
/// handed over, and so are the entries of a batch. Whatever crashes, what is on disk afterwards is what some prefix of
/// the entries left, and a batch's header never stands there without all entries of this and the earlier batches.
/// Owned by one lane; releasing it writes what was handed over, for some seconds at most, and closes it.
public protocol CheckpointStore: AnyObject {
    /// The header that was written last; `nil` while there is none.
    func header() throws(CheckpointError) -> [UInt8]?
    /// Lends every entry, in no particular order.
    func forEachEntry(
        _ body: (_ key: Span<UInt8>, _ value: Span<UInt8>) throws(CheckpointError) -> Void
    ) throws(CheckpointError)
    /// The entry of a key among the batches that are `written`; `nil` when there is none.
    func entry(of key: [UInt8]) throws(CheckpointError) -> [UInt8]?
    /// Hands a batch over to be written; returns at once.
    func write(_ batch: CheckpointBatch)
    /// How many of the batches handed over are written.
    var writtenBatches: Int { get }
    /// Why writing does not get on, while it is tried again: for example, a full disk.
    var trouble: CheckpointError? { get }
    /// Begins anew without entries and header, and keeps what there was under another name for people to look at.
    ///
    /// For contents that can't be read or that are of no more use to the engine. Waits for a batch under way; batches
    /// handed over before count as written. Not to be called from within `forEachEntry`.
    ///
    /// - Parameter reason: What is the matter with the contents; it goes to the log.
    /// - Throws: `CheckpointError` when that can't be done; then everything is as before, or the store is empty and
    ///   `trouble` until it can be written again.
    func setAside(_ reason: String) throws(CheckpointError)
}

/// Entries to be written together, and what they complete.
public struct CheckpointBatch: Sendable {
    /// The bytes of all keys and values.
    public private(set) var bytes: [UInt8] = []
    /// Where each entry stands in `bytes`.
    public private(set) var entries: [(key: Range<Int>, value: Range<Int>)] = []
    /// What says how far the entries reach; written after them, together with them or not at all.
    public var header: [UInt8]?

    /// Makes an empty batch.
    public init() {}

    /// Adds an entry; `key` and `value` append their bytes.
    public mutating func append(key: (inout [UInt8]) -> Void, value: (inout [UInt8]) -> Void) {
        let start = self.bytes.count
        key(&self.bytes)
        let middle = self.bytes.count
        value(&self.bytes)
        self.entries.append((start..<middle, middle..<self.bytes.count))
    }
}

/// What went wrong with a store of checkpoints.
///
/// A lane can always go on without one: it takes longer to recover then.
public struct CheckpointError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What happened, where, and what to do; without personal data.
    public let message: String

    /// Makes an error.
    public init(_ message: String) { self.message = message }

    /// The text form.
    public var description: String { self.message }
}
