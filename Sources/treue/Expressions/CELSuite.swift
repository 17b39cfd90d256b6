import CEL
import Files
import JSON

/// A file of conformance cases, one JSON object a line.
struct CELSuite {
    private let path: String

    init(path: String) { self.path = path }

    /// Evaluates all cases; prints those that failed, and closes with how many passed and failed.
    func run() throws {
        var reader = try LineReader(path: self.path)
        var parser = CaseParser()
        var (passed, failed) = (0, 0)
        reading: while true {
            switch try reader.advance() {
            case .end: break reading
            case .tooLong: throw Failure(.input, "\(self.path):\(reader.lineNumber): the line is too long for a case")
            case .line:
                let one: Case
                do {
                    one = try parser.parse(reader.line)
                } catch {
                    throw Failure(
                        .input,
                        "\(self.path):\(reader.lineNumber): this is no case: \(Failure(error).description)"
                    )
                }
                if let fault = one.fault {
                    failed += 1
                    print("\(one.name.harmless): \(one.expression.harmless)\n   \(fault.harmless)")
                } else {
                    passed += 1
                }
            }
        }
        print("\(passed) passed, \(failed) failed")
        guard passed + failed > 0 else { throw Failure(.input, "\(self.path): there are no cases in it") }
        guard failed == 0 else { throw Failure(.work, "\(failed) of \(passed + failed) cases failed") }
    }

    /// One case.
    fileprivate struct Case {
        var name = ""
        var expression = ""
        var variables: [(name: String, value: Value)] = []
        var isChecked = true
        /// `nil` where it must fail.
        var value: Value?

        /// What is wrong with what the expression comes to; `nil` when nothing is.
        var fault: String? {
            let found: Value
            do {
                // A case tells the values of its variables, not their types.
                found = try Evaluation(self.expression, self.variables, isChecked: self.isChecked, types: false).value()
            } catch {
                return self.value.map { "expected \($0), failed: \(Failure(error).description)" }
            }
            guard let wanted = self.value else { return "expected a failure, found \(found)" }
            return found.isSame(as: wanted) ? nil : "expected \(wanted), found \(found)"
        }
    }

    fileprivate struct CaseParser: ~Copyable {
        private var parser = JSONParser()

        mutating func parse(_ line: Span<UInt8>) throws -> Case {
            let root = try self.parser.parse(line)
            guard let expression = root["expr"].string else { throw Failure(.input, "'expr' is missing") }
            var one = Case()
            one.expression = expression
            one.name = ["file", "section", "test"].compactMap { root[name: $0].string }.joined(separator: "/")
            one.isChecked = root["disable_check"].boolean != true
            var members = root["bindings"].members
            while let member = members.next() {
                one.variables.append((member.key.string ?? "", try JSONValues.tagged(member.value)))
            }
            if root["value"].exists { one.value = try JSONValues.tagged(root["value"]) }
            return one
        }
    }
}

extension JSONValue {
    fileprivate subscript(name name: String) -> JSONValue {
        @_lifetime(copy self)
        get { self.member(named: name.utf8Span.span) }
    }
}

extension Value {
    /// Whether it is the same value and of the same type, and no number is the same as what is not one.
    fileprivate func isSame(as other: Value) -> Bool {
        switch (self, other) {
        case (.double(let a), .double(let b)): a == b || (a.isNaN && b.isNaN)
        case (.list(let a), .list(let b)): a.count == b.count && zip(a, b).allSatisfy { $0.isSame(as: $1) }
        case (.map(let a), .map(let b)):
            a.count == b.count && zip(a.keys, a.values).allSatisfy { key, value in b[key]?.isSame(as: value) ?? false }
        default: Type(of: self) == Type(of: other) && self.description == other.description
        }
    }
}
