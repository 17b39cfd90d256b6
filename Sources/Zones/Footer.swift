/// The rules that hold after the last change in a file: the `TZ` text of POSIX, with the extensions of RFC 9636.
struct Footer: Equatable {
    /// When clocks change within a year.
    enum Day: Equatable {
        /// A day from 1 to 365, of which 29 February is none.
        case julian(Int)
        /// Days after 1 January, of which 29 February is one.
        case ordinal(Int)
        /// A day of the week, 0 for Sunday, in a month: the first one to the fourth one, or as the fifth one the last.
        case weekday(month: Int, week: Int, day: Int)

        /// The number of the day in a year.
        func number(in year: Int) -> Int {
            let newYear = LocalDate.number(year, 1, 1)
            switch self {
            case .julian(let day): return newYear + day - (day < 60 || !LocalDate.isLeap(year) ? 1 : 0)
            case .ordinal(let days): return newYear + days
            case .weekday(let month, let week, let day):
                let first = LocalDate.number(year, month, 1)
                // 1 January 1970 was a Thursday.
                let weekday = Int(Int64(first) + 4 - (Int64(first) + 4).dividedDown(by: 7) * 7)
                let number = first + (day - weekday + 7) % 7 + (week - 1) * 7
                return number >= first + LocalDate.days(inMonth: month, of: year) ? number - 7 : number
            }
        }
    }

    /// A yearly change of the clocks.
    struct Change: Equatable {
        let day: Day
        /// When on that day, by the clocks before the change; may lie on other days.
        let seconds: Int

        /// The instant in a year, by clocks that are so many seconds ahead of UTC.
        func instant(in year: Int, offset: Int32) -> Int64 {
            Int64(self.day.number(in: year)) * 86_400 + Int64(self.seconds) - Int64(offset)
        }
    }

    /// The time that is not standard time, and from when until when it holds in each year.
    struct Daylight: Equatable {
        let offset: Int32
        let start: Change
        let end: Change
    }

    /// How far standard time is ahead of UTC, in seconds.
    let standard: Int32
    let daylight: Daylight?

    /// The seconds of 400 years, after which the calendar repeats itself, days of the week included.
    static let cycle: Int64 = 146_097 * 86_400

    /// The offset at an instant, and each later change for a cycle and at least a year more.
    ///
    /// Without changes the offset holds for ever.
    func changes(from instant: Int64) -> (offset: Int32, changes: [(instant: Int64, offset: Int32)]) {
        guard let daylight else { return (self.standard, []) }
        // The average length will do, as there are more years than needed on both sides.
        let year = Int(instant.dividedDown(by: 31_556_952)) + 1_970
        var edges: [(instant: Int64, offset: Int32)] = []
        edges.reserveCapacity(816)
        for year in year - 3...year + 404 {
            let start = daylight.start.instant(in: year, offset: self.standard)
            let end = daylight.end.instant(in: year, offset: daylight.offset)
            // As long as the year, or longer, is how files write that standard time never comes.
            let length: Int64 = LocalDate.isLeap(year) ? 366 * 86_400 : 365 * 86_400
            if start == end || end - start >= length { continue }
            edges.append((start, daylight.offset))
            edges.append((end, self.standard))
        }
        guard let first = edges.first else { return (daylight.offset, []) }
        // Where standard time has no length, it is over.
        edges.sort { $0.instant < $1.instant || $0.instant == $1.instant && $1.offset == daylight.offset }
        let next = edges.firstIndex { $0.instant > instant } ?? edges.endIndex
        guard next > 0 else { return (first.offset == daylight.offset ? self.standard : daylight.offset, edges) }
        return (edges[next - 1].offset, Array(edges[next...]))
    }
}

/// Reads the `TZ` text of POSIX.
struct FooterReader: ~Escapable {
    private struct Malformed: Error {}

    private let bytes: Span<UInt8>
    private var index = 0

    @_lifetime(copy bytes)
    private init(_ bytes: Span<UInt8>) { self.bytes = bytes }

    /// Reads all of a text; `nil` if it is none.
    static func read(_ bytes: Span<UInt8>) -> Footer? {
        var reader = FooterReader(bytes)
        guard let footer = try? reader.footer(), reader.index == bytes.count else { return nil }
        return footer
    }

    private var next: UInt8? { self.index < self.bytes.count ? self.bytes[self.index] : nil }

    @_lifetime(self: copy self)
    private mutating func take(_ mark: Unicode.Scalar) -> Bool {
        guard let next = self.next, UInt32(next) == mark.value else { return false }
        self.index += 1
        return true
    }

    @_lifetime(self: copy self)
    private mutating func skip(_ mark: Unicode.Scalar) throws(Malformed) {
        guard self.take(mark) else { throw Malformed() }
    }

    @_lifetime(self: copy self)
    private mutating func footer() throws(Malformed) -> Footer {
        try self.name()
        // Written the other way round: as how far UTC is ahead.
        let standard = -(try self.time(hours: 24))
        guard self.next != nil else { return Footer(standard: Int32(standard), daylight: nil) }
        try self.name()
        let isAnHour = self.next == UInt8(ascii: ",")
        let offset = isAnHour ? standard + 3_600 : -(try self.time(hours: 24))
        let start = try self.change()
        let daylight = Footer.Daylight(offset: Int32(offset), start: start, end: try self.change())
        return Footer(standard: Int32(standard), daylight: daylight)
    }

    /// Skips a name: three letters or more, or between angle brackets also digits and signs.
    @_lifetime(self: copy self)
    private mutating func name() throws(Malformed) {
        let isQuoted = self.take("<")
        let first = self.index
        while let next = self.next {
            switch next {
            case 0x41...0x5A, 0x61...0x7A: break
            case 0x30...0x39, UInt8(ascii: "+"), UInt8(ascii: "-"):
                guard isQuoted else { return try self.check(first) }
            default:
                try self.check(first)
                if isQuoted { try self.skip(">") }
                return
            }
            self.index += 1
        }
        throw Malformed()
    }

    private func check(_ first: Int) throws(Malformed) {
        guard self.index - first >= 3 else { throw Malformed() }
    }

    /// Reads `h`, `h:mm` or `h:mm:ss` with a sign or without, in seconds.
    @_lifetime(self: copy self)
    private mutating func time(hours: Int) throws(Malformed) -> Int {
        let isNegative = self.take("-")
        if !isNegative { _ = self.take("+") }
        var seconds = try self.number(0...hours) * 3_600
        if self.take(":") {
            seconds += try self.number(0...59) * 60
            if self.take(":") { seconds += try self.number(0...59) }
        }
        return isNegative ? -seconds : seconds
    }

    /// Reads a comma, a day, and perhaps a slash and a time, which is else 02:00.
    @_lifetime(self: copy self)
    private mutating func change() throws(Malformed) -> Footer.Change {
        try self.skip(",")
        let day: Footer.Day
        if self.take("J") {
            day = .julian(try self.number(1...365))
        } else if self.take("M") {
            let month = try self.number(1...12)
            try self.skip(".")
            let week = try self.number(1...5)
            try self.skip(".")
            day = .weekday(month: month, week: week, day: try self.number(0...6))
        } else {
            day = .ordinal(try self.number(0...365))
        }
        return Footer.Change(day: day, seconds: self.take("/") ? try self.time(hours: 167) : 7_200)
    }

    /// Reads a number of three digits at most.
    @_lifetime(self: copy self)
    private mutating func number(_ range: ClosedRange<Int>) throws(Malformed) -> Int {
        var (number, count) = (0, 0)
        while let next = self.next, case 0x30...0x39 = next {
            number = number * 10 + Int(next - 0x30)
            count += 1
            self.index += 1
            guard count <= 3 else { throw Malformed() }
        }
        guard count > 0, range.contains(number) else { throw Malformed() }
        return number
    }
}
