import CEL
import Retention

/// A compiled expression of a playbook with what it reads.
///
/// At one address, so that passing it on costs nothing.
final class Formula: Sendable {
    /// As it stands in the playbook.
    let text: String
    let program: Program
    /// The event types that can change its value.
    let changedBy: KindSet
    /// Whether it reads the triggering event.
    let readsEvent: Bool
    /// Whether its value changes with time alone.
    let readsNow: Bool
    /// The variable that it is, when it is nothing more: then its value is carried as it is.
    let variable: Int?
    let events: EventVariables
    /// How the customer's variables are read, by their place; the event's follow them.
    fileprivate let readers: [Variable.Bound]
    /// Whether it reads the order that the triggering event is about.
    let readsOrder: Bool
    /// The names of what it reads.
    let names: [Int: String]

    /// Compiles an expression in an environment that begins with the customer's variables.
    init(_ text: String, _ environment: Environment, _ events: EventVariables) throws(Diagnostics) {
        self.program = try Program(text, environment)
        self.text = text
        self.events = events
        self.readers = CustomerVariables.readers
        self.names = Dictionary(
            self.program.variables.map { ($0, environment.name(of: $0)) },
            uniquingKeysWith: { first, _ in first }
        )
        self.readsOrder = self.names.values.contains { $0.hasPrefix("order.") }
        var changedBy = KindSet()
        var readsEvent = false
        let known = CustomerVariables.all
        for variable in self.program.variables {
            if variable < known.count { changedBy.formUnion(known[variable].changedBy) } else { readsEvent = true }
        }
        self.changedBy = changedBy
        self.readsEvent = readsEvent
        self.readsNow = self.program.variables.contains(0)
        self.variable = self.program.isVariable ? self.program.variables.first : nil
    }

    /// What it reads of the customer.
    var read: [Variable] {
        let known = CustomerVariables.all
        return self.program.variables.filter { $0 < known.count }.map { known[$0] }
    }
}

/// A customer by address: reading a part copies that part alone, where lending out the customer would copy all of it.
@safe
struct CustomerView {
    private let pointer: UnsafePointer<Customer>

    @unsafe
    init(_ pointer: UnsafePointer<Customer>) { unsafe self.pointer = pointer }

    var purchases: Purchases { @inline(__always) _read { yield unsafe self.pointer.pointee.purchases } }
    var browsing: Browsing { @inline(__always) _read { yield unsafe self.pointer.pointee.browsing } }
    var cart: Cart { @inline(__always) _read { yield unsafe self.pointer.pointee.cart } }
    var mentions: Mentions { @inline(__always) _read { yield unsafe self.pointer.pointee.mentions } }
    var relations: Rare<Relations> { @inline(__always) _read { yield unsafe self.pointer.pointee.relations } }
    var shopping: Rare<Shopping> { @inline(__always) _read { yield unsafe self.pointer.pointee.shopping } }
    var permissions: Rare<Permissions> { @inline(__always) _read { yield unsafe self.pointer.pointee.permissions } }
    var firstSeen: Timestamp? { unsafe self.pointer.pointee.firstSeen }
    var lastSeen: Timestamp? { unsafe self.pointer.pointee.lastSeen }
}

/// What a formula sees: a customer at a moment, and the triggering event where there is one.
///
/// Holds all of them by address, for copying them would cost more than most formulas: it must not outlive the step that it
/// is made for.
@safe
struct Sight {
    private let customer: CustomerView
    private let trigger: UnsafePointer<Event>?
    private let place: UnsafeMutablePointer<Moment>

    @unsafe
    init(
        _ customer: UnsafePointer<Customer>,
        _ trigger: UnsafePointer<Event>?,
        _ moment: UnsafeMutablePointer<Moment>
    ) {
        self.customer = unsafe CustomerView(customer)
        unsafe self.trigger = trigger
        unsafe self.place = moment
    }

    /// When and for whom.
    var moment: Moment {
        @inline(__always) _read { yield unsafe self.place.pointee }
        @inline(__always) nonmutating _modify { yield unsafe &self.place.pointee }
    }

    private var view: MomentView { unsafe MomentView(self.place) }

    /// The triggering event; `nil` when a deadline fires.
    var event: Event? { unsafe self.trigger?.pointee }

    /// Whether there is a triggering event.
    var hasEvent: Bool { unsafe self.trigger != nil }

    /// Reads something of the customer.
    func read<Result>(_ body: (CustomerView) -> Result) -> Result { body(self.customer) }

    /// The value of a variable, as signals carry it; `nil` for what is not known.
    func value(of variable: Int, _ formula: Formula) -> Signal.Value? {
        let count = formula.readers.count
        if variable < count { return formula.readers[variable].read(self.customer, self.view) }
        guard let trigger = unsafe self.trigger else { return nil }
        return unsafe formula.events.value(variable - count, of: trigger)
    }

    /// The values for one formula, which must outlive it.
    @safe
    fileprivate struct Bound: Bindings {
        private let sight: Sight
        private let formula: Unmanaged<Formula>

        init(_ sight: Sight, _ formula: Formula) {
            self.sight = sight
            unsafe self.formula = .passUnretained(formula)
        }

        func value(of variable: Int) -> CEL.Value {
            unsafe self.formula._withUnsafeGuaranteedRef { formula in
                CEL.Value(self.sight.value(of: variable, formula), self.sight.view.currency)
            }
        }
    }
}

/// Evaluates formulas, one after the other, on one thread.
final class Calculator: @unchecked Sendable {
    // Unchecked: whoever has it in hand is the only one who holds a reference; see `Effects.scratch`.
    // An evaluation calls nothing that could begin another one; that is not asked at each of them.
    @exclusivity(unchecked) private var evaluator = Evaluator(limit: 10_000)
    /// Where reasons go, when somebody asks for them.
    var trace: Trace?

    /// The value of a formula.
    func value(_ formula: Formula, _ sight: Sight) -> CEL.Value {
        unsafe self.evaluator.evaluate(formula.program, Sight.Bound(sight, formula))
    }

    /// Whether a condition holds; one that comes to a fault does not.
    func holds(_ formula: Formula, _ sight: Sight) -> Bool {
        if case .bool(true) = self.value(formula, sight) { true } else { false }
    }

    /// An instant; `nil` for nothing and for a fault.
    func time(_ formula: Formula, _ sight: Sight) -> Timestamp? {
        if let variable = formula.variable {
            guard case .time(let time)? = sight.value(of: variable, formula) else { return nil }
            return time
        }
        guard case .timestamp(let instant) = self.value(formula, sight) else { return nil }
        return Timestamp(instant)
    }

    /// A length of time; `nil` for nothing and for a fault.
    func span(_ formula: Formula, _ sight: Sight) -> TimeSpan? {
        guard case .duration(let span) = self.value(formula, sight) else { return nil }
        return TimeSpan(span)
    }

    /// The value as signals carry it: a variable's own value unchanged, anything else as it was computed.
    func field(_ formula: Formula, _ sight: Sight) -> Signal.Value? {
        if let variable = formula.variable { return sight.value(of: variable, formula) }
        return Signal.Value(self.value(formula, sight))
    }
}

extension Effects {
    /// Lends a calculator for a step.
    mutating func withCalculator<Result>(_ body: (Calculator, inout Effects) -> Result) -> Result {
        var held = self.scratch as? Calculator
        self.scratch = nil
        // Copies of the effects would share it.
        if held == nil || !isKnownUniquelyReferenced(&held) { held = nil }
        let calculator = held ?? Calculator()
        held = nil
        let result = body(calculator, &self)
        self.scratch = calculator
        return result
    }
}
