import Foundation
import Journal
import Playbook
import Retention
import TestKit

/// A simulated year, folded with the default playbook, and what the plain model has to say of every contact in it.
struct JudgedYear {
    let house: HouseRules
    private(set) var counts = Counts()
    /// What the model objects to, by the promise that is broken; at most a few of each.
    private(set) var faults: [Promise: [String]] = [:]

    enum Promise { case caps, quietHours, consent, blocks, wishes, outcomes, reasons, wants }

    struct Counts {
        var customers = 0
        var events = 0
        var signals = 0
        var seconds = 0.0
        /// Contacts that rules wanted, by purpose.
        var wanted: [String: Int] = [:]
        var emitted: [String: Int] = [:]
        var deferred = 0
        var waiting = 0
        var suppressed: [String: Int] = [:]
        /// Wanted contacts that the model foretold by itself.
        var foretold = 0
    }

    init(customers: Int, seed: UInt64) throws {
        self.house = try HouseRules()
        let year = try SimulatedYear(customers: customers, seed: seed)
        let start = ContinuousClock.now
        var replay = Replay(try PlaybookFile.load(yaml: self.house.text, named: "default.yaml"))
        var outcomes: [Subject: [Outcome]] = [:]
        var counts = Counts()
        let take: (Signal) -> Void = { [house] signal in
            counts.signals += 1
            if let outcome = Outcome(signal, house) { outcomes[signal.subject, default: []].append(outcome) }
        }
        try year.forEachArrival { event in
            counts.events += 1
            try replay.add(event, source: 0, take)
        }
        try replay.finish(at: SimulatedYear.to, take)
        counts.customers = year.lives.count
        counts.seconds = (ContinuousClock.now - start) / .seconds(1)
        self.counts = counts
        for (subject, life) in year.lives.sorted(by: { $0.key.id < $1.key.id }) {
            self.judge(subject, life, outcomes[subject] ?? [])
        }
    }

    /// Replays one customer's contacts beside the model.
    private mutating func judge(_ subject: Subject, _ life: SimulatedYear.Life, _ outcomes: [Outcome]) {
        var customer = NaiveCustomer(self.house)
        var ledger = Ledger(house: self.house)
        var facts = life.wishes[...]
        for outcome in outcomes {
            // An event is folded before what is decided at its instant.
            while let fact = facts.first, fact.time <= outcome.time {
                customer.take(fact)
                facts.removeFirst()
            }
            if let fault = ledger.enter(outcome) { self.object(.outcomes, subject, outcome, fault) }
            guard let rule = self.house.rules[outcome.want.rule], outcome.purpose == "marketing" else { continue }
            switch outcome.kind {
            case .emitted(let channel):
                self.checkSent(subject, rule, outcome, channel, customer)
                customer.noteSent(channel, outcome.time)
            case .deferred(let until): self.checkDeferred(subject, rule, outcome, until, customer)
            case .suppressed(let reason): self.checkSuppressed(subject, rule, outcome, reason, customer)
            }
        }
        for fault in ledger.close(at: SimulatedYear.to) { self.object(.outcomes, subject, nil, fault) }
        self.counts.add(ledger)
        let oracle = Foretelling(house: self.house, life: life)
        for (rule, expected) in oracle.wants {
            let found = ledger.wanted.filter { $0.rule == rule }.map(\.time).sorted()
            self.counts.foretold += expected.count
            guard found != expected else { continue }
            let texts = (found.map(\.utcText).joined(separator: " "), expected.map(\.utcText).joined(separator: " "))
            self.object(.wants, subject, nil, "\(rule): wanted at \(texts.0), foretold \(texts.1)")
        }
    }

    // MARK: What the model says

    private mutating func checkSent(
        _ subject: Subject,
        _ rule: HouseRules.Rule,
        _ outcome: Outcome,
        _ channel: String,
        _ customer: NaiveCustomer
    ) {
        let time = outcome.time
        if let cap = customer.fullCaps(for: channel, at: time).first {
            self.object(.caps, subject, outcome, "more than \(cap.atMost) in \(cap.per.milliseconds / 86_400_000) days")
        }
        if customer.isQuiet(at: time) {
            self.object(
                .quietHours,
                subject,
                outcome,
                "minute \(customer.minute(at: time)) of the day, \(customer.quiet)"
            )
        }
        if !customer.consents(to: channel, at: time) || !rule.channels.contains(channel) {
            self.object(.consent, subject, outcome, "no consent on \(channel)")
        }
        for block in customer.blocks(at: time).sorted() { self.object(.blocks, subject, outcome, block) }
        if let objection = customer.objection(to: rule, on: channel, at: time) {
            self.object(.wishes, subject, outcome, objection)
        }
        if rule.purpose != outcome.purpose { self.object(.wishes, subject, outcome, "another purpose than the rule's") }
    }

    private mutating func checkDeferred(
        _ subject: Subject,
        _ rule: HouseRules.Rule,
        _ outcome: Outcome,
        _ until: Timestamp,
        _ customer: NaiveCustomer
    ) {
        let isEnd = customer.minute(at: until) == customer.quiet.until && until.milliseconds % 60_000 == 0
        guard customer.isQuiet(at: outcome.time), isEnd, until > outcome.time, until < outcome.time + .hours(26) else {
            return self.object(.reasons, subject, outcome, "it is not quiet, or not until then")
        }
    }

    /// Whoever suppresses a message must have a reason that the model knows, too.
    private mutating func checkSuppressed(
        _ subject: Subject,
        _ rule: HouseRules.Rule,
        _ outcome: Outcome,
        _ reason: String,
        _ customer: NaiveCustomer
    ) {
        let time = outcome.time
        let open = customer.open(to: rule, at: time)
        let isRight =
            switch reason {
            case _ where NaiveCustomer.blocks.contains(reason): customer.blocks(at: time).contains(reason)
            case _ where reason.hasPrefix("consent_"): open.isEmpty
            case "frequency_cap": open.first.map { !customer.fullCaps(for: $0, at: time).isEmpty } ?? false
            case "preference_topic", "preference_channel": customer.objection(to: rule, on: nil, at: time) == reason
            case "preference_frequency": customer.objection(to: rule, on: open.first, at: time) == reason
            // What the model does not work out: groups, experiments, goals, and conditions of rules.
            case "lower_priority", "hold_out", "goal_reached", "cancelled", "no_longer_applies": true
            default: false
            }
        if !isRight { self.object(.reasons, subject, outcome, "not for \(reason)") }
    }

    private mutating func object(_ promise: Promise, _ subject: Subject, _ outcome: Outcome?, _ fault: String) {
        guard self.faults[promise, default: []].count < 5 else { return }
        let what = outcome.map { "\($0.want.rule) at \($0.time.utcText) \($0.kind): " } ?? ""
        self.faults[promise, default: []].append("\(subject): \(what)\(fault)")
    }
}

extension JudgedYear.Counts {
    fileprivate mutating func add(_ ledger: Ledger) {
        for want in ledger.wanted { self.wanted[want.purpose, default: 0] += 1 }
        self.emitted.merge(ledger.emitted) { $0 + $1 }
        self.deferred += ledger.deferrals
        self.waiting += ledger.waiting
        self.suppressed.merge(ledger.suppressed) { $0 + $1 }
    }
}

extension JudgedYear: CustomStringConvertible {
    var description: String {
        func list(_ counts: [String: Int]) -> String {
            counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { "\($0.key) \($0.value)" }
                .joined(separator: ", ")
        }
        let counts = self.counts
        return """
            \(counts.customers) customers, \(counts.events) events, \(counts.signals) signals in \
            \(Int(counts.seconds.rounded())) s; wanted: \(list(counts.wanted)), foretold \(counts.foretold); \
            emitted: \(list(counts.emitted)); deferred: \(counts.deferred), still waiting \(counts.waiting); \
            suppressed: \(list(counts.suppressed))
            """
    }
}
