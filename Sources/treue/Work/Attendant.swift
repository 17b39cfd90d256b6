import Foundation
import Journal
import JSON
import Retention

/// Looks after a running worker: shows how far it is, writes its health, and stops it when asked.
final class Attendant {
    private let worker: Worker
    private let probe: HealthFile
    private let settings: Settings
    private let endsByItself: Bool
    private let started = Clocks.monotonic()
    /// Lanes that wait for what they need to read records.
    private var waiting: Set<String> = []

    init(worker: Worker, probe: HealthFile, settings: Settings, endsByItself: Bool) {
        self.worker = worker
        self.probe = probe
        self.settings = settings
        self.endsByItself = endsByItself
    }

    var seconds: Double { Clocks.monotonic() - self.started }

    /// Returns when every lane has ended; throws when that takes longer than a stop may.
    func run() throws {
        self.worker.start()
        defer {
            self.worker.health.noteEnd()
            self.probe.write(isLast: true)
        }
        let display = WorkerDisplay()
        var stopping: Double?
        while !self.worker.isStopped {
            if self.endsByItself, self.worker.isFinished { self.worker.stop.request() }
            if Interruption.isRequested { self.worker.stop.request() }
            if self.worker.stop.isRequested {
                let since = stopping ?? self.seconds
                stopping = since
                guard (self.seconds - since) * 1_000 < Double(self.settings.stopTimeout.milliseconds) else {
                    display.finish()
                    throw Failure(
                        .work,
                        "the worker did not stop within \(Spoken.seconds(self.seconds - since)); what was not committed is "
                            + "folded again by the next one"
                    )
                }
            }
            self.noteStores()
            self.noteIntake()
            self.worker.health.note(leftOut: self.worker.counts.snapshot.ignored)
            display.show(self.worker.counts.snapshot, self.worker.health.waits, self.seconds)
            self.probe.write()
            Thread.sleep(forTimeInterval: 0.05)
        }
        display.finish()
    }

    /// Shows what intake waits for, such as a schema registry that does not answer.
    private func noteIntake() {
        let reasons = self.worker.counts.snapshot.waiting
        var waiting: Set<String> = []
        for lane in self.worker.health.names {
            guard let reason = reasons[self.worker.name(of: lane)] else { continue }
            self.worker.health.note(lane, .waiting(reason))
            waiting.insert(lane)
        }
        for lane in self.waiting.subtracting(waiting) { self.worker.health.note(lane, .running) }
        self.waiting = waiting
    }

    /// Shows stores that can't be written; the lanes work on without.
    private func noteStores() {
        let troubles = self.worker.counts.snapshot.storeTroubles
        for lane in 0..<self.worker.foldLanes {
            let name = "store of fold-\(lane)"
            if let trouble = troubles[lane] {
                self.worker.health.note(name, .waiting(trouble))
            } else {
                self.worker.health.forget(name)
            }
        }
    }
}

/// The live view of a worker: one line on a terminal, a line every ten seconds elsewhere.
private final class WorkerDisplay {
    private let line = ProgressLine()
    private var lastRaw = 0
    private var lastTime = 0.0
    private var rate = 0.0
    private var lastPrinted = 0.0

    func show(_ counts: WorkerCounts.Snapshot, _ waits: [String], _ seconds: Double) {
        if seconds - self.lastTime >= 0.5 {
            let now = Double(counts.folds.events - self.lastRaw) / (seconds - self.lastTime)
            self.rate = self.rate == 0 ? now : self.rate * 0.7 + now * 0.3
            self.lastRaw = counts.folds.events
            self.lastTime = seconds
        }
        self.line.update { waits.first.map { "waiting: \($0)" } ?? self.text(counts) }
        guard !Terminal.isInteractive, seconds - self.lastPrinted >= 10 else { return }
        self.lastPrinted = seconds
        Terminal.complain(self.text(counts))
        for wait in waits { Terminal.complain("treue: waiting: \(wait)") }
    }

    func finish() { self.line.finish() }

    private func text(_ counts: WorkerCounts.Snapshot) -> String {
        let clock = counts.clocks.values.min() ?? .distantPast
        let day = clock == .distantPast ? "–" : String(RFC3339.format(clock.milliseconds).prefix(16))
        let again = counts.refolded > 0 ? "  \(Spoken.count(counts.refolded)) refolded" : ""
        let left = counts.ignoredTotal > 0 ? "  left out \(Spoken.count(counts.ignoredTotal))" : ""
        // Events that stood in another partition than their customer's, of a topic that is folded in place all the same.
        let strays = counts.strays > 0 ? "  sent on \(Spoken.count(counts.strays))" : ""
        return "in \(Spoken.count(counts.rawTotal))  folded \(Spoken.count(counts.folds.events))  decisions "
            + "\(Spoken.count(counts.signalTotal))  dead letters \(Spoken.count(counts.rejectedTotal))\(left)\(strays)"
            + "\(again)  \(Spoken.count(Int(self.rate)))/s  clock \(day)"
    }
}
