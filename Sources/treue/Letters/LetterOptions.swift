import ArgumentParser
import Journal
import Retention

/// A place given on the command line as `topic/partition/offset`.
struct PlaceArgument: ExpressibleByArgument {
    let origin: Origin

    init?(argument: String) {
        guard let origin = Origin(place: argument) else { return nil }
        self.origin = origin
    }
}

/// Which letters a command is about.
struct LetterOptions: ParsableArguments {
    @Option(help: "Only these reasons, as a,b; 'number' stands for all that begin with 'number.'.")
    var reason: String?

    @Option(help: "Only records of these raw topics, as a,b.")
    var topic: String?

    @Option(help: "Only the record that stands here, as topic/partition/offset, with all its retries.")
    var place: PlaceArgument?

    @Option(help: "The first record: a time (RFC 3339), that of the raw record in Kafka, or its offset.")
    var from = TopicBound.beginning

    @Option(help: "Where to end, exclusive: a time (RFC 3339) or an offset.")
    var to = TopicBound.end

    @Option(help: "No more letters than this.")
    var limit: Int?

    func validate() throws {
        if let fault = TopicBound.fault(from: self.from, to: self.to) { throw ValidationError(fault) }
        if let limit = self.limit, limit < 1 { throw ValidationError("--limit must be 1 or more") }
        for (name, list) in [("--reason", self.reason), ("--topic", self.topic)] {
            guard let list else { continue }
            let parts = Settings.list(list)
            if parts.isEmpty || parts.contains("") { throw ValidationError("\(name) names nothing") }
        }
    }

    /// The filter that these options make.
    func filter(isOpenOnly: Bool) -> LetterFilter {
        LetterFilter(
            reasons: Set(self.reason.map(Settings.list) ?? []),
            topics: Set(self.topic.map(Settings.list) ?? []),
            place: self.place?.origin,
            from: self.from.letterBound,
            to: self.to.letterBound,
            isOpenOnly: isOpenOnly
        )
    }
}

extension TopicBound {
    /// The same limit on letters; `nil` for none.
    fileprivate var letterBound: LetterFilter.Bound? {
        switch self {
        case .beginning, .end: nil
        case .offset(let offset): .offset(offset)
        case .time(let time): .time(time)
        }
    }
}
