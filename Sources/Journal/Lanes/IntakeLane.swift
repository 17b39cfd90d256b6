import Retention

/// Takes raw records in: decodes, merges by event time, and appends canonical events and dead letters.
///
/// A consume-produce loop without state and without transactions: it appends in order, waits until that is acknowledged,
/// and commits how far it read. What a crash makes it append again is left out by the fold, which knows the raw offsets;
/// so each raw record leads to exactly one event or dead letter. No open transaction of a lane that died ever holds up
/// those that fold. Its log needs `Delivery.inOrder` and nothing more. Runs on one thread.
public final class IntakeLane {
    private struct Source {
        let place: TopicPartition
        /// The next offset to read once everything that has passed the merge is committed; `nil` before anything is known.
        var next: Int64?
        /// The highest event time that has passed the merge.
        var highest: Timestamp?
        /// Records that have passed the merge since the last commit.
        var passed = 0
        /// Records read in a row that were no events.
        var barren = 0
    }

    private let name: String
    private let log: any EventLog
    private let decoder: any RecordDecoder
    private let coding: any EventCoding
    private let topics: Topics
    private let settings: LaneSettings
    private let counts: WorkerCounts

    private var sources: [Int: Source] = [:]
    private var merge = SourceMerge<(offset: Int64, taken: Taken)>()
    private var withheld = Withheld()
    private var consumed: [TopicPartition: GroupOffset] = [:]
    private var batch = OutputBatch()
    private var pending = WorkerCounts.Snapshot()
    private var published = ClockRecord()
    /// How many partitions `events` has.
    private var partitions: Int32 = 1
    private var roundTime: Timestamp
    private var join: JoinWatch
    private var lastCommit: Timestamp
    private var lastClock: Timestamp?
    private var refusedSince: Timestamp?

    /// Makes a lane; `name` keys its records on the `clock` topic.
    public init(
        name: String,
        log: any EventLog,
        decoder: any RecordDecoder,
        coding: any EventCoding,
        topics: Topics,
        settings: LaneSettings,
        counts: WorkerCounts
    ) {
        self.name = name
        self.log = log
        self.decoder = decoder
        self.coding = coding
        self.topics = topics
        self.settings = settings
        self.join = JoinWatch(timeout: settings.joinTimeout)
        self.counts = counts
        self.roundTime = settings.now()
        self.lastCommit = self.roundTime
    }

    /// Works until `stop` is given; then commits what is open.
    public func run(until stop: StopSignal) throws(LogError) {
        while !stop.isRequested {
            let count = try self.round()
            if count == 0 { self.log.wait(upTo: self.settings.commitInterval) }
        }
        _ = try self.commit()
    }

    /// One round: membership, reading, merging, and a commit when it is due.
    ///
    /// Returns how many records moved.
    public func round() throws(LogError) -> Int {
        for change in try self.log.poll() { try self.take(change) }
        self.roundTime = self.settings.now()
        try self.join.check(at: self.roundTime)
        var moved = 0
        if self.refusedSince == nil {
            for index in self.sources.keys.sorted() { moved += try self.read(index) }
            moved += self.passOn()
            try self.publishClock(self.roundTime)
        }
        let isDue = hasPassed(self.settings.commitInterval, since: self.lastCommit, at: self.roundTime)
        if isDue || self.batch.bytes.count >= self.settings.bytesPerTransaction { _ = try self.commit() }
        return moved
    }

    private func take(_ change: Membership) throws(LogError) {
        switch change {
        case .assigned(let places):
            self.partitions = max(1, try self.log.partitionCount(of: self.topics.events))
            var positions: [TopicPartition: Int64] = [:]
            for place in places { positions[place] = try self.position(in: place) }
            try self.log.accept(change, startingAt: positions)
            for place in places.sorted() { self.add(place) }
            self.join.answer()
        case .revoked(let places):
            let isCommitted = try self.commit()
            self.drop(places)
            if !isCommitted { try self.forget() }
            try self.log.accept(change, startingAt: [:])
        case .lost(let places):
            self.drop(places)
            try self.forget()
            try self.log.accept(change, startingAt: [:])
        }
    }

    /// Forgets what is open: the next owners read it again, and the fold leaves out what was appended of it.
    ///
    /// Nothing may be appended after a gap. So what is left to the lane would have to be read again too.
    private func forget() throws(LogError) {
        self.batch.removeAll()
        self.consumed.removeAll()
        self.refusedSince = nil
        guard self.sources.isEmpty else { throw LogError(.rejoin, "some partitions were lost") }
    }

    /// Where reading goes on, unless what stands there was deleted.
    ///
    /// The records of a new topic of the same name would be taken for repeated ones.
    private func position(in place: TopicPartition) throws(LogError) -> Int64 {
        // The offset first: the end only grows, so that one asked for later never lies before it.
        let committed = try self.log.committed(place)
        let (beginning, end) = (try self.log.beginning(of: place), try self.log.appendedEnd(of: place))
        guard let next = committed?.next else { return beginning }
        guard next <= end else {
            throw LogError(
                .fatal,
                "\(place) ends at offset \(end), but was read up to \(next): was the topic deleted and made anew? Use "
                    + "a new name for it, or a new --prefix to begin from nothing."
            )
        }
        guard next >= beginning else {
            throw LogError(
                .fatal,
                "\(place) begins at offset \(beginning), but was read only up to \(next): what lies between was deleted "
                    + "before it was read. To go on without it, move the offset of the intake group to \(beginning) "
                    + "(kafka-consumer-groups --reset-offsets); and let the topic keep its records longer."
            )
        }
        return next
    }

    private func add(_ place: TopicPartition) {
        let index = (0...self.sources.count).first { self.sources[$0] == nil } ?? self.sources.count
        self.sources[index] = Source(place: place)
        self.merge.add(index)
    }

    private func drop(_ places: [TopicPartition]) {
        for (index, source) in self.sources where places.contains(source.place) {
            self.merge.remove(index)
            self.withheld.remove(index)
            self.sources[index] = nil
            self.published.watermarks[source.place] = nil
        }
        self.noteWaiting()
    }

    private func read(_ index: Int) throws(LogError) -> Int {
        guard let source = self.sources[index] else { return 0 }
        guard !self.withheld.holds(index) else { return self.retry(index, source.place) }
        let room = self.settings.heldPerPartition - self.merge.count(of: index)
        guard room > 0 else { return 0 }
        let outcome = try self.log.read(source.place, maximum: room) { record in
            self.take(record, from: source.place, index)
        }
        // A source with records that can't be read yet lags: nobody may take it for silent.
        let isSilent = outcome.end != nil && !self.withheld.holds(index)
        if outcome.count > 0 || outcome.end != nil { self.merge.setSilent(isSilent, index) }
        self.merge.setBarren((self.sources[index]?.barren ?? 0) >= LaneSources.barrenAfter, index)
        if let end = outcome.end, self.merge.isDrained(index) { self.sources[index]?.next = end }
        return outcome.count
    }

    /// Tries once more to take what could not be read; what comes behind it waits.
    private func retry(_ index: Int, _ place: TopicPartition) -> Int {
        guard self.withheld.isDue(at: self.roundTime) else { return 0 }
        let records = self.withheld.remove(index)
        for record in records { record.lend { self.take($0, from: place, index) } }
        self.noteWaiting()
        return self.withheld.holds(index) ? 0 : records.count
    }

    /// Tells what the lane waits for.
    private func noteWaiting() {
        let reason = self.withheld.reason
        self.counts.update { $0.waiting[self.name] = reason }
    }

    private func take(_ record: borrowing LogRecord, from place: TopicPartition, _ index: Int) {
        let origin = Origin(source: place.topic, partition: place.partition, offset: record.offset)
        guard !self.withheld.holds(index) else { return self.withheld.keep(record, index) }
        switch self.decoder.decode(record, at: origin).refusing(after: self.roundTime + self.settings.future) {
        case .event(let event):
            self.sources[index]?.barren = 0
            self.merge.push((record.offset, .event(event)), time: event.time, to: index)
        case .ignored(let reason):
            self.sources[index]?.barren += 1
            self.merge.push((record.offset, .ignored(reason)), time: nil, to: index)
        case .rejected(let rejection):
            self.sources[index]?.barren += 1
            let refused = RefusedRecord(rejection, origin, record)
            self.merge.push((record.offset, .rejected(refused)), time: nil, to: index)
        case .unavailable(let reason):
            self.withheld.begin(record, index, reason, at: self.roundTime)
            self.noteWaiting()
        }
    }

    /// Appends what the merge lets pass, up to the limit of a transaction.
    private func passOn() -> Int {
        var passed = 0
        while self.batch.bytes.count < self.settings.bytesPerTransaction, let (index, next) = self.merge.next() {
            guard let source = self.sources[index] else { continue }
            let place = source.place
            passed += 1
            self.consumed[place] = GroupOffset(next: next.offset + 1)
            self.sources[index]?.next = next.offset + 1
            self.sources[index]?.passed += 1
            switch next.taken {
            case .event(let event):
                self.sources[index]?.highest = max(source.highest ?? event.time, event.time)
                self.batch.append(to: self.topics.events, key: .text(event.subject.id), timestamp: event.time) {
                    self.coding.encode(event, to: &$0)
                }
            case .ignored(let reason):
                self.pending.ignored[reason, default: 0] += 1
            case .rejected(let record):
                // Where the fold meets it too that reads the raw partition in place, before or after this.
                self.batch.append(
                    to: self.topics.events,
                    partition: place.partition % self.partitions,
                    key: .text(place.description),
                    timestamp: record.timestamp
                ) { self.coding.encode(record, to: &$0) }
            }
        }
        return passed
    }

    /// Publishes the watermarks that have moved, when it is time.
    ///
    /// What they stand for is acknowledged by then; and the group has just taken the offsets of their partitions, which
    /// it refuses from a lane that has lost them.
    private func publishClock(_ now: Timestamp) throws(LogError) {
        guard hasPassed(self.settings.clockInterval, since: self.lastClock, at: now) else { return }
        self.lastClock = now
        var moved = false
        var clock = self.published
        for (index, source) in self.sources {
            guard let watermark = self.watermark(of: source, isDrained: self.merge.isDrained(index), now),
                clock.watermarks[source.place].map({ watermark > $0 }) ?? true
            else { continue }
            moved = true
            clock.watermarks[source.place] = watermark
            if let next = source.next { self.consumed[source.place] = GroupOffset(next: next) }
        }
        guard moved, try self.commit() else { return }
        self.published = clock
        var batch = OutputBatch()
        batch.append(to: self.topics.clock, partition: 0, key: .text(self.name), timestamp: now) {
            clock.encode(to: &$0)
        }
        try self.log.commit(batch, consumed: [:])
    }

    private func watermark(of source: Source, isDrained: Bool, _ now: Timestamp) -> Timestamp? {
        let seen = source.highest.map { $0 - self.settings.lateness }
        guard isDrained else { return seen }
        return max(seen ?? .distantPast, self.settings.present(now))
    }

    /// Appends what is open and commits how far it was read; answers whether the group took that.
    ///
    /// A group that has begun to share out anew may refuse offsets: then the lane stands still, tries again, and is soon
    /// told what it loses.
    private func commit() throws(LogError) -> Bool {
        let now = self.settings.now()
        self.lastCommit = now
        guard !self.batch.isEmpty || !self.consumed.isEmpty else { return true }
        do throws(LogError) {
            try self.log.commit(self.batch, consumed: self.consumed)
        } catch {
            let since = self.refusedSince ?? now
            self.refusedSince = since
            // Where more is the matter than that, the log says so again with the next thing it is asked.
            guard error.remedy == .rejoin, now - since < self.settings.joinTimeout else { throw error }
            return false
        }
        self.refusedSince = nil
        self.batch.removeAll()
        self.consumed.removeAll()
        for (index, source) in self.sources where source.passed > 0 {
            self.pending.raw[source.place.topic, default: 0] += source.passed
            self.sources[index]?.passed = 0
        }
        let done = self.pending
        self.pending = WorkerCounts.Snapshot()
        self.counts.update { counts in
            counts.raw.merge(done.raw, uniquingKeysWith: +)
            counts.ignored.merge(done.ignored, uniquingKeysWith: +)
        }
        return true
    }
}

/// What became of a raw record, on its way through the merge.
private enum Taken {
    case event(Event)
    case ignored(String)
    indirect case rejected(RefusedRecord)
}
