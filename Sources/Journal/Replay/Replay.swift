public import Retention

/// Folds a history that has no journal: merged by time, put in order within the allowed lateness, one clock.
///
/// The same history gives the same signals in the same order, byte for byte; doubled lines and disorder within the
/// lateness change none of the decisions.
public struct Replay {
    /// The states, timers and clock.
    public private(set) var fold: PartitionFold<CustomerProjection>
    private var buffer: ReorderBuffer
    private var effects: Effects
    private var letters: [Event] = []

    /// Makes a replay by `rules`.
    public init(rules: Rules, lateness: TimeSpan) {
        self.fold = PartitionFold(CustomerProjection(rules: rules))
        self.buffer = ReorderBuffer(lateness: lateness)
        self.effects = Effects(playbook: rules.playbook)
    }

    /// The latest event time seen.
    public var latest: Timestamp { self.buffer.latest }

    /// Takes the next event of the merged history, and hands out what is decided by it.
    public mutating func add(_ event: Event, source: Int, _ emit: (Signal) throws -> Void) throws {
        self.buffer.push(event, source: source)
        while let next = self.buffer.pop() { try self.step(next, emit) }
        try self.advance(to: self.buffer.watermark, emit)
    }

    /// Folds what is held back, and moves the clock to the latest event or to `instant`, whichever is later.
    public mutating func finish(at instant: Timestamp?, _ emit: (Signal) throws -> Void) throws {
        while let next = self.buffer.pop(atEnd: true) { try self.step(next, emit) }
        try self.advance(to: max(self.buffer.latest, instant ?? .distantPast), emit)
    }

    private mutating func step(_ event: Event, _ emit: (Signal) throws -> Void) throws {
        // What is due in other subjects by now fires first, so that signals come out in order of their time.
        self.fold.advance(to: min(event.time, self.buffer.watermark), &self.effects)
        self.fold.fold(event, &self.effects)
        try self.hand(emit)
    }

    private mutating func advance(to clock: Timestamp, _ emit: (Signal) throws -> Void) throws {
        self.fold.advance(to: clock, &self.effects)
        try self.hand(emit)
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
