import Kafka

/// Waits for a cluster that does not answer: says after a while what for, and gives up in the end.
struct Patience {
    /// Seconds after which people are told.
    private static let firstWord = 3.0
    /// Seconds between two messages.
    private static let interval = 10.0
    /// Seconds without progress after which there is no point in waiting.
    static let limit = 60.0

    /// The latest trouble.
    var lastError: KafkaError?
    private var waited = 0.0
    private var lastLook = Clocks.monotonic()
    private var nextWord = Self.firstWord

    /// Whether the wait has hardly begun.
    var isNew: Bool { self.waited == 0 }

    /// To be called again and again while there is no progress.
    ///
    /// - Throws: when the wait has been too long.
    mutating func wait(_ health: ClientHealth, for what: () -> String) throws {
        let now = Clocks.monotonic()
        // The time in which this process was stopped is no fault of the cluster.
        self.waited += min(2, now - self.lastLook)
        self.lastLook = now
        guard self.waited >= self.nextWord else { return }
        let isRecent = health.lastErrorAt.map { .now - $0 < .seconds(Self.limit) } ?? false
        let reason = (self.lastError ?? (isRecent ? health.lastError : nil)).map { "; last error: \($0.message)" } ?? ""
        guard self.waited < Self.limit else {
            throw Failure(
                .unavailable,
                "gave up waiting for \(what()): no progress for \(Int(Self.limit)) s\(reason). "
                    + "Start again when the cluster answers"
            )
        }
        self.nextWord += self.nextWord < Self.interval ? Self.interval - Self.firstWord : Self.interval
        Terminal.interject("treue: waiting for \(what()), for \(Int(self.waited)) s now\(reason)")
    }
}
