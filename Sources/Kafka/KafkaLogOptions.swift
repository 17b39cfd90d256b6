/// How a Kafka log joins its group, and how long it waits for what.
public struct KafkaLogOptions: Sendable {
    /// How the members of a group share out the partitions; all members of a group must offer the same.
    public enum AssignmentStrategy: String, CaseIterable, Sendable {
        /// Keeps equal partition numbers of several topics together. Everybody gives everything back at every change.
        case range
        /// Moves as few partitions as possible, and nobody stops working on those that stay.
        case cooperativeSticky = "cooperative-sticky"
    }

    /// How the group shares out partitions.
    ///
    /// Defaults to `range`.
    public var assignmentStrategy = AssignmentStrategy.range
    /// After how long the brokers abort the open transaction of a worker that died and does not come back.
    ///
    /// Defaults to 15 seconds, at most the brokers' `transaction.max.timeout.ms`. Readers of committed records wait that
    /// long for what stands behind such a transaction; a worker that comes back under its name ends it at once. A
    /// transaction that takes longer is aborted and tried again.
    public var transactionTimeout: Duration = .seconds(15)
    /// After how long without a sign of life a member's partitions go to others.
    ///
    /// Defaults to `nil`: librdkafka's 45 seconds, unless a property of the client says otherwise.
    public var sessionTimeout: Duration?
    /// How long making a log or a source waits for the brokers.
    ///
    /// Defaults to 20 seconds.
    public var connectTimeout: Duration = .seconds(20)
    /// How long a commit is tried before the lane has to join again.
    ///
    /// Defaults to 30 seconds; one attempt at a transaction takes no longer than `transactionTimeout`.
    public var commitTimeout: Duration = .seconds(30)
    /// How long leaving the group may take.
    ///
    /// Defaults to 10 seconds, a rebalance under way included; a member that could not say goodbye in time goes as a
    /// crashed one does.
    public var leaveTimeout: Duration = .seconds(10)

    /// Bytes of records that wait in memory, of each partition, before no more of it is fetched.
    ///
    /// Defaults to `nil`: librdkafka's 64 MB.
    public var queuedBytes: Int?

    /// Makes the default options.
    public init() {}

    /// How long a look-up waits: brokers look for transactions that have taken too long every ten seconds.
    var lookupTimeout: Duration { self.transactionTimeout + .seconds(15) }
}
