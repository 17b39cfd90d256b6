/// How consent is asked for and how long it lasts.
public struct ConsentSettings: Hashable, Sendable {
    /// The rule's name in signals.
    public var name = "consent"
    /// The channels on which consent counts only once it was confirmed in a second step.
    public var doubleOptIn = ["email"]
    /// How long a request can be confirmed; at the end of it the request is void.
    public var requestLifetime = TimeSpan.days(7)
    /// How long consent lasts from the step that gave it on, unless the fact ends it earlier; `nil` for ever.
    public var validity: TimeSpan?
    /// How long before its end consent should be asked for again; `nil` never says so.
    ///
    /// Consent that lasts no longer than this is not asked for again.
    public var reconsentBefore: TimeSpan?

    /// The channel of the categories that `consent.updated` names.
    ///
    /// They are what cookie banners ask for, and neither give nor take consent to be written to: somebody who refuses
    /// cookies on a new device has not unsubscribed.
    public static let categoryChannel = "site"
    /// The channel of a newsletter that names none.
    public static let newsletterChannel = "email"
    /// The purpose of a newsletter that names none.
    public static let newsletterPurpose = "marketing"

    /// Makes the default settings.
    public init() {}

    func needsConfirmation(on channel: String) -> Bool { self.doubleOptIn.contains(channel) }
}
