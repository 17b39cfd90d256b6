/// The armed timers of one customer: at most one of each kind, as instants in event time.
public struct Deadlines: Hashable, Sendable {
    /// What a timer is for.
    ///
    /// The order settles which of two timers of one instant fires first.
    public enum Kind: Int, CaseIterable, Sendable {
        case cart
        case churn
        case thanks
        case winBack
        case anniversary
    }

    private var cart = Timestamp.never
    private var churn = Timestamp.never
    private var thanks = Timestamp.never
    private var winBack = Timestamp.never
    private var anniversary = Timestamp.never

    /// Makes a set with no timer armed.
    public init() {}

    /// The deadline of a kind; `never` when it is not armed.
    ///
    /// Setting it arms, moves or disarms the timer.
    public subscript(_ kind: Kind) -> Timestamp {
        get {
            switch kind {
            case .cart: self.cart
            case .churn: self.churn
            case .thanks: self.thanks
            case .winBack: self.winBack
            case .anniversary: self.anniversary
            }
        }
        set {
            switch kind {
            case .cart: self.cart = newValue
            case .churn: self.churn = newValue
            case .thanks: self.thanks = newValue
            case .winBack: self.winBack = newValue
            case .anniversary: self.anniversary = newValue
            }
        }
    }

    /// The earliest instant of all.
    public var earliest: Timestamp {
        min(min(self.cart, self.churn), min(self.thanks, min(self.winBack, self.anniversary)))
    }

    /// The kind that fires first, when any is armed.
    public var first: Kind? {
        let earliest = self.earliest
        return earliest == .never ? nil : Kind.allCases.first { self[$0] == earliest }
    }
}
