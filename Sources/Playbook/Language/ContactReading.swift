import CEL
import Retention

extension RuleReader {
    /// Reads how a contact goes out.
    func contact(_ value: Value, _ words: Vocabulary.Words) -> ContactWish? {
        guard let section = value.section(knowing: ["channels", "purpose", "topic", "product", "group", "priority"])
        else { return nil }
        let purpose = section.optional("purpose") { value -> String? in
            guard let text = value.text("a purpose") else { return nil }
            guard self.purposes.contains(text) else {
                return value.reject(
                    .unknownValue,
                    "unknown purpose \(Quote.code(text))\(Nearest.hint(text, self.purposes)); "
                        + "purposes stand under `contacts.purposes`"
                )
            }
            return text
        }
        var wish = ContactWish(purpose: purpose ?? "marketing")
        wish.channels = section.optional("channels") { $0.listed { $0.plainName("a channel such as email") } } ?? []
        wish.topic = section.optional("topic") { $0.plainName("a topic such as news") }
        // A contact may go out when no event is at hand any more.
        wish.product = section.optional("product") { value in
            let words = self.vocabulary.words
            return value.checkKept(.products, words) ? value.formula(words, .string) : nil
        }
        wish.group = section.optional("group") { $0.plainName("a group such as offers") }
        wish.priority = section.optional("priority") { $0.count(in: -1_000...1_000) } ?? 0
        return wish
    }

    /// Reads the arms that customers are divided into.
    func experiment(_ value: Value, _ rule: String) -> Experiment? {
        guard let section = value.section(knowing: ["name", "hold_out", "arms"]) else { return nil }
        let name = section.optional("name") { $0.plainName("a name") }
        var experiment = Experiment(name: name ?? rule)
        experiment.holdOut = section.optional("hold_out") { $0.percent() } ?? 0
        for (name, share) in section.values["arms"]?.entries("arms with their shares, such as { a: 50%, b: 50% }") ?? []
        {
            if let share = share.percent() { experiment.arms.append((name, share)) }
        }
        let sum = experiment.arms.reduce(experiment.holdOut) { $0 + $1.share }
        guard sum <= 10_000 else {
            return value.reject(.outOfRange, "expected shares of at most 100% together, found \(Double(sum) / 100)%")
        }
        guard section.values["hold_out"] != nil || section.values["arms"] != nil else {
            return value.reject(.missingKey, "expected `hold_out` or `arms`, such as hold_out: 10%")
        }
        return experiment
    }

    /// Reads what is given to customers.
    func incentive(_ value: Value, _ words: Vocabulary.Words) -> Incentive? {
        guard
            let section = value.section(knowing: [
                "by", "table", "reward", "valid_for", "warn_before", "at_most", "per",
            ])
        else { return nil }
        let by = section.optional("by") { $0.formula(self.vocabulary.words, .double) }
        let validFor = section.required("valid_for") { $0.span() }
        let warn = section.optional("warn_before") { $0.span() }
        let count = section.optional("at_most") { $0.count(in: 1...Decisions.keptVouchers) }
        let per = section.optional("per") { $0.span() }
        let (hasCount, hasSpan) = (section.values["at_most"] != nil, section.values["per"] != nil)
        if hasCount != hasSpan {
            value.rejectMissing(
                hasCount ? "per" : "at_most",
                "expected both `at_most` and `per`, such as at_most: 1, per: 90d"
            )
        }
        var table: [(from: Double, reward: String)] = []
        if let reward = section.values["reward"] {
            if let text = reward.text("a reward such as 10%") { table = [(0, text)] }
        } else {
            table = section.required("table") { self.table($0) } ?? []
            if section.values["by"] == nil {
                value.rejectMissing("by", "expected what the table goes by, such as by: customer.cart.value")
            }
        }
        guard let validFor, !table.isEmpty else { return nil }
        if let warn, warn >= validFor {
            return section.values["warn_before"]?.reject(.outOfRange, "expected less than `valid_for`")
        }
        let limit = count.flatMap { count in per.map { (count: count, per: $0) } }
        return Incentive(by: by, table: table, validFor: validFor, warnBefore: warn, limit: limit)
    }

    private func table(_ value: Value) -> [(from: Double, reward: String)]? {
        guard let items = value.items() else { return nil }
        var table: [(from: Double, reward: String)] = []
        for item in items {
            guard let row = item.section(knowing: ["from", "reward"]) else { continue }
            let from = row.required("from") { $0.decimal() }
            let reward = row.required("reward") { $0.text("a reward such as 10%") }
            guard let from, let reward else { continue }
            let number = Double(from) / 1_000_000
            if let last = table.last, number <= last.from {
                let _: Never? = item.reject(.notAscending, "expected `from` to be more than in the row before it")
            }
            table.append((number, reward))
        }
        return table.count == items.count ? table : nil
    }
}

extension ContactPolicy {
    /// Takes what the section names and keeps the defaults for the rest.
    mutating func read(_ section: Section?, _ vocabulary: Vocabulary) {
        guard let section else { return }
        self.quietHours = section.section("quiet_hours", knowing: ["from", "until"]).flatMap { hours in
            let from = hours.required("from") { $0.secondOfDay() }
            let until = hours.required("until") { $0.secondOfDay() }
            guard let from, let until else { return nil }
            return QuietHours(from: from, until: until)
        }
        self.caps = section.optional("caps") { $0.listed { $0.cap() } } ?? []
        if let channels = section.optional("channels", { $0.listed { $0.plainName("a channel such as email") } }) {
            self.channels = channels
        }
        for (reason, value) in section.values["blocked_while"]?.entries("reasons with their conditions") ?? [] {
            guard RuleReader.isName(reason) else {
                let _: Never? = value.reject(.malformed, "expected a name of small letters, digits and underscores")
                continue
            }
            if let formula = value.formula(vocabulary.words, .bool) {
                self.blocks.append(Block(reason: reason, condition: formula))
            }
        }
        for (name, value) in section.values["purposes"]?.entries("purposes with their settings") ?? [] {
            if let purpose = value.purpose() { self.purposes[name] = purpose }
        }
    }
}

extension Value {
    fileprivate func cap() -> ContactPolicy.Cap? {
        guard let section = self.section(knowing: ["at_most", "per", "channel"]) else { return nil }
        let count = section.required("at_most") { $0.count(in: 1...Decisions.keptContacts) }
        let per = section.required("per") { $0.span() }
        guard let count, let per else { return nil }
        let channel = section.optional("channel") { $0.plainName("a channel such as sms") }
        return ContactPolicy.Cap(count: count, per: per, channel: channel)
    }

    fileprivate func purpose() -> ContactPolicy.Purpose? {
        let keys = ["consent", "caps", "quiet_hours", "blocks", "preferences"]
        guard let section = self.section(knowing: keys) else { return nil }
        var purpose = ContactPolicy.Purpose()
        purpose.needsConsent = section.optional("consent") { $0.flag() } ?? true
        purpose.isCapped = section.optional("caps") { $0.flag() } ?? true
        purpose.keepsQuietHours = section.optional("quiet_hours") { $0.flag() } ?? true
        purpose.isBlocked = section.optional("blocks") { $0.flag() } ?? true
        purpose.keepsPreferences = section.optional("preferences") { $0.flag() } ?? true
        return purpose
    }

    /// A name of the shop's own, such as that of a channel.
    func plainName(_ expected: String) -> String? {
        guard let text = self.text(expected) else { return nil }
        let isPlain = text.utf8.allSatisfy {
            (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || "_-.:".utf8.contains($0)
        }
        guard isPlain, (1...64).contains(text.utf8.count) else {
            return self.reject(.malformed, "expected \(expected), in small letters without spaces, found \(self.sight)")
        }
        return text
    }

    /// A share in hundredths of a percent.
    fileprivate func percent() -> Int? {
        guard let text = self.text("a share such as 10%") else { return nil }
        guard text.hasSuffix("%"), let share = try? Spelling.decimal(String(text.dropLast()), places: 2),
            (0...10_000).contains(share)
        else { return self.reject(.malformed, "expected a share from 0% to 100%, found \(self.sight)") }
        return Int(share)
    }
}
