import Files
import Formats
import Journal
import Retention

/// Reads event files and hands their events out merged by (time, file, line); files are taken in the order of their names.
final class HistoryReader: History {
    /// What was read.
    struct Counts {
        var lines = 0
        var ignored: [String: Int] = [:]
        var rejected: [String: Int] = [:]

        var rejectedTotal: Int { self.rejected.values.reduce(0, +) }
    }

    private(set) var counts = Counts()
    private let files: [HistoryFile]
    private let decoder: RawDecoder
    private let latest: Timestamp
    private var merge: HistoryMerge
    private let reject: (Rejection, Origin, [UInt8]) throws -> Void

    /// Opens the files.
    ///
    /// `future` is how far ahead of the wall clock an event's time may lie before the event is refused; `reject` is
    /// called with each line that can't be taken, its place and its bytes.
    init(
        paths: [String],
        decoder: RawDecoder,
        future: TimeSpan = .days(366),
        reject: @escaping (Rejection, Origin, [UInt8]) throws -> Void
    ) throws {
        let sorted = paths.map { (stem: SourceNames.stem(of: $0), path: $0) }.sorted { $0 < $1 }.map(\.path)
        self.files = try zip(sorted, SourceNames.of(sorted)).map { try HistoryFile(path: $0, name: $1) }
        self.decoder = decoder
        self.latest = Timestamp(milliseconds: Clocks.wall()) + future
        self.reject = reject
        self.merge = HistoryMerge(count: sorted.count)
        for source in self.files.indices { try self.refill(source) }
    }

    /// Bytes read so far and in all; no total where a pipe is among the files.
    var progress: (read: Int64, total: Int64?) {
        var read: Int64 = 0
        var total: Int64? = 0
        for file in self.files {
            read += file.bytesRead
            total = file.totalBytes.flatMap { bytes in total.map { $0 + bytes } }
        }
        return (read, total)
    }

    /// The next event; `nil` at the end of all files.
    func next() throws -> (source: Int, event: Event)? {
        guard let (source, event) = self.merge.next() else { return nil }
        try self.refill(source)
        return (source, event)
    }

    /// Reads a file up to its next event, or calls it silent at its end.
    private func refill(_ source: Int) throws {
        let file = self.files[source]
        while true {
            switch try file.next(self.decoder, self.latest) {
            case nil:
                self.merge.put(nil, of: source)
                return
            case .event(let event):
                self.counts.lines += 1
                self.merge.put(event, of: source)
                return
            case .ignored(let reason):
                self.counts.lines += 1
                self.counts.ignored[reason, default: 0] += 1
            case .unavailable(let reason):
                throw Failure.missing(reason, for: file.origin)
            case .rejected(let rejection):
                self.counts.lines += 1
                self.counts.rejected[rejection.reason, default: 0] += 1
                try self.reject(rejection, file.origin, file.rejected)
            }
        }
    }
}

/// One file of a history.
private final class HistoryFile {
    private let name: String
    private var lines: Lines

    init(path: String, name: String) throws {
        self.name = name
        self.lines = Lines(reader: try LineReader(path: path))
    }

    /// Where the latest line stood.
    var origin: Origin { Origin(source: self.name, partition: 0, offset: Int64(self.lines.reader.lineNumber) - 1) }
    /// The latest line that was rejected.
    var rejected: [UInt8] { self.lines.rejected }

    var bytesRead: Int64 { self.lines.reader.bytesRead }
    var totalBytes: Int64? { self.lines.reader.totalBytes }

    /// What the next line turned out to be; `nil` at the end.
    func next(_ decoder: RawDecoder, _ latest: Timestamp) throws -> DecodedRecord? {
        try self.lines.next(decoder, latest, source: self.name)
    }
}

/// Keeps the lent line and its use in one place, as lifetimes want it.
private struct Lines: ~Copyable {
    var reader: LineReader
    private(set) var rejected: [UInt8] = []

    init(reader: consuming LineReader) { self.reader = reader }

    mutating func next(_ decoder: RawDecoder, _ latest: Timestamp, source: String) throws -> DecodedRecord? {
        switch try self.reader.advance() {
        case .end: return nil
        case .tooLong:
            let longest = self.reader.maximumLineLength
            self.rejected = []
            return .rejected(
                Rejection(reason: "record.too-long", message: "the line is longer than \(longest) bytes")
            )
        case .line:
            let offset = Int64(self.reader.lineNumber) - 1
            let line = self.reader.line
            let origin = Origin(source: source, partition: 0, offset: offset)
            let record = LogRecord(
                offset: offset,
                timestamp: Timestamp(milliseconds: 0),
                key: Span(),
                value: line
            )
            let decoded = decoder.decodePatiently(record, at: origin).refusing(after: latest)
            if case .rejected = decoded { self.rejected = [UInt8](copying: line) }
            return decoded
        }
    }
}
