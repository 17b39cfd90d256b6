import Formats
import Foundation
import Journal
import Playbook
import Retention

// Times the fold on one core: events of files, decoded before, through a playbook; what it decides is counted and not
// written. The files are those of `treue simulate`, in the order of their time when they are put together.
//
//     fold-bench ROUNDS PLAYBOOK FILE...

/// Nanoseconds of this thread's CPU time.
func now() -> UInt64 {
    var time = timespec()
    unsafe clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
}

/// The events of the files, by their time.
func read(_ paths: [String]) throws -> [Event] {
    let decoder = RawDecoder()
    var events: [Event] = []
    for (number, path) in paths.enumerated() {
        var offset: Int64 = 0
        let bytes = Array(try Data(contentsOf: URL(filePath: path)))
        var start = 0
        while let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) {
            let origin = Origin(source: "file\(number)", partition: 0, offset: offset)
            offset += 1
            let decoded = decoder.decode(line: bytes.span.extracting(start..<end), at: origin)
            if case .event(let event) = decoded { events.append(event) }
            start = end + 1
        }
    }
    return events.enumerated().sorted { ($0.element.time, $0.offset) < ($1.element.time, $1.offset) }.map(\.element)
}

@main
enum Bench {
    static func main() throws {
        let arguments = CommandLine.arguments
        guard arguments.count > 3, let rounds = Int(arguments[1]) else {
            return print("usage: fold-bench ROUNDS PLAYBOOK FILE...")
        }
        let text = try String(contentsOfFile: arguments[2], encoding: .utf8)
        let playbook = try PlaybookFile.load(yaml: text, named: arguments[2])
        let events = try read(Array(arguments[3...]))
        var least = Double.infinity
        var signals = 0
        for _ in 0..<rounds {
            signals = 0
            var replay = Replay(playbook)
            let start = now()
            for event in events { try replay.add(event, source: 0) { _ in signals += 1 } }
            try replay.finish(at: nil) { _ in signals += 1 }
            least = min(least, Double(now() - start) / Double(max(1, events.count)))
        }
        print("\(playbook.settings.playbook): \(events.count) events, \(signals) signals, \(Int(least)) ns an event")
    }
}
