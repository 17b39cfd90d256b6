import Retention
import TestKit
import Testing

/// What holds of all facts of consent, in whichever order they come.
@Suite struct ConsentProperties {
    @Test func `whichever way the facts came, it stands as their own order has it`() {
        var counts: [String: Int] = [:]
        for seed in 0..<1_000 {
            var story = RandomConsent(seed: UInt64(seed))
            for _ in 0..<3 {
                let fold = story.arrived()
                Self.eachQuestion(of: story) { channel, purpose, model, instant in
                    let (expected, told) = (model.verdict(at: instant), fold.status(channel, purpose, at: instant))
                    #expect(told == expected, "seed \(seed), \(channel) \(purpose ?? "all") at \(instant.utcText)")
                    counts[String("\(told)".prefix(6)), default: 0] += 1
                }
            }
        }
        #expect(counts.count == 5 && counts.values.allSatisfy { $0 > 1_000 }, "\(counts)")
    }

    @Test func `more facts than there is room for never make consent where there is none`() {
        var granted = 0
        for seed in 0..<200 {
            var story = RandomConsent(seed: UInt64(seed), count: 90)
            let fold = story.arrived()
            Self.eachQuestion(of: story) { channel, purpose, model, instant in
                guard fold.state.allows(channel: channel, purpose: purpose, at: instant) else { return }
                granted += 1
                let isGranted = if case .granted = model.verdict(at: instant) { true } else { false }
                #expect(isGranted, "seed \(seed), \(channel) \(purpose ?? "all") at \(instant.utcText)")
            }
        }
        #expect(granted > 500)
    }

    @Test func `no signal is told twice, and none has an address or a browser`() {
        var counts: [SignalType: Int] = [:]
        for seed in 0..<4_000 {
            var story = RandomConsent(seed: UInt64(seed))
            var fold = story.arrived()
            fold.advance(to: start + .days(900))
            #expect(fold.state.nextDeadline == .never, "seed \(seed)")
            let twice = Dictionary(grouping: fold.signals, by: \.id).values.filter { $0.count > 1 }
            #expect(twice.isEmpty, "seed \(seed)")
            for signal in fold.signals {
                counts[signal.type, default: 0] += 1
                for field in signal.values {
                    #expect(![.text("192.0.2.1"), .text("Mozilla/5.0 (X11; Linux x86_64)")].contains(field.value))
                }
            }
        }
        let types = SignalType.all.filter { $0.topic == .consents }
        #expect(types.count == 6 && types.allSatisfy { counts[$0, default: 0] > 50 }, "\(counts)")
    }

    @Test func `what was told of a scope last is how it stands`() {
        for seed in 0..<1_000 {
            var story = RandomConsent(seed: UInt64(seed))
            let end = start + .days(900)
            var fold = story.arrived()
            fold.advance(to: end)
            for entry in fold.state.dossier(at: end).entries where entry.scope.purpose != nil {
                let told = fold.signals.last { signal in
                    signal.values.contains(.init("channel", .text(entry.scope.channel)))
                        && signal.values.contains(.init("purpose", .text(entry.scope.purpose ?? "")))
                        && [.consentGranted, .consentExpired, .consentRevoked].contains(signal.type)
                }
                guard let told, case .granted = entry.verdict else { continue }
                #expect(told.type == .consentGranted, "seed \(seed) \(entry.scope)")
            }
        }
    }

    @Test func `a fold that is persisted after every step decides the same`() {
        for seed in 0..<1_000 {
            let story = RandomConsent(seed: UInt64(seed), count: seed % 20 == 0 ? 90 : nil)
            var kept = ConsentFold { $0 = story.settings }
            var persisted = kept
            for event in story.events {
                kept.fold(event)
                persisted.fold(event)
                let isBack = persisted.persist()
                #expect(isBack, "seed \(seed)")
            }
            kept.advance(to: start + .days(900))
            persisted.advance(to: start + .days(900))
            #expect(kept.state == persisted.state && kept.signals == persisted.signals, "seed \(seed)")
        }
    }

    /// Asks of each scope at the latest event and around all that can change afterwards.
    private static func eachQuestion(
        of story: RandomConsent,
        _ ask: (String, String?, ConsentModel, Timestamp) -> Void
    ) {
        guard let last = story.events.last?.time else { return }
        var instants = [last, last + tick]
        for hours in [1, 3, 4, 10, 24, 50, 200, 300] as [Int64] {
            for event in story.events.suffix(12) {
                let instant = event.time + .hours(hours)
                instants += [instant - tick, instant].filter { $0 > last }
            }
        }
        for channel in RandomConsent.channels {
            for purpose in RandomConsent.purposes {
                let model = ConsentModel(story.events, channel: channel, purpose: purpose, story.settings)
                for instant in instants { ask(channel, purpose, model, instant) }
            }
        }
    }
}
