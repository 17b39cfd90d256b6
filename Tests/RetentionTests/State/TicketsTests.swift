import Retention
import TestKit
import Testing

@Suite struct TicketsTests {
    private static let day = TimeSpan.days(1)

    private static func ticket(_ id: String, _ topic: String? = nil, rated: Int64? = nil) -> Ticket {
        Ticket(ticketID: id, topic: topic, satisfaction: rated)
    }

    private static func opened(_ id: String, at time: Timestamp) -> Fact {
        Fact(.complaintOpened(Self.ticket(id, "late")), at: time)
    }

    private static func answered(_ id: String, at time: Timestamp) -> Fact {
        Fact(.complaintAnswered(Self.ticket(id)), at: time)
    }

    private static func resolved(_ id: String, rated: Int64? = nil, at time: Timestamp) -> Fact {
        Fact(.complaintResolved(Self.ticket(id, rated: rated)), at: time)
    }

    private static func asked(_ id: String, at time: Timestamp) -> Fact {
        Fact(.questionAsked(Self.ticket(id)), at: time)
    }

    @Test func `given complaints, then the oldest without an answer and the time since the first are known`() {
        let tickets = Relations.given(
            Self.opened("c-2", at: start + Self.day),
            Self.opened("c-1", at: start),
            Fact(.ticketOpened(Self.ticket("t-1")), at: start - Self.day),
            Self.answered("c-1", at: start + .days(2))
        ).tickets
        #expect(tickets.openComplaints == 2 && tickets.openComplaintSince == start)
        #expect(tickets.oldestUnansweredComplaint?.id == "c-2" && tickets.oldestUnansweredComplaint?.topic == "late")
        #expect(tickets.open.map(\.id) == ["t-1", "c-1", "c-2"] && tickets.lastResolved == nil)
        #expect(tickets.open.map(\.kind) == [.request, .complaint, .complaint])
        #expect(tickets.open[1].answered == start + .days(2))
    }

    @Test func `given a complaint, when it is resolved, then nothing is open, and the satisfaction is known`() {
        let facts = [Self.opened("c", at: start), Self.resolved("c", rated: 3, at: start + Self.day)]
        for state in Relations.inEveryOrder(facts) {
            #expect(state.tickets.openComplaints == 0 && state.tickets.lastResolved == start + Self.day)
            #expect(state.tickets.satisfaction?.value == 3 && state.tickets.satisfaction?.time == start + Self.day)
        }
        #expect(Relations.inEveryOrder(facts).count == 1)
    }

    @Test func `given opening, answer and resolution, when they come in any order, then the complaint is settled`() {
        let states = Relations.inEveryOrder([
            Self.opened("c", at: start), Self.answered("c", at: start + Self.day),
            Self.answered("c", at: start + .days(2)), Self.resolved("c", at: start + .days(3)),
        ])
        #expect(states.count == 1 && states.first?.tickets.open == [])
    }

    @Test func `given an answer ahead of its complaint, then the complaint is open and answered`() {
        let states = Relations.inEveryOrder([Self.opened("c", at: start), Self.answered("c", at: start + Self.day)])
        #expect(states.count == 1 && states.first?.tickets.openComplaints == 1)
        #expect(states.first?.tickets.oldestUnansweredComplaint == nil)
    }

    @Test func `given a ticket that is opened again after its end, then it is open since then, in any order`() {
        let states = Relations.inEveryOrder([
            Self.opened("c", at: start), Self.answered("c", at: start + tick),
            Self.resolved("c", at: start + Self.day), Self.opened("c", at: start + .days(2)),
        ])
        #expect(states.count == 1 && states.first?.tickets.openComplaintSince == start + .days(2))
        #expect(states.first?.tickets.oldestUnansweredComplaint?.resolved == start + Self.day)
    }

    @Test func `given a resolution at the instant of the opening, then the ticket is not open, in any order`() {
        let states = Relations.inEveryOrder([Self.opened("c", at: start), Self.resolved("c", at: start)])
        #expect(states.count == 1 && states.first?.tickets.open == [])
    }

    @Test func `given a question, when it is answered, then it waits no more and no complaint was settled`() {
        let question = Self.asked("q", at: start)
        #expect(Relations.given(question).tickets.unansweredQuestions == 1)
        #expect(Relations.given(question).tickets.openComplaints == 0)
        let states = Relations.inEveryOrder([question, Fact(.questionAnswered(Self.ticket("q")), at: start + Self.day)])
        #expect(states.count == 1 && states.first?.tickets.unansweredQuestions == 0)
        #expect(states.first?.tickets.lastResolved == nil)
    }

    @Test func `given an answered question, when it is asked again, then it waits, in any order`() {
        let answer = Fact(.questionAnswered(Self.ticket("q")), at: start + Self.day)
        let again = Self.asked("q", at: start + .days(2))
        let states = Relations.inEveryOrder([Self.asked("q", at: start), answer, again])
        #expect(states.count == 1 && states.first?.tickets.open.first?.opened == start + .days(2))
        let later = Fact(.questionAnswered(Self.ticket("q")), at: start + .days(3))
        let settled = Relations.inEveryOrder([Self.asked("q", at: start), answer, again, later])
        #expect(settled.count == 1 && settled.first?.tickets.unansweredQuestions == 0)
    }

    @Test func `given satisfaction told late, then the latest stays, and what is not from 0 to 10 is passed over`() {
        let tickets = Relations.given(
            Self.resolved("a", rated: 9, at: start + Self.day),
            Self.resolved("b", rated: 1, at: start),
            Self.resolved("c", rated: 11, at: start + .days(2)),
            Self.resolved("c", rated: -1, at: start + .days(2))
        ).tickets
        #expect(tickets.satisfaction?.value == 9 && tickets.lastResolved == start + .days(2))
    }

    @Test func `given many open complaints, then the eight latest are known, in whatever order they come`() {
        var random = SeededRandom(seed: 7)
        let facts = (0..<30).map { Self.opened("c-\($0)", at: start + .hours($0)) }
        let tickets = Relations(after: facts).tickets
        #expect(tickets.open.map(\.id) == (22..<30).map { "c-\($0)" })
        for _ in 0..<20 { #expect(Relations(after: facts.shuffled(using: &random)).tickets == tickets) }
    }

    @Test func `given resolutions ahead of their openings, then four are remembered, the latest of them`() {
        let resolutions = (0..<6).map { Self.resolved("c-\($0)", at: start + .days(10) + .hours($0)) }
        let openings = (0..<6).map { Self.opened("c-\($0)", at: start + .hours($0)) }
        let tickets = Relations(after: resolutions + openings).tickets
        #expect(tickets.open.map(\.id) == ["c-0", "c-1"])
    }

    @Test func `given random tickets, then what is open is what the latest instants of each say`() {
        for seed in 0..<RandomRelations.count {
            let facts = RandomRelations(seed: seed).facts
            var random = SeededRandom(seed: seed)
            let open = Relations(after: facts.shuffled(using: &random)).tickets.open
            #expect(Set(open.map(\.id)) == Model(facts).open, "seed \(seed)")
            #expect(Set(open.filter { $0.answered != nil }.map(\.id)) == Model(facts).answered, "seed \(seed)")
        }
    }
}

/// The tickets from all facts at once.
private struct Model {
    var open: Set<String> = []
    var answered: Set<String> = []

    init(_ facts: [Fact]) {
        var opened: [String: Timestamp] = [:]
        var answers: [String: Timestamp] = [:]
        var ends: [String: Timestamp] = [:]
        var questions: Set<String> = []
        func note(_ ticket: Ticket, _ fact: Fact, _ instants: inout [String: Timestamp]) {
            instants[ticket.ticketID] = max(instants[ticket.ticketID] ?? fact.time, fact.time)
        }
        for fact in facts {
            switch fact.body {
            case .complaintOpened(let ticket), .ticketOpened(let ticket): note(ticket, fact, &opened)
            case .questionAsked(let ticket):
                note(ticket, fact, &opened)
                questions.insert(ticket.ticketID)
            case .complaintAnswered(let ticket), .questionAnswered(let ticket), .ticketAnswered(let ticket):
                note(ticket, fact, &answers)
            case .complaintResolved(let ticket), .ticketResolved(let ticket): note(ticket, fact, &ends)
            default: break
            }
        }
        for (id, time) in opened {
            if let end = ends[id], end >= time { continue }
            let isAnswered = answers[id].map { $0 >= time } ?? false
            if isAnswered, questions.contains(id) { continue }
            self.open.insert(id)
            if isAnswered { self.answered.insert(id) }
        }
    }
}
