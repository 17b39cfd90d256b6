internal import CZlib
internal import CZstd
internal import Glibc

/// The decompressed bytes of one file, in order.
@safe
struct ByteSource: ~Copyable {
    private enum Format { case unknown, plain, gzip, zstd }

    let path: String
    /// Size on disk, where the file has one.
    let totalBytes: Int64?
    /// Bytes taken from the file.
    private(set) var bytesRead: Int64 = 0

    private let descriptor: Int32
    private var format = Format.unknown
    /// Bytes as they lie in the file, not yet decompressed: `raw[rawStart..<rawEnd]`.
    private let raw: UnsafeMutablePointer<UInt8>
    private var rawStart = 0
    private var rawEnd = 0
    /// Whether the decompressor stands between members or frames, where the file may end.
    private var isBetween = false
    private var inflater: UnsafeMutablePointer<z_stream>?
    private var zstd: OpaquePointer?

    private static let rawCapacity = 256 << 10

    init(path: String) throws(FilesError) {
        let file = try Self.open(path)
        self.path = path
        descriptor = file.descriptor
        totalBytes = file.size
        unsafe raw = UnsafeMutablePointer<UInt8>.allocate(capacity: Self.rawCapacity)
        unsafe inflater = nil
        unsafe zstd = nil
    }

    private static func open(_ path: String) throws(FilesError) -> (descriptor: Int32, size: Int64?) {
        let opened = unsafe path == "-" ? STDIN_FILENO : Glibc.open(path, O_RDONLY | O_CLOEXEC)
        guard opened >= 0 else { throw FilesError.system(errno, path: path, isWriting: false) }
        var information = stat()
        guard unsafe fstat(opened, &information) == 0 else { return (opened, nil) }
        let kind = information.st_mode & S_IFMT
        if kind == S_IFDIR {
            if opened != STDIN_FILENO { close(opened) }
            throw FilesError.system(EISDIR, path: path, isWriting: false)
        }
        return (opened, kind == S_IFREG ? Int64(information.st_size) : nil)
    }

    deinit {
        if let inflater = unsafe inflater {
            unsafe inflateEnd(inflater)
            unsafe inflater.deallocate()
        }
        if let zstd = unsafe zstd { _ = unsafe ZSTD_freeDStream(zstd) }
        unsafe raw.deallocate()
        if descriptor != STDIN_FILENO { close(descriptor) }
    }

    /// Reads at least one byte into the `count` bytes at `target`; 0 at the end.
    mutating func read(into target: UnsafeMutablePointer<UInt8>, count: Int) throws(FilesError) -> Int {
        if format == .unknown { format = try detectedFormat() }
        switch format {
        case .unknown, .plain:
            if rawStart < rawEnd {
                let taken = min(count, rawEnd - rawStart)
                unsafe target.update(from: raw + rawStart, count: taken)
                rawStart += taken
                return taken
            }
            return unsafe try readFile(into: target, count: count)
        case .gzip: return unsafe try inflate(into: target, count: count)
        case .zstd: return unsafe try decodeZstd(into: target, count: count)
        }
    }

    // MARK: File

    private mutating func readFile(into target: UnsafeMutablePointer<UInt8>, count: Int) throws(FilesError) -> Int {
        while true {
            let taken = unsafe Glibc.read(descriptor, target, count)
            if taken >= 0 {
                bytesRead += Int64(taken)
                return taken
            }
            if errno != EINTR { throw FilesError.system(errno, path: path, position: bytesRead, isWriting: false) }
        }
    }

    /// Reads more compressed bytes; false at the end of the file.
    private mutating func refill() throws(FilesError) -> Bool {
        rawStart = 0
        rawEnd = 0
        rawEnd = unsafe try readFile(into: raw, count: Self.rawCapacity)
        return rawEnd > 0
    }

    private mutating func detectedFormat() throws(FilesError) -> Format {
        // A pipe may hand over the magic bytes one by one.
        while rawEnd < 4 {
            let taken = unsafe try readFile(into: raw + rawEnd, count: Self.rawCapacity - rawEnd)
            if taken == 0 { break }
            rawEnd += taken
        }
        func begins(_ magic: [UInt8]) -> Bool {
            rawEnd >= magic.count && magic.indices.allSatisfy { unsafe raw[$0] == magic[$0] }
        }
        // A zstd file may begin with a skippable frame, whose magic has 16 forms.
        let skippable =
            unsafe rawEnd >= 4 && raw[0] & 0xF0 == 0x50 && raw[1] == 0x2A && raw[2] == 0x4D && raw[3] == 0x18
        if begins([0x1F, 0x8B]) || path.hasSuffix(".gz") {
            try startGzip()
            return .gzip
        }
        if begins([0x28, 0xB5, 0x2F, 0xFD]) || skippable || path.hasSuffix(".zst") {
            unsafe zstd = ZSTD_createDStream()
            guard unsafe zstd != nil else { throw outOfMemory() }
            return .zstd
        }
        return .plain
    }

    // MARK: Gzip

    private mutating func startGzip() throws(FilesError) {
        let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
        unsafe stream.initialize(to: z_stream())
        guard unsafe czlib_gzip_init(stream) == Z_OK else {
            unsafe stream.deallocate()
            throw outOfMemory()
        }
        unsafe inflater = stream
    }

    private mutating func inflate(into target: UnsafeMutablePointer<UInt8>, count: Int) throws(FilesError) -> Int {
        guard let stream = unsafe inflater else { return 0 }
        while true {
            if rawStart == rawEnd, try !refill() {
                // An empty file isn't a gzip file, so that between members is reached only behind one.
                guard isBetween else { throw truncated("gzip") }
                return 0
            }
            if isBetween {
                unsafe inflateReset(stream)
                isBetween = false
            }
            unsafe stream.pointee.next_in = raw + rawStart
            unsafe stream.pointee.avail_in = UInt32(rawEnd - rawStart)
            unsafe stream.pointee.next_out = target
            unsafe stream.pointee.avail_out = UInt32(clamping: count)
            let outcome = unsafe CZlib.inflate(stream, Z_NO_FLUSH)
            rawStart = unsafe rawEnd - Int(stream.pointee.avail_in)
            let written = unsafe Int(UInt32(clamping: count) - stream.pointee.avail_out)
            switch outcome {
            case Z_STREAM_END: isBetween = true
            case Z_OK, Z_BUF_ERROR: break
            case Z_MEM_ERROR: throw outOfMemory()
            default: throw corrupt("gzip")
            }
            if written > 0 { return written }
        }
    }

    // MARK: Zstandard

    private mutating func decodeZstd(into target: UnsafeMutablePointer<UInt8>, count: Int) throws(FilesError) -> Int {
        guard let stream = unsafe zstd else { return 0 }
        while true {
            // Output that the decoder still holds comes before more input.
            if rawStart == rawEnd, try !refill() {
                let rest = unsafe try stepZstd(stream, target, count)
                if rest > 0 { return rest }
                guard isBetween else { throw truncated("zstd") }
                return 0
            }
            let written = unsafe try stepZstd(stream, target, count)
            if written > 0 { return written }
        }
    }

    private mutating func stepZstd(
        _ stream: OpaquePointer,
        _ target: UnsafeMutablePointer<UInt8>,
        _ count: Int
    ) throws(FilesError) -> Int {
        // Without input a finished decoder would begin a new frame and forget that it may end here.
        if rawStart == rawEnd, isBetween { return 0 }
        var input = unsafe ZSTD_inBuffer(src: raw, size: rawEnd, pos: rawStart)
        var output = unsafe ZSTD_outBuffer(dst: target, size: count, pos: 0)
        let outcome = unsafe ZSTD_decompressStream(stream, &output, &input)
        rawStart = unsafe input.pos
        if ZSTD_isError(outcome) != 0 {
            if ZSTD_getErrorCode(outcome) == ZSTD_error_memory_allocation { throw outOfMemory() }
            throw corrupt("zstd")
        }
        isBetween = outcome == 0
        return unsafe output.pos
    }

    // MARK: Errors

    /// The place in the file up to which bytes were decompressed.
    private var position: Int64 { bytesRead - Int64(rawEnd - rawStart) }

    private func truncated(_ format: String) -> FilesError {
        FilesError(
            .truncated,
            path: path,
            position: position,
            "the \(format) data ends before its end mark",
            remedy: "fetch the file again; lines before this place were read"
        )
    }

    private func corrupt(_ format: String) -> FilesError {
        FilesError(
            .corrupt,
            path: path,
            position: position,
            "the \(format) data is damaged, or isn't \(format) at all",
            remedy: "check the file with \(format) -t, or fetch it again"
        )
    }

    private func outOfMemory() -> FilesError {
        FilesError(.outOfMemory, path: path, "memory is short", remedy: "give the process more memory")
    }
}
