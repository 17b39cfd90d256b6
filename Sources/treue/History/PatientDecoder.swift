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
        let start = Clocks.monotonic()
        var isTold = false
        while true {
            let decoded = self.decode(record, at: origin)
            let rest = limit - (Clocks.monotonic() - start)
            guard case .unavailable(let reason) = decoded, rest > 0, !isHopeless(), !Interruption.isRequested else {
                return decoded
            }
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
