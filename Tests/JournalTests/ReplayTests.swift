import Journal
import Playbook
import Retention
import TestKit
import Testing

/// What a decision is, wherever its record stood.
private struct Decision: Hashable {
    let type: String
    let subject: String
    let time: Timestamp

    init(_ signal: Signal) {
        self.type = signal.type.name
        self.subject = signal.subject.description
        self.time = signal.time
    }

    init(_ type: String, _ customer: String, _ time: Timestamp) {
        self.type = type
        self.subject = "customer/\(customer)"
        self.time = time
    }
}

@Suite struct ReplayTests {
    private static func decide(
        _ events: [Event],
        lateness: TimeSpan = Shop.lateness,
        until instant: Timestamp? = nil,
        stateBudget: Int? = nil
    ) -> [Signal] {
        var replay = Replay(Shop.playbook, lateness: lateness, stateBudget: stateBudget)
        var signals: [Signal] = []
        for event in events { try? replay.add(event, source: 0) { signals.append($0) } }
        try? replay.finish(at: instant) { signals.append($0) }
        return signals
    }

    @Test func givenAFirstOrderWhenHalfAnHourPassesThenItIsThankedForExactlyThen() {
        let signals = Self.decide(
            [Shop.order("1", "ann", Shop.start), Shop.view("2", "bob", Shop.start + .minutes(40))])
        #expect(
            signals.map { Decision($0) } == [
                Decision("milestone.first_order", "ann", Shop.start),
                Decision("first_purchase.thanked.due", "ann", Shop.start + .minutes(30)),
            ]
        )
    }

    @Test func givenAFirstOrderWhenItIsCancelledInTimeThenNobodyIsThanked() {
        let reversal = OrderReversal(orderID: "o-1")
        let signals = Self.decide(
            [
                Shop.order("1", "ann", Shop.start),
                Shop.event("2", "ann", Shop.start + .minutes(30), .orderCancelled(reversal)),
            ],
            until: Shop.start + .hours(2)
        )
        #expect(signals.map { Decision($0) } == [Decision("milestone.first_order", "ann", Shop.start)])
    }

    @Test func aDeadlineAtTheEndOfTheHistoryWaitsForLaterTime() {
        let events = [Shop.order("1", "ann", Shop.start)]
        #expect(Self.decide(events, until: Shop.start + .minutes(30)).count == 1)
        #expect(Self.decide(events, until: Shop.start + .minutes(30) + TimeSpan(milliseconds: 1)).count == 2)
    }

    @Test(arguments: 0..<200)
    func twoReplaysOfAHistoryAreEqualInEverything(seed: Int) {
        let history = Shop.history(seed: UInt64(seed), customers: 5, count: 120)
        let first = Self.decide(history, until: Shop.start + .days(500))
        #expect(!first.isEmpty)
        #expect(Self.decide(history, until: Shop.start + .days(500)) == first)
        #expect(Set(first.map(\.id)).count == first.count)
    }

    @Test(arguments: [1, 100_000, 1_000_000])
    func `given a budget of states, when it is far too small or nearly enough, then every decision is the same`(
        budget: Int
    ) {
        let history = Shop.history(seed: 7, customers: 600, count: 12_000)
        let until = Shop.start + .days(500)
        let expected = Self.decide(history, until: until)
        #expect(expected.count > 1_000)
        #expect(Self.decide(history, until: until, stateBudget: budget) == expected)
    }

    @Test(arguments: 0..<100)
    func `given states that are packed after every event, then every decision and state is the same`(seed: Int) {
        let projection = PlaybookProjection(Shop.playbook)
        var (fold, plain) = (PartitionFold(projection), PartitionFold(projection))
        var (effects, plainEffects) = (Effects(playbook: "p"), Effects(playbook: "p"))
        for event in Shop.history(seed: UInt64(seed), customers: 5, count: 120) {
            fold.advance(to: event.time, &effects)
            plain.advance(to: event.time, &plainEffects)
            fold.fold(event, &effects)
            plain.fold(event, &plainEffects)
            fold.pack(to: 0, sparing: 0)
        }
        fold.advance(to: Shop.start + .days(500), &effects)
        plain.advance(to: Shop.start + .days(500), &plainEffects)
        #expect(!effects.signals.isEmpty)
        #expect(effects.signals == plainEffects.signals)
        plain.forEachSubject { subject, state in #expect(fold.state(of: subject) == state) }
    }

    @Test(arguments: 0..<200)
    func signalsComeOutInOrderOfTheirTime(seed: Int) {
        let history = Shop.history(seed: UInt64(seed), customers: 5, count: 120)
        let times = Self.decide(history, until: Shop.start + .days(500)).map(\.time)
        #expect(times == times.sorted())
    }

    /// Ten histories for each argument: three thousand in all.
    @Test(arguments: 0..<300)
    func doubledLinesAndDisorderWithinTheLatenessChangeNoDecision(block: Int) {
        for index in 0..<10 {
            let seed = UInt64(block * 10 + index)
            var random = SeededRandom(seed: seed)
            let lateness = TimeSpan.minutes(Int64(1 + random.below(120)))
            let history = Shop.history(seed: seed, customers: 1 + random.below(4), count: 40)
            let until = Shop.start + .days(500)
            let expected = Self.decide(history, lateness: lateness, until: until)
            let decisions = Set(expected.map { Decision($0) })
            #expect(decisions.count == expected.count)

            let doubled = Shop.renumbered(history.flatMap { [$0, $0] })
            let ofDoubled = Self.decide(doubled, lateness: lateness, until: until)
            #expect(ofDoubled.map(\.id) == expected.map(\.id))

            let shuffled = Shop.shuffled(doubled, within: lateness, &random)
            let ofShuffled = Self.decide(shuffled, lateness: lateness, until: until)
            // Events of different customers at one instant may change places, their decisions do not change.
            let isSame = ofShuffled.map(\.id).sorted() == expected.map(\.id).sorted()
            #expect(isSame, "seed \(seed)")
            let isSameSet = Set(ofShuffled.map { Decision($0) }) == decisions
            #expect(isSameSet, "seed \(seed)")
        }
    }

    /// The ids of the events of several files in their one order.
    private static func merged(_ files: [[Event]]) -> [String] {
        var merge = HistoryMerge(count: files.count)
        var places = files.map { $0.makeIterator() }
        for source in files.indices { merge.put(places[source].next(), of: source) }
        var ids: [String] = []
        while let next = merge.next() {
            ids.append(next.event.id)
            merge.put(places[next.source].next(), of: next.source)
        }
        return ids
    }

    @Test func severalFilesAreMergedByTimeThenFileThenLine() {
        let files = [
            [Shop.view("a", "c", Shop.start), Shop.view("c", "c", Shop.start + .seconds(1))],
            [],
            [
                Shop.view("b", "c", Shop.start), Shop.view("d", "c", Shop.start + .seconds(1)),
                Shop.view("e", "c", Shop.start + .seconds(2)),
            ],
        ]
        #expect(Self.merged(files) == ["a", "b", "c", "d", "e"])
    }

    @Test(arguments: 0..<200)
    func anyFilesAreMergedAsIfTheyWereSorted(seed: Int) {
        var random = SeededRandom(seed: UInt64(seed))
        let files = (0..<1 + random.below(12)).map { file in
            var time = Shop.start
            return (0..<random.below(30)).map { line in
                time = time + .seconds(Int64(random.below(3)))
                return Shop.view("\(file)/\(line)", "c", time)
            }
        }
        let lines = files.enumerated().flatMap { file, events in events.map { (time: $0.time, file: file, id: $0.id) } }
        let sorted = lines.enumerated()
            .sorted { ($0.element.time, $0.element.file, $0.offset) < ($1.element.time, $1.element.file, $1.offset) }
        #expect(Self.merged(files) == sorted.map(\.element.id))
    }
}
