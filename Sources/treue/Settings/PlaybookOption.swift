import ArgumentParser
import JSON
import Playbook
import Retention

/// Loads playbooks from files.
enum Playbooks {
    // Inlined into the asynchronous commands, it crashes the optimizer of Swift 6.3.
    @inline(never)
    static func load(_ path: String) throws -> CompiledPlaybook {
        try PlaybookFile.load(yaml: try self.text(path), named: path)
    }

    /// The text of a playbook with those of the files that it includes.
    ///
    /// - Throws: `Failure` or `PlaybookError`, for the file itself and for what it includes.
    // Inlined into the asynchronous commands, it crashes the optimizer of Swift 6.3.
    @inline(never)
    static func text(_ path: String) throws -> String {
        let folder = path.lastIndex(of: "/").map { path[...$0] } ?? ""
        return try PlaybookFile.gather(try TextFile.text(of: path, "playbook"), named: path) {
            part throws(UnreadableFile) in
            do { return try TextFile.text(of: folder + part, "playbook") } catch {
                throw UnreadableFile(Failure(error).description)
            }
        }
    }
}

/// An instant given on the command line.
struct InstantArgument: ExpressibleByArgument {
    let timestamp: Timestamp

    init(milliseconds: Int64) { self.timestamp = Timestamp(milliseconds: milliseconds) }

    init?(argument: String) {
        let bytes = Array(argument.utf8)
        guard let milliseconds = RFC3339.parse(bytes.span) else { return nil }
        self.timestamp = Timestamp(milliseconds: milliseconds)
    }

    var defaultValueDescription: String { RFC3339.format(self.timestamp.milliseconds) }
}

/// A length of time given on the command line, such as `90s` or `1h30m`.
struct SpanArgument: ExpressibleByArgument {
    let span: TimeSpan

    init?(argument: String) {
        guard let span = try? Spelling.span(argument) else { return nil }
        self.span = span
    }
}

/// A currency given on the command line.
struct CurrencyArgument: ExpressibleByArgument {
    let currency: Currency

    init?(argument: String) {
        guard let currency = Currency(argument) else { return nil }
        self.currency = currency
    }
}
