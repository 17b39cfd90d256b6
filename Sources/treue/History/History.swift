import Journal
import Retention

/// Events of the past from several sources, merged into one order.
protocol History: AnyObject {
    /// What was read so far.
    var counts: HistoryReader.Counts { get }
    /// How far reading is, in the unit of the sources; no total where it can't be known.
    var progress: (read: Int64, total: Int64?) { get }
    /// The next event; `nil` at the end of all sources.
    func next() throws -> (source: Int, event: Event)?
}

/// The next few events of a history, read before they are needed.
struct Upcoming {
    private let history: any History
    private var events: [(source: Int, event: Event)] = []
    /// What came behind them; told when they have been handed out.
    private var end: Result<Void, any Error>?

    /// So many that the state of the last one is near when its turn comes.
    private static let count = 4

    init(_ history: any History) { self.history = history }

    /// The next event, `nil` at the end; `foresee` is called with each that was read for later.
    mutating func next(_ foresee: (Event) -> Void) throws -> (source: Int, event: Event)? {
        while self.end == nil, self.events.count < Self.count {
            do {
                if let next = try self.history.next() {
                    foresee(next.event)
                    self.events.append(next)
                } else {
                    self.end = .success(())
                }
            } catch { self.end = .failure(error) }
        }
        if !self.events.isEmpty { return self.events.removeFirst() }
        try self.end?.get()
        return nil
    }
}

/// A raw record that could not be taken, with its bytes.
struct RejectedRecord {
    let rejection: Rejection
    let origin: Origin
    let bytes: [UInt8]
    /// Whether it is a line of a file; otherwise it is a record of a topic.
    let isLine: Bool
    var key: [UInt8]?
    var headers = RecordHeaders()
    var timestamp: Int64?

    init(_ rejection: Rejection, _ origin: Origin, _ bytes: [UInt8], isLine: Bool) {
        self.rejection = rejection
        self.origin = origin
        self.bytes = bytes
        self.isLine = isLine
    }
}

/// Where a replay writes what it decided.
protocol ReplayResults: AnyObject {
    /// Signals written, by type.
    var signals: [String: Int] { get }
    /// Where they are, for people.
    var place: String { get }
    /// What is left behind when the replay ends early; `nil` when that is nothing.
    var leftBehind: String? { get }
    func write(_ signal: Signal) throws
    func reject(_ record: RejectedRecord) throws
    /// Completes the results; until then they don't count.
    func close() throws
}
