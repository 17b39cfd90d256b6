/// Reads the parts of instants and spans from a text.
struct TimeReader: ~Escapable {
    private let bytes: Span<UInt8>
    private var index = 0

    /// Makes a reader at the beginning of a text.
    @_lifetime(copy bytes)
    init(_ bytes: Span<UInt8>) { self.bytes = bytes }

    /// Whether everything has been read.
    var isAtEnd: Bool { self.index == self.bytes.count }

    private var digit: Int64? {
        guard !self.isAtEnd, case 0x30...0x39 = self.bytes[self.index] else { return nil }
        return Int64(self.bytes[self.index] - 0x30)
    }

    /// Reads a mark if it comes next.
    @_lifetime(self: copy self)
    mutating func take(_ mark: Unicode.Scalar) -> Bool {
        guard !self.isAtEnd, UInt32(self.bytes[self.index]) == mark.value else { return false }
        self.index += 1
        return true
    }

    /// Reads a mark.
    @_lifetime(self: copy self)
    mutating func skip(_ mark: Unicode.Scalar) throws(Fault) {
        guard self.take(mark) else { throw Fault(.badText) }
    }

    /// Reads a number of so many digits.
    @_lifetime(self: copy self)
    mutating func digits(_ count: Int, _ range: ClosedRange<Int64> = 0...Int64.max) throws(Fault) -> Int64 {
        var number: Int64 = 0
        for _ in 0..<count {
            guard let digit = self.digit else { throw Fault(.badText) }
            number = number * 10 + digit
            self.index += 1
        }
        guard range.contains(number) else { throw Fault(.badText) }
        return number
    }

    /// Reads a point and digits, as nanoseconds, if they come next; what is below a nanosecond is cut off.
    @_lifetime(self: copy self)
    mutating func fraction() throws(Fault) -> Int32 {
        guard self.take(".") else { return 0 }
        var (number, unit): (Int64, Int64) = (0, 100_000_000)
        let first = self.index
        while let digit = self.digit {
            number += digit * unit
            unit /= 10
            self.index += 1
        }
        guard self.index > first else { throw Fault(.badText) }
        return Int32(number)
    }

    /// Reads `Z`, or how far local time is ahead of UTC, in seconds.
    @_lifetime(self: copy self)
    mutating func offset() throws(Fault) -> Int64 {
        if self.take("Z") { return 0 }
        let isNegative = self.take("-")
        if !isNegative { try self.skip("+") }
        return try self.hoursAndMinutes() * (isNegative ? -1 : 1)
    }

    /// Reads `HH:MM`, in seconds.
    @_lifetime(self: copy self)
    mutating func hoursAndMinutes() throws(Fault) -> Int64 {
        let hours = try self.digits(2, 0...23)
        try self.skip(":")
        return hours * 3_600 + (try self.digits(2, 0...59)) * 60
    }

    /// Reads a lone `0`.
    @_lifetime(self: copy self)
    mutating func takesZero() -> Bool {
        guard self.index + 1 == self.bytes.count else { return false }
        return self.take("0")
    }

    /// Reads a number with its unit, in nanoseconds.
    @_lifetime(self: copy self)
    mutating func span() throws(Fault) -> UInt128 {
        var (whole, part, scale): (UInt128, UInt128, UInt128) = (0, 0, 1)
        var count = 0
        while let digit = self.digit {
            whole = whole * 10 + UInt128(digit)
            // Too long a span in any unit.
            guard whole < 1_000_000_000_000_000_000_000 else { throw Fault(.overflow) }
            count += 1
            self.index += 1
        }
        if self.take(".") {
            while let digit = self.digit {
                // Further digits are far below a nanosecond in any unit.
                if scale < 1_000_000_000_000_000_000 {
                    part = part * 10 + UInt128(digit)
                    scale *= 10
                }
                count += 1
                self.index += 1
            }
        }
        guard count > 0 else { throw Fault(.badText) }
        let unit = try self.unit()
        return whole * unit + part * unit / scale
    }

    /// Reads a unit, as how many nanoseconds it has.
    @_lifetime(self: copy self)
    private mutating func unit() throws(Fault) -> UInt128 {
        if self.take("h") { return 3_600_000_000_000 }
        if self.take("m") { return self.take("s") ? 1_000_000 : 60_000_000_000 }
        if self.take("s") { return 1_000_000_000 }
        // Also as the micro sign or the Greek letter, whose first bytes are in no other unit.
        let isSign = (self.take("\u{C2}") && self.take("\u{B5}")) || (self.take("\u{CE}") && self.take("\u{BC}"))
        let isMicro = isSign || self.take("u")
        if !isMicro { try self.skip("n") }
        try self.skip("s")
        return isMicro ? 1_000 : 1
    }
}
