import Formats
import Journal
import Retention
import Simulation
import Synchronization

/// The input of all workloads: a year of a simulated shop, the same bytes on every machine.
struct Shop: Sendable {
    /// How much there is of it.
    enum Size: Sendable {
        /// Little, for counting instructions.
        case small
        /// Too much for the caches, for measuring time.
        case large

        var customers: Int { self == .small ? 400 : 10_000 }
        var events: Int { self == .small ? 8_000 : 200_000 }
        /// How often something is done that is about one record.
        var repetitions: Int { self == .small ? 2_000 : 50_000 }
    }

    let size: Size
    /// The lines of each topic, in their order.
    let topics: [[[UInt8]]]
    /// The events of each topic, in their order.
    let events: [[Event]]
    /// The events of all topics by their time.
    let history: [Event]
    /// The lines of the types that occur often enough.
    let lines: [Kind: [[UInt8]]]

    /// The types of events that are measured one by one.
    enum Kind: String, CaseIterable {
        case order = "Order Completed"
        case viewed = "Product Viewed"
        case added = "Product Added"
        case removed = "Product Removed"
        case mention = "Social Mentioned"

        /// The word in the names of workloads.
        var word: String { "\(self)" }

        var fact: Event.Kind {
            switch self {
            case .order: .orderCompleted
            case .viewed: .productViewed
            case .added: .productAdded
            case .removed: .productRemoved
            case .mention: .socialMentioned
            }
        }
    }

    /// The shop of a size; made once.
    static func of(_ size: Size) throws -> Shop {
        try self.made.withLock { made in
            if let shop = made[size] { return shop }
            let shop = try Shop(size)
            made[size] = shop
            return shop
        }
    }

    private static let made = Mutex<[Size: Shop]>([:])

    private init(_ size: Size) throws {
        let year: Int64 = 365 * 86_400_000
        let start: Int64 = 1_735_689_600_000
        var configuration = ShopConfiguration(customers: size.customers, from: start, to: start + year, seed: 1)
        configuration.targetEvents = size.events
        // More talk than the simulation's own, to have enough of it to measure.
        configuration.mentioningShare = 0.5
        var shop = try ShopSimulation(configuration: configuration)
        var topics = Topic.allCases.map { _ in [[UInt8]]() }
        var lines: [Kind: [[UInt8]]] = [:]
        var line: [UInt8] = []
        while let topic = shop.next(into: &line) {
            while line.last == UInt8(ascii: "\n") { line.removeLast() }
            topics[Topic.allCases.firstIndex(of: topic) ?? 0].append(line)
            let text = String(decoding: line, as: UTF8.self)
            for kind in Kind.allCases where text.contains("\"event\":\"\(kind.rawValue)\"") {
                lines[kind, default: []].append(line)
            }
        }
        self.size = size
        self.topics = topics
        self.lines = lines
        self.events = zip(topics, Topic.allCases).map { lines, topic in Self.decode(lines, topic.rawValue) }
        self.history = self.events.joined().enumerated()
            .sorted { ($0.element.time, $0.offset) < ($1.element.time, $1.offset) }.map(\.element)
    }

    static func decode(_ lines: [[UInt8]], _ topic: String) -> [Event] {
        let decoder = RawDecoder()
        return lines.enumerated()
            .compactMap { number, line in
                let origin = Origin(source: topic, partition: 0, offset: Int64(number))
                if case .event(let event) = decoder.decode(line: line.span, at: origin) {
                    return event
                } else {
                    return nil
                }
            }
    }

    /// How many lines there are.
    var count: Int { self.topics.reduce(0) { $0 + $1.count } }

    /// The mean number of bytes of the events in the encoding of the `events` topic.
    var encodedSize: Double {
        let encoded = self.history.prefix(2_000).map(Self.encode)
        return Double(encoded.reduce(0) { $0 + $1.count }) / Double(encoded.count)
    }

    static func encode(_ event: Event) -> [UInt8] {
        var bytes: [UInt8] = []
        CanonicalEvents().encode(event, to: &bytes)
        return bytes
    }
}
