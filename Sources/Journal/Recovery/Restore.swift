import Retention

/// Brings a partition back to where its last commit left it: from the local store, else from the `state` topic, else
/// from nothing, and from there on by the journal.
///
/// Two steps: first the checkpoint is loaded, which says where reading must begin; then, once the log reads from there,
/// the rest is refolded.
struct Restore<P: Projection> {
    let topics: Topics
    let log: any EventLog
    let coding: any EventCoding
    let projection: P
    let compile: EditionCompiler<P>
    /// The raw topics that the lane folds in place.
    let inPlace: [String]
    let settings: LaneSettings
    /// Bytes of states that the partition may keep in memory; `nil` for no limit.
    let budget: Int?
    /// Gets a line for people when a checkpoint can't be used.
    let report: (String) -> Void

    /// A partition on its way back.
    struct Loaded {
        var part: FoldedPartition<P>
        var writer = CheckpointWriter()
        /// Where in the journal the refold begins.
        var journalOffset: Int64 = 0
        /// What the last commit noted with the group's offset, when the group knows it.
        var committed: CommitNote?
        /// The offset of `events` that the last commit named.
        var committedNext: Int64 = 0
        /// The oldest offset of `events` that is kept.
        var beginning: Int64 = 0
        /// Where the log must begin to read `events` and the raw partitions that are folded in place.
        var starts: [TopicPartition: Int64] = [:]
        /// What the state came from.
        var source = Source.nothing
    }

    /// What a state came from.
    enum Source: String, Comparable {
        case nothing
        case store = "the local store"
        case topic = "the state topic"

        static func < (left: Source, right: Source) -> Bool { left.rawValue < right.rawValue }
    }

    /// Loads the best checkpoint there is.
    func load(_ partition: Int32) throws(LogError) -> Loaded {
        // Waits for transactions of the lane before this one that are still open; the end of the journal that is asked
        // for afterwards lies behind what they wrote, even where it becomes visible later.
        let offset = try self.log.committed(TopicPartition(self.topics.events, partition))
        let events = TopicPartition(self.topics.events, partition)
        var loaded = Loaded(part: try self.emptyPartition(partition, self.openStore(partition)))
        loaded.committed = offset.flatMap { CommitNote($0.note) }
        loaded.beginning = try self.log.beginning(of: events)
        loaded.committedNext = offset?.next ?? loaded.beginning
        try self.check(events, loaded.committedNext, loaded.beginning)
        let isInStore = try self.loadStore(&loaded)
        if !isInStore { _ = try self.loadTopic(&loaded) }
        loaded.starts[events] = max(loaded.part.next, loaded.beginning)
        for topic in self.inPlace {
            let place = TopicPartition(topic, partition)
            let beginning = try self.log.beginning(of: place)
            if let committed = try self.log.committed(place) { try self.check(place, committed.next, beginning) }
            // What intake has brought of it is left out by its offsets, whichever comes first.
            loaded.starts[place] = max(loaded.part.origins.next(of: place) ?? 0, beginning)
        }
        return loaded
    }

    /// Makes sure that what the last commit names is there, and that what came after it still is.
    private func check(_ place: TopicPartition, _ committed: Int64, _ beginning: Int64) throws(LogError) {
        let end = try self.log.appendedEnd(of: place)
        guard committed <= end else {
            throw LogError(
                .fatal,
                "\(place) ends at offset \(end), but was folded up to \(committed): was the topic deleted and "
                    + "made anew? Begin from nothing with a new --prefix."
            )
        }
        guard committed >= beginning else {
            throw LogError(
                .fatal,
                "\(place) begins at offset \(beginning), but was folded only up to \(committed): what "
                    + "lies between was deleted before it was folded. The topic must keep its records longer than a worker "
                    + "may stand still; begin from nothing with a new --prefix."
            )
        }
    }

    private func emptyPartition(
        _ partition: Int32,
        _ store: (any CheckpointStore)?
    ) throws(LogError) -> FoldedPartition<P> {
        var writers: Set<ChangeList.Writer> = []
        if self.settings.checkpoints != nil { writers.insert(.store) }
        if self.settings.stateInterval != nil { writers.insert(.topic) }
        let count = try self.log.partitionCount(of: self.topics.events)
        let part = FoldedPartition(partition, of: count, self.projection, changes: writers)
        part.store = store
        return part
    }

    private func openStore(_ partition: Int32) -> (any CheckpointStore)? {
        guard let storage = self.settings.checkpoints else { return nil }
        do throws(CheckpointError) { return try storage.open(partition) } catch {
            self.report("partition \(partition): no local store: \(error); going on without it")
            return nil
        }
    }

    // MARK: The local store

    private func loadStore(_ loaded: inout Loaded) throws(LogError) -> Bool {
        guard let store = loaded.part.store else { return false }
        let reason: String
        do throws(CheckpointError) {
            guard let bytes = try store.header() else {
                // Entries without a header say nothing, and new ones must not mix with them.
                try store.forEachEntry { _, _ throws(CheckpointError) in
                    throw CheckpointError("its first checkpoint was never completed")
                }
                return false
            }
            guard let header = CheckpointHeader(bytes.span, P.stateFormat) else {
                throw CheckpointError("it is of another format, or damaged")
            }
            var intake = EntryIntake(loaded.part, low: header.low, budget: self.budget, mayChill: true)
            try store.forEachEntry { key, value throws(CheckpointError) in try intake.take(key, value) }
            try self.finish(intake, header, &loaded)
            loaded.writer.restored(store: header.low, topic: header.topicLow)
            for (slot, record) in intake.records.enumerated() where record > header.topicLow {
                loaded.part.fold.changes.note(slot, for: .topic)
            }
            loaded.source = .store
            return true
        } catch { reason = error.message }
        self.report(
            "partition \(loaded.part.number): the local store can't be used: \(reason); it is set aside, and the state "
                + "is rebuilt from the topics"
        )
        try self.startOver(&loaded, because: reason)
        return false
    }

    /// Empties the partition and sets its store aside; where even that fails, it goes on without a store.
    private func startOver(_ loaded: inout Loaded, because reason: String) throws(LogError) {
        var store = loaded.part.store
        do throws(CheckpointError) { try store?.setAside(reason) } catch { store = nil }
        loaded.part = try self.emptyPartition(loaded.part.number, store)
    }

    /// Makes the partition what the header describes.
    private func finish(
        _ intake: EntryIntake<P>,
        _ header: CheckpointHeader,
        _ loaded: inout Loaded
    ) throws(CheckpointError) {
        guard let committed = loaded.committed, header.lineage == committed.lineage else {
            throw CheckpointError("the group has committed nothing, or of another journal")
        }
        guard header.low <= committed.record, intake.highest <= committed.record else {
            throw CheckpointError("it is ahead of what the group has committed; was the cluster set back?")
        }
        guard let edition = self.compile(header.text) else {
            throw CheckpointError("it was decided by a playbook that this version can't compile")
        }
        let part = intake.part
        do throws(LogError) { try part.adopt(edition) } catch { throw CheckpointError(error.description) }
        part.fold.takeIn(intake.records, low: header.low)
        part.fold.clock = header.clock
        part.origins = header.origins
        part.setSources(header.sources)
        part.next = header.next
        part.record = header.low
        part.lineage = header.lineage
        loaded.part = part
        loaded.journalOffset = header.journalOffset
    }

    // MARK: The `state` topic

    private func loadTopic(_ loaded: inout Loaded) throws(LogError) -> Bool {
        guard self.settings.stateInterval != nil else { return false }
        let place = TopicPartition(self.topics.state, loaded.part.number)
        let end = try self.log.appendedEnd(of: place)
        guard end > 0 else { return false }
        let reader = try self.log.openReader(place, from: 0)
        var image = TopicImage(EntryIntake<P>(loaded.part, low: .max, budget: self.budget, mayChill: false))
        let isRead = try reader.read(from: 0, to: end, batch: 4_096) { record in
            image.take(record)
        } afterBatch: { () throws(LogError) in
            try self.spill(&image.intake, &loaded)
        }
        guard isRead else { throw LogError(.rejoin, "\(place): could not be read to its end within 30 s") }
        let reason = self.adopt(image, &loaded)
        guard let reason else {
            // The refold must see that these have later steps in them already.
            for (slot, record) in image.intake.records.enumerated() where record > loaded.part.record {
                try loaded.part.warm(slot)
            }
            return true
        }
        self.report("\(place): can't be used: \(reason); the journal is refolded from its beginning")
        // What went on to the local store belongs to nothing now.
        if loaded.writer.handedOver > 0 {
            try self.startOver(&loaded, because: reason)
        } else {
            loaded.part = try self.emptyPartition(loaded.part.number, loaded.part.store)
        }
        return false
    }

    /// Makes the partition what the topic holds; returns why that can't be.
    private func adopt(_ image: TopicImage<P>, _ loaded: inout Loaded) -> String? {
        do throws(CheckpointError) {
            if let error = image.failure { throw error }
            guard let bytes = image.header else { throw CheckpointError("it holds no complete checkpoint yet") }
            guard let header = CheckpointHeader(bytes.span, P.stateFormat) else {
                throw CheckpointError("it is of another format")
            }
            try self.finish(image.intake, header, &loaded)
            for slot in image.intake.records.indices where !loaded.part.fold.table.isCold(slot) {
                loaded.part.fold.changes.note(slot, for: .store)
            }
            loaded.writer.restored(store: 0, topic: header.low)
            loaded.source = .topic
            return nil
        } catch { return error.message }
    }

    /// While a topic is loaded that holds more than the budget: states go on to the local store.
    private func spill(_ intake: inout EntryIntake<P>, _ loaded: inout Loaded) throws(LogError) {
        guard let budget = self.budget, let store = loaded.part.store, intake.part.fold.estimatedBytes > budget else {
            return
        }
        let log = self.log
        loaded.writer.handOver(intake.chillAll(), to: store)
        try loaded.writer.await(store) { log.wait(upTo: TimeSpan(milliseconds: 10)) }
    }

    // MARK: Refolding

    /// Refolds what came after the checkpoint; the log reads the partition from its place on.
    func refold(_ loaded: inout Loaded) throws(LogError) -> Int {
        let (log, starts, budget) = (self.log, loaded.starts, self.budget)
        var refold = try Refold(
            loaded.part,
            topics: self.topics,
            log: log,
            coding: self.coding,
            isSilent: true,
            compile: self.compile
        )
        let lend: RecordLender = { (place, maximum, body) throws(LogError) in
            for _ in 0..<100 {
                let outcome = try log.read(place, maximum: maximum, body)
                if outcome.count > 0 || outcome.end != nil { return outcome }
                log.wait(upTo: TimeSpan(milliseconds: 100))
            }
            return ReadOutcome(count: 0, end: nil)
        }
        let store = loaded.part.store
        var writer = loaded.writer
        defer { loaded.writer = writer }
        try self.checkJournal(loaded)
        let committed = loaded.committed?.record ?? 0
        var events = 0
        // From the place that the checkpoint names; and from the beginning when that lies too far on, because the lane
        // that wrote it had lost the partition unnoticed, or when the journal does not reach the last commit from there.
        for offset in Set([loaded.journalOffset, 0]).sorted(by: >) {
            var position: Refold<P>.Position?
            do throws(LogError) {
                position = try refold.run(from: offset, reading: lend, from: starts) {
                    refold throws(LogError) in
                    guard let budget, let store, refold.part.fold.estimatedBytes > budget + budget / 8 else { return }
                    try refold.part.spill(to: store, &writer, keeping: budget) {
                        log.wait(upTo: TimeSpan(milliseconds: 10))
                    }
                }
            } catch {
                guard error.remedy == .fatal, offset > 0 else { throw self.setAsideStore(of: loaded, because: error) }
            }
            guard let position else { continue }
            events = position.events
            if position.record >= committed { break }
        }
        let part = loaded.part
        part.fold.beginRecord(part.record + 1)
        guard part.record >= committed, part.next >= loaded.committedNext else {
            throw LogError(
                .fatal,
                "partition \(part.number): the group has committed offset \(loaded.committedNext) with journal record "
                    + "\(committed), but the journal ends at record \(part.record). Was the journal deleted? Reset "
                    + "the group's offsets to fold again."
            )
        }
        return events
    }
}

extension Restore {
    /// A journal that is shorter than it was is not the one that the checkpoint belongs to.
    private func checkJournal(_ loaded: Loaded) throws(LogError) {
        let journal = TopicPartition(self.topics.journal, loaded.part.number)
        let end = try self.log.appendedEnd(of: journal)
        guard end < loaded.journalOffset else { return }
        throw LogError(
            .fatal,
            "\(journal) ends at offset \(end), but reached \(loaded.journalOffset) when the checkpoint was written: was "
                + "the journal deleted? Nothing was emitted. Begin from nothing with a new --prefix."
        )
    }

    /// Sets a local store aside from which the journal does not go on.
    ///
    /// Returns the error that lets the lane begin anew, from the topic; other errors as they are.
    private func setAsideStore(of loaded: Loaded, because error: LogError) -> LogError {
        guard error.remedy == .fatal, loaded.source == .store, let store = loaded.part.store else { return error }
        guard (try? store.setAside(error.message)) != nil else { return error }
        return LogError(
            .rejoin,
            "partition \(loaded.part.number): the local store does not fit the topics and is set aside: \(error.message)"
        )
    }
}
