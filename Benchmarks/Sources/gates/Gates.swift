import CMeasure
import Workloads

// A pass of each deterministic workload on the small shop, behind one that warmed up. Under callgrind it leaves one file
// for each, with its name and the instructions of the pass; events and allocations of it go to standard output.
//
//     gates [NAME]      all of them, or those whose names begin like that

@main
enum Gates {
    static func main() throws {
        guard measure_counts_instructions() != 0 || CommandLine.arguments.contains("--time") else {
            return print("gates: to be run under callgrind, with valgrind's headers there when it is built")
        }
        let prefix = CommandLine.arguments.dropFirst().first { !$0.hasPrefix("--") } ?? ""
        for workload in try Workload.all(.small) where workload.isDeterministic && workload.name.hasPrefix(prefix) {
            let pass = try workload.prepare()
            let before = try pass()
            let allocated = measure_allocations()
            measure_begin()
            let after = try pass()
            measure_end(workload.name)
            let allocations = measure_allocations() - allocated
            precondition(before == after, "\(workload.name): each pass does the same")
            print("\(workload.count) \(allocations) \(workload.name)")
        }
    }
}
