import Playbook
import Retention
import Testing

/// What holds of every playbook and every life.
@Suite struct DecisionProperties {
    static let seeds: [ClosedRange<UInt64>] = [0...24, 100...124, 200...224, 1175...1199]

    /// Runs the stories of some seeds; names the seed of the first three that are broken.
    static func hold(
        _ seeds: ClosedRange<UInt64>,
        isAdopting: Bool = true,
        sourceLocation: SourceLocation = #_sourceLocation,
        _ broken: (RandomStory) throws -> String?
    ) throws {
        var failures = 0
        for seed in seeds where failures < 3 {
            let story = RandomStory(seed: seed, isAdopting: isAdopting && seed % 3 == 0)
            guard let reason = try broken(story) else { continue }
            Issue.record("seed \(seed): \(reason)", sourceLocation: sourceLocation)
            failures += 1
        }
    }

    @Test(arguments: seeds) func theSameLifeLeadsToTheSame(_ seeds: ClosedRange<UInt64>) throws {
        try Self.hold(seeds) { story in
            let (one, other) = (try story.lived(), try story.lived())
            if one.signals != other.signals { return "other signals" }
            return one.state == other.state ? nil : "another state"
        }
    }

    @Test(arguments: seeds) func aStateThatIsReadAgainGoesOnAsBefore(_ seeds: ClosedRange<UInt64>) throws {
        try Self.hold(seeds) { story in
            let one = try story.lived()
            let other = try story.lived { $0.reloads = true }
            if other.isDamaged { return "a state is not what was written" }
            guard one.signals == other.signals else {
                let first = zip(one.signals, other.signals).first { $0 != $1 }
                return "\(first?.0.line ?? "missing") became \(first?.1.line ?? "missing")"
            }
            return one.state == other.state ? nil : "another state"
        }
    }

    @Test(arguments: seeds) func everyFiringMovesTheDeadlineOn(_ seeds: ClosedRange<UInt64>) throws {
        try Self.hold(seeds) { story in
            var reason: String?
            let spec = try story.lived { spec in
                spec.observer = { deadline, signals, spec in
                    guard let deadline else { return }
                    let next = spec.projection.nextDeadline(of: spec.state)
                    // What the facts themselves wait for fires after the rules.
                    let isRules = signals.allSatisfy { $0.type.topic != .consents }
                    if next < deadline || next == deadline && spec.state.decisions.value.next == deadline && isRules {
                        reason = reason ?? "after \(deadline.text) comes \(next.text)"
                    }
                    if signals.contains(where: { $0.time != deadline && $0.type.topic != .consents }) {
                        reason = reason ?? "a signal at another time than \(deadline.text)"
                    }
                }
            }
            return spec.isStuck ? "deadlines fire for ever" : reason
        }
    }

    @Test(arguments: seeds) func noTwoSignalsHaveOneId(_ seeds: ClosedRange<UInt64>) throws {
        try Self.hold(seeds) { story in
            var known: [SignalID: Signal] = [:]
            for signal in try story.lived().signals {
                if let before = known.updateValue(signal, forKey: signal.id) {
                    return "\(before.rule): \(before.line) and \(signal.line)"
                }
            }
            return nil
        }
    }

    // MARK: Contacts

    @Test(arguments: seeds) func contactsKeepCapsQuietHoursAndConsent(_ seeds: ClosedRange<UInt64>) throws {
        var made = 0
        try Self.hold(seeds) { story in
            var times: [Timestamp] = []
            var reason: String?
            _ = try story.lived { spec in
                spec.observer = { _, signals, spec in
                    for signal in signals {
                        guard let channel = signal.text("channel"), let purpose = signal.text("purpose"),
                            signal.type.topic != .consents
                        else { continue }
                        let time = signal.time
                        let count = times.count { $0 + .days(Int64(story.cap.days)) > time }
                        if count >= story.cap.count { reason = reason ?? "over the cap: \(signal.line)" }
                        times.append(time)
                        if story.isQuiet(time) { reason = reason ?? "in quiet hours: \(signal.line)" }
                        if !spec.state.permissions.value.allows(channel: channel, purpose: purpose, at: time) {
                            reason = reason ?? "without consent: \(signal.line)"
                        }
                        if signal.text("arm") == "hold_out" { reason = reason ?? "held out: \(signal.line)" }
                    }
                }
            }
            made += times.count
            return reason
        }
        #expect(made > 10)
    }

    @Test(arguments: seeds) func everyWantedContactHasOneEnd(_ seeds: ClosedRange<UInt64>) throws {
        try Self.hold(seeds) { story in
            var isWaiting: [String: Bool] = [:]
            let spec = try story.lived()
            for signal in spec.signals {
                switch signal.type {
                case .contactDeferred: isWaiting[signal.text("signal_id") ?? "", default: false] = true
                case .contactSuppressed: isWaiting[signal.text("signal_id") ?? "", default: false] = false
                default:
                    guard signal.text("channel") != nil, signal.type.topic != .consents else { continue }
                    let id = signal.id.description
                    if (signal.text("wanted") != nil) != (isWaiting[id] ?? false) {
                        return "not deferred: \(signal.line)"
                    }
                    isWaiting[id] = false
                }
            }
            if !spec.state.decisions.value.deferred.isEmpty { return "something waits for ever" }
            return isWaiting.first { $0.value }.map { "no end of \($0.key)" }
        }
    }

    @Test(arguments: seeds) func everyLookAtAProductHasOneOutcome(_ seeds: ClosedRange<UInt64>) throws {
        try Self.hold(seeds, isAdopting: false) { story in
            guard story.yaml.contains("  views: ") else { return nil }
            let looks = Set(
                story.facts.compactMap { fact in
                    if case .productViewed = fact.body { fact.id } else { nil }
                }
            )
            var ends: [String: Int] = [:]
            for signal in try story.lived().signals where signal.rule == "views" {
                if signal.type == .contactDeferred { continue }
                ends[signal.text("signal_id") ?? signal.id.description, default: 0] += 1
            }
            if ends.count != looks.count { return "\(looks.count) looks, \(ends.count) outcomes" }
            return ends.values.allSatisfy { $0 == 1 } ? nil : "several outcomes of one look"
        }
    }
}

extension RandomStory {
    fileprivate func isQuiet(_ time: Timestamp) -> Bool {
        let second = Int((time.milliseconds + Self.zoneOffset) / 1_000 % 86_400)
        return self.quiet.from < self.quiet.until
            ? second >= self.quiet.from && second < self.quiet.until
            : second >= self.quiet.from || second < self.quiet.until
    }
}
