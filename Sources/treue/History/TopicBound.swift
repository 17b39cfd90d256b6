import ArgumentParser
import JSON
import Retention

/// Where a replay of topics begins or ends in each partition, as the command line says it.
enum TopicBound: ExpressibleByArgument, Hashable {
    case beginning
    case end
    /// The same offset in every partition.
    case offset(Int64)
    /// The first record whose own timestamp (not the event's time) is not before this instant.
    case time(Timestamp)

    init?(argument: String) {
        if argument == "beginning" {
            self = .beginning
        } else if argument == "end" {
            self = .end
        } else if !argument.isEmpty, argument.utf8.allSatisfy({ (0x30...0x39).contains($0) }) {
            guard let offset = Int64(argument) else { return nil }
            self = .offset(offset)
        } else {
            guard let instant = InstantArgument(argument: argument) else { return nil }
            self = .time(instant.timestamp)
        }
    }

    var defaultValueDescription: String { self.description }

    var description: String {
        switch self {
        case .beginning: "beginning"
        case .end: "end"
        case .offset(let offset): "\(offset)"
        case .time(let time): RFC3339.format(time.milliseconds)
        }
    }

    var isTime: Bool { if case .time = self { true } else { false } }

    /// Why nothing can lie between two bounds; `nil` when something may.
    static func fault(from: TopicBound, to: TopicBound) -> String? {
        switch (from, to) {
        case (.end, _): "--from takes a time, an offset or 'beginning'"
        case (_, .beginning): "--to takes a time, an offset or 'end'"
        case (.offset(let from), .offset(let to)) where from > to: "--from \(from) lies behind --to \(to)"
        case (.time(let from), .time(let to)) where from > to:
            "--from \(RFC3339.format(from.milliseconds)) is later than --to \(RFC3339.format(to.milliseconds))"
        default: nil
        }
    }
}
