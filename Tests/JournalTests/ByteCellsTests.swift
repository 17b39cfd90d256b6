import Journal
import Retention
import TestKit
import Testing

struct ByteCellsTests {
    @Test(arguments: 0..<20 as Range<UInt64>)
    func `given strings that come and go in any order, then each is what was put in`(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        var cells = ByteCells()
        var kept: [(place: ByteCells.Place, string: [UInt8])] = []
        for step in 0..<4_000 {
            // Grows, shrinks, grows again.
            let shrinks = step / 1_000 % 2 == 1
            if kept.isEmpty || Int.random(in: 0..<10, using: &random) < (shrinks ? 2 : 7) {
                let byte = UInt8.random(in: 0...255, using: &random)
                let string = (0..<Self.length(&random)).map { byte &+ UInt8(truncatingIfNeeded: $0) }
                kept.append((try cells.put(string), string))
            } else {
                let (place, string) = kept.remove(at: Int.random(in: 0..<kept.count, using: &random))
                #expect(cells.string(at: place) == string)
                cells.remove(place)
            }
        }
        for (place, string) in kept { #expect(cells.string(at: place) == string) }
        for (place, _) in kept { cells.remove(place) }
        #expect(cells.bytes == 0 && cells.reserved == 0)
    }

    @Test
    func `given strings of a hundred bytes, then each takes 15 more at most`() throws {
        var cells = ByteCells()
        for _ in 0..<10_000 { _ = try cells.put([UInt8](repeating: 7, count: 100)) }
        #expect((100 * 10_000...115 * 10_000).contains(cells.bytes))
        #expect(cells.bytes...cells.bytes + 8 << 10 ~= cells.reserved)
    }

    @Test(arguments: [10, 100, 1_000, 8_190, 8_191, 100_000], Order.allCases)
    func `given strings of a length, when all are taken out in any order, then all memory is given back`(
        length: Int,
        order: Order
    ) throws {
        var cells = ByteCells()
        var places = try (0..<1_000).map { _ in try cells.put([UInt8](repeating: 1, count: length)) }
        #expect(cells.bytes >= 1_000 * length)
        var random = SeededRandom(seed: 1)
        switch order {
        case .oldestFirst: break
        case .newestFirst: places.reverse()
        case .mixed: places.shuffle(using: &random)
        }
        for place in places { cells.remove(place) }
        #expect(cells.bytes == 0 && cells.reserved == 0)
    }

    enum Order: CaseIterable {
        case oldestFirst, newestFirst, mixed
    }

    @Test
    func `given cells that became free, when strings of their size come, then no memory is taken for them`() throws {
        var cells = ByteCells()
        let string = [UInt8](repeating: 3, count: 200)
        let places = try (0..<1_000).map { _ in try cells.put(string) }
        let before = cells.reserved
        for round in 1...3 {
            for index in stride(from: 0, to: places.count, by: round + 1) { cells.remove(places[index]) }
            for _ in stride(from: 0, to: places.count, by: round + 1) { _ = try cells.put(string) }
        }
        #expect(cells.reserved == before)
    }

    /// From nothing to what needs a chunk of its own, small ones most often, and those at each size's end.
    private static func length(_ random: inout SeededRandom) -> Int {
        let bits = Int.random(in: 0...14, using: &random)
        return Bool.random(using: &random) ? Int.random(in: 0...1 << bits, using: &random) : max(0, 1 << bits - 2)
    }
}

extension ByteCells {
    fileprivate mutating func put(_ string: [UInt8]) throws -> Place {
        let place = self.put(string.span)
        return try #require(place)
    }

    fileprivate func string(at place: Place) -> [UInt8] { self.with(place) { [UInt8](copying: $0) } }
}
