/// How it stands with a purpose on a channel.
public enum Verdict: Hashable, Sendable {
    /// There is consent, given at that instant.
    case granted(since: Timestamp)
    /// There never was consent.
    case missing
    /// Consent was asked for, and can still be confirmed.
    case pending
    /// Consent ended by itself at that instant.
    case expired(at: Timestamp)
    /// Consent was taken back at that instant.
    case revoked(at: Timestamp)
}

/// All that bears on a scope: the latest withdrawal, and what was asked for and given after it.
struct Standing {
    var withdrawal: ConsentWithdrawal?
    /// The latest grant after the withdrawal, ended or not.
    var ruling: ConsentGrant?
    /// Requests after the withdrawal that nobody confirmed.
    var open: [ConsentRequest] = []

    func verdict(at instant: Timestamp) -> Verdict {
        if let ruling, ruling.time <= instant, instant < ruling.ends { return .granted(since: ruling.time) }
        if self.open.contains(where: { $0.step.time <= instant && instant < $0.openUntil }) { return .pending }
        if let ruling, ruling.ends <= instant { return .expired(at: ruling.ends) }
        return self.withdrawal.map { .revoked(at: $0.time) } ?? .missing
    }

    func isStanding(_ step: ConsentStep) -> Bool { self.withdrawal.map { step.time > $0.time } ?? true }

    mutating func offer(_ grant: ConsentGrant) {
        guard self.isStanding(grant.request ?? grant.step) else { return }
        if let ruling, !grant.outranks(ruling) { return }
        self.ruling = grant
    }
}

extension Permissions {
    /// What follows from all facts known for `asked`.
    ///
    /// With `narrower`, a withdrawal of one purpose counts against everything on the channel, too.
    func standing(of asked: ConsentScope, narrower: Bool = false) -> Standing {
        var standing = Standing(withdrawal: self.allWithdrawn)
        let channel = self.agreements.filter { $0.scope.channel == asked.channel }
        for agreement in channel where narrower || agreement.scope.covers(asked) {
            standing.withdrawal.merge(agreement.withdrawal)
        }
        var grants: [ConsentGrant] = []
        if asked.channel == ConsentSettings.categoryChannel, let categories {
            if let purpose = asked.purpose, categories.granted.contains(purpose) {
                grants.append(ConsentGrant(step: categories.step))
            } else {
                standing.withdrawal.merge(categories.withdrawal)
            }
        }
        for agreement in channel where agreement.scope.covers(asked) {
            if let grant = agreement.grant { grants.append(ConsentGrant(step: grant)) }
            for request in agreement.requests where standing.isStanding(request.step) {
                if let confirmation = Self.confirmation(of: request, in: agreement.scope, channel) {
                    grants.append(ConsentGrant(request: request.step, step: confirmation))
                } else {
                    standing.open.append(request)
                }
            }
        }
        for grant in grants { standing.offer(grant) }
        self.limit(&standing, asked, channel)
        return standing
    }

    /// The first confirmation that a request accepts: of its purpose, or of whatever was asked for on the channel.
    static func confirmation(
        of request: ConsentRequest,
        in scope: ConsentScope,
        _ channel: [Agreement]
    ) -> ConsentStep? {
        var first: ConsentStep?
        for agreement in channel where agreement.scope.covers(scope) {
            for step in agreement.confirmations where request.accepts(step) {
                guard let known = first else {
                    first = step
                    continue
                }
                if step.time == known.time ? step.outranks(known) : step.time < known.time { first = step }
            }
        }
        return first
    }

    /// Lets what was lost for want of room shorten consent, as it might have done.
    private func limit(_ standing: inout Standing, _ asked: ConsentScope, _ channel: [Agreement]) {
        guard let ruling = standing.ruling else { return }
        let covering = channel.filter { $0.scope.covers(asked) }
        let lost = covering.compactMap(\.lost).filter { $0.until >= ruling.time }
        guard !lost.isEmpty else { return }
        var ends = lost.reduce(ruling.ends) { min($0, $1.ends) }
        for agreement in covering {
            // The request of a later confirmation may be among what was lost.
            for step in agreement.confirmations where step.time >= ruling.time { ends = min(ends, step.ends) }
        }
        standing.ruling?.ends = ends
    }
}

extension ConsentCategories {
    /// What a statement of all categories says of one that it does not grant.
    var withdrawal: ConsentWithdrawal { ConsentWithdrawal(time: self.step.time, cause: self.step.cause) }
}
