import Journal
import Retention
import TestKit
import Testing

@Suite struct SourceMergeTests {
    private static func at(_ milliseconds: Int64) -> Timestamp { Timestamp(milliseconds: milliseconds) }

    private static func drain(_ merge: inout SourceMerge<String>) -> [String] {
        var passed: [String] = []
        while let next = merge.next() { passed.append("\(next.source)\(next.element)") }
        return passed
    }

    @Test func elementsPassInOrderOfTimeThenSourceThenPosition() {
        var merge = SourceMerge<String>()
        for source in 0..<3 { merge.add(source) }
        merge.push("a", time: Self.at(5), to: 2)
        merge.push("b", time: Self.at(7), to: 2)
        merge.push("a", time: Self.at(5), to: 0)
        merge.push("b", time: Self.at(5), to: 0)
        merge.push("a", time: Self.at(4), to: 1)
        for source in 0..<3 { merge.setSilent(true, source) }
        #expect(Self.drain(&merge) == ["1a", "0a", "0b", "2a", "2b"])
        #expect(merge.count == 0)
    }

    @Test func itWaitsForASourceThatLagsAndNotForASilentOne() {
        var merge = SourceMerge<String>()
        merge.add(0)
        merge.add(1)
        merge.push("a", time: Self.at(1), to: 0)
        #expect(merge.isWaiting)
        #expect(merge.next() == nil)
        merge.setSilent(true, 1)
        #expect(!merge.isWaiting)
        #expect(Self.drain(&merge) == ["0a"])
        // Source 0 has nothing at hand any more, and nobody said that it is at its end.
        merge.push("b", time: Self.at(2), to: 1)
        #expect(merge.isWaiting)
        merge.push("c", time: Self.at(3), to: 0)
        #expect(merge.next()?.element == "b")
        #expect(merge.next()?.element == "c")
        #expect(merge.isDrained(1))
        #expect(!merge.isDrained(0))
    }

    @Test func aBarrenSourceIsNotWaitedForAndIsNotDrained() {
        var merge = SourceMerge<String>()
        merge.add(0)
        merge.add(1)
        merge.push("a", time: Self.at(1), to: 0)
        merge.setBarren(true, 1)
        #expect(merge.next()?.element == "a")
        #expect(!merge.isDrained(1))
        merge.push("b", time: nil, to: 1)
        merge.setSilent(true, 0)
        #expect(merge.next()?.element == "b")
        merge.setBarren(false, 1)
        #expect(merge.isWaiting)
        merge.setBarren(true, 1)
        merge.setSilent(true, 1)
        merge.setBarren(false, 1)
        #expect(!merge.isWaiting)
        merge.setBarren(true, 0)
        merge.remove(0)
        merge.remove(1)
        #expect(!merge.isWaiting)
    }

    @Test func aSourceThatSpeaksAgainIsWaitedForAgain() {
        var merge = SourceMerge<String>()
        merge.add(0)
        merge.add(1)
        merge.setSilent(true, 0)
        merge.setSilent(true, 1)
        merge.setSilent(false, 1)
        merge.push("a", time: Self.at(1), to: 0)
        #expect(merge.next() == nil)
        merge.setSilent(true, 1)
        #expect(merge.next()?.element == "a")
    }

    @Test func anElementWithoutATimePassesAtTheHeadOfItsSourceAndNotBeforeItsPredecessors() {
        var merge = SourceMerge<String>()
        merge.add(0)
        merge.add(1)
        merge.push("a", time: Self.at(9), to: 0)
        merge.push("b", time: nil, to: 0)
        merge.push("c", time: nil, to: 1)
        merge.push("d", time: Self.at(1), to: 1)
        merge.setSilent(true, 0)
        merge.setSilent(true, 1)
        #expect(Self.drain(&merge) == ["1c", "1d", "0a", "0b"])
    }

    @Test func aRemovedSourceTakesItsElementsWithItAndIsNoLongerWaitedFor() {
        var merge = SourceMerge<String>()
        for source in 0..<3 { merge.add(source) }
        merge.push("a", time: Self.at(1), to: 0)
        merge.push("a", time: Self.at(2), to: 1)
        merge.remove(2)
        #expect(!merge.isWaiting)
        merge.remove(0)
        #expect(merge.count == 1)
        #expect(merge.next()?.source == 1)
        #expect(merge.isWaiting)
        merge.remove(1)
        merge.remove(1)
        #expect(!merge.isWaiting)
        merge.add(0)
        #expect(merge.isWaiting)
        #expect(merge.count(of: 0) == 0)
    }

    @Test(arguments: 0..<300)
    func itGivesWhatASortGivesHoweverTheSourcesAreFilled(seed: Int) {
        var random = SeededRandom(seed: UInt64(seed))
        let count = 1 + random.below(5)
        var merge = SourceMerge<Int>()
        var rest: [[(time: Int64, serial: Int)]] = []
        var expected: [(time: Int64, source: Int, serial: Int)] = []
        for source in 0..<count {
            merge.add(source)
            let times = (0..<random.below(600)).map { _ in Int64(random.below(50)) }.sorted()
            rest.append(times.enumerated().map { ($1, $0) })
            expected += times.enumerated().map { ($1, source, $0) }
        }
        expected.sort { ($0.time, $0.source, $0.serial) < ($1.time, $1.source, $1.serial) }
        var passed: [(Int, Int)] = []
        while passed.count < expected.count {
            let source = random.below(count)
            for _ in 0...random.below(40) where !rest[source].isEmpty {
                let next = rest[source].removeFirst()
                merge.push(next.serial, time: Timestamp(milliseconds: next.time), to: source)
            }
            if rest[source].isEmpty { merge.setSilent(true, source) }
            while let next = merge.next() { passed.append((next.source, next.element)) }
        }
        #expect(passed.elementsEqual(expected.map { ($0.source, $0.serial) }, by: ==))
        #expect(merge.count == 0)
    }
}

@Suite struct ReorderBufferTests {
    @Test(arguments: 0..<500)
    func disorderWithinTheLatenessComesOutSorted(seed: Int) {
        var random = SeededRandom(seed: UInt64(seed))
        let lateness = TimeSpan.minutes(Int64(random.below(90)))
        let history = Shop.history(seed: UInt64(seed), customers: 4, count: 60)
        let shuffled = Shop.shuffled(history, within: lateness, &random)
        var buffer = ReorderBuffer(lateness: lateness)
        var out: [Event] = []
        for event in shuffled {
            buffer.push(event, source: 0)
            while let next = buffer.pop() {
                #expect(next.time < buffer.watermark)
                out.append(next)
            }
        }
        while let next = buffer.pop(atEnd: true) { out.append(next) }
        let sorted = shuffled.sorted {
            ($0.time, self.place(of: $0), $0.origin.offset) < ($1.time, self.place(of: $1), $1.origin.offset)
        }
        #expect(out.map(\.id) == sorted.map(\.id))
        #expect(buffer.pop(atEnd: true) == nil)
    }

    /// Events of one instant: browsing, then mentions, then orders and what is taken back of them.
    private func place(of event: Event) -> Int {
        switch event.body {
        case .productViewed: 0
        case .productAdded: 1
        case .productRemoved: 2
        case .socialMentioned: 3
        case .orderCompleted: 4
        case .orderCancelled: 5
        case .orderRefunded: 6
        default: 3
        }
    }

    @Test func whatComesTooLatePassesAtOnce() {
        var buffer = ReorderBuffer(lateness: .seconds(60))
        buffer.push(Shop.view("a", "c", Shop.start), source: 0)
        #expect(buffer.pop() == nil)
        buffer.push(Shop.view("b", "c", Shop.start + .seconds(61)), source: 0)
        #expect(buffer.pop()?.id == "a")
        #expect(buffer.pop() == nil)
        buffer.push(Shop.view("late", "c", Shop.start - .hours(1)), source: 0)
        #expect(buffer.pop()?.id == "late")
        #expect(buffer.latest == Shop.start + .seconds(61))
    }

    @Test func anEventExactlyAsLateAsAllowedIsStillPutInOrder() {
        var buffer = ReorderBuffer(lateness: .seconds(60))
        buffer.push(Shop.view("a", "c", Shop.start + .seconds(1)), source: 0)
        buffer.push(Shop.view("b", "c", Shop.start + .seconds(60)), source: 0)
        #expect(buffer.pop() == nil)
        buffer.push(Shop.view("c", "c", Shop.start), source: 0)
        #expect(buffer.pop() == nil)
        let rest = [buffer.pop(atEnd: true), buffer.pop(atEnd: true), buffer.pop(atEnd: true)].map { $0?.id }
        #expect(rest == ["c", "a", "b"])
    }

    @Test func tiesKeepTheOrderOfSourceAndOffset() {
        var buffer = ReorderBuffer(lateness: .seconds(0))
        buffer.push(Shop.view("d", "c", Shop.start, offset: 1), source: 1)
        buffer.push(Shop.view("c", "c", Shop.start, offset: 0), source: 1)
        buffer.push(Shop.view("b", "c", Shop.start, offset: 7), source: 0)
        buffer.push(Shop.view("a", "c", Shop.start, offset: 2), source: 0)
        #expect((0..<4).map { _ in buffer.pop(atEnd: true)?.id } == ["a", "b", "c", "d"])
    }
}
