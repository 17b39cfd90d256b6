import Testing
import Zones

/// Seconds since 1970 of a time in UTC.
func utc(_ year: Int, _ month: Int, _ day: Int, _ hour: Int = 0, _ minute: Int = 0, _ second: Int = 0) throws -> Int64 {
    let date = try #require(LocalDate(year: year, month: month, day: day))
    return Int64(date.dayNumber) * 86_400 + Int64(hour * 3_600 + minute * 60 + second)
}

/// What clocks show, so that a failure can be read.
func shown(_ zone: Zone, _ instant: Int64) -> String {
    let (day, millisecond) = zone.local(instant)
    return "\(LocalDate(dayNumber: day)) \(LocalTime(secondOfDay: millisecond / 1_000)?.description ?? "?")"
}

/// The day of a date and the second of a time, as `2026-03-29` and `02:30`.
func wall(_ year: Int, _ month: Int, _ day: Int, _ time: String) throws -> (day: Int, second: Int) {
    let date = try #require(LocalDate(year: year, month: month, day: day))
    return (date.dayNumber, try #require(LocalTime(time)).secondOfDay)
}

/// A repeatable sequence of numbers.
struct Seeded: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: UInt64) { self.state = seed }

    mutating func next() -> UInt64 {
        self.state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = self.state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

/// A file of the tz database, put together by hand.
struct ZoneFile {
    var version = UInt8(ascii: "3")
    /// When clocks change, and to which of the offsets.
    var changes: [(second: Int64, kind: UInt8)] = []
    var offsets: [Int32] = [0]
    var leaps = 0
    var footer = "AAA0"

    var bytes: [UInt8] {
        func big(_ number: some FixedWidthInteger) -> [UInt8] {
            (0..<number.bitWidth / 8).reversed().map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) }
        }
        func header(_ changes: Int, _ offsets: Int, _ leaps: Int) -> [UInt8] {
            Array("TZif".utf8) + [self.version] + [UInt8](repeating: 0, count: 15)
                + [0, 0, leaps, changes, offsets, 4].flatMap { big(UInt32($0)) }
        }
        // The data of 32 bits is of another zone: nobody may look at it.
        var bytes = header(0, 1, 0) + big(Int32(12_345)) + [0, 0] + Array("LMT\0".utf8)
        bytes += header(self.changes.count, self.offsets.count, self.leaps)
        bytes += self.changes.flatMap { big($0.second) } + self.changes.map(\.kind)
        bytes += self.offsets.flatMap { big($0) + [0, 0] } + Array("AAA\0".utf8)
        bytes += [UInt8](repeating: 0, count: self.leaps * 12)
        return bytes + [0x0A] + Array(self.footer.utf8) + [0x0A]
    }

    var zone: Zone? { Zone(name: "Made/Up", file: self.bytes) }
}
