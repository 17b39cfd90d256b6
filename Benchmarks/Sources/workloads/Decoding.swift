import Formats
import Journal
import Retention

extension Workload {
    /// Raw records into events: Segment calls by type, the same orders as CloudEvents and as Protobuf.
    static var decoding: [Workload] {
        Shop.Kind.allCases.map { kind in
            Workload("decode Segment \(kind.word)") { self.decode(shop: $0, $0.lines[kind] ?? []) }
        } + [
            Workload("decode CloudEvents order") { shop in
                let lines = Shop.decode(shop.lines[.order] ?? [], "orders")
                    .map { order in
                        var writer = EventWriter()
                        var line: [UInt8] = []
                        writer.append(order, to: &line)
                        while line.last == UInt8(ascii: "\n") { line.removeLast() }
                        return line
                    }
                return self.decode(shop: shop, lines)
            },
            Workload("decode Protobuf order") { shop in
                let messages = Shop.decode(shop.lines[.order] ?? [], "orders").map(Shop.encode)
                return self.decode(shop: shop, messages, .protobuf)
            },
        ]
    }

    private static func decode(shop: Shop, _ lines: [[UInt8]], _ format: SourceSettings.Format? = nil) -> Work {
        let count = shop.size.repetitions
        let records = (0..<count).map { lines[$0 % lines.count] }
        let size = Double(records.reduce(0) { $0 + $1.count }) / Double(count)
        let settings = format.map { IntakeSettings(defaults: SourceSettings(format: $0)) } ?? IntakeSettings()
        let decoder = RawDecoder(settings)
        return Work(count: count, limit: format == nil ? .parsing(records) : .reading(size)) {
            var taken = 0
            for (number, record) in records.enumerated() {
                let origin = Origin(source: "orders", partition: 0, offset: Int64(number))
                if case .event(let event) = decoder.decode(line: record.span, at: origin) {
                    taken += event.id.utf8.count
                }
            }
            precondition(taken >= records.count, "every record is an event")
            return taken
        }
    }

    /// Events into the bytes of the `events` topic and back, all types as they come.
    static var coding: [Workload] {
        [
            Workload("encode event") { shop in
                let events = shop.history.prefix(shop.size.repetitions)
                let coding = CanonicalEvents()
                return Work(count: events.count, limit: .reading(shop.encodedSize)) {
                    var bytes: [UInt8] = []
                    var sum = 0
                    for event in events {
                        bytes.removeAll(keepingCapacity: true)
                        coding.encode(event, to: &bytes)
                        sum += bytes.count
                    }
                    return sum
                }
            },
            Workload("decode event") { shop in
                let encoded = shop.history.prefix(shop.size.repetitions).map(Shop.encode)
                let coding = CanonicalEvents()
                return Work(count: encoded.count, limit: .reading(shop.encodedSize)) {
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
