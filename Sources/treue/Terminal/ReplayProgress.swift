/// How far a replay is: a bar at the bottom of a terminal, a plain line every ten seconds elsewhere.
///
/// It uses no colours.
final class ReplayProgress {
    private let line = ProgressLine()
    private let unit: String?
    private var lastRead: Int64 = 0
    private var lastEvents = 0
    private var lastTime = 0.0
    private var readRate = 0.0
    private var eventRate = 0.0
    private var nextPrint = 10.0

    /// `unit` names what is counted of the input; without it only the share is told.
    init(unit: String?) { self.unit = unit }

    /// Seconds since it was made.
    var elapsed: Double { self.line.elapsed }

    /// Shows how far reading is; cheap enough to be called every thousand events.
    func update(events: Int, read: Int64, total: Int64?) {
        let now = self.elapsed
        self.measure(now, events, read)
        self.line.update { self.text(events, read, total, now, isBar: true) }
        guard !Terminal.isInteractive, now >= self.nextPrint else { return }
        self.nextPrint = now + 10
        Terminal.complain(self.text(events, read, total, now, isBar: false))
    }

    /// Takes the line away.
    func finish() { self.line.finish() }

    /// Rates follow the last seconds, so that the time left is that at the present speed.
    private func measure(_ now: Double, _ events: Int, _ read: Int64) {
        let seconds = now - self.lastTime
        guard seconds >= 0.5 else { return }
        func blend(_ old: Double, _ new: Double) -> Double { old == 0 ? new : old * 0.7 + new * 0.3 }
        self.readRate = blend(self.readRate, Double(read - self.lastRead) / seconds)
        self.eventRate = blend(self.eventRate, Double(events - self.lastEvents) / seconds)
        (self.lastTime, self.lastRead, self.lastEvents) = (now, read, events)
    }

    private func text(_ events: Int, _ read: Int64, _ total: Int64?, _ now: Double, isBar: Bool) -> String {
        var parts: [String] = []
        if let total, total > 0 {
            if isBar { parts.append(Self.bar(read, of: total)) }
            parts.append(Spoken.share(min(read, total), of: total))
        }
        if let unit = self.unit, let total {
            parts.append("\(Spoken.count(Int(read))) of \(Spoken.count(Int(total))) \(unit)")
        }
        parts.append("\(Spoken.count(events)) events")
        let rate = self.eventRate > 0 ? self.eventRate : Double(events) / max(now, 0.001)
        parts.append("\(Spoken.count(Int(rate)))/s")
        if let total {
            let speed = self.readRate > 0 ? self.readRate : Double(read) / max(now, 0.001)
            if speed > 0 { parts.append("\(Spoken.seconds(Double(max(0, total - read)) / speed)) left") }
        }
        return "replay  " + parts.joined(separator: "  ")
    }

    private static func bar(_ part: Int64, of whole: Int64) -> String {
        let width = 20
        let filled = Int(min(part, whole) * Int64(width) / whole)
        return "[" + String(repeating: "#", count: filled) + String(repeating: "-", count: width - filled) + "]"
    }
}
