import Foundation
import Testing

/// What customers are promised of messages, over a year of a shop under the default playbook.
///
/// The promises are those to the purpose `marketing`; `service` is exempt from them in the playbook, and only that each
/// of its contacts has an outcome is tested. `TREUE_TEST_YEAR_CUSTOMERS` says how many customers there are.
@Suite(.serialized) struct ContactPressureTests {
    private static let customers = Int(ProcessInfo.processInfo.environment["TREUE_TEST_YEAR_CUSTOMERS"] ?? "") ?? 1_000

    /// Folded once, for all tests.
    private static let judged = Result { try JudgedYear(customers: customers, seed: 2026) }

    private let year: JudgedYear

    init() throws { self.year = try Self.judged.get() }

    private func faults(_ promise: JudgedYear.Promise) -> [String] { self.year.faults[promise] ?? [] }

    @Test func `the year has everything in it that the promises are about`() {
        print(self.year)
        let counts = self.year.counts
        #expect(counts.customers == Self.customers)
        for purpose in ["marketing", "service"] {
            #expect(counts.emitted[purpose, default: 0] > Self.customers / 2, "\(purpose) goes out")
        }
        #expect(counts.deferred > Self.customers / 4)
        #expect(counts.foretold > Self.customers)
        let reasons = [
            "consent_missing", "consent_pending", "consent_expired", "consent_revoked", "frequency_cap", "hold_out",
            "preference_topic", "preference_channel", "preference_frequency", "lower_priority", "goal_reached",
        ]
        for reason in reasons + NaiveCustomer.blocks { #expect(counts.suppressed[reason, default: 0] > 0, "\(reason)") }
    }

    @Test func `nobody gets more than the caps allow`() { #expect(self.faults(.caps) == []) }

    @Test func `nobody is written to in the quiet hours of their own zone`() { #expect(self.faults(.quietHours) == []) }

    @Test func `nobody is written to without consent to that channel and purpose at that instant`() {
        #expect(self.faults(.consent) == [])
    }

    @Test func `nobody is written to while a complaint is open, or another block holds`() {
        #expect(self.faults(.blocks) == [])
    }

    @Test func `nobody is written to against their own wishes`() { #expect(self.faults(.wishes) == []) }

    @Test func `every wanted contact has exactly one final outcome, or still waits at the end of the year`() {
        #expect(self.faults(.outcomes) == [])
        let counts = self.year.counts
        let ends = counts.emitted.values.reduce(0, +) + counts.suppressed.values.reduce(0, +)
        #expect(counts.wanted.values.reduce(0, +) == ends + counts.waiting)
    }

    @Test func `what is deferred or suppressed has a reason that holds`() { #expect(self.faults(.reasons) == []) }

    @Test func `birthdays, Christmas and long silences lead to the contacts that the facts foretell`() {
        #expect(self.faults(.wants) == [])
    }
}
