public import Journal
import JSON
public import Retention

/// Signals as CloudEvents 1.0: the attributes in `ce_` headers and JSON in the value (Kafka's binary mode), or one JSON
/// object with everything (structured mode).
///
/// The bytes depend on nothing but the signal and the playbook's name and version.
public final class CloudEventSignals: SignalCoding {
    private let playbook: String
    private let version: Int
    private let source: String
    private var writer = JSONWriter()

    /// Makes an encoder for the signals of a playbook; one thread may use it at a time.
    public init(playbook: String, version: Int) {
        self.playbook = playbook
        self.version = version
        self.source = "treue/\(playbook)"
    }

    /// Adds the CloudEvents attributes and the content type, in a fixed order.
    public func encodeHeaders(of signal: Signal, to batch: inout OutputBatch) {
        batch.appendHeader("ce_specversion") { $0.append(contentsOf: "1.0".utf8) }
        batch.appendHeader("ce_id") { signal.id.append(to: &$0) }
        batch.appendHeader("ce_source") { $0.append(contentsOf: self.source.utf8) }
        batch.appendHeader("ce_type") { $0.append(contentsOf: signal.type.name.utf8) }
        batch.appendHeader("ce_subject") {
            $0.append(contentsOf: signal.subject.kind.name.utf8)
            $0.append(UInt8(ascii: "/"))
            $0.append(contentsOf: signal.subject.id.utf8)
        }
        batch.appendHeader("ce_time") { RFC3339.append(signal.time.milliseconds, to: &$0) }
        batch.appendHeader("content-type") { $0.append(contentsOf: "application/json".utf8) }
    }

    /// Appends the bytes; the same input gives the same bytes.
    public func encode(_ signal: Signal, to bytes: inout [UInt8]) {
        self.writer.reset()
        self.writeData(signal)
        self.writer.append(to: &bytes)
    }

    /// Appends the signal as one JSON object and a line feed.
    public func encodeLine(_ signal: Signal, to bytes: inout [UInt8]) {
        self.writer.reset()
        self.writer.beginObject()
        self.writer.key("specversion")
        self.writer.string("1.0" as StaticString)
        self.writer.key("id")
        self.writer.string(signal.id.description)
        self.writer.key("source")
        self.writer.string(self.source)
        self.writer.key("type")
        self.writer.string(signal.type.name)
        self.writer.key("subject")
        self.writer.string(signal.subject.description)
        self.writer.key("time")
        self.writer.timestamp(signal.time.milliseconds)
        self.writer.key("datacontenttype")
        self.writer.string("application/json" as StaticString)
        self.writer.key("data")
        self.writeData(signal)
        self.writer.endObject()
        self.writer.newline()
        self.writer.append(to: &bytes)
    }

    private func writeData(_ signal: Signal) {
        self.writer.beginObject()
        for field in signal.values {
            self.writer.key(field.name)
            self.write(field.value)
        }
        self.writer.key("rule")
        self.writer.string(signal.rule)
        self.writer.key("playbook")
        self.writer.string(self.playbook)
        self.writer.key("playbook_version")
        self.writer.integer(Int64(self.version))
        self.writer.key("cause")
        self.writer.beginObject()
        self.writer.key("event")
        self.writer.string(signal.cause.eventID)
        self.writer.key("source")
        self.writer.string(signal.cause.origin.source)
        self.writer.key("partition")
        self.writer.integer(Int64(signal.cause.origin.partition))
        self.writer.key("offset")
        self.writer.integer(signal.cause.origin.offset)
        self.writer.endObject()
        self.writer.endObject()
    }

    private func write(_ value: Signal.Value) {
        switch value {
        case .count(let count): self.writer.integer(count)
        case .money(let money): self.write(money)
        case .time(let time): self.writer.timestamp(time.milliseconds)
        case .span(let span): self.writer.string(span.iso8601)
        case .sentiment(let sentiment):
            let (hundredths, rest) = Int64(sentiment.millionths).quotientAndRemainder(dividingBy: 10_000)
            if rest == 0 {
                self.writer.decimal(hundredths, scale: 2)
            } else {
                self.writer.decimal(Int64(sentiment.millionths), scale: 6)
            }
        case .decimal(let millionths):
            let digits = millionths.trailingZeros(upTo: 6)
            self.writer.decimal(millionths / digits.divisor, scale: 6 - digits.count)
        case .flag(let flag): self.writer.boolean(flag)
        case .text(let text): self.writer.string(text)
        case .texts(let texts):
            self.writer.beginArray()
            for text in texts { self.writer.string(text) }
            self.writer.endArray()
        case .sums(let money):
            self.writer.beginArray()
            for sum in money.sums { self.write(sum) }
            self.writer.endArray()
        }
    }

    /// Amounts are strings, so that no reader takes them through a binary float.
    private func write(_ money: Money) {
        self.writer.beginObject()
        self.writer.key("amount")
        self.writer.decimalString(money.minor, scale: money.currency.decimals)
        self.writer.key("currency")
        self.writer.string(money.currency.description)
        self.writer.endObject()
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

extension SignalID {
    /// Appends the 32 hexadecimal digits.
    fileprivate func append(to bytes: inout [UInt8]) {
        for half in [self.hash.high, self.hash.low] {
            for shift in stride(from: UInt64(60), through: 0, by: -4) {
                let digit = UInt8(truncatingIfNeeded: half >> shift) & 15
                bytes.append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
            }
        }
    }
}

extension Int64 {
    /// How many zeros the number ends with, at most `limit` of them, and the power of ten that takes them away.
    fileprivate func trailingZeros(upTo limit: Int) -> (count: Int, divisor: Int64) {
        var (count, divisor): (Int, Int64) = (0, 1)
        while count < limit, self % (divisor * 10) == 0 { (count, divisor) = (count + 1, divisor * 10) }
        return (count, divisor)
    }
}

extension JSONWriter {
    /// Appends what was written to a buffer.
    func append(to bytes: inout [UInt8]) {
        let span = self.span
        unsafe span.withUnsafeBufferPointer { unsafe bytes.append(contentsOf: $0) }
    }
}
