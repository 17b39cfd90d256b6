/// What files are called as the source of an event.
enum SourceNames {
    /// The last part of the path without what tells its format; the name of the topic it would be loaded into.
    static func stem(of path: String) -> String {
        let name = self.withoutEndings(path.split(separator: "/").last ?? "-")
        return name.isEmpty ? path : name
    }

    /// A name for each path, no two alike: its stem, or as much more of the path as tells it from others of that stem.
    static func of(_ paths: [String]) -> [String] {
        var names = paths.map { self.stem(of: $0) }
        for (stem, places) in Dictionary(grouping: paths.indices, by: { names[$0] }) where places.count > 1 {
            let longer = self.longer(places.map { paths[$0] }) ?? places.indices.map { "\(stem)#\($0 + 1)" }
            for (place, name) in zip(places, longer) { names[place] = name }
        }
        return names
    }

    /// The shortest ends of the paths that differ, first without their endings; `nil` when a path stands there twice.
    private static func longer(_ paths: [String]) -> [String]? {
        let parts = paths.map { $0.split(separator: "/") }
        let depth = parts.map(\.count).max() ?? 0
        for hasEndings in [false, true] {
            for count in 1...max(1, depth) {
                let names = parts.map { parts in
                    let end = parts.suffix(count).joined(separator: "/")
                    return hasEndings ? end : self.withoutEndings(end)
                }
                if Set(names).count == names.count { return names }
            }
        }
        return nil
    }

    private static func withoutEndings(_ path: some StringProtocol) -> String {
        var name = String(path)
        for ending in [".gz", ".zst", ".ndjson", ".jsonl", ".json"] where name.hasSuffix(ending) {
            name.removeLast(ending.count)
        }
        return name
    }
}
