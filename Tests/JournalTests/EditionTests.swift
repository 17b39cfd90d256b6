import Formats
import Journal
import Playbook
import Retention
import TestKit
import Testing

/// A playbook that changes while the engine runs.
@Suite struct EditionTests {
    /// The playbooks by the order in which they decide; the second has a rule less, and one changed.
    private static let playbooks: [CompiledPlaybook] = [
        Shop.playbook,
        Shop.playbook(
            version: Shop.playbook.settings.version + 1,
            Shop.rules.filter { !$0.hasPrefix("cart_abandoned") }.map { $0.replacing("[4h, 8h]", with: "[5h]") }
        ),
    ]

    private static var editions: [Edition<PlaybookProjection>] { self.playbooks.map { Edition($0) } }

    private static func edition(_ text: String) -> Edition<PlaybookProjection>? {
        self.editions.first { $0.text == text }
    }

    private func lane(_ site: Worksite, _ edition: Edition<PlaybookProjection>) throws -> Worksite.Fold {
        let log = site.cluster.join("fold", topics: [site.topics.events])
        let lane = try FoldLane(
            number: 0,
            log: log,
            edition: edition,
            compile: Self.edition,
            events: CanonicalEvents(),
            topics: site.topics,
            inputs: site.inputs,
            settings: site.settings,
            counts: site.counts
        )
        return Worksite.Fold(lane: lane, log: log)
    }

    /// Half of a history by one text, the rest by another.
    private func siteWithTwoEditions(_ storage: MemoryStorage?) throws -> Worksite {
        let site = Worksite(partitions: 2)
        site.settings.checkpoints = storage
        site.settings.checkpointInterval = TimeSpan(milliseconds: 500)
        let history = Shop.history(seed: 21, customers: 8, count: 200)
        site.append(history)
        let intake = site.makeIntake()
        try site.settle([intake], [])
        let first = try self.lane(site, Self.editions[0])
        first.log.recordsPerRead = 10
        for _ in 0..<6 {
            site.clock.advance(by: .milliseconds(200))
            _ = try first.lane.round()
        }
        try first.lane.finish()
        site.cluster.crash(first.log)
        try site.settle([intake], [try self.lane(site, Self.editions[1])])
        return site
    }

    /// What a refold by the journal decides, by signal id with its bytes.
    private func refolded(_ site: Worksite) throws -> [String: String] {
        var decided: [String: String] = [:]
        for partition in 0..<site.cluster.partitionCount(of: site.topics.events) {
            var refold = try Refold(
                partition,
                topics: site.topics,
                log: site.cluster.source(),
                coding: CanonicalEvents(),
                projection: PlaybookProjection(settings: FoldSettings(playbook: "", version: 0)),
                compile: Self.edition
            )
            _ = try refold.run(observe: { _, _, edition, effects throws(LogError) in
                for signal in effects.signals {
                    var bytes: [UInt8] = []
                    edition?.signals.encode(signal, to: &bytes)
                    decided[signal.id.description] = String(decoding: bytes, as: UTF8.self)
                }
                effects.removeAll()
            })
        }
        return decided
    }

    @Test(arguments: [true, false])
    func aRefoldDecidesEachEventByTheTextThatDecidedItFirst(withCheckpoints: Bool) throws {
        let site = try self.siteWithTwoEditions(withCheckpoints ? MemoryStorage(writesAtOnce: true) : nil)
        let emitted = Dictionary(uniqueKeysWithValues: site.emitted.map { ($0.id, $0.value) })
        for version in Self.playbooks.map(\.settings.version) {
            #expect(emitted.values.contains { $0.contains("\"playbook_version\":\(version)") })
        }
        #expect(try self.refolded(site) == emitted)
    }

    @Test func aTextThatCanNotBeCompiledAnyMoreIsAFatalErrorThatSaysSo() throws {
        let site = try self.siteWithTwoEditions(nil)
        let log = site.cluster.join("fold", topics: [site.topics.events])
        let two = Self.editions[1]
        let lane = try FoldLane(
            number: 1,
            log: log,
            edition: two,
            compile: { $0 == two.text ? two : nil },
            events: CanonicalEvents(),
            topics: site.topics,
            inputs: site.inputs,
            settings: site.settings,
            counts: site.counts
        )
        site.cluster.expireSessions()
        let error = #expect(throws: LogError.self) { for _ in 0..<5 { _ = try lane.round() } }
        #expect(error?.remedy == .fatal)
        #expect(error?.message.contains("can't compile") == true)
    }

    @Test func aRawTopicMadeAnewUnderItsNameIsRefused() throws {
        let site = Worksite(partitions: 1)
        site.append([Shop.order("1", "ann", Shop.start)])
        site.cluster.setCommittedOffset("intake", TopicPartition("orders", 0), to: 900)
        let intake = site.makeIntake()
        let error = #expect(throws: LogError.self) { _ = try intake.lane.round() }
        #expect(error?.remedy == .fatal)
        #expect(error?.message.contains("made anew") == true)
    }
}
