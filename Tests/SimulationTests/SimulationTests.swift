import Dispatch
import Foundation
import Synchronization
import TestKit
import Testing

/// The whole engine under faults: intake and fold lanes of several workers, letters, timers, checkpoints and a budget,
/// on a log that behaves as Kafka does.
///
/// `TREUE_SEED=N` runs one seed, `TREUE_SEEDS=N` so many from 0 on.
@Suite struct SimulationTests {
    /// How many steps of chaos a run has.
    static let steps = 220

    private static func number(_ name: String) -> UInt64? {
        ProcessInfo.processInfo.environment[name].flatMap { UInt64($0) }
    }

    @Test func `whatever fails, readers and states end up as if nothing had failed`() throws {
        let histories = (0..<32).map { History(seed: UInt64($0)) }
        let expected = try histories.map { try World($0, seed: nil).run(chaos: 0) }
        let seeds = Self.number("TREUE_SEED").map { $0..<$0 + 1 } ?? 0..<(Self.number("TREUE_SEEDS") ?? 10_000)
        let results = Results()
        let next = Atomic(seeds.lowerBound)
        DispatchQueue.concurrentPerform(iterations: ProcessInfo.processInfo.activeProcessorCount) { _ in
            while true {
                let seed = next.wrappingAdd(1, ordering: .relaxed).oldValue
                guard seed < seeds.upperBound else { return }
                let world = World(histories[Int(seed % 32)], seed: seed)
                let fault: String?
                do {
                    let outcome = try world.run(chaos: Self.steps)
                    fault =
                        outcome == expected[Int(seed % 32)] ? nil : outcome.difference(from: expected[Int(seed % 32)])
                } catch { fault = "\(error)" }
                results.add(world.tally, seed, fault)
            }
        }
        print("Simulation: \(seeds.count) seeds, \(results.summary)")
        for (seed, fault) in results.faults.prefix(20) {
            print("seed \(seed): \(fault)\n  again: TREUE_SEED=\(seed) swift test -c release --filter SimulationTests")
        }
        #expect(results.faults.isEmpty, "\(results.faults.count) of \(seeds.count) seeds failed")
        if seeds.count >= 1_000 { results.expectThatEverythingHappened() }
    }
}

/// What all runs came to.
private final class Results: Sendable {
    private struct State {
        var tally = World.Tally()
        var faults: [(seed: UInt64, fault: String)] = []
    }

    private let state = Mutex(State())

    func add(_ tally: World.Tally, _ seed: UInt64, _ fault: String?) {
        self.state.withLock { state in
            state.tally.crashes += tally.crashes
            state.tally.errors += tally.errors
            state.tally.restored.merge(tally.restored, uniquingKeysWith: +)
            state.tally.faults.merge(tally.faults, uniquingKeysWith: +)
            state.tally.ways.merge(tally.ways, uniquingKeysWith: +)
            if let fault { state.faults.append((seed, fault)) }
        }
    }

    /// The lowest seeds first.
    var faults: [(seed: UInt64, fault: String)] { self.state.withLock { $0.faults.sorted { $0.seed < $1.seed } } }

    var summary: String {
        let tally = self.state.withLock { $0.tally }
        let restored = tally.restored.sorted { $0.key < $1.key }.map { "\($0.value) from \($0.key)" }
        let ways = tally.ways.sorted { $0.key < $1.key }.map { "\($0.value) with \($0.key) topics in place" }
        return
            "\(tally.crashes) crashes, \(tally.errors) other failures, restored \(restored.joined(separator: ", ")), "
            + ways.joined(separator: ", ")
    }

    /// A simulation in which something never happens proves nothing about it.
    func expectThatEverythingHappened() {
        let tally = self.state.withLock { $0.tally }
        for point in FaultPoint.allCases { #expect(tally.faults[point, default: 0] > 10, "\(point) was hardly met") }
        for count in 0...2 { #expect(tally.ways[count, default: 0] > 100, "\(count) topics were hardly in place") }
        for source in ["nothing", "the local store", "the state topic"] {
            #expect(tally.restored[source, default: 0] > 100, "hardly anything was restored from \(source)")
        }
    }
}

extension Outcome {
    /// The first thing that differs, in words.
    func difference(from expected: Outcome) -> String {
        for key in Set(expected.signals.keys).union(self.signals.keys).sorted() {
            let (is_, should) = (self.signals[key] ?? [], expected.signals[key] ?? [])
            if is_ != should { return "\(key): \(Self.compare(is_, should))" }
        }
        if self.letters != expected.letters { return "letters: \(Self.compare(self.letters, expected.letters))" }
        if self.deadLetters.count != expected.deadLetters.count {
            return "dead letters: \(self.deadLetters.count) instead of \(expected.deadLetters.count)"
        }
        for (subject, state) in expected.states.sorted(by: { $0.key < $1.key }) where self.states[subject] != state {
            return "the state of \(subject) differs"
        }
        return "states or dead letters differ"
    }

    private static func compare(_ found: [String], _ expected: [String]) -> String {
        let lost = expected.filter { !found.contains($0) }
        let more = found.filter { !expected.contains($0) }
        let twice = found.count - Set(found).count
        if ProcessInfo.processInfo.environment["TREUE_TRACE"] != nil {
            print(
                "found:",
                found.joined(separator: "\n  "),
                "expected:",
                expected.joined(separator: "\n  "),
                separator: "\n  "
            )
        }
        return "\(lost.count) lost, \(more.count) unexpected, \(twice) twice, of \(expected.count); first lost "
            + "\(lost.first ?? "–"), first unexpected \(more.first ?? "–")"
    }
}
