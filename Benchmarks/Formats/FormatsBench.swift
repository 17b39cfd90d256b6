import Formats
import Foundation
import Journal
import JSON
import Retention

// Times the formats on one core: raw records into events, and the encoding of `events` there and back. Each is measured
// in turn, several rounds, and the best round counts: what others do on the machine only ever adds.
//
//     formats-bench [COUNT [tape|segment|write|read]]      COUNT records a round; one of them alone, for a profiler

let call = """
    {"type":"track","event":"Order Completed","messageId":"0b1c8b6e-6a6e-4c2e-9d2e-1b7a4f0c9e11","userId":"c-104233",\
    "timestamp":"2026-03-01T09:30:12.250Z","properties":{"order_id":"A-20417","total":89.70,"currency":"EUR","products":[\
    {"sku":"CUP-07","quantity":2,"price":24.90,"category":"Cups"},{"sku":"POT-2","quantity":1,"price":39.90}]}}
    """

/// Nanoseconds of this thread's CPU time.
func now() -> UInt64 {
    var time = timespec()
    unsafe clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
}

/// What is measured: each function does one thing `count` times and says how much came out of it.
struct Work: ~Copyable {
    let bytes = Array(call.utf8)
    let origin = Origin(source: "orders", partition: 3, offset: 77)
    let decoder = RawDecoder()
    let coding = CanonicalEvents()
    var parser = JSONParser()
    let event: Event
    var encoded: [UInt8] = []

    init?() {
        let decoded = RawDecoder().decode(
            line: Array(call.utf8).span,
            at: Origin(source: "orders", partition: 3, offset: 77)
        )
        guard case .event(let event) = decoded else { return nil }
        self.event = event
        self.coding.encode(event, to: &self.encoded)
    }

    mutating func tape(_ count: Int) -> Int {
        let bytes = self.bytes
        var sum = 0
        for _ in 0..<count {
            if let root = try? self.parser.parse(bytes.span), root.kind == .object { sum += 1 }
        }
        return sum
    }

    func segment(_ count: Int) -> Int {
        var sum = 0
        for _ in 0..<count {
            if case .event(let event) = self.decoder.decode(line: self.bytes.span, at: self.origin) {
                sum += event.id.utf8.count
            }
        }
        return sum
    }

    func write(_ count: Int) -> Int {
        var buffer: [UInt8] = []
        var sum = 0
        for _ in 0..<count {
            buffer.removeAll(keepingCapacity: true)
            self.coding.encode(self.event, to: &buffer)
            sum += buffer.count
        }
        return sum
    }

    func read(_ count: Int) -> Int {
        var sum = 0
        for _ in 0..<count {
            if case .event(let event)? = self.coding.decode(self.encoded.span) { sum += event.id.utf8.count }
        }
        return sum
    }
}

@main
enum Bench {
    static func main() {
        let arguments = CommandLine.arguments
        let count = arguments.count > 1 ? Int(arguments[1]) ?? 200_000 : 200_000
        guard var work = Work() else { fatalError("the call is an order") }
        if arguments.count > 2 { return self.alone(arguments[2], &work, count) }
        print(
            "a Segment order of \(work.bytes.count) bytes, \(work.encoded.count) in the encoding of `events`; best of 9"
        )
        var least = [Double](repeating: .infinity, count: 4)
        for _ in 0..<9 {
            for each in 0..<4 {
                let start = now()
                let sum =
                    switch each {
                    case 0: work.tape(count)
                    case 1: work.segment(count)
                    case 2: work.write(count)
                    default: work.read(count)
                    }
                least[each] = min(least[each], Double(now() - start) / Double(count))
                guard sum >= count else { fatalError("nothing was done") }
            }
        }
        self.report("simdjson's tape alone", least[0])
        self.report("Segment to event", least[1], ", \(String(format: "%.1f", least[1] / least[0])) times the tape")
        self.report("event to bytes", least[2])
        self.report("bytes to event", least[3])
    }

    static func alone(_ name: String, _ work: inout Work, _ count: Int) {
        switch name {
        case "tape": print(work.tape(count))
        case "segment": print(work.segment(count))
        case "write": print(work.write(count))
        case "read": print(work.read(count))
        default: print("it is one of tape, segment, write and read")
        }
    }

    static func report(_ name: String, _ nanoseconds: Double, _ note: String = "") {
        let rate = String(format: "%.2f", 1_000 / nanoseconds)
        print("\(name): \(String(format: "%.0f", nanoseconds)) ns, \(rate) million a second\(note)")
    }
}
