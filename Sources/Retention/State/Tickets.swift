/// Complaints, questions and requests for help, and how they end.
///
/// Of each ticket three instants matter: the latest opening, answer and resolution. It is open when it was opened after
/// the latest resolution, and answered when the latest answer is not before the opening; a question ends with its
/// answer. That holds in whatever order the events come, within two bounds: of the open tickets the latest
/// `Tickets.keptOpen` are known, and of those that ended, or whose opening has not come yet, `Tickets.keptSettled`.
public struct Tickets: Hashable, Sendable {
    /// The open tickets, the earliest opened first.
    public internal(set) var open: [Open] = []
    /// Tickets that ended or whose opening has not come, ascending by their latest instant.
    var settled: [Settled] = []
    /// When a complaint or a request for help was settled last.
    public internal(set) var lastResolved: Timestamp?
    /// How content the customer was with the latest ticket of which they said so, from 0 to 10.
    public internal(set) var satisfaction: Dated<Int64>?

    static let keptOpen = 8
    static let keptSettled = 4

    /// What is known of those who have none.
    public static let absent = [Self()]

    /// Makes the record of somebody who asked nothing.
    public init() {}

    /// What a ticket is.
    public enum Kind: UInt8, Sendable, CaseIterable {
        /// Something went wrong.
        case complaint = 0
        /// Something is to be known.
        case question = 1
        /// Help is wanted.
        case request = 2
    }

    /// An open ticket.
    public struct Open: Hashable, Sendable {
        /// The id of the ticket.
        public let id: String
        /// What it is.
        public let kind: Kind
        /// What it is about.
        public let topic: String?
        /// When it was opened, the last time if more than once.
        public let opened: Timestamp
        /// When the shop answered last since then.
        public internal(set) var answered: Timestamp?
        /// When it was settled last before then; `nil` when it was never opened again.
        public internal(set) var resolved: Timestamp?

        /// Whether it was opened before another one; of two of one instant the smaller id is first.
        func isBefore(_ other: Open) -> Bool { (self.opened, self.id) < (other.opened, other.id) }
    }

    /// What is known of a ticket that is not open: a resolution, an answer, or an answer after the resolution.
    struct Settled: Hashable, Sendable {
        /// The hash of the id.
        let key: UInt64
        var answered: Timestamp?
        var resolved: Timestamp?

        var latest: Timestamp { max(self.answered ?? .distantPast, self.resolved ?? .distantPast) }

        func isBefore(_ other: Settled) -> Bool { (self.latest, self.key) < (other.latest, other.key) }
    }

    /// How many complaints are open.
    public var openComplaints: Int { self.count(of: .complaint) }

    /// The open complaint that waits longest for its first answer.
    public var oldestUnansweredComplaint: Open? {
        self.open.first { $0.kind == .complaint && $0.answered == nil }
    }

    /// Since when a complaint is open: when the earliest of them was opened.
    public var openComplaintSince: Timestamp? { self.open.first { $0.kind == .complaint }?.opened }

    /// How many questions wait for an answer.
    public var unansweredQuestions: Int { self.count(of: .question) }

    private func count(of kind: Kind) -> Int {
        var count = 0
        for place in self.open.indices where self.open[place].kind == kind { count += 1 }
        return count
    }

    /// Takes an event of a ticket; returns whether that changed anything.
    mutating func take(_ body: Event.Body, at time: Timestamp) -> Bool {
        switch body {
        case .complaintOpened(let ticket): return self.open(ticket, .complaint, at: time)
        case .questionAsked(let ticket): return self.open(ticket, .question, at: time)
        case .ticketOpened(let ticket): return self.open(ticket, .request, at: time)
        case .complaintAnswered(let ticket), .questionAnswered(let ticket), .ticketAnswered(let ticket):
            let isRated = self.rate(ticket, at: time)
            return self.answer(ticket.ticketID, at: time) || isRated
        case .complaintResolved(let ticket), .ticketResolved(let ticket):
            let isRated = self.rate(ticket, at: time)
            let isLatest = self.lastResolved.advance(to: time)
            return self.resolve(ticket.ticketID, at: time) || isRated || isLatest
        default: return false
        }
    }

    private static func key(of id: String) -> UInt64 { StableHash(id).high }

    private mutating func rate(_ ticket: Ticket, at time: Timestamp) -> Bool {
        guard let score = ticket.satisfaction, (0...10).contains(score) else { return false }
        return self.satisfaction.learn(score, at: time)
    }

    private mutating func open(_ ticket: Ticket, _ kind: Kind, at time: Timestamp) -> Bool {
        let isRated = self.rate(ticket, at: time)
        var opened = Open(id: ticket.ticketID, kind: kind, topic: ticket.topic, opened: time)
        let key = Self.key(of: opened.id)
        if let index = self.open.firstIndex(where: { $0.id == opened.id }) {
            let known = self.open[index]
            guard time >= known.opened else { return isRated }
            opened.answered = known.answered.flatMap { $0 < time ? nil : $0 }
            opened.resolved = known.resolved
            guard opened != known else { return isRated }
            self.open.remove(at: index)
        } else if let index = self.settled.firstIndex(where: { $0.key == key }) {
            let known = self.settled[index]
            if let resolved = known.resolved, time <= resolved { return isRated }
            opened.answered = known.answered.flatMap { $0 < time ? nil : $0 }
            if kind == .question, opened.answered != nil { return isRated }
            opened.resolved = known.resolved
            self.settled.remove(at: index)
        } else {
            return self.keep(opened) || isRated
        }
        if kind == .question, let answered = opened.answered {
            _ = self.keep(Settled(key: key, answered: answered, resolved: opened.resolved))
        } else {
            _ = self.keep(opened)
        }
        return true
    }

    private mutating func answer(_ id: String, at time: Timestamp) -> Bool {
        let key = Self.key(of: id)
        if let index = self.open.firstIndex(where: { $0.id == id }) {
            guard time >= self.open[index].opened, self.open[index].answered.advance(to: time) else { return false }
            if self.open[index].kind == .question {
                let known = self.open.remove(at: index)
                _ = self.keep(Settled(key: key, answered: time, resolved: known.resolved))
            }
            return true
        }
        var settled = Settled(key: key, answered: time)
        if let index = self.settled.firstIndex(where: { $0.key == key }) {
            let known = self.settled[index]
            guard time > known.latest else { return false }
            settled.resolved = known.resolved
            self.settled.remove(at: index)
        }
        return self.keep(settled)
    }

    private mutating func resolve(_ id: String, at time: Timestamp) -> Bool {
        let key = Self.key(of: id)
        var settled = Settled(key: key, resolved: time)
        if let index = self.open.firstIndex(where: { $0.id == id }) {
            let known = self.open[index]
            guard time >= known.opened else { return self.open[index].resolved.advance(to: time) }
            settled.answered = known.answered.flatMap { $0 > time ? $0 : nil }
            self.open.remove(at: index)
            _ = self.keep(settled)
            return true
        }
        if let index = self.settled.firstIndex(where: { $0.key == key }) {
            let known = self.settled[index]
            if let resolved = known.resolved, time <= resolved { return false }
            settled.answered = known.answered.flatMap { $0 > time ? $0 : nil }
            self.settled.remove(at: index)
            _ = self.keep(settled)
            return true
        }
        return self.keep(settled)
    }

    /// Puts a ticket in its place, and lets the earliest go when there are too many; returns whether it stayed.
    private mutating func keep(_ ticket: Open) -> Bool {
        let place = self.open.firstIndex { ticket.isBefore($0) } ?? self.open.endIndex
        self.open.insert(ticket, at: place)
        guard self.open.count > Self.keptOpen else { return true }
        self.open.removeFirst()
        return place > 0
    }

    private mutating func keep(_ ticket: Settled) -> Bool {
        let place = self.settled.firstIndex { ticket.isBefore($0) } ?? self.settled.endIndex
        self.settled.insert(ticket, at: place)
        guard self.settled.count > Self.keptSettled else { return true }
        self.settled.removeFirst()
        return place > 0
    }
}
