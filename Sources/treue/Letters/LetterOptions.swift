import ArgumentParser
import Journal
import Retention

/// A place given on the command line as `topic/partition/offset`.
struct PlaceArgument {
    let origin: Origin

    /// - Throws: what a place looks like.
    init(_ argument: String) throws {
        guard let origin = Origin(place: argument) else {
            throw ValidationError(
                "expected a place as topic/partition/offset, such as orders/3/1789; 'treue dead-letters list' prints them"
            )
        }
        self.origin = origin
    }
}

/// Which letters a command is about.
struct LetterOptions: ParsableArguments {
    @Option(help: "Only these reasons, as a,b; 'number' stands for all that begin with 'number.'.")
    var reason: String?

    @Option(help: "Only records of these raw topics, as a,b.")
    var topic: String?

    @Option(
        help: "Only the record that stands here, as topic/partition/offset, with all its retries.",
        transform: { try PlaceArgument($0) }
    )
    var place: PlaceArgument?

    @Option(
        help: "The first record: a time (RFC 3339), that of the raw record in Kafka, or its offset.",
        transform: { try LetterOptions.bound($0) }
    )
    var from = TopicBound.beginning

    @Option(
        help: "Where to end, exclusive: a time (RFC 3339) or an offset.",
        transform: { try LetterOptions.bound($0) }
    )
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

    private static func bound(_ argument: String) throws -> TopicBound {
        guard let bound = TopicBound(argument: argument) else {
            throw ValidationError(
                "expected a time such as 2026-01-01 or 2026-01-01T12:00:00Z, or an offset such as 1789"
            )
        }
        return bound
    }

    /// Tells of reasons that were asked for and that no letter has, with those that there are.
    func tellUnknownReasons(_ seen: Set<String>) {
        for wanted in self.reason.map(Settings.list) ?? []
        where !seen.contains(where: { $0 == wanted || $0.hasPrefix(wanted + ".") }) {
            let known = seen.isEmpty ? "there are no letters" : "there are " + seen.sorted().joined(separator: ", ")
            Terminal.interject("treue: no letter has the reason '\(wanted)'; \(known)")
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
