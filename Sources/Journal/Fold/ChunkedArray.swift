/// An array that grows without moving what it holds: large elements are neither copied nor, while it grows, held twice.
///
/// Reading an element costs one dependent load more than in an `Array`.
struct ChunkedArray<Element: Sendable>: Sendable {
    private(set) var count = 0
    private var chunks: [[Element]] = []

    /// Elements in a chunk, a power of two.
    private static var size: Int { 1 << Self.shift }
    private static var shift: Int { 8 }

    subscript(_ index: Int) -> Element {
        _read { yield self.chunks[index >> Self.shift][index & (Self.size - 1)] }
        _modify { yield &self.chunks[index >> Self.shift][index & (Self.size - 1)] }
    }

    /// Asks for the memory of an element.
    func prefetch(_ index: Int) { self.chunks[index >> Self.shift].prefetch(index & (Self.size - 1)) }

    /// Takes the last element out; a chunk that becomes empty gives its memory back once the one before it does, too.
    mutating func removeLast() -> Element {
        self.count -= 1
        let chunk = self.count >> Self.shift
        if chunk + 2 < self.chunks.count { self.chunks.removeLast() }
        return self.chunks[chunk].removeLast()
    }

    mutating func append(_ element: Element) {
        if self.count == self.chunks.count << Self.shift {
            var chunk: [Element] = []
            chunk.reserveCapacity(Self.size)
            self.chunks.append(chunk)
        }
        self.chunks[self.count >> Self.shift].append(element)
        self.count += 1
    }
}
