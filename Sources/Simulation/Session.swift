/// How a visit to the shop ends.
enum SessionOutcome: UInt8, Sendable {
    case browsed, ordered, emptied, abandoned
}

/// One thing a visitor does.
struct SessionStep: Sendable {
    enum Kind: UInt8, Sendable {
        case viewed, added, removed, ordered
    }

    /// Milliseconds after the beginning of the session; an even number, and larger in each step.
    var offset: Int32
    var product: UInt32
    var quantity: UInt8
    var kind: Kind
}

/// A visit to the shop, planned as a whole when it begins and then told step by step.
struct Session: Sendable {
    /// Milliseconds since 1970 UTC.
    var begin: Int64 = 0
    /// What makes the cart's id: the ordinal of the owner's event with which the session began.
    var cart: UInt32 = 0
    var outcome = SessionOutcome.browsed
    private(set) var steps: [SessionStep] = []
    private(set) var position = 0

    /// No session is longer, in milliseconds: at most 30 steps, two minutes apart.
    static let longest: Int64 = 30 * 120_000
    /// The mean distance of two steps in milliseconds.
    static let meanPause = 62_500.0

    /// The mean number of steps by outcome, as the rules of `plan` give it.
    static func meanSteps(_ outcome: SessionOutcome) -> Double {
        switch outcome {
        case .browsed: 4.5
        case .ordered: 1.8 * 3 + 0.6 + 1.8 * 0.25 * 0.2 + 1
        case .abandoned: 1.8 * 3 + 0.6 + 1.8 * 0.25 * 0.2
        case .emptied: 1.8 * 4
        }
    }

    var current: SessionStep { steps[position] }
    var isLast: Bool { position + 1 == steps.count }
    var lastOffset: Int32 { steps.last?.offset ?? 0 }
    var isEmpty: Bool { steps.isEmpty }

    /// The instant of the step that comes next.
    var due: Int64 { begin + Int64(current.offset) }

    mutating func advance() {
        position += 1
    }

    /// Replaces the steps by a new plan that ends in `outcome`.
    mutating func plan(_ outcome: SessionOutcome, from catalogue: Catalogue, _ random: inout RandomStream) {
        self.outcome = outcome
        steps.removeAll(keepingCapacity: true)
        position = 0
        guard outcome != .browsed else {
            for _ in 0..<random.within(1...8) { add(.viewed, catalogue.draw(&random), 1, &random) }
            return
        }
        let lines = Session.drawLines(&random)
        for _ in 0..<lines { choose(catalogue, &random) }
        if outcome == .emptied {
            for entry in contents() { add(.removed, entry.product, entry.quantity, &random) }
            return
        }
        changeMind(catalogue, &random)
        if outcome == .ordered { add(.ordered, 0, 0, &random) }
    }

    /// Takes the order itself off the plan, when the order comes from elsewhere.
    mutating func dropOrder() {
        if steps.last?.kind == .ordered { steps.removeLast() }
    }

    /// One to four lines: a half, 28, 14 and 8 percent.
    private static func drawLines(_ random: inout RandomStream) -> Int {
        switch random.below(100) {
        case ..<50: 1
        case ..<78: 2
        case ..<92: 3
        default: 4
        }
    }

    /// Looks at one to three products and puts the last of them into the cart.
    private mutating func choose(_ catalogue: Catalogue, _ random: inout RandomStream) {
        for _ in 0..<random.below(3) { add(.viewed, catalogue.draw(&random), 1, &random) }
        var product = catalogue.draw(&random)
        while steps.contains(where: { $0.kind == .added && $0.product == product }) {
            product = product % UInt32(catalogue.size) + 1
        }
        add(.viewed, product, 1, &random)
        let luck = random.below(100)
        add(.added, product, luck < 75 ? 1 : luck < 93 ? 2 : 3, &random)
    }

    /// Sometimes takes a piece of several back, or puts a product in only to take it out again.
    private mutating func changeMind(_ catalogue: Catalogue, _ random: inout RandomStream) {
        for entry in contents() where entry.quantity > 1 && random.happens(0.2) {
            add(.removed, entry.product, 1, &random)
        }
        guard random.happens(0.15) else { return }
        choose(catalogue, &random)
        guard let decoy = steps.last else { return }
        add(.removed, decoy.product, decoy.quantity, &random)
    }

    private mutating func add(
        _ kind: SessionStep.Kind,
        _ product: UInt32,
        _ quantity: UInt8,
        _ random: inout RandomStream
    ) {
        let offset = steps.last.map { $0.offset + Int32(5_000 + 2 * random.below(57_501)) } ?? 0
        steps.append(SessionStep(offset: offset, product: product, quantity: quantity, kind: kind))
    }

    /// What the cart holds after all the steps planned, in the order of adding.
    func contents() -> [(product: UInt32, quantity: UInt8)] {
        var entries: [(product: UInt32, quantity: UInt8)] = []
        for step in steps {
            switch step.kind {
            case .added: entries.append((step.product, step.quantity))
            case .removed:
                if let index = entries.firstIndex(where: { $0.product == step.product }) {
                    entries[index].quantity -= step.quantity
                }
            case .viewed, .ordered: continue
            }
        }
        entries.removeAll { $0.quantity == 0 }
        return entries
    }
}

/// The sessions that are going on, in places that are used again.
///
/// There are never more places than sessions that were open at one time.
struct SessionPool: Sendable {
    private var sessions: [Session] = []
    private var free: [Int32] = []

    mutating func claim() -> Int32 {
        if let place = free.popLast() { return place }
        sessions.append(Session())
        return Int32(sessions.count - 1)
    }

    mutating func release(_ place: Int32) {
        free.append(place)
    }

    subscript(place: Int32) -> Session {
        _read { yield sessions[Int(place)] }
        _modify { yield &sessions[Int(place)] }
    }
}
