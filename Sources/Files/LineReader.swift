internal import Glibc

/// Reads the lines of a text file, for instance NDJSON, and lends their bytes without copying.
///
/// Plain, gzip and zstd files are told apart by their first bytes or their names (`.gz`, `.zst`); files that were
/// joined from several compressed ones are read to the end. A line ends with a line feed, or a carriage return and a
/// line feed, or the end of the file. Memory stays within the longest allowed line plus 1 MiB. A reader is used by one
/// thread at a time.
@safe
public struct LineReader: ~Copyable {
    /// What ``advance()`` came to.
    public enum Step: Hashable, Sendable {
        /// A line that isn't blank; ``LineReader/line`` lends it.
        case line
        /// A line longer than allowed, which was skipped; ``LineReader/lineNumber`` tells which.
        case tooLong
        /// The end of the file.
        case end
    }

    /// The longest line that is lent, in bytes without its end.
    public let maximumLineLength: Int
    /// The number of the current line, from 1; blank lines count.
    public private(set) var lineNumber = 0
    /// Where the current line begins in the decompressed text.
    public private(set) var lineOffset: Int64 = 0
    /// Lines seen so far that held nothing but spaces, tabs and a carriage return; they are passed over.
    public private(set) var blankLines = 0

    private var source: ByteSource
    private var buffer: UnsafeMutablePointer<UInt8>
    private var capacity: Int
    /// Text that isn't consumed yet is `buffer[start..<end]`; up to `scanned` it holds no line feed.
    private var start = 0
    private var scanned = 0
    private var end = 0
    /// Where `buffer[0]` stands in the decompressed text.
    private var bufferOffset: Int64 = 0
    private var isAtEnd = false
    private var current = 0..<0

    private static let chunk = 256 << 10

    /// Opens a file, or standard input for `-`.
    ///
    /// - Parameters:
    ///   - path: A path, or `-`.
    ///   - maximumLineLength: Bytes of the longest line that is lent. Defaults to 4 MiB; from 1 byte to 1 GiB.
    /// - Throws: ``FilesError`` when the file can't be opened. Nothing is read yet.
    public init(path: String, maximumLineLength: Int = 4 << 20) throws(FilesError) {
        source = try ByteSource(path: path)
        self.maximumLineLength = max(1, min(maximumLineLength, 1 << 30))
        capacity = Self.chunk * 2
        unsafe buffer = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
    }

    deinit {
        unsafe buffer.deallocate()
    }

    /// The path as it was given.
    public var path: String { source.path }

    /// Bytes taken from the file so far, as they lie on disk and including what is buffered: for progress.
    public var bytesRead: Int64 { source.bytesRead }

    /// Size of the file on disk, or `nil` for a pipe or terminal.
    public var totalBytes: Int64? { source.totalBytes }

    /// Whether ``advance()`` need not wait for a writer: a line, be it a blank one, is buffered to its end.
    ///
    /// O(its length).
    public var hasBufferedLine: Bool {
        guard scanned < end else { return false }
        return unsafe memchr(buffer + scanned, Int32(UInt8(ascii: "\n")), end - scanned) != nil
    }

    /// The bytes of the current line without its end; empty unless the last step was ``Step/line``.
    ///
    /// They are valid until the next ``advance()``, which the compiler enforces.
    public var line: Span<UInt8> {
        @_lifetime(borrow self)
        borrowing get {
            let span = unsafe Span(_unsafeStart: UnsafePointer(buffer + current.lowerBound), count: current.count)
            return unsafe _overrideLifetime(span, borrowing: self)
        }
    }

    /// Moves on to the next line that isn't blank.
    ///
    /// - Throws: ``FilesError`` when the file can't be read or its compressed data is damaged or cut off. Lines before
    ///   that place have been lent by then. The part of a line that the fault cuts off is not lent.
    public mutating func advance() throws(FilesError) -> Step {
        current = 0..<0
        while true {
            if let feed = nextLineFeed() {
                let range = begin(feed)
                start = feed + 1
                scanned = start
                if let step = step(range) { return step }
            } else if end - start > maximumLineLength + 1 {
                lineNumber += 1
                lineOffset = bufferOffset + Int64(start)
                try skipLine()
                return .tooLong
            } else if try !fill() {
                guard start < end else { return .end }
                let range = begin(end)
                start = end
                scanned = end
                if let step = step(range) { return step }
            }
        }
    }

    /// Notes where the line that ends before `feed` begins, and answers its bytes without a carriage return.
    private mutating func begin(_ feed: Int) -> Range<Int> {
        lineNumber += 1
        lineOffset = bufferOffset + Int64(start)
        let hasReturn = unsafe feed > start && buffer[feed - 1] == UInt8(ascii: "\r")
        return start..<(hasReturn ? feed - 1 : feed)
    }

    /// What a complete line comes to; `nil` when it is blank.
    private mutating func step(_ range: Range<Int>) -> Step? {
        if range.count > maximumLineLength { return .tooLong }
        var i = range.lowerBound
        while i < range.upperBound, unsafe buffer[i] == UInt8(ascii: " ") || buffer[i] == UInt8(ascii: "\t") { i += 1 }
        if i == range.upperBound {
            blankLines += 1
            return nil
        }
        current = range
        return .line
    }

    private mutating func nextLineFeed() -> Int? {
        guard scanned < end else { return nil }
        guard let found = unsafe memchr(buffer + scanned, Int32(UInt8(ascii: "\n")), end - scanned) else {
            scanned = end
            return nil
        }
        return unsafe UnsafeRawPointer(found) - UnsafeRawPointer(buffer)
    }

    /// Throws text away up to and including the next line feed.
    private mutating func skipLine() throws(FilesError) {
        while true {
            if let feed = nextLineFeed() {
                start = feed + 1
                scanned = start
                return
            }
            start = end
            if try !fill() { return }
        }
    }

    /// Passes over a UTF-8 byte order mark at the very beginning, which some editors and exports put there.
    private mutating func skipByteOrderMark() {
        guard bufferOffset == 0, lineNumber == 0, start == 0, end >= 3 else { return }
        guard unsafe buffer[0] == 0xEF && buffer[1] == 0xBB && buffer[2] == 0xBF else { return }
        start = 3
        scanned = max(scanned, 3)
    }

    /// Reads more text behind what isn't consumed yet; false at the end of the file.
    private mutating func fill() throws(FilesError) -> Bool {
        if isAtEnd { return false }
        if start > 0, start == end || capacity - end < Self.chunk {
            unsafe buffer.update(from: buffer + start, count: end - start)
            bufferOffset += Int64(start)
            end -= start
            scanned -= start
            start = 0
        }
        if capacity - end < Self.chunk {
            let wanted = min(capacity * 2, maximumLineLength + 2 + Self.chunk * 2)
            let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: max(wanted, end + Self.chunk))
            unsafe larger.update(from: buffer, count: end)
            unsafe buffer.deallocate()
            unsafe buffer = larger
            capacity = max(wanted, end + Self.chunk)
        }
        let taken = unsafe try source.read(into: buffer + end, count: capacity - end)
        end += taken
        skipByteOrderMark()
        isAtEnd = taken == 0
        return taken > 0
    }
}
