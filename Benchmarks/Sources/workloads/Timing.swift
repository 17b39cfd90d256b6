import CMeasure
import Foundation

/// What a workload takes on this machine, of one event.
struct Timing: Encodable {
    let name: String
    let events: Int
    /// CPU of the thread in the best pass: what others do on the machine only ever adds.
    ///
    /// Time by the clock where other threads do the work.
    let nanoseconds: Double
    /// The same of the pass in the middle.
    let median: Double
    /// Calls of malloc and its like in the last pass, by all threads.
    let allocations: Double
    /// The limit's nanoseconds, measured right behind.
    let limit: Double?
    /// By how many megabytes the process was larger at most than before the passes.
    let megabytes: Double

    /// Measures a workload in passes for some seconds.
    init(_ workload: Workload) throws {
        let work = try workload.prepare(.large)
        let count = Double(work.count)
        let before = ProcessMemory.startPeak()
        _ = try work.pass()
        let clock = ContinuousClock()
        let began = clock.now
        var taken: [Double] = []
        var allocated: UInt64 = 0
        while taken.count < 3 || (taken.count < 15 && began.duration(to: clock.now) < .seconds(2)) {
            let started = clock.now
            let (processor, calls) = (measure_thread_nanoseconds(), measure_allocations())
            _ = try work.pass()
            let used = Double(measure_thread_nanoseconds() - processor)
            let waited = started.duration(to: clock.now) / .nanoseconds(1)
            taken.append((workload.isDeterministic ? used : waited) / count)
            allocated = measure_allocations() - calls
        }
        self.name = workload.name
        self.events = work.count
        self.nanoseconds = taken.min() ?? 0
        self.median = taken.sorted()[taken.count / 2]
        self.allocations = Double(allocated) / count
        self.megabytes = ProcessMemory.peak() - before
        self.limit = work.limit.nanoseconds()
    }
}

/// The memory of this process as Linux tells it, in megabytes.
private enum ProcessMemory {
    /// Forgets the peak so far; returns what there is now.
    static func startPeak() -> Double {
        try? Data("5".utf8).write(to: URL(filePath: "/proc/self/clear_refs"))
        return self.read("VmRSS:")
    }

    static func peak() -> Double { self.read("VmHWM:") }

    private static func read(_ name: String) -> Double {
        let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix(name) }
        let kilobytes = line?.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap {
            Double($0)
        }
        return (kilobytes ?? 0) / 1_024
    }
}
