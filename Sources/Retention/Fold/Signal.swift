/// A decision, as an event for others: why this customer, why now, by which rule.
public struct Signal: Hashable, Sendable {
    /// The same decision has the same id in every run and replay.
    public let id: SignalID
    /// What was decided, and on which topic it goes out.
    public let type: SignalType
    /// Whom it is about.
    public let subject: Subject
    /// The instant of the decision: an event's time, or the deadline of the timer that fired; never the time of detection.
    public let time: Timestamp
    /// The playbook's name of the rule that decided.
    public let rule: String
    /// The event that led to it: the triggering one, or the one that armed the timer.
    public let cause: Cause
    /// The values the rule read, in a fixed order.
    public let values: [Field]

    /// A named value.
    public struct Field: Hashable, Sendable {
        /// The name, in snake case.
        public let name: String
        /// The value.
        public let value: Value

        /// Makes a field.
        public init(_ name: String, _ value: Value) {
            self.name = name
            self.value = value
        }
    }

    /// What a rule may read from the state.
    public enum Value: Hashable, Sendable {
        /// A count.
        case count(Int64)
        /// An amount with its currency.
        case money(Money)
        /// An instant.
        case time(Timestamp)
        /// A length of time.
        case span(TimeSpan)
        /// A sentiment.
        case sentiment(Sentiment)
        /// An id or a name of the shop's.
        case text(String)
        /// Amounts by currency.
        case sums(MoneyByCurrency)
        /// A truth.
        case flag(Bool)
        /// A number, in millionths.
        case decimal(Int64)
        /// Ids or names of the shop's.
        case texts([String])
    }
}

/// The event behind a decision: one word, which everything shares that this event has led to.
public struct Cause: Hashable, Sendable {
    private final class Box: Sendable {
        let event: EventID
        let origin: Origin

        init(_ event: EventID, _ origin: Origin) {
            self.event = event
            self.origin = origin
        }
    }

    private let box: Box

    /// Makes a cause.
    public init(eventID: String, origin: Origin) { self.box = Box(EventID(eventID), origin) }

    /// Takes an event for a cause.
    package init(_ event: borrowing Event) { self.box = Box(event.compactID, event.origin) }

    /// The producer's id of the event.
    public var eventID: String { self.box.event.description }

    /// The same id, as it is kept.
    package var event: EventID { self.box.event }

    /// Where its raw record stood.
    public var origin: Origin { self.box.origin }

    /// Compares what caused.
    public static func == (left: Cause, right: Cause) -> Bool {
        left.box === right.box || left.box.event == right.box.event && left.box.origin == right.box.origin
    }

    /// Hashes what caused.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(self.box.event)
        hasher.combine(self.box.origin)
    }
}

extension Cause: CustomReflectable {
    /// What caused, without the box around it.
    public var customMirror: Mirror {
        Mirror(self, children: ["eventID": self.eventID, "origin": self.origin], displayStyle: .struct)
    }

    /// Stands for an event that is not known any more.
    static let unknown = Cause(eventID: "", origin: Origin(source: "", partition: 0, offset: -1))
}

/// A kind of signal and the topic it goes to.
public struct SignalType: Hashable, Sendable {
    /// The type's wire name, `dotted.lower`.
    public let name: String
    /// Where it goes out.
    public let topic: Topic

    /// Names a kind of signal.
    public init(name: String, topic: Topic) {
        self.name = name
        self.topic = topic
    }

    /// The output topics, named without the prefix.
    public enum Topic: String, CaseIterable, Sendable {
        case churnRisk = "churn-risk"
        case milestones
        case triggers
        case segments
        case loyalty
        case service
        case outcomes
        case consents
    }

    /// A wanted contact waits for a better hour.
    public static let contactDeferred = SignalType(name: "contact.deferred", topic: .outcomes)
    /// A wanted contact does not go out.
    public static let contactSuppressed = SignalType(name: "contact.suppressed", topic: .outcomes)
    /// A customer came to an arm of an experiment.
    public static let experimentAssigned = SignalType(name: "experiment.assigned", topic: .outcomes)
    /// A code was granted.
    public static let incentiveGranted = SignalType(name: "incentive.granted", topic: .triggers)
    /// A granted code ends soon.
    public static let incentiveExpiring = SignalType(name: "incentive.expiring", topic: .triggers)
    /// A granted code ended unused.
    public static let incentiveExpired = SignalType(name: "incentive.expired", topic: .triggers)
    /// A granted code was used.
    public static let incentiveRedeemed = SignalType(name: "incentive.redeemed", topic: .triggers)
    /// Consent was given, in as many steps as it takes.
    public static let consentGranted = SignalType(name: "consent.granted", topic: .consents)
    /// A request for consent was not confirmed in time.
    public static let consentRequestExpired = SignalType(name: "consent.request.expired", topic: .consents)
    /// Consent ended by itself.
    public static let consentExpired = SignalType(name: "consent.expired", topic: .consents)
    /// Consent was taken back.
    public static let consentRevoked = SignalType(name: "consent.revoked", topic: .consents)
    /// Consent ends soon: time to ask for it again.
    public static let reconsentDue = SignalType(name: "reconsent.due", topic: .consents)
    /// Consent was given, but not to which text or where.
    public static let consentProofMissing = SignalType(name: "consent.proof.missing", topic: .consents)

    /// Every type that is emitted whatever the rules name, in a fixed order.
    public static let all: [SignalType] = [
        .contactDeferred, .contactSuppressed, .experimentAssigned, .incentiveGranted, .incentiveExpiring,
        .incentiveExpired, .incentiveRedeemed, .consentGranted, .consentRequestExpired, .consentExpired,
        .consentRevoked, .reconsentDue, .consentProofMissing,
    ]
}

/// The id of a signal: a hash of playbook, rule, type, subject, occasion and ordinal.
///
/// The occasion is what makes the decision this one and not another of the same rule: the id of a triggering event, or
/// what was decided for and when. Places of records take no part, so that the same history gives the
/// same ids from a file and from Kafka.
public struct SignalID: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The hash.
    public let hash: StableHash

    /// Hashes what the decision is.
    ///
    /// O(length of the names).
    public init(playbook: String, rule: String, type: SignalType, subject: Subject, occasion: Occasion) {
        let names = playbook.utf8.count + rule.utf8.count + type.name.utf8.count + subject.id.utf8.count
        let most = names + occasion.size + 16 + 4
        self.hash = StableHash(capacity: most) { text in
            text.append(playbook)
            text.append(Occasion.separator)
            text.append(rule)
            text.append(Occasion.separator)
            text.append(type.name)
            text.append(Occasion.separator)
            text.append(subject.kind.name)
            text.append(UInt8(ascii: "/"))
            text.append(subject.id)
            text.append(Occasion.separator)
            occasion.write(to: &text)
        }
    }

    /// The 32 hexadecimal digits as bytes.
    package var digits: InlineArray<32, UInt8> {
        InlineArray { place in
            let half = place < 16 ? self.hash.high : self.hash.low
            let digit = UInt8(truncatingIfNeeded: half >> UInt64(60 - 4 * (place & 15))) & 15
            return digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10
        }
    }

    /// 32 hexadecimal digits.
    public var description: String {
        let digits = self.digits
        return unsafe digits.span.withUnsafeBufferPointer { unsafe String(decoding: $0, as: UTF8.self) }
    }

    /// Takes an id that was made before.
    init(hash: StableHash) { self.hash = hash }

    /// Compares in the natural order.
    public static func < (left: SignalID, right: SignalID) -> Bool {
        (left.hash.high, left.hash.low) < (right.hash.high, right.hash.low)
    }
}

/// What makes a decision of a rule distinct from the rule's other decisions about the same subject.
public enum Occasion: Hashable, Sendable {
    /// The rule decides once in a subject's life.
    case once
    /// The rule decides once for an event.
    case event(id: String)
    /// The rule decides for something whose hash is the key, at an instant; `ordinal` tells stages apart.
    case key(UInt64, Timestamp, ordinal: Int)
}

extension Occasion {
    /// Stands between the parts of what is hashed.
    fileprivate static let separator: UInt8 = 0x1F

    /// The most bytes that `write` takes.
    fileprivate var size: Int {
        switch self {
        case .event(let id): 8 + id.utf8.count
        default: 16 + 3 * HashedText.numberSize
        }
    }

    fileprivate func write(to text: inout HashedText) {
        switch self {
        case .once: text.append("once")
        case .event(let id):
            text.append("event\u{1F}")
            text.append(id)
        case .key(let key, let instant, let ordinal):
            text.append("key\u{1F}")
            text.append(digits: key)
            text.append(Self.separator)
            text.append(instant.milliseconds)
            text.append(Self.separator)
            text.append(Int64(ordinal))
        }
    }
}
