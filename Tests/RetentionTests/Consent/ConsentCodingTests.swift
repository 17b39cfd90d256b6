import Retention
import TestKit
import Testing

/// The persisted form of consent.
@Suite struct ConsentCodingTests {
    @Test func `what was kept comes back from its bytes, and is equal exactly when they are`() {
        var bytesOfState: [Permissions: [UInt8]] = [:]
        var stateOfBytes: [[UInt8]: Permissions] = [:]
        for seed in 0..<2_000 {
            let state = Self.state(seed)
            let bytes = Self.bytes(state)
            #expect(Permissions(bytes.span) == state, "seed \(seed)")
            #expect(bytesOfState.updateValue(bytes, forKey: state) ?? bytes == bytes, "seed \(seed)")
            #expect(stateOfBytes.updateValue(state, forKey: bytes) ?? state == state, "seed \(seed)")
        }
        #expect(Self.bytes(Permissions()) == [0] && bytesOfState.count > 1_000)
    }

    @Test func `bytes that were cut off anywhere or go on are refused`() {
        for seed in 0..<100 {
            let bytes = Self.bytes(Self.state(seed))
            for count in bytes.indices { #expect(Permissions(Array(bytes[..<count]).span) == nil, "seed \(seed)") }
            for byte in [0, 1, 0x80, 0xFF] as [UInt8] { #expect(Permissions((bytes + [byte]).span) == nil) }
        }
    }

    @Test func `damaged bytes are refused, or the very bytes of something else`() {
        var survivors = 0
        for seed in 0..<1_000 {
            var random = SeededRandom(seed: UInt64(seed))
            let bytes = Self.bytes(Self.state(seed))
            for _ in 0..<30 {
                var damaged = bytes
                let place = Int(random.number(0...Int64(damaged.count - 1)))
                switch random.number(0...3) {
                case 0: damaged[place] ^= 1 << UInt8(random.number(0...7))
                case 1: damaged[place] = random.pick([0, 1, 0x7F, 0x80, 0xFF])
                case 2: damaged.remove(at: place)
                default: damaged.insert(random.pick([0, 1, 0x80]), at: place)
                }
                guard let state = Permissions(damaged.span) else { continue }
                survivors += 1
                #expect(Self.bytes(state) == damaged, "seed \(seed)")
            }
        }
        #expect(survivors > 1_000)
    }

    @Test func `extreme instants and texts come back`() {
        for time in [.min, .min + 1, -1, 0, .max - 1, .max] as [Int64] {
            var fold = ConsentFold { $0.validity = .days(1) }
            let fact = Consent(channel: "é\u{0}", requestID: "👩‍👩‍👧", expires: .never, isConfirmed: true)
            let cause = Cause(eventID: "", origin: Origin(source: "", partition: .min, offset: .max))
            var effects = Effects(playbook: "")
            for body in [Event.Body.consentRequested(fact), .consentGranted(fact), .consentWithdrawn(fact)] {
                let event = Event.consent("", body, Timestamp(milliseconds: time))
                var state = fold.state
                _ = state.take(event, seen: cause, fold.settings, &effects)
                fold.fold(event)
                let isBack = fold.persist()
                #expect(isBack && Permissions(Self.bytes(state).span) == state)
            }
        }
    }

    @Test func `the memory it takes is estimated`() {
        #expect(Permissions().heapBytes == 0)
        #expect((500..<20_000).contains(Self.state(7, count: 90).heapBytes))
    }

    private static func bytes(_ state: Permissions) -> [UInt8] {
        var bytes: [UInt8] = []
        state.encode(to: &bytes)
        return bytes
    }

    private static func state(_ seed: Int, count: Int? = nil) -> Permissions {
        var story = RandomConsent(seed: UInt64(seed), count: count ?? (seed % 10 == 0 ? 60 : nil))
        var fold = story.arrived()
        if seed % 3 == 0 { fold.advance(to: start + .days(900)) }
        return fold.state
    }
}
