import Foundation

/// Files that people name on the command line.
enum TextFile {
    /// The bytes of a file; `what` names its role in messages.
    // Inlined into the asynchronous commands, it crashes the optimizer of Swift 6.3.
    @inline(never)
    static func bytes(of path: String, _ what: String) throws -> [UInt8] {
        if let data = FileManager.default.contents(atPath: path) { return [UInt8](data) }
        var isFolder: ObjCBool = false
        guard unsafe FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            throw Failure(.input, "\(path): there is no such \(what) file")
        }
        throw Failure(
            .input,
            isFolder.boolValue
                ? "\(path): this is a folder; name the \(what) file in it"
                : "\(path): the \(what) file can't be read; check its permissions"
        )
    }

    /// The text of a file, which must be UTF-8.
    static func text(of path: String, _ what: String) throws -> String {
        guard let text = String(validating: try self.bytes(of: path, what), as: UTF8.self) else {
            throw Failure(.input, "\(path): the \(what) file is no UTF-8 text; write it as UTF-8")
        }
        return text
    }
}
