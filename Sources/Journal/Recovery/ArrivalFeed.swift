import Retention

/// Lends up to so many of the next records of a partition, waiting for some seconds while there are none.
public typealias RecordLender =
    (TopicPartition, Int, (borrowing LogRecord) -> Void) throws(LogError) -> ReadOutcome

/// Reads records of a source one by one from a reader that hands them over in batches.
struct ArrivalFeed {
    private let place: TopicPartition
    private let isRaw: Bool
    private let coding: any EventCoding
    private let lend: RecordLender
    private var buffer: [(offset: Int64, arrival: Arrival)] = []
    private var index = 0
    /// No record before this offset comes any more.
    private(set) var position: Int64

    /// Makes a feed of a source whose lender begins at an offset.
    init(
        _ place: TopicPartition,
        _ source: Int,
        from position: Int64,
        _ coding: any EventCoding,
        _ lend: @escaping RecordLender
    ) {
        self.place = place
        self.isRaw = source > 0
        self.position = position
        self.coding = coding
        self.lend = lend
    }

    /// The next record from offset `first` on, of at most `count` that the journal names; raw ones are read as `edition`
    /// has it.
    ///
    /// Takes no more from the lender than those and what lies before them.
    mutating func next<P: Projection>(
        from first: Int64,
        atMost count: Int64,
        _ edition: Edition<P>?
    ) throws(LogError) -> (offset: Int64, arrival: Arrival) {
        while true {
            if self.index == self.buffer.count { try self.fill(Int(min(1_024, count)), edition?.decoder) }
            defer { self.index += 1 }
            self.position = self.buffer[self.index].offset + 1
            // `events` has one reader, which leaves nothing out; a raw partition may have come through intake meanwhile.
            if self.position > first || !self.isRaw { return self.buffer[self.index] }
        }
    }

    /// The next record; `nil` where offset `first` was passed by already.
    mutating func nextUnlessPassed<P: Projection>(
        from first: Int64,
        atMost count: Int64,
        _ edition: Edition<P>?
    ) throws(LogError) -> (offset: Int64, arrival: Arrival)? {
        guard self.position <= first || !self.isRaw else { return nil }
        return try self.next(from: first, atMost: count, edition)
    }

    private mutating func fill(_ maximum: Int, _ decoder: (any RecordDecoder)?) throws(LogError) {
        self.index = 0
        var fresh: [(offset: Int64, arrival: Arrival)] = []
        let (place, coding, isRaw) = (self.place, self.coding, self.isRaw)
        let outcome = try self.lend(place, maximum) { record in
            guard isRaw else {
                return fresh.append((record.offset, Arrival(record, of: place, by: coding)))
            }
            if let decoder { fresh.append((record.offset, Arrival(raw: record, of: place, by: decoder))) }
        }
        self.buffer = fresh
        guard fresh.isEmpty else { return }
        guard outcome.end != nil else {
            throw LogError(.rejoin, "\(place): a record that the journal names could not be read within 10 s")
        }
        throw LogError(
            .fatal,
            "\(place): the journal names more records than the topic holds. Were some deleted? Keep \(place.topic) as "
                + "long as `journal`, or as checkpoints need it."
        )
    }
}
