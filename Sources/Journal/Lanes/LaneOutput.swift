import Retention

/// The transaction under way of a fold lane: what its partitions asked for, and how far they have come.
struct LaneOutput<P: Projection>: ~Copyable {
    var batch = OutputBatch()
    private(set) var consumed: [TopicPartition: GroupOffset] = [:]
    private var pending = WorkerCounts.Snapshot()
    /// What decides; another one may take its place between two transactions.
    var edition: Edition<P>
    private let coding: any EventCoding
    private let topics: Topics

    init(edition: Edition<P>, coding: any EventCoding, topics: Topics) {
        self.edition = edition
        self.coding = coding
        self.topics = topics
    }

    var isEmpty: Bool { self.batch.isEmpty && self.consumed.isEmpty }

    /// Takes in what became of a record of a source, and what the fold asked for.
    mutating func note(_ taken: FoldedPartition<P>.Taken, _ effects: inout Effects) {
        switch taken {
        case .folded(let event):
            self.pending.latest = max(self.pending.latest, event.time)
            self.hand(&effects)
        case .repeated: break
        case .refused(let refused): self.refuse(refused)
        case .ignored(let reason): self.pending.ignored[reason, default: 0] += 1
        case .stray(let event):
            self.pending.strays += 1
            self.send(event)
        }
    }

    /// Moves what the fold asked for into the transaction.
    mutating func hand(_ effects: inout Effects) {
        guard !effects.signals.isEmpty || !effects.letters.isEmpty else { return }
        for signal in effects.signals {
            self.pending.signals[signal.type.name, default: 0] += 1
            self.batch.append(signal, by: self.edition.signals, to: self.topics.signals(signal.type.topic))
        }
        for var letter in effects.letters {
            letter.isLetter = true
            self.send(letter)
        }
        effects.removeAll()
    }

    /// Sends an event to where its subject belongs.
    private mutating func send(_ event: Event) {
        let coding = self.coding
        self.batch.append(to: self.topics.events, key: .text(event.subject.id), timestamp: event.time) {
            coding.encode(event, to: &$0)
        }
    }

    /// Moves what a shadow has decided into the transaction.
    mutating func hand(_ shadow: inout ShadowFold<P>?) {
        guard let coding = shadow?.edition.signals else { return }
        let topic = self.topics.shadow
        shadow?.hand { signal in self.batch.append(signal, by: coding, to: topic) }
    }

    private mutating func refuse(_ record: RefusedRecord) {
        self.pending.rejected[record.rejection.reason, default: 0] += 1
        self.batch.append(
            to: self.topics.deadLetters,
            key: .passedOn(record.key),
            timestamp: record.timestamp,
            headers: DeadLetter.headers(record.rejection, record.origin),
            passedOn: record.headers
        ) { $0.append(contentsOf: record.value) }
    }

    /// Notes how far a partition has come, and by which journal record.
    mutating func consume(_ part: LanePartition<P>, upTo record: UInt64) {
        self.consumed[TopicPartition(self.topics.events, part.number)] = GroupOffset(
            next: part.state.next,
            note: CommitNote(record: record, lineage: part.state.lineage, clock: part.state.fold.clock).text
        )
        for (place, next) in part.sources.positions { self.consumed[place] = GroupOffset(next: next) }
    }

    /// Forgets how far partitions of a number have come, which are no longer the lane's.
    mutating func forget(_ number: Int32) {
        self.consumed = self.consumed.filter { $0.key.partition != number }
    }

    /// Begins a new transaction; returns what the last one came to.
    mutating func committed() -> WorkerCounts.Snapshot {
        self.batch.removeAll()
        self.consumed.removeAll()
        defer { self.pending = WorkerCounts.Snapshot() }
        return self.pending
    }

    /// Forgets the transaction.
    mutating func removeAll() {
        _ = self.committed()
    }
}
