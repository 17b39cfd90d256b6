import CEL
import Retention
import Zones

/// A value of the state that expressions may name.
struct Variable: Sendable {
    /// The kinds of values, as expressions and signals have them.
    enum Kind: Sendable {
        case count, money, time, span, sentiment, text, sums, flag, decimal, texts

        /// The type that expressions see.
        var type: CEL.`Type` {
            switch self {
            case .count: .int
            case .money, .sums, .decimal, .sentiment: .double
            case .time: .timestamp
            case .span: .duration
            case .text: .string
            case .flag: .bool
            case .texts: .list(.string)
            }
        }
    }

    /// The name, as in `customer.orders`.
    let name: String
    /// What kind of value it has.
    let kind: Kind
    /// The event types that can change it; what depends on time alone has none.
    let changedBy: KindSet
    /// The part of the state that it is read from; `nil` for one that is always kept.
    fileprivate(set) var group: FactGroup?
    /// What it means, for the reference.
    let meaning: String
    /// Reads it; `nil` while it is not known.
    let read: Reader

    /// How a variable is read, and nothing else of it.
    struct Bound: Sendable { let read: Reader }

    /// Reads a value.
    typealias Reader = @Sendable (_ customer: CustomerView, _ moment: MomentView) -> Signal.Value?

    init(
        _ name: String,
        _ kind: Kind,
        _ changedBy: KindSet,
        _ meaning: String,
        _ read: @escaping Reader
    ) {
        self.name = name
        self.kind = kind
        self.changedBy = changedBy
        self.meaning = meaning
        self.read = read
    }
}

extension [Variable] {
    /// The variables as those of a part of the state that a playbook may do without.
    func of(_ group: FactGroup) -> [Variable] {
        self.map { variable in
            var variable = variable
            variable.group = group
            return variable
        }
    }
}

/// When and for whom something is decided.
struct Moment: Sendable {
    /// The shop's id of the customer.
    let customer: String
    /// The instant of the decision, in event time.
    var now: Timestamp
    /// The currency in which sums of money are read; `nil` when the playbook names none.
    var currency: Currency?
    /// Where the customer is.
    var zone: Zone
    /// The order that the triggering event is about.
    var order: String?
}

/// A moment by address: reading a part copies that part alone.
@safe
struct MomentView {
    private let pointer: UnsafePointer<Moment>

    @unsafe
    init(_ pointer: UnsafePointer<Moment>) { unsafe self.pointer = pointer }

    var customer: String { @inline(__always) _read { yield unsafe self.pointer.pointee.customer } }
    var now: Timestamp { unsafe self.pointer.pointee.now }
    var currency: Currency? { unsafe self.pointer.pointee.currency }
    var zone: Zone { @inline(__always) _read { yield unsafe self.pointer.pointee.zone } }
    var order: String? { @inline(__always) _read { yield unsafe self.pointer.pointee.order } }
}

extension CEL.Value {
    /// A value of the state or of an event, as expressions see it.
    ///
    /// Amounts are in whole units of their currency, sentiments and decimals as they are written.
    init(_ value: Signal.Value?, _ currency: Currency?) {
        switch value {
        case .count(let count): self = .int(count)
        case .money(let money): self = .double(money.inWholeUnits)
        case .time(let time): self = .timestamp(Instant(time))
        case .span(let span): self = .duration(Instant(span))
        case .sentiment(let sentiment): self = .double(Double(sentiment.millionths) / 1_000_000)
        case .text(let text): self = .string(text)
        case .flag(let flag): self = .bool(flag)
        case .decimal(let millionths): self = .double(Double(millionths) / 1_000_000)
        case .texts(let texts): self = .list(texts.map { .string($0) })
        case .sums(let sums):
            if let currency {
                self = .double(sums.amount(in: currency).inWholeUnits)
            } else if sums.sums.count <= 1 {
                self = .double(sums.sums.first?.inWholeUnits ?? 0)
            } else {
                self = .null
            }
        case nil: self = .null
        }
    }
}

extension Signal.Value {
    /// What an expression came to, as signals carry it; `nil` for nothing, for a fault and for what signals don't have.
    init?(_ value: CEL.Value) {
        switch value {
        case .int(let int): self = .count(int)
        case .uint(let uint): self = .count(Int64(clamping: uint))
        case .bool(let bool): self = .flag(bool)
        case .string(let text): self = .text(text)
        case .double(let double):
            let millionths = (double * 1_000_000).rounded()
            guard millionths.magnitude < 9e18 else { return nil }
            self = .decimal(Int64(millionths))
        case .timestamp(let instant):
            guard let time = Timestamp(instant) else { return nil }
            self = .time(time)
        case .duration(let span): self = .span(TimeSpan(span))
        case .list(let list):
            var texts: [String] = []
            for element in list {
                guard case .string(let text) = element else { return nil }
                texts.append(text)
            }
            self = .texts(texts)
        case .null, .bytes, .map, .type, .fault: return nil
        }
    }
}

extension Money {
    /// The amount in whole units: the binary number nearest to it, as a literal of the same digits is.
    var inWholeUnits: Double {
        switch self.currency.decimals {
        case 0: Double(self.minor)
        case 2: Double(self.minor) / 100
        case 3: Double(self.minor) / 1_000
        default: Double(self.minor) / 10_000
        }
    }
}

extension Instant {
    init(_ time: Timestamp) { self.init(milliseconds: time.milliseconds) }
    init(_ span: TimeSpan) { self.init(milliseconds: span.milliseconds) }

    private init(milliseconds: Int64) {
        let (quotient, rest) = milliseconds.quotientAndRemainder(dividingBy: 1_000)
        let borrow: Int64 = rest < 0 ? 1 : 0
        self.init(seconds: quotient - borrow, nanoseconds: Int32(rest + borrow * 1_000) * 1_000_000)
    }

    /// Milliseconds, what is below one left out.
    fileprivate var milliseconds: Int64 {
        let (product, isTooMuch) = self.seconds.multipliedReportingOverflow(by: 1_000)
        if isTooMuch { return self.seconds < 0 ? .min + 1 : .max - 1 }
        return product + Int64(self.nanoseconds / 1_000_000)
    }
}

extension Timestamp {
    init?(_ instant: Instant) { self.init(milliseconds: instant.milliseconds) }
}

extension TimeSpan {
    init(_ instant: Instant) { self.init(milliseconds: instant.milliseconds) }
}
