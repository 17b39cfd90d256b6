import Retention

/// What happens to a customer beside shopping: told of themselves, agreed to, taken back, complained of.
///
/// Drawn for each customer by themselves, so that a customer's year does not hang on how many others there are.
struct Wishes {
    static let zones = [
        "Europe/Berlin", "Europe/Berlin", "Europe/London", "America/New_York", "America/Los_Angeles",
        "America/Sao_Paulo", "America/St_Johns", "Asia/Tokyo", "Asia/Kolkata", "Australia/Sydney",
        "Pacific/Auckland", "Pacific/Chatham", "Pacific/Kiritimati", "Nowhere/Atlantis",
    ]

    let subject: Subject
    private var random: Chance
    private let year: Range<Timestamp>
    private(set) var events: [Event] = []

    /// Draws what a customer does from a first instant on.
    init(_ customer: String, number: Int, from first: Timestamp, in year: Range<Timestamp>, seed: UInt64) {
        self.subject = Subject(.customer, customer)
        self.random = Chance(seed: seed, owner: number)
        self.year = year
        let start = max(year.lowerBound, first - .days(self.random.number(0...20)))
        self.tellProfile(start)
        self.agree(start)
        self.prefer(start)
        self.complain(start)
        self.judge(start)
        self.join(start)
    }

    /// What becomes of an order: promised, sent, delivered, and not always as it should be.
    mutating func follow(_ order: String, at placed: Timestamp) {
        guard self.random.happens(80) else { return }
        if self.random.happens(50) {
            self.add(.orderPromiseSet(OrderPromise(orderID: order, latest: placed + .days(5))), placed + .minutes(1))
        }
        let sent = placed + .hours(self.random.number(4...60))
        let parcel = Shipment(shipmentID: "s-\(order)", orderID: order, trackingNumber: "t-\(order)")
        self.add(.shipmentSent(parcel), sent)
        guard self.random.happens(95) else { return }
        let arrived = sent + .hours(self.random.number(12...150))
        let progress = DeliveryProgress(orderID: order, status: .delivered, shipmentID: parcel.shipmentID)
        self.add(.deliveryUpdated(progress), arrived)
        guard self.random.happens(5) else { return }
        let report = DeliveryReport(orderID: order, problem: self.random.pick([.damaged, .missing, .wrong]))
        self.add(.deliveryReported(report), arrived + .hours(self.random.number(1...30)))
    }

    // MARK: Drawing

    /// An instant in the days after another, at any time of the day.
    private mutating func later(_ time: Timestamp, _ days: ClosedRange<Int64>) -> Timestamp {
        time + TimeSpan(milliseconds: self.random.number(days.lowerBound * 86_400_000...days.upperBound * 86_400_000))
    }

    private mutating func add(_ body: Event.Body, _ time: Timestamp) {
        guard self.year.contains(time) else { return }
        // Never two at one instant, so that nobody has to ask which came first.
        var time = time + TimeSpan(milliseconds: self.random.number(0...999))
        while self.events.contains(where: { $0.time == time }) { time = time + TimeSpan(milliseconds: 1) }
        let origin = Origin(source: "wishes", partition: 0, offset: Int64(self.events.count))
        let id = "w-\(self.subject.id)-\(self.events.count)"
        self.events.append(Event(id: id, subject: self.subject, time: time, origin: origin, body: body))
    }

    private mutating func tellProfile(_ start: Timestamp) {
        var profile = Profile()
        if self.random.happens(85) { profile.timeZone = self.random.pick(Self.zones) }
        if self.random.happens(70) {
            let (month, day) = (self.random.number(1...12), self.random.number(1...28))
            profile.birthDate = CalendarDay(
                "19\(60 + day)-\(month < 10 ? "0" : "")\(month)-\(day < 10 ? "0" : "")\(day)"
            )
        }
        profile.gender = self.random.pick([nil, "female", "male"])
        let told = self.later(start, 0...30)
        self.add(self.random.happens(50) ? .customerIdentified(profile) : .profileUpdated(profile), told)
        // Some move house, or travel.
        for _ in 0..<2 where self.random.happens(15) {
            self.add(.profileUpdated(Profile(timeZone: self.random.pick(Self.zones))), self.later(told, 1...250))
        }
    }

    private mutating func consent(_ channel: String, _ time: Timestamp) -> Consent {
        var consent = Consent(
            channel: channel,
            purpose: self.random.happens(90) ? "marketing" : nil,
            textVersion: "v\(self.random.number(1...3))",
            source: self.random.pick(["checkout", "popup"])
        )
        if self.random.happens(15) { consent.expires = time + .days(self.random.number(20...200)) }
        return consent
    }

    private mutating func agree(_ start: Timestamp) {
        let time = self.later(start, 0...20)
        self.agree(email: time)
        for channel in ["sms", "push"] where self.random.happens(40) {
            let time = self.later(start, 0...60)
            self.add(.consentGranted(self.consent(channel, time)), time)
        }
        if self.random.happens(10) {
            self.add(
                .consentUpdated(ConsentPreferences(granted: ["ads"], refused: ["marketing"])),
                self.later(time, 1...99)
            )
        }
        // Consent to something else is none to marketing.
        if self.random.happens(10) {
            let other = Consent(channel: self.random.pick(["sms", "push"]), purpose: "research", isConfirmed: true)
            self.add(.consentGranted(other), self.later(start, 0...60))
        }
        guard self.random.happens(35) else { return }
        let gone = self.later(time, 5...200)
        self.takeBack(gone)
        guard self.random.happens(60) else { return }
        self.agree(email: self.later(gone, 0...60))
    }

    private mutating func agree(email time: Timestamp) {
        var consent = self.consent("email", time)
        switch self.random.number(0...9) {
        case 0...5:
            consent.requestID = "r-\(self.events.count)"
            self.add(self.random.happens(50) ? .newsletterSubscribed(consent) : .consentRequested(consent), time)
            guard self.random.happens(85) else { return }
            // Some come too late to count, some answer to another request.
            let confirmed = time + .minutes(self.random.pick([3, 60, 600, 5_000, 12_000]))
            let id = self.random.happens(5) ? "r-other" : consent.requestID
            let answer = Consent(channel: "email", purpose: consent.purpose, requestID: id)
            self.add(self.random.happens(50) ? .newsletterConfirmed(answer) : .consentConfirmed(answer), confirmed)
        case 6...7:
            consent.isConfirmed = true
            self.add(.consentGranted(consent), time)
        // On this channel that is a request, which nobody confirms.
        case 8: self.add(.consentGranted(consent), time)
        default: break
        }
    }

    private mutating func takeBack(_ time: Timestamp) {
        let channel = self.random.pick(["email", "sms", "push"])
        switch self.random.number(0...9) {
        case 0...3: self.add(.consentWithdrawn(Consent(channel: channel, purpose: "marketing")), time)
        case 4: self.add(.consentWithdrawn(Consent(channel: channel, purpose: "research")), time)
        case 5: self.add(.consentWithdrawn(Consent(channel: channel)), time)
        case 6: self.add(.newsletterUnsubscribed(Consent(channel: "")), time)
        case 7: self.add(.emailUnsubscribed(EmailTouch()), time)
        case 8: self.add(.channelUnsubscribed(Channel(channel: channel)), time)
        default: self.add(.customerDeleted(AccountChange()), time)
        }
    }

    private mutating func prefer(_ start: Timestamp) {
        for _ in 0..<2 where self.random.happens(25) {
            var wish = Preferences()
            switch self.random.number(0...3) {
            case 0: wish.topics = self.random.pick([["offers"], ["cart", "greetings"], ["news", "offers", "cart"]])
            case 1: wish.channels = self.random.pick([["push"], ["sms", "email"], ["email"]])
            case 2: wish.maxPerWeek = self.random.number(0...3)
            default:
                let hours: [(Int64?, Int64?)] = [(1_320, 600), (780, 900), (0, 1_439), (600, 600), (1_110, 35)]
                (wish.quietFrom, wish.quietUntil) = self.random.pick(hours)
            }
            self.add(.preferencesUpdated(wish), self.later(start, 0...200))
        }
    }

    private mutating func complain(_ start: Timestamp) {
        for number in 0..<3 where self.random.happens(18) {
            var ticket = Ticket(ticketID: "t-\(number)")
            let opened = self.later(start, 3...250)
            self.add(.complaintOpened(ticket), opened)
            ticket.satisfaction = self.random.happens(60) ? self.random.number(0...10) : nil
            if self.random.happens(30) {
                self.add(.complaintAnswered(ticket), opened + .hours(self.random.number(1...40)))
            }
            guard self.random.happens(80) else { continue }
            let resolved = self.later(opened, 2...40)
            self.add(.complaintResolved(ticket), resolved)
            if self.random.happens(15) { self.add(.complaintOpened(ticket), self.later(resolved, 1...20)) }
        }
    }

    private mutating func judge(_ start: Timestamp) {
        if self.random.happens(25) {
            self.add(.npsAnswered(NPSAnswer(score: self.random.number(0...10))), self.later(start, 10...250))
        }
        if self.random.happens(5) {
            let opened = self.later(start, 10...200)
            self.add(.disputeOpened(Dispute(orderID: "o")), opened)
            if self.random.happens(70) { self.add(.disputeClosed(Dispute(orderID: "o")), self.later(opened, 3...30)) }
        }
        if self.random.happens(4) {
            let closed = self.later(start, 10...200)
            self.add(.customerDisabled(AccountChange()), closed)
            if self.random.happens(60) { self.add(.customerEnabled(AccountChange()), self.later(closed, 3...60)) }
        }
    }

    private mutating func join(_ start: Timestamp) {
        if self.random.happens(20) { self.add(.loyaltyEnrolled(Enrolment()), self.later(start, 10...100)) }
        guard self.random.happens(40) else { return }
        let told = self.later(start, 10...200)
        let season = Season(
            season: "sale",
            from: self.later(told, 0...10),
            until: told + .days(self.random.number(12...30))
        )
        self.add(.seasonDeclared(season), told)
        // Several seasons at once press on the caps.
        self.add(.seasonDeclared(Season(season: "more", from: season.from, until: season.until)), told + .seconds(90))
    }
}
