import CEL
import Retention

/// What is given to customers: codes, from the grant to their use or end.
extension Step {
    /// Grants what a rule gives with its signal; the fields that tell it.
    mutating func grant(_ wish: Wish, _ effects: inout Effects) -> [Signal.Field] {
        guard let incentive = wish.entry.rule.incentive else { return [] }
        if let limit = incentive.limit {
            let granted = self.decisions.vouchers.count {
                $0.rule == wish.entry.rule.id && $0.granted + limit.per > self.now
            }
            guard granted < limit.count else { return [Signal.Field("incentive_withheld", .text("limit"))] }
        }
        guard let reward = incentive.reward(incentive.by.flatMap { self.calculator.number($0, self.sight) }) else {
            return []
        }
        let code = Self.code(wish.id)
        let expires = self.now + incentive.validFor
        let warned = incentive.warnBefore.map { expires - $0 } ?? expires
        let voucher = Voucher(
            code: code,
            rule: wish.entry.rule.id,
            granted: self.now,
            expires: expires,
            due: warned > self.now ? warned : expires
        )
        if self.decisions.vouchers.count >= Decisions.keptVouchers { self.decisions.vouchers.removeFirst() }
        self.decisions.vouchers.append(voucher)
        let fields = [
            Signal.Field("code", .text(code)), Signal.Field("reward", .text(reward)),
            Signal.Field("expires", .time(expires)),
        ]
        self.emit(.incentiveGranted, voucher, self.now, wish.cause, fields, &effects)
        return fields
    }

    /// A code is used by an order.
    mutating func redeem(_ order: Order, _ time: Timestamp, _ effects: inout Effects) {
        guard let coupon = order.coupon else { return }
        for place in self.decisions.vouchers.indices {
            let voucher = self.decisions.vouchers[place]
            guard voucher.code == coupon, voucher.redeemed == nil, time >= voucher.granted else { continue }
            self.decisions.vouchers[place].redeemed = time
            self.decisions.vouchers[place].due = .never
            let fields = [Signal.Field("code", .text(coupon)), Signal.Field("order", .text(order.id))]
            self.emit(.incentiveRedeemed, voucher, time, self.cause, fields, &effects)
        }
    }

    /// Codes that end soon, or end now.
    mutating func expire(_ deadline: Timestamp, _ effects: inout Effects) {
        for place in self.decisions.vouchers.indices where self.decisions.vouchers[place].due == deadline {
            let voucher = self.decisions.vouchers[place]
            let fields = [Signal.Field("code", .text(voucher.code)), Signal.Field("expires", .time(voucher.expires))]
            if deadline < voucher.expires {
                self.decisions.vouchers[place].due = voucher.expires
                self.emit(.incentiveExpiring, voucher, deadline, nil, fields, &effects)
            } else {
                self.decisions.vouchers[place].due = .never
                self.emit(.incentiveExpired, voucher, deadline, nil, fields, &effects)
            }
        }
    }

    private func emit(
        _ type: SignalType,
        _ voucher: Voucher,
        _ time: Timestamp,
        _ cause: Cause?,
        _ fields: [Signal.Field],
        _ effects: inout Effects
    ) {
        effects.emit(
            type,
            rule: self.set.entry(voucher.rule)?.rule.name ?? "removed",
            at: time,
            occasion: .event(id: voucher.code),
            cause: cause,
            fields
        )
    }

    /// A reference that the shop may use as the code itself: ten characters that nobody mixes up.
    private static func code(_ id: SignalID) -> String {
        unsafe String(unsafeUninitializedCapacity: 10) { code in
            for place in 0..<10 { unsafe code[place] = Self.letters[Int(id.hash.low >> UInt64(5 * place) & 31)] }
            return 10
        }
    }

    private static let letters = Array("23456789ABCDEFGHJKLMNPQRSTUVWXYZ".utf8)
}

extension Incentive {
    /// What the table gives for a value; the first row needs none.
    fileprivate func reward(_ value: Double?) -> String? {
        guard self.by != nil else { return self.table.first?.reward }
        guard let value else { return nil }
        return self.table.last { $0.from <= value }?.reward
    }
}

extension Calculator {
    /// A number; `nil` for nothing and for a fault.
    func number(_ formula: Formula, _ sight: Sight) -> Double? {
        switch self.value(formula, sight) {
        case .int(let int): Double(int)
        case .double(let double): double
        default: nil
        }
    }
}
