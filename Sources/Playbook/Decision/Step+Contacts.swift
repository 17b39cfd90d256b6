import Retention
import Zones

/// What becomes of the contacts that rules want.
extension Step {
    private enum Verdict {
        case go(channel: String)
        case wait(until: Timestamp)
        case drop(String)
    }

    /// Settles the contacts that were wanted in this step, the most important ones first.
    mutating func settle(_ effects: inout Effects) {
        guard !self.wishes.isEmpty else { return }
        var wishes: [Wish] = []
        swap(&wishes, &self.wishes)
        if wishes.count > 1 {
            wishes.sort { left, right in
                (-left.priority, left.entry.number, left.wanted, left.key)
                    < (-right.priority, right.entry.number, right.wanted, right.key)
            }
        }
        var served: [(group: String, rule: String)] = []
        for wish in wishes {
            guard let contact = wish.entry.rule.contact else { continue }
            if let group = contact.group, let best = served.first(where: { $0.group == group }) {
                self.tell(wish.entry, .obstacle(.outranked(by: best.rule, group: group)))
                self.suppress(wish, "lower_priority", &effects)
                continue
            }
            self.expose(wish, &effects)
            switch self.verdict(wish, contact) {
            case .go(let channel):
                if let group = contact.group { served.append((group, wish.entry.rule.name)) }
                self.contact(wish, contact, channel, &effects)
            case .wait(let until):
                if let group = contact.group { served.append((group, wish.entry.rule.name)) }
                self.postpone(wish, until, &effects)
            case .drop(let reason):
                self.suppress(wish, reason, &effects)
            }
        }
    }

    // MARK: The gates

    private mutating func verdict(_ wish: Wish, _ contact: ContactWish) -> Verdict {
        let entry = wish.entry
        if let experiment = entry.rule.experiment, experiment.bucket(of: self.subject) < experiment.holdOut {
            self.tell(entry, .obstacle(.heldOut(experiment: experiment.name, share: experiment.holdOut)))
            return .drop("hold_out")
        }
        let purpose = entry.purpose
        if purpose.isBlocked {
            for block in self.set.policy.blocks where self.calculator.holds(block.condition, self.sight) {
                self.tell(entry, .obstacle(self.obstacle(block)))
                return .drop(block.reason)
            }
        }
        if let product = contact.product, case .text(let name)? = self.calculator.field(product, self.sight),
            self.sight.owns(name)
        {
            self.tell(entry, .obstacle(.owned(name)))
            return .drop("owned_product")
        }
        let wanted = contact.channels.isEmpty ? self.set.policy.channels : contact.channels
        let channel: String
        switch self.channel(wanted, entry, contact, purpose) {
        case .go(let found): channel = found
        case let other: return other
        }
        if purpose.isCapped, let cap = self.fullCap(channel) {
            self.tell(entry, .obstacle(self.obstacle(cap)))
            return .drop("frequency_cap")
        }
        if purpose.keepsPreferences, let most = self.sight.preferences?.maxPerWeek,
            self.contacts(within: .days(7), on: nil) >= most
        {
            self.tell(entry, .obstacle(.perWeek(count: most, contacts: self.made(within: .days(7), on: nil))))
            return .drop("preference_frequency")
        }
        if purpose.keepsQuietHours, let end = self.endOfQuiet(entry) { return .wait(until: end) }
        return .go(channel: channel)
    }

    /// The best channel that consent and preferences leave.
    private func channel(
        _ wanted: [String],
        _ entry: RuleSet.Entry,
        _ contact: ContactWish,
        _ purpose: ContactPolicy.Purpose
    ) -> Verdict {
        var channels = wanted
        if purpose.keepsPreferences, let preferences = self.sight.preferences {
            if let topic = contact.topic, !preferences.topics.isEmpty, !preferences.topics.contains(topic) {
                self.tell(entry, .obstacle(.topics(chosen: preferences.topics, topic: topic)))
                return .drop("preference_topic")
            }
            if !preferences.channels.isEmpty {
                // The customer's order counts more than the rule's.
                channels = preferences.channels.filter { wanted.contains($0) }
                if channels.isEmpty {
                    self.tell(entry, .obstacle(.channels(chosen: preferences.channels, wanted: wanted)))
                    return .drop("preference_channel")
                }
            }
        }
        guard purpose.needsConsent else { return channels.first.map { .go(channel: $0) } ?? .drop("no_channel") }
        var reason: String?
        for channel in channels {
            let refusal = self.sight.refusal(channel: channel, purpose: contact.purpose)
            guard let refusal else { return .go(channel: channel) }
            reason = reason ?? refusal
        }
        self.tell(entry, .obstacle(self.obstacle(channels, contact.purpose)))
        return .drop(reason ?? "no_channel")
    }

    private func contacts(within span: TimeSpan, on channel: String?) -> Int {
        let hash = channel.map { Rule.id(of: $0) }
        return self.decisions.contacts.count { made in
            made.time + span > self.now && (hash == nil || made.channel == hash)
        }
    }

    /// The first cap that is full for a channel.
    private func fullCap(_ channel: String) -> ContactPolicy.Cap? {
        self.set.policy.caps.first { cap in
            (cap.channel == nil || cap.channel == channel)
                && self.contacts(within: cap.per, on: cap.channel) >= cap.count
        }
    }

    /// When the customer's quiet hours end, when it is quiet now.
    private func endOfQuiet(_ entry: RuleSet.Entry) -> Timestamp? {
        var quiet = self.set.policy.quietHours
        if let chosen = self.sight.preferences?.quietHours { quiet = chosen }
        guard let quiet, quiet.from != quiet.until else { return nil }
        let zone = self.sight.moment.zone
        let local = zone.local(self.now.milliseconds).millisecond
        let second = local / 1_000
        let isQuiet =
            quiet.from < quiet.until
            ? (quiet.from..<quiet.until).contains(second) : second >= quiet.from || second < quiet.until
        guard isQuiet else { return nil }
        self.tell(entry, .obstacle(self.obstacle(quiet)))
        let next = zone.next(secondOfDay: quiet.until, after: self.now.milliseconds)
        // In the night whose hour comes twice, the end may come once more before that of the next day.
        let day = 86_400_000
        let same = self.now.milliseconds + Int64((quiet.until * 1_000 - local + day) % day)
        let isSame = same > self.now.milliseconds && zone.local(same).millisecond == quiet.until * 1_000
        return Timestamp(milliseconds: isSame ? min(next, same) : next)
    }

    // MARK: Outcomes

    private mutating func contact(
        _ wish: Wish,
        _ contact: ContactWish,
        _ channel: String,
        _ effects: inout Effects
    ) {
        var extra = [Signal.Field("channel", .text(channel)), Signal.Field("purpose", .text(contact.purpose))]
        if let topic = contact.topic { extra.append(Signal.Field("topic", .text(topic))) }
        if wish.wasDeferred { extra.append(Signal.Field("wanted", .time(wish.wanted))) }
        self.emit(wish, extra, &effects)
        let (now, window) = (self.now, self.set.policy.window)
        self.decisions.contacts.removeAll { $0.time + window <= now }
        // What no cap holds back takes nobody's place.
        if wish.entry.purpose.isCapped {
            if self.decisions.contacts.count >= Decisions.keptContacts { self.decisions.contacts.removeFirst() }
            self.decisions.contacts.append(
                MadeContact(rule: wish.entry.rule.id, channel: Rule.id(of: channel), time: self.now)
            )
        }
        self.book(wish, .emitted, channel)
    }

    private mutating func postpone(_ wish: Wish, _ until: Timestamp, _ effects: inout Effects) {
        guard self.decisions.deferred.count < Decisions.keptDeferred else {
            return self.suppress(wish, "too_many_waiting", &effects)
        }
        // Its goal opens when it goes out: what comes before that it has not led to.
        if !wish.wasDeferred { self.remember(wish, opensGoal: false) }
        self.decisions.deferred.append(
            DeferredContact(
                rule: wish.entry.rule.name,
                key: wish.key,
                until: until,
                wanted: wish.wanted,
                id: wish.id,
                cause: wish.cause,
                values: wish.values
            )
        )
        self.outcome(.contactDeferred, wish, [Signal.Field("until", .time(until))], &effects)
        self.book(wish, .deferred, "quiet_hours")
        self.tell(wish.entry, .deferred(until))
    }

    mutating func suppress(_ wish: Wish, _ reason: String, _ effects: inout Effects) {
        // Who is held out is treated like everybody else, or the arms could not be compared.
        if reason == "hold_out" { self.remember(wish, opensGoal: true) }
        if wish.wasDeferred { self.unmake(wish) }
        let arm = self.arm(of: wish.entry.rule)
        self.outcome(.contactSuppressed, wish, [Signal.Field("reason", .text(reason))] + arm, &effects)
        self.book(wish, .suppressed, reason)
        self.tell(wish.entry, .suppressed(reason))
    }

    /// Forgets the decision for a contact that waited and does not go out, as if it had never been wanted.
    private mutating func unmake(_ wish: Wish) {
        guard let place = self.decisions.place(of: wish.entry.rule.id, wish.key) else { return }
        if self.decisions.memories[place].fired == wish.wanted {
            self.decisions.memories[place].fired = nil
            self.decisions.memories[place].isSet = false
        }
    }

    private func outcome(_ type: SignalType, _ wish: Wish, _ values: [Signal.Field], _ effects: inout Effects) {
        // What decides once has one id, however many events want it: each of them has an outcome of its own.
        let (id, event) = (wish.id.description, wish.cause?.eventID ?? "")
        let wanted = StableHash(capacity: id.utf8.count + 1 + event.utf8.count) { text in
            text.append(id)
            text.append(UInt8(0x1F))
            text.append(event)
        }
        effects.emit(
            type,
            rule: wish.entry.rule.name,
            at: self.now,
            occasion: .key(wanted.high, self.now, ordinal: 0),
            cause: wish.cause,
            [
                Signal.Field("signal", .text(wish.entry.rule.signal.name)),
                Signal.Field("signal_id", .text(id)),
            ] + values
        )
    }

    private mutating func book(_ wish: Wish, _ kind: ContactOutcome.Kind, _ reason: String) {
        if self.decisions.outcomes.count >= Decisions.keptOutcomes { self.decisions.outcomes.removeFirst() }
        self.decisions.outcomes.append(
            ContactOutcome(rule: wish.entry.rule.id, kind: kind, time: self.now, reason: reason)
        )
    }

    // MARK: Contacts that wait

    /// Looks again at the contacts whose hour has come.
    mutating func retry(_ deadline: Timestamp, _ effects: inout Effects) {
        let due = self.decisions.deferred.filter { $0.until == deadline }
        guard !due.isEmpty else { return }
        self.decisions.deferred.removeAll { $0.until == deadline }
        for contact in due {
            guard let entry = self.set.entry(named: contact.rule), entry.rule.contact != nil else {
                self.forget(contact, &effects)
                continue
            }
            let wish = Wish(contact, entry)
            self.see(contact.values)
            defer { self.sight.moment.order = nil }
            let condition =
                entry.rule.stillHolds ?? (entry.rule.condition?.readsEvent == true ? nil : entry.rule.condition)
            if self.holds(condition, entry.rule.stillHolds == nil ? "if" : "while", entry) {
                self.wishes.append(wish)
            } else {
                self.suppress(wish, "no_longer_applies", &effects)
            }
        }
    }

    /// Takes back the contacts of a rule that wait.
    mutating func drop(
        _ entry: RuleSet.Entry,
        key: UInt64?,
        because reason: String,
        _ effects: inout Effects
    ) {
        guard self.decisions.deferred.contains(where: { $0.rule == entry.rule.name && (key == nil || $0.key == key) })
        else { return }
        let dropped = self.decisions.deferred.filter { $0.rule == entry.rule.name && (key == nil || $0.key == key) }
        self.decisions.deferred.removeAll { $0.rule == entry.rule.name && (key == nil || $0.key == key) }
        for contact in dropped { self.suppress(Wish(contact, entry), reason, &effects) }
    }

    /// Ends the wait that goes when a rule remembers one more key, and says so where it would have been a contact.
    mutating func makeRoom(_ entry: RuleSet.Entry, _ key: UInt64, _ effects: inout Effects) {
        let rule = entry.rule
        guard let gone = self.decisions.crowdedOut(by: key, of: rule.id) else { return }
        let memory = self.decisions.memories.remove(at: gone)
        guard memory.due != .never else { return }
        self.tell(entry, .suppressed("too_many_waiting"))
        guard rule.contact != nil, let anchor = memory.anchor else { return }
        effects.emit(
            .contactSuppressed,
            rule: rule.name,
            at: self.now,
            occasion: .key(memory.key, anchor, ordinal: 0),
            cause: memory.cause,
            [
                Signal.Field("signal", .text(rule.signal.name)),
                Signal.Field("reason", .text("too_many_waiting")),
            ]
        )
    }

    /// A rule that wanted a contact is in the playbook no more.
    private func forget(_ contact: DeferredContact, _ effects: inout Effects) {
        effects.emit(
            .contactSuppressed,
            rule: contact.rule,
            at: self.now,
            occasion: .key(contact.id.hash.high, self.now, ordinal: 0),
            cause: contact.cause,
            [
                Signal.Field("signal_id", .text(contact.id.description)),
                Signal.Field("reason", .text("rule_removed")),
            ]
        )
    }

    // MARK: Experiments

    /// Says once which arm of a rule's experiment the customer is in.
    mutating func expose(_ wish: Wish, _ effects: inout Effects) {
        guard let experiment = wish.entry.rule.experiment, let arm = experiment.arm(of: self.subject) else { return }
        let place = self.decisions.makePlace(of: experiment.id, 0)
        guard !self.decisions.memories[place].isSet else { return }
        self.decisions.memories[place].isSet = true
        effects.emit(
            .experimentAssigned,
            rule: wish.entry.rule.name,
            at: self.now,
            occasion: .event(id: experiment.name),
            cause: wish.cause,
            [Signal.Field("experiment", .text(experiment.name)), Signal.Field("arm", .text(arm))]
        )
    }

    /// The arm of a rule's experiment that the customer is in, as signals tell it.
    func arm(of rule: Rule) -> [Signal.Field] {
        guard let experiment = rule.experiment, let arm = experiment.arm(of: self.subject) else { return [] }
        return [Signal.Field("experiment", .text(experiment.name)), Signal.Field("arm", .text(arm))]
    }
}

extension Step.Wish {
    fileprivate var priority: Int { self.entry.rule.contact?.priority ?? 0 }

    fileprivate init(_ contact: DeferredContact, _ entry: RuleSet.Entry) {
        self.init(
            entry: entry,
            key: contact.key,
            id: contact.id,
            wanted: contact.wanted,
            cause: contact.cause,
            values: contact.values,
            wasDeferred: true
        )
    }
}

extension Experiment {
    /// A number from 0 to 9,999 that a subject always has in this experiment.
    func bucket(of subject: Subject) -> Int {
        let kind = subject.kind.name
        let hash = StableHash(capacity: self.name.utf8.count + kind.utf8.count + subject.id.utf8.count + 2) { text in
            text.append(self.name)
            text.append(UInt8(0x1F))
            text.append(kind)
            text.append(UInt8(ascii: "/"))
            text.append(subject.id)
        }
        return Int(hash.high % 10_000)
    }

    /// The arm that a subject is in; `hold_out` for those who are left alone, `nil` for those who take no part.
    func arm(of subject: Subject) -> String? {
        var bucket = self.bucket(of: subject)
        guard bucket >= self.holdOut else { return "hold_out" }
        bucket -= self.holdOut
        for (name, share) in self.arms {
            guard bucket >= share else { return name }
            bucket -= share
        }
        return nil
    }
}
