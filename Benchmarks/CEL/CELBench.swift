import CEL
import Foundation

// Times conditions as playbooks have them, on one core: nanoseconds of an evaluation in the best of several rounds.
//
//     cel-bench [COUNT [NUMBER]]      COUNT evaluations a round; one condition alone, for a profiler

let conditions = [
    "customer.orders >= 3",
    "customer.orders == 1 && customer.revenue > 50.0",
    "now - customer.last_order > duration('720h')",
    "customer.country in ['DE', 'AT', 'CH']",
    "customer.consent && !customer.complaint_open && customer.revenue >= vip_revenue",
    "customer.name.startsWith('A') || customer.country == 'DE'",
    "customer.tags.exists(t, t == 'vip')",
    "event.total > 100.0 ? customer.orders > 1 : customer.orders > 5",
    "customer.last_order.getDayOfWeek('Europe/Berlin') in [0, 6]",
    "customer.email.matches('^[a-z.]+@example[.](com|org)$')",
]

/// A customer and an event, by the numbers of the variables.
struct Shop: Bindings {
    let values: [Value]

    func value(of variable: Int) -> Value { self.values[variable] }
}

@main
enum Bench {
    static func now() -> UInt64 {
        var time = timespec()
        unsafe clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
    }

    static func main() throws {
        let arguments = CommandLine.arguments.dropFirst().compactMap { Int($0) }
        let count = arguments.first ?? 100_000
        var environment = Environment()
        var values: [Value] = []
        let variables: [(String, Type, Value)] = [
            ("customer.orders", .int, .int(4)), ("customer.revenue", .double, .double(219.9)),
            ("customer.last_order", .timestamp, .timestamp(Instant(seconds: 1_764_547_200))),
            ("customer.country", .string, .string("CH")), ("customer.consent", .bool, .bool(true)),
            ("customer.complaint_open", .bool, .bool(false)), ("customer.name", .string, .string("Berta")),
            ("customer.tags", .list(.string), .list([.string("new"), .string("sale"), .string("vip")])),
            ("customer.email", .string, .string("berta.meier@example.com")), ("event.total", .double, .double(120)),
            ("now", .timestamp, .timestamp(Instant(seconds: 1_767_225_600))),
        ]
        for (name, type, value) in variables {
            environment.declare(name, type)
            values.append(value)
        }
        environment.declare("vip_revenue", constant: .double(200))
        let shop = Shop(values: values)
        for (number, text) in conditions.enumerated() where arguments.count < 2 || arguments[1] == number {
            let program = try Program(text, environment)
            var evaluator = Evaluator()
            var least = Double.infinity
            var result = Value.null
            for _ in 0..<7 {
                let start = self.now()
                for _ in 0..<count { result = evaluator.evaluate(program, shop) }
                least = min(least, Double(self.now() - start) / Double(count))
            }
            print("\(String(format: "%6.0f", least)) ns  \(text) -> \(result)")
        }
    }
}
