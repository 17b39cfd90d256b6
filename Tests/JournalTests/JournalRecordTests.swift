import Journal
import Retention
import TestKit
import Testing

@Suite struct JournalRecordTests {
    @Test(arguments: 0..<500)
    func everyRecordComesBackFromItsBytes(seed: Int) {
        var random = SeededRandom(seed: UInt64(seed))
        let record = Self.record(&random)
        #expect(Self.read(record.encoded()) == record)
    }

    @Test func aRunOfConsecutiveEventsTakesAFewBytesHoweverLongItIs() {
        var record = JournalRecord(number: 1, lineage: 1, playbook: StableHash("p"))
        for offset in 0..<100_000 { record.noteFold(source: 0, offset: Int64(offset), follows: true) }
        #expect(record.steps == [.fold(source: 0, first: 0, count: 100_000)])
        #expect(record.encoded().count == 21 + 5)
    }

    @Test func aRunEndsWithAnotherSourceWithAClockMoveAndWhereARecordDoesNotFollow() {
        var record = JournalRecord(number: 1, lineage: 1, playbook: StableHash("p"))
        record.noteFold(source: 0, offset: 5, follows: true)
        record.noteFold(source: 0, offset: 9, follows: true)
        record.noteFold(source: 1, offset: 3, follows: true)
        record.noteClock(Shop.start)
        record.noteFold(source: 1, offset: 4, follows: true)
        record.noteFold(source: 1, offset: 7, follows: false)
        #expect(
            record.steps == [
                .fold(source: 0, first: 5, count: 2), .fold(source: 1, first: 3, count: 1), .clock(Shop.start),
                .fold(source: 1, first: 4, count: 1), .fold(source: 1, first: 7, count: 1),
            ]
        )
    }

    @Test(arguments: 0..<100)
    func aTruncatedRecordIsRefusedOrHoldsFewerSteps(seed: Int) {
        var random = SeededRandom(seed: UInt64(seed))
        let record = Self.record(&random)
        let bytes = record.encoded()
        for length in 0..<bytes.count {
            guard let shorter = Self.read(Array(bytes[..<length])) else { continue }
            #expect(length >= 20)
            #expect(shorter.playbook == record.playbook)
            #expect(shorter.steps.count < record.steps.count)
            #expect(Array(record.steps.prefix(shorter.steps.count)) == shorter.steps)
        }
    }

    @Test(arguments: 0..<200)
    func mutatedBytesNeverCrashAndWhatIsReadCanBeWritten(seed: Int) {
        var random = SeededRandom(seed: UInt64(seed))
        let bytes = Self.record(&random).encoded()
        for _ in 0..<50 {
            var mutated = bytes
            for _ in 0...random.below(4) {
                switch random.below(3) {
                case 0: mutated[random.below(mutated.count)] = UInt8(truncatingIfNeeded: random.next())
                case 1: mutated.insert(UInt8(truncatingIfNeeded: random.next()), at: random.below(mutated.count))
                default: if mutated.count > 1 { mutated.remove(at: random.below(mutated.count)) }
                }
            }
            guard let read = Self.read(mutated) else { continue }
            #expect(Self.read(read.encoded()) == read)
        }
    }

    @Test func anotherVersionAnEmptyRunAndAnOverlongNumberAreRefused() {
        let sound = JournalRecord(number: 1, lineage: 1, playbook: StableHash("p")).encoded()
        #expect(Self.read(sound)?.steps == [])
        #expect(Self.read([1] + sound.dropFirst()) == nil)
        #expect(Self.read(sound + [0, 0, 0]) == nil)
        #expect(Self.read(sound + [3, 0, 1]) == nil)
        #expect(Self.read(sound + [0, 0] + [UInt8](repeating: 0xFF, count: 9) + [2]) == nil)
        #expect(Self.read(sound + [0, 0] + [UInt8](repeating: 0xFF, count: 9) + [1]) == nil)
    }

    private static func read(_ bytes: [UInt8]) -> JournalRecord? { JournalRecord(bytes.span) }

    private static func record(_ random: inout SeededRandom) -> JournalRecord {
        var record = JournalRecord(
            number: random.next() >> UInt64(random.below(64)),
            lineage: random.next(),
            playbook: StableHash(high: random.next(), low: random.next()),
            text: random.oneIn(3) ? String(repeating: "é", count: random.below(300)) : nil
        )
        for _ in 0..<random.below(20) {
            let number = Int64(bitPattern: random.next()) >> Int64(random.below(64))
            if random.oneIn(2) {
                record.noteClock(Timestamp(milliseconds: number))
            } else {
                let count = max(1, Int64(random.next() >> UInt64(1 + random.below(63))))
                record.steps.append(.fold(source: random.below(0x1_0000), first: number, count: count))
            }
        }
        return record
    }
}
