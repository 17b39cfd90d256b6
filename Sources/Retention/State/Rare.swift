/// A part of the state that most subjects do not have: one word until something is in it, a block of its own afterwards.
///
/// Reading a part that is not there gives its initial value; reading copies nothing. What equals the initial value is kept
/// as absent, so that equal states have one form.
public struct Rare<Part: InitiallyEmpty>: Hashable, Sendable {
    /// One element or none, and never an initial one: an optional would take the part's own size in every subject.
    @usableFromInline var content: [Part] = []

    /// Makes an absent part.
    public init() {}

    /// Makes a part with a value.
    init(_ part: consuming Part) { self.content = part.isInitial ? [] : [part] }

    /// Whether nothing is in it.
    @inlinable public var isAbsent: Bool { self.content.isEmpty }

    /// The part.
    @inlinable public var value: Part {
        @inline(__always)
        _read {
            let content = self.content.isEmpty ? Part.absent : self.content
            yield content.span[0]
        }
    }

    /// Changes the part in place; returns what the change does.
    @discardableResult
    mutating func change<Answer>(_ change: (inout Part) -> Answer) -> Answer {
        if self.content.isEmpty {
            var part = Part()
            let answer = change(&part)
            if !part.isInitial { self.content = [part] }
            return answer
        }
        let answer = change(&self.content[0])
        if self.content[0].isInitial { self.content = [] }
        return answer
    }

    /// Takes the part out and leaves it absent, so that nobody else holds it while it is changed.
    mutating func take() -> Part {
        guard !self.content.isEmpty else { return Part() }
        return self.content.removeLast()
    }

    /// Puts a part back, into the block that ``take()`` has left.
    mutating func put(_ part: consuming Part) {
        if part.isInitial {
            self.content = []
        } else if self.content.isEmpty {
            self.content.append(part)
        } else {
            self.content[0] = part
        }
    }
}

/// A part of the state that knows whether something is in it.
public protocol InitiallyEmpty: Hashable, Sendable {
    /// Makes the part as it is before anything happened.
    init()
    /// The part as it is before anything happened, made once: the only element.
    static var absent: [Self] { get }
    /// Whether it equals what `init()` makes.
    var isInitial: Bool { get }
}
