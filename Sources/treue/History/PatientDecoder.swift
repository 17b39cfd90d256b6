import Formats
import Foundation
import Journal
import Retention

extension RawDecoder {
    /// Decodes a record, and waits for a schema registry that does not answer for up to `limit` seconds, or until that
    /// is hopeless; then comes back with `unavailable`.
    func decodePatiently(
        _ record: borrowing LogRecord,
        at origin: Origin,
        limit: Double = 60,
        isHopeless: () -> Bool = { false }
    ) -> DecodedRecord {
        var start: Double?
        var isTold = false
        while true {
            let decoded = self.decode(record, at: origin)
            // Nearly always at the first try, for which no clock is asked.
            guard case .unavailable(let reason) = decoded else { return decoded }
            let now = Clocks.monotonic()
            let rest = limit - (now - (start ?? now))
            guard rest > 0, !isHopeless(), !Interruption.isRequested else { return decoded }
            start = start ?? now
            if !isTold { Terminal.complain("treue: waiting: \(reason)") }
            isTold = true
            Thread.sleep(forTimeInterval: min(1, rest))
        }
    }
}

extension Failure {
    /// What a record needs can't be had.
    static func missing(_ reason: String, for origin: Origin) -> Failure {
        Failure(.unavailable, "\(origin.source) at \(origin.partition)/\(origin.offset): \(reason)")
    }
}
