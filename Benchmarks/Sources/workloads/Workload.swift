import CLimits
import CMeasure

/// One thing that is measured: the same work on the same input, as often as one likes.
struct Workload: Sendable {
    /// What it is about, as in `decode Segment order`.
    let name: String
    /// Whether its instructions are the same on every run.
    ///
    /// False where threads of others take part.
    let isDeterministic: Bool
    private let prepared: @Sendable (Shop) throws -> Work

    init(_ name: String, isDeterministic: Bool = true, _ prepared: @escaping @Sendable (Shop) throws -> Work) {
        self.name = name
        self.isDeterministic = isDeterministic
        self.prepared = prepared
    }

    /// Makes ready what is worked on.
    func prepare(_ size: Shop.Size) throws -> Work { try self.prepared(Shop.of(size)) }

    /// Everything that is measured within one process.
    static var all: [Workload] {
        self.decoding + self.coding + self.folding + self.conditions + self.engine + self.checkpoints + self.replays
    }
}

/// A workload with its input at hand.
struct Work {
    /// How many events, records or evaluations one pass works through.
    let count: Int
    /// What the best program imaginable would still have to do.
    let limit: Limit
    private let body: () throws -> Int

    init(count: Int, limit: Limit = .unknown, _ body: @escaping () throws -> Int) {
        self.count = count
        self.limit = limit
        self.body = body
    }

    /// Does the work once; what it returns proves that something was done, and is the same each time.
    func pass() throws -> Int { try self.body() }
}

/// The least that a piece of work can cost.
enum Limit: Sendable {
    /// Nothing sensible to compare with.
    case unknown
    /// These JSON documents, one for each event, have to be parsed: by simdjson, into its own tape, and forgotten.
    case parsing([[UInt8]])
    /// So many bytes for each event have to come from memory.
    case reading(Double)

    /// Nanoseconds for each event, measured now; `nil` where there is nothing to compare with.
    func nanoseconds() -> Double? {
        switch self {
        case .unknown: return nil
        case .reading(let bytes): return bytes * limit_read_nanoseconds()
        case .parsing(let documents):
            var least = UInt64.max
            for _ in 0..<5 {
                let start = measure_thread_nanoseconds()
                var sum = 0
                for document in documents {
                    sum += unsafe document.withUnsafeBufferPointer { unsafe limit_parse($0.baseAddress, $0.count) }
                }
                precondition(sum > 0, "simdjson takes what Treue takes")
                least = min(least, measure_thread_nanoseconds() - start)
            }
            return Double(least) / Double(documents.count)
        }
    }
}
