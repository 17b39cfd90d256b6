import Playbook
import Retention
import Testing

/// A specification of a playbook that reads *given* what was, *when* something happens, *then* these signals.
///
/// ```swift
/// try PlaybookSpec("rules: { thanks: { on: order.completed, emit: triggers/thanks.due } }")
///     .when(.order("o-1", at: "2027-03-01T10:00"))
///     .then("2027-03-01T10:00 thanks.due")
/// ```
///
/// A value: each step answers with a new one. It folds as the engine does: an event is admitted, then the deadlines
/// strictly before it fire, then it is folded. A signal is expected by its time, its type and those of its fields that
/// matter; all signals of the latest `when` have to be named, in their order.
struct PlaybookSpec {
    /// The most deadlines that one step may fire.
    static let firingLimit = 2_000

    private(set) var projection: PlaybookProjection
    let subject: Subject
    private(set) var state: Customer
    /// What the latest `when` asked for.
    private(set) var signals: [Signal] = []
    /// The deadlines that the latest `when` fired.
    private(set) var fired: [Timestamp] = []
    /// Whether a step gave up, since there was always one more deadline.
    private(set) var isStuck = false
    /// Looks at each step: the deadline that fired, if one did, what was asked for, and the state afterwards.
    var observer: ((_ deadline: Timestamp?, _ signals: [Signal], _ spec: PlaybookSpec) -> Void)?
    /// Whether each step begins with a state that was written down and read again.
    var reloads = false
    /// Whether a state that was read again was another one.
    private(set) var isDamaged = false
    private var clock = Timestamp.distantPast
    private var events = 0

    /// Begins the life of a customer under a playbook that is written without its name and version.
    init(_ yaml: String, customer: String = "c-1") throws {
        self.init(try Self.load(yaml), customer: customer)
    }

    /// Begins the life of a customer under a playbook.
    init(_ playbook: CompiledPlaybook, customer: String = "c-1") {
        self.projection = PlaybookProjection(playbook)
        self.subject = Subject(.customer, customer)
        self.state = self.projection.initial
    }

    /// Reads a playbook that is written without its name and version.
    static func load(_ yaml: String) throws -> CompiledPlaybook {
        try PlaybookFile.load(yaml: "playbook: spec\nversion: 1\n" + yaml, named: "spec.yaml")
    }

    // MARK: Steps

    /// Folds what happened before, and forgets what it led to.
    func given(_ facts: Fact...) -> Self { self.given(facts) }

    /// Folds what happened before, and forgets what it led to.
    func given(_ facts: [Fact]) -> Self {
        var next = self
        for fact in facts { next.take(fact) }
        return next.forgetting()
    }

    /// Moves the clock, and forgets what that led to.
    func givenClock(_ text: String) -> Self { self.whenClock(text).forgetting() }

    /// Folds what happens, the earliest first as they stand here.
    func when(_ facts: Fact...) -> Self {
        var next = self.forgetting()
        for fact in facts { next.take(fact) }
        return next
    }

    /// Moves the clock; deadlines strictly before that instant fire.
    func whenClock(_ text: String) -> Self { self.whenClock(at(text)) }

    /// Moves the clock; deadlines strictly before that instant fire.
    func whenClock(_ instant: Timestamp) -> Self {
        var next = self.forgetting()
        next.fire(before: instant)
        next.clock = max(next.clock, instant)
        return next
    }

    /// Goes on under another playbook from an instant on.
    func whenAdopted(_ yaml: String, at text: String) throws -> Self {
        var next = self.forgetting()
        next.fire(before: at(text))
        next = next.forgetting()
        next.projection = PlaybookProjection(try Self.load(yaml))
        next.collect(nil) { projection, state, effects in projection.adopt(&state, at: at(text), &effects) }
        return next
    }

    /// Goes on under another playbook.
    mutating func adopt(_ playbook: CompiledPlaybook, at instant: Timestamp) {
        self.fire(before: instant)
        self.projection = PlaybookProjection(playbook)
        self.collect(nil) { projection, state, effects in projection.adopt(&state, at: instant, &effects) }
    }

    // MARK: Expectations

    /// Expects these signals and no others, in this order.
    @discardableResult
    func then(_ expected: String..., sourceLocation: SourceLocation = #_sourceLocation) -> Self {
        let lines = self.signals.map(\.line)
        let agrees =
            expected.count == self.signals.count
            && zip(expected, self.signals).allSatisfy { $1.isMeant(by: $0) }
        #expect(!self.isStuck, "deadlines fire for ever", sourceLocation: sourceLocation)
        #expect(
            agrees,
            "expected:\n\(expected.joined(separator: "\n"))\nbut came:\n\(lines.joined(separator: "\n"))",
            sourceLocation: sourceLocation
        )
        return self
    }

    /// Expects no signal.
    @discardableResult
    func thenNothing(sourceLocation: SourceLocation = #_sourceLocation) -> Self {
        #expect(self.signals.map(\.line) == [], sourceLocation: sourceLocation)
        #expect(!self.isStuck, "deadlines fire for ever", sourceLocation: sourceLocation)
        return self
    }

    /// Expects the next deadline of all.
    @discardableResult
    func thenNext(_ text: String?, sourceLocation: SourceLocation = #_sourceLocation) -> Self {
        let next = self.projection.nextDeadline(of: self.state)
        #expect(next.text == (text ?? "never"), sourceLocation: sourceLocation)
        return self
    }

    // MARK: Folding

    mutating func take(_ fact: Fact) {
        self.events += 1
        let event = Event(
            id: fact.id ?? "e-\(self.events)",
            subject: self.subject,
            time: fact.time,
            origin: Origin(source: "spec", partition: 0, offset: Int64(self.events - 1)),
            body: fact.body
        )
        guard self.projection.admit(event, into: &self.state) else { return }
        self.fire(before: event.time)
        self.collect(nil) { projection, state, effects in projection.evolve(&state, with: event, &effects) }
    }

    mutating func fire(before instant: Timestamp) {
        for _ in 0..<Self.firingLimit {
            let deadline = self.projection.nextDeadline(of: self.state)
            guard deadline < instant else { return }
            self.fired.append(deadline)
            self.collect(deadline) { projection, state, effects in projection.fire(deadline, in: &state, &effects) }
        }
        self.isStuck = true
    }

    /// Writes the state down and reads it again; `false` when that is not the same state.
    mutating func reload() -> Bool {
        var bytes: [UInt8] = []
        self.projection.encode(self.state, to: &bytes)
        guard let read = self.projection.decode(bytes.span) else { return false }
        var again: [UInt8] = []
        self.projection.encode(read, to: &again)
        let isSame = read == self.state && again == bytes
        self.state = read
        return isSame
    }

    private mutating func collect(
        _ deadline: Timestamp?,
        _ body: (PlaybookProjection, inout Customer, inout Effects) -> Void
    ) {
        if self.reloads, !self.reload() { self.isDamaged = true }
        var effects = Effects(playbook: "spec")
        effects.begin(self.subject)
        body(self.projection, &self.state, &effects)
        self.signals += effects.signals
        self.observer?(deadline, effects.signals, self)
    }

    private func forgetting() -> Self {
        var next = self
        next.signals = []
        next.fired = []
        return next
    }
}

extension Signal {
    /// The signal in a line: its time, its type, and its fields.
    var line: String {
        ([self.time.text, self.type.name] + self.values.map { "\($0.name)=\($0.value.text)" }).joined(separator: " ")
    }

    /// Whether a line names the time, the type and fields that it has; `-name` says that it has no such field.
    func isMeant(by line: String) -> Bool {
        let words = line.split(separator: " ").map(String.init)
        guard words.count >= 2, words[0] == self.time.text, words[1] == self.type.name else { return false }
        let fields = self.values.map { "\($0.name)=\($0.value.text)" }
        return words.dropFirst(2).allSatisfy { word in
            word.hasPrefix("-") ? !fields.contains { $0.hasPrefix("\(word.dropFirst())=") } : fields.contains(word)
        }
    }

    /// The text of a field.
    func text(_ name: String) -> String? { self.values.first { $0.name == name }?.value.text }
}

extension Signal.Value {
    fileprivate var text: String {
        switch self {
        case .count(let count): "\(count)"
        case .money(let money): "\(money.minor)\(money.currency)"
        case .time(let time): time.text
        case .span(let span): "\(span.milliseconds)ms"
        case .sentiment(let sentiment): "\(sentiment.millionths)"
        case .text(let text): text
        case .sums(let sums): sums.sums.map { "\($0.minor)\($0.currency)" }.joined(separator: "+")
        case .flag(let flag): "\(flag)"
        case .decimal(let millionths): "\(millionths)u"
        case .texts(let texts): texts.joined(separator: ",")
        }
    }
}
