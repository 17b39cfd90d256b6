internal import Glibc

/// A thread that must be joined or detached, once.
@safe
struct Worker: ~Copyable {
    private final class Body {
        let run: @Sendable () -> Void
        init(_ run: @escaping @Sendable () -> Void) { self.run = run }
    }

    private let thread: pthread_t

    /// Starts a thread; `nil` when the system gives none.
    init?(_ run: @escaping @Sendable () -> Void) {
        let body = unsafe Unmanaged.passRetained(Body(run))
        var thread = pthread_t()
        let code = unsafe pthread_create(&thread, nil, Self.start, body.toOpaque())
        guard code == 0 else {
            unsafe body.release()
            return nil
        }
        self.thread = thread
    }

    private static let start: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? = { body in
        guard let body = unsafe body else { return nil }
        unsafe Unmanaged<Body>.fromOpaque(body).takeRetainedValue().run()
        return nil
    }

    /// Waits for its end.
    consuming func join() { pthread_join(self.thread, nil) }

    /// Lets it go on alone.
    consuming func detach() { pthread_detach(self.thread) }
}
