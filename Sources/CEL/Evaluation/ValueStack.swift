/// The values that an evaluation is about to use: room of its own, so that a value is moved there and back.
///
/// An array would look at each step whether somebody else holds it. Every access is checked.
@safe
struct ValueStack: ~Copyable {
    private var values: UnsafeMutablePointer<Value>
    private var capacity: Int
    private(set) var count = 0

    init() {
        self.capacity = 16
        unsafe self.values = .allocate(capacity: self.capacity)
    }

    deinit {
        unsafe self.values.deinitialize(count: self.count)
        unsafe self.values.deallocate()
    }

    /// Makes room for so many values in all.
    @inline(__always)
    mutating func reserve(_ capacity: Int) { if capacity > self.capacity { self.grow(to: capacity) } }

    private mutating func grow(to capacity: Int) {
        let values = UnsafeMutablePointer<Value>.allocate(capacity: capacity)
        unsafe values.moveInitialize(from: self.values, count: self.count)
        unsafe self.values.deallocate()
        unsafe self.values = values
        self.capacity = capacity
    }

    @inline(__always)
    mutating func push(_ value: consuming Value) {
        if self.count == self.capacity { self.reserve(2 * self.capacity) }
        unsafe (self.values + self.count).initialize(to: value)
        self.count += 1
    }

    @inline(__always)
    mutating func pop() -> Value {
        precondition(self.count > 0)
        self.count -= 1
        return unsafe (self.values + self.count).move()
    }

    /// The value that is popped next.
    var top: Value {
        @inline(__always) _read {
            precondition(self.count > 0)
            yield unsafe self.values[self.count - 1]
        }
        @inline(__always) _modify {
            precondition(self.count > 0)
            yield unsafe &self.values[self.count - 1]
        }
    }

    /// The topmost values, in the order in which they were pushed.
    func topmost(_ count: Int) -> UnsafeBufferPointer<Value> {
        precondition(count >= 0 && count <= self.count)
        return unsafe UnsafeBufferPointer(start: self.values + (self.count - count), count: count)
    }

    mutating func removeLast(_ count: Int) {
        precondition(count >= 0 && count <= self.count)
        self.count -= count
        unsafe (self.values + self.count).deinitialize(count: count)
    }

    @inline(__always)
    mutating func removeAll() { if self.count > 0 { self.removeLast(self.count) } }
}
