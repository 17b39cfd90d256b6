import CommandLineKit
import Foundation
import Testing

private let environment = ProcessInfo.processInfo.environment

/// Workers that are killed, and workers that come and go, on a real cluster.
///
/// `TREUE_TEST_KILLS` and `TREUE_TEST_CUSTOMERS` make it longer or shorter.
@Suite(
    .serialized,
    .timeLimit(.minutes(30)),
    .enabled(if: Deployment.brokers != nil && environment["TREUE_TEST_CRASH"] != nil, "run `make test-crash`")
)
struct CrashTests {
    private let kills = Int(environment["TREUE_TEST_KILLS"] ?? "") ?? 30
    /// Some 75 events each.
    private let customers = Int(environment["TREUE_TEST_CUSTOMERS"] ?? "") ?? 4_000
    private let isBundled = environment["TREUE_TEST_BUNDLED"] != nil
    /// Later than every wall clock under which the workers may run.
    private let present = "2040-01-01T00:00:00Z"

    /// Raw topics in place, and through intake.
    private static let ways = ["auto", "never"]

    @Test(arguments: ways)
    func `a worker that dies at any moment loses nothing and decides nothing twice`(inPlace: String) throws {
        let site = try Deployment()
        let files = try site.fill(customers: self.customers, days: 200, seed: 9)
        for _ in 0..<self.kills {
            // The groups keep its place for it.
            let worker = try site.start("a", ["--membership", "static", "--in-place", inPlace])
            Thread.sleep(forTimeInterval: Double.random(in: 0.3...2.5))
            kill(worker.processIdentifier, SIGKILL)
            worker.waitUntilExit()
        }
        try self.check(site, files, by: "a", ["--membership", "static", "--in-place", inPlace])
    }

    @Test(arguments: ways)
    func `two and three workers that come and go lose nothing and decide nothing twice`(inPlace: String) throws {
        let site = try Deployment()
        let files = try site.fill(customers: self.customers, days: 200, seed: 10)
        // The bundled broker may never answer when two members join at the same moment.
        let options = ["--membership", "dynamic", "--in-place", inPlace]
        let dynamic = options + (self.isBundled ? ["--lanes", "1"] : [])
        let first = try site.start("a", dynamic)
        self.pauseForBundledBroker()
        for round in 0..<4 {
            var others: [Process] = []
            for number in 0...round % 2 {
                others.append(try site.start("b\(number)", dynamic))
                self.pauseForBundledBroker()
            }
            Thread.sleep(forTimeInterval: Double.random(in: 3...6))
            for other in others { self.stop(other) }
        }
        self.stop(first)
        try self.check(site, files, by: "c", dynamic)
    }

    /// Lets a worker finish the history, and compares what readers of committed records see with a replay of the files.
    private func check(_ site: Deployment, _ files: [URL], by worker: String, _ options: [String]) throws {
        let last = try site.run(worker, until: self.present, options)
        #expect(last.code == 0, "\(last.complaint)")
        let expected = try site.replayed(files, until: self.present)
        let found = try site.decisions()
        let lost = Set(expected.map(\.id)).subtracting(found.map(\.id)).count
        let twice = found.count - Set(found.map(\.id)).count
        print("\(found.count) decisions, \(lost) lost, \(twice) twice")
        #expect(lost == 0)
        #expect(twice == 0)
        #expect(differences(found, expected).isEmpty)
        let audit = try site.treue("verify")
        #expect(audit.code == 0, "\(audit.output)")
        try site.deleteTopics()
    }

    private func pauseForBundledBroker() { if self.isBundled { Thread.sleep(forTimeInterval: 2) } }

    private func stop(_ worker: Process) {
        kill(worker.processIdentifier, SIGTERM)
        worker.waitUntilExit()
        #expect(worker.terminationStatus == 0)
    }
}
