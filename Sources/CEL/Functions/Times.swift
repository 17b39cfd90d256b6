internal import Zones

extension Library {
    /// What there is for instants and spans of time.
    static let times: [Function] = [
        Function(
            "timestamp",
            [.global([.string], .timestamp), .global([.int], .timestamp), .global([.timestamp], .timestamp)],
            timestamp
        ),
        Function("duration", [.global([.string], .duration), .global([.duration], .duration)]) { operands in
            guard operands.count == 1 else { return noOverload }
            switch operands[0] {
            case .string(let text): return value { () throws(Fault) in .duration(try SpanText.parse(text)) }
            case .duration: return operands[0]
            default: return noOverload
            }
        },
        date("getFullYear") { $0.year },
        date("getMonth") { $0.month - 1 },
        date("getDate") { $0.day },
        date("getDayOfMonth") { $0.day - 1 },
        date("getDayOfWeek") { $0.dayOfWeek },
        date("getDayOfYear") { $0.dayOfYear },
        time("getHours", { time, _ in time.secondOfDay / 3_600 }, { seconds, _ in seconds / 3_600 }),
        time("getMinutes", { time, _ in time.secondOfDay / 60 % 60 }, { seconds, _ in seconds / 60 }),
        time("getSeconds", { time, _ in time.secondOfDay % 60 }, { seconds, _ in seconds }),
        time("getMilliseconds", { $1 / 1_000_000 }, { $1 / 1_000_000 }),
    ]

    private static func timestamp(_ operands: Span<Value>) -> Value {
        guard operands.count == 1 else { return noOverload }
        switch operands[0] {
        case .string(let text): return value { () throws(Fault) in .timestamp(try TimestampText.parse(text)) }
        case .int(let seconds):
            guard TimestampText.range.contains(seconds) else { return .fault(Fault(.overflow)) }
            return .timestamp(Instant(seconds: seconds))
        case .timestamp: return operands[0]
        default: return noOverload
        }
    }

    /// Declares a part of the date, in UTC or in a zone.
    private static func date(_ name: String, _ part: @escaping @Sendable (CivilTime) -> Int64) -> Function {
        Function(name, [.method([.timestamp], .int), .method([.timestamp, .string], .int)]) { operands in
            guard operands.count > 0, case .timestamp(let instant) = operands[0] else { return noOverload }
            return ofTime(operands, instant, part)
        }
    }

    /// Declares a part of the time of the day, which spans have too: of those it is all there is in that unit.
    private static func time(
        _ name: String,
        _ part: @escaping @Sendable (_ time: CivilTime, _ nanoseconds: Int64) -> Int64,
        _ whole: @escaping @Sendable (_ seconds: Int64, _ nanoseconds: Int64) -> Int64
    ) -> Function {
        Function(
            name,
            [.method([.timestamp], .int), .method([.timestamp, .string], .int), .method([.duration], .int)]
        ) { operands in
            guard operands.count > 0 else { return noOverload }
            switch operands[0] {
            case .timestamp(let instant):
                return ofTime(operands, instant) { part($0, Int64(instant.nanoseconds)) }
            case .duration(let span):
                guard operands.count == 1 else { return noOverload }
                let (seconds, nanoseconds) = SpanText.parts(span)
                return .int(whole(seconds, Int64(nanoseconds)))
            default: return noOverload
            }
        }
    }

    private static func ofTime(
        _ operands: Span<Value>,
        _ instant: Instant,
        _ part: (CivilTime) -> Int64
    ) -> Value {
        // A variable may be anything.
        guard TimestampText.range.contains(instant.seconds) else { return .fault(Fault(.overflow)) }
        if operands.count == 1 { return .int(part(CivilTime(seconds: instant.seconds))) }
        guard operands.count == 2, case .string(let name) = operands[1] else { return noOverload }
        guard let zone = Zone.written(name) else { return badArgument }
        return .int(part(CivilTime(seconds: instant.seconds + Int64(zone.offset(at: instant.seconds)))))
    }
}
