import Retention

/// What the gates of contacts read of a customer.
extension Sight {
    /// The day of birth.
    var birthDate: CalendarDay? { self.read { customer in customer.relations.value.profile.birthDate } }

    /// Whether the customer has bought a product.
    func owns(_ product: String) -> Bool { self.read { customer in customer.shopping.value.products.owns(product) } }

    /// What the customer wishes of contacts; `nil` when they never said.
    var preferences: Wishes? {
        self.read { customer in
            guard !customer.permissions.isAbsent else { return nil }
            let preferences = customer.permissions.value.preferences
            guard !preferences.isInitial else { return nil }
            var quiet: ContactPolicy.QuietHours?
            if let from = preferences.quietFrom, let until = preferences.quietUntil {
                quiet = ContactPolicy.QuietHours(from: Int(from) * 60, until: Int(until) * 60)
            }
            return Wishes(
                topics: preferences.topics,
                channels: preferences.channels,
                maxPerWeek: preferences.maxPerWeek.map { Int($0) },
                quietHours: quiet
            )
        }
    }

    /// What a customer wishes of contacts.
    struct Wishes {
        let topics: [String]
        let channels: [String]
        let maxPerWeek: Int?
        let quietHours: ContactPolicy.QuietHours?
    }

    /// How it stands with consent to a purpose on a channel now.
    func consent(channel: String, purpose: String) -> Verdict {
        let now = self.moment.now
        return self.read { customer in
            customer.permissions.isAbsent
                ? .missing : customer.permissions.value.status(channel: channel, purpose: purpose, at: now)
        }
    }

    /// Why there is no consent to a purpose on a channel now; `nil` when there is.
    func refusal(channel: String, purpose: String) -> String? {
        switch self.consent(channel: channel, purpose: purpose) {
        case .granted: nil
        case .missing: "consent_missing"
        case .pending: "consent_pending"
        case .expired: "consent_expired"
        case .revoked: "consent_revoked"
        }
    }
}
