internal import CRocksDB

/// A failed RocksDB operation: what to make of it, and RocksDB's own words.
///
/// The texts name files and sizes; RocksDB redacts keys in them.
struct RocksError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What kind of failure it is, as far as a caller acts on it.
    enum Code: Hashable, Sendable {
        /// The files are not what RocksDB wrote, or not of this layout: they are of no more use.
        case damaged
        /// Another process, or another handle of this one, has the database open.
        case locked
        /// The machine refuses: a full disk, missing rights, too many open files. The files are as good as before.
        case unavailable
    }

    let code: Code
    /// What went wrong, in RocksDB's or in our words.
    let message: String

    init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    /// Reads the text form of a RocksDB status, which is all that its C API tells.
    init(status: String) { self.init(Self.code(of: status), status) }

    var description: String { self.message }

    private static let refusals = [
        "No space left", "Permission denied", "Too many open files", "Input/output error", "Read-only file system",
        "Cannot allocate memory", "quota exceeded", "File too large",
    ]

    private static func code(of status: String) -> Code {
        if status.contains("lock file") || status.contains("lock hold by current process") { return .locked }
        if self.refusals.contains(where: { status.contains($0) }) { return .unavailable }
        if status.hasPrefix("IO error") { return status.contains("No such file") ? .damaged : .unavailable }
        let damage = ["Corruption", "Invalid argument", "Not implemented", "NotFound"]
        return damage.contains { status.hasPrefix($0) } ? .damaged : .unavailable
    }
}

/// Calls a function of RocksDB's C API that reports failure through a text, and frees that text.
func checked<Result>(
    _ call: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> Result
) throws(RocksError) -> Result {
    var text: UnsafeMutablePointer<CChar>?
    let result = unsafe call(&text)
    guard let text = unsafe text else { return result }
    defer { unsafe rocksdb_free(text) }
    throw unsafe RocksError(status: String(cString: text))
}
