import Retention
import TestKit
import Testing

/// Counts and sums against a recount that knows all events at once and nothing of folding.
@Suite struct RecountProperties {
    /// What the events say, whatever their order of arrival, but that the first event of an order id names the order.
    struct Recount {
        var orders: [String: (time: Timestamp, total: Money)] = [:]
        var cancelled: Set<String> = []
        var refunds: [String: [Money?]] = [:]
        var views = 0
        var mentions = 0
        var negative = 0

        init(_ events: [Event]) {
            for event in events {
                switch event.body {
                case .orderCompleted(let order):
                    if self.orders[order.id] == nil { self.orders[order.id] = (event.time, order.total) }
                case .orderCancelled(let reversal): self.cancelled.insert(reversal.orderID)
                case .orderRefunded(let reversal): self.refunds[reversal.orderID, default: []].append(reversal.amount)
                case .productViewed: self.views += 1
                case .socialMentioned(let mention):
                    self.mentions += 1
                    if let sentiment = mention.sentiment, sentiment.millionths < 0 { self.negative += 1 }
                case .productAdded, .productRemoved: break
                default: break
                }
            }
        }

        var standing: [(id: String, time: Timestamp, total: Money)] {
            self.orders.filter { !self.cancelled.contains($0.key) }.map { ($0.key, $0.value.time, $0.value.total) }
        }

        /// The sum in a currency: totals, less refunds up to the total in its own currency and as they are in others.
        func revenue(in currency: Currency) -> Int64 {
            var sum: Int64 = 0
            for order in self.standing {
                let refunds = self.refunds[order.id] ?? []
                let given = refunds.compactMap { $0 }.filter { $0.currency == currency }.reduce(0) { $0 + $1.minor }
                if order.total.currency != currency {
                    sum -= given
                } else if refunds.contains(nil) {
                    sum += 0
                } else {
                    sum += order.total.minor - min(given, order.total.minor)
                }
            }
            // What was given back of orders that nobody has seen.
            for (id, amounts) in self.refunds where self.orders[id] == nil && !self.cancelled.contains(id) {
                sum -= amounts.compactMap { $0 }.filter { $0.currency == currency }.reduce(0) { $0 + $1.minor }
            }
            return sum
        }
    }

    @Test(arguments: Seeds.blocks)
    func `counts, revenue and the ends equal a naive recount`(seeds: Seeds) {
        seeds.hold { story, _ in
            let (state, recount) = (story.folded.state, Recount(story.events))
            let times = story.events.map(\.time)
            guard state.browsing.views == recount.views else { return "views" }
            guard state.mentions.count == recount.mentions else { return "mentions" }
            guard state.mentions.negative == recount.negative else { return "negative mentions" }
            guard state.firstSeen == times.min(), state.lastSeen == times.max() else { return "first and last event" }
            return self.difference(state.purchases, recount)
        }
    }

    @Test(arguments: Seeds.blocks)
    func `in whatever order the events arrive, the same purchases come out`(seeds: Seeds) {
        seeds.hold { story, random in
            var (known, events): (Set<String>, [Event]) = ([], [])
            for event in story.events {
                if case .orderCompleted(let order) = event.body, !known.insert(order.id).inserted { continue }
                events.append(event)
            }
            let recount = Recount(events)
            for _ in 0..<3 {
                var fold = story.fold
                for event in events.shuffled(using: &random) { fold.fold(event) }
                if let difference = self.difference(fold.state.purchases, recount) { return difference }
            }
            return nil
        }
    }

    @Test(arguments: Seeds.blocks)
    func `a cart holds what its lines hold, and nothing is negative`(seeds: Seeds) {
        seeds.hold { story, _ in
            var fold = story.fold
            for event in story.events {
                fold.fold(event)
                let cart = fold.state.cart
                guard cart.items >= 0, (cart.value?.minor ?? 0) >= 0, cart.lines.allSatisfy({ $0.quantity > 0 }) else {
                    return "a negative cart after \(event.id)"
                }
                guard cart.isOpen || (cart.lines.isEmpty && cart.value == nil) else {
                    return "a closed cart with lines"
                }
                guard story.settings.state.cartRemovals == .line else { continue }
                guard cart.lines.reduce(0, { $0 + $1.quantity }) == cart.items else { return "lines after \(event.id)" }
            }
            return nil
        }
    }

    /// What the fold and the recount see differently.
    private func difference(_ purchases: Purchases, _ recount: Recount) -> String? {
        let standing = recount.standing
        let days = Set(standing.map { CalendarDay(containing: $0.time) }).sorted()
        guard purchases.count == standing.count else { return "the count of orders" }
        guard purchases.cancelled == recount.cancelled.count else { return "the count of cancellations" }
        guard purchases.first == standing.map(\.time).min() else { return "the first order" }
        guard purchases.last == standing.map(\.time).max() else { return "the last order" }
        guard purchases.dayCount == days.count, purchases.days == days else { return "the purchase days" }
        let isEqual = [Currency.eur, .usd].allSatisfy {
            purchases.revenue.amount(in: $0).minor == recount.revenue(in: $0)
        }
        return isEqual ? nil : "the revenue"
    }
}
