/// What the subject of an order knows: whose order it is, and the events that came before that was known.
public struct Routing: Hashable, Sendable {
    private struct Content: Hashable, Sendable {
        var owner: Subject?
        var waiting: [Event] = []
    }

    /// One element or none: only orders have any, and customers should not pay for it.
    private var content: [Content] = []

    /// The most events that wait for an owner; of more, the latest are kept.
    static let keptEvents = 64

    /// Makes the record of an order that nobody has mentioned.
    public init() {}

    /// The customer or visitor who placed the order.
    public internal(set) var owner: Subject? {
        get { self.content.first?.owner }
        set {
            self.makeRoom()
            self.content[0].owner = newValue
        }
    }

    /// Events that wait for the owner, in the order in which they came.
    public var waiting: [Event] { self.content.first?.waiting ?? [] }

    var isInitial: Bool { self.content.isEmpty }

    mutating func keep(_ event: Event) {
        self.makeRoom()
        if self.content[0].waiting.count == Self.keptEvents { self.content[0].waiting.removeFirst() }
        self.content[0].waiting.append(event)
    }

    mutating func takeWaiting() -> [Event] {
        let waiting = self.waiting
        if !waiting.isEmpty { self.content[0].waiting = [] }
        return waiting
    }

    private mutating func makeRoom() {
        if self.content.isEmpty { self.content = [Content()] }
    }
}
