import Glibc
import Synchronization

/// Notices Ctrl-C, SIGTERM and SIGHUP in commands that write files, so that nothing half done is left behind.
enum Interruption {
    private static let flag = Atomic(false)

    /// Begins to watch.
    ///
    /// The first signal asks the command to end; a second one ends the process at once.
    static func watch() {
        // The flag must be there before a handler may touch it.
        self.flag.store(false, ordering: .relaxed)
        for number in [SIGINT, SIGTERM, SIGHUP] {
            var action = sigaction()
            unsafe action.__sigaction_handler.sa_handler = { _ in Interruption.flag.store(true, ordering: .relaxed) }
            action.sa_flags = Int32(bitPattern: UInt32(SA_RESETHAND))
            unsafe sigaction(number, &action, nil)
        }
    }

    /// Throws when a signal has come.
    static func check() throws {
        guard self.flag.load(ordering: .relaxed) else { return }
        throw Failure(.interrupted, "interrupted; no file was written")
    }
}
