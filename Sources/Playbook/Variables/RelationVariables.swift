import Retention
import Zones

/// What expressions may name of a customer's relations to the shop.
enum RelationVariables {
    static let all: [Variable] =
        profile.of(.profile) + tickets.of(.tickets) + feedback.of(.feedback) + channels.of(.channels)
        + memberships.of(.memberships) + consent + tallies.of(.counts)

    private static let profiled = KindSet([.customerIdentified, .profileUpdated])

    private static let profile: [Variable] = [
        Variable("customer.birth_date", .text, profiled, "The day of birth, as 1984-02-29.") { customer, _ in
            customer.relations.value.profile.birthDate.map { .text($0.description) }
        },
        Variable("customer.age", .count, profiled, "Whole years since the day of birth, where the customer is.") {
            customer,
            moment in customer.relations.value.profile.birthDate.map { .count(moment.age(of: $0)) }
        },
        Variable("customer.next_birthday", .time, profiled, "The first instant of the next birthday.") {
            customer,
            moment in customer.relations.value.profile.birthDate.map { .time(moment.nextBirthday(of: $0)) }
        },
        text("customer.gender", "Female, male or the shop's word.") { $0.gender },
        text("customer.country", "The country, by the two letters of ISO 3166.") { $0.country },
        text("customer.region", "The region or state.") { $0.region },
        text("customer.postal_code", "The postal code.") { $0.postalCode },
        text("customer.locale", "Language and region, such as de-AT.") { $0.locale },
        text("customer.time_zone", "The time zone, by its name in the tz database.") { $0.timeZone },
        Variable("customer.since", .time, profiled, "When the shop first knew of the customer.") { customer, _ in
            customer.relations.value.profile.since.map { .time($0) }
        },
        Variable("customer.profile_missing", .texts, profiled, "Fields of the profile that are not known.") {
            customer,
            _ in
            .texts(customer.relations.value.profile.missing(of: KnownProfile.Field.allCases).map(\.rawValue))
        },
    ]

    private static func text(
        _ name: String,
        _ meaning: String,
        _ read: @escaping @Sendable (KnownProfile) -> String?
    ) -> Variable {
        Variable(name, .text, profiled, meaning) { customer, _ in
            read(customer.relations.value.profile).map { .text($0) }
        }
    }

    private static let ticketed = KindSet([
        .complaintOpened, .complaintAnswered, .complaintResolved, .questionAsked, .questionAnswered, .ticketOpened,
        .ticketAnswered, .ticketResolved,
    ])

    private static let tickets: [Variable] = [
        Variable("customer.complaints.open", .count, ticketed, "Complaints that are not settled.") { customer, _ in
            .count(Int64(customer.relations.value.tickets.openComplaints))
        },
        Variable("customer.complaints.since", .time, ticketed, "When the oldest open complaint was made.") {
            customer,
            _ in customer.relations.value.tickets.openComplaintSince.map { .time($0) }
        },
        Variable(
            "customer.complaints.unanswered_since",
            .time,
            ticketed,
            "When the oldest complaint was made that nobody has answered."
        ) { customer, _ in customer.relations.value.tickets.oldestUnansweredComplaint.map { .time($0.opened) } },
        Variable("customer.questions.unanswered", .count, ticketed, "Questions that nobody has answered.") {
            customer,
            _ in .count(Int64(customer.relations.value.tickets.unansweredQuestions))
        },
        Variable(
            "customer.satisfaction",
            .count,
            ticketed,
            "How content the customer was with the latest answer to a ticket, from 0 to 10."
        ) { customer, _ in customer.relations.value.tickets.satisfaction.map { .count($0.value) } },
    ]

    private static let asked = KindSet([.npsAnswered, .surveyAnswered, .productReviewed, .reviewPublished])

    private static let feedback: [Variable] = [
        Variable("customer.nps.score", .count, asked, "The latest answer to the question of recommendation, 0 to 10.") {
            customer,
            _ in customer.relations.value.feedback.nps.map { .count($0.value) }
        },
        Variable("customer.nps.band", .text, asked, "The band of it: detractor, passive or promoter.") { customer, _ in
            customer.relations.value.feedback.band.map { .text($0.rawValue) }
        },
        Variable("customer.nps.previous_band", .text, asked, "The band of the answer before it.") { customer, _ in
            customer.relations.value.feedback.previousBand.map { .text($0.rawValue) }
        },
        Variable("customer.nps.answered", .time, asked, "When the latest answer was given.") { customer, _ in
            customer.relations.value.feedback.nps.map { .time($0.time) }
        },
        Variable("customer.reviews", .count, asked, "Reviews written.") { customer, _ in
            .count(Int64(customer.relations.value.feedback.reviews))
        },
        Variable("customer.rating", .decimal, asked, "Stars of the latest review.") { customer, _ in
            customer.relations.value.feedback.rating.map { .decimal($0.value) }
        },
    ]

    private static let reached = KindSet([
        .channelSubscribed, .channelUnsubscribed, .channelEngaged, .pushEnabled, .pushDisabled, .appInstalled,
        .appRemoved, .socialFollowed, .socialUnfollowed, .emailOpened, .emailLinkClicked, .emailBounced,
    ])

    private static let channels: [Variable] = [
        Variable("customer.channels", .texts, reached, "Channels that are open to the shop.") { customer, _ in
            .texts(customer.relations.value.channels.names)
        },
        Variable("customer.channels_by_affinity", .texts, reached, "Channels by how often the customer used them.") {
            customer,
            _ in .texts(customer.relations.value.channels.affinity)
        },
        Variable("customer.channel_last_used", .text, reached, "The channel that the customer used last.") {
            customer,
            _ in customer.relations.value.channels.lastEngaged.map { .text($0) }
        },
    ]

    private static let joined = KindSet([
        .loyaltyEnrolled, .loyaltyLeft, .membershipPurchased, .membershipRenewed, .membershipCancelled,
        .subscriptionStarted, .subscriptionRenewed, .subscriptionPaused, .subscriptionResumed, .subscriptionSkipped,
        .subscriptionCancelled, .bookingMade,
    ])

    private static let memberships: [Variable] = [
        Variable("customer.loyalty.member", .flag, joined, "Whether the customer is in the loyalty programme.") {
            customer,
            _ in .flag(customer.relations.value.memberships.loyalty?.isMember ?? false)
        },
        Variable("customer.loyalty.tier", .text, joined, "The tier in the loyalty programme.") { customer, _ in
            customer.relations.value.memberships.loyalty?.tier.map { .text($0) }
        },
        Variable("customer.loyalty.enrolled", .time, joined, "When the customer joined it.") { customer, _ in
            customer.relations.value.memberships.loyalty?.enrolled.map { .time($0) }
        },
        Variable("customer.membership.state", .text, joined, "The paid membership: active, paused or cancelled.") {
            customer,
            _ in customer.relations.value.memberships.paidMembership.map { .text("\($0.state)") }
        },
        Variable("customer.membership.until", .time, joined, "When its term ends.") { customer, _ in
            customer.relations.value.memberships.paidMembership?.until.map { .time($0) }
        },
        Variable("customer.membership.started", .time, joined, "When it was bought.") { customer, _ in
            customer.relations.value.memberships.paidMembership?.started.map { .time($0) }
        },
        Variable("customer.membership.fee", .money, joined, "What a term of it costs.") { customer, _ in
            customer.relations.value.memberships.paidMembership?.price.map { .money($0) }
        },
        Variable("customer.subscription.state", .text, joined, "The subscription: active, paused or cancelled.") {
            customer,
            _ in customer.relations.value.memberships.subscription.map { .text("\($0.state)") }
        },
        Variable("customer.subscription.until", .time, joined, "When its term ends.") { customer, _ in
            customer.relations.value.memberships.subscription?.until.map { .time($0) }
        },
        Variable("customer.subscription.skipped", .count, joined, "Deliveries or visits of it that were left out.") {
            customer,
            _ in customer.relations.value.memberships.subscription.map { .count(Int64($0.skipped)) }
        },
        Variable("customer.bookings_in_quarter", .count, joined, "Single bookings of the latest 90 days, 8 at most.") {
            customer,
            moment in
            .count(Int64(customer.relations.value.memberships.bookings(since: moment.now - .days(90))))
        },
    ]

    private static let consented = KindSet([
        .consentRequested, .consentConfirmed, .consentGranted, .consentWithdrawn, .consentUpdated,
        .newsletterSubscribed, .newsletterConfirmed, .newsletterUnsubscribed, .emailUnsubscribed, .emailMarkedAsSpam,
        .channelUnsubscribed, .customerDeleted, .privacyErasureRequested,
    ])

    private static let consent: [Variable] = ["email", "sms", "push", "whatsapp", "phone", "post", "ads"].map {
        channel in
        Variable(
            "customer.consent.\(channel)",
            .flag,
            consented,
            "Whether there is consent to marketing on \(channel)."
        ) { customer, moment in
            .flag(
                !customer.permissions.isAbsent
                    && customer.permissions.value.allows(channel: channel, purpose: "marketing", at: moment.now)
            )
        }
    }

    /// How often and when events of each type came that no other variable counts.
    private static let tallies: [Variable] = Event.Kind.allCases.filter { Tallies.includes($0) }.flatMap { kind in
        [
            Variable("customer.count.\(kind.name)", .count, KindSet([kind]), "How often \(kind.name) came.") {
                customer,
                _ in .count(Int64(customer.relations.value.tallies.count(of: kind)))
            },
            Variable("customer.first.\(kind.name)", .time, KindSet([kind]), "When \(kind.name) came first.") {
                customer,
                _ in customer.relations.value.tallies.first(of: kind).map { .time($0) }
            },
            Variable("customer.last.\(kind.name)", .time, KindSet([kind]), "When \(kind.name) came last.") {
                customer,
                _ in customer.relations.value.tallies.last(of: kind).map { .time($0) }
            },
        ]
    }
}

/// The calendar and the clock where the customer is.
enum LocalVariables {
    static let all: [Variable] = [
        Variable("local.hour", .count, KindSet(), "The hour of the customer's day, 0 to 23.") { _, moment in
            .count(Int64(moment.local.millisecond / 3_600_000))
        },
        Variable("local.weekday", .count, KindSet(), "The day of the customer's week, 1 for Monday to 7.") {
            _,
            moment in
            .count(Int64(moment.date.weekday))
        },
        Variable("local.day", .count, KindSet(), "The day of the customer's month, 1 to 31.") { _, moment in
            .count(Int64(moment.date.day))
        },
        Variable("local.month", .count, KindSet(), "The customer's month, 1 to 12.") { _, moment in
            .count(Int64(moment.date.month))
        },
        Variable("local.date", .text, KindSet(), "The customer's date, as 2026-12-06.") { _, moment in
            .text(moment.date.description)
        },
    ]
}

extension MomentView {
    fileprivate var local: (day: Int, millisecond: Int) { self.zone.local(self.now.milliseconds) }

    fileprivate var date: LocalDate { LocalDate(dayNumber: self.local.day) }

    /// Whole years; who was born on 29 February has a birthday on the 28th in other years.
    fileprivate func age(of birth: CalendarDay) -> Int64 {
        let born = LocalDate(dayNumber: Int(birth.number))
        let today = self.date
        let isBefore = self.now.milliseconds < self.birthday(of: born, in: today.year)
        return Int64(today.year - born.year - (isBefore ? 1 : 0))
    }

    fileprivate func nextBirthday(of birth: CalendarDay) -> Timestamp {
        let born = LocalDate(dayNumber: Int(birth.number))
        let year = self.date.year
        let this = self.birthday(of: born, in: year)
        return Timestamp(milliseconds: this > self.now.milliseconds ? this : self.birthday(of: born, in: year + 1))
    }

    private func birthday(of born: LocalDate, in year: Int) -> Int64 {
        self.zone.yearly(month: born.month, day: born.day, secondOfDay: 0, year: year, leapDay: .february28)
    }
}
