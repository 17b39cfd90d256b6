/// A part of the state that most subjects do not have: one word until it is written to, a block of its own afterwards.
///
/// Reading a part that is not there gives its initial value; reading copies nothing. What was written and equals the
/// initial value again is kept as absent, so that equal states have one form.
public struct Rare<Part: Hashable & Sendable & InitiallyEmpty>: Hashable, Sendable {
    /// One element or none: an optional would take the part's own size in every subject.
    @usableFromInline var content: [Part] = []

    /// Makes an absent part.
    public init() {}

    /// Makes a part with a value.
    init(_ part: Part) { self.content = part.isInitial ? [] : [part] }

    /// Whether nothing is in it.
    @inlinable public var isAbsent: Bool { self.content.isEmpty }

    /// The part; a change is made in place.
    ///
    /// Whoever writes makes sure that a part which equals its initial value does not stay: see ``tidy()``.
    @inlinable public var value: Part {
        @inline(__always)
        _read {
            let content = self.content.isEmpty ? Part.absent : self.content
            yield content.span[0]
        }
        @inline(__always)
        _modify {
            if self.content.isEmpty { self.content = [Part()] }
            yield &self.content[0]
        }
    }

    /// Lets a part go that equals its initial value.
    mutating func tidy() { if let part = self.content.first, part.isInitial { self.content = [] } }

    /// What the part takes outside its one word, `inner` being what it takes outside its own storage.
    func heapBytes(_ inner: (Part) -> Int) -> Int {
        self.content.isEmpty ? 0 : 32 + MemoryLayout<Part>.stride + inner(self.content[0])
    }
}

/// A part of the state that knows whether something is in it.
public protocol InitiallyEmpty {
    /// Makes the part as it is before anything happened.
    init()
    /// The part as it is before anything happened, made once: the only element.
    static var absent: [Self] { get }
    /// Whether it equals what `init()` makes.
    var isInitial: Bool { get }
}
