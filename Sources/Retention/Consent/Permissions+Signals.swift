extension Permissions {
    /// Tells what an event has changed, of each scope that is kept.
    func tell(since before: Permissions, _ settings: ConsentSettings, _ effects: inout Effects) {
        guard !effects.isDiscarding else { return }
        for agreement in self.agreements {
            let was = before.standing(of: agreement.scope).ruling
            let standing = self.standing(of: agreement.scope)
            if let ruling = standing.ruling {
                guard Self.isNews(ruling, after: was, agreement.expiryTold) else { continue }
                self.tellGrant(ruling, agreement.scope, settings, &effects)
            } else if let was, let withdrawal = standing.withdrawal, agreement.expiryTold != was.time {
                effects.emit(
                    .consentRevoked,
                    rule: settings.name,
                    at: withdrawal.time,
                    occasion: agreement.scope.occasion(withdrawal.cause),
                    cause: withdrawal.cause,
                    was.values(for: agreement.scope)
                )
            }
        }
    }

    /// Whether a grant is to be told: late news that leaves consent as it stands is not.
    private static func isNews(_ ruling: ConsentGrant, after was: ConsentGrant?, _ expiryTold: Timestamp?) -> Bool {
        guard let was else { return true }
        return ruling.time > was.time || (expiryTold == was.time && ruling.time != was.time && ruling.ends > was.ends)
    }

    private func tellGrant(
        _ grant: ConsentGrant,
        _ scope: ConsentScope,
        _ settings: ConsentSettings,
        _ effects: inout Effects
    ) {
        effects.emit(
            .consentGranted,
            rule: settings.name,
            at: grant.time,
            occasion: scope.occasion(grant),
            cause: grant.step.cause,
            grant.values(for: scope)
        )
        guard grant.textVersion == nil || grant.source == nil else { return }
        effects.emit(
            .consentProofMissing,
            rule: settings.name,
            at: grant.time,
            occasion: scope.occasion(grant),
            cause: grant.step.cause,
            grant.values(for: scope)
        )
    }

    /// Fires every deadline up to `deadline`, which is `nextDeadline`; afterwards that one is gone or moved later.
    ///
    /// A signal carries the instant of its own deadline.
    public mutating func fire(_ deadline: Timestamp, _ settings: ConsentSettings, _ effects: inout Effects) {
        for index in self.agreements.indices {
            let scope = self.agreements[index].scope
            let standing = self.standing(of: scope)
            for place in self.agreements[index].requests.indices {
                let request = self.agreements[index].requests[place]
                guard !request.isLapsed, request.openUntil <= deadline, standing.open.contains(request) else {
                    continue
                }
                self.agreements[index].requests[place].isLapsed = true
                Self.tellLapse(request, scope, standing, settings, &effects)
            }
            guard let ruling = standing.ruling else { continue }
            if let due = self.reconsent(ruling, index, settings), due <= deadline {
                self.agreements[index].reconsentTold = ruling.time
                effects.emit(
                    .reconsentDue,
                    rule: settings.name,
                    at: due,
                    occasion: scope.occasion(ruling),
                    cause: ruling.step.cause,
                    ruling.values(for: scope)
                )
            }
            guard ruling.ends <= deadline, self.agreements[index].expiryTold != ruling.time else { continue }
            self.agreements[index].expiryTold = ruling.time
            effects.emit(
                .consentExpired,
                rule: settings.name,
                at: ruling.ends,
                occasion: scope.occasion(ruling),
                cause: ruling.step.cause,
                ruling.values(for: scope)
            )
        }
        self.arm(settings)
    }

    /// Tells that a request was not confirmed in time, unless another one is open or there is consent already.
    private static func tellLapse(
        _ request: ConsentRequest,
        _ scope: ConsentScope,
        _ standing: Standing,
        _ settings: ConsentSettings,
        _ effects: inout Effects
    ) {
        switch standing.verdict(at: request.openUntil) {
        case .granted, .pending: return
        case .missing, .expired, .revoked: break
        }
        let step = request.step
        effects.emit(
            .consentRequestExpired,
            rule: settings.name,
            at: request.openUntil,
            occasion: scope.occasion(step.cause),
            cause: step.cause,
            request.requestValues(for: scope)
        )
    }

    /// Solves the next deadline again.
    mutating func arm(_ settings: ConsentSettings) {
        var next = Timestamp.never
        for index in self.agreements.indices {
            let standing = self.standing(of: self.agreements[index].scope)
            for request in self.agreements[index].requests where !request.isLapsed && standing.open.contains(request) {
                next = min(next, request.openUntil)
            }
            guard let ruling = standing.ruling else { continue }
            if self.agreements[index].expiryTold != ruling.time { next = min(next, ruling.ends) }
            if let due = self.reconsent(ruling, index, settings) { next = min(next, due) }
        }
        self.nextDeadline = next
    }

    /// When consent should be asked for again; `nil` when that was told, or is not wanted.
    private func reconsent(_ ruling: ConsentGrant, _ index: Int, _ settings: ConsentSettings) -> Timestamp? {
        guard let before = settings.reconsentBefore, ruling.ends != .never,
            self.agreements[index].reconsentTold != ruling.time, self.agreements[index].expiryTold != ruling.time
        else { return nil }
        let due = ruling.ends - before
        return due > ruling.time && due < ruling.ends ? due : nil
    }
}

extension ConsentScope {
    /// What makes a decision about a grant distinct: both of its steps, for one confirmation may serve two requests.
    fileprivate func occasion(_ grant: ConsentGrant) -> Occasion {
        let request = grant.request?.cause.eventID ?? ""
        return .event(
            id: "\(grant.step.cause.eventID)\u{1F}\(request)\u{1F}\(self.channel)\u{1F}\(self.purpose ?? "")"
        )
    }

    /// What makes a decision by an event about this scope distinct from those about others.
    fileprivate func occasion(_ cause: Cause) -> Occasion {
        .event(id: "\(cause.eventID)\u{1F}\(self.channel)\u{1F}\(self.purpose ?? "")")
    }
}
