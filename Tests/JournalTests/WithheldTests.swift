import Formats
import Journal
import Retention
import TestKit
import Testing

/// Intake while something that records need, such as their schema, can't be had.
@Suite struct WithheldTests {
    /// Reads nothing of the topic `orders` while the registry is away.
    private final class RegistryDecoder: RecordDecoder {
        private let decoder = RawDecoder()
        var isAway = true

        func decode(_ record: borrowing LogRecord, at origin: Origin) -> DecodedRecord {
            if self.isAway, origin.source == "orders" { return .unavailable("the registry is away") }
            return self.decoder.decode(record, at: origin)
        }
    }

    @Test func `given a registry that is away, when it comes back, then nothing was refused, lost or decided early`()
        throws
    {
        let site = Worksite()
        site.append(Shop.history(seed: 8, customers: 5, count: 200))
        let decoder = RegistryDecoder()
        let intake = site.makeIntake(decoder: decoder)
        let fold = try site.makeFold()
        try site.settle([intake], [fold])
        #expect(site.counts.snapshot.waiting == ["intake": "the registry is away"])
        #expect(site.emitted.isEmpty)
        #expect(site.counts.snapshot.clocks.values.allSatisfy { $0 == .distantPast })
        decoder.isAway = false
        try site.settle([intake], [fold])
        #expect(site.counts.snapshot.waiting.isEmpty)
        #expect(site.counts.snapshot.rejectedTotal == 0)
        let isSame = site.emitted == site.expected()
        #expect(isSame)
    }

    @Test func `given a registry that comes and goes, when lanes are replaced, then each record is taken once`() throws
    {
        let site = Worksite()
        site.append(Shop.history(seed: 9, customers: 5, count: 200))
        let fold = try site.makeFold()
        var random = SeededRandom(seed: 4)
        for round in 0..<12 {
            let decoder = RegistryDecoder()
            decoder.isAway = random.oneIn(2)
            let intake = site.makeIntake(decoder: decoder)
            for _ in 0..<3 {
                site.clock.advance(by: .seconds(2))
                _ = try intake.lane.round()
                decoder.isAway.toggle()
            }
            if round % 3 == 0 { intake.log.close() }
            _ = try fold.lane.round()
        }
        let decoder = RegistryDecoder()
        decoder.isAway = false
        try site.settle([site.makeIntake(decoder: decoder)], [fold])
        let isSame = site.emitted == site.expected()
        #expect(isSame)
    }
}
