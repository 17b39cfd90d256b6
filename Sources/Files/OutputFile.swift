internal import Glibc

/// Writes a file that gets its name only when it is complete.
///
/// Bytes go to a hidden temporary file in the same folder. ``close()`` brings them to disk and renames it, replacing a
/// file of that name in one step; after a crash or an error at any moment the name holds either the old file or the
/// whole new one. A value that goes out of scope without ``close()`` removes its temporary file. Standard output (`-`),
/// devices and pipes are written directly.
@safe
public struct OutputFile: ~Copyable {
    /// The path as it was given; `-` is standard output.
    public let path: String
    /// Bytes handed over so far.
    public private(set) var bytesWritten: Int64 = 0

    /// The name until the end, or `nil` when the target is written directly.
    private let temporaryPath: String?
    private var descriptor: Int32
    private let buffer: UnsafeMutablePointer<UInt8>
    private var count = 0

    private static let capacity = 256 << 10

    /// Creates the temporary file, or opens the device, pipe or standard output.
    ///
    /// - Throws: ``FilesError`` when the folder is missing or may not be written.
    public init(path: String) throws(FilesError) {
        let target = try Self.create(path)
        self.path = path
        temporaryPath = target.temporaryPath
        descriptor = target.descriptor
        unsafe buffer = UnsafeMutablePointer<UInt8>.allocate(capacity: Self.capacity)
    }

    private static func create(_ path: String) throws(FilesError) -> (descriptor: Int32, temporaryPath: String?) {
        if path == "-" { return (STDOUT_FILENO, nil) }
        var information = stat()
        let exists = unsafe stat(path, &information) == 0
        let kind = information.st_mode & S_IFMT
        if exists, kind == S_IFDIR { throw FilesError.system(EISDIR, path: path, isWriting: true) }
        if exists, kind != S_IFREG {
            let opened = unsafe open(path, O_WRONLY | O_CLOEXEC)
            guard opened >= 0 else { throw FilesError.system(errno, path: path, isWriting: true) }
            return (opened, nil)
        }
        let slash = path.lastIndex(of: "/").map { path.index(after: $0) } ?? path.startIndex
        let stem = "\(path[..<slash]).\(path[slash...]).\(getpid())"
        for attempt in 0..<1_000 {
            let name = "\(stem).\(attempt).tmp"
            let opened = unsafe open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
            if opened >= 0 { return (opened, name) }
            if errno != EEXIST { break }
        }
        throw FilesError.system(errno, path: path, isWriting: true)
    }

    deinit {
        if descriptor >= 0 { abandon() }
        unsafe buffer.deallocate()
    }

    /// Appends bytes.
    ///
    /// - Throws: ``FilesError``, with ``FilesError/Code/diskFull`` when there is no space; the file can't be completed
    ///   then.
    public mutating func append(_ bytes: Span<UInt8>) throws(FilesError) {
        var taken = 0
        while taken < bytes.count {
            let part = min(bytes.count - taken, Self.capacity - count)
            unsafe bytes.withUnsafeBufferPointer { source in
                if let start = source.baseAddress { unsafe (buffer + count).update(from: start + taken, count: part) }
            }
            count += part
            taken += part
            if count == Self.capacity { try flush() }
        }
        bytesWritten += Int64(bytes.count)
    }

    /// Appends the UTF-8 of a text.
    public mutating func append(_ text: String) throws(FilesError) {
        let bytes = Array(text.utf8)
        try append(bytes.span)
    }

    /// Appends one byte, for instance a line feed.
    public mutating func append(_ byte: UInt8) throws(FilesError) {
        unsafe buffer[count] = byte
        count += 1
        bytesWritten += 1
        if count == Self.capacity { try flush() }
    }

    /// Hands buffered bytes to the system.
    ///
    /// Needed only for standard output, devices and pipes; it makes nothing durable.
    public mutating func flush() throws(FilesError) {
        var done = 0
        while done < count {
            let written = unsafe write(descriptor, buffer + done, count - done)
            if written >= 0 {
                done += written
            } else if errno != EINTR {
                let number = errno
                let position = bytesWritten - Int64(count - done)
                count = 0
                throw FilesError.system(number, path: path, position: max(0, position), isWriting: true)
            }
        }
        count = 0
    }

    /// Completes the file: when this returns, it is on disk under its name.
    ///
    /// - Throws: ``FilesError``; the temporary file is removed then, and a file that had the name before is untouched.
    public consuming func close() throws(FilesError) {
        do throws(FilesError) {
            try flush()
            try publish()
        } catch {
            // `publish` has cleaned up where it closed the file already.
            if descriptor >= 0 { abandon() }
            descriptor = -1
            throw error
        }
    }

    private mutating func publish() throws(FilesError) {
        guard let temporaryPath else {
            let handle = descriptor
            descriptor = -1
            if handle != STDOUT_FILENO, Glibc.close(handle) != 0 { throw failure() }
            return
        }
        guard fsync(descriptor) == 0 else { throw failure() }
        let handle = descriptor
        descriptor = -1
        guard Glibc.close(handle) == 0, unsafe rename(temporaryPath, path) == 0 else {
            let error = failure()
            unsafe unlink(temporaryPath)
            throw error
        }
        // The new name is an entry of the folder, which has to reach the disk as well.
        let slash = path.lastIndex(of: "/")
        let folder = slash.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
        let directory = unsafe open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        if directory >= 0 {
            fsync(directory)
            Glibc.close(directory)
        }
    }

    private func failure() -> FilesError {
        FilesError.system(errno, path: path, position: bytesWritten, isWriting: true)
    }

    private func abandon() {
        if descriptor >= 0, descriptor != STDOUT_FILENO { Glibc.close(descriptor) }
        if let temporaryPath { unsafe unlink(temporaryPath) }
    }
}
