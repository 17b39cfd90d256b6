import Journal
import JSON
import Retention

extension ShopifyDecoder {
    /// Consent to marketing by e-mail.
    static func emailConsent(
        _ step: Substring,
        _ fields: borrowing Fields,
        _ webhook: ShopifyWebhook
    ) throws(Rejection) -> DecodedRecord {
        guard step == "update" else { return .unknownType }
        let id = try fields.id("customer_id")
        return try Self.consent(try fields.child("email_marketing_consent"), of: id, on: "email", webhook)
    }

    /// Consent to marketing by SMS; the id in it is the customer's.
    static func smsConsent(
        _ step: Substring,
        _ fields: borrowing Fields,
        _ webhook: ShopifyWebhook
    ) throws(Rejection) -> DecodedRecord {
        guard step == "update" else { return .unknownType }
        let id = try fields.ownID()
        return try Self.consent(try fields.child("sms_marketing_consent"), of: id, on: "sms", webhook)
    }

    /// The state that a consent came to.
    ///
    /// Shopify tells neither the text that was agreed to nor where from, so this alone is no proof of consent.
    private static func consent(
        _ fields: borrowing Fields,
        of customer: String,
        on channel: String,
        _ webhook: ShopifyWebhook
    ) throws(Rejection) -> DecodedRecord {
        var consent = Consent(channel: channel, purpose: "marketing")
        consent.source = try fields.optionalText("consent_collected_from")
        let level = try fields.optionalText("opt_in_level")?.lowercased()
        let body: Event.Body
        switch try fields.text("state").lowercased() {
        case "subscribed":
            if level == "confirmed_opt_in" { consent.isConfirmed = true }
            if level == "single_opt_in" { consent.isConfirmed = false }
            body = .consentGranted(consent)
        case "pending": body = .consentRequested(consent)
        case "unsubscribed", "redacted", "invalid", "not_subscribed": body = .consentWithdrawn(consent)
        default:
            // To take a new state for either would be wrong for somebody.
            throw fields.fault("state", "field.choice", "is no known state of a consent")
        }
        return try webhook.event(
            Subject(.customer, customer),
            of: customer,
            version: try fields.optionalTime("consent_updated_at"),
            body
        )
    }
}
