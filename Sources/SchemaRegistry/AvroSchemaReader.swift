internal import JSON

/// Compiles Avro schemas from their JSON text, those that are referred to first.
struct AvroSchemaReader: ~Copyable {
    private var schema = AvroSchema()
    private var named: [String: Int32] = [:]

    private static let mostBytesOfDecimal = 1_024
    private static let deepest = 256
    private static let primitives: [String: AvroSchema.Kind] = [
        "null": .null, "boolean": .boolean, "int": .int, "long": .long, "float": .float, "double": .double,
        "bytes": .bytes, "string": .string,
    ]

    /// Compiles a schema and what it refers to.
    static func compile(_ registered: RegisteredSchema) throws(SchemaFault) -> AvroSchema {
        var reader = AvroSchemaReader()
        for reference in registered.references { _ = try reader.read(reference.text) }
        reader.schema.root = try reader.read(registered.text)
        return reader.schema
    }

    private mutating func read(_ text: String) throws(SchemaFault) -> Int32 {
        var parser = JSONParser(limits: .init(bytes: 1 << 20, depth: Self.deepest, tokens: 1 << 18))
        let bytes = Array(text.utf8)
        let root: JSONValue
        do {
            root = try parser.parse(bytes.span)
        } catch {
            throw SchemaFault("it is no JSON: \(error.message)")
        }
        return try type(root, "")
    }

    // MARK: Types

    private mutating func type(_ value: borrowing JSONValue, _ namespace: String) throws(SchemaFault) -> Int32 {
        switch value.kind {
        case .string: return try reference(value.string ?? "", namespace)
        case .array: return try union(value, namespace)
        case .object: break
        default: throw SchemaFault("a type is neither a name, an object nor an array")
        }
        let inner = value["type"]
        guard let name = inner.string else {
            guard inner.exists else { throw SchemaFault("an object has no type") }
            return try type(inner, namespace)
        }
        switch name {
        case "record", "error": return try record(value, namespace)
        case "enum": return try enumeration(value, namespace)
        case "fixed": return try fixed(value, namespace)
        case "array": return try collection(.array, value["items"], namespace)
        case "map": return try collection(.map, value["values"], namespace)
        default:
            guard let primitive = Self.primitives[name] else { return try reference(name, namespace) }
            return schema.add(try logical(primitive, value))
        }
    }

    private mutating func reference(_ name: String, _ namespace: String) throws(SchemaFault) -> Int32 {
        if let primitive = Self.primitives[name] { return schema.add(.init(kind: primitive)) }
        let full = name.utf8.contains(UInt8(ascii: ".")) || namespace.isEmpty ? name : "\(namespace).\(name)"
        // A name without a namespace may still mean one that was defined without.
        guard let node = named[full] ?? named[name] else { throw SchemaFault("the type \(shown(full)) is not defined") }
        return node
    }

    /// The node of a new named type, and the namespace for the names inside it.
    private mutating func define(
        _ value: borrowing JSONValue,
        _ outer: String
    ) throws(SchemaFault) -> (node: Int32, namespace: String) {
        guard let name = value["name"].string, !name.isEmpty else { throw SchemaFault("a named type has no name") }
        var namespace = value["namespace"].string ?? outer
        var full = namespace.isEmpty ? name : "\(namespace).\(name)"
        if let dot = name.lastIndex(of: ".") {
            full = name
            namespace = String(name[..<dot])
        }
        guard named[full] == nil, Self.primitives[full] == nil else {
            throw SchemaFault("the type \(shown(full)) is defined twice")
        }
        let node = schema.add(.init(kind: .pending))
        named[full] = node
        return (node, namespace)
    }

    private mutating func record(_ value: borrowing JSONValue, _ outer: String) throws(SchemaFault) -> Int32 {
        let (node, namespace) = try define(value, outer)
        guard value["fields"].kind == .array else { throw SchemaFault("a record has no fields") }
        var fields: [AvroSchema.Part] = []
        var seen: Set<String> = []
        var elements = value["fields"].elements
        while let field = elements.next() {
            guard let name = field["name"].string, !name.isEmpty, field["type"].exists else {
                throw SchemaFault("a field has no name or no type")
            }
            guard seen.insert(name).inserted else { throw SchemaFault("the field \(shown(name)) is defined twice") }
            let type = try type(field["type"], namespace)
            fields.append(schema.part(named: name, node: type))
        }
        schema.nodes[Int(node)] = append(fields, as: .record)
        return node
    }

    private mutating func enumeration(_ value: borrowing JSONValue, _ outer: String) throws(SchemaFault) -> Int32 {
        let (node, _) = try define(value, outer)
        guard value["symbols"].count > 0 else { throw SchemaFault("an enum has no symbols") }
        var symbols: [AvroSchema.Part] = []
        var elements = value["symbols"].elements
        while let symbol = elements.next() {
            guard let name = symbol.string else { throw SchemaFault("a symbol of an enum is no text") }
            symbols.append(schema.part(named: name, node: 0))
        }
        schema.nodes[Int(node)] = append(symbols, as: .enum)
        return node
    }

    private mutating func union(_ value: borrowing JSONValue, _ namespace: String) throws(SchemaFault) -> Int32 {
        var branches: [AvroSchema.Part] = []
        var elements = value.elements
        while let element = elements.next() {
            let node = try type(element, namespace)
            guard schema.nodes[Int(node)].kind != .union else { throw SchemaFault("a union holds a union") }
            branches.append(.init(node: node))
        }
        guard !branches.isEmpty else { throw SchemaFault("a union has no types") }
        return schema.add(append(branches, as: .union))
    }

    private mutating func collection(
        _ kind: AvroSchema.Kind,
        _ item: borrowing JSONValue,
        _ namespace: String
    ) throws(SchemaFault) -> Int32 {
        guard item.exists else { throw SchemaFault("an array or map does not say what it holds") }
        let node = try type(item, namespace)
        return schema.add(.init(kind: kind, first: node))
    }

    private mutating func fixed(_ value: borrowing JSONValue, _ outer: String) throws(SchemaFault) -> Int32 {
        let (node, _) = try define(value, outer)
        guard let wide = value["size"].integer, let size = Int32(exactly: wide), size >= 0 else {
            throw SchemaFault("a fixed has no valid size")
        }
        var made = AvroSchema.Node(kind: .fixed, count: size)
        if value["logicalType"].equals("decimal"), size > 0, size <= Self.mostBytesOfDecimal, let scale = scale(value) {
            made = .init(kind: .decimalFixed, first: scale, count: size)
        } else if value["logicalType"].equals("uuid"), size == 16 {
            made.kind = .uuidFixed
        }
        schema.nodes[Int(node)] = made
        return node
    }

    // MARK: Logical types

    /// A primitive with its logical type; one that is unknown or doesn't fit is ignored, as Avro demands.
    private func logical(_ primitive: AvroSchema.Kind, _ value: borrowing JSONValue) throws(SchemaFault)
        -> AvroSchema.Node
    {
        let plain = AvroSchema.Node(kind: primitive)
        guard let name = value["logicalType"].string else { return plain }
        switch (primitive, name) {
        case (.bytes, "decimal"):
            guard let scale = scale(value) else { return plain }
            return .init(kind: .decimalBytes, first: scale, count: Int32(Self.mostBytesOfDecimal))
        case (.int, "date"): return .init(kind: .date)
        case (.int, "time-millis"): return .init(kind: .timeMillis)
        case (.long, "time-micros"): return .init(kind: .timeMicros)
        case (.long, "timestamp-millis"), (.long, "local-timestamp-millis"): return .init(kind: .timestampMillis)
        case (.long, "timestamp-micros"), (.long, "local-timestamp-micros"): return .init(kind: .timestampMicros)
        case (.long, "timestamp-nanos"), (.long, "local-timestamp-nanos"): return .init(kind: .timestampNanos)
        default: return plain
        }
    }

    /// The scale of a valid decimal, or `nil`.
    private func scale(_ value: borrowing JSONValue) -> Int32? {
        // More digits than the largest decimal that is read can't be used, and would only be zeros to write.
        guard let precision = value["precision"].integer, precision >= 1 else { return nil }
        let scale = value["scale"].exists ? value["scale"].integer : 0
        guard let scale, scale >= 0, scale <= precision, scale <= 2_500 else { return nil }
        return Int32(scale)
    }

    private mutating func append(_ parts: [AvroSchema.Part], as kind: AvroSchema.Kind) -> AvroSchema.Node {
        let node = AvroSchema.Node(kind: kind, first: Int32(schema.parts.count), count: Int32(parts.count))
        schema.parts.append(contentsOf: parts)
        return node
    }

    /// A name of the schema, short enough for a message.
    private func shown(_ name: String) -> String { name.count > 100 ? name.prefix(100) + "…" : name }
}
