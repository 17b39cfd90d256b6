/// A time of the day, as clocks on the wall show it, in whole seconds.
public struct LocalTime: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The beginning of the day, 00:00.
    public static let midnight = LocalTime(unchecked: 0)

    /// From 0 to 86,399.
    public let secondOfDay: Int

    /// Makes a time; `nil` if a day does not have so many seconds.
    public init?(secondOfDay: Int) {
        guard (0..<86_400).contains(secondOfDay) else { return nil }
        self.init(unchecked: secondOfDay)
    }

    /// Makes a time; `nil` unless it lies between 00:00:00 and 23:59:59.
    public init?(hour: Int, minute: Int, second: Int = 0) {
        guard (0..<24).contains(hour), (0..<60).contains(minute), (0..<60).contains(second) else { return nil }
        self.init(unchecked: hour * 3_600 + minute * 60 + second)
    }

    /// Reads a time such as `21:30` or `21:30:59`, each part of two digits; `nil` for every other text.
    public init?(_ text: String) {
        guard let seconds = ClockText.seconds(text.utf8), (0..<86_400).contains(seconds) else { return nil }
        self.init(unchecked: seconds)
    }

    private init(unchecked secondOfDay: Int) { self.secondOfDay = secondOfDay }

    /// From 0 to 23.
    public var hour: Int { self.secondOfDay / 3_600 }
    /// From 0 to 59.
    public var minute: Int { self.secondOfDay / 60 % 60 }
    /// From 0 to 59.
    public var second: Int { self.secondOfDay % 60 }

    /// The time such as `21:30`, or `21:30:59` where it has seconds.
    public var description: String { ClockText.text(self.secondOfDay) }

    /// Whether one time comes before another on the same day.
    public static func < (left: LocalTime, right: LocalTime) -> Bool { left.secondOfDay < right.secondOfDay }
}

/// Hours, minutes and perhaps seconds, of two digits each.
enum ClockText {
    /// The seconds in `HH:MM` or `HH:MM:SS`; `nil` for every other text.
    static func seconds(_ text: some Collection<UInt8>) -> Int? {
        guard text.count == 5 || text.count == 8 else { return nil }
        var (seconds, part) = (0, 0)
        for (index, byte) in text.enumerated() {
            switch (index % 3, byte) {
            case (2, UInt8(ascii: ":")):
                seconds = (seconds + part) * 60
                part = 0
            case (0...1, 0x30...0x39): part = part * 10 + Int(byte - 0x30)
            default: return nil
            }
            if index % 3 == 1, index > 1, part > 59 { return nil }
        }
        return text.count == 5 ? (seconds + part) * 60 : seconds + part
    }

    /// Writes seconds that are not negative, less than 100 hours.
    static func text(_ seconds: Int) -> String {
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let minutes = "\(two(seconds / 3_600)):\(two(seconds / 60 % 60))"
        return seconds % 60 == 0 ? minutes : "\(minutes):\(two(seconds % 60))"
    }
}
