import Playbook
import Testing

/// A key of the language with values that are good, and values that are not with what is said about them.
///
/// `@` is where the value stands, and `^`, where it is given, the place that a problem names.
struct KeyCase: Sendable, CustomTestStringConvertible {
    let template: String
    let good: [String]
    let bad: [(value: String, says: String)]

    init(_ template: String, good: String..., bad: (String, String)...) {
        (self.template, self.good) = (template, good)
        self.bad = bad.map { (value: $0.0, says: $0.1) }
    }

    var testDescription: String { self.template }

    /// The text with a value in it.
    func text(_ value: String) -> String {
        self.template.replacing("^", with: "").replacing("@", with: value)
    }

    /// The place that a problem should name, from the beginning of the template.
    var place: Int {
        let scalars = Array(self.template.unicodeScalars)
        if let mark = scalars.firstIndex(of: "^") {
            return mark - (scalars[..<mark].contains("@") ? 1 : 0)
        }
        return scalars.firstIndex(of: "@") ?? 0
    }
}

/// Every key with a good and a bad value.
@Suite struct KeyTests {
    static let head = "playbook: p\nversion: 1\n"
    static let on = "on: product.viewed, emit: triggers/r, "
    static let wait = on + "wait: 1d, "
    static let since = "since: customer.last_order, emit: triggers/r, "

    static let rules: [KeyCase] = [
        .init(
            "emit: triggers/r, on: @",
            good: "product.viewed",
            "[product.viewed, order.completed]",
            bad: ("product.vieved", "`product.viewed`"),
            ("[]", "at least one"),
            ("{}", "expected")
        ),
        .init(
            "on: product.viewed, emit: @",
            good: "triggers/a.b_c",
            "churn-risk/x",
            bad: ("a", "a slash"),
            ("trigger/a", "`triggers`"),
            ("triggers/A", "small letters"),
            ("triggers/contact.deferred", "the topic outcomes"),
            ("triggers/", "small letters")
        ),
        .init(on + "about: @", good: "text", bad: ("[]", "expected"), ("", "expected")),
        .init(
            on + "if: @",
            good: "customer.orders > 1",
            "true",
            bad: ("customer.orders", "true or false"),
            ("1 + ", "")
        ),
        .init(on + "once: @", good: "true", "false", bad: ("yes", "true or false"), ("1", "true or false")),
        .init(on + "cool_down: @", good: "7d", "1h30m", bad: ("7", "units"), ("0s", "")),
        .init(on + "per: @", good: "event.sku", "customer.orders", bad: ("event.price", "a text"), ("[]", "expected")),
        .init(
            on + "wait: @",
            good: "1h",
            "[0s, 1h, 2d]",
            "[hours(customer.views), 2d]",
            bad: ("customer.views", "a length of time"),
            ("-1h", ""),
            ("[]", "at least one"),
            ("event.time", "event.time")
        ),
        .init(on + "wait: [1h, @]", good: "2h", bad: ("1h", "more than"), ("30m", "more than")),
        .init(on + "until: @", good: "event.time + days(1)", bad: ("days(1)", "an instant"), ("1d", "")),
        .init(
            wait + "while: @",
            good: "customer.cart.items > 0",
            bad: ("customer.cart.items", "true or false"),
            ("event.sku == ''", "event.sku")
        ),
        .init(wait + "reentry: @", good: "restart", "ignore", "each", bad: ("restar", "`restart`"), ("x", "each")),
        .init(
            wait + "cancel: @",
            good: "order.completed",
            "[order.completed, product.added]",
            "{ on: order.completed, if: event.total > 1.0 }",
            bad: ("order.complete", "`order.completed`")
        ),
        .init(wait + "cancel: { on: order.completed, if: @ }", good: "true", bad: ("event.total", "true or false")),
        .init(wait + "reentry: each, ^per: @", bad: ("event.sku", "each")),
        .init(on + "^reentry: @", bad: ("ignore", "`wait`")),
        .init(
            "emit: triggers/r, after: 1d, since: @",
            good: "customer.last_order",
            "customer.last_order + days(1)",
            bad: ("customer.orders", "an instant"),
            ("customer.last_ordr", "customer.last_order"),
            ("event.time", "event.time")
        ),
        .init(since + "after: @", good: "[0s, 1d]", "['times(customer.order_gap, 2)']", bad: ("soon", "soon")),
        .init(since + "after: 1d, missed: @", good: "skip", "now", bad: ("later", "now")),
        .init(since + "after: 1d, ^wait: @", bad: ("1d", "`on`")),
        .init(
            "emit: triggers/r, at: \"09:00\", yearly: @",
            good: "birthday",
            "customer.first_order",
            bad: ("birthdy", "birthdy"),
            ("customer.orders", "an instant")
        ),
        .init("emit: triggers/r, ^yearly: @", good: "customer.first_order", bad: ("birthday", "at: \"09:00\"")),
        .init(
            "yearly: birthday, emit: triggers/r, at: @",
            good: "\"09:00\"",
            "\"23:59:59\"",
            bad: ("\"24:00\"", "time of day"),
            ("9", "time of day"),
            ("\"9:00\"", "time of day"),
            ("\"09:60\"", "time of day")
        ),
        .init("yearly: customer.first_order, emit: triggers/r, years: @", good: "[1, 200]", bad: ("1", "list")),
        .init("yearly: customer.first_order, emit: triggers/r, years: [@]", good: "1", bad: ("0", "1"), ("201", "200")),
        .init(
            "yearly: customer.first_order, emit: triggers/r, days_before: @",
            good: "0",
            "364",
            bad: ("365", "364"),
            ("-1", "")
        ),
        .init(
            "yearly: customer.first_order, emit: triggers/r, leap_day: @",
            good: "feb_28",
            "mar_1",
            bad: ("mar_2", "`mar_1`")
        ),
        .init(
            "emit: triggers/r, at: \"09:00\", dates: [2026-01-01, @]",
            good: "2026-12-06",
            bad: ("2025-01-01", "more than"),
            ("2026-02-30", "a date"),
            ("06.12.2026", "a date")
        ),
        .init(
            "emit: triggers/r, at: [1], reaches: @",
            good: "customer.orders",
            "customer.rating",
            bad: ("customer.country", "a number"),
            ("customer.last_order", "a number")
        ),
        .init(
            "reaches: customer.orders, emit: triggers/r, at: [1, @]",
            good: "2",
            "2.5",
            bad: ("1", "more than"),
            ("x", "decimal"),
            ("10 EUR", "decimal")
        ),
        .init(
            "reaches: customer.orders, emit: triggers/r, at: [@]",
            good: "0.1",
            bad: ("0", "more than 0"),
            ("-1", "0")
        ),
        .init("reaches: customer.revenue, emit: triggers/r, at: [@]", good: "10 EUR", bad: ("10", "a currency")),
        .init("emit: segments/r, stages: { a: @ }", good: "true", bad: ("1", "true or false")),
        .init("emit: segments/r, stages: { ^@: true }", good: "gold", bad: ("Gold", "small letters")),
        .init("emit: segments/r, segment: @", good: "customer.orders > 1", bad: ("customer.orders", "true or false")),
        .init(
            "emit: segments/r, ^segment: @",
            good: "customer.orders > 1",
            bad: ("now > customer.last_order + days(1)", "[customer.last_order + days(90)]")
        ),
        .init(
            "emit: segments/r, segment: true, recheck: @",
            good: "customer.last_order + days(1)",
            bad: ("days(1)", "an instant")
        ),
        .init("emit: segments/r, segment: true, leave: @", good: "segments/left", bad: ("left", "a slash")),
        .init("emit: segments/r, segment: true, ^if: @", bad: ("true", "belongs to rules with")),
        .init(on + "^leave: @", bad: ("segments/left", "`segment`")),
        .init(on + "with: { a: @ }", good: "event.sku", bad: ("event.skuu", "event.sku")),
        .init(on + "with: { @: 1 }", good: "a", bad: ("rule", "rule")),
    ]

    static let contacts: [KeyCase] = [
        .init(on + "contact: { channels: @ }", good: "sms", "[email, sms]", bad: ("[E Mail]", "small letters")),
        .init(on + "contact: { purpose: @ }", good: "marketing", bad: ("marketng", "`marketing`")),
        .init(on + "contact: { topic: @ }", good: "news", bad: ("My News", "small letters")),
        .init(on + "contact: { product: @ }", good: "customer.interest", bad: ("customer.orders", "a text")),
        .init(on + "contact: { group: @ }", good: "offers", bad: ("[]", "expected")),
        .init(on + "contact: { priority: @ }", good: "-1000", "1000", bad: ("1001", "1000"), ("high", "")),
        .init(
            on + "contact: {}, experiment: { hold_out: @ }",
            good: "10%",
            "0.01%",
            bad: ("10", "from 0% to 100%"),
            ("101%", "")
        ),
        .init(on + "contact: {}, experiment: { arms: { a: @ } }", good: "100%", bad: ("half", "100%")),
        .init(on + "contact: {}, experiment: { name: @, hold_out: 1% }", good: "words", bad: ("A B", "small letters")),
        .init(
            on + "contact: {}, experiment: ^{ hold_out: 50%, arms: { a: @ } }",
            good: "50%",
            bad: ("50.01%", "at most 100%")
        ),
        .init(on + "^experiment: { hold_out: @ }", bad: ("10%", "`contact`")),
        .init(on + "incentive: { valid_for: 1d, reward: @ }", good: "10%", bad: ("[]", "expected")),
        .init(on + "incentive: { reward: x, valid_for: @ }", good: "1d", bad: ("1", "units")),
        .init(on + "incentive: { reward: x, valid_for: 1d, warn_before: @ }", good: "1h", bad: ("1d", "valid_for")),
        .init(
            on + "incentive: { reward: x, valid_for: 1d, per: 1d, at_most: @ }",
            good: "16",
            bad: ("17", "16"),
            ("0", "")
        ),
        .init(on + "^incentive: { reward: x, valid_for: 1d, at_most: @ }", bad: ("1", "per: 90d")),
        .init(
            on + "incentive: { valid_for: 1d, table: [{ from: 0, reward: x }], by: @ }",
            good: "customer.orders",
            "customer.cart.value",
            bad: ("customer.country", "a number")
        ),
        .init(
            on + "incentive: { valid_for: 1d, by: customer.orders, "
                + "table: [{ from: 1, reward: x }, ^{ from: @, reward: y }] }",
            good: "2",
            bad: ("1", "more than")
        ),
        .init(on + "goal: { emit: triggers/g, on: @ }", good: "order.completed", bad: ("order.pad", "`order.paid`")),
        .init(on + "goal: { on: order.completed, emit: @ }", good: "triggers/g", bad: ("g", "a slash")),
        .init(on + "goal: { on: order.completed, emit: triggers/g, within: @ }", good: "7d", bad: ("week", "units")),
        .init(on + "goal: { on: order.completed, emit: triggers/g, if: @ }", good: "true", bad: ("1", "true or false")),
        .init(on + "goal: { on: order.completed, within: 1d, missed: @ }", good: "triggers/m", bad: ("m", "a slash")),
        .init(on + "^goal: { on: order.completed, missed: @ }", bad: ("triggers/m", "how long")),
        .init(on + "^goal: { on: order.completed, within: @ }", bad: ("1d", "expected the signal")),
    ]

    static let tops: [KeyCase] = [
        .init("time_zone: @", good: "Europe/Berlin", bad: ("Berlin", "Europe/Berlin")),
        .init("constants: { a: @ }", good: "1", "2.5", "7d", "\"text\"", "[1, 2]", bad: ("{}", "expected")),
        .init("constants: { ^@: 1 }", good: "gap", bad: ("now", "means nothing else"), ("Gap", "small letters")),
        .init("contacts: { channels: @ }", good: "[email, sms]", bad: ("[]", "at least one")),
        .init(
            "contacts: { quiet_hours: { from: @, until: \"08:00\" } }",
            good: "\"22:00\"",
            bad: ("22", "time of day")
        ),
        .init("contacts: { caps: { per: 1d, at_most: @ } }", good: "64", bad: ("65", "64"), ("0", "1")),
        .init("contacts: { caps: [{ at_most: 1, per: @ }] }", good: "1d", bad: ("1", "units")),
        .init("contacts: { blocked_while: { a: @ } }", good: "true", bad: ("1", "true or false")),
        .init("contacts: { purposes: { a: { consent: @ } } }", good: "false", bad: ("no", "true or false")),
        .init("clock: { lateness: @ }", good: "0s", bad: ("5", "units")),
        .init("state: { keeps: @ }", good: "[]", "views", "[views, mentions]", bad: ("[view]", "`views`")),
        .init("state: { cart_lifetime: @ }", good: "30d", bad: ("30", "units")),
        .init("consent: { request_lifetime: @ }", good: "7d", bad: ("7", "units")),
        .init("consent: { double_opt_in: @ }", good: "[]", "[email]", bad: ("[E Mail]", "small letters")),
        .init("consent: { validity: 30d, reconsent_before: @ }", good: "29d", bad: ("30d", "less than")),
    ]

    @Test(arguments: rules + contacts) func aKeyOfARuleTakesWhatIsGood(_ each: KeyCase) throws {
        for good in each.good {
            let text = Self.head + "rules:\n  r: { \(each.text(good)) }\n"
            #expect(throws: Never.self, "\(good)") { try PlaybookFile.load(yaml: text, named: "p.yaml") }
        }
    }

    @Test(arguments: rules + contacts) func aKeyOfARuleRefusesWhatIsBad(_ each: KeyCase) throws {
        for bad in each.bad {
            let text = Self.head + "rules:\n  r: { \(each.text(bad.value)) }\n"
            Self.check(text, 4, 8 + each.place, bad.says, "\(bad.value)")
        }
    }

    @Test(arguments: tops) func aKeyOfThePlaybookTakesGoodAndRefusesBad(_ each: KeyCase) throws {
        for good in each.good {
            let text = Self.head + each.text(good)
            #expect(throws: Never.self, "\(good)") { try PlaybookFile.load(yaml: text, named: "p.yaml") }
        }
        for bad in each.bad { Self.check(Self.head + each.text(bad.value), 3, 1 + each.place, bad.says, bad.value) }
    }

    /// Expects exactly one problem, at a place near enough: inside an expression or a list it may lie further on.
    static func check(_ text: String, _ line: Int, _ column: Int, _ says: String, _ what: String) {
        let error = #expect(throws: PlaybookError.self, "\(what)") {
            try PlaybookFile.load(yaml: text, named: "p.yaml")
        }
        guard let error, let problem = error.problems.first else { return }
        #expect(error.problems.count == 1, "\(error)")
        #expect(problem.line == line, "\(error)")
        #expect((column...column + 24).contains(problem.column), "at \(column): \(error)")
        #expect(problem.message.contains(says), "\(error)")
    }
}
