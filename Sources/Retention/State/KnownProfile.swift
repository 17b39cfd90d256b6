/// What is known of a customer or visitor as a person.
///
/// There is one instant for the whole profile, that of the latest event which told something. What a later event names
/// replaces what was known; what an older one names fills only what is missing. So two values that both come after a
/// later event on something else stay as the first of them said. An empty text tells nothing.
public struct KnownProfile: Hashable, Sendable {
    /// The day of birth.
    public internal(set) var birthDate: CalendarDay?
    /// The time zone, by its name in the tz database, unchecked.
    public internal(set) var timeZone: String?
    /// Language and region, such as de-AT.
    public internal(set) var locale: String?
    /// The country, by the two letters of ISO 3166.
    public internal(set) var country: String?
    /// The region or state.
    public internal(set) var region: String?
    /// The postal code.
    public internal(set) var postalCode: String?
    /// Female, male or the shop's word.
    public internal(set) var gender: String?
    /// When the shop first knew of them.
    public internal(set) var since: Timestamp?
    /// A handle on a social network, as network:handle.
    public internal(set) var handle: String?
    /// The id of the visitor that they were until then.
    public internal(set) var visitor: String?
    /// The time of the latest event that told something.
    public internal(set) var updated: Timestamp?
    /// When another date of birth was told last while one was known.
    ///
    /// A change that comes late, after an event of a later time, is not noticed.
    public internal(set) var birthdayChanged: Timestamp?

    /// What is known of those who have none.
    public static let absent = [Self()]

    /// Makes the profile of somebody of whom nothing is known.
    public init() {}

    /// A field of the profile; the raw value is its name in the schema.
    public enum Field: String, Sendable, CaseIterable {
        /// The day of birth.
        case birthDate = "birth_date"
        /// The time zone.
        case timeZone = "time_zone"
        /// Language and region.
        case locale
        /// The country.
        case country
        /// The region or state.
        case region
        /// The postal code.
        case postalCode = "postal_code"
        /// The gender.
        case gender
        /// When the shop first knew of them.
        case since
        /// A handle on a social network.
        case handle
        /// The visitor that they were.
        case visitor
    }

    /// Whether there is a value for `field`.
    public func knows(_ field: Field) -> Bool {
        switch field {
        case .birthDate: self.birthDate != nil
        case .timeZone: self.timeZone != nil
        case .locale: self.locale != nil
        case .country: self.country != nil
        case .region: self.region != nil
        case .postalCode: self.postalCode != nil
        case .gender: self.gender != nil
        case .since: self.since != nil
        case .handle: self.handle != nil
        case .visitor: self.visitor != nil
        }
    }

    /// Those of `fields` for which there is no value, in the same order.
    public func missing(of fields: some Sequence<Field>) -> [Field] { fields.filter { !self.knows($0) } }

    /// Takes what an event tells; returns whether that changed anything.
    mutating func take(_ told: Profile, at time: Timestamp) -> Bool {
        var told = told
        told.forgetEmptyTexts()
        guard told != Profile() else { return false }
        let isLatest = self.updated.map { time >= $0 } ?? true
        var isChanged = isLatest && self.updated.advance(to: time)
        if isLatest, let known = self.birthDate, let date = told.birthDate, date != known {
            self.birthdayChanged = time
        }

        func take<Value: Equatable>(_ value: Value?, _ known: inout Value?) {
            guard let value, isLatest || known == nil, value != known else { return }
            known = value
            isChanged = true
        }
        take(told.birthDate, &self.birthDate)
        take(told.timeZone, &self.timeZone)
        take(told.locale, &self.locale)
        take(told.country, &self.country)
        take(told.region, &self.region)
        take(told.postalCode, &self.postalCode)
        take(told.gender, &self.gender)
        take(told.since, &self.since)
        take(told.handle, &self.handle)
        take(told.visitor, &self.visitor)
        return isChanged
    }
}

extension Profile {
    fileprivate mutating func forgetEmptyTexts() {
        func check(_ text: inout String?) { if text?.isEmpty == true { text = nil } }
        check(&self.timeZone)
        check(&self.locale)
        check(&self.country)
        check(&self.region)
        check(&self.postalCode)
        check(&self.gender)
        check(&self.handle)
        check(&self.visitor)
    }
}
