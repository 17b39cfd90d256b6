import Benchmark
import CMeasure
import Workloads

// Each workload on the large shop. The runner's own clocks and counters tell of a pass as a whole; what is told of one
// event is measured here: CPU of the thread, allocations, and what the limit takes in the same run.

private let time = BenchmarkMetric.custom("ps an event", polarity: .prefersSmaller, useScalingFactor: false)
private let limit = BenchmarkMetric.custom("ps of the limit", polarity: .prefersSmaller, useScalingFactor: false)
private let wall = BenchmarkMetric.custom("ps of waiting", polarity: .prefersSmaller, useScalingFactor: false)
private let allocations = BenchmarkMetric.custom(
    "allocations in 1000 events",
    polarity: .prefersSmaller,
    useScalingFactor: false
)

let benchmarks: @Sendable () -> Void = {
    let configuration = Benchmark.Configuration(
        metrics: [.peakMemoryResident, time, wall, limit, allocations],
        warmupIterations: 1,
        maxDuration: .seconds(2),
        maxIterations: 9
    )
    let workloads: [Workload]
    do { workloads = try Workload.all(.large) } catch { fatalError("\(error)") }
    for workload in workloads {
        Benchmark(workload.name, configuration: configuration) { benchmark in
            let pass = try workload.prepare()
            let clock = ContinuousClock()
            let began = clock.now
            let allocated = measure_allocations()
            let used = measure_thread_nanoseconds()
            benchmark.startMeasurement()
            blackHole(try pass())
            benchmark.stopMeasurement()
            let count = Double(workload.count)
            benchmark.measurement(time, Int(Double(measure_thread_nanoseconds() - used) * 1_000 / count))
            benchmark.measurement(allocations, Int(Double(measure_allocations() - allocated) * 1_000 / count))
            let waited = began.duration(to: clock.now).components
            let nanoseconds = Double(waited.seconds) * 1e9 + Double(waited.attoseconds) / 1e9
            benchmark.measurement(wall, Int(nanoseconds * 1_000 / count))
            if let least = workload.limit.picoseconds() { benchmark.measurement(limit, least) }
        }
    }
}
