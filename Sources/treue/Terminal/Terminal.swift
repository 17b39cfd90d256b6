import Glibc

/// What the command line prints, and how it looks.
enum Terminal {
    /// Whether people see standard error.
    static let isInteractive = isatty(STDERR_FILENO) == 1
    /// Whether colours are wanted on standard output.
    static let hasColour = !isPlain && isatty(STDOUT_FILENO) == 1
    /// Whether the user asked for no colours.
    private static let isPlain = unsafe getenv("NO_COLOR") != nil

    /// Writes a line to standard error, with control characters written out.
    static func complain(_ text: String) { self.write(text.harmlessLines + "\n") }

    /// Writes a line to standard error, in the place of the line at the bottom of the terminal.
    static func interject(_ text: String) {
        if self.isInteractive { self.clear() }
        self.complain(text)
    }

    /// Replaces the line that stands at the bottom of the terminal.
    static func redraw(_ text: String) {
        let width = self.width
        let text = text.harmless
        let line = text.count < width ? text : String(text.prefix(max(0, width - 1)))
        self.write("\r\u{1B}[K" + line)
    }

    /// Takes the line at the bottom away.
    static func clear() { self.write("\r\u{1B}[K") }

    /// Bold where colours are wanted.
    static func bold(_ text: String) -> String { self.hasColour ? "\u{1B}[1m\(text)\u{1B}[0m" : text }

    /// Red where colours are wanted.
    static func red(_ text: String) -> String { self.hasColour ? "\u{1B}[31m\(text)\u{1B}[0m" : text }

    /// Green where colours are wanted.
    static func green(_ text: String) -> String { self.hasColour ? "\u{1B}[32m\(text)\u{1B}[0m" : text }

    private static var width: Int {
        var size = winsize()
        guard unsafe ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
        return Int(size.ws_col)
    }

    private static func write(_ text: String) {
        var bytes = Array(text.utf8)
        while !bytes.isEmpty {
            let written = unsafe bytes.withUnsafeBytes { unsafe Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count) }
            guard written > 0 else { return }
            bytes.removeFirst(written)
        }
    }
}

/// Monotonic and calendar time.
enum Clocks {
    /// Milliseconds since 1970.
    static func wall() -> Int64 {
        var time = timespec()
        unsafe clock_gettime(CLOCK_REALTIME, &time)
        return Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000
    }

    /// Seconds since some instant, never going back.
    static func monotonic() -> Double {
        var time = timespec()
        unsafe clock_gettime(CLOCK_MONOTONIC, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}

/// Numbers as people read them.
enum Spoken {
    /// `1,234,567`.
    static func count(_ number: Int) -> String {
        var digits = String(number.magnitude)
        var grouped = ""
        while digits.count > 3 {
            grouped = "," + digits.suffix(3) + grouped
            digits.removeLast(3)
        }
        return (number < 0 ? "-" : "") + digits + grouped
    }

    /// `1 h 05 min`, `3 min 20 s` or `12 s`.
    static func seconds(_ seconds: Double) -> String {
        let whole = Int(seconds.rounded())
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        if whole >= 3_600 { return "\(whole / 3_600) h \(two(whole % 3_600 / 60)) min" }
        if whole >= 60 { return "\(whole / 60) min \(two(whole % 60)) s" }
        return whole < 10 ? "\(Double(Int(seconds * 10)) / 10) s" : "\(whole) s"
    }

    /// `65 %`.
    static func share(_ part: Int64, of whole: Int64) -> String {
        whole > 0 ? "\(part * 100 / whole) %" : "–"
    }
}

/// A line at the bottom of the terminal that tells how far something is; silent where nobody watches.
final class ProgressLine {
    private var lastDrawn = 0.0
    private let started = Clocks.monotonic()

    /// Seconds since it was made.
    var elapsed: Double { Clocks.monotonic() - self.started }

    /// Draws what `text` gives, at most ten times a second.
    func update(_ text: () -> String) {
        guard Terminal.isInteractive else { return }
        let now = Clocks.monotonic()
        guard now - self.lastDrawn >= 0.1 else { return }
        self.lastDrawn = now
        Terminal.redraw(text())
    }

    /// Takes the line away.
    func finish() {
        if Terminal.isInteractive, self.lastDrawn > 0 { Terminal.clear() }
    }
}
