import JSON
import Retention

/// Puts members into JSON records before they are read.
final class Rewriter {
    private var writer = JSONWriter()

    init() {}

    /// The record with its additions; what it holds itself is kept, and wins where a name is taken.
    func rewrite(_ root: borrowing JSONValue, _ rewriting: Rewriting, into bytes: inout [UInt8]) {
        self.writer.reset()
        var additions: [[String]: [(name: String, value: JSONPointer?, text: String)]] = [:]
        for (place, name) in rewriting.renames.sorted(by: { $0.key.text < $1.key.text }) {
            guard !root.value(at: place).isNullOrMissing else { continue }
            additions[Array(place.steps.dropLast()), default: []].append((name, place, ""))
        }
        for (place, text) in rewriting.constants.sorted(by: { $0.key.text < $1.key.text }) {
            guard let name = place.steps.last, root.value(at: place).isNullOrMissing else { continue }
            additions[Array(place.steps.dropLast()), default: []].append((name, nil, text))
        }
        self.write(root, root, [], additions)
        bytes.removeAll(keepingCapacity: true)
        self.writer.append(to: &bytes)
    }

    private func write(
        _ value: borrowing JSONValue,
        _ root: borrowing JSONValue,
        _ path: [String],
        _ additions: [[String]: [(name: String, value: JSONPointer?, text: String)]]
    ) {
        guard value.kind == .object, additions.keys.contains(where: { $0.starts(with: path) }) else {
            return self.writer.copy(value)
        }
        let added = additions[path] ?? []
        self.writer.beginObject()
        var members = value.members
        while let member = members.next() {
            let name = member.key.string ?? ""
            // A null is as good as nothing there.
            if member.value.isNullOrMissing, added.contains(where: { $0.name == name }) { continue }
            self.writer.key(named: name)
            self.write(member.value, root, path + [name], additions)
        }
        for addition in added
        where value.member(named: addition.name.utf8Span.span).isNullOrMissing {
            self.writer.key(named: addition.name)
            if let place = addition.value {
                self.writer.copy(root.value(at: place))
            } else {
                self.writer.string(addition.text)
            }
        }
        self.writer.endObject()
    }
}
