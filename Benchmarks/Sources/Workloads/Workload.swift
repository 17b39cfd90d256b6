import CLimits
import CMeasure

/// One thing that is measured: the same work on the same input, as often as one likes.
public struct Workload: Sendable {
    /// What it is about, as in `decode order`.
    public let name: String
    /// How many events, records or evaluations one pass works through.
    public let count: Int
    /// What the best program imaginable would still have to do.
    public let limit: Limit
    /// Whether its instructions are the same on every run.
    ///
    /// False where threads of others take part.
    public let isDeterministic: Bool
    private let prepared: @Sendable () throws -> () throws -> Int

    init(
        _ name: String,
        count: Int,
        limit: Limit = .unknown,
        isDeterministic: Bool = true,
        _ prepared: @escaping @Sendable () throws -> () throws -> Int
    ) {
        self.name = name
        self.count = count
        self.limit = limit
        self.isDeterministic = isDeterministic
        self.prepared = prepared
    }

    /// Makes ready what a pass needs, and returns the pass; what it returns proves that something was done.
    ///
    /// Passes may be repeated.
    public func prepare() throws -> () throws -> Int { try self.prepared() }
}

/// The least that a piece of work can cost.
public enum Limit: Sendable {
    /// Nothing sensible to compare with.
    case unknown
    /// These JSON documents, one for each event, have to be parsed: by simdjson, into its own tape, and forgotten.
    case parsing([[UInt8]])
    /// So many bytes for each event have to come from memory.
    case reading(Double)

    /// Picoseconds for each event, measured now; `nil` where there is no limit to compare with.
    public func picoseconds() -> Int? {
        switch self {
        case .unknown: return nil
        case .reading(let bytes): return Int(bytes * Self.readNanoseconds * 1_000)
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
            return Int(Double(least) * 1_000 / Double(documents.count))
        }
    }

    private static let readNanoseconds = limit_read_nanoseconds()
}

extension Workload {
    /// Everything that is measured within one process, on a small shop or on a large one.
    public static func all(_ size: Shop.Size) throws -> [Workload] {
        let shop = try Shop(size)
        return try self.decoding(shop) + self.coding(shop) + self.folding(shop) + self.conditions(shop)
            + self.engine(shop)
            + self.checkpoints(shop) + self.replays(shop)
    }
}
