import Journal
import JSON
import Retention

/// Checks of values that were not read from JSON.
extension Limits {
    func check(_ text: String?, _ name: StaticString) throws(Rejection) {
        guard let text else { return }
        guard text.utf8.count <= self.text else {
            throw self.fault(name, "field.too-long", "is longer than \(self.text) bytes")
        }
    }

    func check(_ amount: Money?, _ name: StaticString) throws(Rejection) {
        guard let amount else { return }
        guard (0...Fields.largestAmount).contains(amount.minor) else {
            throw self.fault(name, "number.range", "must be from 0 to 10^15 minor units")
        }
    }

    func check(_ time: Timestamp?, _ name: StaticString) throws(Rejection) {
        guard let time else { return }
        guard (0...RFC3339.maximum).contains(time.milliseconds) else {
            throw self.fault(name, "time.invalid", "must be a time from 1970 to 9999")
        }
    }

    func check(_ number: Int64?, _ name: StaticString, in range: ClosedRange<Int64>) throws(Rejection) {
        guard let number else { return }
        guard range.contains(number) else {
            throw self.fault(name, "number.range", "must be from \(range.lowerBound) to \(range.upperBound)")
        }
    }

    func check<Element>(
        _ list: [Element],
        _ name: StaticString,
        _ element: (Element) throws(Rejection) -> Void
    ) throws(Rejection) {
        guard list.count <= self.items else {
            throw self.fault(name, "limit.items", "has more than \(self.items) elements")
        }
        for each in list { try element(each) }
    }

    /// The amounts of one fact are in one currency, as JSON can't say it otherwise.
    func checkCurrencies(_ amounts: [Money?]) throws(Rejection) {
        guard Set(amounts.compactMap { $0?.currency }).count <= 1 else {
            throw self.fault("currency", "currency.mixed", "the amounts of one fact must be in one currency")
        }
    }

    private func fault(_ name: StaticString, _ reason: String, _ message: String) -> Rejection {
        Rejection(reason: reason, message: "\(name): \(message)", pointer: "/\(name)")
    }
}

extension Event {
    /// Refuses what a reader of JSON would refuse too.
    func check(_ limits: Limits) throws(Rejection) {
        try limits.check(self.id, "id")
        try limits.check(self.subject.id, "subject")
        try limits.check(self.time, "time")
        try self.body.check(limits)
    }
}
