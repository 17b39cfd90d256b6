/// Writing of JSON text into a byte buffer, without allocation once the buffer has grown.
extension [UInt8] {
    mutating func write(_ text: String) {
        append(contentsOf: text.utf8)
    }

    /// Writes sixteen lower-case hexadecimal digits.
    mutating func writeHex(_ value: UInt64) {
        let start = count
        write("0000000000000000")
        var span = mutableSpan
        var rest = value
        for index in stride(from: start + 15, through: start, by: -1) {
            let digit = UInt8(truncatingIfNeeded: rest & 15)
            span[index] = digit < 10 ? 48 + digit : 87 + digit
            rest >>= 4
        }
    }

    /// Writes a number that is not negative, padded with zeros to at least `digits` digits.
    mutating func writeNumber(_ value: Int, digits: Int = 1) {
        precondition(value >= 0, "only numbers from 0 upwards are written")
        let start = count
        var rest = UInt(value)
        var length = 0
        repeat {
            append(48)
            length += 1
            rest /= 10
        } while rest > 0 || length < digits
        var span = mutableSpan
        rest = UInt(value)
        for index in stride(from: start + length - 1, through: start, by: -1) {
            span[index] = 48 + UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
        }
    }

    /// Writes hundredths as a decimal number with two places, such as 34.90 or -0.05.
    mutating func writeHundredths(_ value: Int) {
        if value < 0 { append(45) }
        let magnitude = Int(value.magnitude)
        writeNumber(magnitude / 100)
        append(46)
        writeNumber(magnitude % 100, digits: 2)
    }

    /// Writes an instant, in milliseconds since 1970 UTC, as `2025-01-01T00:00:00.000Z`.
    mutating func writeInstant(_ milliseconds: Int64) {
        precondition(milliseconds >= 0, "instants before 1970 are not written")
        let time = Int(milliseconds)
        // Days are counted from the first of March of year 0, so that the leap day ends its year; 400 years repeat.
        let day = time / 86_400_000 + 719_468
        let era = day / 146_097
        let dayOfEra = day % 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        let year = era * 400 + yearOfEra + (month <= 2 ? 1 : 0)
        let second = time % 86_400_000 / 1_000
        let start = count
        write("0000-00-00T00:00:00.000Z")
        var span = mutableSpan
        Self.put(year / 100, at: start, in: &span)
        Self.put(year % 100, at: start + 2, in: &span)
        Self.put(month, at: start + 5, in: &span)
        Self.put(dayOfYear - (153 * shiftedMonth + 2) / 5 + 1, at: start + 8, in: &span)
        Self.put(second / 3_600, at: start + 11, in: &span)
        Self.put(second / 60 % 60, at: start + 14, in: &span)
        Self.put(second % 60, at: start + 17, in: &span)
        Self.put(time % 1_000 / 10, at: start + 20, in: &span)
        span[start + 22] = 48 + UInt8(truncatingIfNeeded: time % 10)
    }

    /// Puts a number below 100 in the place of two digits.
    private static func put(_ value: Int, at index: Int, in span: inout MutableSpan<UInt8>) {
        span[index] = 48 + UInt8(truncatingIfNeeded: value / 10)
        span[index + 1] = 48 + UInt8(truncatingIfNeeded: value % 10)
    }

    /// Writes the inside of a JSON string: quotes, backslashes and control characters are escaped, other bytes kept.
    mutating func writeEscaped(_ text: Span<UInt8>) {
        for index in text.indices {
            let byte = text[index]
            switch byte {
            case 34, 92:
                append(92)
                append(byte)
            case 0..<32:
                write("\\u00")
                let low = byte & 15
                append(48 + (byte >> 4))
                append(low < 10 ? 48 + low : 87 + low)
            default: append(byte)
            }
        }
    }

    /// Writes a simulated customer's id: `c` and at least seven digits, counted from 1.
    mutating func writeCustomer(index: Int) {
        append(99)
        writeNumber(index + 1, digits: 7)
    }

    /// Writes the head of a track event up to the opening quote of the customer id.
    mutating func beginEvent(_ name: String, message: UInt64) {
        write("{\"messageId\":\"sim-")
        writeHex(message)
        write("\",\"type\":\"track\",\"event\":\"")
        write(name)
        write("\",\"userId\":\"")
    }

    /// Writes what stands between the customer id and the first property.
    mutating func beginProperties(time: Int64) {
        write("\",\"timestamp\":\"")
        writeInstant(time)
        write("\",\"context\":{\"simulated\":true},\"properties\":{")
    }
}
