import Retention

/// The records of one partition, with the transactions they belong to.
final class MemoryPartition {
    struct Entry {
        let timestamp: Timestamp
        let key: [UInt8]?
        let value: [UInt8]
        let headers: [MemoryCluster.Record.Header]
        /// The transaction it was appended in; `nil` outside any.
        let transaction: Int?
    }

    /// By offset from `start` on; `nil` for the marker of a transaction.
    private var entries: [Entry?] = []
    private(set) var start: Int64 = 0
    private var open: [Int: Int64] = [:]
    private var aborted: Set<Int> = []

    var end: Int64 { self.start + Int64(self.entries.count) }
    var stableEnd: Int64 { self.open.values.min() ?? self.end }

    @discardableResult
    func append(_ entry: Entry) -> Int64 {
        let offset = self.end
        if let transaction = entry.transaction, self.open[transaction] == nil { self.open[transaction] = offset }
        self.entries.append(entry)
        return offset
    }

    /// Ends a transaction here: its marker takes an offset.
    func end(_ transaction: Int, isCommit: Bool) {
        guard self.open.removeValue(forKey: transaction) != nil else { return }
        if !isCommit { self.aborted.insert(transaction) }
        self.entries.append(nil)
    }

    func delete(before offset: Int64) {
        guard offset > self.start else { return }
        let count = min(Int(offset - self.start), self.entries.count)
        self.entries.removeFirst(count)
        self.start += Int64(count)
    }

    /// Calls `body` with each record a reader may see, from an offset on, until it returns `false`.
    ///
    /// - Returns: The next offset to read: behind the last record handed over, or the stable end.
    @discardableResult
    func forEachVisible(from offset: Int64, _ body: (Int64, Entry) -> Bool) -> Int64 {
        let stable = self.stableEnd
        var next = max(offset, self.start)
        while next < stable {
            let entry = self.entries[Int(next - self.start)]
            next += 1
            guard let entry, !(entry.transaction.map { self.aborted.contains($0) } ?? false) else { continue }
            guard body(next - 1, entry) else { return next }
        }
        return max(next, stable)
    }
}
