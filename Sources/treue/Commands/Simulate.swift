import ArgumentParser
import Files
import Formats
import Foundation
import Journal
import JSON
import Retention
import Simulation

/// Generates events with a known truth.
struct SimulateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "simulate",
        abstract: "Generate orders, browsing and mentions of a shop whose truth is known.",
        discussion: """
            The same seed gives the same bytes on every machine. Writes
            OUTPUT/orders.ndjson, browse.ndjson and mentions.ndjson in order of time, and
            OUTPUT/truth.ndjson with what no shop ever knows: each customer's true rate of
            ordering and when they left for good. With --orders, browsing and mentions are
            made up around real orders instead.

            EXAMPLES
              treue simulate --customers 10000 --days 365 --seed 1 --output shop
              treue simulate --customers 200000 --events 4000000 --seed 1 --output shop
              treue simulate --orders orders.ndjson --seed 1997 --output shop
            """
    )

    @Option(help: "How many customers.")
    var customers = 1_000

    @Option(help: "How many days, from --from on.")
    var days = 365

    @Option(help: "When the period begins (RFC 3339).")
    var from = InstantArgument(milliseconds: 1_735_689_600_000)

    @Option(help: "About how many events in all; by default as many as the customers' lives have.")
    var events: Int?

    @Option(help: "The seed.")
    var seed: UInt64 = 1

    @Option(help: "The currency of the amounts.")
    var currency = "EUR"

    @Option(help: "Make up browsing and mentions around the orders of this file instead of a whole shop.")
    var orders: String?

    @Option(help: "The folder to write to; made when missing.")
    var output: String

    func validate() throws {
        guard self.customers > 0, self.days > 0, self.days <= 36_500 else {
            throw ValidationError("--customers and --days must be at least 1, --days at most 36500")
        }
        guard Currency(self.currency) != nil else { throw ValidationError("--currency must be three letters") }
    }

    func run() async throws {
        try await reporting {
            do {
                try FileManager.default.createDirectory(atPath: self.output, withIntermediateDirectories: true)
            } catch {
                throw Failure(.input, "\(self.output): the output folder can't be made")
            }
            if let orders = self.orders { try self.simulate(around: orders) } else { try self.simulateShop() }
        }
    }

    private func simulateShop() throws {
        let start = self.from.timestamp
        let end = start + .days(Int64(self.days))
        var configuration = ShopConfiguration(
            customers: self.customers,
            from: start.milliseconds,
            to: end.milliseconds,
            seed: self.seed
        )
        configuration.targetEvents = self.events
        configuration.currency = self.currency
        var shop = try ShopSimulation(configuration: configuration)
        var files = try TopicLines(folder: self.output, topics: [.orders, .browse, .mentions])
        let progress = ProgressLine()
        var line: [UInt8] = []
        Interruption.watch()
        while let topic = shop.next(into: &line) {
            try Interruption.check()
            try files.append(line, to: topic)
            progress.update { "simulate  \(Spoken.count(shop.eventsTold)) events" }
        }
        try files.close()
        var truth = try OutputFile(path: self.output + "/truth.ndjson")
        for index in 0..<shop.customerCount {
            shop.truth(of: index).write(into: &line)
            try truth.append(line.span)
            try truth.append(UInt8(ascii: "\n"))
        }
        try truth.close()
        progress.finish()
        print(
            "\(Spoken.count(shop.eventsTold)) events of \(Spoken.count(shop.customerCount)) customers in "
                + self.output
        )
    }

    private func simulate(around path: String) throws {
        var configuration = BrowsingConfiguration(seed: self.seed)
        configuration.currency = self.currency
        var browsing = try BrowsingSimulation(configuration: configuration)
        var files = try TopicLines(folder: self.output, topics: [.browse, .mentions])
        var line: [UInt8] = []
        // A first pass tells who will stay away, so that mentions can fit to it.
        try forEachOrder(in: path) { event in
            try browsing.foresee(customer: Array(event.subject.id.utf8).span, time: event.time.milliseconds)
        }
        try forEachOrder(in: path) { event in
            try browsing.offer(customer: Array(event.subject.id.utf8).span, time: event.time.milliseconds)
            while let topic = browsing.next(into: &line) { try files.append(line, to: topic) }
        }
        browsing.finish()
        while let topic = browsing.next(into: &line) { try files.append(line, to: topic) }
        try files.close()
        print(
            "\(Spoken.count(files.count)) simulated events of \(Spoken.count(browsing.customerCount)) customers in "
                + self.output
        )
    }
}
