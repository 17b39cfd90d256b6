import Formats
import Journal
import JSON
import Playbook
import Retention

/// A signal that a test led to.
struct FoundSignal {
    let signal: Signal
    /// One JSON object, as the output files hold it.
    let line: [UInt8]
    /// What it carries, in the order of the JSON.
    let values: [(name: String, value: JSONTree)]
}

/// What a test came to.
struct SpecOutcome {
    let spec: Spec
    /// The signals of the compared rules.
    let found: [FoundSignal]
    /// What the compared rules noted.
    let notes: [Trace.Note]
    /// Whether there is a compared rule that notes anything: consent has none.
    let isNoted: Bool
    /// `nil` when the test passed.
    let difference: SpecDifference?
}

/// Folds the events of a test with a clock that stands where the test says.
///
/// Does what a replay does with a history in order of time, and moves the clock to just behind the test's end.
struct SpecRun {
    private let spec: Spec
    private var fold: PartitionFold<PlaybookProjection>
    private var effects: Effects
    private let trace: Trace
    private var coding: SignalLines
    private var found: [FoundSignal] = []

    /// Runs a test.
    static func run(_ spec: Spec, _ playbook: CompiledPlaybook) -> SpecOutcome {
        var run = SpecRun(spec, playbook)
        for event in spec.events {
            run.fold.advance(to: event.time, &run.effects)
            run.fold.fold(event, &run.effects)
            run.hand()
        }
        run.fold.advance(to: spec.until + TimeSpan(milliseconds: 1), &run.effects)
        run.hand()
        return SpecOutcome(
            spec: spec,
            found: run.found,
            notes: run.trace.take().filter { spec.compares($0.rule) },
            isNoted: playbook.ruleSet.rules.contains { spec.compares($0.name) },
            difference: SpecDifference(spec, run.found)
        )
    }

    private init(_ spec: Spec, _ playbook: CompiledPlaybook) {
        self.spec = spec
        self.trace = Trace(of: spec.subject)
        self.fold = PartitionFold(PlaybookProjection(playbook, trace: self.trace))
        self.effects = Effects(playbook: playbook.settings.playbook)
        self.coding = SignalLines(playbook)
    }

    /// Hands out what was asked for, letters to their subjects too.
    private mutating func hand() {
        while !self.effects.signals.isEmpty || !self.effects.letters.isEmpty {
            for signal in self.effects.signals where self.spec.compares(signal.rule) {
                self.found.append(self.coding.found(signal))
            }
            let letters = self.effects.letters
            self.effects.removeAll()
            for letter in letters { self.fold.fold(letter, &self.effects) }
        }
    }
}

/// Signals in the JSON in which they go out.
private struct SignalLines {
    private let coding: CloudEventSignals

    init(_ playbook: CompiledPlaybook) {
        self.coding = CloudEventSignals(playbook: playbook.settings.playbook, version: playbook.settings.version)
    }

    func found(_ signal: Signal) -> FoundSignal {
        var line: [UInt8] = []
        self.coding.encodeLine(signal, to: &line)
        if line.last == UInt8(ascii: "\n") { line.removeLast() }
        return FoundSignal(signal: signal, line: line, values: self.values(line))
    }

    private func values(_ line: [UInt8]) -> [(name: String, value: JSONTree)] {
        var parser = JSONParser()
        guard let root = try? parser.parse(line.span), case .members(let members) = JSONTree(root["data"]) else {
            return []
        }
        return members
    }
}
