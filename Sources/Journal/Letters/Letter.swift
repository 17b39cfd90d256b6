public import Retention

extension Origin {
    /// Reads `topic/partition/offset`; `nil` for anything else.
    ///
    /// A replay of files names files, so that what comes before the last two numbers may hold slashes itself.
    public init?(place text: some StringProtocol) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count >= 3, let partition = Int32(parts[parts.count - 2]), partition >= 0,
            let offset = Int64(parts[parts.count - 1]), offset >= 0
        else { return nil }
        let source = parts.dropLast(2).joined(separator: "/")
        guard !source.isEmpty else { return nil }
        self.init(source: source, partition: partition, offset: offset)
    }

    /// `topic/partition/offset`.
    public var place: String { "\(self.source)/\(self.partition)/\(self.offset)" }

    /// Whether both stand in the same partition of the same topic.
    func isBeside(_ other: Origin) -> Bool { self.partition == other.partition && self.source == other.source }
}

/// A dead letter without its bytes: why a raw record could not be taken, and where it stood.
public struct Letter: Hashable, Sendable {
    /// A header of the raw record.
    public struct Header: Hashable, Sendable {
        /// The name.
        public let name: String
        /// The bytes.
        public let value: [UInt8]

        /// Makes a header.
        public init(_ name: String, _ value: [UInt8]) {
            self.name = name
            self.value = value
        }
    }

    /// Why, for machines.
    public let reason: String
    /// Why, for people.
    public let message: String
    /// The JSON pointer to the fault; empty for the record as a whole.
    public let pointer: String
    /// Where the raw record stood.
    public let place: Origin
    /// The timestamp the raw record had.
    public let timestamp: Timestamp
    /// The headers of the raw record, untouched.
    public let headers: [Header]
    /// The place that the raw record itself names as the one that was refused first; `nil` when it was never put back.
    public let retryOf: Origin?

    /// Where the record stood that was refused first.
    ///
    /// A record is put back into its own partition. Whoever claims another one is taken for a record of its own.
    public var first: Origin {
        guard let claim = self.retryOf, claim.isBeside(self.place), claim.offset <= self.place.offset else {
            return self.place
        }
        return claim
    }

    /// The headers of the record to put back: those it had, and the place of the one that was refused first.
    public var retryHeaders: [Header] {
        let name = DeadLetter.Name.retryOf
        return self.headers.filter { $0.name.lowercased() != name }
            + [Header(name, Array((self.retryOf ?? self.place).place.utf8))]
    }

    /// Reads the headers of a record of `dead-letters`; `nil` when they are not those of a letter.
    public init?(_ headers: RecordHeaders, timestamp: Timestamp) {
        let all = headers.all
        let names = DeadLetter.Name.all
        guard all.count >= names.count, zip(all, names).allSatisfy({ $0.name == $1 }) else { return nil }
        let texts = all.prefix(names.count).map { String(decoding: $0.value, as: UTF8.self) }
        guard let partition = Int32(texts[4]), let offset = Int64(texts[5]) else { return nil }
        self.reason = texts[0]
        self.message = texts[1]
        self.pointer = texts[2]
        self.place = Origin(source: texts[3], partition: partition, offset: offset)
        self.timestamp = timestamp
        self.headers = all.dropFirst(names.count).map { Header($0.name, $0.value) }
        self.retryOf = DeadLetter.firstPlace(in: headers.bytes.span)
    }
}

/// A record of `dead-letters` that says that a letter was put back.
public struct RetryMark: Hashable, Sendable {
    /// The place that the letter names.
    public let letter: Origin
    /// The place of the record that was refused first, as the record that was put back names it.
    public let first: Origin
    /// Where the record stands that was put back; `nil` when the cluster did not tell.
    public let retried: Origin?

    /// Marks a letter.
    public init(_ letter: Letter, retried: Origin?) {
        self.letter = letter.place
        self.first = letter.retryOf ?? letter.place
        self.retried = retried
    }

    /// Reads a record's key and headers; `nil` when they are not those of a mark.
    public init?(key: Span<UInt8>, _ headers: RecordHeaders) {
        let all = headers.all
        guard let head = all.first, head.name == DeadLetter.Name.retried else { return nil }
        let text = String(decoding: [UInt8](copying: key), as: UTF8.self)
        guard let letter = Origin(place: text) else { return nil }
        self.letter = letter
        self.first = DeadLetter.firstPlace(in: headers.bytes.span) ?? letter
        self.retried = Origin(place: String(decoding: head.value, as: UTF8.self))
    }

    /// The key of its record.
    public var key: String { self.letter.place }

    /// The headers of its record.
    public var headers: [(String, String)] {
        [(DeadLetter.Name.retried, self.retried?.place ?? ""), (DeadLetter.Name.retryOf, self.first.place)]
    }
}
