import ArgumentParser
import CEL
import JSON
import enum Playbook.PlaybookFile

/// Tries a condition, or runs a file of conformance cases.
struct CELCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cel",
        abstract: "Evaluate an expression of the Common Expression Language, as conditions are written in.",
        discussion: """
            Prints the value as an expression would write it. Variables come from --bindings,
            a JSON object: numbers without point or exponent are int, others double. A member
            may say its type itself, as {"timestamp": "2026-01-31T00:00:00Z"} or with
            duration, uint or bytes (in hexadecimal) for the name. The functions of playbooks
            are there, too: days, hours, minutes, weeks, longest, shortest and times.

            With --suite it evaluates every case of a file instead, one JSON object a line
            with 'expr', 'bindings' (tagged with types), 'disable_check', and 'value' or
            'error', prints the ones that failed and how many there are of both. Exits with
            1 when one failed, and with 65 when the expression is wrong or comes to a fault.

            EXAMPLES
              treue cel '2 + 3 * 4'
              treue cel 'customer.orders >= 3' --bindings '{"customer": {"orders": 4}}'
              treue cel 'now - order > days(30)' --bindings \\
                '{"now": {"timestamp": "2026-03-01T00:00:00Z"}, "order": {"timestamp": "2026-01-01T00:00:00Z"}}'
              treue cel --suite conformance.ndjson
            """
    )

    @Argument(help: "The expression.")
    var expression: String?

    @Option(help: "The variables, as a JSON object.")
    var bindings: String?

    @Option(help: "A file of conformance cases to evaluate.")
    var suite: String?

    @Flag(help: "Don't check types before evaluating.")
    var unchecked = false

    func validate() throws {
        guard (self.expression == nil) != (self.suite == nil) else {
            throw ValidationError("give an expression, or --suite with a file")
        }
        guard self.suite == nil || (self.bindings == nil && !self.unchecked) else {
            throw ValidationError("the cases of --suite bring their own variables")
        }
    }

    func run() async throws {
        try await reporting {
            if let suite { return try CELSuite(path: suite).run() }
            let variables = try self.bindings.map { try JSONValues.variables($0) } ?? []
            let evaluation = try Evaluation(
                self.expression ?? "",
                variables,
                isChecked: !self.unchecked,
                functions: PlaybookFile.functions
            )
            for warning in evaluation.warnings { Terminal.complain("treue: \(warning)") }
            let value = try evaluation.value()
            print(value.description.harmless)
        }
    }
}

/// One expression with the values of its variables.
struct Evaluation {
    private struct Values: Bindings {
        let values: [Value]

        func value(of variable: Int) -> Value { self.values[variable] }
    }

    private let text: String
    private let program: Program
    private let values: Values
    /// What is wrong, but may not matter.
    var warnings: [Diagnostic] { self.program.warnings }

    /// Compiles the expression.
    init(
        _ text: String,
        _ variables: [(name: String, value: Value)],
        isChecked: Bool,
        types: Bool = true,
        functions: [Function] = []
    ) throws {
        self.text = text
        var environment = Environment(isChecked: isChecked)
        for function in functions { environment.add(function) }
        for variable in variables {
            environment.declare(variable.name, types ? Type(of: variable.value) : .dyn)
        }
        do throws(Diagnostics) {
            self.program = try Program(text, environment)
        } catch {
            throw Failure(.input, error.description)
        }
        self.values = Values(values: variables.map(\.value))
    }

    /// The value; throws a fault with its place.
    func value() throws -> Value {
        var evaluator = Evaluator()
        let value = evaluator.evaluate(self.program, self.values)
        guard case .fault(let fault) = value else { return value }
        throw Failure(.input, Diagnostic(fault, in: self.text).description)
    }
}
