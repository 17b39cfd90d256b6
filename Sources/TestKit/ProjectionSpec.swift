public import Retention

/// A specification of a fold that reads *given* what was, *when* something happens, *then* these signals.
///
/// ```swift
/// let noon = Timestamp.utc("2025-01-01T12:00:00Z")
/// try CustomerSpec(settings)
///     .given(Fact(.consentRequested(request), at: noon))
///     .whenClock(reaches: noon + .hours(1) + .milliseconds(1))
///     .then([.signal(.consentRequestExpired, at: noon + .hours(1), ["channel": .text("email")])])
/// ```
///
/// A spec is a value: each step answers with a new one, so that two stories can go on from one beginning. A step folds
/// as the engine does (see ``SubjectFold``). `then` and `thenNothing` speak of the latest `when` alone, and throw, so
/// that any test library reports them.
public struct ProjectionSpec<P: Projection>: Sendable {
    /// The fold with its state, after the latest step.
    public private(set) var fold: SubjectFold<P>

    private var events = 0

    /// Makes the story of a subject of which nothing is known.
    public init(_ projection: P, playbook: String, subject: Subject) {
        self.fold = SubjectFold(projection, playbook: playbook, subject: subject)
    }

    /// The state after the latest step.
    public var state: P.State { self.fold.state }

    /// What the latest `when` asked for, in the order in which it asked; empty after a `given`.
    public var signals: [Signal] { self.fold.signals }

    /// Folds what happened before, in this order, and forgets what was asked for.
    ///
    /// A fact without an id gets `e-1`, `e-2` and so on, by its place among all facts of the story.
    public func given(_ facts: Fact...) -> Self { self.given(facts) }

    /// Folds what happened before, in this order, and forgets what was asked for.
    public func given(_ facts: [Fact]) -> Self {
        var next = self
        for fact in facts { next.take(fact, times: 1) }
        next.fold.forget()
        return next
    }

    /// Moves the clock to `instant`, fires every deadline strictly before it, and forgets what was asked for.
    public func givenClock(reached instant: Timestamp) -> Self {
        var next = self
        next.fold.advance(to: instant)
        next.fold.forget()
        return next
    }

    /// Folds what happens; what it asks for, its deadlines that fire before it included, is in ``signals``.
    ///
    /// - Parameters:
    ///   - fact: What happens.
    ///   - times: How often the very same event arrives, with one id.
    /// - Returns: The story after it.
    public func when(_ fact: Fact, times: Int = 1) -> Self {
        var next = self
        next.fold.forget()
        next.take(fact, times: times)
        return next
    }

    /// Moves the clock to `instant`; what the deadlines strictly before it ask for is in ``signals``.
    public func whenClock(reaches instant: Timestamp) -> Self {
        var next = self
        next.fold.forget()
        next.fold.advance(to: instant)
        return next
    }

    /// Expects the latest `when` to have asked for exactly these signals, in this order.
    ///
    /// - Throws: `SpecFailure` that lists what was expected and what came.
    @discardableResult
    public func then(
        _ expected: [ExpectedSignal],
        file: StaticString = #fileID,
        line: UInt = #line
    ) throws(SpecFailure) -> Self {
        if let stuck = self.fold.stuck {
            throw SpecFailure("the deadline \(stuck.utcText) fires for ever", file: file, line: line)
        }
        let signals = self.signals
        let differs =
            signals.count != expected.count || zip(expected, signals).contains { $0.mismatch(with: $1) != nil }
        guard differs else { return self }
        var lines = ["expected \(expected.count) signals:"]
        lines += expected.map { "    \($0)" }
        lines.append("but \(signals.count) came:")
        lines += signals.map { "    \(ExpectedSignal($0))" }
        lines += zip(expected, signals).compactMap { $0.mismatch(with: $1) }.map { "first difference: \($0)" }.prefix(1)
        throw SpecFailure(lines.joined(separator: "\n"), file: file, line: line)
    }

    /// Expects the latest `when` to have asked for no signal.
    ///
    /// - Throws: `SpecFailure` that lists what came.
    @discardableResult
    public func thenNothing(file: StaticString = #fileID, line: UInt = #line) throws(SpecFailure) -> Self {
        try self.then([], file: file, line: line)
    }

    private mutating func take(_ fact: Fact, times: Int) {
        self.events += 1
        let event = Event(
            id: fact.id ?? "e-\(self.events)",
            subject: self.fold.subject,
            time: fact.time,
            origin: Origin(source: "spec", partition: 0, offset: Int64(self.events - 1)),
            body: fact.body
        )
        for _ in 0..<times { self.fold.fold(event) }
    }
}

/// A specification of the fold of a customer's facts.
public typealias CustomerSpec = ProjectionSpec<CustomerProjection>

extension ProjectionSpec where P == CustomerProjection {
    /// Makes the story of a customer of whom nothing is known, folded with the settings of a playbook.
    public init(_ settings: FoldSettings, customer: String = "c-1") {
        self.init(
            CustomerProjection(settings: settings),
            playbook: settings.playbook,
            subject: Subject(.customer, customer)
        )
    }
}

/// A specification that did not hold: what was expected, what came, and where it was written.
public struct SpecFailure: Error, Sendable, CustomStringConvertible {
    /// What was expected and what came.
    public let message: String
    /// The file of the expectation.
    public let file: StaticString
    /// The line of the expectation.
    public let line: UInt

    init(_ message: String, file: StaticString, line: UInt) {
        self.message = message
        self.file = file
        self.line = line
    }

    /// The place, and then the message.
    public var description: String { "\(self.file):\(self.line): \(self.message)" }
}
