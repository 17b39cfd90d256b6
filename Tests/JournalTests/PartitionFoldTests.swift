import Journal
import Retention
import TestKit
import Testing

/// Arms a deadline at the instant a view names as its product, and tells each deadline that fires.
private struct Alarm: Projection {
    struct State: Hashable, Sendable {
        var deadlines: [Timestamp] = []
        var ids: Set<String> = []
        var seen: [String] = []
    }

    var initial: State { State() }

    func admit(_ event: Event, into state: inout State) -> Bool { state.ids.insert(event.id).inserted }

    func nextDeadline(of state: State) -> Timestamp { state.deadlines.min() ?? .never }

    func evolve(_ state: inout State, with event: Event, _ effects: inout Effects) {
        state.seen.append(event.id)
        guard case .productViewed(let view) = event.body else { return }
        // "=5" moves all deadlines, "5" adds one, "" adds none.
        if view.product.hasPrefix("=") { state.deadlines.removeAll() }
        let digits = view.product.filter(\.isNumber)
        if let instant = Int64(digits) { state.deadlines.append(Timestamp(milliseconds: instant)) }
    }

    func fire(_ deadline: Timestamp, in state: inout State, _ effects: inout Effects) {
        if let index = state.deadlines.firstIndex(of: deadline) { state.deadlines.remove(at: index) }
        effects.emit(
            SignalType(name: "alarm", topic: .triggers),
            rule: "alarm",
            at: deadline,
            occasion: .key(0, deadline, ordinal: 0),
            cause: nil,
            []
        )
    }

    static var stateFormat: UInt8 { 1 }

    func encode(_ state: State, to bytes: inout [UInt8]) {
        let deadlines = state.deadlines.map { String($0.milliseconds) }
        let lists = [deadlines, state.ids.sorted(), state.seen]
        bytes += lists.map { $0.joined(separator: ",") }.joined(separator: ";").utf8
    }

    func decode(_ bytes: Span<UInt8>) -> State? {
        guard let text = String(validating: [UInt8](copying: bytes), as: UTF8.self) else { return nil }
        let lists = text.split(separator: ";", omittingEmptySubsequences: false).map {
            $0.split(separator: ",").map { String($0) }
        }
        guard lists.count == 3 else { return nil }
        let deadlines = lists[0].compactMap { Int64($0) }.map { Timestamp(milliseconds: $0) }
        return State(deadlines: deadlines, ids: Set(lists[1]), seen: lists[2])
    }

    func heapBytes(of state: State) -> Int { 64 * state.seen.count }
}

@Suite struct PartitionFoldTests {
    private static func at(_ milliseconds: Int64) -> Timestamp { Timestamp(milliseconds: milliseconds) }

    private static func view(_ id: String, _ subject: String, _ time: Int64, _ order: String) -> Event {
        Shop.event(id, subject, self.at(time), .productViewed(ProductView(product: order)))
    }

    private static func told(_ effects: inout Effects) -> [String] {
        defer { effects.removeAll() }
        return effects.signals.map { "\($0.subject.id)@\($0.time.milliseconds)" }
    }

    @Test func theClockNeverGoesBack() {
        var fold = PartitionFold(Alarm())
        var effects = Effects(playbook: "p")
        fold.advance(to: Self.at(50), &effects)
        fold.advance(to: Self.at(20), &effects)
        #expect(fold.clock == Self.at(50))
        fold.advance(to: Self.at(50), &effects)
        #expect(fold.clock == Self.at(50))
    }

    @Test func deadlinesOfAllSubjectsFireInTheirOrderAndOnlyThoseBeforeTheClock() {
        var fold = PartitionFold(Alarm())
        var effects = Effects(playbook: "p")
        for (index, deadline) in ["70", "30", "50", "20", "40"].enumerated() {
            fold.fold(Self.view("e\(index)", "s\(index)", 10, deadline), &effects)
        }
        #expect(Self.told(&effects) == [])
        fold.advance(to: Self.at(50), &effects)
        #expect(Self.told(&effects) == ["s3@20", "s1@30", "s4@40"])
        fold.advance(to: Self.at(51), &effects)
        #expect(Self.told(&effects) == ["s2@50"])
        fold.advance(to: Self.at(1_000), &effects)
        #expect(Self.told(&effects) == ["s0@70"])
        #expect(fold.counts.timers == 5)
    }

    @Test(arguments: 0..<50)
    func `given many deadlines at random, when the clock moves at random, then each fires once and in order`(seed: Int)
    {
        var random = SeededRandom(seed: UInt64(seed))
        var fold = PartitionFold(Alarm())
        var effects = Effects(playbook: "p")
        var open: [Int] = []
        var (clock, fired) = (0, 0)
        for number in 0..<400 {
            let deadline = clock + 1 + random.below(300)
            let subject = "s\(random.below(60))"
            // Far in the past, so that no deadline fires before it.
            fold.fold(Self.view("e\(number)", subject, 0, "\(deadline)"), &effects)
            open.append(deadline)
            guard random.oneIn(8) else { continue }
            clock += random.below(200)
            fold.advance(to: Self.at(Int64(clock)), &effects)
            let told = Self.told(&effects).compactMap { $0.split(separator: "@").last.flatMap { Int($0) } }
            let due = open.filter { $0 < clock }.sorted()
            #expect(told == told.sorted())
            #expect(Set(told) == Set(due))
            fired += told.count
            open.removeAll { $0 < clock }
        }
        #expect(fold.counts.timers == fired)
    }

    @Test func `a thousand subjects keep their states apart`() {
        var fold = PartitionFold(Alarm())
        var effects = Effects(playbook: "p")
        for round in 0..<3 {
            for number in 0..<1_000 { fold.fold(Self.view("e\(round)", "s\(number)", 10, ""), &effects) }
        }
        #expect(fold.subjectCount == 1_000)
        for number in 0..<1_000 {
            #expect(fold.state(of: Subject(.customer, "s\(number)"))?.seen == ["e0", "e1", "e2"])
        }
        #expect(fold.state(of: Subject(.customer, "s1000")) == nil)
    }

    @Test func `given many subjects, when some are foreseen, known ones or not, then nothing is folded differently`() {
        var random = SeededRandom(seed: 3)
        var (fold, plain) = (PartitionFold(Alarm()), PartitionFold(Alarm()))
        var (effects, plainEffects) = (Effects(playbook: "p"), Effects(playbook: "p"))
        for number in 0..<40_000 {
            let deadline = number + random.below(500)
            let event = Self.view("e\(number)", "s\(random.below(20_000))", Int64(number), "\(deadline)")
            for _ in 0..<random.below(3) { fold.foresee(Subject(.customer, "s\(random.below(25_000))")) }
            fold.foresee(event.subject)
            fold.fold(event, &effects)
            plain.fold(event, &plainEffects)
            guard random.oneIn(50) else { continue }
            fold.advance(to: Self.at(Int64(number)), &effects)
            plain.advance(to: Self.at(Int64(number)), &plainEffects)
            #expect(Self.told(&effects) == Self.told(&plainEffects))
        }
        #expect(fold.subjectCount > 16_384)
        #expect(fold.subjectCount == plain.subjectCount)
        #expect(fold.counts == plain.counts)
    }

    @Test(arguments: 0..<100)
    func atOneInstantTheOrderDoesNotHangOnWhoCameFirst(seed: Int) {
        var random = SeededRandom(seed: UInt64(seed))
        func run(_ names: [String]) -> [String] {
            var fold = PartitionFold(Alarm())
            var effects = Effects(playbook: "p")
            for name in names {
                fold.fold(Self.view("a", name, 1, "100"), &effects)
                fold.fold(Self.view("b", name, 2, "100"), &effects)
                // One that was to fire earlier and was moved, so that a left-over entry comes up first.
                if name.hasSuffix("7") {
                    fold.fold(Self.view("c", name, 2, "60"), &effects)
                    fold.fold(Self.view("d", name, 3, "=100"), &effects)
                }
            }
            fold.advance(to: Self.at(101), &effects)
            return Self.told(&effects)
        }
        let names = (0..<40).map { "s\($0)" }
        let first = run(names)
        #expect(first.count == 76)
        #expect(run(names.shuffled(using: &random)) == first)
    }

    @Test func aSubjectsOwnDeadlinesFireBeforeItsNextEventAndOthersWaitForTheClock() {
        var fold = PartitionFold(Alarm())
        var effects = Effects(playbook: "p")
        fold.fold(Self.view("a", "one", 1, "30"), &effects)
        fold.fold(Self.view("b", "two", 1, "20"), &effects)
        fold.fold(Self.view("c", "one", 30, ""), &effects)
        #expect(Self.told(&effects) == [])
        fold.fold(Self.view("d", "one", 31, ""), &effects)
        #expect(Self.told(&effects) == ["one@30"])
        fold.advance(to: Self.at(100), &effects)
        #expect(Self.told(&effects) == ["two@20"])
    }

    @Test func aMovedDeadlineFiresOnceAndAtItsNewInstant() {
        var fold = PartitionFold(Alarm())
        var effects = Effects(playbook: "p")
        fold.fold(Self.view("a", "s", 1, "20"), &effects)
        fold.fold(Self.view("b", "s", 2, "=50"), &effects)
        fold.fold(Self.view("c", "s", 3, "=40"), &effects)
        fold.advance(to: Self.at(40), &effects)
        #expect(Self.told(&effects) == [])
        fold.advance(to: Self.at(41), &effects)
        #expect(Self.told(&effects) == ["s@40"])
        fold.fold(Self.view("d", "s", 41, "=60"), &effects)
        fold.fold(Self.view("e", "s", 42, "="), &effects)
        fold.advance(to: Self.at(100), &effects)
        #expect(Self.told(&effects) == [])
    }

    @Test func lateAndRepeatedEventsAreCountedAndOnlyRepeatedOnesChangeNothing() {
        var fold = PartitionFold(Alarm())
        var effects = Effects(playbook: "p")
        fold.fold(Self.view("a", "s", 10, ""), &effects)
        fold.advance(to: Self.at(100), &effects)
        fold.fold(Self.view("b", "s", 99, ""), &effects)
        fold.fold(Self.view("c", "s", 100, ""), &effects)
        fold.fold(Self.view("a", "s", 10, ""), &effects)
        #expect(fold.state(of: Shop.customer("s"))?.seen == ["a", "b", "c"])
        #expect(fold.counts.events == 4)
        #expect(fold.counts.late == 1)
        #expect(fold.counts.repeated == 1)
        #expect(fold.clock == Self.at(100))
    }

    @Test func aDeadlineThatALateEventArmsInThePastFiresWithTheNextMoveOfTheClock() {
        var fold = PartitionFold(Alarm())
        var effects = Effects(playbook: "p")
        fold.advance(to: Self.at(100), &effects)
        fold.fold(Self.view("a", "s", 10, "50"), &effects)
        fold.advance(to: Self.at(100), &effects)
        #expect(Self.told(&effects) == [])
        fold.advance(to: Self.at(101), &effects)
        #expect(Self.told(&effects) == ["s@50"])
    }

    @Test(arguments: 0..<200)
    func deadlinesFireLikeThoseOfAPlainList(seed: Int) {
        var random = SeededRandom(seed: UInt64(seed))
        var fold = PartitionFold(Alarm())
        var effects = Effects(playbook: "p")
        var armed: [(deadline: Int64, subject: String)] = []
        var now: Int64 = 0
        for index in 0..<120 {
            now += Int64(random.below(4))
            let subject = "s\(random.below(5))"
            let deadline = now + 1 + Int64(random.below(60))
            let isMove = random.oneIn(3)
            // The subject's own deadlines before its event come first.
            var due = armed.filter { $0.subject == subject && $0.deadline < now }.map { "\($0.subject)@\($0.deadline)" }
            armed.removeAll { $0.subject == subject && $0.deadline < now }
            if isMove { armed.removeAll { $0.subject == subject } }
            armed.append((deadline, subject))
            fold.fold(Self.view("e\(index)", subject, now, (isMove ? "=" : "") + "\(deadline)"), &effects)
            #expect(Set(Self.told(&effects)) == Set(due))
            guard random.oneIn(5) else { continue }
            fold.advance(to: Self.at(now), &effects)
            due = armed.filter { $0.deadline < now }.map { "\($0.subject)@\($0.deadline)" }
            armed.removeAll { $0.deadline < now }
            let told = effects.signals.map(\.time)
            #expect(told == told.sorted())
            #expect(Self.told(&effects).sorted() == due.sorted())
        }
    }

    /// Subjects from one that does nothing to one whose state outgrows all that can be packed.
    @Test(arguments: 0..<20)
    func `given states that are packed now and then, when all goes on, then nothing is decided differently`(seed: Int) {
        var random = SeededRandom(seed: UInt64(seed))
        var (fold, plain) = (PartitionFold(Alarm()), PartitionFold(Alarm()))
        var (effects, plainEffects) = (Effects(playbook: "p"), Effects(playbook: "p"))
        for number in 0..<4_000 {
            let subject = random.oneIn(3) ? "s0" : "s\(random.below(1 + random.below(200)))"
            let order = (random.oneIn(2) ? "=" : "") + "\(number + 1 + random.below(300))"
            let event = Self.view("e\(number)", subject, Int64(number), order)
            fold.fold(event, &effects)
            plain.fold(event, &plainEffects)
            if random.oneIn(4) { fold.pack(to: random.below(20_000), sparing: random.below(4_000)) }
            if random.oneIn(5) {
                let clock = Self.at(Int64(number - random.below(40)))
                fold.advance(to: clock, &effects)
                plain.advance(to: clock, &plainEffects)
            }
            #expect(Self.told(&effects) == Self.told(&plainEffects))
        }
        #expect(fold.counts == plain.counts)
        for number in 0..<200 {
            let subject = Shop.customer("s\(number)")
            #expect(fold.state(of: subject) == plain.state(of: subject))
        }
        var subjects: [Subject] = []
        fold.forEachSubject { subject, _ in subjects.append(subject) }
        plain.forEachSubject { subject, _ in #expect(subject == subjects.removeFirst()) }
        #expect(subjects.isEmpty)
    }

    @Test func thousandsOfSubjectsKeepTheirStatesAndTheOrderInWhichTheyCame() {
        var fold = PartitionFold(Alarm())
        var effects = Effects(playbook: "p")
        for index in 0..<5_000 { fold.fold(Self.view("a", "s\(index)", 1, ""), &effects) }
        for index in 0..<5_000 { fold.fold(Self.view("b", "s\(index)", 2, ""), &effects) }
        #expect(fold.subjectCount == 5_000)
        var order: [String] = []
        fold.forEachSubject { subject, state in
            order.append(subject.id)
            #expect(state.seen == ["a", "b"])
        }
        #expect(order == (0..<5_000).map { "s\($0)" })
        #expect(fold.state(of: Subject(.visitor, "s1")) == nil)
        #expect(fold.state(of: Shop.customer("nobody")) == nil)
    }
}

@Suite struct PartitionerTests {
    @Test(
        arguments: [
            ("", 275_646_681), ("a", 584_102_524), ("ab", 316_155_434), ("abc", 479_470_107), ("abcd", 823_834_100),
            ("abcde", 461_995_741), ("customer/42", 1_161_936_151), ("C000123", 1_508_255_113), ("4711", 233_056_522),
            ("Grüße", 1_190_824_359), ("日本語", 1_431_860_170), ("😀", 131_881_617),
            (String(repeating: "x", count: 100), 1_249_054_468), ("0123456789abcdef", 1_438_427_052),
            ("visitor-ab12", 1_282_065_295),
        ] as [(String, Int32)]
    )
    func keysGoWhereTheJavaClientPutsThem(key: String, hash: Int32) {
        for count in [1, 2, 3, 6, 12, 64, 1_000, .max] as [Int32] {
            #expect(KeyPartitioner.partition(of: key, count: count) == hash % count)
        }
    }
}

@Suite struct OutputBatchTests {
    @Test func recordsShareOneBufferAndKeepTheirParts() {
        var batch = OutputBatch()
        let isNew = batch.isEmpty
        #expect(isNew)
        batch.append(
            to: "a",
            partition: 3,
            key: .text("k"),
            timestamp: Shop.start,
            headers: [("h", "1"), ("i", "")]
        ) { $0 += [1, 2] }
        batch.append(to: "b", key: .none, timestamp: Shop.start) { _ in }
        batch.append(to: "c", key: .bytes([]), timestamp: Shop.start) { $0 += [3] }
        let records = batch.records
        let bytes = batch.bytes
        #expect(records.map(\.topic) == ["a", "b", "c"])
        #expect(records.map(\.partition) == [3, nil, nil])
        #expect(records.map { $0.key.map { Array(bytes[$0]) } } == [Array("k".utf8), nil, []])
        #expect(records.map { Array(bytes[$0.value]) } == [[1, 2], [], [3]])
        let headers = batch.headers(of: records[0]).map { [Array(bytes[$0.name]), Array(bytes[$0.value])] }
        #expect(headers == [[Array("h".utf8), Array("1".utf8)], [Array("i".utf8), []]])
        batch.removeAll()
        let isEmpty = batch.isEmpty
        let rest = batch.bytes.count
        #expect(isEmpty)
        #expect(rest == 0)
    }

    @Test func lettersAreCollectedInOrderAndADiscardingCollectorForgetsThem() {
        var effects = Effects(playbook: "p")
        var silent = Effects(playbook: "p", isDiscarding: true)
        for id in ["a", "b"] {
            effects.send(Shop.view(id, "c", Shop.start))
            silent.send(Shop.view(id, "c", Shop.start))
        }
        #expect(effects.letters.map(\.id) == ["a", "b"])
        #expect(silent.letters.isEmpty)
        effects.removeAll()
        #expect(effects.letters.isEmpty)
    }
}
