import Journal
import JSON
import Retention

/// Reads Segment's `track` calls by the e-commerce spec v2; the v1 names of the same events are taken as well.
enum SegmentDecoder {
    /// The event; `nil` for calls and events that no projection reads.
    static func event(
        _ root: borrowing JSONValue,
        at origin: Origin,
        _ currency: Currency?
    ) throws(Rejection) -> Event? {
        let fields = Fields(root, at: "")
        guard try fields.text("type") == "track" else { return nil }
        guard let read = self.reader(of: try fields.text("event")) else { return nil }
        let id = try fields.text("messageId")
        let time = try fields.time(["timestamp", "originalTimestamp", "receivedAt", "sentAt"])
        let subject = try self.subject(fields)
        let body = try read(BodyReader(defaultCurrency: currency), fields.child("properties"))
        return Event(id: id, subject: subject, time: time, origin: origin, body: body)
    }

    private static func subject(_ fields: borrowing Fields) throws(Rejection) -> Subject {
        if let id = try fields.optionalText("userId") { return Subject(.customer, id) }
        if let id = try fields.optionalText("anonymousId") { return Subject(.visitor, id) }
        throw fields.fault("userId", "field.missing", "is missing, and so is anonymousId")
    }

    private typealias Read = (BodyReader, borrowing Fields) throws(Rejection) -> Event.Body

    private static func reader(of event: String) -> Read? {
        switch event {
        case "Order Completed", "Completed Order":
            { (bodies, fields) throws(Rejection) in try bodies.orderCompleted(fields) }
        case "Order Cancelled":
            { (bodies, fields) throws(Rejection) in .orderCancelled(try bodies.reversal(fields)) }
        case "Order Refunded":
            { (bodies, fields) throws(Rejection) in .orderRefunded(try bodies.reversal(fields)) }
        case "Product Viewed", "Viewed Product":
            { (bodies, fields) throws(Rejection) in .productViewed(try bodies.productView(fields)) }
        case "Product Added", "Added Product":
            { (bodies, fields) throws(Rejection) in .productAdded(try bodies.cartChange(fields)) }
        case "Product Removed", "Removed Product":
            { (bodies, fields) throws(Rejection) in .productRemoved(try bodies.cartChange(fields)) }
        case "Social Mentioned":
            { (bodies, fields) throws(Rejection) in .socialMentioned(try bodies.mention(fields)) }
        default: nil
        }
    }
}
