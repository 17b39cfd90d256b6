import Formats
import Journal
import Retention

/// A fold that shows every loss, repetition and disorder: a subject's state is a chain of hashes over its own facts and
/// timers in their order, and a sum over the letters it got, in whatever order they came.
struct Chain: Projection {
    struct State: Hashable, Sendable {
        var chain: UInt64 = 1
        var facts: UInt64 = 0
        var deadline = Timestamp.never
        var fired: UInt64 = 0
        var letters: UInt64 = 0
        var letterSum: UInt64 = 0
        var latest = ""
        /// The hashes of all ids, ascending.
        var ids: [UInt64] = []
    }

    /// How many subjects there are; letters go from one to the next.
    let subjects: Int

    var initial: State { State() }

    func nextDeadline(of state: State) -> Timestamp { state.deadline }

    func admit(_ event: Event, into state: inout State) -> Bool {
        let id = StableHash(event.id).high
        let place = state.ids.firstIndex { $0 >= id } ?? state.ids.endIndex
        if place < state.ids.endIndex, state.ids[place] == id { return false }
        state.ids.insert(id, at: place)
        return true
    }

    func evolve(_ state: inout State, with event: Event, _ effects: inout Effects) {
        let cause = Cause(eventID: event.id, origin: event.origin)
        if event.isLetter {
            state.letters += 1
            state.letterSum &+= StableHash(event.id).low
            effects.emit(
                SignalType(name: "letter", topic: .service),
                rule: "letter",
                at: event.time,
                occasion: .event(id: event.id),
                cause: cause,
                []
            )
            return
        }
        let mark = StableHash(event.id).high
        state.facts += 1
        state.latest = event.id
        state.chain = Self.link(state.chain, mark, event.time)
        // Each fact moves the deadline, some to an earlier instant than the last one did.
        state.deadline = event.time + .minutes(10 * Int64(1 + mark % 40))
        if mark % 2 == 0 {
            effects.emit(
                SignalType(name: "fact", topic: .milestones),
                rule: "fact",
                at: event.time,
                occasion: .event(id: event.id),
                cause: cause,
                [.init("chain", .count(Int64(bitPattern: state.chain)))]
            )
        }
        if mark % 3 == 0 { self.write("fact \(event.id)", at: event.time, cause, mark, &effects) }
    }

    func fire(_ deadline: Timestamp, in state: inout State, _ effects: inout Effects) {
        state.fired += 1
        state.chain = Self.link(state.chain, state.fired, deadline)
        state.deadline = state.fired % 3 == 0 ? .never : deadline + .minutes(130)
        let cause = Cause(eventID: state.latest, origin: Origin(source: "timer", partition: 0, offset: 0))
        effects.emit(
            SignalType(name: "timer", topic: .triggers),
            rule: "timer",
            at: deadline,
            occasion: .key(0, deadline, ordinal: 0),
            cause: cause,
            [.init("chain", .count(Int64(bitPattern: state.chain)))]
        )
        if state.chain % 3 == 0 {
            self.write("timer \(state.latest) \(state.fired)", at: deadline, cause, state.chain, &effects)
        }
    }

    private func write(_ id: String, at time: Timestamp, _ cause: Cause, _ mark: UInt64, _ effects: inout Effects) {
        let reader = Subject(.customer, "c\(mark / 3 % UInt64(self.subjects))")
        effects.send(
            Event(
                id: id,
                subject: reader,
                time: time,
                origin: cause.origin,
                body: .productViewed(ProductView(product: "letter")),
                isLetter: true
            )
        )
    }

    private static func link(_ chain: UInt64, _ mark: UInt64, _ time: Timestamp) -> UInt64 {
        var mixed = (chain ^ mark) &* 0x9E37_79B9_7F4A_7C15 ^ UInt64(bitPattern: time.milliseconds)
        mixed = (mixed ^ mixed >> 29) &* 0xBF58_476D_1CE4_E5B9
        return mixed ^ mixed >> 32
    }

    // MARK: Persisted states

    static var stateFormat: UInt8 { 1 }

    func encode(_ state: State, to bytes: inout [UInt8]) {
        for number in [state.chain, state.facts, state.fired, state.letters, state.letterSum] {
            appendVarint(number, to: &bytes)
        }
        appendVarint(UInt64(bitPattern: state.deadline.milliseconds), to: &bytes)
        appendVarint(UInt64(state.latest.utf8.count), to: &bytes)
        bytes.append(contentsOf: state.latest.utf8)
        for id in state.ids { appendVarint(id, to: &bytes) }
    }

    func decode(_ bytes: Span<UInt8>) -> State? {
        var reader = ByteReader(bytes)
        guard let chain = reader.varint(), let facts = reader.varint(), let fired = reader.varint(),
            let letters = reader.varint(), let sum = reader.varint(), let deadline = reader.varint(),
            let latest = reader.range()
        else { return nil }
        var state = State(chain: chain, facts: facts, fired: fired, letters: letters, letterSum: sum)
        state.deadline = Timestamp(milliseconds: Int64(bitPattern: deadline))
        state.latest = String(decoding: [UInt8](copying: bytes.extracting(latest)), as: UTF8.self)
        while !reader.isAtEnd {
            guard let id = reader.varint() else { return nil }
            state.ids.append(id)
        }
        return state
    }

    func heapBytes(of state: State) -> Int { 32 + state.ids.capacity * 8 }

    /// The edition that decides by it.
    static func edition(_ subjects: Int) -> Edition<Chain> {
        Edition(
            digest: StableHash("chain \(subjects)"),
            text: "chain \(subjects)",
            name: "chain",
            projection: Chain(subjects: subjects),
            signals: PlainSignals(),
            decoder: PlainDecoder()
        )
    }

    static func compile(_ text: String) -> Edition<Chain>? {
        text.hasPrefix("chain ") ? Int(text.dropFirst(6)).map(self.edition) : nil
    }
}

/// Signals as text.
final class PlainSignals: SignalCoding {
    func encodeHeaders(of signal: Signal, to batch: inout OutputBatch) {
        batch.appendHeader("ce_id") { $0.append(contentsOf: signal.id.description.utf8) }
    }

    func encode(_ signal: Signal, to bytes: inout [UInt8]) {
        bytes.append(contentsOf: "\(signal.rule) \(signal.time.milliseconds) \(signal.cause.eventID)".utf8)
        bytes.append(contentsOf: " \(signal.cause.origin.source) \(signal.cause.origin.offset)".utf8)
        for field in signal.values {
            if case .count(let number) = field.value { bytes.append(contentsOf: " \(number)".utf8) }
        }
    }
}

/// Raw records that are canonical events already; what begins with 255 can't be taken.
final class PlainDecoder: RecordDecoder {
    private let coding = CanonicalEvents()

    func decode(_ record: borrowing LogRecord, at origin: Origin) -> DecodedRecord {
        let bytes = record.value
        guard bytes.count > 0, bytes[0] != 255, case .event(var event) = self.coding.decode(bytes) else {
            return .rejected(Rejection(reason: "plain.malformed", message: "it begins with 255"))
        }
        event.origin = origin
        return .event(event)
    }
}
