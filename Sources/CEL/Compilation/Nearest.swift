/// A question after the known name that is nearest to a wrong one; empty when none is near.
func nearest(_ name: String, _ known: [String]) -> String {
    let limit = max(1, name.count / 3)
    let found = known.map { (name: $0, distance: distance(Array(name.utf8), Array($0.utf8))) }
        .filter { $0.distance <= limit }.min { $0.distance < $1.distance }
    return found.map { "; did you mean '\($0.name)'?" } ?? ""
}

/// How many letters must be put in, left out or changed (Levenshtein).
private func distance(_ one: [UInt8], _ other: [UInt8]) -> Int {
    var row = Array(0...other.count)
    for (i, letter) in one.enumerated() {
        var diagonal = row[0]
        row[0] = i + 1
        for (j, wanted) in other.enumerated() {
            let change = diagonal + (letter == wanted ? 0 : 1)
            diagonal = row[j + 1]
            row[j + 1] = min(change, row[j] + 1, row[j + 1] + 1)
        }
    }
    return row[other.count]
}
