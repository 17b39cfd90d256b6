import CommandLineKit
import Foundation
import Kafka
import Testing

@Suite(
    .serialized,
    .timeLimit(.minutes(10)),
    .enabled(
        if: Deployment.brokers != nil,
        "set TREUE_TEST_BROKERS=host:port to a broker whose topics may be created and deleted"
    )
)
struct DeadLetterTests {
    private let site: Deployment
    private var orders: String { self.site.inputs[0] }

    init() throws { self.site = try Deployment() }

    private static func order(_ number: Int, _ amount: String) -> String {
        "{\"id\":\"\(number)\",\"type\":\"order.completed\",\"subject\":\"customer/\(number)\","
            + "\"time\":\"2025-01-01T00:00:00Z\",\"data\":{\"order_id\":\"\(number)\",\(amount)}}"
    }

    /// Three orders on one partition: one to be taken, one that lacks its currency, one that is broken for good.
    private func refuseTwo() throws {
        try #require(try self.site.treue("topics", "create", "--partitions", "1").code == 0)
        let lines = [
            Self.order(1, "\"total\":\"1.00\",\"currency\":\"EUR\""), Self.order(2, "\"total\":\"2.00\""),
            Self.order(3, "\"total\":\"twelve\",\"currency\":\"EUR\""),
        ]
        try self.site.load(try self.site.folder.write(lines, to: "orders.ndjson"), to: self.orders)
        let outcome = try self.site.run(until: "2025-01-02T00:00:00Z")
        try #require(outcome.code == 0, "\(outcome.complaint)")
    }

    /// The default playbook with a currency for amounts that name none.
    private func writePlaybook() throws -> String {
        let text = try String(contentsOfFile: self.site.playbook, encoding: .utf8)
        let url = self.site.folder.file("currency.yaml")
        try Data((text + "\nmoney: { currency: EUR }\n").utf8).write(to: url)
        return url.path
    }

    private func letters(_ arguments: String...) throws -> Program.Outcome {
        try Program.run(
            ["dead-letters"] + arguments + ["--brokers", Deployment.brokers ?? "", "--prefix", self.site.prefix]
        )
    }

    /// Place and state of each letter, sorted.
    private func states() throws -> [String] {
        let outcome = try self.letters("list", "--json")
        try #require(outcome.code == 0, "\(outcome.complaint)")
        return try outcome.output.split(separator: "\n").map { line in
            let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any] ?? [:]
            let place = (object["place"] as? String ?? "").dropFirst(self.site.prefix.count)
            return "\(place) \(object["state"] as? String ?? "")"
        }.sorted()
    }

    private func firstOrders() throws -> [String] {
        try self.site.decisions().filter { $0.type == "milestone.first_order" }.map(\.subject).sorted()
    }

    @Test func `given refused records when they are listed and shown then only show prints what is in them`() throws {
        try self.refuseTwo()
        let list = try self.letters("list")
        #expect(list.code == 0, "\(list.complaint)")
        #expect(list.output.contains("\(self.orders)/0/1  2025-01-01T00:00:00.000Z  open  currency.missing  "))
        #expect(list.output.contains("\(self.orders)/0/2  "))
        #expect(!list.output.contains("twelve") && !list.output.contains("customer"))
        #expect(!list.output.contains("\u{1B}"), "no colours in a file")
        let counts = try self.letters("list", "--by", "reason", "--json")
        #expect(counts.output.contains("{\"reason\":\"currency.missing\",\"letters\":1,\"open\":1,"))
        #expect(try self.letters("list", "--reason", "number").output.split(separator: "\n").count == 1)
        #expect(try self.letters("list", "--from", "2").output.contains("/0/2  "))
        #expect(try self.letters("list", "--to", "1").output == "no dead letter matches\n")

        let show = try self.letters("show", "\(self.orders)/0/2")
        #expect(show.code == 0, "\(show.complaint)")
        #expect(show.output.contains("there    \"twelve\"") && show.output.contains("customer/3"))
        #expect(try self.letters("show", "\(self.orders)/0/0").code == 1)
        try self.site.deleteTopics()
    }

    @Test
    func `given a playbook that helps when records are put back then they decide once and the rest is open again`()
        throws
    {
        try self.refuseTwo()
        let attempt = try self.letters("retry", "--dry-run")
        #expect(attempt.output.contains("would put back 2 letters"), "\(attempt.output)\(attempt.complaint)")
        #expect(try self.states() == ["orders/0/1 open", "orders/0/2 open"], "a dry run changes nothing")

        let retry = try self.letters("retry", "--yes")
        #expect(retry.code == 0, "\(retry.complaint)")
        #expect(retry.output == "put back 2 letters: 2 to \(self.orders)\n")
        #expect(try self.states() == ["orders/0/1 retried", "orders/0/2 retried"])
        let again = try self.letters("retry", "--yes")
        #expect(again.code == 0 && again.output == "there are no open dead letters\n", "\(again.complaint)")

        let playbook = ["--playbook", try self.writePlaybook()]
        #expect(try self.site.run(until: "2025-01-03T00:00:00Z", playbook).code == 0)
        #expect(try self.firstOrders() == ["customer/1", "customer/2"])
        #expect(
            try self.states() == ["orders/0/1 retried", "orders/0/2 refused_again", "orders/0/4 open"]
        )
        #expect(try self.letters("retry", "--yes").output.hasPrefix("put back 1 letter:"))
        #expect(try self.site.run(until: "2025-01-04T00:00:00Z", playbook).code == 0)
        #expect(try self.states().contains("orders/0/6 open"), "a transaction ends with a record of its own")
        #expect(try self.firstOrders() == ["customer/1", "customer/2"], "decided once")
        #expect(try self.site.treue("verify").output.hasPrefix("identical: "))
        try self.site.deleteTopics()
    }

    @Test func `given a letter with key, headers and bytes when it is put back then all but one header is as it was`()
        throws
    {
        try #require(try self.site.treue("topics", "create", "--partitions", "2").code == 0)
        var producer = try Producer(ProducerConfiguration(client: self.site.client))
        let value: [UInt8] = [0x00, 0xFF, 0x7B]
        try producer.produce(
            OutgoingRecord(
                topic: self.orders,
                partition: 1,
                key: [0xFE],
                value: value,
                headers: [Header("a", [0xC0]), Header("treue.reason", text: "mine"), Header("a", text: "")],
                timestamp: 1_735_689_600_000
            )
        )
        try producer.flush()
        #expect(try self.site.run(until: "2025-01-02T00:00:00Z").code == 0)
        let show = try self.letters("show", "\(self.orders)/1/0", "--json")
        #expect(show.output.contains("\"key_base64\":\"/g==\"") && show.output.contains("\"value_base64\":\"AP97\""))
        #expect(try self.letters("retry", "--yes").code == 0)
        var found: [[Header]] = []
        var isSame = true
        try self.site.forEachRecord(of: [self.orders]) { record in
            found.append(record.headers)
            var (key, bytes): ([UInt8], [UInt8]) = ([], [])
            if let span = record.key { for index in span.indices { key.append(span[index]) } }
            if let span = record.value { for index in span.indices { bytes.append(span[index]) } }
            isSame = isSame && record.partition == 1 && record.timestamp == 1_735_689_600_000
            isSame = isSame && key == [0xFE] && bytes == value
        }
        #expect(isSame)
        #expect(found.count == 2)
        #expect(found.last == (found.first ?? []) + [Header("treue.retry-of", text: "\(self.orders)/1/0")])
        try self.site.deleteTopics()
    }

    @Test func `given no terminal when letters are put back without consent then nothing changes and it is told how`()
        throws
    {
        try self.refuseTwo()
        let outcome = try self.letters("retry")
        #expect(outcome.code == 64)
        #expect(outcome.complaint.contains("say --yes"), "\(outcome.complaint)")
        #expect(try self.states() == ["orders/0/1 open", "orders/0/2 open"])
        let json = try self.letters("retry", "--yes", "--json")
        #expect(json.code == 0)
        #expect(json.output == "{\"put_back\":2,\"topics\":{\"\(self.orders)\":2},\"not_put_back\":0}\n")
        try self.site.deleteTopics()
    }

    @Test func `given a reason that no letter has when letters are listed then those are told that there are`() throws {
        try self.refuseTwo()
        let outcome = try self.letters("list", "--reason", "curency,number")
        #expect(outcome.code == 0)
        #expect(outcome.complaint.contains("'curency'; there are currency.missing, number.invalid"))
        #expect(!outcome.complaint.contains("'number'"))
        try self.site.deleteTopics()
    }

    @Test func `given a raw topic that is gone when letters are to be put back then it ends with 69 and names it`()
        throws
    {
        try self.refuseTwo()
        let admin = try Admin(self.site.client)
        try admin.delete(topics: [self.orders])
        let outcome = try self.letters("retry", "--yes")
        #expect(outcome.code == 69)
        #expect(outcome.complaint.contains("topic \(self.orders) is gone: 2 letters"), "\(outcome.complaint)")
        #expect(try self.states() == ["orders/0/1 open", "orders/0/2 open"])
        try self.site.deleteTopics()
    }

    /// Many orders of one customer that lack their currency; returns how many, which is more than it remembers ids of.
    private func refuseMany() throws -> Int {
        try #require(try self.site.treue("topics", "create", "--partitions", "1").code == 0)
        let lines = (1...5_000).map { number in
            "{\"id\":\"\(number)\",\"type\":\"order.completed\",\"subject\":\"customer/1\","
                + "\"time\":\"2025-01-01T00:00:00Z\",\"data\":{\"order_id\":\"\(number)\",\"total\":\"1.00\"}}"
        }
        try self.site.load(try self.site.folder.write(lines, to: "orders.ndjson"), to: self.orders)
        let outcome = try self.site.run(until: "2025-01-02T00:00:00Z")
        try #require(outcome.code == 0, "\(outcome.complaint)")
        return lines.count
    }

    @Test func `given several retries at once and some that are killed when all is done then none is back twice`()
        throws
    {
        let count = try self.refuseMany()
        let arguments = [
            "dead-letters", "retry", "--yes", "--brokers", Deployment.brokers ?? "", "--prefix", self.site.prefix,
        ]
        func start() throws -> Process {
            let process = Process()
            process.executableURL = URL(filePath: Program.path)
            process.arguments = arguments
            process.standardError = FileHandle.nullDevice
            process.standardOutput = FileHandle.nullDevice
            try process.run()
            return process
        }
        for round in 0..<4 {
            let together = try [start(), start()]
            // From before the first append to behind the last one.
            Thread.sleep(forTimeInterval: 0.2 + 0.15 * Double(round))
            for process in together where round < 3 { kill(process.processIdentifier, SIGKILL) }
            for process in together { process.waitUntilExit() }
        }
        let last = try self.letters("retry", "--yes")
        #expect(last.code == 0, "\(last.complaint)")
        var places: [String: Int] = [:]
        try self.site.forEachRecord(of: [self.orders]) { record in
            if let place = record.headerText("treue.retry-of") { places[place, default: 0] += 1 }
        }
        #expect(places.count == count)
        #expect(places.values.allSatisfy { $0 == 1 })
        #expect(try self.letters("retry", "--yes").output == "there are no open dead letters\n")
        try self.site.deleteTopics()
    }
}
