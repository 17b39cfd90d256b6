import Foundation
import Journal
import Kafka

/// Asks the cluster for a sign of life every two seconds, so that health tells of brokers that are away also while no
/// lane has anything to ask of them.
final class ClusterProbe: Sendable {
    let stop = StopSignal()
    private let client: ClientConfiguration
    private let health: Health

    private static let name = "cluster"

    init(_ settings: Settings, _ health: Health) {
        self.client = settings.client("probe")
        self.health = health
    }

    /// Looks until `stop` is requested, on a thread of its own.
    func start() {
        let thread = Thread { self.run() }
        thread.name = Self.name
        thread.start()
    }

    private func run() {
        guard let admin = try? Admin(self.client) else { return }
        while !self.stop.isRequested {
            do throws(KafkaError) {
                try admin.checkReachable(within: .seconds(5))
                if !self.stop.isRequested { self.health.note(Self.name, .running) }
            } catch {
                if !self.stop.isRequested { self.health.note(Self.name, .waiting(error.message)) }
            }
            for _ in 0..<20 where !self.stop.isRequested { Thread.sleep(forTimeInterval: 0.1) }
        }
    }
}
