/// A compiled Avro schema: a table of nodes that point at each other by index.
///
/// Indexes let named types refer to themselves, and keep a walk free of reference counting.
struct AvroSchema {
    /// What a node reads from the wire and writes as JSON.
    enum Kind: UInt8 {
        case null, boolean, int, long, float, double, bytes, string
        case record, `enum`, union, array, map, fixed
        case decimalBytes, decimalFixed, uuidFixed
        case date, timeMillis, timeMicros, timestampMillis, timestampMicros, timestampNanos
        /// A named type that was mentioned but not yet defined.
        case pending
    }

    /// One type.
    struct Node: BitwiseCopyable {
        var kind: Kind
        /// The first entry in `parts` of a record, enum or union; the item of an array or map; the scale of a decimal.
        var first: Int32 = 0
        /// Fields, symbols or branches; bytes of a fixed.
        var count: Int32 = 0
    }

    /// A field of a record, a symbol of an enum or a branch of a union.
    struct Part: BitwiseCopyable {
        var node: Int32 = 0
        /// Where its name stands in `names`.
        var nameStart: Int32 = 0
        var nameEnd: Int32 = 0
    }

    var nodes: [Node] = []
    var parts: [Part] = []
    /// All names, one after the other.
    var names: [UInt8] = []
    var root: Int32 = 0

    mutating func add(_ node: Node) -> Int32 {
        nodes.append(node)
        return Int32(nodes.count - 1)
    }

    mutating func part(named name: String, node: Int32) -> Part {
        let start = Int32(names.count)
        names.append(contentsOf: name.utf8)
        return Part(node: node, nameStart: start, nameEnd: Int32(names.count))
    }
}

/// Why a schema's text can't be compiled; the text names only parts of the schema.
struct SchemaFault: Error {
    let message: String

    init(_ message: String) {
        self.message = message
    }
}
