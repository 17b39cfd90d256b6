import Retention

extension LogReader {
    /// Reads the records from one offset up to another, which must exist by now or be held up only by transactions that
    /// are open.
    ///
    /// Calls `afterBatch` whenever some were read. Returns `false` when nothing has come for 30 seconds.
    func read(
        from first: Int64,
        to end: Int64,
        batch maximum: Int,
        _ body: (borrowing LogRecord) -> Void,
        afterBatch: () throws(LogError) -> Void
    ) throws(LogError) -> Bool {
        var place = first
        var vain = 0
        while place < end {
            var next = place
            let outcome = try self.read(maximum: maximum, wait: TimeSpan(milliseconds: 100)) { record in
                body(record)
                next = record.offset + 1
            }
            next = max(next, outcome.end ?? next)
            vain = next > place ? 0 : vain + 1
            guard vain < 300 else { return false }
            place = next
            try afterBatch()
        }
        return true
    }
}
