import Glibc
import Synchronization

/// Notices Ctrl-C, SIGTERM and SIGHUP, so that a command ends in good order and leaves nothing half done behind unsaid.
enum Interruption {
    private static let flag = Atomic(false)
    private static let signals = [SIGINT, SIGTERM, SIGHUP]

    /// Begins to watch.
    ///
    /// The first signal asks the command to end; a second one ends the process at once.
    static func watch() {
        // The flag must be there before a handler may touch it.
        self.flag.store(false, ordering: .relaxed)
        var action = sigaction()
        unsafe action.__sigaction_handler.sa_handler = { _ in
            // Whichever comes second ends the process at once.
            var standard = sigaction()
            unsafe standard.__sigaction_handler.sa_handler = SIG_DFL
            unsafe sigaction(SIGINT, &standard, nil)
            unsafe sigaction(SIGTERM, &standard, nil)
            unsafe sigaction(SIGHUP, &standard, nil)
            Interruption.flag.store(true, ordering: .relaxed)
        }
        for number in self.signals { unsafe sigaction(number, &action, nil) }
    }

    /// Whether a signal has come.
    static var isRequested: Bool { self.flag.load(ordering: .relaxed) }

    /// Throws when a signal has come; `consequence` tells what is left behind.
    static func check(_ consequence: String = "no file was written") throws {
        guard self.isRequested else { return }
        throw Failure(.interrupted, "interrupted; \(consequence)")
    }
}
