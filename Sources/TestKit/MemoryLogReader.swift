import Journal
import Retention

/// A look at a `MemoryCluster` from outside any group.
final class MemoryLogSource: LogSource {
    private let cluster: MemoryCluster

    init(cluster: MemoryCluster) { self.cluster = cluster }

    func appendedEnd(of partition: TopicPartition) throws(LogError) -> Int64 {
        self.cluster.appendedEnd(of: partition)
    }

    func beginning(of partition: TopicPartition) throws(LogError) -> Int64 {
        self.cluster.beginning(of: partition)
    }

    func partitionCount(of topic: String) throws(LogError) -> Int32 {
        try self.cluster.knownPartitionCount(of: topic)
    }

    func openReader(_ partition: TopicPartition, from offset: Int64) throws(LogError) -> any LogReader {
        MemoryLogReader(cluster: self.cluster, owner: nil, place: partition, position: offset)
    }
}

/// Reads one partition of a `MemoryCluster` outside any group.
final class MemoryLogReader: LogReader {
    private let cluster: MemoryCluster
    private let partition: MemoryPartition
    /// Whose process it belongs to.
    private weak var owner: MemoryLog?
    private var position: Int64

    init(cluster: MemoryCluster, owner: MemoryLog?, place: TopicPartition, position: Int64) {
        self.cluster = cluster
        self.partition = cluster.partition(place)
        self.owner = owner
        self.position = position
    }

    func read(
        maximum: Int,
        wait span: TimeSpan,
        _ body: (borrowing LogRecord) -> Void
    ) throws(LogError) -> ReadOutcome {
        if let owner = self.owner { try owner.meet(.onReaderRead) }
        let outcome = self.partition.read(at: &self.position, maximum: maximum, body)
        if outcome.count == 0, span > TimeSpan(milliseconds: 0) { self.cluster.whenWaiting?() }
        return outcome
    }
}
