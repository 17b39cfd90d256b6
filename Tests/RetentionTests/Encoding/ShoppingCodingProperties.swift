import Retention
import TestKit
import Testing

/// What holds of the persisted form of all shopping.
@Suite struct ShoppingCodingProperties {
    private func decoded(_ bytes: [UInt8]) -> Shopping? { Shopping(encoded: bytes.span, base: start) }

    @Test func `shopping comes back from its bytes as it was`() {
        var states = 0
        for seed in 0..<RandomShopping.count {
            let shopping = RandomShopping(seed: seed).shopping
            guard !shopping.isInitial else { continue }
            states += 1
            let back = shopping.throughBytes
            #expect(back == shopping, "seed \(seed)")
            #expect(back?.encoded(base: start) == shopping.encoded(base: start), "seed \(seed)")
        }
        #expect(states > 1_000)
    }

    @Test func `shopping is equal exactly when its bytes are`() {
        var bytesOfState: [Shopping: [UInt8]] = [:]
        var states: Set<[UInt8]> = []
        for seed in 0..<RandomShopping.count {
            let story = RandomShopping(seed: seed)
            let ends = [story.facts, Array(story.facts.suffix(2)), Array(story.facts.prefix(1))]
            for shopping in ends.map({ Shopping.after($0) }) {
                let bytes = shopping.encoded(base: start)
                if let known = bytesOfState.updateValue(bytes, forKey: shopping) { #expect(known == bytes) }
                states.insert(bytes)
            }
        }
        #expect(bytesOfState.count == states.count && states.count > 1_000)
    }

    @Test func `bytes that were cut off anywhere or go on are no shopping`() {
        for seed in 0..<RandomShopping.count / 20 {
            let bytes = RandomShopping(seed: seed).shopping.encoded(base: start)
            for count in bytes.indices {
                #expect(self.decoded(Array(bytes[..<count])) == nil, "seed \(seed), \(count)")
            }
            for byte in [0, 1, 0x80, 0xFF] as [UInt8] { #expect(self.decoded(bytes + [byte]) == nil, "seed \(seed)") }
        }
    }

    @Test func `damaged bytes are no shopping, or the very bytes of another, whose answers do not trap`() {
        var survivors = 0
        for seed in 0..<RandomShopping.count {
            var random = SeededRandom(seed: ~seed)
            let bytes = RandomShopping(seed: seed).shopping.encoded(base: start)
            for _ in 0..<20 {
                var damaged = bytes
                for _ in 0..<random.pick([1, 1, 2, 5]) {
                    let place = Int(random.number(0...Int64(damaged.count - 1)))
                    if random.chance(50) {
                        damaged[place] ^= 1 << UInt8(random.number(0...7))
                    } else {
                        damaged[place] = random.pick([0, 1, 0x7F, 0x80, 0xFF])
                    }
                }
                guard let shopping = self.decoded(damaged) else { continue }
                survivors += 1
                #expect(shopping.encoded(base: start) == damaged, "seed \(seed)")
                self.ask(shopping)
            }
        }
        #expect(survivors > 1_000)
    }

    @Test func `what is initial takes one byte, and is not read`() {
        #expect(Shopping().isInitial && Shopping().encoded(base: start) == [0] && self.decoded([0]) == nil)
        #expect(!Shopping.after(.viewed(at: start)).isInitial)
    }

    @Test(arguments: Self.refused)
    func `what can't have been written is refused`(form: Form) {
        #expect(self.decoded(form.bytes) == nil)
    }

    private static let owned: [UInt8] = [9, 0, 0, 0, 0, 0, 0, 0, 1, 0]
    private static let unwished: [UInt8] = [1, 2, 3, 4, 5, 6, 7, 8, 0]
    private static let order: [UInt8] = [0, 0, 0, 0]

    static let refused = [
        Form("a sixth part", [0x20]), Form("deliveries of nothing", [1, 0]),
        Form("no orders", [1, 1, 0]), Form("nine orders", [1, 1, 9] + (0..<9).flatMap { _ in Self.order }),
        Form("an unknown bit of an order", [1, 1, 1, 0, 0x80, 0, 0]),
        Form("no expected lines", [1, 1, 1, 0x40, 0, 0, 0, 0]),
        Form("a line of no pieces", [1, 1, 1, 0x40, 0, 0, 0, 1, 0, 0]),
        Form("other pieces below zero", [1, 1, 1, 0x80, 0, 0, 0, 1]),
        Form("an unknown report", [1, 1, 1, 0, 0x20, 0, 0, 0x40]),
        Form("no report", [1, 1, 1, 0, 0x20, 0, 0, 0]),
        Form("an unknown status", [1, 1, 1, 0, 0x04, 0, 0, 11, 0]),
        Form("a checkout of nothing", [2, 0, 0]),
        Form("a product of no purchases", [4, 1, 1, 9, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
        Form("products that are not in order", [4, 1, 2] + Self.owned + Self.owned),
        Form("nine products taken off a list", [4, 8, 9] + (0..<9).flatMap { _ in Self.unwished }),
        Form("a category without weight", [8, 1, 0, 1, 0, 1, 0]),
        Form("a day without categories", [8, 1, 0, 0]),
        Form("a first category without an order", [8, 4, 0]),
        Form("orders below zero", [16, 1, 1]),
        Form("a channel without orders", [16, 0x80, 1, 0, 0]),
    ]

    @Test(arguments: [
        Form("eight orders", [1, 1, 8] + (0..<8).flatMap { _ in Self.order }),
        Form("a product", [4, 1, 1] + Self.owned),
        Form("eight products taken off a list", [4, 8, 8] + (0..<8).flatMap { _ in Self.unwished }),
        Form("a category", [8, 1, 0, 1, 0, 1, 1]), Form("a status", [1, 1, 1, 0, 0x04, 0, 0, 10, 0]),
        Form("all reports", [1, 1, 1, 0, 0x20, 0, 0, 0x3F]),
    ])
    func `the oddest there can be is read`(form: Form) throws {
        let shopping = try #require(self.decoded(form.bytes))
        #expect(shopping.encoded(base: start) == form.bytes)
    }

    @Test func `the memory it takes is estimated, and has a bound`() {
        #expect(Shopping().heapBytes == 0)
        for seed in 0..<RandomShopping.count / 4 {
            let shopping = RandomShopping(seed: seed).shopping
            #expect(shopping.isInitial || shopping.heapBytes < 100_000)
        }
    }

    /// Asks all there is to ask.
    private func ask(_ shopping: Shopping) {
        _ = (shopping.deliveries.openCount, shopping.deliveries.lastDelivered, shopping.deliveries.latest)
        for order in shopping.deliveries.orders {
            _ = (order.missingPieces, order.wrongPieces, order.isComplete, order.delivered, order.untrackedSince)
        }
        _ = (shopping.checkout.feeRise, shopping.products.replenishment, shopping.products.owns("sku-1"))
        _ = (shopping.interests.topShare, shopping.interests.weights(at: .never), shopping.heapBytes)
    }
}
