/// A part of the state that can be written and read by itself.
protocol StatePart: InitiallyEmpty {
    /// Bytes it takes outside its own inline storage, about.
    var heapBytes: Int { get }
    /// Writes it; it must not be initial.
    func write(to writer: inout StateWriter)
    /// Reads into an initial one what `write` wrote.
    mutating func read(from reader: inout StateReader) throws(MalformedState)
}

extension Rare where Part: StatePart {
    /// Bytes it takes outside its one word, about.
    var heapBytes: Int { self.isAbsent ? 0 : 32 + MemoryLayout<Part>.stride + self.value.heapBytes }

    /// Writes the part if it is there; whether it is must be told before.
    func write(to writer: inout StateWriter) { if !self.isAbsent { self.value.write(to: &writer) } }

    /// Reads a part that would not be there if it were initial.
    mutating func read(from reader: inout StateReader) throws(MalformedState) {
        var part = Part()
        try part.read(from: &reader)
        guard !part.isInitial else { throw MalformedState() }
        self = Rare(part)
    }
}
