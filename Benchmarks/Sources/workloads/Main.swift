import CMeasure
import Foundation

// Measures the workloads.
//
//     workloads [NAME]            times them on the large shop, a JSON line each
//     workloads --count [NAME]    a pass of each deterministic one on the small shop, behind one that warmed up; under
//                                 callgrind it leaves one file each, with the name and the instructions of that pass,
//                                 and tells the pass's events and allocations
//
// NAME narrows them down to those whose names begin like that.

@main
enum Main {
    static func main() throws {
        let arguments = CommandLine.arguments.dropFirst()
        let prefix = arguments.first { !$0.hasPrefix("--") } ?? ""
        let workloads = Workload.all.filter { $0.name.hasPrefix(prefix) }
        if arguments.contains("--count") {
            for workload in workloads where workload.isDeterministic { try self.count(workload) }
        } else {
            for workload in workloads { try self.time(workload) }
        }
    }

    private static func count(_ workload: Workload) throws {
        let work = try workload.prepare(.small)
        let before = try work.pass()
        let allocated = measure_allocations()
        measure_begin()
        let after = try work.pass()
        measure_end(workload.name)
        let allocations = measure_allocations() - allocated
        precondition(before == after, "\(workload.name): each pass does the same")
        print("\(work.count) \(allocations) \(workload.name)")
    }

    private static func time(_ workload: Workload) throws {
        let line = try JSONEncoder().encode(try Timing(workload))
        FileHandle.standardOutput.write(line + Data("\n".utf8))
    }
}
