/// A contact that waits for a better hour.
public struct DeferredContact: Hashable, Sendable {
    /// The rule's name.
    public let rule: String
    /// The key of the rule's memory that it belongs to.
    public let key: UInt64
    /// When it is looked at again.
    public package(set) var until: Timestamp
    /// When it was wanted.
    public let wanted: Timestamp
    /// The id that its signal will have.
    public let id: SignalID
    /// The event behind it.
    public let cause: Cause?
    /// What the signal will carry.
    public let values: [Signal.Field]

    /// Describes a contact.
    package init(
        rule: String,
        key: UInt64,
        until: Timestamp,
        wanted: Timestamp,
        id: SignalID,
        cause: Cause?,
        values: [Signal.Field]
    ) {
        self.rule = rule
        self.key = key
        self.until = until
        self.wanted = wanted
        self.id = id
        self.cause = cause
        self.values = values
    }
}

/// A contact that went out.
public struct MadeContact: Hashable, Sendable {
    /// The hash of the rule's name.
    public let rule: UInt32
    /// The hash of the channel's name.
    public let channel: UInt32
    /// When it went out.
    public let time: Timestamp

    /// Describes a contact.
    package init(rule: UInt32, channel: UInt32, time: Timestamp) {
        self.rule = rule
        self.channel = channel
        self.time = time
    }
}

/// What became of a wanted contact.
public struct ContactOutcome: Hashable, Sendable {
    /// The kinds of outcomes; the raw value is the storage format.
    public enum Kind: UInt8, Sendable {
        /// It went out.
        case emitted = 0
        /// It waits for a better hour.
        case deferred = 1
        /// It does not go out, and why stands in `reason`.
        case suppressed = 2
    }

    /// The hash of the rule's name.
    public let rule: UInt32
    /// What became of it.
    public let kind: Kind
    /// When that was decided.
    public let time: Timestamp
    /// The channel it went out on, the instant it waits for, or why it was suppressed.
    public let reason: String

    /// Describes an outcome.
    package init(rule: UInt32, kind: Kind, time: Timestamp, reason: String) {
        self.rule = rule
        self.kind = kind
        self.time = time
        self.reason = reason
    }
}

/// A code that was granted to a customer.
public struct Voucher: Hashable, Sendable {
    /// The code reference, as it stands in the signal and in the order that uses it.
    public let code: String
    /// The hash of the name of the rule that granted it.
    public let rule: UInt32
    /// When it was granted.
    public let granted: Timestamp
    /// When it ends.
    public let expires: Timestamp
    /// When something is to be said of it next: that it ends soon, that it has ended.
    public package(set) var due: Timestamp
    /// When it was used.
    public package(set) var redeemed: Timestamp?

    /// Describes a voucher that was just granted.
    package init(code: String, rule: UInt32, granted: Timestamp, expires: Timestamp, due: Timestamp) {
        self.code = code
        self.rule = rule
        self.granted = granted
        self.expires = expires
        self.due = due
    }
}
