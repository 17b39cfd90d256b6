internal import Glibc

/// A point in time of the clock that never jumps.
struct Deadline: Comparable, Sendable {
    /// Nanoseconds of the monotonic clock.
    private let nanoseconds: Int64

    static let never = Deadline(nanoseconds: .max)

    static var now: Deadline {
        var time = timespec()
        unsafe clock_gettime(CLOCK_MONOTONIC, &time)
        return Deadline(nanoseconds: Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec))
    }

    static func after(milliseconds: Int64) -> Deadline {
        Deadline(nanoseconds: Self.now.nanoseconds + milliseconds * 1_000_000)
    }

    var isOver: Bool { self <= .now }

    static func < (left: Deadline, right: Deadline) -> Bool { left.nanoseconds < right.nanoseconds }

    fileprivate var time: Glibc.timespec {
        Glibc.timespec(tv_sec: Int(self.nanoseconds / 1_000_000_000), tv_nsec: Int(self.nanoseconds % 1_000_000_000))
    }
}

/// State under a lock whose changes others can wait for.
@safe
final class Monitor<State>: @unchecked Sendable {  // `state` is touched under the lock only
    /// What a look at the state comes to.
    enum Look<Result> {
        /// It is as it should be.
        case done(Result)
        /// It is not yet: look again after the next change, and at this time.
        case wait(until: Deadline)
    }

    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private let changed: UnsafeMutablePointer<pthread_cond_t>
    private var state: State

    init(_ state: State) {
        self.state = state
        unsafe self.mutex = .allocate(capacity: 1)
        unsafe self.changed = .allocate(capacity: 1)
        unsafe self.mutex.initialize(to: pthread_mutex_t())
        unsafe self.changed.initialize(to: pthread_cond_t())
        unsafe pthread_mutex_init(self.mutex, nil)
        var attributes = pthread_condattr_t()
        unsafe pthread_condattr_init(&attributes)
        unsafe pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
        unsafe pthread_cond_init(self.changed, &attributes)
        unsafe pthread_condattr_destroy(&attributes)
    }

    deinit {
        unsafe pthread_cond_destroy(self.changed)
        unsafe pthread_mutex_destroy(self.mutex)
        unsafe self.changed.deallocate()
        unsafe self.mutex.deallocate()
    }

    /// Looks at the state; for short work.
    func read<Result>(_ body: (State) -> Result) -> Result {
        unsafe pthread_mutex_lock(self.mutex)
        defer { unsafe pthread_mutex_unlock(self.mutex) }
        return body(self.state)
    }

    /// Changes the state and wakes all who wait.
    func change<Result>(_ body: (inout State) -> Result) -> Result {
        unsafe pthread_mutex_lock(self.mutex)
        defer {
            unsafe pthread_cond_broadcast(self.changed)
            unsafe pthread_mutex_unlock(self.mutex)
        }
        return body(&self.state)
    }

    /// Looks at the state, and changes it, until `body` is done; wakes all who wait then.
    func wait<Result>(_ body: (inout State) -> Look<Result>) -> Result {
        unsafe pthread_mutex_lock(self.mutex)
        defer { unsafe pthread_mutex_unlock(self.mutex) }
        while true {
            switch body(&self.state) {
            case .done(let result):
                unsafe pthread_cond_broadcast(self.changed)
                return result
            case .wait(until: .never):
                unsafe pthread_cond_wait(self.changed, self.mutex)
            case .wait(until: let deadline):
                var time = deadline.time
                unsafe pthread_cond_timedwait(self.changed, self.mutex, &time)
            }
        }
    }
}
