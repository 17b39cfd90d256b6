import Formats
import Journal
import Retention

extension Workload {
    /// Raw records into events: Segment calls by type, the same order as a CloudEvent and as Protobuf.
    static func decoding(_ shop: Shop) throws -> [Workload] {
        let segment = Shop.Kind.allCases.map { kind in
            self.decode("decode Segment \(kind.word)", shop.lines[kind] ?? [], IntakeSettings(), shop)
        }
        let orders = Shop.decode(shop.lines[.order] ?? [], "orders")
        let cloudEvents = orders.map { order in
            var writer = EventWriter()
            var line: [UInt8] = []
            writer.append(order, to: &line)
            while line.last == UInt8(ascii: "\n") { line.removeLast() }
            return line
        }
        let protobuf = IntakeSettings(defaults: SourceSettings(format: .protobuf))
        return segment + [
            self.decode("decode CloudEvents order", cloudEvents, IntakeSettings(), shop),
            self.decode("decode Protobuf order", orders.map(Shop.encode), protobuf, shop, isJSON: false),
        ]
    }

    private static func decode(
        _ name: String,
        _ lines: [[UInt8]],
        _ settings: IntakeSettings,
        _ shop: Shop,
        isJSON: Bool = true
    ) -> Workload {
        let count = shop.size.repetitions
        let records = (0..<count).map { lines[$0 % lines.count] }
        let size = Double(records.reduce(0) { $0 + $1.count }) / Double(count)
        return Workload(name, count: count, limit: isJSON ? .parsing(records) : .reading(size)) {
            let decoder = RawDecoder(settings)
            return {
                var taken = 0
                for (number, record) in records.enumerated() {
                    let origin = Origin(source: "orders", partition: 0, offset: Int64(number))
                    if case .event(let event) = decoder.decode(line: record.span, at: origin) {
                        taken += event.id.utf8.count
                    }
                }
                precondition(taken >= records.count, "\(name): every record is an event")
                return taken
            }
        }
    }

    /// Events into the bytes of the `events` topic and back, all types as they come.
    static func coding(_ shop: Shop) throws -> [Workload] {
        let events = Array(shop.history.prefix(shop.size.repetitions))
        let encoded = events.map(Shop.encode)
        return [
            Workload("encode event", count: events.count, limit: .reading(shop.encodedSize)) {
                let coding = CanonicalEvents()
                var bytes: [UInt8] = []
                return {
                    var sum = 0
                    for event in events {
                        bytes.removeAll(keepingCapacity: true)
                        coding.encode(event, to: &bytes)
                        sum += bytes.count
                    }
                    return sum
                }
            },
            Workload("decode event", count: events.count, limit: .reading(shop.encodedSize)) {
                let coding = CanonicalEvents()
                return {
                    var sum = 0
                    for bytes in encoded {
                        if case .event(let event)? = coding.decode(bytes.span) { sum += event.id.utf8.count }
                    }
                    return sum
                }
            },
        ]
    }
}
