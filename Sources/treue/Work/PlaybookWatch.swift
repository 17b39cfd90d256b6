import Foundation
import Journal
import Playbook
import Retention

/// Looks at the playbook's file, and those that it includes, every second and hands a changed text to the lanes, once it compiles.
///
/// A text with faults is told and changes nothing. Settings of the clock take effect with the next start, which is told.
final class PlaybookWatch: Sendable {
    let stop = StopSignal()
    private let path: String
    private let first: CompiledPlaybook
    private let updates: PlaybookUpdates
    private let report: @Sendable (String) -> Void

    init(
        _ path: String,
        _ first: CompiledPlaybook,
        _ updates: PlaybookUpdates,
        report: @escaping @Sendable (String) -> Void
    ) {
        self.path = path
        self.first = first
        self.updates = updates
        self.report = report
    }

    /// Watches until `stop` is requested, on a thread of its own.
    func start() {
        let thread = Thread { self.run() }
        thread.name = "playbook"
        thread.start()
    }

    private func run() {
        var seen = self.first.digest
        var said = ""
        while !self.stop.isRequested {
            for _ in 0..<10 where !self.stop.isRequested { Thread.sleep(forTimeInterval: 0.1) }
            do {
                let text = try Playbooks.text(self.path)
                if StableHash(text) == seen {
                    said = ""
                    continue
                }
                let compiled = try PlaybookFile.load(yaml: text, named: self.path)
                said = ""
                seen = compiled.digest
                self.tellWhatWaits(compiled)
                self.updates.publish(compiled.text)
            } catch {
                let problem = "\(error)"
                guard problem != said else { continue }
                said = problem
                self.report("the changed playbook is not taken up, the one before decides on:\n\(problem)")
            }
        }
    }

    private func tellWhatWaits(_ compiled: CompiledPlaybook) {
        guard compiled.lateness != self.first.lateness || compiled.future != self.first.future else { return }
        self.report("the playbook's clock settings take effect when the worker is started again")
    }
}
