/// A place in a log's work at which a test can let it fail.
public enum FaultPoint: Hashable, CaseIterable, Sendable {
    /// The group is asked for changes.
    case onPoll
    /// A change is taken over; nothing of it has happened yet.
    case onAccept
    /// Records of an assigned partition are asked for.
    case onRead
    /// A reader outside the group is opened.
    case onOpenReader
    /// Records are asked for by such a reader.
    case onReaderRead
    /// The group's offset is asked for.
    case onCommittedLookup
    /// The end of a partition is asked for.
    case onAppendedEnd
    /// A commit begins; nothing is appended.
    case beforeAppend
    /// The first records of each partition are appended, as many as `MemoryCluster.prefixes` says.
    case midAppend
    /// All records are appended, and the offsets have not arrived. In order: as when the acknowledgements got lost.
    case beforeOffsets
    /// All records and offsets have arrived, and the request to commit them has not. Transactions only.
    case beforeCommit
    /// The transaction will be committed whatever happens, and no reader can see it yet. Transactions only.
    case beforeCommitMarker
    /// Everything is committed, and the answer gets lost.
    case afterCommit
}

/// What happens at a fault point.
public enum Fault: Hashable, CaseIterable, Sendable {
    /// The process dies: whatever the log is asked afterwards throws, and nothing is cleaned up.
    ///
    /// An open transaction stays open, and the group does not notice before the session expires.
    case crash
    /// The log throws and asks to join again.
    ///
    /// A transaction that was not requested to be committed is aborted; what was requested stays as it is.
    case error
}
