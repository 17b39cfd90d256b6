import CMeasure
import Foundation

// Measures the workloads.
//
//     workloads [NAME]            times them on the large shop, a JSON line each
//     workloads --count [NAME]    a pass of each deterministic one on the small shop, behind one that warmed up; under
//                                 callgrind it leaves one file each, with the name and the instructions of that pass,
//                                 and tells the pass's events and allocations
//     workloads --customers [MOST]
//                                 what a customer takes up, by playbook and sort, and what an event costs by how many
//                                 customers there are, from ten thousand to MOST (a million); a JSON line each
//
// NAME narrows them down to those whose names begin like that.

@main
enum Main {
    static func main() throws {
        let arguments = CommandLine.arguments.dropFirst()
        if arguments.first == "--customers" {
            let most = arguments.count > 1 ? arguments.last.flatMap { Int($0) } : 1_000_000
            guard let most, most >= 10_000 else {
                FileHandle.standardError.write(Data("workloads: --customers takes a number from 10000 on\n".utf8))
                exit(64)
            }
            return try self.customers(upTo: most)
        }
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

    private static func customers(upTo most: Int) throws {
        for size in try Customers.sizes() { try self.tell(size) }
        try Customers.costs(upTo: most) { try self.tell($0) }
    }

    private static func tell(_ result: some Encodable) throws {
        FileHandle.standardOutput.write(try JSONEncoder().encode(result) + Data("\n".utf8))
    }

    private static func time(_ workload: Workload) throws {
        try self.tell(try Timing(workload))
    }
}
