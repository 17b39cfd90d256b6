import Retention

/// What a record of a source turned out to be, on its way through a merge into a partition.
///
/// Small, for it is moved several times: what few records are stands in a block of its own.
enum Arrival {
    /// A fact.
    case event(Event)
    /// A raw record that can't be taken.
    indirect case refused(RefusedRecord)
    /// A record of `events` that is no canonical event.
    indirect case malformed(RefusedRecord)
    /// A raw record that is left out though nothing is wrong with it, and why.
    case ignored(String)
    /// A raw record of which the wall clock says that it lies too far ahead.
    ///
    /// Another run may say otherwise, so the journal must tell.
    indirect case refusedByClock(RefusedRecord)

    /// The time by which it is merged; `nil` for what has none.
    var time: Timestamp? { if case .event(let event) = self { event.time } else { nil } }

    /// Reads a record of `events`.
    init(_ record: borrowing LogRecord, of place: TopicPartition, by coding: any EventCoding) {
        switch coding.decode(record.value) {
        case .event(let event): self = .event(event)
        case .refused(let refused): self = .refused(refused)
        case nil:
            let rejection = Rejection(reason: "events.malformed", message: "the bytes are no canonical event")
            let origin = Origin(source: place.topic, partition: place.partition, offset: record.offset)
            self = .malformed(RefusedRecord(rejection, origin, record))
        }
    }

    /// Reads a raw record; without `latest`, no matter how far ahead it lies.
    ///
    /// A record that can't be read now is refused: where records need what may be away, such as a schema registry, intake
    /// waits for it.
    init(
        raw record: borrowing LogRecord,
        of place: TopicPartition,
        by decoder: any RecordDecoder,
        notAfter latest: Timestamp? = nil
    ) {
        let origin = Origin(source: place.topic, partition: place.partition, offset: record.offset)
        switch decoder.decode(record, at: origin) {
        case .event(let event):
            guard let latest, event.time > latest else {
                self = .event(event)
                return
            }
            self = .refusedByClock(RefusedRecord(.inFuture, origin, record))
        case .ignored(let reason): self = .ignored(reason)
        case .rejected(let rejection): self = .refused(RefusedRecord(rejection, origin, record))
        case .unavailable(let reason):
            let rejection = Rejection(reason: "record.unreadable", message: reason)
            self = .refused(RefusedRecord(rejection, origin, record))
        }
    }
}
