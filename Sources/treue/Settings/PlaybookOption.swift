import ArgumentParser
import JSON
import Playbook
import Retention

/// Loads playbooks from files.
enum Playbooks {
    // Inlined into the asynchronous commands, it crashes the optimizer of Swift 6.3.
    @inline(never)
    static func load(_ path: String) throws -> CompiledPlaybook {
        try PlaybookFile.load(yaml: try TextFile.text(of: path, "playbook"), named: path)
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
