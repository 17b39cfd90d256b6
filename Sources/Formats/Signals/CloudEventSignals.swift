public import Journal
import JSON
public import Retention

/// Signals as CloudEvents 1.0: the attributes in `ce_` headers and JSON in the value (Kafka's binary mode), or one JSON
/// object with everything (structured mode).
///
/// The bytes depend on nothing but the signal and the playbook's name and version.
public final class CloudEventSignals: SignalCoding {
    private let source: String
    private var text: SignalText

    /// Makes an encoder for the signals of a playbook; one thread may use it at a time.
    public init(playbook: String, version: Int) {
        self.source = "treue/\(playbook)"
        self.text = SignalText(playbook: playbook, version: version)
    }

    /// Adds the CloudEvents attributes and the content type, in a fixed order.
    public func encodeHeaders(of signal: Signal, to batch: inout OutputBatch) {
        batch.appendHeader("ce_specversion") { $0.append(contentsOf: "1.0".utf8) }
        batch.appendHeader("ce_id") { bytes in
            let digits = signal.id.digits
            unsafe digits.span.withUnsafeBufferPointer { unsafe bytes.append(contentsOf: $0) }
        }
        batch.appendHeader("ce_source") { $0.append(contentsOf: self.source.utf8) }
        batch.appendHeader("ce_type") { $0.append(contentsOf: signal.type.name.utf8) }
        batch.appendHeader("ce_subject") { bytes in
            signal.subject.kind.path.withUTF8Buffer { unsafe bytes.append(contentsOf: $0) }
            bytes.append(contentsOf: signal.subject.id.utf8)
        }
        batch.appendHeader("ce_time") { RFC3339.append(signal.time.milliseconds, to: &$0) }
        batch.appendHeader("content-type") { $0.append(contentsOf: "application/json".utf8) }
    }

    /// Appends the bytes; the same input gives the same bytes.
    public func encode(_ signal: Signal, to bytes: inout [UInt8]) { self.text.appendData(of: signal, to: &bytes) }

    /// Appends the signal as one JSON object and a line feed.
    public func encodeLine(_ signal: Signal, to bytes: inout [UInt8]) {
        self.text.appendLine(of: signal, from: self.source, to: &bytes)
    }
}

extension TimeSpan {
    /// The length as an ISO 8601 duration in days, hours, minutes and seconds, such as `P30DT4H`.
    public var iso8601: String {
        var rest = self.milliseconds.magnitude
        let days = rest / 86_400_000
        rest %= 86_400_000
        var text = self.milliseconds < 0 ? "-P" : "P"
        if days > 0 { text += "\(days)D" }
        guard rest > 0 || days == 0 else { return text }
        text += "T"
        if rest >= 3_600_000 { text += "\(rest / 3_600_000)H" }
        rest %= 3_600_000
        if rest >= 60_000 { text += "\(rest / 60_000)M" }
        rest %= 60_000
        if rest > 0 || text.last == "T" {
            let fraction = rest % 1_000
            let digits = String(repeating: "0", count: 3 - "\(fraction)".count) + "\(fraction)"
            text += "\(rest / 1_000)" + (fraction > 0 ? ".\(digits)" : "") + "S"
        }
        return text
    }
}

extension Subject.Kind {
    /// The kind with the slash behind it, as it stands before an id.
    var path: StaticString {
        switch self {
        case .customer: "customer/"
        case .visitor: "visitor/"
        case .order: "order/"
        case .product: "product/"
        case .code: "code/"
        case .campaign: "campaign/"
        case .shop: "shop/"
        }
    }
}
