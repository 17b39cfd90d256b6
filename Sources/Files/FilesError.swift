internal import Glibc

/// Why a file couldn't be read or written, where, and what to do about it.
///
/// No contents are quoted.
public struct FilesError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The kind of fault; new codes may be added.
    public struct Code: Hashable, Sendable, CustomStringConvertible {
        private enum Kind: Hashable, Sendable {
            case notFound, permissionDenied, isDirectory, unreadable, truncated, corrupt, outOfMemory, diskFull,
                unwritable
        }

        private let kind: Kind

        /// There is no file, or no folder to make one in.
        public static let notFound = Code(kind: .notFound)
        /// The user of this process may not open the file or write into the folder.
        public static let permissionDenied = Code(kind: .permissionDenied)
        /// The path names a folder.
        public static let isDirectory = Code(kind: .isDirectory)
        /// The system refused to open or read the file for another reason.
        public static let unreadable = Code(kind: .unreadable)
        /// Compressed data ends before its end mark.
        public static let truncated = Code(kind: .truncated)
        /// Compressed data is damaged, or isn't what the file's name says.
        public static let corrupt = Code(kind: .corrupt)
        /// Memory for buffers is short.
        public static let outOfMemory = Code(kind: .outOfMemory)
        /// The disk or the quota is full.
        public static let diskFull = Code(kind: .diskFull)
        /// The system refused to write for another reason.
        public static let unwritable = Code(kind: .unwritable)

        /// The code's name, stable and fit for a metric label.
        public var description: String { "\(kind)" }
    }

    /// The kind of fault.
    public let code: Code
    /// The path as it was given; `-` for standard input or output.
    public let path: String
    /// Bytes of the file, as it lies on disk, that were read or written before the fault; `nil` when it has no place.
    public let position: Int64?
    /// What went wrong.
    public let message: String
    /// What to do about it.
    public let remedy: String

    init(_ code: Code, path: String, position: Int64? = nil, _ message: String, remedy: String) {
        self.code = code
        self.path = path
        self.position = position
        self.message = message
        self.remedy = remedy
    }

    /// Path, place, message and remedy in one line.
    public var description: String {
        let place = position.map { " at byte \($0)" } ?? ""
        return "\(path)\(place): \(message); \(remedy)"
    }

    /// The error for a system call that failed with `number`.
    static func system(_ number: Int32, path: String, position: Int64? = nil, isWriting: Bool) -> FilesError {
        let reason = unsafe strerror(number).map { unsafe String(cString: $0) } ?? "error \(number)"
        let (code, remedy): (Code, String) =
            switch number {
            case ENOENT, ENOTDIR: (.notFound, "check the path")
            case EACCES, EPERM, EROFS: (.permissionDenied, "check the owner and mode of the file and its folder")
            case EISDIR: (.isDirectory, "name a file in it")
            case ENOSPC, EDQUOT, EFBIG: (.diskFull, "free some space or choose another place, then run again")
            case ENOMEM: (.outOfMemory, "give the process more memory")
            default:
                isWriting
                    ? (.unwritable, "check the disk and the folder, then run again")
                    : (.unreadable, "check the disk and the file, then run again")
            }
        return FilesError(code, path: path, position: position, reason, remedy: remedy)
    }
}
