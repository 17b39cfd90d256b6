import CEL
import Retention

/// What the expressions of a playbook may name.
struct Vocabulary {
    /// The customer, the playbook's constants and the functions; no event.
    private(set) var plain: Environment
    /// The facts that the playbook keeps.
    let kept: KeptFacts

    init(_ kept: KeptFacts = .all) {
        self.kept = kept
        var environment = Environment()
        // First of all: an expression knows each by its place in this list.
        for variable in CustomerVariables.all { environment.declare(variable.name, variable.kind.type) }
        for function in Self.functions { environment.add(function) }
        self.plain = environment
    }

    /// Declares a constant of the playbook.
    mutating func declare(_ name: String, _ value: CEL.Value) { self.plain.declare(name, constant: value) }

    /// What expressions may name where an event of some types has triggered.
    func with(_ kinds: [Event.Kind]) -> Words {
        var environment = self.plain
        let events = EventVariables(kinds, into: &environment)
        return Words(environment: environment, events: events, kept: self.kept)
    }

    /// What expressions may name where no event has.
    var words: Words { Words(environment: self.plain, events: EventVariables(), kept: self.kept) }

    /// An environment with its event.
    struct Words {
        let environment: Environment
        let events: EventVariables
        let kept: KeptFacts
    }

    // MARK: Functions

    static let functions = [
        unit("minutes", 60), unit("hours", 3_600), unit("days", 86_400), unit("weeks", 604_800),
        Function("longest", [.global([.duration, .duration], .duration)]) { operands in
            guard operands.count == 2, case .duration(let left) = operands[0], case .duration(let right) = operands[1]
            else { return .fault(Fault(.noOverload)) }
            return .duration(max(left, right))
        },
        Function("shortest", [.global([.duration, .duration], .duration)]) { operands in
            guard operands.count == 2, case .duration(let left) = operands[0], case .duration(let right) = operands[1]
            else { return .fault(Fault(.noOverload)) }
            return .duration(min(left, right))
        },
        Function("times", [.global([.duration, .double], .duration), .global([.duration, .int], .duration)]) {
            operands in
            guard operands.count == 2, case .duration(let span) = operands[0] else {
                return .fault(Fault(.noOverload))
            }
            return Self.times(TimeSpan(span), operands[1])
        },
    ]

    private static func unit(_ name: String, _ seconds: Int64) -> Function {
        Function(name, [.global([.int], .duration)]) { operands in
            guard operands.count == 1, case .int(let count) = operands[0] else { return .fault(Fault(.noOverload)) }
            let (product, isTooMuch) = count.multipliedReportingOverflow(by: seconds)
            // The longest span that the language has.
            guard !isTooMuch, product.magnitude <= 315_576_000_000 else { return .fault(Fault(.overflow)) }
            return .duration(Instant(seconds: product))
        }
    }

    /// In whole milliseconds rounded down, by a factor of at most three decimal places, so that nothing goes through a
    /// binary fraction.
    private static func times(_ span: TimeSpan, _ factor: CEL.Value) -> CEL.Value {
        let thousandths: Int64
        switch factor {
        case .int(let int):
            let (product, isTooMuch) = int.multipliedReportingOverflow(by: 1_000)
            guard !isTooMuch else { return .fault(Fault(.overflow)) }
            thousandths = product
        case .double(let double):
            guard double.magnitude < 1e12 else { return .fault(Fault(.overflow)) }
            thousandths = Int64((double * 1_000).rounded())
        default: return .fault(Fault(.noOverload))
        }
        let (product, isTooMuch) = span.milliseconds.multipliedReportingOverflow(by: thousandths)
        guard !isTooMuch else { return .fault(Fault(.overflow)) }
        return .duration(Instant(TimeSpan(milliseconds: product / 1_000)))
    }
}
