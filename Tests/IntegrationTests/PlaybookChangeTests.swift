import CommandLineKit
import Foundation
import Journal
import Kafka
import Retention
import TestKit
import Testing

/// A playbook that changes under a worker, and one that decides in the shadow of another.
@Suite(
    .serialized,
    .timeLimit(.minutes(15)),
    .enabled(
        if: Deployment.brokers != nil,
        "set TREUE_TEST_BROKERS=host:port to a broker whose topics may be created and deleted"
    )
)
struct PlaybookChangeTests {
    // MARK: A change

    @Test func `a changed playbook takes effect at one place of each partition, and nobody is told twice`() throws {
        let site = try Deployment(playbook: Change.before)
        let complaint = site.folder.file("complaint")
        try #require(try site.treue("topics", "create").code == 0)
        let options = ["--watch-playbook", "--membership", "static"]

        // Given customers for whom every rule waits.
        var worker = try site.start("a", options, complaint: complaint)
        defer { if worker.isRunning { kill(worker.processIdentifier, SIGKILL) } }
        try Change.order(0, at: site)
        try Self.wait("the orders are folded") { try Change.count("order.thanked", at: site) == Change.customers }

        // When a broken text comes, it is told, and the old one decides on.
        try site.write("playbook: change\nversion: 2\nrules: { stays: { on: order.complete } }")
        try Self.wait("the fault is told") {
            try String(contentsOf: complaint, encoding: .utf8).contains("is not taken up")
        }
        let said = try String(contentsOf: complaint, encoding: .utf8)
        #expect(said.contains("the one before decides on") && said.contains("order.complete"), "\(said)")
        try Change.look(0, at: site)
        try Self.wait("looks are folded") { try Change.count("look.noticed", at: site) == Change.customers }
        #expect(try Set(Change.signals(at: site).map(\.version)) == [1])

        // When a sound one comes, and the worker dies over it.
        try site.write(Change.after)
        try Self.wait("it is taken up") {
            try String(contentsOf: complaint, encoding: .utf8).contains("decides by another text")
        }
        kill(worker.processIdentifier, SIGKILL)
        worker.waitUntilExit()
        worker = try site.start("a", options, complaint: complaint)
        try Change.look(1, at: site)
        // An order once more: what is said once was said.
        try Change.order(0, at: site)
        try Self.wait("later looks are folded") {
            try Change.count("look.noticed", at: site) == 2 * Change.customers
        }
        kill(worker.processIdentifier, SIGTERM)
        worker.waitUntilExit()
        #expect(worker.terminationStatus == 0)

        // Then what waited comes to its end by the new text alone.
        let last = try site.run("a", until: "2099-01-01T00:00:00Z", ["--membership", "static"])
        #expect(last.code == 0, "\(last.complaint)")
        try Change.check(site)
        let audit = try site.treue("verify")
        #expect(audit.code == 0 && audit.output.hasPrefix("identical: "), "\(audit.output)\(audit.complaint)")
        try site.deleteTopics()
    }

    /// Waits for what a worker does, for a minute and a half at most.
    private static func wait(_ what: String, until holds: () throws -> Bool) throws {
        let deadline = ContinuousClock.now + .seconds(90)
        while !(try holds()) {
            try #require(ContinuousClock.now < deadline, "never came: \(what)")
            Thread.sleep(forTimeInterval: 0.5)
        }
    }

    // MARK: A shadow

    @Test func `a playbook in the shadow decides as it would alone, on its own topic, and changes nothing else`() throws
    {
        let site = try Deployment(playbook: Shadow.live)
        let shadow = try site.folder.write([Shadow.beside], to: "shadow.yaml")
        let files = try site.fill(customers: 200, days: 120, seed: 12)
        let until = "2025-12-01T00:00:00Z"
        let outcome = try site.run(until: until, ["--shadow", shadow.path])
        #expect(outcome.code == 0, "\(outcome.complaint)")

        let live = try site.replayed(files, until: until)
        let alone = try site.replayed(files, until: until, by: shadow)
        #expect(live.count > 200 && alone.count > 200)
        #expect(Set(live.map(\.id)).isDisjoint(with: alone.map(\.id)))
        #expect(try differences(site.decisions(), live).isEmpty)
        #expect(try differences(site.decisions(on: ["shadow"]), alone).isEmpty)
        let audit = try site.treue("verify")
        #expect(audit.code == 0 && audit.output.hasPrefix("identical: "), "\(audit.output)\(audit.complaint)")
        try site.deleteTopics()
    }
}

extension Deployment {
    /// Puts another text in the place of the playbook, at once as an editor does.
    fileprivate func write(_ text: String) throws {
        try Data(text.utf8).write(to: URL(filePath: self.playbook), options: .atomic)
    }
}

/// A playbook before and after its change, and what is to come of it.
private enum Change {
    static let customers = 12

    static let before = """
        playbook: change
        version: 1
        clock: { lateness: 1s }
        rules:
          thanks: { on: order.completed, per: event.order_id, once: true, emit: triggers/order.thanked }
          looks: { on: product.viewed, emit: triggers/look.noticed }
          gone: { on: order.completed, wait: 400d, emit: triggers/gone.due }
          moved: { since: customer.last_order, after: 500d, emit: triggers/moved.due }
          stays: { on: order.completed, per: event.order_id, wait: 600d, reentry: ignore, emit: triggers/stays.due }
        """

    static let after = """
        playbook: change
        version: 2
        clock: { lateness: 1s }
        rules:
          thanks: { on: order.completed, per: event.order_id, once: true, emit: triggers/order.thanked }
          looks: { on: product.viewed, emit: triggers/look.noticed }
          moved: { since: customer.last_order, after: 700d, emit: triggers/moved.due }
          stays: { on: order.completed, per: event.order_id, wait: 600d, reentry: ignore, emit: triggers/stays.due }
          late: { since: customer.last_order, after: 800d, emit: triggers/late.due }
        """

    struct Told: Hashable {
        let type: String
        let subject: String
        let time: String
        let version: Int
    }

    /// The signals on the topic of them all.
    static func signals(at site: Deployment) throws -> [Told] {
        var told: [Told] = []
        try site.forEachRecord(of: [site.prefix + "triggers"]) { record in
            var value: [UInt8] = []
            if let bytes = record.value { value = [UInt8](copying: bytes) }
            let text = String(decoding: value, as: UTF8.self)
            told.append(
                Told(
                    type: record.headerText("ce_type") ?? "",
                    subject: record.headerText("ce_subject") ?? "",
                    time: record.headerText("ce_time") ?? "",
                    version: text.contains(#""playbook_version":2"#) ? 2 : 1
                )
            )
        }
        return told
    }

    static func count(_ type: String, at site: Deployment) throws -> Int {
        try Self.signals(at: site).count { $0.type == type }
    }

    /// The instant of every order: the same for all, and not long ago.
    private static let ordered = Timestamp(milliseconds: Int64(Date.now.timeIntervalSince1970 - 60) * 1_000)

    static func order(_ number: Int, at site: Deployment) throws {
        let lines = (0..<self.customers).map { customer in
            #"{"id":"o\#(number)-\#(customer)-\#(UInt32.random(in: 0 ... .max))","type":"order.completed","#
                + #""subject":"customer/c\#(customer)","time":"\#(Self.ordered.utcText)","#
                + #""data":{"order_id":"o\#(number)-\#(customer)","total":"1.00","currency":"EUR"}}"#
        }
        let name = "orders-\(UInt32.random(in: 0 ... .max)).ndjson"
        try site.load(try site.folder.write(lines, to: name), to: site.inputs[0])
    }

    static func look(_ number: Int, at site: Deployment) throws {
        let lines = (0..<self.customers).map { customer in
            #"{"id":"v\#(number)-\#(customer)","type":"product.viewed","subject":"customer/c\#(customer)","#
                + #""time":"\#((Self.ordered + .seconds(Int64(number) + 1)).utcText)","data":{"product_id":"cup"}}"#
        }
        try site.load(try site.folder.write(lines, to: "looks-\(number).ndjson"), to: site.inputs[1])
    }

    /// Nothing of a rule that is gone, what changed by its new length, what stayed as before, and each once.
    static func check(_ site: Deployment) throws {
        let signals = try Self.signals(at: site)
        #expect(Set(signals).count == signals.count, "nobody is told twice")
        #expect(!signals.contains { $0.type == "gone.due" })
        for (type, days, version) in [("moved.due", 700, 2), ("stays.due", 600, 2), ("late.due", 800, 2)] {
            let found = signals.filter { $0.type == type }
            #expect(Set(found.map(\.subject)).count == self.customers && found.count == self.customers, "\(type)")
            #expect(Set(found.map(\.time)) == [(Self.ordered + .days(Int64(days))).utcText], "\(type)")
            #expect(found.allSatisfy { $0.version == version }, "\(type)")
        }
        #expect(signals.count { $0.type == "order.thanked" } == self.customers)
        #expect(signals.count { $0.type == "look.noticed" && $0.version == 1 } == self.customers)
        #expect(signals.count { $0.type == "look.noticed" && $0.version == 2 } == self.customers)

        var journals: [Int32: [JournalRecord]] = [:]
        try site.forEachRecord(of: [site.prefix + "journal"]) { record in
            guard let value = record.value, let entry = JournalRecord(value) else {
                Issue.record("a journal record can't be read")
                return
            }
            journals[record.partition, default: []].append(entry)
        }
        #expect(!journals.isEmpty)
        for (partition, records) in journals {
            let texts = records.compactMap(\.text)
            #expect(texts.last == Self.after, "partition \(partition)")
            #expect(texts.count <= 2 && texts.first?.hasPrefix("playbook: change") == true, "partition \(partition)")
            let changes = zip(records, records.dropFirst()).count { $0.playbook != $1.playbook }
            #expect(changes == texts.count - 1, "partition \(partition) changes at one place")
        }
        #expect(journals.values.contains { $0.compactMap(\.text).count == 2 })
    }
}

/// Two playbooks that decide beside each other.
private enum Shadow {
    static let live = """
        playbook: live
        version: 1
        rules:
          first: { on: order.completed, if: customer.orders == 1, once: true, emit: milestones/milestone.first_order }
          silent: { since: customer.last_order, after: [20d, 40d], emit: churn-risk/silent }
        """

    static let beside = """
        playbook: beside
        version: 7
        rules:
          first: { on: order.completed, if: customer.orders == 1, once: true, emit: milestones/milestone.first_order }
          silent: { since: customer.last_order, after: [10d], emit: churn-risk/silent,
            goal: { on: order.completed, within: 30d, emit: triggers/back } }
          cart: { since: customer.cart.changed, after: 2h, if: customer.cart.items > 0, emit: triggers/cart.left }
        """
}
