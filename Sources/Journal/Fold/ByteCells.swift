import Retention

/// Byte strings, of which there are many, each in a cell of about its size.
///
/// Cells of one size stand side by side in chunks of up to 8 KiB; one that becomes free is used again by the next string of
/// its size, and a chunk without strings gives its memory back. A string takes two bytes and on average 5 % more than its
/// length, for sizes grow by an eighth and less; one that needs more than 8 KiB has a chunk of its own. Putting one in and
/// taking it out cost O(length), and O(8 KiB) where a chunk is made.
package struct ByteCells: Sendable {
    /// Where a string is, in 31 bits: its size, and the number of its cell among those of this size.
    ///
    /// No place has all bits set.
    package struct Place {
        let word: UInt32

        fileprivate init(_ size: Int, _ number: Int) { self.word = UInt32(size) << Self.numberBits | UInt32(number) }
        init(word: UInt32) { self.word = word }

        fileprivate var size: Int { Int(self.word >> Self.numberBits) }
        fileprivate var number: Int { Int(self.word & Self.largestNumber) }

        fileprivate static let numberBits: UInt32 = 25
        fileprivate static let largestNumber: UInt32 = 1 << 25 - 1
    }

    /// By size; the last one holds strings that have chunks of their own.
    private var shelves = (0...Self.own).map { Shelf(size: $0) }

    /// Sizes that share chunks: eight to an octave, from 72 bytes to 8 KiB.
    private static let own = 56
    private static let header = 2

    /// Bytes of the cells that are in use.
    package private(set) var bytes = 0

    package init() {}

    /// Bytes of memory taken, with the cells that are free.
    package var reserved: Int { self.shelves.reduce(0) { $0 + $1.reserved } }

    /// Keeps a copy of a string; `nil` when there are 2²⁵ of its size.
    package mutating func put(_ string: Span<UInt8>) -> Place? {
        let size = Self.size(for: string.count + Self.header)
        let number = size == Self.own ? self.shelves[size].put(string) : self.shelves[size].putFramed(string)
        guard let number else { return nil }
        self.bytes += self.shelves[size].bytes(of: number)
        return Place(size, number)
    }

    /// Lends a string.
    package func with<Result>(_ place: Place, _ body: (Span<UInt8>) -> Result) -> Result {
        let (chunk, start) = self.shelves[place.size].locate(place.number)
        let chunkBytes = self.shelves[place.size].chunks[chunk].bytes
        let bytes = chunkBytes.span
        guard place.size < Self.own else { return body(bytes) }
        let count = Int(bytes[start]) | Int(bytes[start + 1]) << 8
        return body(bytes.extracting(start + Self.header..<start + Self.header + count))
    }

    /// Asks for the memory in which a string begins.
    func prefetch(_ place: Place) {
        let (chunk, start) = self.shelves[place.size].locate(place.number)
        self.shelves[place.size].chunks[chunk].bytes.prefetch(start)
    }

    /// Gives a cell back.
    package mutating func remove(_ place: Place) {
        self.bytes -= self.shelves[place.size].bytes(of: place.number)
        self.shelves[place.size].remove(place.number)
    }

    /// The least size whose cells have so many bytes.
    private static func size(for bytes: Int) -> Int {
        guard bytes > 72 else { return 0 }
        guard bytes <= 8 << 10 else { return Self.own }
        let octave = Int.bitWidth - 1 - (bytes - 1).leadingZeroBitCount
        return (octave - 6) << 3 + (bytes - 1) >> (octave - 3) & 7
    }

    /// Up to 64 cells side by side.
    private struct Chunk {
        /// Empty where no memory is taken.
        var bytes: [UInt8] = []
        /// A bit for each cell that is in use.
        var used: UInt64 = 0
    }

    /// The cells of one size.
    private struct Shelf {
        private(set) var chunks: [Chunk] = []
        /// Bytes of the chunks that have memory.
        private(set) var reserved = 0
        /// The chunks with free cells; strings go into the last one that has memory.
        private var open: [UInt32] = []
        /// Those without memory that were met among the open ones.
        private var empty: [UInt32] = []
        private let cell: Int
        /// Cells in a chunk, as a power of two.
        private let shift: Int

        init(size: Int) {
            self.cell = (size & 7 + 9) << (3 + size >> 3)
            self.shift = max(0, 6 - size >> 3)
        }

        /// The chunk of a cell, and where in it the cell begins.
        func locate(_ number: Int) -> (chunk: Int, start: Int) {
            (number >> self.shift, (number & (1 << self.shift - 1)) * self.cell)
        }

        /// Puts a string into a cell, with its length before it.
        mutating func putFramed(_ string: Span<UInt8>) -> Int? {
            guard let number = self.take() else { return nil }
            let (chunk, start) = self.locate(number)
            if self.chunks[chunk].bytes.isEmpty {
                self.fill(chunk, [UInt8](repeating: 0, count: self.cell << self.shift))
            }
            var bytes = self.chunks[chunk].bytes.mutableSpan
            bytes[start] = UInt8(truncatingIfNeeded: string.count)
            bytes[start + 1] = UInt8(truncatingIfNeeded: string.count >> 8)
            // A cell has room for both.
            unsafe bytes.withUnsafeMutableBytes { bytes in
                let cell = unsafe UnsafeMutableRawBufferPointer(rebasing: bytes[(start + ByteCells.header)...])
                unsafe string.withUnsafeBytes { unsafe cell.copyMemory(from: $0) }
            }
            return number
        }

        /// Puts a string into a chunk of its own.
        mutating func put(_ string: Span<UInt8>) -> Int? {
            guard let number = self.take() else { return nil }
            self.fill(number, [UInt8](copying: string))
            return number
        }

        /// Bytes of a cell that is in use.
        func bytes(of number: Int) -> Int { self.shift == 0 ? self.chunks[number].bytes.count : self.cell }

        mutating func remove(_ number: Int) {
            let chunk = number >> self.shift
            if self.chunks[chunk].used == self.full { self.open.append(UInt32(chunk)) }
            self.chunks[chunk].used &= ~(1 << (number & (1 << self.shift - 1)))
            guard self.chunks[chunk].used == 0 else { return }
            self.reserved -= self.chunks[chunk].bytes.count
            self.chunks[chunk].bytes = []
        }

        private var full: UInt64 { .max >> (64 - 1 << self.shift) }

        /// The number of a cell that was free, and is not any more.
        private mutating func take() -> Int? {
            while let last = self.open.last, self.chunks[Int(last)].bytes.isEmpty {
                self.empty.append(last)
                self.open.removeLast()
            }
            if self.open.isEmpty {
                guard let chunk = self.empty.popLast() ?? self.makeChunk() else { return nil }
                self.open.append(chunk)
            }
            let chunk = Int(self.open[self.open.count - 1])
            let cell = (~self.chunks[chunk].used).trailingZeroBitCount
            self.chunks[chunk].used |= 1 << cell
            if self.chunks[chunk].used == self.full { self.open.removeLast() }
            return chunk << self.shift | cell
        }

        private mutating func makeChunk() -> UInt32? {
            guard self.chunks.count << self.shift < Place.largestNumber else { return nil }
            self.chunks.append(Chunk())
            return UInt32(self.chunks.count - 1)
        }

        private mutating func fill(_ chunk: Int, _ bytes: [UInt8]) {
            self.reserved += bytes.count
            self.chunks[chunk].bytes = bytes
        }
    }
}
