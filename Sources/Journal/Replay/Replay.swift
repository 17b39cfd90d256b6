public import Playbook
public import Retention

/// Folds a history that has no journal: merged by time, put in order within the allowed lateness, one clock.
///
/// The same history gives the same signals in the same order, byte for byte; doubled lines and disorder within the
/// lateness change none of the decisions.
public struct Replay {
    /// The states, timers and clock.
    public private(set) var fold: PartitionFold<PlaybookProjection>
    private var buffer: ReorderBuffer
    private var effects: Effects
    private var letters: [Event] = []
    /// The first instant that is not folded any more.
    private var end = Timestamp.never
    private let stateBudget: Int?
    /// Events to come before the next look at what the states take.
    private var untilLook = Self.lookInterval

    private static let lookInterval = 1_024

    /// Makes a replay by a playbook; `lateness` takes the place of the playbook's own.
    ///
    /// Beyond `stateBudget` bytes of states, about, those that nobody needed for longest are packed, until all are within it
    /// or the others take no more than an eighth of it. What is decided does not depend on it.
    public init(_ playbook: CompiledPlaybook, lateness: TimeSpan? = nil, stateBudget: Int? = nil) {
        let lateness = lateness ?? playbook.lateness
        self.init(PlaybookProjection(playbook), playbook.settings.playbook, lateness, stateBudget)
    }

    /// Makes a replay that stops behind an instant, and notes why the rules decided about one subject when asked to.
    ///
    /// Events and deadlines later than `instant` are not folded; what comes later only moves the watermark, so that what
    /// was decided by then is what a replay without an end decides. Without an instant, the replay goes on to its end.
    package init(_ playbook: CompiledPlaybook, tracing trace: Trace?, notAfter instant: Timestamp? = nil) {
        self.init(PlaybookProjection(playbook, trace: trace), playbook.settings.playbook, playbook.lateness)
        self.end = instant.map { $0 + TimeSpan(milliseconds: 1) } ?? .never
    }

    /// Whether nothing that is still to come can be folded.
    package var isOver: Bool { self.fold.clock >= self.end }

    private init(
        _ projection: PlaybookProjection,
        _ playbook: String,
        _ lateness: TimeSpan,
        _ stateBudget: Int? = nil
    ) {
        self.stateBudget = stateBudget
        self.fold = PartitionFold(projection)
        self.buffer = ReorderBuffer(lateness: lateness)
        self.effects = Effects(playbook: playbook)
    }

    /// The latest event time seen.
    public var latest: Timestamp { self.buffer.latest }

    /// Says that an event is added soon, after some others.
    public mutating func foresee(_ event: Event) { self.fold.foresee(event.subject) }

    /// Takes the next event of the merged history, and hands out what is decided by it.
    public mutating func add(_ event: Event, source: Int, _ emit: (Signal) throws -> Void) throws {
        self.buffer.push(event, source: source)
        while let next = self.buffer.pop() { try self.step(next, emit) }
        try self.advance(to: self.buffer.watermark, emit)
        self.keepWithinBudget()
    }

    /// Folds what is held back, and moves the clock to the latest event or to `instant`, whichever is later.
    public mutating func finish(at instant: Timestamp?, _ emit: (Signal) throws -> Void) throws {
        while let next = self.buffer.pop(atEnd: true) {
            try self.step(next, emit)
            self.keepWithinBudget()
        }
        try self.advance(to: max(self.buffer.latest, instant ?? .distantPast), emit)
    }

    /// Folds what is held back, and moves the clock to the end that the replay was made with.
    package mutating func stop(_ emit: (Signal) throws -> Void) throws {
        try self.finish(at: self.end == .never ? nil : self.end, emit)
    }

    private mutating func step(_ event: Event, _ emit: (Signal) throws -> Void) throws {
        guard event.time < self.end, !self.isOver else { return }
        // What is due in other subjects by now fires first, so that signals come out in order of their time.
        self.fold.advance(to: min(event.time, self.buffer.watermark), &self.effects)
        self.fold.fold(event, &self.effects)
        try self.hand(emit)
    }

    private mutating func advance(to clock: Timestamp, _ emit: (Signal) throws -> Void) throws {
        self.fold.advance(to: min(clock, self.end), &self.effects)
        try self.hand(emit)
    }

    private mutating func keepWithinBudget() {
        guard let budget = self.stateBudget else { return }
        self.untilLook -= 1
        guard self.untilLook == 0 else { return }
        self.untilLook = Self.lookInterval
        self.fold.sampleSome()
        guard self.fold.estimatedBytes > budget else { return }
        self.fold.pack(to: budget - budget / 16, sparing: budget / 8)
    }

    private mutating func hand(_ emit: (Signal) throws -> Void) throws {
        while !self.effects.signals.isEmpty || !self.effects.letters.isEmpty {
            for signal in self.effects.signals { try emit(signal) }
            self.letters = self.effects.letters
            self.effects.removeAll()
            for letter in self.letters { self.fold.fold(letter, &self.effects) }
        }
    }
}
