import Retention
import TestKit
import Testing

@Suite struct KnownProfileTests {
    private static let all = Profile(
        birthDate: CalendarDay(number: 5_000),
        timeZone: "Europe/Vienna",
        locale: "de-AT",
        country: "AT",
        region: "9",
        postalCode: "1010",
        gender: "female",
        since: start,
        handle: "mastodon:anna",
        visitor: "v-1"
    )

    private func profile(_ facts: (Profile, Timestamp)...) -> KnownProfile {
        Relations(after: facts.map { Fact(.profileUpdated($0), at: $1) }).profile
    }

    @Test func `given a profile with everything, then everything is known`() {
        let profile = self.profile((Self.all, start))
        #expect(profile.birthDate == CalendarDay(number: 5_000) && profile.timeZone == "Europe/Vienna")
        #expect(profile.locale == "de-AT" && profile.country == "AT" && profile.region == "9")
        #expect(profile.postalCode == "1010" && profile.gender == "female" && profile.since == start)
        #expect(profile.handle == "mastodon:anna" && profile.visitor == "v-1" && profile.updated == start)
        #expect(profile.missing(of: KnownProfile.Field.allCases).isEmpty && profile.birthdayChanged == nil)
    }

    @Test func `given somebody recognised with a country alone, then the rest is missing, in the order asked for`() {
        let profile = Relations.given(Fact(.customerIdentified(Profile(country: "AT")), at: start)).profile
        #expect(profile.missing(of: [.postalCode, .country, .birthDate]) == [.postalCode, .birthDate])
        #expect(profile.missing(of: KnownProfile.Field.allCases).count == 9)
        #expect(KnownProfile().missing(of: KnownProfile.Field.allCases) == KnownProfile.Field.allCases)
    }

    @Test(arguments: KnownProfile.Field.allCases)
    func `a field is known once it alone was told`(field: KnownProfile.Field) {
        var told = Profile()
        switch field {
        case .birthDate: told.birthDate = Self.all.birthDate
        case .timeZone: told.timeZone = Self.all.timeZone
        case .locale: told.locale = Self.all.locale
        case .country: told.country = Self.all.country
        case .region: told.region = Self.all.region
        case .postalCode: told.postalCode = Self.all.postalCode
        case .gender: told.gender = Self.all.gender
        case .since: told.since = Self.all.since
        case .handle: told.handle = Self.all.handle
        case .visitor: told.visitor = Self.all.visitor
        }
        let profile = self.profile((told, start))
        #expect(KnownProfile.Field.allCases.filter { profile.knows($0) } == [field])
    }

    @Test func `given a later event, then what it names replaces what was known, and the rest stays`() {
        let profile = self.profile((Self.all, start), (Profile(country: "DE", postalCode: ""), start + .days(1)))
        #expect(profile.country == "DE" && profile.postalCode == "1010" && profile.updated == start + .days(1))
    }

    @Test func `given an older event, when it comes late, then it fills what is missing and replaces nothing`() {
        let profile = self.profile(
            (Profile(locale: "de-AT", country: "AT"), start),
            (Profile(country: "DE", region: "BY"), start - .days(1))
        )
        #expect(profile.country == "AT" && profile.locale == "de-AT" && profile.region == "BY")
        #expect(profile.updated == start)
    }

    @Test func `given an event that tells nothing, then the instant of the profile stays`() {
        let profile = self.profile((Profile(country: "AT"), start), (Profile(gender: ""), start + .days(1)))
        #expect(profile.updated == start)
    }

    @Test func `given another date of birth, then it is known when that was told, and not for the first or the same`() {
        let (one, two) = (CalendarDay(number: 5_000), CalendarDay(number: 6_000))
        let known = self.profile((Profile(birthDate: one), start), (Profile(birthDate: one), start + .days(1)))
        #expect(known.birthdayChanged == nil)
        let changed = self.profile(
            (Profile(birthDate: one), start),
            (Profile(birthDate: two), start + .days(1)),
            (Profile(birthDate: two), start + .days(2))
        )
        #expect(changed.birthdayChanged == start + .days(1) && changed.birthDate == two)
        let late = self.profile((Profile(birthDate: one), start), (Profile(birthDate: two), start - .days(1)))
        #expect(late.birthdayChanged == nil && late.birthDate == one)
    }

    @Test func `given facts that each tell all fields, when they come in any order, then the latest counts`() {
        var facts: [Fact] = []
        for index in 0..<5 {
            var told = Self.all
            told.country = "C\(index)"
            facts.append(Fact(.profileUpdated(told), at: start + .days(Int64(index))))
        }
        let states = Relations.inEveryOrder(facts)
        #expect(states.count == 1 && states.first?.profile.country == "C4")
    }

    @Test func `given facts that each tell another field, when they come in any order, then all are known`() {
        let states = Relations.inEveryOrder([
            Fact(.profileUpdated(Profile(country: "AT")), at: start),
            Fact(.customerIdentified(Profile(locale: "de")), at: start + .days(1)),
            Fact(.profileUpdated(Profile(gender: "male")), at: start + .days(2)),
            Fact(.profileUpdated(Profile(birthDate: CalendarDay(number: 1))), at: start + .days(3)),
        ])
        #expect(states.count == 1)
        #expect(states.first?.profile.missing(of: [.country, .locale, .gender, .birthDate]) == [])
    }
}
