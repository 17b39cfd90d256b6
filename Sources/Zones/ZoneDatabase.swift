internal import Glibc
internal import Synchronization

/// A folder of the files that the tz database is compiled to.
///
/// Names may be anything. Only those of which each part has but letters, digits, `+`, `-` and `_` are looked for, up to
/// 64 bytes, so that nothing outside the folder is named; what is found is used only if it is a regular file of at most
/// 1 MiB, well formed, of version 2 or later, and without leap seconds. Zones that were found are kept, so that each is
/// read once; of names that were not, the last few hundred.
public final class ZoneDatabase: Sendable {
    /// The database of this machine: the folder in `TZDIR`, or else `/usr/share/zoneinfo`.
    public static let system: ZoneDatabase = {
        let folder = unsafe getenv("TZDIR").map { unsafe String(cString: $0) } ?? ""
        return ZoneDatabase(folder: folder.isEmpty ? "/usr/share/zoneinfo" : folder)
    }()

    /// What to tell when zones are not found because no database is there.
    public static let missingMessage =
        "this machine has no tz database: install the Debian package tzdata, or set TZDIR to its folder"

    /// The folder.
    public let folder: String
    private let cache = Mutex(Cache())

    private struct Cache {
        var zones: [String: Zone] = [:]
        var misses: Set<String> = []
        var version: String??
    }

    /// Makes a database of a folder, which is not looked at before it is asked for zones.
    public init(folder: String) { self.folder = folder }

    /// Whether the folder is there.
    public var isPresent: Bool {
        var information = stat()
        return unsafe stat(self.folder, &information) == 0 && information.st_mode & S_IFMT == S_IFDIR
    }

    /// The version, such as `2025b`, as the file `tzdata.zi` or `+VERSION` has it; `nil` if none does.
    ///
    /// It is read once.
    public var version: String? {
        self.cache.withLock { cache in
            if let version = cache.version { return version }
            let version =
                self.version("tzdata.zi", after: "# version ") ?? self.version("+VERSION", after: "")
            cache.version = .some(version)
            return version
        }
    }

    /// Finds a zone; as `Zone.named(_:)`, of which see.
    public func zone(_ name: String) -> Zone? {
        if name == "UTC" { return .utc }
        guard let first = name.utf8.first, name.utf8.count <= 64 else { return nil }
        if first == UInt8(ascii: "+") || first == UInt8(ascii: "-") { return Zone.offset(name) }
        guard Self.isName(name) else { return nil }
        let known: Zone?? = self.cache.withLock { cache in
            if let zone = cache.zones[name] { return .some(zone) }
            return cache.misses.contains(name) ? .some(nil) : nil
        }
        if let known { return known }
        let zone = Self.bytes("\(self.folder)/\(name)", limit: 1 << 20).flatMap { Zone(name: name, file: $0) }
        return self.cache.withLock { cache in
            guard let zone else {
                if cache.misses.count >= 512 { cache.misses.removeAll(keepingCapacity: true) }
                cache.misses.insert(name)
                return nil
            }
            // Another thread may have been faster; all get the same one.
            if let other = cache.zones[name] { return other }
            // Several times what a database has: only links that go round in circles have more names.
            if cache.zones.count < 4_096 { cache.zones[name] = zone }
            return zone
        }
    }

    /// Whether a name is one that a zone may have; those of what the machine itself is set to are none.
    private static func isName(_ name: String) -> Bool {
        if name == "localtime" || name == "posixrules" { return false }
        var isAfterSlash = true
        for byte in name.utf8 {
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "_"):
                isAfterSlash = false
            case UInt8(ascii: "/"):
                if isAfterSlash { return false }
                isAfterSlash = true
            default: return false
            }
        }
        return !isAfterSlash
    }

    /// The first word of a file behind a text.
    private func version(_ name: String, after text: String) -> String? {
        guard let bytes = Self.bytes("\(self.folder)/\(name)", limit: 1 << 20), bytes.starts(with: text.utf8) else {
            return nil
        }
        let word = bytes.dropFirst(text.utf8.count).prefix { (0x21...0x7E).contains($0) }
        guard !word.isEmpty, word.count <= 64 else { return nil }
        let version = String(decoding: word, as: UTF8.self)
        return version == "unknown" ? nil : version
    }

    /// All of a regular file; `nil` if it is none, can't be read, or is larger than the limit.
    private static func bytes(_ path: String, limit: Int) -> [UInt8]? {
        // Not to wait for a pipe, nor to be taken over by a terminal.
        let file = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var information = stat()
        guard unsafe fstat(file, &information) == 0, information.st_mode & S_IFMT == S_IFREG,
            (0...limit).contains(Int(information.st_size))
        else { return nil }
        let size = Int(information.st_size)
        var isRead = false
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            while count < size {
                let taken = unsafe read(file, buffer.baseAddress?.advanced(by: count), size - count)
                if taken < 0 && errno == EINTR { continue }
                if taken <= 0 { break }
                count += taken
            }
            isRead = count == size
        }
        return isRead ? bytes : nil
    }
}
