/// All that is known of a customer's consent, for a document that proves it.
///
/// It holds personal data: addresses and browsers.
public struct ConsentDossier: Hashable, Sendable {
    /// What was said of each channel and purpose, ascending.
    public let entries: [Entry]
    /// The latest withdrawal of everything on every channel.
    public let allWithdrawn: ConsentWithdrawal?
    /// The categories granted by the latest statement of all of them.
    public let categories: [String]
    /// When and by which event all categories were stated last.
    public let categoriesStated: ConsentStep?
    /// What the customer wants to hear, how often and when.
    public let preferences: ContactPreferences

    /// What was said of one purpose on one channel, or of everything on it.
    public struct Entry: Hashable, Sendable {
        /// The channel and the purpose.
        public let scope: ConsentScope
        /// How it stands.
        public let verdict: Verdict
        /// The grant that counts, ended or not, with the proof of its steps; `nil` when none does.
        public let grant: ConsentGrant?
        /// The latest withdrawal that bears on it.
        public let withdrawal: ConsentWithdrawal?
        /// The latest grant by a single step, withdrawn or not.
        public let given: ConsentStep?
        /// The latest requests, ascending by time, confirmed or not.
        public let requests: [ConsentRequest]
        /// The latest confirmations, ascending by time, of these requests or of others.
        public let confirmations: [ConsentStep]
    }
}

extension Permissions {
    /// All that is known, as it stands at an instant, which must not lie before the latest event.
    ///
    /// O(scopes × scopes × steps).
    public func dossier(at instant: Timestamp) -> ConsentDossier {
        let entries = self.agreements.map { agreement in
            let standing = self.standing(of: agreement.scope, narrower: agreement.scope.purpose == nil)
            return ConsentDossier.Entry(
                scope: agreement.scope,
                verdict: standing.verdict(at: instant),
                grant: standing.ruling,
                withdrawal: standing.withdrawal,
                given: agreement.grant,
                requests: agreement.requests,
                confirmations: agreement.confirmations
            )
        }
        return ConsentDossier(
            entries: entries,
            allWithdrawn: self.allWithdrawn,
            categories: self.categories?.granted ?? [],
            categoriesStated: self.categories?.step,
            preferences: self.preferences
        )
    }
}
