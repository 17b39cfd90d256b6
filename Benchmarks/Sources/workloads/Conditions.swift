import CEL

/// A customer and an event, by the numbers of the variables.
private struct Variables: Bindings {
    let values: [Value]

    func value(of variable: Int) -> Value { self.values[variable] }
}

extension Workload {
    private static let texts = [
        ("orders", "customer.orders >= 3"),
        ("both", "customer.orders == 1 && customer.revenue > 50.0"),
        ("silence", "now - customer.last_order > duration('720h')"),
        ("countries", "customer.country in ['DE', 'AT', 'CH']"),
        ("three", "customer.consent && !customer.complaint_open && customer.revenue >= vip_revenue"),
        ("prefix", "customer.name.startsWith('A') || customer.country == 'DE'"),
        ("exists", "customer.tags.exists(t, t == 'vip')"),
        ("choice", "event.total > 100.0 ? customer.orders > 1 : customer.orders > 5"),
        ("weekend", "customer.last_order.getDayOfWeek('Europe/Berlin') in [0, 6]"),
        ("matches", "customer.email.matches('^[a-z.]+@example[.](com|org)$')"),
    ]

    /// Conditions as playbooks have them, compiled before.
    static var conditions: [Workload] {
        texts.map { name, text in
            Workload("CEL \(name)") { try self.condition(text, count: $0.size.repetitions) }
        }
    }

    private static func condition(_ text: String, count: Int) throws -> Work {
        var environment = Environment()
        let variables: [(String, Type, Value)] = [
            ("customer.orders", .int, .int(4)), ("customer.revenue", .double, .double(219.9)),
            ("customer.last_order", .timestamp, .timestamp(Instant(seconds: 1_764_547_200))),
            ("customer.country", .string, .string("CH")), ("customer.consent", .bool, .bool(true)),
            ("customer.complaint_open", .bool, .bool(false)), ("customer.name", .string, .string("Berta")),
            ("customer.tags", .list(.string), .list([.string("new"), .string("sale"), .string("vip")])),
            ("customer.email", .string, .string("berta.meier@example.com")), ("event.total", .double, .double(120)),
            ("now", .timestamp, .timestamp(Instant(seconds: 1_767_225_600))),
        ]
        for (name, type, _) in variables { environment.declare(name, type) }
        environment.declare("vip_revenue", constant: .double(200))
        let bindings = Variables(values: variables.map(\.2))
        let program = try Program(text, environment)
        var evaluator = Evaluator()
        return Work(count: count) {
            var known = 0
            for _ in 0..<count {
                if case .fault = evaluator.evaluate(program, bindings) { continue }
                known += 1
            }
            precondition(known == count, "\(text): has a value")
            return known
        }
    }
}
