import CEL
package import Retention
import Synchronization

/// Why rules decided what they decided about one subject, or did not: gathered only when somebody asks.
///
/// A fold that was made with a trace notes the steps of that subject in it, and of no other; see ``PlaybookProjection``.
package final class Trace: Sendable {
    /// What was noted of one rule, at one instant.
    package struct Note: Sendable {
        package let rule: String
        package let time: Timestamp
        /// The id of the event that was folded; `nil` when a deadline fired.
        package let event: String?
        package let reason: Reason
    }

    /// Why.
    package enum Reason: Hashable, Sendable {
        /// Its signal went out.
        case emitted
        /// The contact waits for a better hour.
        case deferred(Timestamp)
        /// The contact does not go out.
        case suppressed(String)
        /// What stands in the way of a contact; its `deferred` or `suppressed` follows.
        case obstacle(Obstacle)
        /// A condition of the rule did not hold, with what it read.
        case condition(part: String, text: String, came: String, read: [Reading])
        /// It decides once, and has.
        case once
        /// What it decides for is not known.
        case noKey
        /// It decided too short a time ago.
        case coolingDown(until: Timestamp)
        /// It waits, `never` for an instant that is not known.
        case waiting(Timestamp)
        /// What it waited for was called off.
        case cancelled
        /// An event came that may call it off; the condition for that did not hold, with what it read.
        case uncancelled(text: String, read: [Reading])
        /// The event is older than the one at this instant, from which it waits or has waited.
        case outdated(by: Timestamp)
        /// It waits for an earlier event, and passes others over until then; `never` for an instant that is not known.
        case ignored(until: Timestamp)
        /// A stage was due before it was known.
        case missed(due: Timestamp)
        /// A value that the rule goes by is not known, with what it is computed from.
        case unknown(part: String, text: String, read: [Reading])
        /// A number has not reached the next threshold, or all are reached.
        case below(text: String, value: Signal.Value?, next: Signal.Value?)
        /// The label of the customer is the one it was; `nil` for none.
        case unchanged(label: String?, read: [Reading])
    }

    /// What stands in the way of a contact.
    package enum Obstacle: Hashable, Sendable {
        /// The customer is among those who are left alone, of whom there are so many hundredths of a percent.
        case heldOut(experiment: String, share: Int)
        /// A condition of the playbook under which nobody is contacted holds.
        case blocked(text: String, read: [Reading])
        /// The customer has the product.
        case owned(String)
        /// The customer wants to hear of other topics.
        case topics(chosen: [String], topic: String)
        /// The customer wants to hear on other channels.
        case channels(chosen: [String], wanted: [String])
        /// There is no consent on any channel; how it stands with each.
        case consent([ChannelConsent])
        /// A cap is full, with the contacts that fill it.
        case cap(count: Int, per: TimeSpan, channel: String?, contacts: [Contact])
        /// The customer wants no more contacts in a week than these.
        case perWeek(count: Int, contacts: [Contact])
        /// Nobody is bothered between these seconds of the day, in this zone; by the customer's own wish or the playbook.
        case quiet(from: Int, until: Int, zone: String, isOwn: Bool)
        /// Another rule of the group goes first.
        case outranked(by: String, group: String)
    }

    /// How it stands with consent on a channel.
    package struct ChannelConsent: Hashable, Sendable {
        package let channel: String
        package let purpose: String
        package let verdict: Verdict
    }

    /// A contact that went out.
    package struct Contact: Hashable, Sendable {
        /// The rule's name; `nil` when the playbook has the rule no more.
        package let rule: String?
        /// The channel's name; `nil` when the playbook names it no more.
        package let channel: String?
        package let time: Timestamp
    }

    /// A value that a condition read.
    package struct Reading: Hashable, Sendable {
        package let name: String
        /// `nil` when it is not known.
        package let value: Signal.Value?
    }

    /// Whose decisions are noted.
    package let subject: Subject
    private let kept = Mutex<[Note]>([])

    /// Makes a trace of the decisions about one subject.
    package init(of subject: Subject) { self.subject = subject }

    /// What was noted and not taken yet, in the order of folding.
    package var notes: [Note] { self.kept.withLock { $0 } }

    func note(_ rule: Rule, _ time: Timestamp, _ event: String?, _ reason: Reason) {
        self.kept.withLock { $0.append(Note(rule: rule.name, time: time, event: event, reason: reason)) }
    }

    /// Takes what was noted since the last time.
    package func take() -> [Note] {
        self.kept.withLock { notes in
            defer { notes = [] }
            return notes
        }
    }
}

extension Formula {
    /// What the formula read, by the names in it.
    func readings(_ sight: Sight) -> [Trace.Reading] {
        self.program.variables.map { variable in
            Trace.Reading(name: self.names[variable] ?? "", value: sight.value(of: variable, self))
        }
    }
}
