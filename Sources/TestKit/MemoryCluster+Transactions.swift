import Journal
import Retention

/// A transaction that has not ended everywhere.
struct OpenTransaction {
    /// How far it has come.
    enum Stage {
        /// Nobody has asked to commit it.
        case appending
        /// The request to commit it is under way, and may arrive or not.
        case requested
        /// It will be committed, whatever happens.
        case prepared
    }

    let number: Int
    let producer: String
    let group: String
    let begun: Timestamp
    var touched: [MemoryPartition] = []
    var offsets: [TopicPartition: GroupOffset] = [:]
    var stage = Stage.appending
}

/// The end of a transaction that readers of one partition don't know of yet.
struct LateMarker {
    let partition: MemoryPartition
    let transaction: Int
    let producer: String
    let isCommit: Bool
}

extension MemoryCluster {
    /// Ends the transactions that were left open, as if the requests under way arrived now or never.
    ///
    /// What nobody asked to commit is aborted, and what was decided is committed, either way.
    public func endOpenTransactions(committing isCommit: Bool) {
        for transaction in self.openTransactions.map(\.number) {
            self.end(transaction) { $0 == .prepared || isCommit && $0 == .requested }
        }
    }

    /// Aborts transactions that have been open for `transactionTimeout`, and completes those that were decided.
    ///
    /// A producer whose transaction is aborted so is fenced.
    public func expireTransactions() {
        for open in self.openTransactions {
            let isOld = self.now - open.begun >= self.transactionTimeout
            guard open.stage == .prepared || isOld else { continue }
            if open.stage != .prepared { self.producers[open.producer, default: 0] += 1 }
            self.end(open.number) { $0 == .prepared }
        }
    }

    /// Makes the ends of transactions visible that `topicsWithLateMarkers` held back.
    public func writeMarkers() { self.writeMarkers { _ in true } }

    /// Whether any transaction is open, decided ones whose end nobody can see included.
    public var hasOpenTransactions: Bool { !self.openTransactions.isEmpty }

    private func writeMarkers(where isMeant: (LateMarker) -> Bool) {
        guard !self.lateMarkers.isEmpty else { return }
        for marker in self.lateMarkers where isMeant(marker) {
            marker.partition.end(marker.transaction, isCommit: marker.isCommit)
        }
        self.lateMarkers.removeAll(where: isMeant)
    }

    // MARK: What producers do

    /// Registers a producer: fences those before it, and ends what they left open.
    ///
    /// - Returns: Its epoch.
    func registerProducer(_ name: String) -> Int {
        for open in self.openTransactions where open.producer == name { self.end(open.number) { $0 == .prepared } }
        self.writeMarkers { $0.producer == name }
        self.producers[name, default: 0] += 1
        return self.producers[name, default: 0]
    }

    /// Begins a transaction, once the producer's last one has ended everywhere.
    func beginTransaction(_ producer: String, group: String) -> Int {
        self.writeMarkers { $0.producer == producer }
        self.lastTransaction += 1
        self.openTransactions.append(
            OpenTransaction(number: self.lastTransaction, producer: producer, group: group, begun: self.now)
        )
        return self.lastTransaction
    }

    /// Appends a batch, all of it or some first records of each partition; transaction 0 is none.
    func append(_ batch: borrowing OutputBatch, to transaction: Int, isPrefix: Bool = false) {
        // One copy that all records share.
        let bytes = Array(batch.bytes[...])
        var room: [TopicPartition: Int] = isPrefix ? self.prefixLengths(of: batch, bytes) : [:]
        var touched: [MemoryPartition] = []
        for record in batch.records {
            let target = self.target(of: record, in: bytes)
            if isPrefix {
                guard let left = room[target.place], left > 0 else { continue }
                room[target.place] = left - 1
            }
            if target.append(Self.entry(record, batch.headers(of: record), in: bytes, transaction: transaction)) {
                touched.append(target)
            }
        }
        guard let index = self.openTransactions.firstIndex(where: { $0.number == transaction }) else { return }
        self.openTransactions[index].touched += touched
    }

    private func prefixLengths(of batch: borrowing OutputBatch, _ bytes: [UInt8]) -> [TopicPartition: Int] {
        var counts: [TopicPartition: Int] = [:]
        var places: [TopicPartition] = []
        for record in batch.records {
            let place = self.target(of: record, in: bytes).place
            if counts.updateValue(counts[place, default: 0] + 1, forKey: place) == nil { places.append(place) }
        }
        for place in places {
            let count = counts[place, default: 0]
            counts[place] = min(count, max(0, self.prefixes?(place, count) ?? count / 2))
        }
        return counts
    }

    func isOpen(_ transaction: Int) -> Bool { self.openTransactions.contains { $0.number == transaction } }

    /// Adds offsets to a transaction, and says how far it has come.
    func update(_ transaction: Int, _ stage: OpenTransaction.Stage, offsets: [TopicPartition: GroupOffset]) {
        guard let index = self.openTransactions.firstIndex(where: { $0.number == transaction }) else { return }
        self.openTransactions[index].stage = stage
        self.openTransactions[index].offsets = offsets
    }

    /// Ends a transaction: commits it when its stage says so.
    func end(_ transaction: Int, committing isCommit: (OpenTransaction.Stage) -> Bool) {
        guard let index = self.openTransactions.firstIndex(where: { $0.number == transaction }) else { return }
        let open = self.openTransactions.remove(at: index)
        let isCommit = isCommit(open.stage)
        if isCommit { self.groups[open.group]?.commit(open.offsets) }
        for partition in open.touched {
            if self.topicsWithLateMarkers.contains(partition.place.topic) {
                self.lateMarkers.append(
                    LateMarker(
                        partition: partition,
                        transaction: transaction,
                        producer: open.producer,
                        isCommit: isCommit
                    )
                )
            } else {
                partition.end(transaction, isCommit: isCommit)
            }
        }
    }

    /// Whether an open transaction will move the group's offset of a partition if it is committed.
    func hasPendingOffset(_ place: TopicPartition, group: String) -> Bool {
        self.openTransactions.contains { $0.group == group && $0.offsets[place] != nil }
    }
}
