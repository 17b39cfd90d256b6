import Files
import Formats
import Journal
import Retention

/// Reads event files and hands their events out merged by (time, file, line); files are taken in the order of their names.
///
/// Memory: what a reader of lines takes for each file, and a batch of events per file, as many as stand in 64 KiB of lines,
/// or from 512 files on in an equal share of 32 MiB, but never less than 4 KiB.
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
    /// Bytes of lines that are decoded at a time.
    private let batch: Int64
    private var merge: HistoryMerge
    private let reject: (RejectedRecord) throws -> Void

    /// Opens the files.
    ///
    /// `future` is how far ahead of the wall clock an event's time may lie before the event is refused; `reject` is
    /// called with each line that can't be taken, when all before it in its file have been handed out.
    init(
        paths: [String],
        decoder: RawDecoder,
        future: TimeSpan = .days(366),
        reject: @escaping (RejectedRecord) throws -> Void
    ) throws {
        let sorted = paths.map { (stem: SourceNames.stem(of: $0), path: $0) }.sorted { $0 < $1 }.map(\.path)
        self.files = try zip(sorted, SourceNames.of(sorted)).map { try HistoryFile(path: $0, name: $1) }
        self.decoder = decoder
        self.latest = Timestamp(milliseconds: Clocks.wall()) + future
        self.batch = Int64(max(4 << 10, min(64 << 10, (32 << 20) / max(1, sorted.count))))
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

    /// Goes on in a file up to its next event, or calls it silent at its end.
    private func refill(_ source: Int) throws {
        let file = self.files[source]
        while true {
            switch file.ahead.take() {
            case .event(let event): return self.merge.put(event, of: source)
            case .rejected(let record):
                self.counts.rejected[record.rejection.reason, default: 0] += 1
                try self.reject(record)
            case .failed(let error): throw error
            case nil where file.isRead: return self.merge.put(nil, of: source)
            case nil: file.read(self.batch, self.decoder, self.latest, &self.counts)
            }
        }
    }
}

/// One file of a history.
private final class HistoryFile {
    private let name: String
    private var lines: Lines
    var ahead = ReadAhead()
    /// Whether nothing more is to be read.
    private(set) var isRead = false

    init(path: String, name: String) throws {
        self.name = name
        self.lines = Lines(reader: try LineReader(path: path))
    }

    var bytesRead: Int64 { self.lines.reader.bytesRead }
    var totalBytes: Int64? { self.lines.reader.totalBytes }

    /// Decodes lines of about so many bytes, or up to the first one that can't be taken: of those, none is kept longer than
    /// it takes to hand out what stood before.
    ///
    /// Of a pipe no more than its writer has written: it may be waiting for what comes of that, or for another pipe.
    func read(_ bytes: Int64, _ decoder: RawDecoder, _ latest: Timestamp, _ counts: inout HistoryReader.Counts) {
        let start = self.lines.reader.lineOffset
        while self.lines.reader.lineOffset - start < bytes {
            if !self.ahead.isEmpty, self.totalBytes == nil, !self.lines.reader.hasBufferedLine { return }
            let decoded: DecodedRecord?
            do { decoded = try self.lines.next(decoder, latest, source: self.name) } catch { return self.fail(error) }
            guard let decoded else {
                self.isRead = true
                return
            }
            let origin = Origin(source: self.name, partition: 0, offset: Int64(self.lines.reader.lineNumber) - 1)
            counts.lines += 1
            switch decoded {
            case .event(let event): self.ahead.put(.event(event))
            case .ignored(let reason): counts.ignored[reason, default: 0] += 1
            case .unavailable(let reason): return self.fail(Failure.missing(reason, for: origin))
            case .rejected(let rejection):
                return self.ahead.put(.rejected(RejectedRecord(rejection, origin, self.lines.rejected, isLine: true)))
            }
        }
    }

    private func fail(_ error: any Error) {
        self.isRead = true
        self.ahead.put(.failed(error))
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
