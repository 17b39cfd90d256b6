/// Finds what somebody meant.
package enum Nearest {
    /// The known name with the least edit distance, unless more than half of it would have to change.
    package static func name(to name: String, among known: [String]) -> String? {
        guard name.utf8.count <= 64 else { return nil }
        let distances = known.map { (name: $0, distance: self.distance(Array(name.utf8), Array($0.utf8))) }
        return distances.min { $0.distance < $1.distance }.flatMap { nearest in
            nearest.distance * 2 <= max(nearest.name.utf8.count, name.utf8.count) ? nearest.name : nil
        }
    }

    /// A question after the nearest known name, to end a message about `name`; empty when none is near.
    static func question(_ name: String, _ known: [String]) -> String {
        self.name(to: name, among: known).map { "; did you mean '\($0)'?" } ?? ""
    }

    /// The number of single bytes to add, drop or change.
    private static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
        var row = Array(0...right.count)
        for (i, one) in left.enumerated() {
            var diagonal = row[0]
            row[0] = i + 1
            for (j, other) in right.enumerated() {
                let changed = diagonal + (one == other ? 0 : 1)
                diagonal = row[j + 1]
                row[j + 1] = min(changed, row[j] + 1, row[j + 1] + 1)
            }
        }
        return row[right.count]
    }
}
