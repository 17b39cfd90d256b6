import ArgumentParser
import Playbook
import Retention

/// Runs files of tests against playbooks, with a clock that the tests set.
struct TestCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "test",
        abstract: "Test a playbook: given these events, exactly these signals, to the second.",
        discussion: """
            Each test of a file says what happens when, how far the clock goes, and which
            signals come of it, all of them and in order; nothing waits, for time is
            simulated. Of a test that fails it prints what was expected beside what was
            found, the first difference, and what the rules noted. Talks to nobody.

            A file of tests:

              playbook: default.yaml        # from this file on
              start: 2026-03-02T10:00:00Z   # what +30m counts from
              given:                        # not for tests with alone: true
                - at: +0s
                  event: consent.granted
                  data: { channel: email, purpose: marketing, confirmed: true }
              tests:
                - test: thanks thirty minutes after the first order
                  rule: thanks              # or a list; else all rules
                  given:
                    - at: +1h
                      event: order.completed
                      data: { order_id: o1, total: "20.00", currency: EUR }
                  until: +1h30m             # what is due then has fired
                  expect:                   # [] for nothing
                    - at: +1h30m
                      signal: first_purchase.thanked.due
                      with: { channel: email }

            Events and expectations are about customer/1, unless `subject` says
            otherwise. Instead of `signal`, an expectation can have
            `suppressed: frequency_cap` or `deferred_until: +9h`. `with` names values
            that the signal must carry, `absent` some that it must not. Without `until`
            a test ends with the last instant in it.

            With --coverage it lists the rules that no test fires, and those that none
            leaves unfired. With --json it prints an object for each test, and one with
            the numbers.

            Exits with 1 when a test failed, and with 65 when a file or its playbook is
            wrong; then no test is run, and every fault is told with its line and column.

            EXAMPLES
              treue test deploy/playbooks/tests/*.yaml
              treue test specs.yaml --filter 'first order' --coverage
              treue test specs.yaml --playbook candidate.yaml --json
            """
    )

    @Argument(help: "The files of tests.", completion: .file(extensions: ["yaml", "yml"]))
    var files: [String]

    @Option(help: "The playbook to test, in the place of those that the files name.")
    var playbook: String?

    @Option(help: "Run only tests with this text in their name or that of a rule of theirs.")
    var filter: String?

    @Flag(help: "List the rules that no test fires, or that no test leaves unfired.")
    var coverage = false

    @Flag(help: "Print JSON, one object a line.")
    var json = false

    func run() async throws {
        try await reporting {
            guard try self.test() else { throw ExitCode(Failure.Kind.work.rawValue) }
        }
    }

    // Inlined into the asynchronous command, it could crash the optimizer as `Playbooks.load` does.
    @inline(never)
    private func test() throws -> Bool {
        var coverage: [SpecCoverage] = []
        var (passed, failed) = (0, 0)
        for file in try self.read() {
            let specs = file.specs.filter(self.isWanted)
            if !self.json, !specs.isEmpty, self.files.count > 1 { print(Terminal.bold(file.path.harmless)) }
            for spec in specs {
                let outcome = SpecRun.run(spec, file.playbook.compiled)
                if outcome.difference == nil { passed += 1 } else { failed += 1 }
                if self.json { SpecJSON().print(outcome) } else { SpecPrinter().print(outcome) }
                let place = coverage.firstIndex { $0.playbook === file.playbook }
                if place == nil { coverage.append(SpecCoverage(file.playbook)) }
                coverage[place ?? coverage.count - 1].add(outcome)
            }
        }
        guard passed + failed > 0 else {
            throw Failure(.usage, "no test has '\(self.filter ?? "")' in its name or that of a rule")
        }
        if self.json {
            SpecJSON().printSummary(passed: passed, failed: failed, self.coverage ? coverage : nil)
        } else {
            if self.coverage { for each in coverage { each.print() } }
            let numbers = "\(Spoken.count(passed)) passed, \(Spoken.count(failed)) failed"
            print(failed > 0 ? Terminal.red(numbers) : Terminal.green(numbers))
        }
        return failed == 0
    }

    /// Reads all files; throws what is wrong with any of them.
    private func read() throws -> [SpecFile] {
        var reader = SpecReader(playbook: self.playbook)
        var files: [SpecFile] = []
        var faults: [String] = []
        for path in self.files {
            do {
                if let file = try reader.read(path) { files.append(file) }
            } catch {
                faults.append(Failure(error).description)
            }
        }
        guard faults.allSatisfy(\.isEmpty) else {
            throw Failure(.input, faults.filter { !$0.isEmpty }.joined(separator: "\n"))
        }
        return files
    }

    private func isWanted(_ spec: Spec) -> Bool {
        guard let filter = self.filter?.lowercased() else { return true }
        return ([spec.name] + spec.rules).contains { $0.lowercased().contains(filter) }
    }
}
