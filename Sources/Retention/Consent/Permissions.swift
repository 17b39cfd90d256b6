/// What a customer has agreed to, on which channel and for which purpose, with what proves it; and their preferences.
///
/// What is kept are facts: requests, confirmations, grants and withdrawals with their event times. How it stands follows
/// from them by event time alone, in whichever order they came:
///
/// - A withdrawal ends what was given or asked for up to its instant, that instant included. It is final: what is older
///   and arrives later gives nothing back.
/// - A request counts once it is confirmed, at or after its instant and before it lapses, by a confirmation of the same
///   request id or of none; then consent is given at the instant of the first such confirmation.
/// - Of several grants the latest counts, with its end; what was said of everything on a channel counts for each
///   purpose on it.
/// - What gives is read narrowly, what takes back is read broadly: a newsletter that names no purpose is subscribed to
///   for marketing, and its end is the end of everything on the channel.
///
/// Memory is bounded: `Permissions.keptScopes` scopes with `Agreement.keptSteps` requests and confirmations each. What
/// finds no room gives no consent, and shortens the consent that it might have shortened.
public struct Permissions: InitiallyEmpty {
    /// What was said of each scope, ascending.
    var agreements: [Agreement] = []
    /// The latest withdrawal of everything on every channel.
    var allWithdrawn: ConsentWithdrawal?
    /// The latest statement of all categories.
    var categories: ConsentCategories?
    /// What the customer wants to hear, how often and when.
    public internal(set) var preferences = ContactPreferences()
    /// The earliest instant at which a request lapses, consent ends or should be asked for again; `never` without any.
    public internal(set) var nextDeadline = Timestamp.never

    /// Scopes kept of a customer.
    public static let keptScopes = 24

    /// What is known of those who have none.
    public static let absent = [Self()]

    /// Makes the record of a customer who has agreed to nothing.
    public init() {}

    /// Whether nothing was ever said.
    public var isInitial: Bool {
        self.agreements.isEmpty && self.allWithdrawn == nil && self.categories == nil && self.preferences.isInitial
            && self.nextDeadline == .never
    }

    /// How it stands with a purpose on a channel at an instant, which must not lie before the latest event.
    ///
    /// Without a purpose it is asked whether everything on the channel is agreed to: a withdrawal of one purpose denies
    /// it. Asked for an earlier instant, it may deny what was granted then.
    /// O(scopes × steps); allocates.
    public func status(channel: String, purpose: String?, at instant: Timestamp) -> Verdict {
        if self.agreements.isEmpty, self.allWithdrawn == nil, self.categories == nil { return .missing }
        return self.standing(
            of: ConsentScope(channel: channel, purpose: purpose.nonempty),
            narrower: purpose.nonempty == nil
        )
        .verdict(at: instant)
    }

    /// Whether there is consent to a purpose on a channel at an instant, which must not lie before the latest event.
    ///
    /// See ``status(channel:purpose:at:)``.
    public func allows(channel: String, purpose: String?, at instant: Timestamp) -> Bool {
        if case .granted = self.status(channel: channel, purpose: purpose, at: instant) { return true }
        return false
    }
}

// MARK: - What comes in

extension Permissions {
    /// The place of a scope, made when there is room; `nil` when there is none.
    mutating func place(of scope: ConsentScope) -> Int? {
        if let index = self.agreements.firstIndex(where: { $0.scope == scope }) { return index }
        guard self.agreements.count < Self.keptScopes else { return nil }
        var agreement = Agreement(scope)
        // What was told of everything on the channel is not told once more of a purpose.
        let whole = self.agreements.first { $0.scope == scope.whole }
        agreement.expiryTold = whole?.expiryTold
        agreement.reconsentTold = whole?.reconsentTold
        let index = self.agreements.firstIndex { scope < $0.scope } ?? self.agreements.count
        self.agreements.insert(agreement, at: index)
        return index
    }

    mutating func grant(_ step: ConsentStep, to scope: ConsentScope) {
        guard let index = self.place(of: scope) else { return self.lose(scope, until: step.time, ends: step.ends) }
        self.agreements[index].take(step)
    }

    mutating func request(_ request: ConsentRequest, of scope: ConsentScope) {
        guard let index = self.place(of: scope) else {
            return self.lose(scope, until: request.openUntil, ends: request.step.ends)
        }
        self.agreements[index].insert(request)
        let requests = self.agreements[index].requests
        guard requests.count > Agreement.keptSteps else { return }
        // Anybody can ask for a newsletter in another's name: what was confirmed stays.
        let channel = self.agreements
        let unconfirmed = requests.firstIndex { Self.confirmation(of: $0, in: scope, channel) == nil }
        let gone = self.agreements[index].requests.remove(at: unconfirmed ?? 0)
        self.agreements[index].lose(until: gone.openUntil, ends: gone.step.ends)
    }

    mutating func confirm(_ step: ConsentStep, _ scope: ConsentScope) {
        guard let index = self.place(of: scope) else { return self.lose(scope, until: step.time, ends: step.ends) }
        self.agreements[index].insert(confirmation: step)
        let confirmations = self.agreements[index].confirmations
        guard confirmations.count > Agreement.keptSteps else { return }
        let used = self.usedConfirmations(of: scope)
        let unused = confirmations.firstIndex { !used.contains($0) }
        let gone = self.agreements[index].confirmations.remove(at: unused ?? 0)
        self.agreements[index].lose(until: gone.time, ends: gone.ends)
    }

    /// The confirmations by which a request of the scope counts.
    private func usedConfirmations(of scope: ConsentScope) -> [ConsentStep] {
        let channel = self.agreements.filter { $0.scope.channel == scope.channel }
        return channel.filter { scope.covers($0.scope) }.flatMap { agreement in
            agreement.requests.compactMap { Self.confirmation(of: $0, in: agreement.scope, channel) }
        }
    }

    /// Takes consent back: of a scope, or with `nil` of everything on every channel.
    mutating func withdraw(_ withdrawal: ConsentWithdrawal, from scope: ConsentScope?) {
        guard let scope else { return self.allWithdrawn.merge(withdrawal) }
        if let index = self.place(of: scope) { return self.agreements[index].withdrawal.merge(withdrawal) }
        // Without room for it, it must count for more than it says.
        for index in self.placesInstead(of: scope) { self.agreements[index].withdrawal.merge(withdrawal) }
    }

    mutating func state(_ statement: ConsentCategories) {
        if self.categories == nil { self.categories = statement } else { self.categories?.merge(statement) }
        for name in self.categories?.granted ?? [] {
            _ = self.place(of: ConsentScope(channel: ConsentSettings.categoryChannel, purpose: name))
        }
    }

    private mutating func lose(_ scope: ConsentScope, until: Timestamp, ends: Timestamp) {
        for index in self.placesInstead(of: scope) { self.agreements[index].lose(until: until, ends: ends) }
    }

    /// Where a scope counts that has no place: for everything on the channel, or for all that is kept of it.
    private func placesInstead(of scope: ConsentScope) -> [Int] {
        self.agreements.indices.filter {
            scope.purpose == nil
                ? self.agreements[$0].scope.channel == scope.channel : self.agreements[$0].scope == scope.whole
        }
    }
}
