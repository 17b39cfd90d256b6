import JSON
import Retention

/// Writes signals as JSON.
struct SignalText: ~Copyable {
    /// What all signals of a playbook have in common, as JSON.
    private let playbook: [UInt8]
    private var writer = JSONWriter()

    init(playbook: String, version: Int) {
        var writer = JSONWriter()
        writer.beginObject()
        writer.key("playbook")
        writer.string(playbook)
        writer.key("playbook_version")
        writer.integer(Int64(version))
        writer.endObject()
        self.playbook = Array(writer.array().dropFirst().dropLast())
    }

    /// Appends what was decided, as one object.
    mutating func appendData(of signal: Signal, to bytes: inout [UInt8]) {
        self.writer.reset()
        self.writeData(signal)
        self.writer.append(to: &bytes)
    }

    /// Appends a whole CloudEvent and a line feed.
    mutating func appendLine(of signal: Signal, from source: String, to bytes: inout [UInt8]) {
        self.writer.reset()
        self.writer.beginObject()
        self.writer.members(json: #""specversion":"1.0""#)
        self.writer.key("id")
        let digits = signal.id.digits
        self.writer.string(utf8: digits.span)
        self.writer.key("source")
        self.writer.string(source)
        self.writer.key("type")
        self.writer.string(signal.type.name)
        self.writer.key("subject")
        self.writer.string(signal.subject.kind.path, signal.subject.id)
        self.writer.key("time")
        self.writer.timestamp(signal.time.milliseconds)
        self.writer.members(json: #""datacontenttype":"application/json""#)
        self.writer.key("data")
        self.writeData(signal)
        self.writer.endObject()
        self.writer.newline()
        self.writer.append(to: &bytes)
    }

    private mutating func writeData(_ signal: Signal) {
        self.writer.beginObject()
        for field in signal.values {
            self.writer.key(named: field.name)
            self.write(field.value)
        }
        self.writer.key("rule")
        self.writer.string(signal.rule)
        let playbook = self.playbook
        self.writer.members(json: playbook.span)
        self.writer.key("cause")
        self.writer.beginObject()
        self.writer.key("event")
        signal.cause.event.withUTF8 { self.writer.string(utf8: $0) }
        self.writer.key("source")
        self.writer.string(signal.cause.origin.source)
        self.writer.key("partition")
        self.writer.integer(Int64(signal.cause.origin.partition))
        self.writer.key("offset")
        self.writer.integer(signal.cause.origin.offset)
        self.writer.endObject()
        self.writer.endObject()
    }

    private mutating func write(_ value: Signal.Value) {
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
    private mutating func write(_ money: Money) {
        self.writer.beginObject()
        self.writer.key("amount")
        self.writer.decimalString(money.minor, scale: money.currency.decimals)
        self.writer.key("currency")
        let letters = money.currency.letters
        self.writer.string(utf8: letters.span)
        self.writer.endObject()
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
