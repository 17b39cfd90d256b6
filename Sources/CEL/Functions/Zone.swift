internal import Zones

extension Zone {
    /// Finds a zone as conditions write it: by a name such as `Europe/Berlin`, or by hours and minutes such as `-08:00` and
    /// `02:00`; `nil` if it is none.
    ///
    /// No text at all is UTC.
    static func written(_ text: String) -> Zone? {
        let bytes = text.utf8
        guard let first = bytes.first else { return .utc }
        switch first {
        case UInt8(ascii: "+"), UInt8(ascii: "-"), 0x30...0x39:
            var reader = TimeReader(bytes.span)
            let isNegative = reader.take("-")
            if !isNegative { _ = reader.take("+") }
            guard let seconds = try? reader.hoursAndMinutes(), reader.isAtEnd else { return nil }
            return .fixed(seconds: Int(isNegative ? -seconds : seconds))
        default: return .named(text)
        }
    }
}
