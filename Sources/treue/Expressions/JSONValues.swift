import CEL
import JSON

/// Values of expressions in JSON.
enum JSONValues {
    /// The variables of a JSON object.
    static func variables(_ text: String) throws -> [(name: String, value: Value)] {
        var reader = Reader()
        do {
            return try reader.variables(Array(text.utf8))
        } catch let error as JSONError {
            throw Failure(.input, "--bindings is no JSON: \(error)")
        }
    }

    private struct Reader: ~Copyable {
        private var parser = JSONParser()

        mutating func variables(_ bytes: [UInt8]) throws -> [(name: String, value: Value)] {
            let root = try self.parser.parse(bytes.span)
            guard root.kind == .object else { throw Failure(.input, "--bindings must be a JSON object") }
            var variables: [(name: String, value: Value)] = []
            var members = root.members
            while let member = members.next() {
                variables.append((member.key.string ?? "", try JSONValues.plain(member.value)))
            }
            return variables
        }
    }

    /// A value as people write it: an object with one member that names a type is a value of that type.
    static func plain(_ json: borrowing JSONValue) throws -> Value {
        switch json.kind {
        case .number:
            if let int = json.integer { return .int(int) }
            if let digits = json.digits {
                guard let uint = UInt64(digits) else {
                    throw Failure(.input, "\(digits) needs more than 64 bits; write it with a point to have a double")
                }
                return .uint(uint)
            }
            return try self.double(json)
        case .string: return .string(json.string ?? "")
        case .true, .false: return .bool(json.kind == .true)
        case .array:
            var values: [Value] = []
            var elements = json.elements
            while let element = elements.next() { values.append(try self.plain(element)) }
            return .list(values)
        case .object:
            if json.count == 1, let value = try self.typed(json) { return value }
            var map = Map()
            var members = json.members
            while let member = members.next() {
                try self.add(.string(member.key.string ?? ""), try self.plain(member.value), to: &map)
            }
            return .map(map)
        case .null, .missing: return .null
        }
    }

    /// A value under the name of its type, lists and maps too, which hold such values themselves.
    static func tagged(_ json: borrowing JSONValue) throws -> Value {
        if let value = try self.typed(json) { return value }
        let list = json["list"]
        if list.kind == .array {
            var values: [Value] = []
            var elements = list.elements
            while let element = elements.next() { values.append(try self.tagged(element)) }
            return .list(values)
        }
        let entries = json["map"]
        if entries.kind == .array {
            var map = Map()
            var elements = entries.elements
            while let entry = elements.next() {
                try self.add(try self.tagged(entry[0]), try self.tagged(entry[1]), to: &map)
            }
            return .map(map)
        }
        if json["null"].kind == .null { return .null }
        if let bool = json["bool"].boolean { return .bool(bool) }
        if let text = json["string"].string { return .string(text) }
        if let name = json["type"].string { return .type(TypeName(name)) }
        throw Failure(.input, "a value has one member that names its type, such as {\"int\": \"1\"}")
    }

    private static func add(_ key: Value, _ value: Value, to map: inout Map) throws {
        if let fault = map.add(key, value) { throw Failure(.input, "a map: \(fault)") }
    }

    /// Values that JSON has no form for; `nil` for anything else.
    private static func typed(_ json: borrowing JSONValue) throws -> Value? {
        for name in ["int", "uint", "timestamp", "duration"] {
            let value = json.member(named: name.utf8Span.span)
            guard let text = value.string ?? value.digits else { continue }
            // The language's own conversions read them.
            let literal = Value.string(text).description
            return try Evaluation("\(name)(\(literal))", [], isChecked: true).value()
        }
        if json["double"].exists { return try self.double(json["double"]) }
        guard let hex = json["bytes"].string else { return nil }
        let digits = Array(hex.utf8)
        let bytes = stride(from: 0, to: digits.count - 1, by: 2).compactMap { place in
            UInt8(String(decoding: digits[place...(place + 1)], as: UTF8.self), radix: 16)
        }
        guard bytes.count * 2 == digits.count else { throw Failure(.input, "bytes are written in hexadecimal") }
        return .bytes(bytes)
    }

    private static func double(_ json: borrowing JSONValue) throws -> Value {
        let text = String(copying: try UTF8Span(validating: json.bytes))
        guard let double = Double(text), double.isFinite || Int64(text.prefix(1)) == nil else {
            throw Failure(.input, "this is no number: \(text.harmless)")
        }
        return .double(double)
    }
}
