extension Permissions {
    /// Takes a fact of consent or preferences in, and emits what it decides; returns whether it was one.
    ///
    /// Afterwards `nextDeadline` may be another. Other kinds of facts cost one switch. Repeated events must have been
    /// filtered out. What the kinds mean:
    ///
    /// - `consent.requested` is a request, on every channel.
    /// - `newsletter.subscribed` is a request where double opt-in is needed, else a grant.
    /// - `consent.granted` is a grant when the source says that it was confirmed, or no double opt-in is needed; else it
    ///   is a request.
    /// - `consent.confirmed` and `newsletter.confirmed` confirm a request, and nothing without one. Without a purpose
    ///   they confirm whatever was asked for. Where no double opt-in is needed they are grants by themselves, unless
    ///   they name a request and no purpose.
    /// - `consent.withdrawn`, `newsletter.unsubscribed` and `channel.unsubscribed` take back what they name; what they
    ///   don't name is everything. `email.unsubscribed` and `email.marked_as_spam` take back everything on the channel
    ///   email; `customer.deleted` and `privacy.erasure_requested` everything on every channel.
    /// - `consent.updated` states all categories on ``ConsentSettings/categoryChannel``, and is no word on others.
    ///
    /// A grant or confirmation that ends before it begins takes consent back; such a request is none, nor is a
    /// confirmation that says of itself that nothing was confirmed.
    public mutating func take(
        _ event: Event,
        seen cause: Cause,
        _ settings: ConsentSettings,
        _ effects: inout Effects
    ) -> Bool {
        guard let news = News(event, cause, settings) else { return false }
        let before = self
        switch news {
        case .none: return true
        case .preferred(let preferences):
            self.preferences.take(preferences, at: event.time)
            return true
        case .requested(let request, let scope): self.request(request, of: scope)
        case .confirmed(let step, let scope): self.confirm(step, scope)
        case .granted(let step, let scope): self.grant(step, to: scope)
        case .withdrawn(let scope): self.withdraw(ConsentWithdrawal(time: event.time, cause: cause), from: scope)
        case .stated(let categories): self.state(categories)
        }
        self.tell(since: before, settings, &effects)
        self.arm(settings)
        return true
    }
}

extension Permissions {
    /// Whether events of this type say anything of consent or preferences.
    static func concerns(_ kind: Event.Kind) -> Bool {
        switch kind {
        case .consentRequested, .consentConfirmed, .consentGranted, .consentWithdrawn, .consentUpdated,
            .newsletterSubscribed, .newsletterConfirmed, .newsletterUnsubscribed, .emailUnsubscribed,
            .emailMarkedAsSpam, .channelUnsubscribed, .preferencesUpdated, .customerDeleted, .privacyErasureRequested:
            true
        default: false
        }
    }
}

/// What a fact says about consent.
private enum News {
    case none
    case requested(ConsentRequest, ConsentScope)
    case confirmed(ConsentStep, ConsentScope)
    case granted(ConsentStep, ConsentScope)
    case withdrawn(ConsentScope?)
    case stated(ConsentCategories)
    case preferred(Preferences)

    /// Reads a fact; `nil` for one that says nothing of it.
    init?(_ event: Event, _ cause: Cause, _ settings: ConsentSettings) {
        // Made where it is needed only: most facts are others.
        var reading: Reading { Reading(time: event.time, cause: cause, settings: settings) }
        switch event.body {
        case .consentRequested(let fact): self = reading.request(fact, isNewsletter: false)
        case .consentConfirmed(let fact): self = reading.confirmation(fact, isNewsletter: false)
        case .consentGranted(let fact): self = reading.grant(fact)
        case .consentWithdrawn(let fact): self = .withdrawn(reading.scope(fact))
        case .consentUpdated(let fact): self = reading.statement(fact)
        case .newsletterSubscribed(let fact): self = reading.subscription(fact)
        case .newsletterConfirmed(let fact): self = reading.confirmation(fact, isNewsletter: true)
        case .newsletterUnsubscribed(let fact): self = .withdrawn(reading.scope(fact, isNewsletter: true))
        case .emailUnsubscribed, .emailMarkedAsSpam: self = .withdrawn(ConsentScope(channel: "email", purpose: nil))
        case .channelUnsubscribed(let fact):
            self = .withdrawn(fact.channel.nonempty.map { ConsentScope(channel: $0, purpose: nil) })
        case .preferencesUpdated(let fact): self = .preferred(fact)
        case .customerDeleted, .privacyErasureRequested: self = .withdrawn(nil)
        default: return nil
        }
    }
}

/// How a fact is to be understood.
private struct Reading {
    let time: Timestamp
    let cause: Cause
    let settings: ConsentSettings

    /// The scope that a fact names; `nil` without a channel.
    func scope(_ fact: Consent, isNewsletter: Bool = false) -> ConsentScope? {
        var channel = fact.channel
        if isNewsletter, channel.isEmpty { channel = ConsentSettings.newsletterChannel }
        return channel.isEmpty ? nil : ConsentScope(channel: channel, purpose: fact.purpose.nonempty)
    }

    func request(_ fact: Consent, isNewsletter: Bool) -> News {
        guard let scope = self.givingScope(fact, isNewsletter), !self.isContradictory(fact) else { return .none }
        let step = ConsentStep(fact, at: self.time, cause: self.cause)
        let lapses = self.time + self.settings.requestLifetime
        return .requested(ConsentRequest(step: step, openUntil: min(lapses, step.ends)), scope)
    }

    func subscription(_ fact: Consent) -> News {
        guard let scope = self.givingScope(fact, true) else { return .none }
        return self.settings.needsConfirmation(on: scope.channel)
            ? self.request(fact, isNewsletter: true) : self.granted(fact, scope)
    }

    func grant(_ fact: Consent) -> News {
        guard let scope = self.scope(fact) else { return .none }
        let isGrant = fact.isConfirmed == true || !self.settings.needsConfirmation(on: scope.channel)
        return isGrant || self.isContradictory(fact)
            ? self.granted(fact, scope) : self.request(fact, isNewsletter: false)
    }

    func confirmation(_ fact: Consent, isNewsletter: Bool) -> News {
        guard let scope = self.scope(fact, isNewsletter: isNewsletter), fact.isConfirmed != false else { return .none }
        guard !self.isContradictory(fact) else { return .withdrawn(scope) }
        var step = ConsentStep(fact, at: self.time, cause: self.cause).ending(after: self.settings.validity)
        step.isConfirmed = true
        let isOfRequest = scope.purpose == nil && step.requestID != nil
        if isOfRequest || self.settings.needsConfirmation(on: scope.channel) { return .confirmed(step, scope) }
        return self.givingScope(fact, isNewsletter).map { .granted(step, $0) } ?? .none
    }

    func statement(_ fact: ConsentPreferences) -> News {
        let step = ConsentStep(time: self.time, cause: self.cause).ending(after: self.settings.validity)
        let isGrant = !self.settings.needsConfirmation(on: ConsentSettings.categoryChannel)
        let names = Set(fact.granted).subtracting(fact.refused).subtracting([""]).sorted()
        return .stated(
            ConsentCategories(step: step, granted: isGrant ? Array(names.prefix(ConsentCategories.keptNames)) : [])
        )
    }

    private func granted(_ fact: Consent, _ scope: ConsentScope) -> News {
        guard !self.isContradictory(fact) else { return .withdrawn(scope) }
        let step = ConsentStep(fact, at: self.time, cause: self.cause)
        return .granted(step.ending(after: self.settings.validity), scope)
    }

    /// The scope for which a fact can give consent.
    private func givingScope(_ fact: Consent, _ isNewsletter: Bool) -> ConsentScope? {
        guard let scope = self.scope(fact, isNewsletter: isNewsletter) else { return nil }
        guard isNewsletter, scope.purpose == nil else { return scope }
        return ConsentScope(channel: scope.channel, purpose: ConsentSettings.newsletterPurpose)
    }

    private func isContradictory(_ fact: Consent) -> Bool { fact.expires.map { $0 <= self.time } ?? false }
}
