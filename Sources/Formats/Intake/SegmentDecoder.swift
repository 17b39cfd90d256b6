import Journal
import JSON
import Retention

/// Reads Segment's calls: `track` by the e-commerce spec v2 and the e-mail spec, `identify`, `alias`, `page` and `screen`.
///
/// The v1 names of events are taken as well. What RudderStack, Jitsu and others send in the same shape is read alike.
enum SegmentDecoder {
    /// The event; calls and events that are not known are left out.
    @inline(__always)
    static func event(
        _ root: borrowing JSONValue,
        at origin: Origin,
        _ source: Source
    ) throws(Rejection) -> DecodedRecord {
        let fields = Fields(root, source.fields)
        guard let call = try self.call(fields) else { return .unknownType }
        let id = try fields.eventID("messageId")
        let time = try self.time(fields)
        let subject = try self.subject(fields)
        let body = try self.body(call, fields, subject, time, source.defaults)
        return .event(Event(id: id, subject: subject, time: time, origin: origin, body: body))
    }

    private enum Call {
        case track(Event.Kind)
        case consent
        case identify
        case alias
        case page(Event.Kind)
    }

    private static func call(_ fields: borrowing Fields) throws(Rejection) -> Call? {
        let type = fields.object["type"]
        if type.equals("track") {
            let name = fields.object["event"]
            if let kind = SegmentEvents.kind(of: name) { return .track(kind) }
            if name.equals("Segment Consent Preference Updated") { return .consent }
            _ = try fields.text("event")
            return nil
        }
        if type.equals("identify") { return .identify }
        if type.equals("page") { return .page(.pageViewed) }
        if type.equals("screen") { return .page(.screenViewed) }
        if type.equals("alias") { return .alias }
        _ = try fields.text("type")
        return nil
    }

    private static func body(
        _ call: Call,
        _ fields: borrowing Fields,
        _ subject: Subject,
        _ time: Timestamp,
        _ defaults: Defaults
    ) throws(Rejection) -> Event.Body {
        switch call {
        case .track(.orderUpdated):
            // The call shows the order as it stands, and knows no version but its own time.
            let order = try Order.read(fields.child("properties"), defaults)
            return .orderUpdated(OrderVersion(id: order.id, total: order.total, version: time, lines: order.lines))
        case .track(let kind):
            return try Event.Body.read(kind, fields.child("properties"), defaults)
        case .consent: return .consentUpdated(try self.consent(fields))
        case .identify: return .customerIdentified(try self.profile(fields, subject, defaults))
        case .alias:
            let previous = try fields.text("previousId")
            return .identityMerged(IdentityMerge(previous: Subject(.visitor, previous)))
        case .page(let kind):
            let page = try self.page(fields)
            return kind == .pageViewed ? .pageViewed(page) : .screenViewed(page)
        }
    }

    /// When it happened: `timestamp`, which the library's server has corrected; else the device's own time, corrected by
    /// how far its clock is from the server's: receivedAt − (sentAt − originalTimestamp).
    private static func time(_ fields: borrowing Fields) throws(Rejection) -> Timestamp {
        if let time = try fields.optionalTime("timestamp") { return time }
        let original = try fields.optionalTime("originalTimestamp")
        let received = try fields.optionalTime("receivedAt")
        let sent = try fields.optionalTime("sentAt")
        if let original, let received, let sent {
            // All three lie from 1970 to 9999, so nothing overflows; what comes out may lie before 1970.
            let corrected = received.milliseconds - (sent.milliseconds - original.milliseconds)
            return Timestamp(milliseconds: max(0, corrected))
        }
        guard let time = original ?? received ?? sent else {
            throw fields.fault("timestamp", "field.missing", "is missing; an RFC 3339 time is needed")
        }
        return time
    }

    private static func subject(_ fields: borrowing Fields) throws(Rejection) -> Subject {
        if let id = try fields.optionalText("userId") { return Subject(.customer, id) }
        if let id = try fields.optionalText("anonymousId") { return Subject(.visitor, id) }
        throw fields.fault("userId", "field.missing", "is missing, and so is anonymousId")
    }

    /// What `identify` tells: the traits, and from the context locale and time zone where the traits have none.
    private static func profile(
        _ fields: borrowing Fields,
        _ subject: Subject,
        _ defaults: Defaults
    ) throws(Rejection) -> Profile {
        var profile = try Profile.read(fields.optionalChild("traits"), defaults)
        let context = fields.optionalChild("context")
        if profile.locale == nil { profile.locale = try context.optionalText("locale") }
        if profile.timeZone == nil { profile.timeZone = try context.optionalText("timezone") }
        let address = fields.optionalChild("traits").optionalChild("address")
        if profile.country == nil { profile.country = try address.optionalText("country") }
        if profile.region == nil { profile.region = try address.optionalText("state") }
        if profile.postalCode == nil {
            profile.postalCode = try address.optionalText("postalCode", else: ["postal_code"])
        }
        if subject.kind == .customer { profile.visitor = try fields.optionalText("anonymousId") }
        return profile
    }

    /// The categories of `context.consent`; one that is not named is not granted.
    private static func consent(_ fields: borrowing Fields) throws(Rejection) -> ConsentPreferences {
        let consent = try fields.child("context").child("consent")
        let categories = try consent.child("categoryPreferences")
        guard categories.object.count <= fields.limits.items else {
            throw consent.fault("categoryPreferences", "limit.items", "has more than \(fields.limits.items) members")
        }
        var preferences = ConsentPreferences()
        var members = categories.object.members
        while let member = members.next() {
            guard let name = member.key.string, !name.isEmpty, name.utf8.count <= fields.limits.text,
                let isGranted = member.value.boolean
            else {
                throw Rejection(
                    reason: "field.type",
                    message: "a category must have a name and be true or false",
                    pointer: member.value.pointer
                )
            }
            if isGranted { preferences.granted.append(name) } else { preferences.refused.append(name) }
        }
        return preferences
    }

    private static func page(_ fields: borrowing Fields) throws(Rejection) -> PageView {
        let properties = fields.optionalChild("properties")
        let context = fields.optionalChild("context")
        let campaign = context.optionalChild("campaign")
        var page = PageView(name: try fields.optionalText("name"), category: try fields.optionalText("category"))
        if page.name == nil { page.name = try properties.optionalText("name") }
        if page.category == nil { page.category = try properties.optionalText("category") }
        page.path = try properties.optionalText("path")
        if page.path == nil { page.path = try context.optionalChild("page").optionalText("path") }
        page.campaign = try campaign.optionalText("name")
        page.source = try campaign.optionalText("source")
        page.medium = try campaign.optionalText("medium")
        return page
    }
}
