public import Journal
public import Retention

/// What an implementation of `EventLog` provides so that its promises can be checked.
///
/// Every check gets a site of its own, or one whose topics and groups nobody else uses.
public protocol EventLogSite: AnyObject {
    /// Makes an empty topic under a name that is free, and returns that name.
    func makeTopic(_ name: String, partitions: Int32) throws -> String
    /// Returns the name of a group that nobody uses but those who ask under the same name.
    func groupName(_ name: String) -> String
    /// Makes a log.
    func makeLog(_ request: EventLogRequest) throws(LogError) -> any EventLog
    /// Lets a log leave in good order.
    func close(_ log: any EventLog)
    /// Lets a log's process die as far as that is possible: it is not asked anything any more, and cleans nothing up.
    func kill(_ log: any EventLog)
    /// Lets the group give the partitions of a member that was killed, or is not served any more, to others.
    func expireSession(of log: any EventLog)
    /// Appends under a transactional name, with an offset for the group where one is given, and dies before committing.
    func leaveTransactionOpen(
        group: String,
        name: String,
        batch: borrowing OutputBatch,
        offsets: [TopicPartition: GroupOffset]
    ) throws
    /// Lets the time pass after which open transactions of dead producers are aborted.
    func expireTransactions()
    /// Appends a record outside any transaction.
    func append(to place: TopicPartition, key: String?, value: [UInt8], timestamp: Timestamp) throws
    /// Every committed record of a topic, by partition and offset.
    func records(of topic: String) throws -> [MemoryCluster.Record]
    /// Deletes the records before an offset.
    func deleteRecords(before offset: Int64, in place: TopicPartition) throws
    /// Opens a look from outside any group.
    func source() throws(LogError) -> any LogSource
    /// How long something that must happen is waited for; a site in which nothing takes time waits for some turns only.
    var patience: Duration { get }
}

/// A log that a check asks its site for.
public struct EventLogRequest: Hashable, Sendable {
    /// The group, by its full name.
    public var group: String
    /// The topics, by their full names.
    public var topics: [String]
    /// What is promised for its records.
    public var delivery: Delivery
    /// The name of a static member.
    public var instance: String?
    /// Whether the group hands over only the partitions that move.
    public var isCooperative = false
}

/// The promises of `EventLog`, one check each.
///
/// A check throws a `ContractViolation` when the promise is not kept, and whatever the log or the site throws.
public enum EventLogContract: String, CaseIterable, Sendable {
    /// Records in several partitions and topics and offsets are there together after a transaction.
    case aTransactionCommitsRecordsAndOffsetsTogether
    /// What a dead producer left open is aborted by its successor, and never seen.
    case whatASuccessorAbortsIsNeverSeen
    /// Nothing behind the first record of an open transaction is read before that has ended.
    case anOpenTransactionHoldsReadersBack
    /// An open transaction of a producer that died for good is aborted after some time.
    case anOpenTransactionOfADeadProducerIsAbortedInTime
    /// A log fences the one before it of the same name.
    case aSecondLogOfTheSameNameFencesTheFirst
    /// Records appended in order are there when the commit returns, and so are the offsets.
    case inOrderEverythingIsThereOnReturn
    /// The records of a partition keep the order in which they were added, with either delivery.
    case recordsKeepTheirOrderWithinAPartition
    /// A batch of many records comes through whole.
    case aLargeBatchIsAppendedWhole
    /// Offsets can be committed without records.
    case offsetsAreCommittedWithoutRecords
    /// Records can be committed without offsets.
    case recordsAreCommittedWithoutOffsets
    /// Headers, keys, timestamps and empty values come back as they were.
    case headersKeysAndTimestampsAreKept
    /// A key without a partition goes where the Java client puts it.
    case keysGoWhereTheJavaClientPutsThem
    /// A log that has thrown can't commit any more.
    case aFailedLogStaysUnusable

    /// Notes come back with their offsets, also to another member.
    case offsetsComeBackWithTheirNotes
    /// There is no offset before one was committed.
    case thereIsNoOffsetBeforeACommit
    /// The group's offset is not told while an open transaction would move it.
    case committedWaitsForOpenTransactions

    /// The end is told once nothing stands behind what was handed over, to members and readers.
    case theEndOfAPartitionIsTold
    /// A read hands over no more than it is asked for, and goes on there.
    case readsGoOnWhereTheLastOneStopped
    /// The appended end counts open transactions.
    case theAppendedEndCountsOpenTransactions
    /// A reader begins where it is told, or at the first record that was not deleted.
    case aReaderBeginsWhereItIsTold
    /// The partitions of a topic are counted, and a missing topic is waited for.
    case partitionsAreCounted

    /// Assigned partitions are read from the positions given.
    case readingBeginsAtThePositionsGiven
    /// Without positions, assigned partitions are read from the group's offset, else from their beginning.
    case readingBeginsAtTheGroupsOffsetElseAtTheBeginning
    case whatWasDeletedUnreadIsNoticed
    /// Two members have every partition once.
    case twoMembersShareThePartitions
    /// A partition goes to somebody else only once its owner has accepted that.
    case partitionsMoveOnceTheRevocationIsAccepted
    /// What is committed before a revocation is accepted is where the new owner begins.
    case aTransactionBeforeTheHandOverIsHonoured
    /// The same for offsets that follow records delivered in order.
    case offsetsBeforeTheHandOverAreHonoured
    /// A member that leaves hands its partitions over.
    case leavingHandsPartitionsOver
    /// A static member that died finds its partitions when it comes back, and nobody else notices.
    case aStaticMemberComesBackToItsPartitions
    /// Offsets of a member whom the group has expelled are refused.
    case anExpelledMemberCanNotCommitOffsets
    /// A cooperative group leaves members what stays with them.
    case aCooperativeGroupMovesOnlyWhatItMust

    /// Checks the promise.
    public func check(on site: any EventLogSite) throws {
        let bench = ContractBench(site)
        defer { bench.closeAll() }
        switch self {
        case .aTransactionCommitsRecordsAndOffsetsTogether: try bench.commitsTogether()
        case .whatASuccessorAbortsIsNeverSeen: try bench.successorAborts()
        case .anOpenTransactionHoldsReadersBack: try bench.openTransactionHoldsBack()
        case .anOpenTransactionOfADeadProducerIsAbortedInTime: try bench.openTransactionExpires()
        case .aSecondLogOfTheSameNameFencesTheFirst: try bench.secondFencesFirst()
        case .inOrderEverythingIsThereOnReturn: try bench.inOrderIsThereOnReturn()
        case .recordsKeepTheirOrderWithinAPartition: try bench.orderIsKept()
        case .aLargeBatchIsAppendedWhole: try bench.largeBatch()
        case .offsetsAreCommittedWithoutRecords: try bench.offsetsAlone()
        case .recordsAreCommittedWithoutOffsets: try bench.recordsAlone()
        case .headersKeysAndTimestampsAreKept: try bench.partsAreKept()
        case .keysGoWhereTheJavaClientPutsThem: try bench.keysArePartitioned()
        case .aFailedLogStaysUnusable: try bench.failedStaysFailed()
        case .offsetsComeBackWithTheirNotes: try bench.notesComeBack()
        case .thereIsNoOffsetBeforeACommit: try bench.noOffsetBefore()
        case .committedWaitsForOpenTransactions: try bench.committedWaits()
        case .theEndOfAPartitionIsTold: try bench.endIsTold()
        case .readsGoOnWhereTheLastOneStopped: try bench.readsGoOn()
        case .theAppendedEndCountsOpenTransactions: try bench.appendedEndCounts()
        case .aReaderBeginsWhereItIsTold: try bench.readerBegins()
        case .partitionsAreCounted: try bench.partitionsAreCounted()
        case .readingBeginsAtThePositionsGiven: try bench.positionsAreHonoured()
        case .readingBeginsAtTheGroupsOffsetElseAtTheBeginning: try bench.groupOffsetIsHonoured()
        case .whatWasDeletedUnreadIsNoticed: try bench.deletionIsNoticed()
        case .twoMembersShareThePartitions: try bench.membersShare()
        case .partitionsMoveOnceTheRevocationIsAccepted: try bench.revocationIsAwaited()
        case .aTransactionBeforeTheHandOverIsHonoured: try bench.handOver(nil)
        case .offsetsBeforeTheHandOverAreHonoured: try bench.handOver(.inOrder)
        case .leavingHandsPartitionsOver: try bench.leaving()
        case .aStaticMemberComesBackToItsPartitions: try bench.staticReturn()
        case .anExpelledMemberCanNotCommitOffsets: try bench.expelledIsRefused()
        case .aCooperativeGroupMovesOnlyWhatItMust: try bench.cooperativeMove()
        }
    }
}
