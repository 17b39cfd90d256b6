import Journal
import Retention

/// The records of one partition, with the transactions they belong to.
final class MemoryPartition {
    /// A record, whose parts stand in a buffer that it shares with the others of its batch.
    struct Entry {
        let timestamp: Timestamp
        let buffer: [UInt8]
        let key: Range<Int>?
        let value: Range<Int>
        let headers: [(name: Range<Int>, value: Range<Int>)]
        /// The transaction it was appended in; 0 outside any.
        let transaction: Int
    }

    let place: TopicPartition
    private(set) var start: Int64 = 0
    /// By offset from `start` on; `nil` for the marker of a transaction, and for what compaction took away.
    private var entries: [Entry?] = []
    /// Transactions that have not ended here, and their first offsets.
    private var open: [(transaction: Int, first: Int64)] = []
    private var aborted: Set<Int> = []
    /// Nothing from here on is delivered yet, and whether it looked like the end when it was last delivered.
    private var limit: (offset: Int64, looksLikeEnd: Bool)?

    init(_ place: TopicPartition) { self.place = place }

    var end: Int64 { self.start + Int64(self.entries.count) }

    var stableEnd: Int64 {
        var stable = self.end
        for transaction in self.open { stable = min(stable, transaction.first) }
        return stable
    }

    /// Appends a record; answers whether it is the first of its transaction here.
    func append(_ entry: Entry) -> Bool {
        let opens = entry.transaction != 0 && !self.open.contains { $0.transaction == entry.transaction }
        if opens { self.open.append((entry.transaction, self.end)) }
        self.entries.append(entry)
        return opens
    }

    /// Ends a transaction here: its marker takes an offset.
    func end(_ transaction: Int, isCommit: Bool) {
        guard let index = self.open.firstIndex(where: { $0.transaction == transaction }) else { return }
        self.open.remove(at: index)
        if !isCommit { self.aborted.insert(transaction) }
        self.entries.append(nil)
    }

    // MARK: Reading

    /// Lends records that readers may see, and moves the position behind them.
    func read(at position: inout Int64, maximum: Int, _ body: (borrowing LogRecord) -> Void) -> ReadOutcome {
        guard maximum > 0 else { return ReadOutcome(count: 0, end: nil) }
        // Offsets that are not there lead to the beginning, as the reset policy `earliest` has it.
        if position < self.start || position > self.end { position = self.start }
        let stable = self.stableEnd
        let readable = min(stable, self.limit?.offset ?? .max)
        var count = 0
        while position < readable {
            let offset = position
            position += 1
            guard let entry = self.visible(offset) else { continue }
            let bytes = entry.buffer.span
            var key = Span<UInt8>()
            if let range = entry.key { key = bytes.extracting(range) }
            var headers = RecordHeaders()
            for header in entry.headers {
                let name = String(decoding: entry.buffer[header.name], as: UTF8.self)
                headers.append(name, bytes.extracting(header.value))
            }
            body(
                LogRecord(
                    offset: offset,
                    timestamp: entry.timestamp,
                    key: key,
                    value: bytes.extracting(entry.value),
                    headers: headers.bytes.span
                )
            )
            count += 1
            // As with Kafka, the end is noticed by reading on, not by the last record.
            if count == maximum { return ReadOutcome(count: count, end: nil) }
        }
        let isEnd = readable == stable || self.limit?.looksLikeEnd == true
        return ReadOutcome(count: count, end: isEnd ? position : nil)
    }

    /// Calls `body` with each record of a committed transaction or of none, in order.
    func forEachVisible(_ body: (Int64, Entry) -> Void) {
        for offset in self.start..<self.stableEnd { if let entry = self.visible(offset) { body(offset, entry) } }
    }

    private func visible(_ offset: Int64) -> Entry? {
        guard let entry = self.entries[Int(offset - self.start)] else { return nil }
        return entry.transaction != 0 && self.aborted.contains(entry.transaction) ? nil : entry
    }

    // MARK: What happens to records

    func delete(before offset: Int64) {
        guard offset > self.start else { return }
        let count = min(Int(clamping: offset - self.start), self.entries.count)
        self.entries.removeFirst(count)
        self.start += Int64(count)
    }

    /// Takes away every record below the stable end that a later one of the same key, or an abort, has made pointless.
    func compact() {
        var seen: Set<[UInt8]> = []
        for offset in (self.start..<self.stableEnd).reversed() {
            let index = Int(offset - self.start)
            guard let entry = self.visible(offset) else {
                self.entries[index] = nil
                continue
            }
            guard let key = entry.key else { continue }
            if !seen.insert(Array(entry.buffer[key])).inserted { self.entries[index] = nil }
        }
    }

    /// Delivers nothing that is not readable now.
    func holdBack() { if self.limit == nil { self.limit = (self.stableEnd, true) } }

    /// Delivers so many offsets more, or everything again.
    func deliver(_ count: Int?) {
        guard let limit = self.limit else { return }
        guard let count, limit.offset + Int64(count) < self.stableEnd else { return self.limit = nil }
        self.limit = (limit.offset + Int64(count), false)
    }
}
