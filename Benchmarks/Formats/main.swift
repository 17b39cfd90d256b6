import Formats
import Foundation
import Journal
import JSON
import Retention

// Times the formats on one core: raw records into events, and the encoding of `events` there and back. Each is measured
// in turn, several rounds, and the best round counts: what others do on the machine only ever adds.

let call = """
    {"type":"track","event":"Order Completed","messageId":"0b1c8b6e-6a6e-4c2e-9d2e-1b7a4f0c9e11","userId":"c-104233",\
    "timestamp":"2026-03-01T09:30:12.250Z","properties":{"order_id":"A-20417","total":89.70,"currency":"EUR","products":[\
    {"sku":"CUP-07","quantity":2,"price":24.90,"category":"Cups"},{"sku":"POT-2","quantity":1,"price":39.90}]}}
    """

let count = CommandLine.arguments.count > 1 ? Int(CommandLine.arguments[1]) ?? 200_000 : 200_000
let rounds = 7

/// Nanoseconds of this thread's CPU time.
func now() -> UInt64 {
    var time = timespec()
    unsafe clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
}

/// Nanoseconds a call in the best of the rounds.
func best(_ body: () -> Void) -> Double {
    var least = Double.infinity
    for _ in 0..<rounds {
        let start = now()
        for _ in 0..<count { body() }
        least = min(least, Double(now() - start) / Double(count))
    }
    return least
}

func report(_ name: String, _ nanoseconds: Double, _ note: String = "") {
    let rate = String(format: "%.2f", 1_000 / nanoseconds)
    print("\(name): \(String(format: "%.0f", nanoseconds)) ns, \(rate) million a second\(note)")
}

let bytes = Array(call.utf8)
let origin = Origin(source: "orders", partition: 3, offset: 77)
let decoder = RawDecoder()
var parser = JSONParser()
var sink = 0

let bare = best { if let root = try? parser.parse(bytes.span), root.kind == .object { sink += 1 } }
let decode = best {
    if case .event(let event) = decoder.decode(line: bytes.span, at: origin) { sink += event.id.utf8.count }
}
guard case .event(let event) = decoder.decode(line: bytes.span, at: origin) else { fatalError("the call is an order") }

let coding = CanonicalEvents()
var encoded: [UInt8] = []
coding.encode(event, to: &encoded)
var buffer: [UInt8] = []
let write = best {
    buffer.removeAll(keepingCapacity: true)
    coding.encode(event, to: &buffer)
    sink += buffer.count
}
let read = best { if case .event(let event)? = coding.decode(encoded.span) { sink += event.id.utf8.count } }

print(
    "a Segment order of \(bytes.count) bytes, \(encoded.count) in the encoding of `events`; best of \(rounds) rounds of \(count)"
)
report("simdjson's tape alone", bare)
report("Segment to event", decode, ", \(String(format: "%.1f", decode / bare)) times the tape")
report("event to bytes", write)
report("bytes to event", read)
if sink == 0 { print("nothing was done") }
