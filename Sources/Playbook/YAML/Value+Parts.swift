import Yams

/// The parts of a value that a reader of other files than playbooks asks for.
extension Value {
    /// The line on which the value begins, from 1 on.
    package var line: Int { self.place.line }

    /// The items of a list that may be empty, at most `most` of them.
    package func list(atMost most: Int) -> [Value]? {
        guard let sequence = self.node.sequence else {
            return self.reject(.wrongType, "expected a list such as [a, b], found \(self.sight)")
        }
        guard sequence.count <= most else {
            return self.reject(.limit, "expected at most \(most) items, found \(sequence.count)")
        }
        return sequence.enumerated().map { index, node in
            Value(node, path: "\(self.path)[\(index)]", fallback: self.place, self.report)
        }
    }

    /// What stands at the end of names and places in lists, or as far on the way to it as there is something.
    package func part(at steps: some Collection<String>) -> Value {
        guard let step = steps.first else { return self }
        var found: Value?
        if let mapping = self.node.mapping {
            for (key, node) in mapping where key.scalar?.string == step {
                let place = key.mark.map(Position.init) ?? self.place
                found = Value(node, path: Self.path(self.path, step), fallback: place, key: place, self.report)
            }
        } else if let sequence = self.node.sequence, let index = Int(step), sequence.indices.contains(index) {
            found = Value(sequence[index], path: "\(self.path)[\(index)]", fallback: self.place, self.report)
        }
        return found?.part(at: steps.dropFirst()) ?? self
    }
}
