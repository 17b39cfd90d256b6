internal import FoundationEssentials
internal import Glibc

/// The folder of one partition's database, and what may be done to it while no database is open there.
struct StoreFolder: Sendable {
    /// How many folders set aside are kept per partition.
    static let keptAside = 2

    let directory: String
    let partition: Int32

    /// The folder's path.
    var path: String { self.directory + "/" + self.name }

    private var name: String { "\(self.partition)" }
    private var asidePrefix: String { "\(self.partition).set-aside-" }

    /// What is the matter with the files, as far as RocksDB would not notice it; `nil` when nothing is.
    ///
    /// Without the file that names the current state, RocksDB begins empty and replays what log there is: that is a
    /// suffix of the writes without the earlier ones.
    var damage: String? {
        if self.isFile { return "it is a file" }
        let files = self.names(in: self.path)
        guard !files.contains("CURRENT"), files.contains(where: { $0.hasSuffix(".sst") || $0.hasSuffix(".log") }) else {
            return nil
        }
        return "the file CURRENT is missing"
    }

    /// Renames the folder and removes the oldest of those set aside before.
    ///
    /// - Returns: The new path; `nil` when there was no folder.
    func setAside() throws(RocksError) -> String? {
        var numbers = self.asideNumbers()
        let number = (numbers.last ?? 0) + 1
        let target = "\(self.directory)/\(self.asidePrefix)\(number)"
        guard unsafe rename(self.path, target) == 0 else {
            if errno == ENOENT { return nil }
            throw RocksError(.unavailable, "\(self.path) can't be renamed: \(Self.reason())")
        }
        numbers.append(number)
        for old in numbers.dropLast(Self.keptAside) {
            try? FileManager.default.removeItem(atPath: "\(self.directory)/\(self.asidePrefix)\(old)")
        }
        return target
    }

    /// Why the disk does not take what opening the database and then writing `bytes` need at once; `nil` when it does.
    func lackOfRoom(for bytes: Int = 0) -> String? {
        // Opening writes what the log holds into a file, and begins a new log.
        var needed = bytes + (256 << 10)
        for name in self.names(in: self.path) where name.hasSuffix(".log") {
            var status = stat()
            if unsafe stat("\(self.path)/\(name)", &status) == 0 { needed += Int(status.st_size) }
        }
        let probe = "\(self.directory)/\(self.partition).probe"
        let file = unsafe open(probe, O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
        guard file >= 0 else { return "there is no room in \(self.directory): \(Self.reason())" }
        unsafe unlink(probe)
        defer { close(file) }
        let code = posix_fallocate(file, 0, needed)
        guard [ENOSPC, EDQUOT, EFBIG, EIO].contains(code) else { return nil }
        return "there is no room in \(self.directory): \(Self.reason(code))"
    }

    private var isFile: Bool {
        var status = stat()
        return unsafe stat(self.path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
    }

    private func asideNumbers() -> [Int] {
        self.names(in: self.directory)
            .compactMap { $0.hasPrefix(self.asidePrefix) ? Int($0.dropFirst(self.asidePrefix.count)) : nil }
            .sorted()
    }

    private func names(in path: String) -> [String] {
        (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    }

    /// Makes a directory and those above it, and answers with its path without links.
    static func make(_ directory: String) throws(RocksError) -> String {
        do {
            try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        } catch {
            throw RocksError(.unavailable, "the directory \(directory) can't be made: \(Self.reason())")
        }
        guard let path = unsafe realpath(directory, nil) else {
            throw RocksError(.unavailable, "the directory \(directory) can't be reached: \(Self.reason())")
        }
        defer { unsafe free(path) }
        return unsafe String(cString: path)
    }

    private static func reason(_ code: Int32 = errno) -> String {
        guard let text = unsafe strerror(code) else { return "error \(code)" }
        return unsafe String(cString: text)
    }
}
