/// Byte strings of up to 16 KiB, of which there are many, each in a cell of about its size.
///
/// Cells of one size stand side by side in chunks of up to 8 KiB, or 16 KiB for the largest; one that becomes free is used
/// again by the next string of its size, and a chunk without strings has no memory. A string takes two bytes and on average
/// 5 % more than its length, for sizes grow by an eighth and less. Putting one in and taking it out cost O(length).
struct ByteCells: Sendable {
    /// Where a string is, in 31 bits: its size, and the number of its cell among those of this size.
    struct Place {
        let word: UInt32

        fileprivate var size: Int { Int(self.word >> ByteCells.numberBits) }
        fileprivate var number: Int { Int(self.word & ByteCells.largestNumber) }
    }

    /// Up to 64 cells side by side.
    private struct Chunk {
        /// Empty while no cell is in use.
        var bytes: [UInt8] = []
        /// A bit for each cell that is in use.
        var used: UInt64 = 0
    }

    /// The cells of one size.
    private struct Shelf {
        var chunks: [Chunk] = []
        /// The chunks with free cells; strings go into the last one.
        var open: [UInt32] = []
    }

    private var shelves = [Shelf](repeating: Shelf(), count: Self.sizes)
    /// Bytes of all cells in use.
    private(set) var bytes = 0

    fileprivate static let numberBits = 25
    fileprivate static let largestNumber: UInt32 = 1 << 25 - 1
    /// Eight to an octave, from 72 bytes to 16 KiB.
    private static let sizes = 64
    private static let header = 2

    /// Keeps a copy of a string; `nil` for one that is too long, and when there are 2²⁵ of its size.
    mutating func put(_ string: Span<UInt8>) -> Place? {
        guard let size = Self.size(for: string.count + Self.header), let number = self.takeCell(size) else { return nil }
        let (chunk, start) = Self.locate(size, number)
        self.bytes += Self.bytes(of: size)
        var bytes = self.shelves[size].chunks[chunk].bytes.mutableSpan
        bytes[start] = UInt8(truncatingIfNeeded: string.count)
        bytes[start + 1] = UInt8(truncatingIfNeeded: string.count >> 8)
        // A cell has room for the header and the string.
        unsafe bytes.withUnsafeMutableBytes { bytes in
            let cell = unsafe UnsafeMutableRawBufferPointer(rebasing: bytes[(start + Self.header)...])
            unsafe string.withUnsafeBytes { unsafe cell.copyMemory(from: $0) }
        }
        return Place(word: UInt32(size) << Self.numberBits | UInt32(number))
    }

    /// Lends a string.
    func with<Result>(_ place: Place, _ body: (Span<UInt8>) -> Result) -> Result {
        let (chunk, start) = Self.locate(place.size, place.number)
        let chunkBytes = self.shelves[place.size].chunks[chunk].bytes
        let bytes = chunkBytes.span
        let count = Int(bytes[start]) | Int(bytes[start + 1]) << 8
        return body(bytes.extracting(start + Self.header..<start + Self.header + count))
    }

    /// Asks for the memory in which a string begins.
    func prefetch(_ place: Place) {
        let (chunk, start) = Self.locate(place.size, place.number)
        self.shelves[place.size].chunks[chunk].bytes.prefetch(start)
    }

    /// Gives a cell back; returns how many bytes it has.
    @discardableResult
    mutating func remove(_ place: Place) -> Int {
        let (size, shift) = (place.size, Self.shift(place.size))
        let chunk = place.number >> shift
        let cell: UInt64 = 1 << (place.number & (1 << shift - 1))
        let bytes = Self.bytes(of: size)
        self.bytes -= bytes
        if self.shelves[size].chunks[chunk].used == Self.full(size) { self.shelves[size].open.append(UInt32(chunk)) }
        self.shelves[size].chunks[chunk].used &= ~cell
        if self.shelves[size].chunks[chunk].used == 0 { self.shelves[size].chunks[chunk].bytes = [] }
        return bytes
    }

    /// The number of a cell that was free.
    private mutating func takeCell(_ size: Int) -> Int? {
        let shift = Self.shift(size)
        if self.shelves[size].open.isEmpty {
            let chunk = self.shelves[size].chunks.count
            guard chunk << shift < Self.largestNumber else { return nil }
            self.shelves[size].chunks.append(Chunk())
            self.shelves[size].open.append(UInt32(chunk))
        }
        guard let chunk = self.shelves[size].open.last.map({ Int($0) }) else { return nil }
        let cell = (~self.shelves[size].chunks[chunk].used).trailingZeroBitCount
        if self.shelves[size].chunks[chunk].used == 0 {
            self.shelves[size].chunks[chunk].bytes = [UInt8](repeating: 0, count: Self.bytes(of: size) << shift)
        }
        self.shelves[size].chunks[chunk].used |= 1 << cell
        if self.shelves[size].chunks[chunk].used == Self.full(size) { self.shelves[size].open.removeLast() }
        return chunk << shift | cell
    }

    // MARK: Sizes

    /// The least size whose cells have so many bytes.
    private static func size(for bytes: Int) -> Int? {
        guard bytes > 72 else { return 0 }
        guard bytes <= 16 << 10 else { return nil }
        let octave = Int.bitWidth - 1 - (bytes - 1).leadingZeroBitCount
        return (octave - 6) << 3 + (bytes - 1) >> (octave - 3) & 7
    }

    private static func bytes(of size: Int) -> Int { (size & 7 + 9) << (3 + size >> 3) }

    /// Cells in a chunk, as a power of two.
    private static func shift(_ size: Int) -> Int { max(0, 6 - size >> 3) }

    /// The bits of all cells of a chunk.
    private static func full(_ size: Int) -> UInt64 { .max >> (64 - 1 << Self.shift(size)) }

    /// The chunk of a cell, and where in it the cell begins.
    private static func locate(_ size: Int, _ number: Int) -> (chunk: Int, start: Int) {
        let shift = Self.shift(size)
        return (number >> shift, (number & (1 << shift - 1)) * Self.bytes(of: size))
    }
}
