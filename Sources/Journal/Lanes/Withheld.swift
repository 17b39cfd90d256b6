import Retention

/// Raw records that can't be read yet because something they need is not to be had, such as their schema.
///
/// Holds what one read of a source handed over, no more: the source is not read on before all of it could be taken.
struct Withheld {
    /// A copy of a record.
    struct Copy {
        private let offset: Int64
        private let timestamp: Timestamp
        private let key: [UInt8]
        private let value: [UInt8]
        private let headers: [UInt8]

        init(_ record: borrowing LogRecord) {
            self.offset = record.offset
            self.timestamp = record.timestamp
            self.key = [UInt8](copying: record.key)
            self.value = [UInt8](copying: record.value)
            self.headers = [UInt8](copying: record.headers)
        }

        func lend(to body: (borrowing LogRecord) -> Void) {
            body(
                LogRecord(
                    offset: self.offset,
                    timestamp: self.timestamp,
                    key: self.key.span,
                    value: self.value.span,
                    headers: self.headers.span
                )
            )
        }
    }

    private var records: [Int: [Copy]] = [:]
    private var due = Timestamp.distantPast
    private var latestReason: String?

    /// How long to wait before what is missing is asked for again.
    private static let pause = TimeSpan.seconds(1)

    /// What is missing, while something is withheld.
    var reason: String? { self.records.isEmpty ? nil : self.latestReason }

    /// Whether a source has something withheld.
    func holds(_ source: Int) -> Bool { !self.records.isEmpty && self.records[source] != nil }

    /// Whether it is time to try again.
    func isDue(at now: Timestamp) -> Bool { now >= self.due }

    /// Keeps the first record of a source that can't be read.
    mutating func begin(_ record: borrowing LogRecord, _ source: Int, _ reason: String, at now: Timestamp) {
        self.latestReason = reason
        self.due = now + Self.pause
        self.records[source] = [Copy(record)]
    }

    /// Keeps a record that comes behind one that can't be read.
    mutating func keep(_ record: borrowing LogRecord, _ source: Int) { self.records[source]?.append(Copy(record)) }

    /// Hands out what a source has withheld.
    @discardableResult
    mutating func remove(_ source: Int) -> [Copy] { self.records.removeValue(forKey: source) ?? [] }
}
