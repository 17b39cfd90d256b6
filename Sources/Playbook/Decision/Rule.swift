package import Retention

/// A rule of a playbook, compiled: when it decides, whether, and what it asks for.
///
/// At one address, so that passing it on costs nothing.
// Unchecked: whoever reads a playbook fills it in before anybody else sees it, and nobody changes it afterwards.
package final class Rule: @unchecked Sendable {
    /// The name in the playbook.
    package let name: String
    /// The file where it stands: the playbook, or one that it includes.
    package var file = ""
    /// The line of the file where it stands.
    package var line = 0
    /// What it is for, in the words of the playbook.
    package var about: String?
    /// The hash of the name and of the kind of trigger, under which states remember the rule.
    ///
    /// What a rule of another kind remembers means something else, so that it is another rule.
    package let id: UInt32
    /// What makes it decide.
    let trigger: Trigger
    /// The names of stages or of the segment with their conditions, the first that holds counts; else none.
    let labels: [Label]
    /// When they are looked at again.
    let labelRecheck: [Formula]
    /// Whether they change with time alone.
    let labelsReadNow: Bool
    /// What must hold: when the event comes, or when the timer fires.
    var condition: Formula?
    /// What must still hold when a wait is over.
    var stillHolds: Formula?
    /// What ends a wait.
    var cancel: Cancel?
    /// What it decides for, such as an order; each has a memory of its own.
    var key: Formula?
    /// Whether it decides no more than once for each key, or once ever.
    var isOnce = false
    /// What becomes of a wait when the trigger comes again.
    var reentry = Reentry.restart
    /// How long it decides nothing after a decision.
    var coolDown: TimeSpan?
    /// What it asks for.
    package var signal: SignalType
    /// What it asks for when a customer leaves its segment.
    var leave: SignalType?
    /// What the signal carries.
    var payload: [Payload] = []
    /// How a contact goes out, for rules that want one.
    var contact: ContactWish?
    /// The arms that customers are divided into.
    var experiment: Experiment?
    /// What is given to customers.
    var incentive: Incentive?
    /// What the decision is meant to lead to.
    var goal: Goal?

    init(name: String, trigger: Trigger, signal: SignalType) {
        self.name = name
        self.id = Self.id(of: "\(trigger.kind)/\(name)")
        self.trigger = trigger
        self.signal = signal
        switch trigger {
        case .stages(let labels, let recheck): (self.labels, self.labelRecheck) = (labels, recheck)
        case .segment(let label, let recheck): (self.labels, self.labelRecheck) = ([label], recheck)
        default: (self.labels, self.labelRecheck) = ([], [])
        }
        self.labelsReadNow = self.labels.contains { $0.condition.readsNow }
    }

    /// All types of signals that it may ask for by names of the playbook.
    package var signals: [SignalType] {
        [self.signal] + [self.leave, self.goal?.reached, self.goal?.missed].compactMap(\.self)
    }

    /// Whether it reads the order that its event is about.
    var readsOrder: Bool {
        self.stillHolds?.readsOrder ?? false || self.payload.contains { $0.formula.readsOrder }
    }

    /// The number under which states remember a name.
    static func id(of name: String) -> UInt32 { UInt32(truncatingIfNeeded: StableHash(name).high) }

    /// What makes a rule decide.
    enum Trigger: Sendable {
        /// An event of one of these types; at once, or after a wait.
        case event(KindSet, wait: Wait?)
        /// Stages after an instant of the state, or before it, solved again whenever it moves.
        case since(Formula, after: [Length], missed: Missed)
        /// A day of each year, in the customer's zone.
        case yearly(Yearly)
        /// Days of the calendar, in the customer's zone.
        case dates([CalendarDay], secondOfDay: Int)
        /// A number that reaches thresholds for the first time.
        case reaches(Formula, [Threshold])
        /// The first label whose condition holds is the customer's; a change of it decides.
        case stages([Label], recheck: [Formula])
        /// A value that is watched; another one than before decides.
        case changes(Formula, recheck: [Formula])
        /// A condition that is watched; entering decides.
        case segment(Label, recheck: [Formula])
    }

    /// How long to wait after an event.
    enum Wait: Sendable {
        /// Stages after the event, ascending.
        case stages([Length])
        /// Until an instant.
        case until(Formula)
    }

    /// A length of time: fixed, or computed when the timer is solved; a negative one leads to the time before.
    enum Length: Sendable {
        case fixed(TimeSpan)
        case computed(Formula)
    }

    /// What becomes of stages whose instant lies in the past when they are solved.
    enum Missed: String, Sendable, CaseIterable {
        /// They are left out.
        case skip
        /// The latest of them decides at once.
        case now
    }

    /// What becomes of a wait when the trigger comes again for the same key.
    enum Reentry: String, Sendable, CaseIterable {
        /// It begins anew with the later event.
        case restart
        /// It goes on; the new event is passed over.
        case ignore
        /// Each event has a wait of its own.
        case each
    }

    /// A day of each year.
    struct Yearly: Sendable {
        /// Which day.
        enum Day: Sendable {
            /// That of an instant of the state, counted in years from it.
            case anniversary(Formula)
            /// The day of birth.
            case birthday
        }

        var day: Day
        /// Which years are noticed, ascending; all of them when empty.
        var years: [Int] = []
        /// The time of day in the customer's zone; that of the instant itself when missing.
        var secondOfDay: Int?
        /// How many days before the day.
        var daysBefore = 0
        /// Where 29 February is kept in years without one.
        var leapDay = LeapDay.february28

        enum LeapDay: String, Sendable, CaseIterable {
            case february28 = "feb_28"
            case march1 = "mar_1"
        }
    }

    /// A number that is noticed when it is reached.
    struct Threshold: Hashable, Sendable {
        /// The number in millionths, or the amount in minor units.
        var value: Int64
        /// The currency of an amount; others are kept apart.
        var currency: Currency?
    }

    /// A name for a part of all customers.
    struct Label: Sendable {
        let name: String
        let condition: Formula
        /// The hash of the name; never 0, which stands for no label.
        let hash: UInt32

        init(name: String, condition: Formula) {
            self.name = name
            self.condition = condition
            self.hash = max(1, Rule.id(of: name))
        }
    }

    /// What ends a wait.
    struct Cancel: Sendable {
        var kinds: KindSet
        var condition: Formula?
        /// The key of the event that ends it; `nil` when such events end all waits of the rule.
        var key: Formula?
    }

    /// A named value of the signal.
    struct Payload: Sendable {
        let name: String
        let formula: Formula
    }

    /// What a decision is meant to lead to.
    struct Goal: Sendable {
        var kinds: KindSet
        var condition: Formula?
        /// Which decision of the rule such an event is about; all of them when missing.
        var key: Formula?
        /// How long after the decision it counts; for ever when missing.
        var within: TimeSpan?
        /// Asked for when the goal is reached.
        var reached: SignalType?
        /// Asked for when it is not reached in time.
        var missed: SignalType?
        /// What the signal of a reached goal carries, read from the event that reached it.
        var payload: [Payload] = []
    }
}

/// A contact that a rule wants.
struct ContactWish: Sendable {
    /// The channels that may carry it, the best first; those of the playbook when empty.
    var channels: [String] = []
    /// What for, such as marketing; decides which consent is needed.
    var purpose: String
    /// The topic, for the customer's preferences.
    var topic: String?
    /// The product that is offered: owners are not bothered.
    var product: Formula?
    /// The group of rules of which only the best goes out when several fire together.
    var group: String?
    /// The higher, the better.
    var priority = 0
}

/// Arms that customers are divided into by a stable hash of their id and the experiment's name.
struct Experiment: Sendable {
    let name: String
    /// Arms with their share in hundredths of a percent, in the order of the playbook; what is left gets no arm.
    var arms: [(name: String, share: Int)] = []
    /// The share that is left alone, in hundredths of a percent.
    var holdOut = 0

    /// The number under which states remember that a customer came to an arm.
    var id: UInt32 { Rule.id(of: "experiment/\(self.name)") }
}

/// What is given to customers, by a value.
struct Incentive: Sendable {
    /// What the table goes by.
    let by: Formula?
    /// From which value on what is given, ascending.
    let table: [(from: Double, reward: String)]
    /// How long a code is valid.
    let validFor: TimeSpan
    /// How long before its end it is said that it ends.
    let warnBefore: TimeSpan?
    /// At most so many in a span of time.
    let limit: (count: Int, per: TimeSpan)?
}
