import Journal
import JSON
import Retention

/// Reads CloudEvents 1.0 in structured JSON that carry our own types: `id`, `type`, `subject`, `time` and `data`.
///
/// `specversion` and `source` may be left out. The data has the names of the Segment properties.
enum CloudEventDecoder {
    /// The event; `nil` for types that no projection reads.
    static func event(
        _ root: borrowing JSONValue,
        at origin: Origin,
        _ currency: Currency?
    ) throws(Rejection) -> Event? {
        let fields = Fields(root, at: "")
        let bodies = BodyReader(defaultCurrency: currency)
        let type = try fields.text("type")
        guard self.types.contains(type) else { return nil }
        let id = try fields.text("id")
        guard let subject = Subject(try fields.text("subject")) else {
            throw fields.fault("subject", "subject.invalid", "must be a kind and an id, such as customer/42")
        }
        let time = try fields.time(["time"])
        let data = try fields.child("data")
        let body: Event.Body =
            switch type {
            case "order.completed": try bodies.orderCompleted(data)
            case "order.cancelled": .orderCancelled(try bodies.reversal(data))
            case "order.refunded": .orderRefunded(try bodies.reversal(data))
            case "product.viewed": .productViewed(try bodies.productView(data))
            case "product.added": .productAdded(try bodies.cartChange(data))
            case "product.removed": .productRemoved(try bodies.cartChange(data))
            default: .socialMentioned(try bodies.mention(data))
            }
        return Event(id: id, subject: subject, time: time, origin: origin, body: body)
    }

    private static let types: Set<String> = [
        "order.completed", "order.cancelled", "order.refunded", "product.viewed", "product.added", "product.removed",
        "social.mentioned",
    ]
}
