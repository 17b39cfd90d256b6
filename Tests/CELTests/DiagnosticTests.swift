import CEL
import Testing

/// What people are told of a wrong expression, with the types of a shop's customer.
@Suite struct DiagnosticTests {
    private static func issues(_ expression: String) -> [Diagnostic] {
        var environment = Environment()
        for (name, type) in [
            ("customer.orders", Type.int), ("customer.revenue", .double), ("customer.name", .string),
            ("customer.last_order", .timestamp), ("customer.tags", .list(.string)),
            ("event.properties", .map(.string, .dyn)),
            ("now", .timestamp),
        ] { environment.declare(name, type) }
        environment.declare("vip_revenue", constant: .double(1_000))
        do throws(Diagnostics) {
            _ = try Program(expression, environment)
            return []
        } catch {
            return error.all
        }
    }

    @Test(arguments: [
        ("customer.order > 3", "1:1", "did you mean 'customer.orders'?"),
        ("customer.orders + 2.5 > 4", "1:17", "with double(…)"),
        ("customer.orders = 3", "1:17", "written '=='"),
        ("customer.orders > 3 and now > now", "1:21", "expected an operator"),
        ("customer.orders > 3 & true", "1:21", "'and' is written '&&'"),
        ("customer.last_order > '2026-01-01'", "1:21", "timestamp('2026-01-31T00:00:00Z')"),
        ("now - customer.last_order > 30", "1:27", "duration('36h')"),
        ("customer.name + 1 == 'a1'", "1:15", "string(…)"),
        ("customer.name.startWith('A')", "1:14", "did you mean 'startsWith'?"),
        ("customer.name.size(2) > 1", "1:14", "there is no string.size(int)"),
        ("customer.orders && true", "1:1", "'&&' wants a bool, not int"),
        ("'vip' in customer.orders", "1:10", "'in' wants a list or a map"),
        ("3 in customer.tags", "1:3", "never in list(string)"),
        ("customer.tags['a'] == 'b'", "1:15", "index of a list is an int"),
        ("customer.tags.exists(t, t)", "1:25", "wants a bool, not string"),
        ("customer.tags.exists('t', true)", "1:22", "name of a variable"),
        ("has(customer)", "1:5", "has() wants a field"),
        ("customer.orders > 3 ? 'a' : 1", "1:21", "differs in type: string and int"),
        ("duration('30 days') > duration('1h')", "1:1", "can't be read"),
        ("customer.revenue > vip_revenu", "1:20", "did you mean 'vip_revenue'?"),
        ("(customer.orders > 3", "1:21", "expected ')', found the end"),
        ("customer.name == 'Anna", "1:18", "no closing quote"),
        ("\n\n  customer.orders >", "3:20", "expected a value, found the end"),
        ("customer.orders.total > 1", "1:16", "int has no fields"),
        ("9223372036854775808 > 1", "1:1", "too large for int"),
        ("customer.tags.all(t)", "1:14", "'all' is a macro"), ("rb'a' == b'a'", "1:3", "expected an operator"),
        ("1e400 > 1.0", "1:1", "beyond what a double holds"),
        ("customer.name.matches('(a')", "1:14", "this pattern (RE2) can't be read"),
    ])
    func `given a wrong expression, when it is compiled, then place and message help`(
        _ expression: String,
        _ place: String,
        _ message: String
    ) throws {
        let issue = try #require(Self.issues(expression).first)
        #expect("\(issue.line):\(issue.column)" == place)
        #expect(issue.message.contains(message), "\(issue.message)")
    }

    @Test func `given several faults, when it is compiled, then all are told at once`() {
        #expect(Self.issues("customer.order > 3 && customer.name > 4 && !customer.orders").count == 3)
    }

    @Test(arguments: [
        "customer.orders >= 3 && customer.revenue > vip_revenue",
        "now - customer.last_order > duration('720h') || customer.orders == 0",
        "customer.tags.exists(t, t == 'vip' || t.startsWith('gold'))",
        "event.properties.total > 5.0 && has(event.properties.coupon)",
        "customer.last_order.getDayOfWeek('Europe/Berlin') in [0, 6]",
    ])
    func `given a right expression, when it is compiled, then it is a bool`(_ expression: String) throws {
        #expect(Self.issues(expression).isEmpty)
    }

    @Test func theNearestNameNeedsTheLeastEdits() {
        #expect(Nearest.name(to: "cart_abandond", among: ["cart_abandoned", "churn_risk"]) == "cart_abandoned")
        #expect(Nearest.name(to: "zzz", among: ["cart_abandoned", "churn_risk"]) == nil)
        #expect(Nearest.name(to: "x", among: []) == nil)
    }
}
